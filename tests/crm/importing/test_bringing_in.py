"""All or nothing, the same file twice changes nothing, and a mark always wins."""

import io
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from contacts.models import Company, Contact, DoNotContact, Interest
from contacts.search import search_contacts
from crm.importing import writing
from crm.importing.looking import put_together, take_in
from crm.importing.progress import wish_stop
from crm.importing.working import sweep_imports
from crm.models import ImportRun
from followups.cadence import find_next_date
from followups.departures import mark_do_not_contact
from followups.models import FeedbackRequest, Nudge, NudgeMail, Touchpoint
from followups.people import add_contact, erase_contact, stop_contact
from followups.planning import plan_mails
from followups.touchpoints import log_touchpoint
from tests.crm.importing.bringing import bring, read, reasons, work, write
from tests.factories import make_company, make_contact, make_user

PEOPLE = """Name,E-mail,Company,Title,Interests,Notes
Dana Weber,Dana@Example.org,Acme,Head of Data,"sailing, jazz",met at a fair
Jo Brandt,,Möller GmbH,CTO,,
"""


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Contact, Company, Interest, Touchpoint)]


def test_what_comes_in_is_as_if_it_had_been_added_by_hand(user):
    bring(user, PEOPLE)
    imported = Contact.objects.get(name="Dana Weber")
    other = make_user()
    by_hand = add_contact(
        other,
        name="Dana Weber",
        email="dana@example.org",
        company_name="Acme",
        title="Head of Data",
        interests=["sailing", "jazz"],
        notes="met at a fair",
    )
    own = {"id", "owner", "company", "created_at"}
    for field in Contact._meta.concrete_fields:
        if field.name not in own:
            assert getattr(imported, field.name) == getattr(by_hand, field.name), field.name
    assert [event.kind for event in imported.events.all()] == ["added"]
    assert search_contacts(Contact.objects.owned_by(user), "jazz moller").count() == 0
    assert search_contacts(Contact.objects.owned_by(user), "jazz acme").get() == imported


def test_the_same_file_twice_changes_nothing(user):
    bring(user, PEOPLE)
    before = everything()
    again = read(user, PEOPLE)
    assert (again.counts["same"], again.counts.get("new", 0), again.counts.get("changed", 0)) == (2, 0, 0)
    assert everything() == before


def test_who_is_known_gains_what_was_not_known_and_keeps_the_rest(user):
    known = make_contact(user, name="Dana W.", email="dana@example.org", title="Boss")
    run = bring(user, PEOPLE)
    known.refresh_from_db()
    assert (run.counts["new"], run.counts["changed"]) == (1, 1)
    assert (known.name, known.title, known.company.name) == ("Dana W.", "Boss", "Acme")
    assert [interest.topic for interest in known.interests.all()] == ["sailing", "jazz"]


def test_the_file_wins_if_that_is_wished(user):
    known = make_contact(user, name="Dana W.", email="dana@example.org", title="Boss", notes="kind")
    bring(user, PEOPLE, takes_file=True)
    known.refresh_from_db()
    assert (known.name, known.title) == ("Dana Weber", "Head of Data")
    assert known.notes == "kind\n\nmet at a fair"


def test_without_an_address_name_and_company_tell_who_it_is(user):
    known = make_contact(user, name="JO  brandt", email="jo@example.org", company=make_company(user, "möller gmbh"))
    bring(user, PEOPLE)
    known.refresh_from_db()
    assert known.title == "CTO"
    assert Contact.objects.count() == 2


def test_a_namesake_with_another_address_is_somebody_else(user):
    make_contact(user, name="Dana Weber", email="other@example.org", company=make_company(user, "Acme"))
    run = read(user, PEOPLE)
    assert run.counts["new"] == 2
    assert run.counts["alike"] == 1  # and is shown beside her


def test_a_name_in_another_order_is_shown_beside_whom_it_may_be(user):
    make_contact(user, name="weber,  Dana", email="other@example.com")
    assert read(user, "Name,E-mail\nDana Weber,dana@example.org\n").counts["alike"] == 1


def test_two_who_were_said_to_be_one_are_one(user):
    known = make_contact(user, name="Weber, Dana Maria", email="", company=make_company(user, "Acme"))
    run = read(user, PEOPLE)
    assert run.counts["alike"] == 1
    assert put_together(run, ["2"])
    run = write(work(run))
    known.refresh_from_db()
    assert known.email == "dana@example.org"
    assert Contact.objects.count() == 2


def test_twice_in_one_file_is_once(user):
    run = read(user, PEOPLE + "Dana Weber,dana@example.org,Elsewhere,,,\n")
    assert run.counts["people"] == 2
    assert "line 2" in reasons(run)[4]


def test_nothing_comes_in_if_anything_goes_wrong(user, monkeypatch):
    run = read(user, PEOPLE)
    before = everything()

    def fail(_self):
        raise writing.DatabaseError("Dana Weber")

    monkeypatch.setattr(writing.Writing, "wake_planner", fail)
    run = write(run)
    assert run.state == "ready" and "nothing came in" in run.problem
    assert everything() == before


def test_what_changed_since_the_look_is_looked_at_anew(user):
    run = read(user, PEOPLE)
    make_contact(user, name="Dana Weber", email="dana@example.org")
    run = write(run)
    assert run.state == "reading"
    run = work(run)
    assert (run.state, run.counts["new"], run.counts["changed"]) == ("ready", 1, 1)
    assert "changed since" in run.problem
    assert write(run).state == "done"


def test_who_asked_not_to_be_contacted_comes_back_as_such(user):
    erased = make_contact(user, name="D.", email="dana+jobs@example.org")
    stop_contact(erased)
    erase_contact(erased)
    bring(user, PEOPLE)
    back = Contact.objects.get(name="Dana Weber")
    assert (back.standing, back.next_on) == ("stopped", None)
    assert back.events.get().kind == "stopped"


def test_an_address_that_is_marked_stops_whom_a_file_gives_it_to(user):
    other = make_contact(user, email="dana@example.org")
    mark_do_not_contact(other)
    other.delete()
    known = make_contact(user, name="Dana Weber", email="", company=make_company(user, "Acme"))
    bring(user, PEOPLE)
    known.refresh_from_db()
    assert (known.email, known.standing, known.next_on) == ("dana@example.org", "stopped", None)
    assert DoNotContact.objects.count() == 1


@time_machine.travel("2026-11-26 12:00Z")
def test_history_moves_the_clock_and_counts_for_no_month(user):
    text = "Name,E-mail,Last contacted,Cadence\nDana Weber,dana@example.org,2026-10-31,1\n"
    text += "Bob,bob@example.org,2026-11-20,3\n"
    bring(user, text)
    dana, bob = Contact.objects.order_by("pk")
    assert list(Touchpoint.objects.values_list("counts", "source").distinct()) == [(False, "import")]
    assert (dana.next_on, bob.next_on) == (date(2026, 11, 30), date(2027, 2, 20))
    for contact in (dana, bob):
        next_on, event = find_next_date(contact)
        assert (contact.next_on, contact.next_from, contact.next_from_on) == (next_on, event.what, event.on)


@time_machine.travel("2026-11-26 12:00Z")
def test_an_old_rejection_is_not_asked_about_any_more(user):
    text = "Company,Role,Status,Date,Contact,Contact email\nAcme,Lead,Rejected,2026-11-20,Dana Weber,d@example.org\n"
    text += "Acme,Old,Rejected,2025-01-31,Bob Stone,b@example.org\n"
    bring(user, text)
    states = dict(FeedbackRequest.objects.values_list("contact__name", "state"))
    assert states == {"Dana Weber": "proposed", "Bob Stone": "not_asked"}
    for contact in Contact.objects.all():
        assert contact.next_on == find_next_date(contact)[0]
    assert search_contacts(Contact.objects.all(), "lead").get().name == "Dana Weber"


def test_a_letter_in_the_file_of_somebody_known_is_early_if_it_was(user):
    known = make_contact(user, email="dana@example.org")
    first = log_touchpoint(known, kind="article", on=date(2026, 3, 20))
    bring(user, "E-mail,Last contacted\ndana@example.org,2026-03-25\n")
    second = Touchpoint.objects.exclude(pk=first.pk).get()
    assert (second.early, second.counts) == (True, False)


def test_the_quiet_wish_keeps_new_people_without_nudges(user):
    bring(user, PEOPLE, quiet=True)
    assert set(Contact.objects.values_list("standing", "next_on")) == {("ended", None)}


def test_five_hundred_people_are_nudged_about_three_a_day(user):
    rows = "".join(f"Person {number},p{number}@example.org\n" for number in range(500))
    with time_machine.travel("2026-11-26 12:00Z"):
        bring(user, f"Name,E-mail\n{rows}")
        day = date(2026, 12, 26)
        assert set(Contact.objects.values_list("next_on", flat=True)) == {day}
    for ahead in range(4):
        with time_machine.travel(f"{day + timedelta(days=ahead)} 10:00Z"):
            plan_mails(timezone.now())
            NudgeMail.objects.filter(state="planned").update(state="sent")
    nudged = Nudge.objects.values_list("on", flat=True)
    assert {on: list(nudged).count(on) for on in nudged} == {day + timedelta(days=ahead): 3 for ahead in range(4)}
    assert Nudge.objects.values("contact").distinct().count() == 12


def test_a_worker_that_died_is_followed_by_another(user):
    run = read(user, PEOPLE)
    run.state = "writing"
    run.lease_until = timezone.now() - timedelta(seconds=1)
    run.save()
    assert sweep_imports(timezone.now()) == [run.pk]
    assert work(run).state == "done"


def test_the_file_is_gone_once_it_came_in_and_the_rest_after_a_week(user):
    run = read(user, PEOPLE)
    assert b"Dana" not in b"".join(bytes(piece.content) for piece in run.pieces.all())
    run = write(run)
    assert run.pieces.count() == 0
    sweep_imports(run.keep_until + timedelta(seconds=1))
    assert not ImportRun.objects.exists()
    assert Contact.objects.count() == 2


@pytest.mark.parametrize("wish", ["reading", "writing"])
def test_stop_is_heard(user, wish, monkeypatch):
    if wish == "writing":
        run = read(user, PEOPLE)
        monkeypatch.setattr("crm.importing.progress.Progress.go_on", lambda _self, _by: False)
        run = write(run)
        assert run.state == "ready" and "Stopped" in run.problem
    else:
        cards = "".join(f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:P {number}\r\nEND:VCARD\r\n" for number in range(3))
        run = take_in(user, "a.vcf", io.BytesIO(cards.encode()), len(cards))
        wish_stop(run)
        assert work(run).state == "stopped"
    assert not Contact.objects.exists()
