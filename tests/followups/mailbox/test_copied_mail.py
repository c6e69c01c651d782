"""A mail to the secret address goes where it belongs, once, and only if its sender is proven."""

from datetime import date

import pytest

from followups.feedback import mark_asked, propose_request, record_answer
from followups.mailbox.addresses import drop_log_address, make_log_address, read_log_address
from followups.mailbox.messages import NoMail, read_message
from followups.mailbox.proof import is_proven
from followups.mailbox.taking import MOST_WAITING, take_copied_mail
from followups.models import FeedbackRequest, IncomingMessage, LogAddress, MailboxMail, Touchpoint
from followups.touchpoints import log_touchpoint
from tests.factories import make_contact, make_nudge, make_rejection, make_user
from tests.followups.mailbox.letters import OUR_SERVER, PASSED, REJECTION, forward, give_address, write_mail

pytestmark = pytest.mark.django_db

Reason, State, Kind = MailboxMail.Reason, MailboxMail.State, MailboxMail.Kind


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Weber", email="dana@example.com")


def take(mail, *recipients):
    return take_copied_mail(mail.as_bytes(), recipients)


@pytest.mark.parametrize("trace", ["Bcc", "Delivered-To", "X-Original-To", "Received", "the envelope"])
def test_a_letter_with_the_address_in_bcc_is_on_the_timeline_on_its_day(dana, tims_address, trace):
    value = f"from x by y for <{tims_address}>; Tue, 5 May 2026" if trace == "Received" else tims_address
    mail = write_mail() if trace == "the envelope" else write_mail(**{trace: value})
    take(mail, *([tims_address] if trace == "the envelope" else []))
    letter = Touchpoint.objects.get()
    assert (letter.contact, letter.on, letter.source) == (dana, date(2026, 5, 5), Touchpoint.Source.MAIL)
    assert (letter.channel, letter.counts, letter.text) == (
        "email",
        True,
        "Hello Dana,\n\nhere is that article.\n\nTim",
    )
    dana.refresh_from_db()
    assert dana.next_on == date(2026, 6, 5)


def test_its_day_is_that_of_the_users_own_zone(dana, tims_address):
    take(write_mail(Date="Mon, 04 May 2026 23:30:00 +0000", Bcc=tims_address))
    assert Touchpoint.objects.get().on == date(2026, 5, 5)


@pytest.mark.parametrize("day", ["", "yesterday", "Tue, 05 May 2030 10:00:00 +0200"])
def test_without_a_day_that_can_be_it_was_today(dana, tims_address, day):
    take(write_mail(Date=day, Bcc=tims_address))
    assert Touchpoint.objects.get().on == date(2026, 5, 6)


def test_the_same_mail_twice_is_one_letter(dana, tims_address):
    mail = write_mail(Bcc=tims_address)
    assert len(take(mail)) == 1
    assert take(mail) == []
    assert Touchpoint.objects.count() == 1


def test_a_letter_to_two_is_on_both_timelines(dana, tim, tims_address):
    make_contact(tim, email="omar@example.com")
    take(write_mail(Cc="omar@example.com", Bcc=tims_address))
    assert Touchpoint.objects.count() == 2


def test_a_letter_that_was_marked_by_hand_is_not_there_twice(dana, tims_address):
    marked = log_touchpoint(dana, kind="article", on=date(2026, 5, 5))
    take(write_mail(Bcc=tims_address))
    assert Touchpoint.objects.get() == marked
    marked.refresh_from_db()
    assert "here is that article" in marked.text


def test_an_open_nudge_is_answered_by_the_letter(dana, tims_address):
    nudge = make_nudge(dana, date(2026, 5, 4))
    take(write_mail(Bcc=tims_address))
    nudge.refresh_from_db()
    assert nudge.state != nudge.State.OPEN


def test_a_letter_sooner_than_a_month_is_kept_as_early(dana, tims_address):
    log_touchpoint(dana, kind="check_in", on=date(2026, 4, 20))
    take(write_mail(Bcc=tims_address))
    letter = Touchpoint.objects.get(on=date(2026, 5, 5))
    assert (letter.early, letter.counts) == (True, False)


def test_the_question_for_feedback_is_known_by_its_words(dana, tims_address):
    request = propose_request(make_rejection(dana, date(2026, 5, 4)))
    take(write_mail("Would you give me feedback on my interview?", Bcc=tims_address))
    request.refresh_from_db()
    assert (request.state, request.asked_on) == (FeedbackRequest.State.ASKED, date(2026, 5, 5))


def test_the_thanks_that_were_owed_are_given(dana, tims_address):
    request = propose_request(make_rejection(dana, date(2026, 4, 4)))
    record_answer(request, text="More depth.", on=date(2026, 5, 1))
    take(write_mail("Thank you for your honest words.", Bcc=tims_address))
    request.refresh_from_db()
    assert request.state == FeedbackRequest.State.THANKED


def test_a_forwarded_rejection_waits_to_be_confirmed(tim, tims_address):
    (mail,) = take(forward(REJECTION, sender="Dana Weber <dana@northwind.example>", to=tims_address))
    assert (mail.kind, mail.state, mail.reason) == (Kind.REJECTION, State.WAITING, Reason.TO_CONFIRM)
    assert not tim.rejections.exists()


def test_a_forwarded_answer_is_the_answer(dana, tims_address):
    request = propose_request(make_rejection(dana, date(2026, 4, 4)))
    mark_asked(request, on=date(2026, 4, 5))
    answer = "Hi Tim,\n\nunfortunately the case study was thin. More depth there.\n\nBest, Dana"
    take(forward(answer, sender="Dana Weber <dana@example.com>", to=tims_address))
    request.refresh_from_db()
    assert (request.state, request.answered_on) == (FeedbackRequest.State.ANSWERED, date(2026, 5, 4))
    assert "More depth there." in request.answer


def test_another_letter_of_theirs_is_a_message_of_theirs(dana, tims_address):
    take(forward("Hi Tim,\n\nlovely article!", sender="Dana Weber <dana@example.com>", to=tims_address))
    message = IncomingMessage.objects.get()
    assert (message.contact, message.on, message.text) == (dana, date(2026, 5, 4), "Hi Tim,\n\nlovely article!")


def test_what_is_about_nobody_known_waits(tims_address):
    (mail,) = take(write_mail("Lunch?", To=tims_address))
    assert (mail.kind, mail.reason) == (Kind.UNCLEAR, Reason.NOBODY_KNOWN)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"From": "tim@elsewhere.example"}, Reason.NOT_YOUR_ADDRESS),
        ({"From": "tim@example.org, dana@example.com"}, Reason.NOT_YOUR_ADDRESS),
        ({"From": ""}, Reason.NOT_YOUR_ADDRESS),
        ({"Authentication-Results": ""}, Reason.NOT_PROVEN),
        ({"Authentication-Results": "mx.elsewhere.example; dmarc=pass header.from=example.org"}, Reason.NOT_PROVEN),
    ],
)
def test_what_is_not_proven_to_be_the_users_waits(dana, tims_address, headers, reason):
    (mail,) = take(write_mail(Bcc=tims_address, **headers))
    assert (mail.state, mail.reason, mail.contact) == (State.WAITING, reason, dana)
    assert not Touchpoint.objects.exists()


def test_an_address_that_is_not_confirmed_is_not_the_users(tim, dana):
    address = make_log_address(tim)
    (mail,) = take(write_mail(Bcc=address))
    assert mail.reason == Reason.NOT_YOUR_ADDRESS


@pytest.mark.parametrize(
    ("results", "proven"),
    [
        ([PASSED], True),
        ([f"{OUR_SERVER}; dkim=pass header.d=example.org header.s=k1"], True),
        ([f"{OUR_SERVER};\r\n\tdkim=pass header.i=@example.org"], True),
        ([f"{OUR_SERVER}; dkim=pass header.d=evil.example"], False),
        ([f"{OUR_SERVER}; dkim=pass header.d=org"], False),
        ([f"{OUR_SERVER}; dmarc=fail header.from=example.org"], False),
        ([f"{OUR_SERVER}; dmarc=pass header.from=evil.example"], False),
        ([f"{OUR_SERVER}; spf=pass smtp.mailfrom=tim@example.org"], False),
        # Of this server's the topmost: what stands below came in with the mail.
        ([f"{OUR_SERVER}; dmarc=fail header.from=example.org", PASSED], False),
        (["mx.evil.example; dmarc=pass header.from=example.org"], False),
        (["mx.other.example; dmarc=fail header.from=example.org", PASSED], True),
        (["", ";;;", f"{OUR_SERVER}", '"' * 5000], False),
        ([], False),
    ],
)
def test_only_the_named_server_vouches_for_a_sender(results, proven):
    assert is_proven("tim@example.org", results) is proven


def test_where_no_server_is_named_nothing_is_proven(settings):
    settings.INBOX_AUTHSERV_ID = ""
    assert not is_proven("tim@example.org", [PASSED, "; dmarc=pass header.from=example.org"])


def test_a_mail_to_nobodys_address_is_nobodys(dana, tims_address):
    local, _at, domain = tims_address.partition("@")
    for address in (f"log@{domain}", f"{local[:-1]}@{domain}", f"{local}@elsewhere.example", "log+@afterword.example"):
        assert take(write_mail(Bcc=address)) == []
    assert not MailboxMail.objects.exists()


def test_an_address_made_anew_ends_the_one_before(tim, dana, tims_address):
    anew = make_log_address(tim)
    assert take(write_mail(Bcc=tims_address)) == []
    assert read_log_address(tim) == anew
    assert take(write_mail(Bcc=anew))
    drop_log_address(tim)
    assert read_log_address(tim) == ""


def test_the_secret_is_kept_nowhere_in_the_clear(tim, tims_address):
    secret = tims_address.partition("+")[2].partition("@")[0]
    kept = LogAddress.objects.get()
    assert secret not in kept.secret_hash
    assert secret.encode() not in bytes(kept.sealed_secret)


def test_a_mail_reaches_its_own_user_alone(dana, tims_address):
    other = make_user("ada@example.org")
    make_contact(other, email="dana@example.com")
    take(write_mail(From="ada@example.org", Bcc=give_address(other), **{"Authentication-Results": PASSED}))
    assert Touchpoint.objects.get().contact.owner == other


def test_a_flood_does_not_fill_the_tray(tim, tims_address):
    rows = [
        MailboxMail(owner=tim, mail_key=str(n), source="address", kind="unclear", on=date(2026, 5, 5), sealed_mail=b"x")
        for n in range(MOST_WAITING)
    ]
    MailboxMail.objects.bulk_create(rows)
    assert take(write_mail("Lunch?", To=tims_address)) == []
    assert MailboxMail.objects.count() == MOST_WAITING


def test_what_waits_is_encrypted(tims_address):
    (mail,) = take(write_mail("A private matter", To=tims_address))
    assert b"private" not in bytes(mail.sealed_mail)


NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level) for level in range(2000))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        b"From: tim@example.org\nDate: Mon, 99 Foo 10000 99:99:99 +9999\nTo: =?utf-8?q?=ff?= <dana@example.com>\n\nhi",
        b"Subject: =?x-unknown?b?////?=\nContent-Type: text/plain; charset=x-unknown\n\n\xff\xfe",
        NESTED,
        b"To: " + b"a@b," * 100_000 + b"\n\nhi",
        b"From: <" + b"@" * 10_000 + b">\n\nhi",
        b"Content-Transfer-Encoding: base64\n\n====",
    ],
)
def test_a_broken_mail_is_read_or_refused(raw):
    try:
        message = read_message(raw)
    except NoMail:
        return
    assert len(message.recipients) <= 100


def test_a_mail_in_html_is_read_as_text(dana, tims_address):
    mail = write_mail("x", Bcc=tims_address)
    mail.set_content("<p>Hello <b>Dana</b>,</p><script>alert(1)</script><p>see you.</p>", subtype="html")
    take(mail)
    assert "Hello Dana," in Touchpoint.objects.get().text
    assert "alert" not in Touchpoint.objects.get().text
