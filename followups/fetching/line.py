"""A line to a web server whose address was judged before it was called, and again before anything is said."""

from __future__ import annotations

import socket
from contextvars import ContextVar
from typing import Any

import requests
import urllib3
from django.conf import settings
from requests.adapters import HTTPAdapter
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from followups.fetching.addresses import judge_ip
from followups.fetching.clock import Clock

# The deadline of the errand that this thread is on.
current_clock: ContextVar[Clock] = ContextVar("current_clock")


class JudgedConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return judge_peer(super()._new_conn())

    def connect(self) -> None:
        super().connect()
        current_clock.get().watch(self.sock)


class JudgedTlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return judge_peer(super()._new_conn())

    def connect(self) -> None:
        super().connect()
        current_clock.get().watch(self.sock)


class JudgedPool(HTTPConnectionPool):
    ConnectionCls = JudgedConnection


class JudgedTlsPool(HTTPSConnectionPool):
    ConnectionCls = JudgedTlsConnection


def judge_peer(line: socket.socket) -> socket.socket:
    try:
        judge_ip(line.getpeername()[0])
    except BaseException:
        line.close()
        raise
    return line


class JudgingAdapter(IPFilterAdapter):  # type: ignore[misc]  # the package carries no types
    """Looks a host up once, judges the address that it has, and calls that address: an answer that changes is no use.

    requests-hardened does the looking up and the pinning, and has a list of its own; ours is judged besides.
    """

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": JudgedPool, "https": JudgedTlsPool}

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        if settings.FEEDS_ALLOW_PRIVATE:
            # Without the filter; `judge_peer` still keeps out what is never fetched.
            return HTTPAdapter.build_connection_pool_key_attributes(self, request, verify, cert)
        look_up = super().build_connection_pool_key_attributes
        host_params, pool_kwargs = current_clock.get().wait_for(lambda: look_up(request, verify, cert))
        judge_ip(host_params["host"].strip("[]"))
        return host_params, pool_kwargs


def open_session() -> HTTPSession:
    config = Config(
        ip_filter_enable=True,
        ip_filter_allow_loopback_ips=False,
        never_redirect=True,
        default_timeout=(5, 5),
        user_agent_override=f"Afterword/{settings.VERSION} (+{settings.SITE_URL})",
    )
    session = HTTPSession(config)
    # A proxy named in the environment would be called instead of the judged address; and .netrc holds passwords.
    session.trust_env = False
    session.mount("http://", JudgingAdapter(is_https_proto=False))
    session.mount("https://", JudgingAdapter(is_https_proto=True))
    return session


# What can go wrong on a line, whichever library says it.
LINE_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)
