import threading
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.db import connection, connections
from django.utils import timezone

from contacts.models import Company, Contact
from crm.models import ApiAnswer
from followups.people import erase_contact
from followups.tick import run_tick
from tests.crm.api.conftest import Program
from tests.factories import make_user

pytestmark = pytest.mark.django_db

DANA = {"name": "Dana Weber", "company": "Zephyr"}


def add(program, key, body=DANA, path="contacts"):
    return program.ask("POST", path, body, Idempotency_Key=key)


def test_the_same_request_has_one_effect_and_gets_the_same_answer(program):
    first, second = add(program, "k-1"), add(program, "k-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert all(first.headers[name] == second.headers[name] for name in ("Location", "ETag"))
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Contact.objects.count() == 1


def test_another_request_with_the_same_key_is_refused(program):
    add(program, "k-1")
    for answer in (add(program, "k-1", {"name": "Milo"}), add(program, "k-1", {"name": "Zephyr"}, path="companies")):
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "key_reused")
    assert Contact.objects.count() == 1


def test_another_key_is_another_request(program):
    add(program, "k-1")
    add(program, "k-2")
    assert Contact.objects.count() == 2


def test_keys_of_two_tokens_are_apart(program):
    other = Program(make_user())
    assert add(program, "k-1").json()["id"] != add(other, "k-1").json()["id"]


def test_a_refused_request_may_be_sent_right_with_the_same_key(program):
    assert add(program, "k-1", {"name": ""}).status_code == 422
    assert add(program, "k-1").status_code == 201


def test_a_request_that_failed_may_be_tried_again(program):
    with patch("crm.api.nouns.contacts.show_contact", side_effect=ZeroDivisionError):
        assert add(program, "k-1").status_code == 500
    assert add(program, "k-1").status_code == 201
    assert Contact.objects.count() == 1


def test_an_answer_is_remembered_for_a_day(program):
    with time_machine.travel("2026-11-20 12:00:00Z", tick=False) as clock:
        add(program, "k-1")
        clock.shift(timedelta(hours=23, minutes=59))
        assert add(program, "k-1").headers["Idempotency-Replayed"]
        clock.shift(timedelta(minutes=1))
        add(program, "k-1")
    assert Contact.objects.count() == 2


def test_the_tick_forgets_answers_that_are_a_day_old(program):
    with time_machine.travel("2026-11-20 12:00:00Z", tick=False) as clock:
        add(program, "k-1")
        clock.shift(timedelta(days=1))
        run_tick(timezone.now())
    assert not ApiAnswer.objects.exists()


def test_who_is_erased_is_erased_from_answers_too(program):
    add(program, "k-1")
    erase_contact(Contact.objects.get())
    assert "Dana" not in str(list(ApiAnswer.objects.values()))
    assert add(program, "k-1").json()["error"]["code"] == "answer_erased"
    assert not Contact.objects.exists()


@pytest.mark.parametrize("key", ["x" * 201, "kéy"])
def test_a_key_of_no_sense_is_refused(program, key):
    assert add(program, key).json()["error"]["code"] == "bad_key"


def test_a_key_changes_nothing_about_other_methods(program):
    made = program.ask("POST", "companies", {"name": "Zephyr"}).json()
    for notes in ("one", "two"):
        program.ask("PATCH", f"companies/{made['id']}", {"notes": notes}, Idempotency_Key="k-1")
    assert Company.objects.get().notes == "two"


@pytest.mark.django_db(transaction=True)
def test_equal_requests_at_once_have_one_effect():
    program = Program(make_user())
    start, answers = threading.Barrier(8), []

    def send():
        start.wait()
        answers.append(add(program, "k-1"))
        connections.close_all()

    threads = [threading.Thread(target=send) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Contact.objects.count() == 1, connection.vendor
