from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from contacts.models import Company, Contact, Rejection
from crm.demo import EMAIL, make_demo, remove_demo
from crm.models import User
from followups.models import FeedbackRequest, Nudge, NudgeMail, Touchpoint
from followups.today import read_today
from tests.factories import make_contact, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def the_year(django_db_setup, django_db_blocker):
    """One demo for all tests here: a year takes a few seconds to live through."""
    with django_db_blocker.unblock():
        make_demo(replace=True)
    yield
    with django_db_blocker.unblock():
        remove_demo()


@pytest.fixture
def robin(the_year, db) -> User:
    return User.objects.get(email=EMAIL)


def test_the_demo_is_a_believable_year(robin):
    states = set(robin.feedback_requests.values_list("state", flat=True))
    mails = set(robin.nudge_mails.values_list("state", flat=True))
    standings = set(Contact.objects.owned_by(robin).values_list("standing", flat=True))
    assert Company.objects.filter(owner=robin).count() >= 12
    assert Contact.objects.owned_by(robin).count() >= 14
    assert set(Rejection.objects.owned_by(robin).values_list("stage", flat=True)) == set(Rejection.Stage.values)
    assert states >= {"proposed", "not_asked", "asked", "no_answer", "answered", "thanked"}
    assert set(Touchpoint.objects.owned_by(robin).values_list("kind", flat=True)) == set(Touchpoint.Kind.values)
    assert {"sent", "unsure", "failed"} <= mails
    assert standings == {"active", "ended", "stopped"}


def test_it_leaves_something_to_do_today(robin):
    today = read_today(robin)
    assert today.due.count >= 2
    assert today.thanks_due.count == today.to_ask.count == today.waiting.count == 1
    assert today.coming_up.count >= 3


def test_the_refused_mail_was_carried_over(robin):
    failed = robin.nudge_mails.get(state="failed")
    carried = Nudge.objects.filter(earlier_mails=failed)
    assert carried and all(nudge.mail.state == NudgeMail.State.SENT for nudge in carried)


def test_nothing_of_it_lies_in_the_future(robin):
    today = robin.today()
    assert Touchpoint.objects.owned_by(robin).filter(on__gt=today).count() == 0
    assert Nudge.objects.owned_by(robin).filter(on__gt=today).count() == 0
    assert not robin.nudge_mails.unfinished().exists()
    assert Rejection.objects.owned_by(robin).filter(rejected_on__gt=today).count() == 0


def test_the_command_prints_what_signs_in(client):
    out = StringIO()
    call_command("demo", "--replace", stdout=out)
    password = out.getvalue().split("Password:")[1].split()[0]
    response = client.post("/accounts/login/", {"login": EMAIL, "password": password})
    assert response.status_code == 302
    assert "letters to write" in client.get("/").content.decode()


def test_a_second_demo_is_refused_unless_it_replaces_the_first(robin):
    with pytest.raises(CommandError, match="already"):
        call_command("demo")
    assert User.objects.get(email=EMAIL).pk == robin.pk
    call_command("demo", "--replace", stdout=StringIO())
    assert User.objects.get(email=EMAIL).pk != robin.pk
    assert Contact.objects.filter(owner_id=robin.pk).count() == 0


def test_removing_it_leaves_everybody_else_alone(robin, django_capture_on_commit_callbacks):
    tims = make_contact(make_user("tim@example.org"))
    kept = [settings.MAIL_DIR / f"{mail.public_id}.eml" for mail in robin.nudge_mails.filter(state="sent")]
    assert kept and all(path.exists() for path in kept)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("demo", "--remove", stdout=StringIO())
    assert list(User.objects.values_list("email", flat=True)) == ["tim@example.org"]
    assert list(Contact.objects.all()) == [tims]
    assert FeedbackRequest.objects.count() == 0
    assert not any(path.exists() for path in kept)
