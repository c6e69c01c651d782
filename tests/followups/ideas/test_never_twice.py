"""Whatever happens, in whatever order: nothing is proposed to the same person twice, nor what was dismissed."""

from datetime import UTC, datetime, timedelta
from itertools import count

import hypothesis.strategies as st
import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from contacts.search import fold
from followups.ideas.choosing import choose_ideas, read_ideas
from followups.ideas.deciding import dismiss_idea, give_back_ideas, mark_used, restore_idea, save_idea
from followups.ideas.finding import find_ideas, mark_feed_for_matching
from followups.ideas.proposing import propose_ideas
from followups.ideas.stems import write_stems
from followups.models import Article, Idea, Nudge, Touchpoint
from followups.nudge_states import turn_nudge
from followups.people import change_contact, end_contact, reopen_contact
from followups.touchpoints import log_touchpoint
from tests.factories import make_article, make_company, make_contact, make_feed, make_idea, make_nudge, make_user

TITLES = [
    "Sailing north",
    "What sailors eat in winter storms",
    "Bread baking at sea level",
    "Cold chain sensors that last",
    "Logistics after the canal",
    "Zephyr Cold Chain raises $40M",
    "Zephyr Cold Chain wins national award",
    "Zephyr Cold Chain lays off a third of its staff",
    "How Zephyr Cold Chain tests its sensors",
    "Something else altogether",
]
INTERESTS = [["sailing"], ["bread baking", "cold chain"], ["sailing", "cold chain", "logistics"], []]
PLACES = st.integers(0, 5)
SOME_TITLES = st.lists(st.sampled_from(TITLES), min_size=3, max_size=8)


class Proposals(RuleBasedStateMachine):
    """One contact, their ideas, and what the user was told of."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.travel = time_machine.travel(datetime(2026, 5, 20, 12, tzinfo=UTC), tick=False)

    def teardown(self):
        self.travel.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.clock = self.travel.start()
        self.user = make_user()
        self.company = make_company(self.user, "Zephyr Cold Chain")
        self.contact = make_contact(self.user, company=self.company, field="logistics", added_on=self.user.today())
        self.feeds = [make_feed(self.user, interest="sailing"), make_feed(self.user, company=self.company)]
        self.dismissed, self.mailed, self.numbers = set(), {}, count()
        change_contact(self.contact, **self.words(), field="logistics", interests=["sailing", "cold chain"])
        self.a_month_goes_by_and_the_first_idea_is_sent(TITLES)

    # What comes in

    @rule(titles=SOME_TITLES, feed=st.sampled_from([None, None, 0, 1]))
    def articles_appear(self, titles, feed):
        self.publish(titles, self.feeds[feed] if feed is not None and self.feeds[feed].pk else None)

    @rule(place=PLACES)
    def what_was_mailed_appears_again_under_another_address(self, place):
        mailed = sorted(self.mailed)
        if place < len(mailed):
            article = Idea.objects.get(pk=mailed[-1 - place]).article
            make_article(self.user, article.title, stems=article.stems)

    @rule(title=st.sampled_from(TITLES))
    def an_old_article_appears(self, title):
        published_at = datetime.now(UTC) - timedelta(days=70)
        make_article(self.user, f"Old: {title}", stems=write_stems(title, ""), published_at=published_at)

    @rule()
    def ideas_are_found(self):
        find_ideas(self.user)

    @rule()
    def the_page_is_looked_at(self):
        self.judge(read_ideas(self.fresh()))

    @rule(days=st.integers(1, 40))
    def days_pass(self, days):
        self.clock.shift(timedelta(days=days))

    # What the user does

    @rule(interests=st.sampled_from(INTERESTS), field=st.sampled_from(["logistics", "baking"]))
    def what_they_care_about_changes(self, interests, field):
        change_contact(self.fresh(), **self.words(), field=field, interests=interests)

    @rule(place=PLACES)
    def an_idea_is_dismissed(self, place):
        if idea := self.pick(place):
            dismiss_idea(idea)
            self.dismissed.add(idea.pk)

    @rule(place=PLACES)
    def a_dismissal_is_taken_back(self, place):
        ideas = list(self.contact.ideas.filter(state="dismissed").order_by("id"))
        if place < len(ideas):
            restore_idea(ideas[place])
            self.dismissed.discard(ideas[place].pk)

    @rule(place=PLACES)
    def an_idea_is_saved(self, place):
        if idea := self.pick(place):
            save_idea(idea)

    @rule(place=PLACES)
    def what_was_mailed_is_saved(self, place):
        mailed = sorted(self.mailed)
        if place < len(mailed):
            save_idea(Idea.objects.get(pk=mailed[-1 - place]))

    @rule(title=st.sampled_from(TITLES))
    def a_link_is_added_by_hand(self, title):
        make_idea(self.contact, article=make_article(self.user, f"{title}, by hand"), why="by_hand", topic="", score=0)

    @rule(place=PLACES)
    def an_idea_is_sent(self, place):
        if idea := self.pick(place):
            touchpoint = log_touchpoint(self.fresh(), kind=idea.kind, on=self.user.today())
            mark_used(idea, touchpoint)

    @rule()
    def a_message_is_taken_back(self):
        if touchpoint := self.contact.touchpoints.order_by("-id").first():
            give_back_ideas(touchpoint)
            touchpoint.delete()

    @rule(feed=st.integers(0, 1), interest=st.sampled_from(["sailing", "bread baking"]))
    def a_feed_is_tied_to_something_else(self, feed, interest):
        if self.feeds[feed].pk:
            self.feeds[feed].company, self.feeds[feed].interest = None, interest
            self.feeds[feed].version += 1
            self.feeds[feed].save()
            mark_feed_for_matching(self.feeds[feed])

    @rule(feed=st.integers(0, 1))
    def a_feed_is_removed(self, feed):
        if self.feeds[feed].pk:
            self.feeds[feed].delete()

    @rule()
    def they_are_out_of_touch_for_a_while(self):
        end_contact(self.fresh())
        find_ideas(self.user)
        reopen_contact(self.contact)

    # What is mailed

    @rule(titles=SOME_TITLES)
    def a_month_goes_by_and_the_first_idea_is_sent(self, titles):
        self.publish(titles)
        if mailed := self.mail():
            touchpoint = log_touchpoint(self.fresh(), kind=mailed[0].kind, on=self.user.today())
            mark_used(mailed[0], touchpoint)
        self.clock.shift(timedelta(days=31))

    @rule(titles=SOME_TITLES, kind=st.sampled_from(["article", "congratulations"]))
    def a_month_goes_by_and_something_else_is_sent(self, titles, kind):
        self.publish(titles)
        self.mail()
        log_touchpoint(self.fresh(), kind=kind, on=self.user.today())
        self.clock.shift(timedelta(days=31))

    @rule(titles=SOME_TITLES)
    def a_month_goes_by_and_nothing_is_sent(self, titles):
        self.publish(titles)
        self.mail()
        self.clock.shift(timedelta(days=31))

    @rule()
    def a_nudge_is_withdrawn_before_its_mail_goes_out(self):
        if nudge := self.contact.nudges.filter(state="open").first():
            turn_nudge(nudge, Nudge.State.WITHDRAWN, by="test")

    # What must hold

    def judge(self, ideas):
        assert len(ideas) <= 3
        assert not {idea.pk for idea in ideas} & self.dismissed
        assert all(idea.state in {"new", "saved"} for idea in ideas)
        titles = [fold(idea.article.title) for idea in ideas]
        assert len(set(titles)) == len(titles), titles
        assert not any("lays off" in title and "by hand" not in title for title in titles)

    def kinds_rotate(self, ideas):
        last = Touchpoint.objects.outreach().filter(contact=self.contact).newest_first().first()
        kinds = [idea.kind for idea in ideas if idea.state != "saved" and idea.why != "by_hand"]
        if last and last.kind in kinds:
            assert set(kinds[kinds.index(last.kind) :]) == {last.kind}, (last.kind, kinds)

    @invariant()
    def no_article_is_told_of_twice(self):
        told = Idea.objects.filter(pk__in=self.standing_in_mails()).exclude(why="by_hand")
        recent = told.filter(created_at__gte=datetime.now(UTC) - timedelta(days=150))
        titles = [fold(title) for title in recent.values_list("article__title", flat=True)]
        assert len(set(titles)) == len(titles), titles

    @invariant()
    def what_was_dismissed_stays_so(self):
        assert set(self.contact.ideas.filter(state="dismissed").values_list("pk", flat=True)) == self.dismissed

    @invariant()
    def an_article_is_one_idea(self):
        articles = list(self.contact.ideas.values_list("article_id", flat=True))
        assert len(set(articles)) == len(articles)

    # Helpers

    def mail(self):
        find_ideas(self.user)
        contact = self.fresh()
        contact.nudges.filter(state="open").update(state="expired")
        chosen = choose_ideas([contact]).get(contact.pk, [])
        nudge = make_nudge(contact, self.user.today())
        propose_ideas([nudge])
        mailed = list(nudge.ideas.order_by("place"))
        assert mailed == chosen
        assert not {idea.pk for idea in mailed} & self.standing_in_mails()
        self.judge(mailed)
        self.kinds_rotate(mailed)
        self.mailed |= {idea.pk: nudge.pk for idea in mailed}
        return mailed

    def standing_in_mails(self):
        """Ideas in a mail that was not withdrawn before it went out."""
        withdrawn = set(Nudge.objects.filter(state="withdrawn").values_list("pk", flat=True))
        return {idea for idea, nudge in self.mailed.items() if nudge not in withdrawn}

    def publish(self, titles, feed=None):
        for title in titles:
            number = next(self.numbers)  # in so many words that the titles are not taken for one
            ending = " ".join(f"{letter}{number}" for letter in "abcd")
            make_article(self.user, f"{title} {ending}", stems=write_stems(title, ""), feed=feed)

    def words(self):
        words = {name: getattr(self.contact, name) for name in ("name", "email", "title", "notes", "cadence")}
        return {**words, "company_name": "Zephyr Cold Chain"}

    def fresh(self):
        self.contact = type(self.contact).objects.select_related("owner", "company").get(pk=self.contact.pk)
        return self.contact

    def pick(self, place):
        ideas = list(self.contact.ideas.filter(state__in=["new", "saved"]).order_by("id"))
        return ideas[place] if place < len(ideas) else None


@pytest.mark.django_db
def test_nothing_is_proposed_twice_in_any_order_of_events():
    effort = settings(
        max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Proposals, settings=effort)
    assert Article.objects.count() == 0
