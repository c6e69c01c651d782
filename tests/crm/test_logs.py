"""Nothing private stands in a log or an error report: words are planted everywhere, and looked for afterwards."""

import io
import json
import logging
import logging.config
from smtplib import SMTPServerDisconnected

import pytest
import sentry_sdk
from django.db import IntegrityError, transaction
from django.test import Client
from sentry_sdk.transport import Transport

from contacts.models import Contact
from crm.api.tokens import make_token
from crm.logs import LOGGING, report_to_sentry
from crm.tasks import keep_house
from followups.feeds.visiting import fetch_due_feeds
from followups.models import NudgeMail
from followups.planning import plan_mails
from followups.sending import drain
from tests.factories import make_contact, make_feed, make_user

WORD = "zqsecret"
PASSWORD = f"{WORD} a calm harbour"

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """What the shipped handlers would write to stderr, of every logger at every level that is let through."""
    logging.config.dictConfig(LOGGING)
    (handler,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    written = io.StringIO()
    former = handler.setStream(written)
    yield written
    handler.setStream(former)


class Kept(Transport):
    """Keeps what would be sent to the error reports' server."""

    reports: list[str] = []

    def capture_envelope(self, envelope):
        self.reports.append(envelope.serialize().decode("utf-8", "replace"))


@pytest.fixture
def reports():
    Kept.reports = []
    report_to_sentry("https://key@reports.example/1", transport=Kept)
    yield Kept.reports
    sentry_sdk.get_client().close()
    sentry_sdk.init()


@pytest.fixture
def tim():
    user = make_user(f"{WORD}tim@example.org", name=f"{WORD} Berg")
    user.set_password(PASSWORD)
    user.save()
    return user


def name_of(contact_pk):
    return Contact.objects.get(pk=contact_pk).name


def break_with(error):
    def broken(*_args, **_options):
        raise error

    return broken


def all_is_well_with(text, *words):
    for word in words:
        assert word not in text, [line for line in text.splitlines() if word in line][:3]


def test_neither_pages_nor_the_api_write_what_was_typed(tim, log):
    page = Client()
    page.post("/accounts/login/", {"login": tim.email, "password": "wrong " + PASSWORD})
    page.post("/accounts/login/", {"login": tim.email, "password": PASSWORD})
    page.post("/contacts/new/", {"name": f"{WORD} Weiss", "email": f"{WORD}@example.com", "cadence": 1, "notes": WORD})
    page.get("/contacts/", {"q": WORD})
    page.get(f"/n/{WORD}-token/")
    page.get(f"/calendar/{WORD}.ics")
    page.get(f"/accounts/password/reset/key/1-{WORD}/")
    page.get(f"/{WORD}/not-there/")
    _token, secret = make_token(tim, name=WORD)
    for headers in ({"authorization": f"Bearer {secret}"}, {"authorization": f"Bearer {WORD}"}):
        page.post("/api/v1/contacts", {"name": WORD}, content_type="application/json", headers=headers)
        page.get("/api/v1/contacts", {"q": WORD}, headers=headers)
    written = log.getvalue()
    assert "route=/contacts/new/ status=302" in written and "route=/api/v1/contacts" in written
    all_is_well_with(written, WORD, secret, page.cookies["sessionid"].value)


def test_a_request_is_told_with_the_number_of_whoever_asked(tim, log):
    page = Client()
    page.force_login(tim)
    page.get("/contacts/12345/")
    _token, secret = make_token(tim, name="Test")
    page.get("/api/v1/contacts/12345", headers={"authorization": f"Bearer {secret}"})
    told = [line for line in log.getvalue().splitlines() if "status=404" in line]
    assert [line.endswith(f"user={tim.pk}") for line in told] == [True, True]


def test_an_error_in_a_page_tells_where_and_not_whose(tim, log, reports, monkeypatch):
    contact = make_contact(tim, name=f"{WORD} Weiss")
    error = ValueError(f"could not read '{WORD} Weiss' of {WORD}@example.com")
    monkeypatch.setattr("crm.views.person.erase_person", break_with(error))
    page = Client(raise_request_exception=False)
    page.force_login(tim)
    answer = page.post(f"/contacts/{contact.pk}/erase/?q={WORD}", {"notes": WORD})
    assert answer.status_code == 500 and WORD not in answer.content.decode()
    written = log.getvalue()
    assert "ValueError: could not read “…” of" in written and "in contact_erase" in written
    (report,) = reports
    assert "could not read" in report and "contact_erase" in report
    all_is_well_with(written + report, WORD, page.cookies["sessionid"].value)


def test_an_error_of_the_database_tells_its_rule_and_not_the_row(tim, log, reports):
    make_contact(tim)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make_user(tim.email)
    logging.getLogger("crm.test").error("it broke", exc_info=caught.value)
    assert "IntegrityError" in log.getvalue() and len(reports) == 1
    all_is_well_with(log.getvalue() + reports[0], WORD)


def test_a_worker_that_fails_tells_which_task_and_not_about_whom(tim, log, reports, monkeypatch, settings):
    monkeypatch.setattr("crm.housekeeping.keep_house", break_with(KeyError(f"{WORD} Weiss")))
    assert keep_house.apply().failed()
    written = log.getvalue()
    assert "crm.tasks.keep_house" in written and "KeyError: “…”" in written
    all_is_well_with(written + "".join(reports), WORD)


def test_a_mail_that_goes_out_or_does_not_is_told_by_its_number(tim, log, monkeypatch, settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    make_contact(tim, name=f"{WORD} Weiss", email=f"{WORD}@example.com", notes=WORD)
    type(tim).objects.update(plan_at="2026-01-01T00:00:00Z", nudge_time="00:00")
    Contact.objects.update(next_on="2026-02-10")
    from django.utils import timezone

    assert plan_mails(timezone.now()) == 1
    monkeypatch.setattr("followups.sending.build_nudge_mail", break_with(ValueError(f"no draft for '{WORD} Weiss'")))
    drain()
    monkeypatch.undo()
    NudgeMail.objects.update(not_before="2026-01-01T00:00:00Z")
    assert drain() == 1
    assert f"nudge mail {NudgeMail.objects.get().pk} could not be made" in log.getvalue()
    all_is_well_with(log.getvalue(), WORD)


def test_a_feed_that_fails_is_told_without_its_address(tim, log, settings):
    make_feed(tim, url=f"http://{WORD}:{WORD}@127.0.0.1:9/{WORD}.xml?key={WORD}")
    from django.utils import timezone

    fetch_due_feeds(timezone.now())
    assert "feed" in log.getvalue()
    all_is_well_with(log.getvalue(), WORD)


def test_what_breaks_on_a_machine_is_told_in_full(log):
    logger = logging.getLogger("crm.test")
    for error in (FileNotFoundError(2, "No such file", "/srv/data/x"), SMTPServerDisconnected("line “a b” lost")):
        logger.error("it broke", exc_info=error)
    assert "/srv/data/x" in log.getvalue() and "line “a b” lost" in log.getvalue()


def test_no_line_can_be_forged(log):
    logging.getLogger("crm.test").error("read %s", "a\r\n2026-11-23T09:00:00Z info    crm.web signed_in")
    assert len(log.getvalue().splitlines()) == 1


def test_a_report_holds_nothing_but_what_is_listed(tim, reports):
    sentry_sdk.set_user({"email": WORD})
    sentry_sdk.set_tag("x", WORD)
    sentry_sdk.set_context("y", {"z": WORD})
    sentry_sdk.add_breadcrumb(message=WORD)
    try:
        local = WORD  # noqa: F841
        raise KeyError(WORD)
    except KeyError:
        sentry_sdk.capture_exception()
    (report,) = reports
    body = json.loads(report.splitlines()[2])
    assert set(body) <= {
        "event_id",
        "timestamp",
        "level",
        "platform",
        "transaction",
        "release",
        "sdk",
        "exception",
        "logger",
    }
    all_is_well_with(report.replace(f"“{WORD}", ""), f'"{WORD}')
