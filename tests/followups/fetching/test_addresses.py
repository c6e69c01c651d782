"""No address leads inside, however it is written, wherever it leads on to, whatever the name server answers."""

import socket

import pytest

from followups.fetching import FetchFailed, FetchRefused, check_address, complete_address, fetch, mask_address
from followups.fetching.addresses import judge_ip

TRICKS = {
    "loopback": "http://127.0.0.1/",
    "loopback, another": "http://127.9.9.9/",
    "by name": "http://localhost/",
    "decimal": "http://2130706433/",
    "hex": "http://0x7f000001/",
    "hex, dotted": "http://0x7f.0.0.1/",
    "octal": "http://0177.0.0.1/",
    "short": "http://127.1/",
    "full-width digits": "http://１２７.０.０.１/",
    "circled digits": "http://①②⑦.⓪.⓪.①/",
    "zero": "http://0/",
    "all zeroes": "http://0.0.0.0/",
    "loopback, six": "http://[::1]/",
    "unspecified, six": "http://[::]/",
    "mapped": "http://[::ffff:127.0.0.1]/",
    "mapped, in hex": "http://[::ffff:7f00:1]/",
    "compatible": "http://[::127.0.0.1]/",
    "NAT64": "http://[64:ff9b::7f00:1]/",
    "NAT64, local": "http://[64:ff9b:1::7f00:1]/",
    "6to4": "http://[2002:7f00:1::]/",
    "Teredo": "http://[2001:0:7f00:1::1]/",
    "ten": "http://10.0.0.1/",
    "172": "http://172.16.0.1/",
    "192": "http://192.168.1.1/",
    "CGNAT": "http://100.64.0.1/",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "metadata, six": "http://[fd00:ec2::254]/",
    "metadata, elsewhere": "http://100.100.100.200/",
    "link-local, six": "http://[fe80::1]/",
    "link-local with a zone": "http://[fe80::1%25eth0]/",
    "site-local, six": "http://[fec0::1]/",
    "unique local": "http://[fd12:3456::1]/",
    "multicast": "http://224.0.0.1/",
    "multicast, six": "http://[ff02::1]/",
    "broadcast": "http://255.255.255.255/",
    "documentation": "http://192.0.2.1/",
    "6to4 relay": "http://192.88.99.1/",
    "file": "file:///etc/passwd",
    "ftp": "ftp://example.org/",
    "gopher": "gopher://example.org/",
    "data": "data:text/html,hello",
    "script": "javascript:alert(1)",
    "user info": "http://user:secret@example.org/",
    "user info, disguised": "http://example.org@127.0.0.1/",
    "backslash": "http://example.org\\@127.0.0.1/",
    "mail's port": "http://example.org:25/",
    "Redis's port": "http://example.org:6379/",
    "port zero": "http://example.org:0/",
    "no host": "http:///feed",
    "line break": "http://example.org/\r\nHost: inside",
}


@pytest.fixture
def calls(monkeypatch):
    """Every connection that is begun, none of which is made."""
    made = []

    def connect(_socket, address):
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return made


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_leads_inside(calls, trick):
    with pytest.raises(FetchRefused):
        fetch(TRICKS[trick])
    assert calls == []


def test_a_public_address_is_called_as_it_was_judged(calls, monkeypatch):
    """One lookup, and the connection goes to its answer: a name server that changes its mind changes nothing."""
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]])
    monkeypatch.setattr(socket, "getaddrinfo", only_names(lambda: next(answers)))
    with pytest.raises(Exception, match="does not answer"):
        fetch("http://rebind.example/")
    assert calls == [("93.184.215.14", 80)]


def only_names(look_up):
    """Literal addresses need no name server."""
    real = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        return real(host, *args, **kwargs) if host[0].isdigit() else look_up()

    return getaddrinfo


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "100.64.0.1", "64:ff9b::7f00:1", "::127.0.0.1"])
def test_a_name_that_leads_inside_is_refused(calls, monkeypatch, inside):
    family = socket.AF_INET6 if ":" in inside else socket.AF_INET
    monkeypatch.setattr(socket, "getaddrinfo", only_names(lambda: [(family, socket.SOCK_STREAM, 6, "", (inside, 80))]))
    with pytest.raises(FetchRefused, match="private network"):
        fetch("http://innocent.example/")
    assert calls == []


def test_a_proxy_named_in_the_environment_is_not_called(calls, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:3128")
    with pytest.raises(FetchFailed):
        fetch("http://93.184.215.14/")
    assert calls == [("93.184.215.14", 80)]


INSIDE = [
    "127.0.0.1",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.2.1",
    "192.88.99.1",
    "224.0.0.1",
    "240.0.0.1",
]
INSIDE += ["::1", "::", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1"]
INSIDE += ["240.0.0.1", "100::1", "2001:db8::1", "3fff::1", "5f00::1", "fc00::1", "fe80::1%eth0", "fec0::1", "ff02::1"]


@pytest.mark.parametrize("address", INSIDE)
def test_our_own_list_holds_without_anybody_elses(address):
    with pytest.raises(FetchRefused):
        judge_ip(address)


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "fd00:ec2::254", "224.0.0.1", "::ffff:169.254.1.1"])
def test_a_home_lab_too_is_kept_from_the_keys_of_its_machine(settings, address):
    settings.FEEDS_ALLOW_PRIVATE = True
    with pytest.raises(FetchRefused):
        judge_ip(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "192.168.1.20", "::1", "fd12:3456::1"])
def test_a_home_lab_reaches_its_own_network(settings, address):
    settings.FEEDS_ALLOW_PRIVATE = True
    judge_ip(address)
    settings.FEEDS_ALLOW_PRIVATE = False
    with pytest.raises(FetchRefused):
        judge_ip(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "8.8.8.8"])
def test_addresses_out_in_public_are_let_through(address):
    judge_ip(address)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.org", "https://example.org"),
        (" example.org/feed ", "https://example.org/feed"),
        ("//example.org", "https://example.org"),
        ("example.org:8080/feed", "https://example.org:8080/feed"),
        ("feed:example.org/rss", "https://example.org/rss"),
        ("feed://example.org/rss", "https://example.org/rss"),
        ("feed:http://example.org/rss", "http://example.org/rss"),
        ("http://example.org", "http://example.org"),
    ],
)
def test_what_a_person_types_becomes_an_address(typed, address):
    assert check_address(complete_address(typed)) == address


def test_a_log_learns_nothing_of_an_address_but_its_host():
    assert mask_address("https://example.org/private/feed?token=secret") == "https://example.org/…"
