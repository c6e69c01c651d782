from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact
from followups.incoming import log_incoming
from followups.models import FeedbackRequest, Referral, Touchpoint
from followups.months import add_months
from followups.outcomes import note_outcome
from followups.people import change_contact, end_contact, pause_contact
from followups.silence import accept_proposal, attach_silence, propose, read_silence
from followups.silence_words import quiet_line, say_letters_unanswered
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_opening, make_peer, make_rejection

FIRST = date(2025, 6, 10)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def amara(tim):
    return make_contact(tim, name="Amara Nwosu", added_on=date(2025, 6, 1))


def write(contact, many: int, *, first: date = FIRST, **fields) -> date:
    """Letters a month apart; the day of the last one."""
    for number in range(many):
        log_touchpoint(contact, **{"kind": "check_in", "on": add_months(first, number), **fields})
    return add_months(first, many - 1)


def proposed(contact) -> tuple[int | None, date | None] | None:
    contact.refresh_from_db()
    proposal = propose(contact, read_silence([contact])[contact.pk])
    return (proposal.cadence, proposal.until) if proposal else None


def press(page, contact, action: str) -> str:
    response = page.post(f"/contacts/{contact.pk}/{action}", follow=True)
    contact.refresh_from_db()
    return response.content.decode()


def test_four_letters_without_an_answer_are_enough_three_are_not(amara):
    write(amara, 3)
    assert proposed(amara) is None
    write(amara, 1, first=add_months(FIRST, 3))
    assert proposed(amara) == (2, None)


def test_the_limit_is_the_users(tim, amara):
    tim.unanswered_limit = 2
    tim.save()
    write(amara, 2)
    assert proposed(amara) == (2, None)


def test_thank_yous_and_meetings_are_no_letters(amara):
    write(amara, 3)
    log_touchpoint(amara, kind="thank_you", on=date(2025, 10, 1))
    log_touchpoint(amara, kind="other", channel="person", on=date(2025, 11, 1))
    assert proposed(amara) is None


@pytest.mark.parametrize("sign", ["message", "answer", "outcome", "referral", "meeting"])
def test_any_sign_from_them_begins_anew(tim, amara, sign):
    last_on = write(amara, 4)
    match sign:
        case "message":
            log_incoming(amara, on=last_on, channel="email")
        case "answer":
            rejection = make_rejection(amara, FIRST)
            FeedbackRequest.objects.create(
                owner=tim, rejection=rejection, contact=amara, state="thanked", answered_on=last_on
            )
        case "outcome":
            note_outcome(amara, outcome="interview", on=last_on)
        case "referral":
            Referral.objects.create(
                contact=amara, opening=make_opening(tim), peer=make_peer(tim), state="replied", changed_on=last_on
            )
        case "meeting":
            log_touchpoint(amara, kind="other", channel="person", on=last_on)
    assert proposed(amara) is None
    write(amara, 4, first=add_months(last_on, 1))
    assert proposed(amara) == (2, None)


@pytest.mark.parametrize(("cadence", "longer"), [(1, 2), (2, 3), (3, 6), (6, 12)])
def test_the_cadence_is_lengthened_by_a_step(amara, cadence, longer):
    Contact.objects.update(cadence=cadence)
    last_on = write(amara, 4)
    accept_proposal(amara)
    amara.refresh_from_db()
    assert (amara.cadence, amara.next_on) == (longer, add_months(last_on, longer))
    assert amara.events.get(kind="cadence").text == amara.get_cadence_display()


def test_where_nothing_is_longer_a_pause_is_proposed(amara):
    Contact.objects.update(cadence=12)
    write(amara, 4)
    assert proposed(amara) == (None, date(2027, 5, 23))


def test_after_as_many_letters_again_a_pause_is_proposed(amara):
    write(amara, 4, first=date(2026, 7, 1))
    accept_proposal(amara)
    with time_machine.travel(datetime(2027, 12, 1, tzinfo=UTC), tick=False):
        write(amara, 3, first=date(2026, 12, 1))
        assert proposed(amara) is None
        write(amara, 1, first=date(2027, 3, 1))
        assert proposed(amara) == (None, date(2028, 6, 1))
        accept_proposal(amara)
        assert proposed(amara) is None
    amara.refresh_from_db()
    assert (amara.cadence, amara.paused_until, amara.quiet_step) == (2, date(2028, 6, 1), 2)


def test_a_sign_after_a_longer_cadence_begins_a_new_silence(amara):
    write(amara, 4, first=date(2026, 7, 1))
    accept_proposal(amara)
    with time_machine.travel(datetime(2027, 12, 1, tzinfo=UTC), tick=False):
        log_incoming(amara, on=date(2026, 12, 5), channel="email")
        write(amara, 4, first=date(2027, 1, 1))
        assert proposed(amara) == (3, None)


def test_not_now_asks_again_only_after_as_many_further_letters(tims_page, amara):
    write(amara, 4, first=date(2026, 7, 1))
    assert "All right, it stays as it is." in press(tims_page, amara, "not-slower/")
    assert (amara.cadence, proposed(amara)) == (1, None)
    with time_machine.travel(datetime(2027, 12, 1, tzinfo=UTC), tick=False):
        write(amara, 3, first=date(2026, 12, 1))
        assert proposed(amara) is None
        write(amara, 1, first=date(2027, 3, 1))
        assert proposed(amara) == (2, None)


@pytest.mark.parametrize("leave", [end_contact, lambda contact: pause_contact(contact, until=date(2027, 1, 1))])
def test_nothing_is_proposed_for_whom_no_letter_is_planned(amara, leave):
    write(amara, 4)
    leave(amara)
    assert proposed(amara) is None


def test_the_page_says_it_gently_with_the_reason_and_offers_both_ways(tims_page, amara):
    log_incoming(amara, on=date(2025, 6, 3), channel="email", text="Hello!")
    write(amara, 4)
    shown = tims_page.get(f"/contacts/{amara.pk}/").content.decode()
    assert "They never say it, so Afterword does: four letters without an answer since 3 June 2025." in shown
    assert "Every 2 months from now on" in shown and "Not now" in shown
    assert "You wrote last, on 10 September 2025." in shown


def test_slower_is_done_once_however_often_it_is_clicked_and_can_be_undone(tims_page, amara):
    write(amara, 4)
    shown = press(tims_page, amara, "slower/")
    assert "Noted: you write to Amara less often now. Every 2 months." in shown
    assert f'action="/contacts/{amara.pk}/slower/undo/?before=1"' in shown
    assert "nothing was changed" in press(tims_page, amara, "slower/")
    assert amara.cadence == 2

    assert "Undone." in press(tims_page, amara, "slower/undo/?before=1")
    assert "nothing was changed" in press(tims_page, amara, "slower/undo/?before=1")
    assert (amara.cadence, amara.quiet_step, proposed(amara)) == (1, 0, (2, None))


def test_a_pause_that_was_accepted_can_be_undone(tims_page, amara):
    Contact.objects.update(cadence=12)
    write(amara, 4)
    assert "Paused: no nudge about Amara before 23 May 2027." in press(tims_page, amara, "slower/")
    assert "Undone." in press(tims_page, amara, "slower/undo/?before=pause")
    assert (amara.paused_until, proposed(amara)) == (None, (None, date(2027, 5, 23)))


def test_not_now_can_be_undone(tims_page, amara):
    write(amara, 4)
    press(tims_page, amara, "not-slower/")
    press(tims_page, amara, "slower/undo/?before=same")
    assert proposed(amara) == (2, None)


@pytest.mark.parametrize("before", ["2", "pause", "x", "", "12", "-1"])
def test_an_undo_that_no_longer_fits_changes_nothing(tims_page, amara, before):
    write(amara, 4)
    press(tims_page, amara, "slower/")
    change_contact(amara, name="A", email="", title="", company_name="", field="", interests=[], cadence=6, notes="")
    pause_contact(amara, until=date(2027, 1, 1))
    assert "nothing was changed" in press(tims_page, amara, f"slower/undo/?before={before}")
    assert (amara.cadence, amara.paused_until) == (6, date(2027, 1, 1))


def test_an_open_form_cannot_turn_the_cadence_back_unseen(amara):
    write(amara, 4)
    before = amara.version
    accept_proposal(amara)
    amara.refresh_from_db()
    assert amara.version > before


def test_the_mail_has_one_line_for_it(tim, amara):
    assert quiet_line(amara) == ""
    write(amara, 4)
    assert quiet_line(amara) == (
        "They never say it, so Afterword does: four letters without an answer. "
        "A letter every two months may be the more welcome one."
    )


def test_the_silence_of_many_is_read_in_one_query(tim):
    contacts = [make_contact(tim) for _ in range(3)]
    write(contacts[0], 4)
    with CaptureQueriesContext(connection) as queries:
        attach_silence(contacts)
        lines = [quiet_line(contact) for contact in contacts]
    assert len(queries) == 1
    assert [bool(line) for line in lines] == [True, False, False]


def test_decades_of_letters_are_not_read_through(amara):
    days = [date(1990, 1, 1).replace(year=1990 + number // 300) for number in range(9000)]
    Touchpoint.objects.bulk_create(Touchpoint(contact=amara, kind="check_in", on=day) for day in days)
    assert read_silence([amara])[amara.pk].letters == 40
    assert "more than 39 letters" in quiet_line(amara)


@pytest.mark.parametrize(
    ("letters", "said"),
    [(2, "two letters"), (12, "twelve letters"), (13, "13 letters"), (40, "more than 39 letters"), (1, "1 letter ")],
)
def test_few_letters_are_counted_in_words(letters, said):
    assert say_letters_unanswered(letters).startswith(said)


def test_who_wrote_last_is_said(tims_page, amara):
    page = f"/contacts/{amara.pk}/"
    assert "wrote last" not in tims_page.get(page).content.decode()
    write(amara, 1, first=date(2026, 5, 1))
    assert "You wrote last, on 1 May." in tims_page.get(page).content.decode()
    log_incoming(amara, on=date(2026, 5, 3), channel="email")
    assert "Amara wrote last, on 3 May." in tims_page.get(page).content.decode()


def test_today_says_it_of_who_is_due(tims_page, amara):
    last_on = write(amara, 3)
    assert "without an answer" not in tims_page.get("/").content.decode()
    log_touchpoint(amara, kind="check_in", on=add_months(last_on, 1))
    shown = tims_page.get("/").content.decode()
    assert f'<a href="/contacts/{amara.pk}/#silence">Four letters without an answer</a>' in shown
    log_incoming(amara, on=add_months(last_on, 1), channel="email")
    assert "without an answer" not in tims_page.get("/").content.decode()


def test_today_asks_no_more_once_it_was_answered(tims_page, amara):
    write(amara, 4)
    press(tims_page, amara, "not-slower/")
    assert "without an answer" not in tims_page.get("/").content.decode()
