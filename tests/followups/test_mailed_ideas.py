"""Ideas in a nudge mail: fixed when it is planned, proposed once, and noted with the press of its link."""

from datetime import UTC, date, datetime

import pytest

from followups.ideas.choosing import read_ideas
from followups.ideas.deciding import dismiss_idea
from followups.letters import start_letter
from followups.links import SENT, nudge_link
from followups.mails import build_nudge_mail
from followups.models import Idea, LetterDraft, Nudge, NudgeMail, Touchpoint
from followups.people import pause_contact
from followups.planning import plan_mails
from followups.touchpoints import delete_touchpoint
from tests.factories import (
    make_article,
    make_company,
    make_consenting_peer,
    make_contact,
    make_idea,
    make_opening,
    make_user,
)
from tests.followups.test_mails import html_of, text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def make_ideas(contact, number, **fields):
    titles = ["A chart of the northern coast", "How to splice a rope", "Tides explained simply", "Sails from old tents"]
    return [
        make_idea(contact, article=make_article(contact.owner, titles[place]), score=9.0 - place, **fields)
        for place in range(number)
    ]


def plan():
    assert plan_mails(NOW) == 1
    return NudgeMail.objects.latest("id")


def test_a_mail_proposes_the_best_three_in_their_order():
    ideas = make_ideas(make_contact(), 4, topic="")
    mail = plan()
    assert list(mail.nudges.get().ideas.order_by("place")) == ideas[:3]
    text = text_of(build_nudge_mail(mail))
    places = [text.index(idea.article.title) for idea in ideas[:3]]
    assert places == sorted(places)
    assert ideas[3].article.title not in text


def test_each_idea_has_its_link_and_its_reason():
    (idea,) = make_ideas(make_contact(), 1)
    mail = plan()
    for said in (text_of(build_nudge_mail(mail)), html_of(build_nudge_mail(mail))):
        assert idea.article.url in said
        assert "They care about sailing" in said


def test_the_draft_is_around_the_best_idea():
    ideas = make_ideas(make_contact(), 2)
    text = text_of(build_nudge_mail(plan()))
    letter = text.partition("A letter around the first, to")[2]
    assert ideas[0].article.url in letter
    assert ideas[1].article.url not in letter


def test_a_letter_that_was_begun_goes_before_the_drafts():
    contact = make_contact()
    make_ideas(contact, 1)
    LetterDraft.objects.create(contact=contact, subject="Hello", text="Hi Dana,\n\nmy own words.\n\nTim")
    text = text_of(build_nudge_mail(plan()))
    assert "The letter you began" in text
    assert "my own words." in text


def test_without_ideas_there_is_a_short_hello():
    make_contact()
    text = text_of(build_nudge_mail(plan()))
    assert "* " not in text
    assert "No need to reply." in text


def test_a_mail_that_is_tried_again_says_the_same():
    contact = make_contact()
    make_ideas(contact, 2)
    mail = plan()
    NudgeMail.objects.filter(pk=mail.pk).update(first_tried_at=NOW)
    mail.refresh_from_db()
    first = build_nudge_mail(mail).message
    make_idea(contact, score=99.0)
    assert build_nudge_mail(mail).message == first


def test_what_was_in_a_mail_is_in_no_later_one(clock):
    contact = make_contact()
    (idea,) = make_ideas(contact, 1)
    mail = plan()
    NudgeMail.objects.filter(pk=mail.pk).update(state="sent")
    later = datetime(2026, 3, 10, 9, tzinfo=UTC)
    clock.move_to(later, tick=False)
    assert plan_mails(later) == 1
    assert idea.article.title not in text_of(build_nudge_mail(NudgeMail.objects.latest("id")))


def test_a_nudge_that_was_withdrawn_told_nobody_of_its_ideas(clock):
    contact = make_contact()
    (idea,) = make_ideas(contact, 1)
    plan()
    pause_contact(contact, until=date(2026, 3, 10))
    later = datetime(2026, 3, 10, 9, tzinfo=UTC)
    clock.move_to(later, tick=False)
    assert plan_mails(later) == 1
    assert idea.article.title in text_of(build_nudge_mail(NudgeMail.objects.latest("id")))


def test_an_idea_dismissed_before_the_mail_leaves_is_not_in_it():
    (idea,) = make_ideas(make_contact(), 1)
    mail = plan()
    dismiss_idea(idea)
    assert idea.article.title not in text_of(build_nudge_mail(mail))


def test_a_peer_who_withdrew_is_not_named():
    contact = make_contact(company=make_company(user := make_user(), "Zephyr"), owner=user)
    opening, peer = make_opening(user, company=contact.company), make_consenting_peer(user, name="Jule Brandt")
    make_idea(contact, opening=opening, peer=peer, kind="referral", why="referral", topic="Figma", score=2.0)
    mail = plan()
    assert "Jule Brandt" in text_of(build_nudge_mail(mail))
    peer.consent = "withdrawn"
    peer.save()
    assert "Jule Brandt" not in text_of(build_nudge_mail(mail))


def test_the_page_shows_what_the_mail_proposed_while_its_nudge_is_open():
    contact = make_contact()
    ideas = make_ideas(contact, 2)
    plan()
    assert read_ideas(contact) == ideas


def test_a_failure_of_ideas_costs_no_nudge(monkeypatch):
    make_contact()
    monkeypatch.setattr("followups.ideas.proposing.choose_ideas", lambda contacts: 1 / 0)
    assert plan().nudges.count() == 1


def press(client, nudge, **words):
    client.post(nudge_link(nudge, SENT, nudge.contact.owner).removeprefix("http://127.0.0.1:8000"), words)
    nudge.refresh_from_db()


@pytest.fixture
def mailed():
    """An open nudge whose mail proposed one article."""
    make_ideas(make_contact(), 1)
    NudgeMail.objects.filter(pk=plan().pk).update(state="sent")
    return Nudge.objects.select_related("contact__owner").get()


def test_i_sent_it_notes_the_article_and_ties_the_idea(mailed, client):
    press(client, mailed)
    touchpoint, idea = Touchpoint.objects.get(), Idea.objects.get()
    assert (touchpoint.kind, touchpoint.url, touchpoint.nudge) == ("article", idea.article.url, mailed)
    assert (idea.state, idea.touchpoint) == ("used", touchpoint)


def test_another_letter_than_the_one_in_the_mail_leaves_the_idea_alone(mailed, client):
    press(client, mailed, other_letter="on")
    assert Touchpoint.objects.get().kind == "check_in"
    assert Idea.objects.get().state == "new"


def test_undo_gives_the_idea_back(mailed, client):
    press(client, mailed)
    press(client, mailed, do="undo")
    assert not Touchpoint.objects.exists()
    assert (Idea.objects.get().state, mailed.state) == ("saved", "open")


def test_i_sent_it_notes_the_letter_that_was_begun_and_undo_keeps_its_words(mailed, client):
    LetterDraft.objects.create(contact=mailed.contact, kind="other", subject="Hello", text="My own words.")
    press(client, mailed)
    assert Touchpoint.objects.get().text == "My own words."
    assert not LetterDraft.objects.exists()
    press(client, mailed, do="undo")
    assert LetterDraft.objects.get().text == "My own words."


def test_deleting_the_entry_gives_the_idea_back(mailed, client):
    press(client, mailed)
    delete_touchpoint(Touchpoint.objects.select_related("contact__owner").get())
    assert Idea.objects.get().state == "saved"


def test_an_idea_used_on_the_page_is_the_letter_of_the_mail(mailed):
    idea = Idea.objects.select_related("contact__owner", "article").get()
    start_letter(mailed.contact, idea=idea)
    text = text_of(build_nudge_mail(mailed.mail))
    assert "The letter you began" in text
    assert idea.article.url in text


def test_a_long_letter_is_begun_in_the_mail_and_opened_on_the_page():
    contact = make_contact()
    LetterDraft.objects.create(contact=contact, subject="Hello", text="Hi Dana,\n\n" + "and then some more " * 200)
    said = html_of(build_nudge_mail(plan()))
    assert "mailto:" not in said
    assert f"/contacts/{contact.pk}/#letter" in said


@pytest.mark.parametrize("sign", ["a", "é", "Ж", "語"])
def test_a_mail_stays_under_a_hundred_kilobytes_whatever_it_tells(sign):
    user = make_user(contacts_per_mail=10)
    for place in range(10):
        contact = make_contact(user, name=f"{sign * 190}{place}", title=sign * 200, company=make_company(user))
        for rank in range(3):
            address = f"https://example.org/{place}/{rank}/{'x' * 1900}"
            article = make_article(user, f"{place} {rank} {sign * 290}", url=address)
            make_idea(contact, article=article, topic=sign * 100, score=9.0 - rank)
        text = "\n".join([sign * 140] * 10)
        LetterDraft.objects.create(contact=contact, subject=sign * 200, text=text)
    message = build_nudge_mail(plan()).message
    assert len(message) <= 100_000
    assert sign * 140 in html_of(build_nudge_mail(NudgeMail.objects.get()))
