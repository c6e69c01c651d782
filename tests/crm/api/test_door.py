"""What holds for each request, whatever it is about."""

import json
from unittest.mock import patch

import pytest
import time_machine
from django.db import OperationalError

from contacts.models import Company
from crm.api.tokens import REQUESTS_PER_MINUTE
from crm.models import ApiToken

pytestmark = pytest.mark.django_db


def error_of(answer):
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "fields"}
    return answer.status_code, error["code"]


def send(program, content, content_type="application/json", path="companies"):
    headers = {"Authorization": f"Bearer {program.secret}"}
    return program.generic("POST", f"/api/v1/{path}", content, content_type=content_type, headers=headers)


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v1/companies/", "/api/v2/me", "/api/v1/companies/x"]
)
def test_an_unknown_address_is_answered_in_json(program, path):
    assert error_of(program.ask("GET", path)) == (404, "not_found")


@pytest.mark.parametrize("pk", [0, 999, 2**63, 10**30])
def test_an_id_that_nobody_has_is_not_found(program, pk):
    assert error_of(program.ask("GET", f"companies/{pk}")) == (404, "not_found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_a_wrong_method_is_told_the_right_ones(program, method):
    answer = program.ask(method, "companies")
    assert error_of(answer) == (405, "wrong_method")
    assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_head_is_answered_like_get_without_a_body(program):
    answer = program.ask("HEAD", "me")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["ETag"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{", (400, "bad_json")),
        (b"\xff", (400, "bad_json")),
        ('{"name": "Zephyr"}'.encode("utf-16"), (400, "bad_json")),
        (b'{"name": NaN}', (400, "bad_json")),
        (b"[" * 100_000, (400, "bad_json")),
        (b'{"name": ' + b"1" * 5000 + b"}", (400, "bad_json")),
        (b'{"name": ' + b"[" * 20 + b"]" * 20 + b"}", (422, "invalid")),
        (b'"Zephyr"', (422, "invalid")),
        (b"[]", (422, "invalid")),
        (b"null", (422, "invalid")),
        (b"", (422, "invalid")),
        (b'{"name": "Zephyr\\u0000"}', (422, "invalid")),
        (b'{"name": "Zephyr\\ud800"}', (422, "invalid")),
        (b'{"name": "Zephyr", "\\u0000": 1}', (422, "invalid")),
        (b'{"name": "Zephyr", "colour": "green"}', (422, "invalid")),
        (b'{"name": 7}', (422, "invalid")),
        (json.dumps({"name": "x" * 2**20}).encode(), (413, "too_large")),
    ],
)
def test_a_body_that_is_not_right_is_refused(program, content, expected):
    assert error_of(send(program, content)) == expected
    assert not Company.objects.exists()


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_body_that_is_not_json_is_refused(program, content_type):
    assert error_of(send(program, b'{"name": "Zephyr"}', content_type)) == (415, "not_json")


def test_each_field_is_told_what_is_wrong_with_it(program):
    answer = program.ask("POST", "contacts", {"email": "no address", "cadence": 4, "interests": "sailing", "nmae": ""})
    assert set(answer.json()["error"]["fields"]) == {"name", "cadence", "interests", "nmae"}
    answer = program.ask("POST", "contacts", {"name": "Dana", "email": "no address", "company": 10**6})
    assert error_of(answer) == (404, "not_found")
    answer = program.ask("POST", "contacts", {"name": "Dana", "email": "no address"})
    assert answer.json()["error"]["fields"] == {
        "email": "This does not look like an e-mail address, such as dana@example.org."
    }


def test_a_misspelt_filter_is_refused(program):
    answer = program.ask("GET", "contacts?standign=active")
    assert error_of(answer) == (422, "invalid")
    assert "standing" in answer.json()["error"]["message"]


def test_a_filter_with_a_nul_is_refused(program):
    assert error_of(program.ask("GET", "contacts?q=%00")) == (422, "invalid")


def test_what_is_only_read_may_be_sent_back(program):
    made = program.ask("POST", "contacts", {"name": "Dana Weber", "company": "Zephyr"}).json()
    answer = program.ask("PATCH", f"contacts/{made['id']}", {**made, "title": "Head of Data"})
    assert answer.json()["title"] == "Head of Data"


def test_a_trouble_of_the_database_is_answered_in_json(program):
    with patch("crm.api.nouns.companies.Company.objects.owned_by", side_effect=OperationalError("away")):
        answer = program.ask("GET", "companies")
    assert error_of(answer) == (503, "unavailable")
    assert answer.headers["Retry-After"]


def test_a_database_that_is_away_keeps_the_door_shut_in_json(program):
    with patch("crm.api.door.find_token", side_effect=OperationalError("away")):
        assert error_of(program.ask("GET", "companies")) == (503, "unavailable")


def test_a_fault_of_ours_is_logged_and_undone(program, caplog):
    with patch("crm.api.nouns.companies.save_company", side_effect=ZeroDivisionError):
        answer = program.ask("POST", "companies", {"name": "Zephyr"})
    assert error_of(answer) == (500, "failed")
    assert "ZeroDivisionError" in caplog.text
    assert not Company.objects.exists()


def test_a_token_has_600_requests_a_minute(program):
    with time_machine.travel("2026-11-20 12:00:15Z", tick=False) as clock:
        first = program.ask("GET", "me")
        assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("600", "599")
        assert first.headers["RateLimit-Reset"] == "45"
        ApiToken.objects.update(counted=REQUESTS_PER_MINUTE - 1)
        assert program.ask("GET", "me").headers["RateLimit-Remaining"] == "0"
        refused = program.ask("GET", "me")
        assert error_of(refused) == (429, "too_many_requests")
        assert refused.headers["Retry-After"] == "45"
        clock.shift(45)
        assert program.ask("GET", "me").status_code == 200


def test_before_there_is_an_owner_programs_are_refused_and_not_led_to_a_page(client):
    assert client.get("/api/v1/me").status_code == 401


def test_no_cookie_is_set_and_nothing_is_kept_in_caches(program):
    answer = program.ask("GET", "me")
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"


def test_days_are_those_of_the_users_time_zone(program, tim):
    tim.time_zone = "Pacific/Auckland"
    tim.save()
    with time_machine.travel("2026-11-20 12:00:00Z", tick=False):
        assert program.ask("GET", "me").json()["today"] == "2026-11-21"
        made = program.ask("POST", "contacts", {"name": "Dana Weber"}).json()
        logged = program.ask("POST", "touchpoints", {"contact": made["id"], "kind": "check_in"})
    assert logged.json()["on"] == "2026-11-21"
