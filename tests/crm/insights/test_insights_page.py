import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.insights.figures import make_figures
from crm.insights.reading import read_insights
from followups.incoming import log_incoming
from followups.models import FeedbackRequest, Touchpoint
from followups.outcomes import note_outcome
from tests.factories import make_company, make_contact, make_rejection, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def tim():
    return make_user("tim@example.org")


@pytest.fixture
def page(tim, client):
    client.force_login(tim)
    return lambda **query: client.get("/insights/", query).content.decode()


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Whitfield", company=make_company(tim, "Zephyr"))


def reject(contact, many: int, *, on=date(2026, 11, 2), stage="final", state=None, themes=()) -> None:
    for _ in range(many):
        rejection = make_rejection(contact, on, stage=stage)
        if state:
            answered_on = on + timedelta(days=5) if state == "thanked" else None
            FeedbackRequest.objects.create(
                owner=contact.owner,
                rejection=rejection,
                contact=contact,
                state=state,
                answered_on=answered_on,
                themes=list(themes),
            )


def write(contact, many: int, kind: str) -> None:
    Touchpoint.objects.bulk_create(
        Touchpoint(contact=contact, kind=kind, on=date(2026, 1, 1) + timedelta(days=40 * number))
        for number in range(many)
    )


def figure(user, key: str, months: int = 12):
    (found,) = [each for each in make_figures(read_insights(user, months=months)) if each.key == key]
    return found


def test_without_anything_the_page_says_what_it_will_show(page):
    shown = page()
    assert "Nothing to look at yet" in shown and '<svg class="chart"' not in shown


def test_little_data_gets_kind_words_and_its_numbers_but_no_picture(page, tim, dana):
    reject(dana, 3)
    months = figure(tim, "months")
    assert months.sentence == "Three rejections so far; patterns show from about ten."
    assert months.picture is None and (date(2026, 11, 1).strftime("%B %Y"), 3) in months.rows
    assert 'class="chart"' not in page()


def test_enough_gets_a_picture_with_its_words_and_its_table(page, tim, dana):
    reject(dana, 10)
    reject(dana, 2, on=date(2026, 5, 4), stage="application")
    shown = page()
    assert "12 rejections in the last 12 months; the most in one month were 10, in November 2026." in shown
    assert "10 of 12 came after an interview or later: these people wanted to meet you." in shown
    assert 'role="img" aria-labelledby="months-title months-desc"' in shown
    assert '<title id="stages-title">How far you got</title>' in shown
    assert '<th scope="row"><bdi>Final round</bdi></th><td>10</td>' in shown


def test_rejections_before_an_interview_are_not_held_against_the_reader(tim, dana):
    reject(dana, 10, stage="application")
    reject(dana, 2, stage="task")
    assert figure(tim, "stages").sentence.startswith("10 of 12 came before an interview")


def test_the_window_is_a_year_or_two(page, tim, dana):
    reject(dana, 11, on=date(2025, 3, 1))
    assert figure(tim, "months").sentence == "No rejection in the last 12 months."
    assert "11 rejections in the last 24 months" in page(months="24")
    assert 'href="?months=24" aria-current="true"' in page(months="24")
    assert 'href="?months=12" aria-current="true"' in page(months="forever")


def test_few_rejections_lately_are_told_apart_from_few_at_all(tim, dana):
    reject(dana, 1)
    reject(dana, 20, on=date(2020, 1, 1))
    assert figure(tim, "months").sentence == "One rejection in the last 12 months; patterns show from about ten."


def test_what_became_of_the_questions_is_said_with_both_numbers(tim, dana):
    reject(dana, 3, state="thanked")
    reject(dana, 2, state="no_answer")
    reject(dana, 1, state="asked")
    reject(dana, 1, state="not_asked")
    feedback = figure(tim, "feedback")
    assert feedback.sentence.startswith("You asked 6 times, and 3 were answered. One is open still.")
    assert [bar.said for bar in feedback.picture.bars] == ["3", "2", "1", "1", "0"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (None, "You have not asked for feedback yet."),
        ("no_answer", "You asked once, and no answer came so far. A picture begins"),
        ("thanked", "You asked once, and 1 was answered."),
    ],
)
def test_a_first_question_is_no_statistic(tim, dana, state, said):
    reject(dana, 1, state=state)
    feedback = figure(tim, "feedback")
    assert feedback.sentence.startswith(said)
    assert feedback.picture is None


def test_themes_say_where_they_come_from(tim, dana):
    reject(dana, 4, state="thanked", themes=["technical", "my own <b>word</b>"])
    reject(dana, 2, state="thanked", themes=["technical"], stage="task")
    themes = figure(tim, "themes")
    assert themes.sentence == "“Technical” comes up most: in 6 of 6 answers, 4 of these after the final round."
    assert themes.rows[0] == ("Technical", 6, "after the final round (4), after the task (2)", "Zephyr (6)")


def test_words_of_ones_own_are_text(page, dana):
    reject(dana, 5, state="thanked", themes=["my own <b>word</b>"])
    shown = page()
    assert "my own &lt;b&gt;word&lt;/b&gt;" in shown and "<b>word" not in shown


def test_letters_that_were_answered_are_told_by_kind(tim, dana):
    write(dana, 6, "article")
    write(make_contact(tim), 4, "check_in")
    for number in (0, 2):
        log_incoming(dana, on=date(2026, 1, 9) + timedelta(days=40 * number), channel="email")
    replies = figure(tim, "replies")
    assert replies.sentence.startswith(
        "Of 10 letters, 2 were followed by words of theirs within 30 days. Most often after “Article”: 2 of 6."
    )
    assert [(bar.said, bar.part_width) for bar in replies.picture.bars] == [("2 of 6", "33.33%"), ("0 of 4", "0.00%")]


def test_a_kind_that_hardly_went_out_is_not_held_up(tim, dana):
    write(make_contact(tim), 10, "article")
    write(dana, 1, "referral")
    log_incoming(dana, on=date(2026, 1, 9), channel="email")
    assert "Most often" not in figure(tim, "replies").sentence


def test_what_came_of_it_is_said(tim, dana):
    assert "takes its time" in figure(tim, "outcomes").sentence
    note_outcome(dana, outcome="interview", on=date(2026, 11, 1))
    outcomes = figure(tim, "outcomes")
    assert outcomes.sentence == "Something good came of it once so far."
    assert (outcomes.picture, outcomes.rows) == (None, [("It led to an interview", 1)])


def test_nothing_on_the_page_is_a_percentage_or_an_inline_style(page, tim, dana):
    reject(dana, 12, state="thanked", themes=["fit"])
    write(dana, 9, "article")
    main = page().split("<main")[1].split("</main>")[0]
    assert "style=" not in main
    assert "%" not in re.sub(r"<[^>]+>", "", main)


def test_only_ones_own_shows(page, tim):
    other = make_contact(make_user(), company=make_company(make_user(), "Xylophone"))
    reject(other, 12, state="thanked", themes=["Xylophone"])
    assert "Nothing to look at yet" in page()


def test_the_queries_do_not_grow_with_the_data(client, tim, dana, page):
    sizes = []
    for many in (1, 12):
        reject(dana, many, state="thanked", themes=["fit"])
        with CaptureQueriesContext(connection) as queries:
            page()
        sizes.append(len(queries))
    assert sizes[0] == sizes[1] <= 12
