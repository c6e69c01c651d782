"""The audit trail: what happened to an account, for its user to read; never changed, kept for a year."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import Error, transaction
from django.test import RequestFactory

from crm.audit import KINDS, forget_old_events, note_event
from crm.devices import describe_device
from crm.models import AuditEvent
from tests.factories import make_user

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def tim():
    return make_user("tim@example.org")


def request_from(address, agent=FIREFOX, **headers):
    return RequestFactory().get("/", REMOTE_ADDR=address, headers={"user-agent": agent, **headers})


def test_an_event_tells_what_when_and_from_where(tim):
    event = note_event(tim, "token_made", request=request_from("203.0.113.9"), token="My spreadsheet", days=None)
    event.refresh_from_db()
    assert (event.kind, event.address, event.device) == ("token_made", "203.0.113.9", "Firefox on Linux")
    assert event.facts == {"token": "My spreadsheet"}


def test_an_address_that_anybody_can_claim_is_not_believed(tim):
    event = note_event(tim, "signed_in", request=request_from("203.0.113.9", **{"x-forwarded-for": "198.51.100.1"}))
    assert event.address == "203.0.113.9"


def test_a_long_or_broken_fact_is_cut(tim):
    assert note_event(tim, "token_made", token="x\r\ny" + "z" * 500).facts["token"].startswith("x yzz")
    assert len(note_event(tim, "token_made", token="z" * 500).facts["token"]) == 120


def test_the_log_tells_it_by_numbers_for_whoever_gathers_logs(tim, caplog):
    note_event(tim, "token_made", request=request_from("203.0.113.9"), token="My spreadsheet")
    (line,) = [record.msg for record in caplog.records if record.name == "crm.audit"]
    assert (line["event"], line["kind"], line["user"]) == ("audit", "token_made", tim.pk)
    assert "203.0.113.9" not in str(line) and "My spreadsheet" not in str(line)


def test_an_unknown_kind_is_a_mistake_of_ours(tim):
    with pytest.raises(AssertionError):
        note_event(tim, "smiled")


@pytest.mark.parametrize("change", [{"kind": "signed_out"}, {"address": ""}, {"facts": {}}])
def test_the_database_refuses_to_change_an_event(tim, change):
    event = note_event(tim, "signed_in", how="password")
    with pytest.raises(Error, match="an_audit_event_is_never_changed"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(**change)


def test_events_are_kept_for_a_year(tim):
    now = datetime(2026, 11, 20, tzinfo=UTC)
    for days in (1, 364, 366):
        AuditEvent.objects.create(user=tim, kind="signed_in", at=now - timedelta(days=days))
    assert forget_old_events(now) == 1
    assert AuditEvent.objects.count() == 2


def test_every_kind_fits_its_column_and_has_words():
    assert all(len(kind) <= 24 and str(words) for kind, words in KINDS.items())


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605", "Safari on Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_told_in_words(agent, words):
    assert describe_device(agent) == words
