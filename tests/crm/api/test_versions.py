import pytest

from contacts.models import Company
from followups.people import pause_contact
from tests.factories import make_company, make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def zephyr(tim):
    return make_company(tim, "Zephyr")


def test_a_change_of_what_was_seen_is_made(program, zephyr):
    seen = program.ask("GET", f"companies/{zephyr.pk}").headers["ETag"]
    answer = program.ask("PATCH", f"companies/{zephyr.pk}", {"notes": "Kind people."}, If_Match=seen)
    assert answer.status_code == 200
    assert answer.headers["ETag"] == program.ask("GET", f"companies/{zephyr.pk}").headers["ETag"] != seen


def test_a_change_of_what_has_changed_since_is_refused(program, zephyr):
    seen = program.ask("GET", f"companies/{zephyr.pk}").headers["ETag"]
    program.ask("PATCH", f"companies/{zephyr.pk}", {"notes": "Theirs"})
    answer = program.ask("PATCH", f"companies/{zephyr.pk}", {"notes": "Mine"}, If_Match=seen)
    assert (answer.status_code, answer.json()["error"]["code"]) == (412, "changed_meanwhile")
    assert Company.objects.get().notes == "Theirs"


def test_a_change_may_name_several_versions_or_any(program, zephyr):
    seen = program.ask("GET", f"companies/{zephyr.pk}").headers["ETag"]
    for match in (f'"old", {seen}', "*"):
        assert program.ask("PATCH", f"companies/{zephyr.pk}", {"notes": "New"}, If_Match=match).status_code == 200


def test_a_version_of_no_sense_matches_nothing(program, zephyr):
    answer = program.ask("PATCH", f"companies/{zephyr.pk}", {"notes": "New"}, If_Match="old")
    assert answer.status_code == 412


def test_nothing_is_deleted_that_has_changed_since(program, tim):
    contact = make_contact(tim)
    seen = program.ask("GET", f"contacts/{contact.pk}").headers["ETag"]
    pause_contact(contact, until=tim.today().replace(year=tim.today().year + 1))
    assert program.ask("DELETE", f"contacts/{contact.pk}", If_Match=seen).status_code == 412
    seen = program.ask("GET", f"contacts/{contact.pk}").headers["ETag"]
    assert program.ask("DELETE", f"contacts/{contact.pk}", If_Match=seen).status_code == 204


def test_what_is_known_is_not_sent_again(program, zephyr):
    seen = program.ask("GET", f"companies/{zephyr.pk}").headers["ETag"]
    answer = program.ask("GET", f"companies/{zephyr.pk}", If_None_Match=seen)
    assert (answer.status_code, answer.content) == (304, b"")
    assert program.ask("GET", f"companies/{zephyr.pk}", If_None_Match='"old"').status_code == 200


def test_a_patch_that_says_nothing_is_refused(program, zephyr):
    assert program.ask("PATCH", f"companies/{zephyr.pk}", {}).status_code == 422
