"""Which addresses are fetched: of the web, on its usual ports, and outside of private networks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from followups.fetching.problems import FetchRefused

LONGEST_ADDRESS = 2000
# Where web servers listen in public. Others belong to mail, databases and the like, which must not hear from us.
PORTS = {80, 443, 8000, 8008, 8080, 8081, 8088, 8443, 8888}

SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d{1,5}(?:[/?#]|$))")
NO_PART_OF_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f\\]")

# What `is_global` of Python 3.11 lets through although it leads inside, or to another address wrapped in this one.
WRAPPED_OR_INSIDE = [
    ip_network(network)
    for network in (
        "100.64.0.0/10",  # shared by carriers (RFC 6598)
        "192.88.99.0/24",  # 6to4 relays
        "::/96",  # IPv4-compatible: ::127.0.0.1
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",
        "100::/64",  # discarded
        "2001::/23",  # Teredo and other experiments
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local, of old
    )
]
# Where clouds hand out the keys of a machine: closed also where private networks are open.
NEVER = [ip_network(network) for network in ("169.254.0.0/16", "fe80::/10", "fd00:ec2::/32", "100.100.100.200/32")]


def complete_address(typed: str) -> str:
    """What a person types or pastes, as an address: “example.org” and “feed:example.org/rss” work too."""
    address = typed.strip()
    if address.lower().startswith("feed:"):
        address = address[len("feed:") :].removeprefix("//")
    if address and not SCHEME.match(address):
        address = f"https://{address.removeprefix('//')}"
    return address


def check_address(address: str) -> str:
    """The address without its fragment. Raises `FetchRefused` if it is none that may be fetched."""
    parts = split_address(address)
    if parts.scheme not in {"http", "https"}:
        raise FetchRefused(_("An address begins with https:// or http://."))
    if parts.username is not None or parts.password is not None:
        raise FetchRefused(_("An address with a name or a password in it is not fetched."))
    if not settings.FEEDS_ALLOW_PRIVATE and (parts.port or 443) not in PORTS:
        raise FetchRefused(_("An address on port %(port)s is not fetched.") % {"port": parts.port})
    return parts._replace(fragment="").geturl()


def split_address(address: str) -> SplitResult:
    if len(address) > LONGEST_ADDRESS:
        raise FetchRefused(_("This address is too long."))
    if NO_PART_OF_AN_ADDRESS.search(address):
        raise malformed()
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise malformed() from None
    if parts.scheme in {"http", "https"} and (not host or "%" in host or port == 0):
        raise malformed()
    return parts


def malformed() -> FetchRefused:
    return FetchRefused(_("This does not look like an address, such as https://example.org/feed."))


def judge_ip(address: str) -> None:
    """Raise `FetchRefused` for an IP address that is not out in public."""
    ip = unwrap(ip_address(address.partition("%")[0]))
    if settings.FEEDS_ALLOW_PRIVATE:
        is_refused = ip.is_multicast or is_in(ip, NEVER)
    else:
        is_refused = not ip.is_global or ip.is_multicast or ip.is_reserved or is_in(ip, WRAPPED_OR_INSIDE + NEVER)
    if is_refused:
        raise FetchRefused(_("This address leads into a private network, where nothing is fetched."))


def unwrap(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return (ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip


def is_in(ip: IPv4Address | IPv6Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(ip in network for network in networks)


def mask_address(address: str) -> str:
    """What a log may say of an address: paths and queries may hold a secret, or tell what somebody reads."""
    try:
        return f"{urlsplit(address).scheme}://{urlsplit(address).hostname}/…"
    except ValueError:
        return "…"
