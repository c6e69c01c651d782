"""A server may be slow, huge, broken or sly: what it costs is bounded, and the user is told in words."""

import gzip
import socket
import ssl
import threading
import time
import zlib

import brotli
import pytest
import requests.adapters
import trustme

from followups.fetching import Clock, FetchFailed, FetchRefused, fetch
from followups.fetching.road import MOST_BYTES, check_redirect
from tests.web_server import WebServer

pytestmark = pytest.mark.usefixtures("home_lab")


def test_a_page_is_fetched_by_its_name_and_ours(server, settings):
    server.put("/", b"hello", content_type="text/plain")
    answer = fetch(server.url("/"))
    assert (answer.status, answer.body, answer.content_type) == (200, b"hello", "text/plain")
    assert server.asked[0].headers["user-agent"] == f"Afterword/{settings.VERSION} (+{settings.SITE_URL})"


def test_five_redirects_are_followed_and_a_sixth_is_not(server):
    for number in range(6):
        server.put(f"/{number}", status=302, location=f"/{number + 1}")
    server.put("/6", b"there")
    assert fetch(server.url("/1")).body == b"there"
    with pytest.raises(FetchFailed, match="without end"):
        fetch(server.url("/0"))


def test_only_what_moved_for_good_is_where_to_ask_next_time(server):
    server.put("/a", status=301, location="/b")
    server.put("/b", status=308, location="/c")
    server.put("/c", status=302, location="/d")
    server.put("/d", status=301, location="/e")
    server.put("/e", b"there")
    answer = fetch(server.url("/a"))
    assert (answer.url, answer.lasting_url) == (server.url("/e"), server.url("/c"))


def test_a_redirect_into_a_private_network_is_refused(server, settings, monkeypatch):
    """Every hop is judged: here the first is let through as if its host were out in public."""
    judged = []

    def judge(address):
        judged.append(address)
        if address == "127.0.0.1" and len(judged) > 2:
            raise FetchRefused("inside")

    monkeypatch.setattr("followups.fetching.line.judge_ip", judge)
    server.put("/", status=302, location=server.url("/inside", host="localhost"))
    server.put("/inside", b"secret")
    judged += ["so far"]
    with pytest.raises(FetchRefused):
        fetch(server.url("/"))
    assert server.paths() == ["/"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://169.254.169.254/", "http://user:secret@127.0.0.1/"])
def test_a_redirect_to_where_nobody_goes_is_refused(server, target):
    server.put("/", status=302, location=target)
    with pytest.raises(FetchRefused):
        fetch(server.url("/"))


def test_a_secure_address_does_not_lead_to_one_that_is_not():
    with pytest.raises(FetchRefused, match="secure"):
        check_redirect("https://example.org/feed", "http://example.org/feed")
    assert check_redirect("http://example.org/feed", "//example.org/x#y") == "http://example.org/x"


@pytest.fixture
def tls_server(monkeypatch, tmp_path):
    authority = trustme.CA()
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(bundle)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(bundle))
    with WebServer(context) as server:
        yield server


def test_a_certificate_is_checked_against_the_name(tls_server):
    tls_server.put("/", b"hello")
    assert fetch(tls_server.url("/", host="localhost")).body == b"hello"
    with pytest.raises(FetchFailed, match="certificate"):
        fetch(tls_server.url("/"))  # 127.0.0.1 is not what it was issued for


def test_a_real_downgrade_is_refused(tls_server, server):
    tls_server.put("/", status=301, location=server.url("/"))
    server.put("/", b"plain")
    with pytest.raises(FetchRefused, match="secure"):
        fetch(tls_server.url("/", host="localhost"))
    assert server.asked == []


@pytest.mark.parametrize("packed", ["gzip", "deflate", "br"])
def test_bombs_are_cut_off(server, packed):
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda body: brotli.compress(body, quality=5)}
    bomb = pack[packed](bytes(100 * 1024 * 1024))
    server.put("/", bomb, content_encoding=packed)
    started = time.process_time()
    answer = fetch(server.url("/"))
    assert answer.is_cut and len(answer.body) == MOST_BYTES
    assert time.process_time() - started < 2


def test_a_stream_without_end_is_cut_off(server):
    def parts():
        while True:
            yield bytes(64 * 1024)

    server.stream("/", parts)
    answer = fetch(server.url("/"))
    assert answer.is_cut and len(answer.body) == MOST_BYTES


def test_a_slow_drip_ends_with_the_clock(server):
    server.drip("/", b"x" * 1000, seconds=0.05)
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="too long"), Clock(0.5) as clock:
        fetch(server.url("/"), clock=clock)
    assert time.monotonic() - started < 2


def test_a_slow_drip_of_headers_ends_with_the_clock():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drip_headers, args=[listener], daemon=True).start()
        started = time.monotonic()
        with pytest.raises(FetchFailed, match="too long"), Clock(0.5) as clock:
            fetch(f"http://127.0.0.1:{listener.getsockname()[1]}/", clock=clock)
    assert time.monotonic() - started < 2


def drip_headers(listener):
    line, _address = listener.accept()
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    try:
        while True:
            line.sendall(b"X")
            time.sleep(0.05)
    except OSError:
        line.close()


def test_a_slow_name_server_ends_with_the_clock(settings, monkeypatch):
    settings.FEEDS_ALLOW_PRIVATE = False
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: time.sleep(3))
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="too long"), Clock(0.3) as clock:
        fetch("http://slow.example/", clock=clock)
    assert time.monotonic() - started < 2


def test_one_clock_bounds_several_fetches(server):
    server.put("/", b"hello")
    with Clock(0.2) as clock:
        fetch(server.url("/"), clock=clock)
        time.sleep(0.25)
        with pytest.raises(FetchFailed, match="too long"):
            fetch(server.url("/"), clock=clock)


def test_a_site_that_is_not_there_is_told_in_words(settings, monkeypatch):
    def fail(*_args, **_options):
        raise socket.gaierror(-2, "Name or service not known")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1 does not answer"):
        fetch(f"http://127.0.0.1:{port}/?token=secret")
    settings.FEEDS_ALLOW_PRIVATE = False
    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(FetchFailed, match=r"No site called nowhere\.example"):
        fetch("http://nowhere.example/")


@pytest.mark.parametrize("says", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort"])
def test_a_server_that_talks_nonsense_is_told_in_words(says):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=say_and_hang_up, args=[listener, says], daemon=True).start()
        with pytest.raises(FetchFailed) as failed:
            fetch(f"http://127.0.0.1:{listener.getsockname()[1]}/?token=secret")
    assert "127.0.0.1" in failed.value.message and "secret" not in failed.value.message


def say_and_hang_up(listener, says):
    line, _address = listener.accept()
    line.recv(4096)
    line.sendall(says)
    line.close()


def test_no_log_tells_the_address_that_was_fetched(caplog):
    """Not ours, and not that of a library that complains of a header."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        says = b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\nhello"
        threading.Thread(target=say_and_hang_up, args=[listener, says], daemon=True).start()
        fetch(f"http://127.0.0.1:{listener.getsockname()[1]}/private/path?token=secret")
    assert "private" not in caplog.text


def test_a_packed_answer_that_is_broken_is_told_in_words(server):
    server.put("/", b"this is not gzip at all", content_encoding="gzip")
    with pytest.raises(FetchFailed, match="cannot be read"):
        fetch(server.url("/"))
