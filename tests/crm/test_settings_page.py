from datetime import time
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from crm.preferences import change_preferences
from tests.factories import make_user

TYPED = {
    "name": "Ada Lovelace",
    "time_zone": "Asia/Kathmandu",
    "nudge_time": "07:41",
    "contacts_per_mail": "5",
    "digest_day": "31",
    "wants_mails": "on",
}


@pytest.fixture
def user(db, client):
    user = make_user()
    client.force_login(user)
    return user


def save(client, **changes):
    return client.post("/settings/", TYPED | changes)


def test_settings_are_saved(client, user):
    response = save(client)

    assert response.url == "/settings/"
    user.refresh_from_db()
    assert (user.name, user.time_zone, user.nudge_time) == ("Ada Lovelace", "Asia/Kathmandu", time(7, 41))
    assert (user.contacts_per_mail, user.digest_day, user.mails_stopped_at) == (5, 31, None)


@pytest.mark.parametrize("wants_mails", ["on", ""])
def test_saving_lets_the_planner_look_again_at_once(client, user, wants_mails):
    with time_machine.travel("2026-03-01 12:00:00Z", tick=False):
        save(client, wants_mails=wants_mails)
        now = timezone.now()

    user.refresh_from_db()
    assert user.plan_at == now


def test_saving_touches_nothing_the_planner_moves(user):
    stale = type(user).objects.get(pk=user.pk)
    type(user).objects.filter(pk=user.pk).update(last_mail_on="2026-03-01")

    chosen = {"time_zone": "UTC", "nudge_time": time(9), "contacts_per_mail": 3, "digest_day": None}
    change_preferences(stale, name="Ada", wants_mails=True, **chosen)

    user.refresh_from_db()
    assert str(user.last_mail_on) == "2026-03-01"


def test_page_shows_what_is_set(client, user):
    save(client)

    page = client.get("/settings/").content.decode()

    assert 'value="07:41"' in page
    assert '<option value="Asia/Kathmandu" selected>' in page
    assert "Save</button>" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"nudge_time": "25:00"}, "This is not a time of the day, such as 09:00."),
        ({"nudge_time": ""}, "This field is required."),
        ({"time_zone": "Europe/Atlantis"}, "There is no time zone called “Europe/Atlantis”."),
        ({"contacts_per_mail": "11"}, "less than or equal to 10"),
        ({"contacts_per_mail": "0"}, "greater than or equal to 1"),
        ({"digest_day": "32"}, "less than or equal to 31"),
        ({"digest_day": "first"}, "Enter a whole number."),
    ],
)
def test_bad_input_gets_a_clear_message_and_loses_nothing(client, user, wrong, message):
    page = save(client, **wrong).content.decode()

    assert message in page
    assert 'value="Ada Lovelace"' in page
    user.refresh_from_db()
    assert user.name == "Tim Berg"


def test_line_break_in_a_name_becomes_a_space(client, user):
    save(client, name="Ada\r\nBcc: everybody@example.org")

    user.refresh_from_db()
    assert user.name == "Ada Bcc: everybody@example.org"


def test_mails_are_stopped_and_resumed(client, user):
    save(client, wants_mails="")
    user.refresh_from_db()
    stopped_at = user.mails_stopped_at
    assert stopped_at is not None

    save(client, wants_mails="")
    user.refresh_from_db()
    assert user.mails_stopped_at == stopped_at

    save(client)
    user.refresh_from_db()
    assert user.mails_stopped_at is None


def test_digest_is_not_caught_up_on_from_before_it_was_chosen(client, user):
    with time_machine.travel("2026-03-14 12:00:00Z"):
        save(client, digest_day="5")
    user.refresh_from_db()
    assert str(user.digest_since) == "2026-03-14"

    with time_machine.travel("2026-04-20 12:00:00Z"):
        client.force_login(user)
        save(client, digest_day="5")
    user.refresh_from_db()
    assert str(user.digest_since) == "2026-03-14"

    client.force_login(user)
    save(client, digest_day="")
    user.refresh_from_db()
    assert (user.digest_day, user.digest_since) == (None, None)


def test_scripts_styles_and_templates_say_nothing_inline():
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        text = template.read_text()
        if "emails" in template.parts or template.name == "person_file.html":
            continue  # they leave, and have no stylesheet beside them
        assert "<style" not in text, template
        assert " style=" not in text, template
        assert "<script>" not in text, template
        assert " onclick=" not in text, template


@pytest.mark.django_db
def test_the_page_holds_one_form(client):
    client.force_login(make_user())
    assert client.get("/settings/").content.decode().count("<form") == 1


def test_a_vacation_is_saved(client, user):
    save(client, away_from="2026-07-01", away_until="2026-07-15")
    user.refresh_from_db()
    assert (str(user.away_from), str(user.away_until)) == ("2026-07-01", "2026-07-15")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"away_from": "2026-07-01"}, "A vacation has two days"),
        ({"away_from": "2026-07-01", "away_until": "2026-07-01"}, "not after the day"),
        ({"away_from": "soon", "away_until": "2026-07-01"}, "This is not a day"),
    ],
)
def test_half_a_vacation_is_explained_and_nothing_is_saved(client, user, days, said):
    page = save(client, **days).content.decode()
    assert said in page
    user.refresh_from_db()
    assert user.away_from is None


@pytest.mark.parametrize(("typed", "kept"), [("2", 2), ("12", 12), ("", 4)])
def test_how_many_letters_may_stay_unanswered_is_chosen(client, user, typed, kept):
    assert 'name="unanswered_limit" value="4"' in client.get("/settings/").content.decode()
    save(client, unanswered_limit=typed)
    user.refresh_from_db()
    assert user.unanswered_limit == kept


@pytest.mark.parametrize("typed", ["1", "13", "four"])
def test_a_limit_out_of_range_is_said_and_nothing_is_saved(client, user, typed):
    shown = save(client, unanswered_limit=typed).content.decode()
    user.refresh_from_db()
    assert "id_unanswered_limit_error" in shown or "invalid-feedback" in shown
    assert (user.unanswered_limit, user.name) == (4, "Tim Berg")
