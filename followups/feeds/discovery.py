"""Find the feed at an address: the address itself, the one its page names, or one of the usual places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from followups.feeds.apart import parse_apart
from followups.feeds.parsing import NotAFeed, ParsedFeed
from followups.fetching import Clock, Fetched, FetchFailed, FetchProblem, check_address, complete_address, fetch
from followups.fetching.pages import find_feed_links, looks_like_html
from followups.fetching.road import explain_status

ACCEPT = {
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
}
USUAL_PLACES = ["feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json"]
MOST_NAMED = 3
# Fetching and reading share what a person is ready to wait: ten seconds, with some left for our own work.
FOR_ALL_OF_IT = 9.0


@dataclass(frozen=True)
class FoundFeed:
    url: str
    answer: Fetched
    parsed: ParsedFeed


class NoFeedFound(FetchFailed):
    """There is a page, and no feed."""


def find_feed(typed: str) -> FoundFeed:
    """Fetch what was typed and find the feed. Raises `FetchRefused`, `FetchFailed`; within ten seconds."""
    with Clock(FOR_ALL_OF_IT) as clock:
        answer = fetch_first(typed, clock)
        if answer.status != 200:
            raise FetchFailed(explain_status(answer.status))
        if found := read_found(answer, clock):
            return found
        for address in guess_addresses(answer):
            if found := try_address(address, clock):
                return found
    raise NoFeedFound(_("No feed was found there. Look on the site for a link called RSS, Atom or Feed."))


def fetch_first(typed: str, clock: Clock) -> Fetched:
    """“example.org” is tried with https, then with http."""
    address = check_address(complete_address(typed))
    try:
        return fetch(address, headers=ACCEPT, clock=clock)
    except FetchFailed:
        if "://" in typed or clock.is_over:
            raise
        return fetch(address.replace("https://", "http://", 1), headers=ACCEPT, clock=clock)


def read_found(answer: Fetched, clock: Clock) -> FoundFeed | None:
    if looks_like_html(answer):
        return None
    try:
        parsed = read_answer(answer, clock)
    except NotAFeed:
        return None
    return FoundFeed(answer.lasting_url, answer, parsed)


def read_answer(answer: Fetched, clock: Clock) -> ParsedFeed:
    """The feed in an answer; of one that was cut, what came before. Raises `NotAFeed`, `FetchFailed`."""
    left = clock.remaining()
    parsed = parse_apart(answer.body, url=answer.url, content_type=answer.content_type, seconds=left)
    if answer.is_cut and not parsed.entries:
        raise FetchFailed(_("The feed is too large or too tangled to be read."))
    return parsed


def guess_addresses(answer: Fetched) -> Iterator[str]:
    named = find_feed_links(answer)[:MOST_NAMED]
    yield from named
    if not named:
        # Beside the page first, for blogs that live in a folder; then at the root.
        folder = answer.url if answer.url.endswith("/") else f"{answer.url}/"
        places = [urljoin(base, place) for base in (folder, urljoin(answer.url, "/")) for place in USUAL_PLACES]
        yield from dict.fromkeys(places)


def try_address(address: str, clock: Clock) -> FoundFeed | None:
    clock.remaining()
    try:
        answer = fetch(address, headers=ACCEPT, clock=clock)
        return read_found(answer, clock) if answer.status == 200 else None
    except FetchProblem:
        clock.remaining()
        return None
