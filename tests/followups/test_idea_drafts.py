"""The letters around an idea: one for each kind, short, with a reason and without a request."""

from datetime import date
from itertools import pairwise

import pytest
from django.db.models import prefetch_related_objects

from contacts.models import Interest
from followups.drafts import check_in_draft, draft_for, draft_of_kind
from followups.models import FeedbackRequest, Idea
from tests.factories import (
    make_article,
    make_company,
    make_consenting_peer,
    make_contact,
    make_idea,
    make_opening,
    make_peer,
    make_rejection,
    make_user,
)

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 23)
YEAR = [date(2026, month, 23) for month in range(1, 13)]
NEVER_SAID = ["phone", "call me", "unfair", "reconsider", "please", " but ", "job", "vacanc", "chance", "meet ", "?"]
LONG = "Seventeen surprisingly simple ways to keep a reefer container cold at sea " * 4


@pytest.fixture
def tim():
    return make_user(name="Tim Berg")


@pytest.fixture
def dana(tim):
    contact = make_contact(tim, name="Dana Weber", company=make_company(tim, "Zephyr"))
    Interest.objects.create(contact=contact, topic="Sailing", source="mentioned in the first interview")
    Interest.objects.create(contact=contact, topic="bread baking", source="profile page")
    return contact


def make_referral_idea(contact, peer, **fields):
    opening = make_opening(contact.owner, company=contact.company, role="UX writer")
    fields = {"kind": "referral", "why": "referral", "topic": "Figma, research", **fields}
    return make_idea(contact, opening=opening, peer=peer, **fields)


def every_kind_of_idea(contact, title="A new chart of the coast"):
    for why, topic in [("interest", "sailing"), ("interest", "bread baking"), ("field", "logistics")]:
        yield make_idea(contact, article=make_article(contact.owner, title), why=why, topic=topic)
    yield make_idea(contact, article=make_article(contact.owner, title), why="company", topic="Zephyr")
    yield make_idea(contact, article=make_article(contact.owner, title), why="by_hand", topic="")
    for news in ["", *Idea.News.values]:
        article = make_article(contact.owner, title)
        yield make_idea(contact, article=article, kind="congratulations", why="company", topic="Zephyr", news=news)
    yield make_referral_idea(contact, make_consenting_peer(contact.owner, headline="Content designer"))


def test_every_idea_makes_a_short_letter_that_asks_for_nothing(dana):
    for idea in every_kind_of_idea(dana):
        for on in YEAR:
            draft = draft_for(idea, on=on)
            assert draft.text.startswith("Hi Dana,\n\n") and draft.text.endswith("Kind regards,\nTim Berg")
            assert len(draft.text.split()) < 110
            assert 0 < len(draft.subject) <= 300 and "\n" not in draft.subject
            assert [word for word in NEVER_SAID if word in draft.text.lower()] == []


def test_long_titles_topics_and_names_stay_short(tim):
    contact = make_contact(tim, name="Dana Weber", company=make_company(tim, LONG[:200]))
    ideas = list(every_kind_of_idea(contact, title=LONG[:300]))
    Idea.objects.update(topic=LONG[:200])
    for idea in ideas:
        draft = draft_for(Idea.objects.get(pk=idea.pk), on=NOVEMBER)
        assert len(draft.text.split()) < 110 and len(draft.subject) <= 300


def test_an_article_is_sent_with_its_title_and_its_address(dana):
    article = make_article(dana.owner, 'Monitors "at sea", explained', url="https://example.org/monitors?a=1")

    draft = draft_for(make_idea(dana, article=article), on=NOVEMBER)

    assert '\n\nMonitors "at sea", explained\nhttps://example.org/monitors?a=1\n\n' in draft.text
    assert 'Monitors "at sea", explained' in draft.subject


def test_a_letter_recalls_what_was_said_only_if_it_was_said(dana):
    said = [draft_for(make_idea(dana, topic="sailing"), on=on).text for on in YEAR]
    read = [draft_for(make_idea(dana, topic="bread baking"), on=on).text for on in YEAR]

    assert all("you said about sailing" in text or "You told me about sailing" in text for text in said)
    assert not any("said" in text or "told" in text for text in read)
    assert all("bread baking" in text for text in read)


def test_two_months_running_do_not_read_alike(dana):
    for idea in every_kind_of_idea(dana):
        if idea.kind != "referral":  # somebody is put forward once
            reasons = [draft_for(idea, on=on).text.split("\n\n")[1] for on in YEAR]
            assert all(one != the_next for one, the_next in pairwise(reasons)), reasons


def test_congratulations_name_the_company_and_the_news(dana):
    article = make_article(dana.owner, "Zephyr raises 4 million")
    idea = make_idea(dana, article=article, kind="congratulations", why="company", topic="Zephyr", news="funding")

    texts = [draft_for(idea, on=on).text for on in YEAR]

    assert all("funding round" in text and "at Zephyr" in text and "ongratulations" in text for text in texts)
    assert all(article.url in text for text in texts)


def test_congratulations_without_a_known_company_are_fine(tim):
    idea = make_idea(make_contact(tim), kind="congratulations", why="by_hand", topic="", news="award")

    assert "your company" in draft_for(idea, on=NOVEMBER).text


def test_a_referral_names_the_peer_what_fits_and_asks_nothing(dana):
    peer = make_consenting_peer(dana.owner, name="Jule Brandt", headline="Content designer")

    text = draft_for(make_referral_idea(dana, peer), on=NOVEMBER).text

    for words in ("Zephyr", "UX writer", "Jule Brandt: Content designer.", "What fits: Figma, research.", "agreement"):
        assert words in text


def test_without_consent_a_peer_is_not_named(dana):
    idea = make_referral_idea(dana, make_peer(dana.owner, name="Jule Brandt", consent="asked"))

    assert draft_for(idea, on=NOVEMBER) == check_in_draft(dana, on=NOVEMBER)


@pytest.mark.parametrize(
    ("name", "greeting"),
    [("", "Hello,"), ("دانا وِبر", "Hi دانا,"), ('Dana "Danny" Weber', "Hi Dana,"), ("山田太郎", "Hi 山田太郎,")],
)
def test_names_of_all_kinds_are_greeted(tim, name, greeting):
    idea = make_idea(make_contact(tim, name=name), article=make_article(tim, "«خريطة جديدة» للساحل"))

    text = draft_for(idea, on=NOVEMBER).text

    assert text.startswith(f"{greeting}\n\n")
    assert "\n«خريطة جديدة» للساحل\nhttps://" in text


def test_an_address_or_a_title_adds_no_line_to_the_letter(dana):
    article = make_article(dana.owner, "A title\r\nBcc: x@example.org", url="https://example.org/\r\nBcc: x")

    draft = draft_for(make_idea(dana, article=article), on=NOVEMBER)

    assert "\nBcc" not in draft.text and "\n" not in draft.subject


def test_a_draft_asks_nothing_of_the_database_once_all_is_prefetched(dana, django_assert_num_queries):
    ideas = list(every_kind_of_idea(dana))
    fresh = list(Idea.objects.filter(pk__in=[idea.pk for idea in ideas]))
    prefetch_related_objects(
        fresh, "article", "opening__company", "peer", "contact__owner", "contact__company", "contact__interests"
    )
    with django_assert_num_queries(0):
        for idea in fresh:
            draft_for(idea, on=NOVEMBER)


def test_news_of_ones_own_leave_a_gap_and_take_up_their_advice(dana):
    rejection = make_rejection(dana, date(2026, 9, 3))
    FeedbackRequest.objects.create(
        owner=dana.owner, rejection=rejection, contact=dana, answer="You need more SQL.", answered_on=date(2026, 9, 9)
    )

    text = draft_of_kind(dana, "other", on=NOVEMBER).text

    assert "“You need more SQL.”" in text and "[…]" in text
    assert [word for word in NEVER_SAID if word in text.lower()] == []
