"""Fetch what an address leads to: judged at each step, within a time and up to a size."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from django.utils.translation import gettext as _
from requests_hardened import HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress

from followups.fetching.addresses import check_address, malformed
from followups.fetching.clock import Clock, too_slow
from followups.fetching.line import LINE_ERRORS, current_clock, open_session
from followups.fetching.problems import FetchFailed, FetchProblem, FetchRefused

MOST_BYTES = 2 * 1024 * 1024
MOST_REDIRECTS = 5
CHUNK = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}


@dataclass(frozen=True)
class Fetched:
    """What a server answered in the end. `url` is where that was; `lasting_url` the address to use next time."""

    status: int
    url: str
    lasting_url: str = ""
    body: bytes = b""
    is_cut: bool = False  # there was more than is fetched
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")


def fetch(
    address: str,
    *,
    headers: Mapping[str, str] | None = None,
    most: int = MOST_BYTES,
    clock: Clock | None = None,
) -> Fetched:
    """Fetch an address, through five redirects at most. What goes beyond `most` bytes is cut off.

    Every answer of a server counts, whatever its status. Raises `FetchRefused`, `FetchFailed`. A `clock` that has been
    entered bounds several fetches together; without one each takes 10 seconds at most.
    """
    if clock is None:
        with Clock() as own:
            return fetch(address, headers=headers, most=most, clock=own)
    token = current_clock.set(clock)
    try:
        with open_session() as session:
            return follow(session, check_address(address), headers or {}, most, clock)
    finally:
        current_clock.reset(token)


def follow(session: HTTPSession, address: str, headers: Mapping[str, str], most: int, clock: Clock) -> Fetched:
    lasting, is_for_good = address, True
    for _hop in range(MOST_REDIRECTS + 1):
        with ask(session, address, headers, clock) as response:
            target = session.get_redirect_target(response) if response.status_code in REDIRECTS else None
            if target is None:
                return read_answer(response, address, lasting, most, clock)
            is_for_good = is_for_good and response.status_code in FOR_GOOD
            address = check_redirect(address, target)
            lasting = address if is_for_good else lasting
    raise FetchFailed(_("The site leads on from one address to another without end."))


def check_redirect(address: str, target: str) -> str:
    """Where the server leads on to. Raises `FetchRefused` if nobody should follow."""
    try:
        onward = check_address(urljoin(address, target))
    except ValueError:
        raise FetchFailed(_("The site leads on to something that is no address.")) from None
    if urlsplit(address).scheme == "https" and urlsplit(onward).scheme == "http":
        raise FetchRefused(_("The site leads from a secure address to one that is not."))
    return onward


def ask(session: HTTPSession, address: str, headers: Mapping[str, str], clock: Clock) -> requests.Response:
    try:
        seconds = clock.remaining()
        response: requests.Response = session.get(
            address, headers=dict(headers), stream=True, timeout=(seconds, seconds)
        )
    except (*LINE_ERRORS, HTTPException) as error:
        raise explain_error(error, clock, urlsplit(address).hostname or "") from error
    return response


def read_answer(response: requests.Response, address: str, lasting: str, most: int, clock: Clock) -> Fetched:
    try:
        body, is_cut = read_body(response.raw, most)
    except (*LINE_ERRORS, HTTPException) as error:
        raise explain_error(error, clock, urlsplit(address).hostname or "") from error
    if clock.is_over and not is_cut:
        raise too_slow()
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Fetched(response.status_code, address, lasting, body, is_cut, headers)


def read_body(raw: urllib3.HTTPResponse, most: int) -> tuple[bytes, bool]:
    """The body, unpacked, and whether it was cut; neither side of the unpacking may grow beyond the limit."""
    body = bytearray()
    for chunk in raw.stream(CHUNK, decode_content=True):
        body += chunk
        if len(body) > most or raw.tell() > most:
            return bytes(body[:most]), True
    return bytes(body), False


def explain_error(error: Exception, clock: Clock, host: str) -> FetchProblem:
    """What went wrong on the line, in words; nothing of the address but its host."""
    if isinstance(error, InvalidIPAddress):
        return FetchRefused(_("This address leads into a private network, where nothing is fetched."))
    if isinstance(error, requests.exceptions.InvalidURL):
        return malformed()
    if clock.is_over:
        return too_slow()
    if is_caused_by(error, ssl.SSLError, requests.exceptions.SSLError):
        return FetchFailed(
            _("The connection to %(host)s is not secure: its certificate is not valid.") % {"host": host}
        )
    if "resolve" in str(error) or isinstance(error, UnicodeError):
        return FetchFailed(_("No site called %(host)s was found.") % {"host": host})
    if is_caused_by(error, urllib3.exceptions.NewConnectionError):
        return FetchFailed(_("%(host)s does not answer.") % {"host": host})
    if is_caused_by(error, TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError):
        return too_slow()
    if is_caused_by(error, ConnectionError):
        return FetchFailed(_("The connection to %(host)s broke.") % {"host": host})
    return FetchFailed(_("%(host)s sent something that cannot be read.") % {"host": host})


def is_caused_by(error: BaseException | None, *kinds: type[BaseException]) -> bool:
    seen = 0
    while error is not None and seen < 10:
        reason = getattr(error, "reason", None)
        inner = [arg for arg in (*error.args, reason) if isinstance(arg, BaseException)]
        if isinstance(error, kinds) or any(isinstance(arg, kinds) for arg in inner):
            return True
        error, seen = (inner[0] if inner else error.__cause__ or error.__context__), seen + 1
    return False


def explain_status(status: int) -> str:
    """What a status other than 200 means for somebody who waits for a page."""
    if status in {401, 403}:
        return _("The site does not let us in (%(status)d).") % {"status": status}
    if status in {404, 410}:
        return _("There is nothing at this address (%(status)d).") % {"status": status}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _("The site asks us to come less often (429).")
    if status >= 500:
        return _("The site has trouble of its own (%(status)d).") % {"status": status}
    return _("The site answered with something unexpected (%(status)d).") % {"status": status}
