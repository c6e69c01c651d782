"""An article is matched to whoever cares about what it says, in one pass, and as well as by looking at every pair."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from followups.ideas.index import TopicIndex
from followups.ideas.matching import FEW, FLOOR, match_articles, match_by_article, match_by_contact
from followups.ideas.plain import Caring, Item
from followups.ideas.stems import write_stems
from followups.ideas.topics import Rarity, Reading, Topic, read_topic
from followups.models import Idea

Why = Idea.Why
ALL = 1_000


def item(title, summary="", number=1, **tied):
    return Item(number, write_stems(title, summary), title, summary, **tied)


def match(person, article, **more):
    """The match between one contact and one article, if there is one."""
    return next(iter(match_articles(TopicIndex([person], **more), [article], most=1).get(person.contact, [])), None)


def who_cares(*interests, field=""):
    return Caring(1, interests, field)


def test_an_interest_in_the_title_matches_in_any_form():
    found = match(who_cares("sailing"), item("What sailors know about weather"))
    assert (found.why, found.topic, found.kind) == ("interest", "sailing", "article")


@pytest.mark.parametrize(
    ("topic", "title"),
    [
        ("organic farming", "The organisation of a farm"),
        ("university politics", "Politics of an expanding universe"),
        ("marketing", "Markets fall again"),
        ("cold chain", "A chain of cold days"),
        ("machine learning", "Learning to sew on a machine"),
        ("hiking", "Rate hikes are over"),
        ("it", "Make it count"),
    ],
)
def test_words_that_only_look_alike_do_not_match(topic, title):
    assert match(who_cares(topic), item(title, title)) is None


@pytest.mark.parametrize("title", ["The cold chain of tomorrow", "Cold-chain sensors", "Mending cold chains"])
def test_a_topic_of_two_words_matches_as_a_phrase(title):
    assert match(who_cares("cold chain"), item(title))


def test_a_phrase_with_a_word_between_weighs_less():
    phrase = match(who_cares("grid forecasting"), item("Grid forecasts in the wind"))
    loose = match(who_cares("grid forecasting"), item("Grid load forecasts in the wind"))
    assert 0 < loose.score < phrase.score


def test_no_phrase_reaches_over_the_end_of_a_sentence():
    assert match(who_cares("cold chain"), item("News", "The winter was cold. Chain stores noticed.")) is None


def test_the_title_says_more_than_the_text():
    in_title = match(who_cares("sailing"), item("Sailing north"))
    in_text = match(who_cares("sailing"), item("Going north", "About sailing. And more."))
    assert in_title.score > in_text.score


def test_an_interest_weighs_more_than_a_field():
    article = item("Logistics after the canal")
    assert match(who_cares("logistics"), article).score > match(who_cares(field="logistics"), article).score


def test_a_rare_word_weighs_more_than_one_that_stands_everywhere():
    articles = [Reading(write_stems(f"Sailing news {number}", "")) for number in range(60)]
    articles.append(Reading(write_stems("Origami for two", "")))
    rare = match(who_cares("origami"), item("Origami for two"), rarity=Rarity(articles))
    frequent = match(who_cares("sailing"), item("Sailing news", "Sailing."), rarity=Rarity(articles))
    assert rare.score > frequent.score


@pytest.mark.parametrize("topic", ["data", "design", "IT"])
def test_a_common_word_alone_needs_title_and_text(topic):
    assert match(who_cares(topic), item(f"{topic} breach at a hospital", "Patients were told by letter.")) is None
    assert match(who_cares(topic), item(f"On {topic} and its uses", f"What {topic} is for, and why."))


def test_common_words_help_each_other():
    article = item("A year at a museum", "On design and storytelling: design, told as story.")
    assert match(who_cares("design"), article) is None
    assert match(who_cares("design", "storytelling", "museum education"), article) is None
    assert match(who_cares("design", "museums"), article).topic == "museums"


def test_a_passing_mention_late_in_a_text_is_no_reason():
    late = "Words that say nothing of it. " * 12 + "They also went sailing."
    assert match(who_cares("sailing"), item("A portrait", late)) is None


def test_stop_words_and_numbers_are_no_topics():
    assert read_topic("the other") == () and read_topic("2026") == () and read_topic("c") == ()
    assert read_topic("privacy by design") and read_topic("C++") and read_topic("茶")


def test_a_feed_that_is_followed_for_an_interest_matches_without_the_word():
    tied = match(who_cares("sailing"), item("Wind on Sunday", interest="Sailors"))
    assert tied.topic == "sailing" and tied.score >= FLOOR


def test_a_feed_that_is_followed_for_the_topic_lifts_what_the_words_say():
    plain = match(who_cares("sailing"), item("Sailing north"))
    lifted = match(who_cares("sailing"), item("Sailing north", interest="sailing"))
    assert lifted.score > plain.score


def employee(**more):
    return Caring(**{"contact": 1, "company": 7, "company_name": "Zephyr Cold Chain GmbH", **more})


def test_good_news_of_their_company_is_congratulated_on():
    found = match(employee(), item("Zephyr Cold Chain raises $40M"))
    assert (found.kind, found.why, found.news, found.topic) == (
        "congratulations", "company", "funding", "Zephyr Cold Chain GmbH",
    )  # fmt: skip


def test_other_news_of_their_company_is_something_to_read():
    found = match(employee(), item("How Zephyr Cold Chain tests its sensors"))
    assert (found.kind, found.why, found.news) == ("article", "company", "")


def test_bad_news_of_their_company_is_not_for_them_whatever_else_it_speaks_of():
    person = employee(interests=["cold chain"])
    assert match(person, item("Zephyr Cold Chain lays off a third of its cold chain team")) is None


def test_news_of_a_rival_is_not_theirs():
    assert match(employee(), item("Boreas raises $9m, eyes Zephyr Cold Chain")) is None


def test_their_own_feed_speaks_of_them_without_the_name():
    assert match(employee(), item("We raised our Series A", company=7)).news == "funding"
    assert match(employee(), item("We raised our Series A", company=8)) is None


def test_an_interest_that_is_also_the_field_counts_once():
    article = item("Logistics after the canal")
    assert match(who_cares("logistics", field="Logistics"), article).score == pytest.approx(
        match(who_cares("logistics"), article).score
    )


def test_a_field_of_two_halves_matches_by_either():
    assert match(who_cares(field="shipping and textiles"), item("Textiles from the sea"))


def test_only_the_best_are_kept_best_first():
    articles = [
        item(f"Boats {number}", "Sailing." if number % 2 else "Sailing. Sailing.", number) for number in range(9)
    ]
    found = match_articles(TopicIndex([who_cares("sailing")]), articles, most=4)[1]
    assert [each.article for each in found] == [0, 2, 4, 6]


# As well as by looking at every pair

WORDS = [
    "sailing",
    "sailors",
    "cold",
    "chain",
    "data",
    "design",
    "grid",
    "the",
    "of",
    "museum",
    "2026",
    "C++",
    "origami",
]
TEXTS = st.lists(st.sampled_from([*WORDS, ". "]), max_size=14).map(" ".join)
TOPICS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
PEOPLE = st.lists(st.tuples(st.lists(TOPICS, max_size=4, unique=True), TOPICS | st.just("")), min_size=1, max_size=6)
ARTICLES = st.lists(st.tuples(TEXTS, TEXTS), max_size=8)


def match_each_pair(people, articles, rarity):
    """The rule told once more: every topic of every contact against every article, without an index."""
    scores = {}
    for person in people:
        topics = {}
        for text, why in [*((interest, Why.INTEREST) for interest in person.interests), (person.field, Why.FIELD)]:
            words = read_topic(text)
            if words and not (why == Why.FIELD and (words, Why.INTEREST) in topics):
                topics[words, why] = Topic(words, why)
        for topic in topics.values():
            topic.settle(rarity)
        for article in articles:
            score = sum(topic.weight * topic.find(Reading(article.stems)) for topic in topics.values())
            if score >= FLOOR:
                scores[person.contact, article.article] = score
    return scores


def find_scores(people, articles, rarity):
    found = match_articles(TopicIndex(people, rarity), articles, most=ALL)
    return {(contact, each.article): each.score for contact, own in found.items() for each in own}


@given(PEOPLE, ARTICLES, st.sampled_from([0, FEW]))
def test_the_index_finds_what_looking_at_every_pair_finds(people, texts, others):
    people = [Caring(number, interests, field) for number, (interests, field) in enumerate(people)]
    articles = [item(title, text, number) for number, (title, text) in enumerate([*texts, *[("", "")] * others])]
    rarity = Rarity(Reading(article.stems) for article in articles)
    assert find_scores(people, articles, rarity) == pytest.approx(match_each_pair(people, articles, rarity))


@given(
    PEOPLE,
    st.lists(st.tuples(TEXTS, TEXTS, st.just("") | TOPICS, st.sampled_from([None, 1, 2])), min_size=1, max_size=9),
)
def test_many_articles_match_as_each_of_them_does(people, texts):
    people = [
        Caring(number, interests, field, number + 1, f"Grid Origami {number}")
        for number, (interests, field) in enumerate(people)
    ]
    articles = [
        item(title, text, number, company=company, **{"interest" if number % 2 else "field": topic})
        for number, (title, text, topic, company) in enumerate(texts)
    ]
    index = TopicIndex(people)
    one_by_one = {match for article in articles for match in match_by_article(index, article)}
    together = {match for own in match_by_contact(index, articles, ALL).values() for match in own}
    assert {match[:2] for match in together} == {match[:2] for match in one_by_one}
    scores = {match[:2]: match.score for match in one_by_one}
    assert {match[:2]: match.score for match in together} == pytest.approx(scores)
