"""The pages behind the links in mails: GET shows, POST acts, and what was done can be undone there."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import serializers
from django.test import Client

from contacts.models import Contact, ContactEvent
from crm.models import User
from followups import links
from followups.links import nudge_link, unsubscribe_link
from followups.models import Nudge, NudgeMail, StateChange, Touchpoint
from followups.people import erase_contact, stop_contact
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 28)
NOON = datetime(2026, 4, 28, 12, tzinfo=UTC)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def nudge():
    contact = make_contact(make_user(time_zone="Europe/Berlin"), name="Dana Weber", added_on=date(2026, 3, 28))
    mail = make_nudge_mail(contact.owner, ON, state="sent")
    return make_nudge(contact, ON, mail=mail)


@pytest.fixture
def press():
    """Presses like somebody on a phone who is not signed in, and checks what every page must keep."""
    phone = Client(enforce_csrf_checks=True)

    def press(url, data=None, *, get=False):
        path = url.removeprefix(settings.SITE_URL)
        response = phone.get(path) if get else phone.post(path, data or {})
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert not response.cookies
        assert "Weber" not in response.content.decode()
        return response

    return press


def link_to(nudge, action):
    user = nudge.contact.owner
    return unsubscribe_link(user, nudge.mail) if action == links.UNSUBSCRIBE else nudge_link(nudge, action, user)


def everything():
    models = [User, Contact, ContactEvent, Nudge, NudgeMail, StateChange, Touchpoint, Session]
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


BUTTONS = {
    links.SENT: "Yes, I sent it",
    links.NOT_THIS_MONTH: "Yes, not this month",
    links.PAUSE: "Yes, pause",
    links.STOP: "Yes, they asked me to stop",
    links.UNSUBSCRIBE: "Stop these mails",
}


@pytest.mark.parametrize("action", links.ACTIONS)
def test_opening_a_link_shows_one_button_and_changes_nothing(nudge, press, client, action):
    NudgeMail.objects.update(state="unsure")
    url, before = link_to(nudge, action), everything()

    page = press(url, get=True)
    for method in ("get", "head", "options"):
        response = getattr(client, method)(url.removeprefix(settings.SITE_URL), headers={"purpose": "prefetch"})
        assert response.status_code == 200
    assert client.put(url.removeprefix(settings.SITE_URL)).status_code == 405

    assert page.content.decode().count("<button") == 1
    assert BUTTONS[action] in page.content.decode()
    assert "<nav" not in page.content.decode()
    assert everything() == before


def test_sent_it_is_logged_today_and_moves_the_next_date(nudge, press):
    page = press(link_to(nudge, links.SENT))

    touchpoint = Touchpoint.objects.get()
    assert (touchpoint.on, touchpoint.source, touchpoint.nudge) == (ON, "link", nudge)
    nudge.contact.refresh_from_db()
    assert nudge.contact.next_on == date(2026, 5, 28)
    assert "Noted: you wrote to Dana on 28 April" in page.content.decode()
    assert '<time datetime="2026-05-28">28 May</time>' in page.content.decode()


def test_the_next_date_on_the_page_counts_from_the_letter(nudge, press, clock):
    clock.shift(timedelta(days=5))

    page = press(link_to(nudge, links.SENT)).content.decode()

    assert '<time datetime="2026-06-03">3 June</time>' in page
    assert "after your last message, on 3 May 2026" in page


def test_the_day_can_be_another_one_but_not_a_coming_one(nudge, press):
    page = press(link_to(nudge, links.SENT), {"day": "2026-04-29"})
    assert "still to come" in page.content.decode()
    assert "not a day" in press(link_to(nudge, links.SENT), {"day": "31.2.26"}).content.decode()
    assert not Touchpoint.objects.exists()

    press(link_to(nudge, links.SENT), {"day": "2026-04-27"})
    assert Touchpoint.objects.get().on == date(2026, 4, 27)


def test_today_is_the_users_today(nudge, press, clock):
    clock.move_to(datetime(2026, 4, 28, 22, 30, tzinfo=UTC))  # the 29th in Berlin

    press(link_to(nudge, links.SENT))

    assert Touchpoint.objects.get().on == date(2026, 4, 29)


def test_a_second_press_says_already_done(nudge, press):
    press(link_to(nudge, links.SENT))
    before = everything()

    page = press(link_to(nudge, links.SENT)).content.decode()

    assert "Already noted on 28 April" in page
    assert "I wrote again" in page
    assert everything() == before


def test_fifty_presses_log_one_letter(nudge, press):
    for _press in range(50):
        press(link_to(nudge, links.SENT))

    assert Touchpoint.objects.count() == 1


def test_a_letter_logged_by_hand_is_noted_already_and_another_can_be_logged(nudge, press, clock):
    clock.shift(timedelta(days=2))
    log_touchpoint(nudge.contact, kind="article", on=date(2026, 4, 29))

    assert "Already noted on 29 April" in press(link_to(nudge, links.SENT)).content.decode()
    assert Touchpoint.objects.count() == 1

    page = press(link_to(nudge, links.SENT), {"do": "again", "day": "2026-04-30"})
    assert "Noted: you wrote to Dana on 30 April" in page.content.decode()
    assert Touchpoint.objects.get(on=date(2026, 4, 30)).early


def test_sent_it_can_be_undone_for_30_days(nudge, press, clock):
    press(link_to(nudge, links.SENT))
    assert 'value="undo"' in press(link_to(nudge, links.SENT), get=True).content.decode()

    page = press(link_to(nudge, links.SENT), {"do": "undo"})

    assert "Taken back" in page.content.decode()
    assert "Yes, I sent it" in page.content.decode()
    assert not Touchpoint.objects.exists()
    nudge.refresh_from_db()
    assert nudge.state == "open"

    press(link_to(nudge, links.SENT))
    url = link_to(nudge, links.SENT)
    clock.shift(timedelta(days=31))
    assert 'value="undo"' not in press(url, get=True).content.decode()
    assert press(url, {"do": "undo"}).status_code == 409
    assert Touchpoint.objects.count() == 1


def test_undo_with_nothing_done_changes_nothing(nudge, press):
    before = everything()
    for action in (links.SENT, links.NOT_THIS_MONTH, links.PAUSE):
        assert press(link_to(nudge, action), {"do": "undo"}).status_code == 409
    press(link_to(nudge, links.STOP), {"do": "undo"})

    assert everything() == before


def test_not_this_month_rests_the_reminder_and_can_be_undone(nudge, press):
    page = press(link_to(nudge, links.NOT_THIS_MONTH)).content.decode()
    nudge.refresh_from_db()
    assert nudge.state == "not_this_month"
    assert "Not Dana this month" in page
    assert "28 May" in page
    assert "Already done" in press(link_to(nudge, links.NOT_THIS_MONTH)).content.decode()

    press(link_to(nudge, links.NOT_THIS_MONTH), {"do": "undo"})
    nudge.refresh_from_db()
    assert nudge.state == "open"


def test_not_this_month_after_sent_it_says_what_was_noted(nudge, press):
    press(link_to(nudge, links.SENT))

    assert "Already noted on 28 April" in press(link_to(nudge, links.NOT_THIS_MONTH)).content.decode()
    nudge.refresh_from_db()
    assert nudge.state == "sent_it"


def test_pause_lasts_three_months_unless_another_day_is_chosen(nudge, press):
    page = press(link_to(nudge, links.PAUSE)).content.decode()
    nudge.contact.refresh_from_db()
    assert nudge.contact.paused_until == date(2026, 7, 28)
    assert "Dana: paused until 28 July" in page
    assert "Already paused until 28 July" in press(link_to(nudge, links.PAUSE)).content.decode()

    press(link_to(nudge, links.PAUSE), {"do": "undo"})
    press(link_to(nudge, links.PAUSE), {"day": "2026-09-01"})
    nudge.contact.refresh_from_db()
    assert nudge.contact.paused_until == date(2026, 9, 1)


@pytest.mark.parametrize("day", ["2026-04-28", "2020-01-01", "9999-12-31", "tomorrow"])
def test_a_pause_ends_on_a_day_to_come(nudge, press, day):
    page = press(link_to(nudge, links.PAUSE), {"day": day})

    assert "invalid-feedback" in page.content.decode()
    nudge.contact.refresh_from_db()
    assert nudge.contact.paused_until is None


def test_stop_is_kept_and_can_be_undone_for_30_days(nudge, press, clock):
    url = link_to(nudge, links.STOP)
    assert "Noted, and respected" in press(url).content.decode()
    nudge.contact.refresh_from_db()
    assert nudge.contact.standing == "stopped"
    assert "Already noted" in press(url).content.decode()

    press(url, {"do": "undo"})
    nudge.contact.refresh_from_db()
    assert nudge.contact.standing == "active"

    press(url)
    clock.shift(timedelta(days=31))
    assert press(url, {"do": "undo"}).status_code == 409
    nudge.contact.refresh_from_db()
    assert nudge.contact.standing == "stopped"


@pytest.mark.parametrize("action", [links.SENT, links.NOT_THIS_MONTH, links.PAUSE])
def test_nothing_is_left_to_do_for_somebody_who_asked_to_stop(nudge, press, action):
    stop_contact(nudge.contact)
    before = everything()

    page = press(link_to(nudge, action))

    assert page.status_code == 410
    assert "Dana asked not to be contacted" in page.content.decode()
    assert everything() == before


@pytest.mark.parametrize("action", [links.SENT, links.NOT_THIS_MONTH, links.PAUSE, links.STOP])
def test_the_links_of_an_erased_contact_tell_nothing(nudge, press, action):
    url = link_to(nudge, action)
    erase_contact(nudge.contact)

    page = press(url)

    assert page.status_code == 410
    assert "Dana" not in page.content.decode()
    assert "erased" in page.content.decode()


def test_a_withdrawn_reminder_says_so(nudge, press):
    Nudge.objects.update(state="withdrawn")

    page = press(link_to(nudge, links.SENT))

    assert page.status_code == 410
    assert not Touchpoint.objects.exists()


def test_an_old_link_says_what_to_do(nudge, press, clock):
    url = link_to(nudge, links.SENT)
    clock.shift(timedelta(days=61))

    page = press(url)

    assert page.status_code == 410
    assert "grown old" in page.content.decode()
    assert not Touchpoint.objects.exists()


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "x" + t[1:], lambda t: t + "A", lambda _t: "ü" * 300])
def test_a_broken_link_is_not_found(nudge, press, spoil):
    head, _slash, token = link_to(nudge, links.SENT).rstrip("/").rpartition("/")

    pages = [press(f"{head}/{spoil(token)}/", get=get) for get in (True, False)]

    assert [page.status_code for page in pages] == [404, 404]
    assert not Touchpoint.objects.exists()


@pytest.mark.parametrize("action", links.ACTIONS)
def test_a_press_proves_that_an_unsure_mail_arrived(nudge, press, action):
    NudgeMail.objects.update(state="unsure")

    press(link_to(nudge, action))

    assert NudgeMail.objects.get().state == "sent"


def test_one_click_stops_the_mails_without_a_redirect(nudge, press):
    url = link_to(nudge, links.UNSUBSCRIBE)

    assert [press(url, ONE_CLICK).status_code for _time in range(2)] == [200, 200]

    user = User.objects.get()
    assert user.mails_stopped_at == NOON
    assert nudge.contact.owner.nudge_mails.count() == 1


def test_stopped_mails_can_be_switched_on_again_there(nudge, press):
    url = link_to(nudge, links.UNSUBSCRIBE)
    press(url)

    page = press(url, {"do": "undo"})

    assert "The mails come again" in page.content.decode()
    user = User.objects.get()
    assert (user.mails_stopped_at, user.plan_at) == (None, NOON)


def test_an_unknown_button_does_nothing(nudge, press):
    before = everything()

    for action in links.ACTIONS:
        assert press(link_to(nudge, action), {"do": "nonsense"}).status_code == 200

    assert everything() == before


def test_an_ended_contact_is_not_paused(nudge, press):
    Contact.objects.update(standing="ended", next_on=None)

    press(link_to(nudge, links.PAUSE))

    assert Contact.objects.get().paused_until is None
