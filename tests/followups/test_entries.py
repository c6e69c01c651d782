from datetime import date

import pytest

from followups.templatetags.entries import timeline_entries
from followups.timeline import Entry


@pytest.fixture
def entry():
    def make(**changes):
        plain = {"kind": "touchpoint_article", "on": date(2020, 5, 3), "title": "You sent an article", "detail": ""}
        said = {"text": "", "url": "", "item": "", "by": "you", "touchpoint_id": 1, "edit_url": ""}
        return Entry(**{**plain, **said, "early": False, "opens": False, **changes})

    return make


@pytest.mark.parametrize("field", ["title", "detail", "text", "url", "item", "edit_url"])
@pytest.mark.parametrize("by", ["you", "them", "app"])
def test_whatever_is_told_is_text(entry, field, by):
    hostile = '<script>"'
    told = timeline_entries([entry(**{"by": by, field: f"https://x/{hostile}" if field == "url" else hostile})])

    assert "<script>" not in told
    assert "&lt;script&gt;&quot;" in told


def test_an_entry_says_when_and_what(entry):
    told = timeline_entries([entry(detail="by e-mail", edit_url="/touchpoints/1/edit/", early=True)])

    assert '<b>You sent an article</b> <span class="tag still">early</span>' in told
    assert '<time datetime="2020-05-03">3 May 2020</time>, by e-mail' in told
    assert 'aria-label="Edit: You sent an article, 3 May 2020"' in told


@pytest.mark.parametrize(("changes", "css_class"), [({"opens": True}, "start"), ({"by": "them"}, "in"), ({}, "")])
def test_an_entry_shows_whose_it_is(entry, changes, css_class):
    assert f'<li class="{css_class}">' in timeline_entries([entry(**changes)])


def test_their_words_stand_in_quotation_marks(entry):
    assert "<blockquote>“Fine.”</blockquote>" in timeline_entries([entry(by="them", text="Fine.")])
    assert "<blockquote>Fine.</blockquote>" in timeline_entries([entry(text="Fine.")])


def test_a_long_address_is_cut_where_it_is_shown_alone(entry):
    url = f"https://example.org/{'a' * 100}"

    assert f'href="{url}" rel="noreferrer"><bdi>{url[:79]}…</bdi>' in timeline_entries([entry(url=url)])
    assert "<bdi>The cold chain</bdi></a>" in timeline_entries([entry(url=url, item="The cold chain")])
