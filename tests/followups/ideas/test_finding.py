"""What is marked is matched once, whatever is interrupted, done twice, or changes meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.companies import change_company
from contacts.models import Contact, Interest
from followups import tick
from followups.ideas import finding, storing
from followups.ideas.finding import find_ideas, find_ideas_for, mark_feed_for_matching, read_owners_to_match
from followups.ideas.storing import MOST_NEW
from followups.models import Article, Idea, LetterDraft
from followups.people import change_contact, end_contact, reopen_contact, set_interests, stop_contact, undo_stop
from followups.tasks import match_ideas
from tests.factories import make_contact, make_feed, make_idea, make_nudge, make_user

pytestmark = pytest.mark.django_db


def titles(contact):
    return sorted(contact.ideas.values_list("article__title", flat=True))


def change(contact, **changes):
    words = {name: getattr(contact, name) for name in ("name", "email", "title", "field", "notes", "cadence")}
    interests = [interest.topic for interest in contact.interests.all()]
    company = contact.company.name if contact.company else ""
    change_contact(contact, **{**words, "interests": interests, "company_name": company, **changes})


def test_a_new_article_is_an_idea_for_whoever_cares(dana, publish, found):
    publish("Sailing north")
    publish("A new oven")
    assert found() == 1
    idea = dana.ideas.get()
    assert (idea.article.title, idea.kind, idea.why, idea.topic) == ("Sailing north", "article", "interest", "sailing")


def test_news_of_their_company_is_a_congratulation(dana, publish, found):
    publish("Zephyr Cold Chain raises $40M")
    found()
    assert (dana.ideas.get().kind, dana.ideas.get().news) == ("congratulations", "funding")


def test_what_was_matched_is_not_matched_again(dana, publish, found, django_assert_max_num_queries):
    publish("Sailing north")
    found()
    assert not Article.objects.filter(needs_matching=True) and not Contact.objects.filter(needs_matching=True)
    with django_assert_max_num_queries(4):
        assert found() == 0


def test_a_new_contact_is_matched_to_recent_articles(dana, publish, found, tim):
    publish("Sailing north")
    found()
    newcomer = make_contact(tim, field="sailing")
    found()
    assert titles(newcomer) == ["Sailing north"]


@pytest.mark.parametrize("age", [{"seen_at": 61}, {"published_at": 61}])
def test_articles_of_more_than_two_months_are_left_out(dana, publish, found, age):
    publish("Sailing north", **{field: timezone.now() - timedelta(days=days) for field, days in age.items()})
    assert found() == 0
    assert not Article.objects.filter(needs_matching=True)


def test_whoever_is_out_of_touch_gets_no_ideas_until_they_are_back(dana, publish, found):
    end_contact(dana)
    publish("Sailing north")
    assert found() == 0 and not Contact.objects.filter(needs_matching=True)
    reopen_contact(dana)
    assert found() == 1


def test_a_stop_taken_back_has_ideas_looked_for(dana, publish, found):
    stop_contact(dana)
    publish("Sailing north")
    found()
    undo_stop(dana)
    assert found() == 1


def test_nobody_elses_articles_are_matched(dana, found):
    stranger = make_contact(make_user(), field="sailing")
    assert found() == 0 and find_ideas(stranger.owner) == 0


def test_a_changed_interest_replaces_ideas_that_nobody_was_told_of(dana, publish, found):
    publish("Sailing north")
    publish("Bread baking at sea level")
    found()
    change(dana, interests=["bread baking"])
    found()
    assert titles(dana) == ["Bread baking at sea level"]


def test_a_changed_company_takes_its_news_along(dana, publish, found):
    publish("Zephyr Cold Chain raises $40M")
    publish("Fernweh Maps wins award")
    found()
    change(dana, company_name="Fernweh Maps")
    found()
    assert titles(dana) == ["Fernweh Maps wins award"]


def test_a_renamed_company_is_looked_for_by_its_new_name(dana, publish, found):
    publish("Boreas Cooling raises $40M")
    found()
    change_company(dana.company, version=1, name="Boreas Cooling", website="", notes="")
    found()
    assert titles(dana) == ["Boreas Cooling raises $40M"]


def test_a_change_of_notes_alone_has_nothing_matched(dana, found):
    found()
    change(dana, notes="Likes tea.")
    assert not Contact.objects.filter(needs_matching=True)


def test_an_idea_gets_its_present_reason(dana, publish, found):
    publish("Logistics for sailing boats")
    found()
    change(dana, interests=["boats"])
    found()
    assert dana.ideas.get().topic == "boats"


@pytest.mark.parametrize("what", ["saved", "dismissed", "used", "mailed", "drafted"])
def test_what_was_done_with_an_idea_outlives_the_interest(dana, publish, found, what):
    publish("Sailing north")
    found()
    idea = dana.ideas.get()
    if what == "mailed":
        dana.ideas.update(nudge=make_nudge(dana, timezone.now().date()))
    elif what == "drafted":
        LetterDraft.objects.create(contact=dana, idea=idea)
    else:
        dana.ideas.update(state=what)
    change(dana, interests=[])
    found()
    assert titles(dana) == ["Sailing north"]


def test_a_dismissed_idea_stays_dismissed(dana, publish, found):
    article = publish("Sailing north")
    found()
    dana.ideas.update(state="dismissed")
    change(dana, interests=["sailing", "boats"])
    Article.objects.filter(pk=article.pk).update(needs_matching=True)
    assert found() == 0
    assert dana.ideas.get().state == "dismissed"


def test_ideas_of_others_are_left_alone(dana, found):
    by_hand = make_idea(dana, why="by_hand", topic="")
    found()
    assert list(dana.ideas.all()) == [by_hand]


def test_only_the_best_ideas_are_kept(dana, publish, found):
    for number in range(MOST_NEW + 5):
        publish(f"Part {number}", "Sailing and logistics.")
    for number in range(5):
        publish(f"Sailing, part {number}", "And logistics.")
    found()
    assert dana.ideas.count() == MOST_NEW
    assert dana.ideas.filter(article__title__startswith="Sailing").count() == 5


def test_better_ideas_push_out_poorer_ones_later(dana, publish, found):
    for number in range(MOST_NEW):
        publish(f"Part {number}", "Sailing and logistics.")
    found()
    publish("Sailing north")
    found()
    assert dana.ideas.count() == MOST_NEW and "Sailing north" in titles(dana)


def test_ideas_grow_too_old_and_go(dana, publish, found, may):
    publish("Sailing north")
    found()
    may.shift(timedelta(days=61))
    publish("Sailing south")
    found()
    assert titles(dana) == ["Sailing south"]


def test_a_feed_tied_to_another_topic_has_its_articles_looked_at_again(dana, publish, found, tim):
    feed = make_feed(tim, interest="sailing")
    publish("Wind on Sunday", feed=feed)
    found()
    assert titles(dana) == ["Wind on Sunday"]
    feed.interest = "bread"
    feed.save()
    mark_feed_for_matching(feed)
    found()
    assert titles(dana) == []


def test_ideas_of_a_feed_that_is_not_followed_any_more_stay(dana, publish, found, tim):
    feed = make_feed(tim)
    publish("Sailing north", feed=feed)
    found()
    feed.delete()
    found()
    assert titles(dana) == ["Sailing north"]


# Interrupted, done twice, changed meanwhile


def test_a_crash_before_the_end_loses_nothing(dana, publish, found, monkeypatch):
    publish("Sailing north")
    with monkeypatch.context() as patched:
        patched.setattr(storing, "let_go_of_surplus", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            found()
    assert Contact.objects.filter(needs_matching=True).exists()
    assert found() == 1


def test_whoever_changes_while_being_matched_is_matched_again(dana, publish, found, monkeypatch):
    publish("Sailing north")
    publish("Bread baking at sea level")
    matched = finding.match_items

    def match_and_meanwhile(*args, **options):
        monkeypatch.setattr(finding, "match_items", matched)
        change(dana, interests=["bread baking"])
        return matched(*args, **options)

    monkeypatch.setattr(finding, "match_items", match_and_meanwhile)
    assert found() == 0 and Contact.objects.filter(needs_matching=True).exists()
    found()
    assert titles(dana) == ["Bread baking at sea level"]


def test_a_company_renamed_while_being_matched_is_matched_again(dana, publish, found, monkeypatch):
    publish("Zephyr Cold Chain raises $40M")
    matched = finding.match_items

    def match_and_meanwhile(*args, **options):
        monkeypatch.setattr(finding, "match_items", matched)
        change_company(dana.company, version=1, name="Boreas Cooling", website="", notes="")
        return matched(*args, **options)

    monkeypatch.setattr(finding, "match_items", match_and_meanwhile)
    assert found() == 0
    assert Contact.objects.filter(needs_matching=True).exists()


def test_two_workers_at_once_write_each_idea_once(dana, publish, found, monkeypatch):
    publish("Sailing north")
    matched = finding.match_items

    def match_and_meanwhile(*args, **options):
        monkeypatch.setattr(finding, "match_items", matched)
        found()
        return matched(*args, **options)

    monkeypatch.setattr(finding, "match_items", match_and_meanwhile)
    found()
    assert titles(dana) == ["Sailing north"]


def test_an_article_deleted_while_being_matched_is_no_idea(dana, publish, found, monkeypatch):
    article = publish("Sailing north")
    matched = finding.match_items

    def match_and_meanwhile(*args, **options):
        article.delete()
        return matched(*args, **options)

    monkeypatch.setattr(finding, "match_items", match_and_meanwhile)
    assert found() == 0


# In a page's request, and by the bell


def test_one_contact_is_matched_at_once(dana, publish):
    publish("Sailing north")
    assert find_ideas_for(dana) == 1
    assert not Contact.objects.filter(needs_matching=True).exists()
    assert Article.objects.filter(needs_matching=True).exists()  # the others still have it to come


def test_an_article_that_waits_for_the_worker_is_matched_to_the_one_looked_at(dana, publish, found):
    found()
    publish("Sailing north")
    dana.refresh_from_db()
    assert find_ideas_for(dana) == 1
    assert found() == 0


def test_the_bell_has_ideas_looked_for_where_something_is_marked(dana, publish, tim, monkeypatch):
    monkeypatch.setattr(tick, "may_mail", lambda _now: True)  # the database's clock goes on while ours stands still
    make_user()
    publish("Sailing north")
    assert tick.run_tick(timezone.now()).owners_to_match == (tim.pk,)
    match_ideas(tim.pk)
    assert dana.ideas.exists() and tick.run_tick(timezone.now()).owners_to_match == ()


def test_looking_for_what_is_marked_costs_two_queries(dana, publish, django_assert_num_queries):
    publish("Sailing north")
    with django_assert_num_queries(2):
        read_owners_to_match()


def test_the_number_of_queries_does_not_grow_with_contacts_and_articles(
    dana, publish, found, tim, django_assert_max_num_queries
):
    found()
    publish("Sailing north")
    with django_assert_max_num_queries(40) as one:
        found()
    for number in range(5):
        other = make_contact(tim, company=dana.company)
        Interest.objects.create(contact=other, topic="sailing")
        set_interests(other, ["sailing"])
        publish(f"Sailing {number}")
    Contact.objects.update(needs_matching=False)
    with django_assert_max_num_queries(len(one)):
        found()
    assert Idea.objects.count() > 20


def test_more_articles_than_one_round_takes_are_all_matched(dana, publish, found, monkeypatch):
    monkeypatch.setattr(finding, "ARTICLES_A_ROUND", 2)
    found()
    for number in range(5):
        publish(f"Sailing, part {number}")
    assert found() == 5
