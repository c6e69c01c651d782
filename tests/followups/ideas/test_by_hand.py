import pytest

from followups.ideas.by_hand import AlreadySent, add_link, find_link
from followups.ideas.choosing import read_ideas
from followups.ideas.deciding import mark_used
from followups.models import Article, Idea
from followups.touchpoints import log_touchpoint
from tests.factories import make_article, make_contact, make_idea

pytestmark = pytest.mark.django_db
URL = "https://example.org/article"


@pytest.fixture
def dana():
    return make_contact()


def test_a_link_is_an_idea_that_the_user_picked_and_comes_first(dana):
    make_idea(dana, score=3.0)
    idea = add_link(dana, url=URL, title="A chart of the coast")

    assert (idea.why, idea.state, idea.article.url, idea.article.title) == (
        "by_hand", "saved", URL, "A chart of the coast",
    )  # fmt: skip
    assert read_ideas(dana)[0] == idea


def test_the_same_page_under_another_spelling_is_the_same_article_and_idea(dana):
    first = add_link(dana, url=f"{URL}?utm_source=mail", title="A chart")
    second = add_link(dana, url=f"{URL}/#more", title="Another title")

    assert first == second
    assert Article.objects.get().title == "A chart"


def test_one_page_may_be_for_several_people(dana):
    other = make_contact(dana.owner)
    assert add_link(dana, url=URL, title="A chart").article == add_link(other, url=URL, title="A chart").article
    assert Idea.objects.count() == 2


def test_what_was_dismissed_is_back_because_the_user_asks_for_it(dana):
    idea = add_link(dana, url=URL, title="A chart")
    Idea.objects.update(state="dismissed")

    assert add_link(dana, url=URL, title="A chart").state == "saved"
    assert Idea.objects.get() == idea


def test_what_was_found_keeps_its_reason(dana):
    article = make_article(dana.owner)
    Article.objects.update(key=add_link(make_contact(), url=URL, title="x").article.key)
    make_idea(dana, article=article, topic="sailing")

    idea = add_link(dana, url=URL, title="A chart")

    assert (idea.why, idea.topic, idea.state) == ("interest", "sailing", "saved")


def test_what_was_sent_is_not_sent_again(dana):
    idea = add_link(dana, url=URL, title="A chart")
    mark_used(idea, log_touchpoint(dana, kind="article", on=dana.owner.today()))

    with pytest.raises(AlreadySent) as sent:
        add_link(dana, url=URL, title="A chart")
    assert sent.value.idea == idea


@pytest.mark.parametrize(
    ("texts", "link"),
    [
        (("https://example.org/a",), "https://example.org/a"),
        (("", "Look at this: https://example.org/a?b=1."), "https://example.org/a?b=1"),
        (("", "“https://example.org/a”, they say", ""), "https://example.org/a"),
        (("", "", "A title (https://example.org/a)"), "https://example.org/a"),
        (("javascript:alert(1)", "file:///etc/passwd", "no link"), ""),
        ((), ""),
    ],
)
def test_a_link_is_found_wherever_an_app_puts_it(texts, link):
    assert find_link(*texts) == link
