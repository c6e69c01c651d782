"""Each idea says why, as one would say it to a friend."""

import pytest

from contacts.models import Interest
from followups.ideas.saying import say_reason, with_article
from tests.factories import make_idea, make_opening, make_peer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("interview, 3 May", "They mentioned sailing (interview, 3 May)"),
        ("mentioned in the first interview", "They mentioned sailing in the first interview"),
        ("Mentioned sailing, interview 3 May", "They mentioned sailing, interview 3 May"),
        ("", "They care about sailing"),
    ],
)
def test_an_interest_comes_with_where_it_is_known_from(dana, source, reason):
    Interest.objects.update(source=source)
    assert say_reason(make_idea(dana, topic="sailing")) == reason


def test_an_interest_that_is_gone_is_still_a_reason(dana):
    assert say_reason(make_idea(dana, topic="bread baking")) == "They care about bread baking"


def test_a_field_is_named(dana):
    assert say_reason(make_idea(dana, why="field", topic="logistics")) == "It is in their field, logistics"


def test_news_says_of_whom_and_what(dana):
    fields = {"why": "company", "topic": "Zephyr"}
    assert say_reason(make_idea(dana, news="funding", **fields)) == "News of Zephyr: funding round"
    assert say_reason(make_idea(dana, **fields)) == "News of Zephyr"


def test_a_referral_names_the_role_the_peer_and_the_skills(dana, tim):
    opening, peer = make_opening(tim, company=dana.company), make_peer(tim, name="Jule Brandt")
    fields = {"kind": "referral", "why": "referral", "opening": opening, "peer": peer}
    idea = make_idea(dana, topic="Figma, research", **fields)
    assert say_reason(idea) == "They are hiring a UX writer, and Jule Brandt fits: Figma, research"
    idea.topic = ""
    assert say_reason(idea) == "They are hiring a UX writer, and Jule Brandt fits"


def test_what_one_picked_needs_no_other_reason(dana):
    assert say_reason(make_idea(dana, why="by_hand", topic="")) == "You picked it"


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("UX writer", "a UX writer"),
        ("editor", "an editor"),
        ("HR lead", "an HR lead"),
        ("user researcher", "a user researcher"),
        ("Engineer", "an Engineer"),
        ("SQL analyst", "an SQL analyst"),
        ("Data engineer", "a Data engineer"),
        ("Head of Data", "a Head of Data"),
        ("", "a "),
    ],
)
def test_a_role_is_said_with_its_article(role, said):
    assert with_article(role) == said
