"""From where a request comes."""

import pytest
from django.test import override_settings

from crm.addresses import client_address, is_from_this_machine


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        (0, "192.0.2.1", "", "192.0.2.1"),
        (0, "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (1, "192.0.2.1", "198.51.100.7", "198.51.100.7"),
        (1, "192.0.2.1", "10.0.0.1, 198.51.100.7", "198.51.100.7"),
        (2, "192.0.2.1", "10.0.0.1, 198.51.100.7, 192.0.2.2", "198.51.100.7"),
        (2, "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (1, "192.0.2.1", "", "192.0.2.1"),
        (1, "192.0.2.1", "unknown", "192.0.2.1"),
        (1, "192.0.2.1", "<script>", "192.0.2.1"),
        (1, "192.0.2.1", "198.51.100.7:4711", "198.51.100.7"),
        (1, "192.0.2.1", "[2001:db8::1]:4711", "2001:db8::1"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (0, "", "", ""),
    ],
)
def test_a_header_is_believed_as_far_as_proxies_were_named(rf, proxies, peer, forwarded, address):
    request = rf.get("/", REMOTE_ADDR=peer, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}))

    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert client_address(request) == address


@pytest.mark.parametrize(
    ("peer", "host", "is_here"),
    [
        ("127.0.0.1", "localhost:8000", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("::1", "[::1]:8000", True),
        ("::ffff:127.0.0.1", "localhost", True),
        ("127.0.0.1", "testserver", False),
        ("192.0.2.1", "localhost", False),
        ("172.17.0.1", "127.0.0.1", False),
        ("", "localhost", False),
    ],
)
def test_this_machine_is_where_both_ends_are(rf, peer, host, is_here):
    assert is_from_this_machine(rf.get("/", REMOTE_ADDR=peer, HTTP_HOST=host)) is is_here


@pytest.mark.parametrize(
    "header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via", "CF-Ray"]
)
def test_what_was_forwarded_comes_from_elsewhere(rf, header):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_HOST="localhost", headers={header: "127.0.0.1"})

    assert not is_from_this_machine(request)
