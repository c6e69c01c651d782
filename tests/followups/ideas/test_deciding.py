import pytest

from followups.ideas.deciding import dismiss_idea, give_back_ideas, mark_used, restore_idea, save_idea
from followups.touchpoints import log_touchpoint
from tests.factories import make_article, make_contact, make_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana():
    return make_contact()


@pytest.fixture
def sent(dana):
    return log_touchpoint(dana, kind="article", on=dana.owner.today())


def test_an_idea_is_saved_once(dana):
    idea = make_idea(dana)
    assert (save_idea(idea), save_idea(idea), idea.state) == (True, False, "saved")


@pytest.mark.parametrize("was", ["new", "saved"])
def test_a_dismissed_idea_comes_back_as_it_was(dana, was):
    idea = make_idea(dana, state=was)
    assert dismiss_idea(idea) and idea.state == "dismissed"
    restore_idea(idea, as_saved=was == "saved")
    assert idea.state == was


def test_saving_is_undone(dana):
    idea = make_idea(dana, state="saved")
    assert restore_idea(idea) and idea.state == "new"


@pytest.mark.parametrize("step", [save_idea, dismiss_idea, restore_idea])
def test_what_was_sent_stays_sent_whatever_a_late_click_says(dana, sent, step):
    idea = make_idea(dana)
    mark_used(idea, sent)
    assert not step(idea)
    idea.refresh_from_db()
    assert (idea.state, idea.touchpoint) == ("used", sent)


def test_a_dismissed_idea_is_not_saved_by_a_late_click(dana):
    idea = make_idea(dana, state="dismissed")
    assert not save_idea(idea) and idea.state == "dismissed"


def test_logging_a_message_with_an_idea_ties_the_two(dana):
    idea = make_idea(dana, article=make_article(dana.owner, url="https://example.org/a"))
    touchpoint = log_touchpoint(dana, kind="article", on=dana.owner.today(), idea=idea)
    idea.refresh_from_db()
    assert (idea.state, idea.touchpoint, touchpoint.url) == ("used", touchpoint, "https://example.org/a")


def test_an_idea_for_somebody_else_is_not_tied(dana, sent):
    other = make_idea(make_contact(dana.owner))
    mark_used(other, sent)
    other.refresh_from_db()
    assert (other.state, other.touchpoint) == ("new", None)


def test_given_back_an_idea_is_saved(dana, sent):
    idea, another = make_idea(dana), make_idea(dana, state="dismissed")
    mark_used(idea, sent)
    give_back_ideas(sent)
    idea.refresh_from_db()
    another.refresh_from_db()
    assert (idea.state, idea.touchpoint, another.state) == ("saved", None, "dismissed")
