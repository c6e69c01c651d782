"""One article is one, whichever way it was come upon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.feeds.keys import normalise, write_article_key

SAME = [
    "https://example.org/a/b?id=7",
    "http://example.org/a/b?id=7",
    "https://EXAMPLE.org/a/b?id=7",
    "https://example.org:443/a/b?id=7",
    "https://example.org/a/b/?id=7",
    "https://example.org/a/b?id=7#part",
    "https://example.org/a/b?utm_source=rss&id=7&utm_medium=feed",
    "https://example.org/a/b?fbclid=xyz&id=7&gclid=1&mc_cid=2&_hsenc=3&CMP=4&at_medium=5&",
    "https://example.org./a/b?id=7",
]
OTHERS = [
    "https://example.org/a/b?id=8",
    "https://example.org/a/B?id=7",
    "https://example.org/a?id=7",
    "https://www.example.org/a/b?id=7",
    "https://example.org:8443/a/b?id=7",
    "https://example.org/a/b?id=7&page=2",
    "https://example.org/a/b?id=7&item=3",
]


@pytest.mark.parametrize("url", SAME)
def test_what_only_tracks_the_reader_makes_no_other_article(url):
    assert write_article_key(url) == write_article_key(SAME[0])


@pytest.mark.parametrize("url", OTHERS)
def test_what_leads_elsewhere_is_another_article(url):
    assert write_article_key(url) != write_article_key(SAME[0])


@given(st.text(max_size=200))
def test_any_text_has_a_key(text):
    assert len(write_article_key(f"https://{text}")) == 64
    assert normalise(f"https://{text}") == normalise(f"https://{text}")
