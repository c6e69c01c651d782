"""Afterword's own file: everything into an empty account, the people into one in use, and the way back."""

from datetime import date

import pytest
from django.utils import timezone

from contacts.models import Company, Contact, Interest, Rejection
from crm.importing.problems import CannotRead
from crm.importing.undoing import begin_undo
from crm.portable.writing import write_document
from followups.models import Nudge, NudgeMail, Touchpoint
from followups.people import stop_contact
from followups.touchpoints import log_touchpoint
from tests.belongings import make_belongings
from tests.crm.importing.bringing import bring, look, read, work, write
from tests.factories import make_contact, make_user


@pytest.fixture
def file(user):
    """Of an account with one of everything."""
    other = make_user("robin@example.org", time_zone="Asia/Tokyo", contacts_per_mail=5)
    make_belongings(other, "Xylophone")
    Interest.objects.create(contact=other.contacts.get(), topic="sailing")
    stop_contact(make_contact(other, name="Stopped", email="stopped@example.org"))
    return "".join(write_document(other, timezone.now()))


def of(user, model, owner="owner"):
    return model.objects.filter(**{owner: user})


def test_everything_comes_into_an_empty_account(user, file):
    run = read(user, file, "afterword.json")
    assert (run.shape, run.state) == ("afterword", "ready")
    assert run.counts["lists"]["contacts"] == 2
    assert not of(user, Contact).exists()
    run = write(run)
    assert (run.state, run.pieces.count()) == ("done", 0)
    assert set(of(user, Contact).values_list("name", "standing")) == {("Xylophone", "active"), ("Stopped", "stopped")}
    assert of(user, Touchpoint, "contact__owner").get().text == "Xylophone"
    user.refresh_from_db()
    assert (user.time_zone, user.contacts_per_mail) == ("Asia/Tokyo", 5)


def test_it_can_be_taken_back_as_a_whole(user, file):
    run = bring(user, file, "afterword.json")
    assert begin_undo(run)
    assert work(run).state == "undone"
    for model, owner in ((Contact, "owner"), (Company, "owner"), (Rejection, "owner"), (NudgeMail, "owner")):
        assert not of(user, model, owner).exists()
    assert not of(user, Nudge, "contact__owner").exists()
    user.refresh_from_db()
    assert (user.time_zone, user.contacts_per_mail) == ("UTC", 3)


def test_once_something_has_happened_all_of_it_stays(user, file):
    run = bring(user, file, "afterword.json")
    log_touchpoint(of(user, Contact).get(name="Xylophone"), kind="article", on=user.today())
    assert begin_undo(run)
    run = work(run)
    assert run.state == "done" and "everything stays" in run.problem
    assert of(user, Contact).count() == 2


def test_into_an_account_in_use_come_people_and_rejections_once(user, file):
    make_contact(user, name="Dana Weber")
    run = bring(user, file, "afterword.json")
    assert (run.counts["people"], run.counts["rejections"]) == (2, 1)
    assert of(user, Interest, "contact__owner").get().topic == "sailing"
    assert of(user, Rejection).get().rejected_on == date(2026, 1, 12)
    again = read(user, file, "afterword.json")
    assert (again.counts["same"], again.counts.get("new", 0)) == (3, 0)


@pytest.mark.parametrize(
    "spoil", [lambda text: text[: len(text) // 2], lambda text: text.replace('"cadence":1', '"cadence":7')]
)
def test_a_damaged_file_brings_nothing(user, file, spoil):
    run = read(user, spoil(file), "afterword.json")
    if run.state == "ready":
        run = write(run)
    assert run.state == "refused" and run.problem
    assert not of(user, Contact).exists()


def test_a_file_of_a_newer_version_is_refused(user, file):
    run = read(user, file.replace('"version":1', '"version":2', 1).replace('"version": 1', '"version": 2', 1), "a.json")
    assert run.state == "refused" and "newer" in run.problem


def test_nesting_without_end_is_refused(user):
    text = '{"format":"afterword","version":1,"companies":' + "[" * 100_000
    assert read(user, text, "a.json").state == "refused"


def test_other_json_is_refused_at_once(user):
    with pytest.raises(CannotRead, match="none that Afterword wrote"):
        look(user, '{"people": []}', "people.json")
