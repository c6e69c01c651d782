"""Headlines worth a congratulation are told from those that are not, and from bad news."""

import time

import pytest

from followups.ideas.news import classify_news, read_news
from tests.followups.ideas.headlines import HELD, TUNED


def figures(rows):
    """Precision, recall, and the share of the right kind among what was found."""
    said = [(news, classify_news(title)) for news, title in rows]
    found = [(news, verdict) for news, verdict in said if verdict]
    right = [news for news, _verdict in found if news]
    kinds = [news for news, verdict in found if news == verdict]
    return len(right) / len(found), len(right) / sum(bool(news) for news, _verdict in said), len(kinds) / len(right)


def test_the_labelled_headlines_are_many_and_differ():
    assert len(TUNED) + len(HELD) >= 300
    assert len({title for _news, title in TUNED + HELD}) == len(TUNED) + len(HELD)


def test_headlines_the_rules_were_written_with_are_told_apart():
    precision, recall, kinds = figures(TUNED)
    assert precision == 1 and recall >= 0.97 and kinds >= 0.98


def test_headlines_the_rules_never_saw_are_told_apart():
    precision, recall, kinds = figures(HELD)
    assert precision >= 0.95 and recall >= 0.8 and kinds >= 0.95


@pytest.mark.parametrize("title", [title for news, title in TUNED + HELD if not news])
def test_nobody_is_congratulated_on_that(title):
    assert classify_news(title) == ""


@pytest.mark.parametrize(
    "title",
    [
        "Zephyr lays off 15% of staff",
        "Zephyr sued over patents",
        "Data breach at Zephyr",
        "Zephyr founder dies",
        "Zephyr CEO steps down",
        "Zephyr recalls sensors",
    ],
)
def test_bad_news_is_known_as_bad(title):
    assert read_news(title).is_bad


def test_news_that_is_neither_is_not_bad():
    assert not read_news("How Zephyr tests its data pipelines").is_bad


def test_good_news_with_layoffs_in_its_first_sentence_is_bad():
    assert read_news("Zephyr raises $40M", "The company, which laid off 80 people in May, …").is_bad


def test_what_somebody_works_against_did_not_happen_to_them():
    assert classify_news("Zephyr raises $30M to stop ransomware") == "funding"
    assert classify_news("Zephyr launches fraud detection for small banks") == "launch"


def test_the_main_clause_says_what_the_news_is():
    assert classify_news("After record year, Zephyr appoints new CFO") == "hire"


def test_a_headline_made_to_be_slow_is_read_at_once():
    slow = [
        "wins " * 60,
        "raises a " * 40,
        "to hire over 1 " * 20,
        "$1 " * 100,
        "opens a new " * 30,
        "a" * 300,
        "the " * 75,
    ]
    started = time.perf_counter()
    for title in slow:
        read_news.__wrapped__(title[:300], title[:300])
    assert time.perf_counter() - started < 1
