"""From planned to the mailbox: a real SMTP server, and every way in which it can say no."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from followups import outbox_sql, sending
from followups.kept_mail import kept_mail_path
from followups.models import NudgeMail
from followups.planning import plan_mails
from followups.sending import drain
from followups.smtp_session import Session
from followups.stopping import is_handing_over, stop_is_asked
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_user
from tests.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


STEP_BY_STEP = ("8BITMIME", "SMTPUTF8")
ALL_AT_ONCE = (*STEP_BY_STEP, "PIPELINING")


@pytest.fixture(params=[STEP_BY_STEP, ALL_AT_ONCE], ids=["step-by-step", "all-at-once"])
def server(settings, request):
    with SmtpServer(offers=request.param) as server:
        settings.MAIL_SERVER = server.as_mail_server()
        yield server


def plan_for(number: int) -> list[NudgeMail]:
    for _number in range(number):
        make_contact(make_user())
    plan_mails(NOW)
    return list(NudgeMail.objects.order_by("id"))


def states() -> list[str]:
    return list(NudgeMail.objects.order_by("id").values_list("state", flat=True))


def test_a_planned_mail_arrives_once_under_its_message_id(server):
    (mail,) = plan_for(1)
    assert drain() == 1
    assert drain() == 0
    assert [accepted.message_id for accepted in server.accepted] == [mail.message_id]
    assert server.accepted[0].recipient == mail.recipient
    assert states() == ["sent"]


def test_a_batch_goes_over_one_line(server):
    plan_for(5)
    assert drain() == 5
    assert server.lines == 1


def test_a_refused_address_fails_its_own_mail_only(server):
    plan_for(3)
    server.fail("rcpt", "550 5.1.1 No such user")
    assert drain() == 2
    assert states() == ["failed", "sent", "sent"]
    assert "550" in NudgeMail.objects.get(state="failed").error


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data", "dot"])
def test_not_now_is_tried_again_and_arrives_once(server, clock, stage):
    plan_for(1)
    server.fail(stage, "451 4.3.0 Try again later")
    drain()
    assert states() == ["planned"]
    clock.shift(timedelta(minutes=1))
    drain()
    assert states() == ["sent"]
    assert len(server.accepted) == 1


@pytest.mark.parametrize("stage", ["connect", "ehlo", "mail", "rcpt", "data"])
def test_a_line_that_breaks_before_the_message_costs_nothing(server, clock, stage):
    plan_for(2)
    server.fail(stage, "drop")
    drain()
    assert set(states()) <= {"planned", "sent"}
    clock.shift(timedelta(minutes=1))
    drain()
    assert states() == ["sent", "sent"]
    assert len(server.accepted) == 2


def test_a_refusal_of_the_message_is_final(server):
    plan_for(1)
    server.fail("dot", "554 5.7.1 Spam")
    drain()
    assert states() == ["failed"]


@pytest.mark.parametrize(("fault", "arrived"), [("drop", 0), ("accept-then-drop", 1)])
def test_a_line_that_breaks_after_the_message_leaves_it_unsure_and_is_not_repeated(server, clock, fault, arrived):
    plan_for(1)
    server.fail("dot", fault)
    drain()
    clock.shift(timedelta(days=1))
    drain()
    assert states() == ["unsure"]
    assert len(server.accepted) == arrived


def test_where_the_relay_removes_repeats_nothing_is_unsure(settings, clock):
    settings.EMAIL_RELAY_DEDUPES = True
    with SmtpServer(removes_repeats=True) as server:
        settings.MAIL_SERVER = server.as_mail_server()
        plan_for(1)
        server.fail("dot", "accept-then-drop")
        drain()
        clock.shift(timedelta(minutes=1))
        drain()
        assert states() == ["sent"]
        assert (len(server.accepted), len(server.repeats)) == (1, 1)


def test_a_server_that_is_away_is_asked_once_for_the_whole_batch(server):
    plan_for(3)
    server.fail("connect", "421 4.3.2 Not now", times=None)
    drain()
    assert states() == ["planned"] * 3
    assert server.lines <= 2
    assert all("421" in error for error in NudgeMail.objects.values_list("error", flat=True))


def test_a_touch_made_while_the_server_is_asked_stops_the_mail(server, monkeypatch):
    (mail,) = plan_for(1)
    contact = mail.nudges.get().contact
    begin = sending.Line.begin

    def begin_and_touch(self, *addresses):
        begin(self, *addresses)
        log_touchpoint(contact, kind="article", on=date(2026, 2, 10))

    monkeypatch.setattr(sending.Line, "begin", begin_and_touch)
    drain()
    assert states() == ["cancelled"]
    assert server.accepted == []


def test_a_mail_loses_the_contact_who_was_written_to_in_between_and_keeps_its_message_id(server, monkeypatch, clock):
    owner = make_user()
    touched, other = make_contact(owner), make_contact(owner, name="Robin Okafor")
    plan_mails(NOW)
    begin = sending.Line.begin

    def begin_and_touch(self, *addresses):
        begin(self, *addresses)
        log_touchpoint(touched, kind="article", on=date(2026, 2, 10))

    monkeypatch.setattr(sending.Line, "begin", begin_and_touch)
    drain()
    monkeypatch.setattr(sending.Line, "begin", begin)
    clock.shift(timedelta(seconds=10))
    drain()
    (accepted,) = server.accepted
    assert accepted.message_id == NudgeMail.objects.get().message_id
    assert other.name in accepted.message.get_body(("plain",)).get_content()
    assert touched.name not in accepted.message.get_body(("plain",)).get_content()


def test_an_outcome_is_written_down_even_if_the_database_is_away_for_a_while(server, monkeypatch):
    plan_for(1)
    record, refusals = sending.outbox.record_accepted, [1, 2]

    def record_at_last(*outcome):
        if refusals.pop() and refusals:
            raise OperationalError("the database is starting up")
        return record(*outcome)

    monkeypatch.setattr(sending.outbox, "record_accepted", record_at_last)
    monkeypatch.setattr(sending.time, "sleep", lambda seconds: None)
    drain()
    assert states() == ["sent"]
    assert connection.is_usable()


def test_a_mail_that_cannot_be_made_does_not_hold_up_the_others(server, monkeypatch):
    first, _second = plan_for(2)
    build = sending.build_nudge_mail

    def build_or_trip(mail, nudges, contents):
        if mail.pk == first.pk:
            raise ValueError("broken template")
        return build(mail, nudges, contents)

    monkeypatch.setattr(sending, "build_nudge_mail", build_or_trip)
    assert drain() == 1
    assert states() == ["planned", "sent"]


def test_a_stop_gives_back_what_was_not_begun(server, monkeypatch):
    plan_for(3)
    monkeypatch.setattr(sending, "stop_is_asked", lambda: bool(server.accepted) or stop_is_asked())
    drain()
    assert states() == ["sent", "planned", "planned"]
    assert list(NudgeMail.objects.order_by("id").values_list("attempts", flat=True)) == [1, 0, 0]


def test_without_a_server_mail_is_kept_and_readable(settings, tmp_path):
    settings.MAIL_SERVER, settings.MAIL_DIR = None, tmp_path / "mail"
    (mail,) = plan_for(1)
    assert drain() == 1
    kept = kept_mail_path(mail.public_id)
    assert mail.message_id.encode() in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_full_disk_delays_kept_mail_and_loses_nothing(settings, tmp_path, monkeypatch, clock):
    settings.MAIL_SERVER, settings.MAIL_DIR = None, tmp_path / "mail"
    plan_for(1)
    whole = sending.keep_mail

    def no_space(*_mail):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sending, "keep_mail", no_space)
    drain()
    assert states() == ["planned"]
    assert "No space left" in NudgeMail.objects.get().error
    monkeypatch.setattr(sending, "keep_mail", whole)
    clock.shift(timedelta(minutes=1))
    assert drain() == 1


@pytest.fixture
def eager_server(settings, monkeypatch):
    """Answers for the next mail before the one before it is written down, every time."""
    has_heard = Session.has_heard
    monkeypatch.setattr(Session, "has_heard", lambda *words: time.sleep(0.1) or has_heard(*words))
    with SmtpServer(offers=ALL_AT_ONCE) as server:
        settings.MAIL_SERVER = server.as_mail_server()
        yield server


@pytest.fixture
def shared(monkeypatch):
    """The commits that an outcome and the next hand-over shared."""
    shared = []
    turn_two = outbox_sql.turn_two
    monkeypatch.setattr(outbox_sql, "turn_two", lambda *words: shared.append(turn_two(*words)) or shared[-1])
    return shared


def ledger_of(mail: NudgeMail) -> list[str]:
    return list(mail.state_changes.order_by("id").values_list("new", flat=True))


def test_an_outcome_and_the_next_hand_over_share_a_commit(eager_server, shared):
    mails = plan_for(4)
    assert drain() == 4
    assert states() == ["sent"] * 4
    assert shared == [(True, True)] * 3
    assert all(ledger_of(mail) == ["planned", "claimed", "handing", "sent"] for mail in mails)
    assert eager_server.lines == 1


def test_a_touch_that_stops_the_next_mail_leaves_the_accepted_one_sent(eager_server, shared, monkeypatch):
    mails = plan_for(3)
    contact = mails[1].nudges.get().contact
    finish = sending.Line.finish

    def finish_and_touch(self, message):
        reply = finish(self, message)
        if not shared:
            log_touchpoint(contact, kind="article", on=date(2026, 2, 10))
        return reply

    monkeypatch.setattr(sending.Line, "finish", finish_and_touch)
    assert drain() == 2
    assert states() == ["sent", "cancelled", "sent"]
    assert shared[0] == (True, False)
    assert [mail.recipient for mail in eager_server.accepted] == [mails[0].recipient, mails[2].recipient]


def test_a_stop_after_an_acceptance_leaves_the_next_mail_planned(eager_server, monkeypatch):
    plan_for(2)
    monkeypatch.setattr(sending, "stop_is_asked", lambda: bool(eager_server.accepted))
    assert drain() == 1
    assert states() == ["sent", "planned"]
    assert not is_handing_over()
    assert len(eager_server.accepted) == 1


def test_a_database_that_fails_between_two_mails_costs_neither(eager_server, monkeypatch, clock):
    plan_for(2)

    def fail(*_words):
        monkeypatch.undo()
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(outbox_sql, "turn_two", fail)
    with pytest.raises(OperationalError):
        drain()
    assert states() == ["sent", "claimed"]
    clock.shift(timedelta(minutes=3))
    sending.outbox.sweep(timezone.now())
    assert drain() == 1
    assert states() == ["sent", "sent"]
    assert len(eager_server.accepted) == 2
