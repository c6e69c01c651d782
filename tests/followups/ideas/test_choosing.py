"""Three ideas at most, the best first, of different kinds and topics, and none rather than a poor one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from contacts.models import Contact, Interest, Peer
from followups.ideas.choosing import choose_ideas, place_ideas, read_ideas
from followups.models import Article, Idea
from followups.nudge_states import turn_nudge
from followups.people import end_contact
from followups.touchpoints import log_touchpoint
from tests.factories import make_consenting_peer, make_contact, make_idea, make_nudge, make_opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(dana, publish):
    """An idea for Dana, who was matched; each has a title of its own."""
    Contact.objects.update(needs_matching=False)
    dana.refresh_from_db()
    numbers = iter(["first", "second", "third", "fourth", "fifth", "sixth", "seventh"])

    def make(score=1.0, *, title="", days_old=0, **fields):
        seen_at = timezone.now() - timedelta(days=days_old)
        article = publish(title or f"{next(numbers)} title", seen_at=seen_at, needs_matching=False)
        return make_idea(dana, article=article, score=score, **fields)

    return make


def chosen_for(contact):
    return choose_ideas([contact]).get(contact.pk, [])


def test_the_best_three_come_best_first(dana, idea):
    poor, best, good, fair = idea(0.5), idea(2.0, topic="a"), idea(1.5, topic="b"), idea(1.0, topic="c")
    assert chosen_for(dana) == [best, good, fair] and poor not in chosen_for(dana)


def test_as_many_as_asked_for_are_chosen(dana, idea):
    best, _good = idea(2.0), idea(1.0)
    assert choose_ideas([dana], most=1) == {dana.pk: [best]}


def test_nobody_without_ideas_is_told_of(dana):
    assert choose_ideas([dana]) == {}


def test_a_poor_idea_is_none(dana, idea):
    idea(0.2)
    assert chosen_for(dana) == []


def test_what_was_saved_comes_first_and_no_score_keeps_it_out(dana, idea):
    good, saved = idea(2.0), idea(0.1, state="saved")
    assert chosen_for(dana) == [saved, good]


def test_a_link_added_by_hand_comes_first(dana, idea):
    good, by_hand = idea(2.0), idea(0, why="by_hand", topic="")
    assert chosen_for(dana) == [by_hand, good]


@pytest.mark.parametrize("state", ["dismissed", "used"])
def test_what_is_decided_is_not_proposed(dana, idea, state):
    idea(state=state)
    assert chosen_for(dana) == []


def test_what_was_in_a_mail_is_never_chosen_again(dana, idea):
    place_ideas(make_nudge(dana, date(2026, 4, 1), state="expired"), [idea()])
    assert chosen_for(dana) == []


def test_what_only_a_withdrawn_nudge_carried_may_be_chosen(dana, idea):
    one = idea()
    nudge = make_nudge(dana, date(2026, 4, 1))
    place_ideas(nudge, [one])
    turn_nudge(nudge, "withdrawn", by="test")
    assert chosen_for(dana) == [one]


def test_another_kind_than_last_time_comes_first(dana, idea):
    article, news = idea(2.0), idea(1.0, kind="congratulations", why="company", news="award", topic="Zephyr Cold Chain")
    assert chosen_for(dana) == [article, news]
    log_touchpoint(dana, kind="article", on=date(2026, 4, 1))
    assert chosen_for(dana) == [news, article]


def test_a_thank_you_is_no_outreach_to_rotate_from(dana, idea):
    article, news = idea(2.0), idea(1.0, kind="congratulations", why="company", news="award", topic="Zephyr Cold Chain")
    log_touchpoint(dana, kind="article", on=date(2026, 4, 1))
    log_touchpoint(dana, kind="thank_you", on=date(2026, 5, 1))
    assert chosen_for(dana) == [news, article]


def test_three_of_one_topic_are_too_many_while_there_is_another(dana, idea):
    first, second, _third = idea(2.0), idea(1.9), idea(1.8)
    other = idea(0.6, why="field", topic="logistics")
    assert chosen_for(dana) == [first, second, other]


def test_three_of_one_topic_will_do_where_there_is_no_other(dana, idea):
    of_one_topic = [idea(2.0), idea(1.9), idea(1.8)]
    assert chosen_for(dana) == of_one_topic


def test_an_article_of_two_months_ago_is_out(dana, idea):
    idea(days_old=61)
    assert chosen_for(dana) == []


def test_what_was_saved_does_not_grow_too_old(dana, idea):
    saved = idea(days_old=200, state="saved")
    assert chosen_for(dana) == [saved]


def test_nobody_is_congratulated_after_a_month(dana, idea):
    idea(days_old=31, kind="congratulations", why="company", news="award", state="saved")
    assert chosen_for(dana) == []


def test_of_two_alike_the_newer_comes_first(dana, idea):
    old, new = idea(days_old=50), idea(days_old=1)
    assert chosen_for(dana) == [new, old]


def test_the_same_article_by_two_feeds_is_proposed_once(dana, idea):
    one = idea(2.0, title="Sailing the Baltic in winter")
    idea(1.0, title="Sailing the Baltic in Winter!")
    assert chosen_for(dana) == [one]


@pytest.fixture
def funding(idea):
    """News of a funding round, in the words of one paper or another."""
    fields = {"kind": "congratulations", "why": "company", "news": "funding", "topic": "Zephyr Cold Chain"}
    return lambda score, title, **more: idea(score, title=title, **{**fields, **more})


def test_of_two_papers_reports_on_one_thing_the_better_is_proposed(dana, funding):
    one = funding(1.5, "Zephyr Cold Chain raises $40M")
    funding(1.3, "Investors pour forty million into Hamburg start-up Zephyr Cold Chain")
    assert chosen_for(dana) == [one]


def test_nobody_is_congratulated_twice_on_one_thing(dana, funding):
    funding(1.5, "Zephyr Cold Chain raises $40M", state="used")
    funding(1.3, "Investors pour forty million into Hamburg start-up Zephyr Cold Chain")
    assert chosen_for(dana) == []


def test_a_second_round_later_on_is_news_again(dana, funding):
    funding(1.5, "Zephyr Cold Chain raises $40M", state="used", days_old=40)
    later = funding(1.3, "Zephyr Cold Chain raises $90M")
    assert chosen_for(dana) == [later]


def test_what_was_told_is_not_told_again_under_another_address(dana, idea):
    idea(2.0, title="Sailing the Baltic in winter", state="used")
    idea(1.0, title="Sailing the Baltic in winter")
    assert chosen_for(dana) == []


def test_whoever_is_out_of_touch_is_proposed_nothing(dana, idea):
    idea()
    end_contact(dana)
    assert chosen_for(dana) == [] and read_ideas(dana) == []


# Peers for openings


@pytest.fixture
def referral(dana, tim):
    opening = make_opening(tim, company=dana.company)
    peer = make_consenting_peer(tim)
    return make_idea(dana, kind="referral", why="referral", opening=opening, peer=peer, topic="Figma", score=1.0)


def test_a_peer_for_an_opening_is_chosen_like_the_rest(dana, idea, referral):
    article = idea(2.0)
    assert chosen_for(dana) == [article, referral]


def test_a_closed_opening_is_out(dana, referral):
    referral.opening.closed_on = date(2026, 5, 20)
    referral.opening.save()
    assert chosen_for(dana) == []


@pytest.mark.parametrize("consent", ["not_asked", "asked", "withdrawn"])
def test_a_peer_who_does_not_agree_is_out(dana, referral, consent):
    Peer.objects.update(consent=consent)
    Idea.objects.update(state="saved")
    assert chosen_for(dana) == []


def test_an_opening_at_their_former_company_is_out(dana, referral, tim):
    Contact.objects.filter(pk=dana.pk).update(company=make_opening(tim).company)
    assert chosen_for(dana) == []


# What is proposed now


def test_what_stands_in_the_mail_of_the_open_nudge_comes_first(dana, idea):
    mailed, better, best = idea(0.5), idea(2.0, topic="a"), idea(3.0, topic="b")
    place_ideas(make_nudge(dana, date(2026, 5, 20)), [mailed])
    assert read_ideas(dana) == [mailed, best, better]
    assert chosen_for(dana) == [best, better]


def test_the_mails_order_is_kept(dana, idea):
    first, second = idea(0.5), idea(2.0)
    place_ideas(make_nudge(dana, date(2026, 5, 20)), [first, second])
    assert read_ideas(dana) == [first, second]


def test_a_dismissed_one_makes_room_for_another(dana, idea):
    mailed, other = idea(0.5), idea(2.0)
    place_ideas(make_nudge(dana, date(2026, 5, 20)), [mailed])
    Idea.objects.filter(pk=mailed.pk).update(state="dismissed")
    assert read_ideas(dana) == [other]


def test_looking_finds_what_was_not_matched_yet(dana, publish):
    publish("Sailing north")
    assert [idea.article.title for idea in read_ideas(dana)] == ["Sailing north"]
    assert Article.objects.filter(needs_matching=True).exists()


def test_looking_costs_four_queries_however_many_ideas(dana, idea, django_assert_num_queries):
    for score in (1, 2, 3, 4):
        idea(score)
    with django_assert_num_queries(4):
        ideas = read_ideas(dana)
        [(each.article.title, each.contact.interests.all()[0].topic) for each in ideas]


@pytest.mark.parametrize("many", [1, 3])
def test_choosing_costs_four_queries_however_many_contacts(tim, publish, may, many, django_assert_num_queries):
    contacts = [make_contact(tim) for _ in range(many)]
    for contact in contacts:
        Interest.objects.create(contact=contact, topic="sailing")
        make_idea(contact, article=publish("Sailing north"))
    with django_assert_num_queries(4):
        chosen = choose_ideas(contacts)
        [(each.article.title, each.contact.interests.all()[0].topic) for own in chosen.values() for each in own]
    assert len(chosen) == many
