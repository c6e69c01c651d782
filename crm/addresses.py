"""From where a request comes: past the proxies that the operator named, and whether from this very machine."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

UNKNOWN = "0.0.0.0"  # noqa: S104 (stands in where an address must be written down)
LOOPBACK_NAMES = {"localhost", "127.0.0.1", "[::1]"}
# What a proxy, a tunnel or a content network adds; their names all begin so.
FORWARDING = ("forwarded", "x-forwarded", "x-real-ip", "x-client-ip", "x-original", "true-client-ip", "cf-", "via")

Address = IPv4Address | IPv6Address


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks; empty where nobody can know it (a unix socket).

    `X-Forwarded-For`, which anybody can send, is believed as far as `TRUSTED_PROXIES` reach: each of them adds the
    address it saw at the right end. Where it is shorter than that, the request came by another road, and the header
    says nothing.
    """
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    seen = read_address(hops[-proxies]) if 0 < proxies <= len(hops) else None
    address = seen or read_address(request.META.get("REMOTE_ADDR", ""))
    return str(address) if address else ""


def read_address(text: str) -> Address | None:
    """The address, with or without a port; an IPv4 one that came over IPv6 (`::ffff:192.0.2.1`) as itself."""
    text = text.strip()
    for candidate in (text, split_domain_port(text)[0].strip("[]")):
        try:
            address = ip_address(candidate)
        except ValueError:
            continue
        return getattr(address, "ipv4_mapped", None) or address
    return None


def is_from_this_machine(request: HttpRequest) -> bool:
    """Whether somebody who sits at this machine asks: neither through a proxy nor by a name that leads here."""
    peer = read_address(request.META.get("REMOTE_ADDR", ""))
    host, _port = split_domain_port(request.get_host())
    return peer is not None and peer.is_loopback and host in LOOPBACK_NAMES and not is_forwarded(request)


def is_forwarded(request: HttpRequest) -> bool:
    return any(name.lower().startswith(FORWARDING) for name in request.headers)
