from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contacts.models import Contact
from followups.explain import explain_nudges
from followups.people import end_contact, pause_contact, stop_contact
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_nudge_mail

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def dana(tim) -> Contact:
    contact = make_contact(tim, name="Dana Whitfield")
    log_touchpoint(contact, kind="check_in", on=date(2026, 11, 2))
    return contact


def make_due(tim, name: str = "Dana Whitfield", since: date = date(2026, 11, 20)) -> Contact:
    contact = make_contact(tim, name=name)
    Contact.objects.filter(pk=contact.pk).update(next_on=since)
    contact.refresh_from_db()
    return contact


def told(contact) -> str:
    return "\n".join(explain_nudges(contact))


def test_the_next_one_is_told_with_its_reason(dana):
    assert told(dana) == "The next one is due on 2 December: a month after your last message, on 2 November 2026."


@pytest.mark.parametrize(
    ("nudge_state", "mail_state", "said"),
    [
        ("open", "sent", "You were reminded on 3 November by mail (sent)."),
        ("sent_it", "sent", "You were reminded on 3 November by mail (sent). You wrote."),
        ("not_this_month", "sent", "You were reminded on 3 November by mail (sent). You said: not this month."),
        ("expired", "sent", "The month went by without an answer of yours."),
        ("open", "unsure", "You were reminded on 3 November by a mail that may not have arrived."),
        ("open", "handing", "is being handed over to the mail server right now."),
        ("open", "held", "is held back until this installation is resumed."),
        ("withdrawn", "cancelled", "The nudge of 3 November was withdrawn"),
    ],
)
def test_what_became_of_a_nudge_is_told(tim, nudge_state, mail_state, said):
    contact = make_contact(tim)
    make_nudge(
        contact, date(2026, 11, 3), state=nudge_state, mail=make_nudge_mail(tim, date(2026, 11, 3), state=mail_state)
    )
    assert said in told(contact)


def test_a_refused_mail_is_told_with_the_servers_words(tim):
    contact = make_contact(tim)
    mail = make_nudge_mail(tim, date(2026, 11, 3), state="failed", error="552 5.2.2 Mailbox full")
    make_nudge(contact, date(2026, 11, 3), mail=mail)
    assert "The mail of 3 November was refused (552 5.2.2 Mailbox full). This nudge comes with the next mail." in told(
        contact
    )


def test_a_mail_that_waits_says_when_it_is_tried_again(tim):
    contact = make_contact(tim)
    mail = make_nudge_mail(
        tim, TODAY, error="Connection refused", not_before=datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    )
    make_nudge(contact, TODAY, mail=mail)
    with timezone.override(tim.zone):
        assert "could not be sent yet (Connection refused). It is tried again on 23 November, 13:30." in told(contact)


def test_only_the_last_three_nudges_are_told_oldest_first(tim):
    contact = make_contact(tim)
    for month in (7, 8, 9, 10):
        make_nudge(
            contact,
            date(2026, month, 3),
            state="expired",
            mail=make_nudge_mail(tim, date(2026, month, 3), state="sent"),
        )
    lines = explain_nudges(contact)
    assert [line.split(" by ")[0] for line in lines[:3]] == [
        "You were reminded on 3 August",
        "You were reminded on 3 September",
        "You were reminded on 3 October",
    ]


def test_a_pause_is_told(dana):
    pause_contact(dana, until=date(2027, 3, 1))
    assert "Paused until 1 March 2027." in told(dana)


def test_thanks_that_are_owed_are_told(dana):
    dana.thanks_held_until = date(2026, 12, 4)
    assert (
        "Thanks are owed to Dana: the nudge waits until they are sent or you decide not to, until 4 December at most."
        in told(dana)
    )


def test_who_left_gets_no_nudge_and_is_told_of_once(tim, dana):
    stop_contact(dana)
    assert explain_nudges(dana) == ["Dana asked not to be contacted: no nudge comes any more."]
    other = make_contact(tim)
    end_contact(other)
    assert explain_nudges(other) == ["You ended this contact: no nudge comes unless you are in touch again."]


def test_stopped_mails_are_told(tim, dana):
    tim.mails_stopped_at = timezone.now()
    dana.owner = tim
    assert "Nudge mails are stopped in your settings" in told(dana)


def test_a_refused_mail_before_is_told_to_who_is_due(tim):
    make_nudge_mail(tim, date(2026, 11, 2), state="failed")
    assert "Your last mail (2 November) was refused; this nudge comes with the next." in told(make_due(tim))


def test_a_mail_under_way_is_told_to_who_is_due(tim):
    make_nudge_mail(tim, TODAY, state="planned")
    assert "Your mail of 23 November is still on its way; this nudge comes with the next." in told(make_due(tim))


def test_others_who_go_first_are_told(tim):
    for number in range(3):
        make_due(tim, f"Earlier {number}", date(2026, 11, 10))
    assert "3 others go first: at most 3 contacts per mail." in told(make_due(tim))


def test_with_room_in_the_mail_its_time_is_told(tim):
    make_due(tim, "Later", date(2026, 11, 22))
    assert "It comes with the next mail, at 09:00." in told(make_due(tim))


def test_after_todays_mail_it_is_tomorrows(tim):
    make_nudge_mail(tim, TODAY, state="sent")
    assert "this nudge comes with tomorrow’s, at 09:00." in told(make_due(tim))


def test_with_a_digest_its_day_is_told(tim):
    tim.digest_day = 28
    tim.save()
    assert "It comes with your monthly digest, on day 28 of the month." in told(make_due(tim))


def test_it_takes_one_query_for_who_is_not_due(dana):
    with CaptureQueriesContext(connection) as queries:
        explain_nudges(dana)
    assert len(queries) == 1
