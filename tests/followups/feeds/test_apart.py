"""What a hostile feed costs is bounded, and ends with the process that reads it."""

import resource
import time

import pytest

from followups.feeds import apart
from followups.feeds.apart import parse_apart
from followups.feeds.parsing import NotAFeed, ParsedFeed, parse_feed
from followups.fetching import FetchFailed
from tests.followups.feeds.shapes import ATOM, BOMBS, RSS_20, fill

URL = "https://coast.example/feed"


@pytest.mark.parametrize("text", [RSS_20, ATOM])
def test_what_is_read_apart_is_what_is_read(text):
    assert parse_apart(text.encode(), url=URL) == parse_feed(text.encode(), url=URL)


def test_what_is_no_feed_is_told_apart_too():
    with pytest.raises(NotAFeed):
        parse_apart(b"<html>", url=URL)


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_go_off_apart_and_small(bomb):
    """Read in part, or not at all: within the time, and none of it here."""
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    try:
        read = parse_apart(BOMBS[bomb], url=URL, seconds=2)
    except (FetchFailed, NotAFeed):
        read = ParsedFeed("", "", [])
    assert time.monotonic() - started < 4
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30 * 1024
    assert "root:" not in str(read) and "haha" not in read.title


def test_nobody_waits_longer_than_they_said():
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="too large or too tangled"):
        parse_apart(fill("<a>"), url=URL, seconds=1)
    assert time.monotonic() - started < 3


def test_work_has_a_limit_of_its_own(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 1)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with pytest.raises(FetchFailed, match="too large or too tangled"):
        parse_apart(fill("<a>"), url=URL, seconds=60)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 2


def test_memory_has_a_limit_of_its_own(monkeypatch):
    feed = RSS_20.encode() + b" " * 2_000_000
    assert parse_apart(feed, url=URL).entries
    monkeypatch.setattr(apart, "MEGABYTES", 1)
    with pytest.raises(FetchFailed, match="too large or too tangled"):
        parse_apart(feed, url=URL)


def test_the_reader_has_none_of_our_secrets(monkeypatch):
    """The process sees no variable of ours: what it is asked to read could not tell them even if it ran."""
    seen = {}

    def run(*_args, **options):
        seen.update(options["env"])
        raise OSError

    monkeypatch.setattr("subprocess.run", run)
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    with pytest.raises(FetchFailed):
        parse_apart(b"", url=URL)
    assert set(seen) == {"PYTHONPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"}
