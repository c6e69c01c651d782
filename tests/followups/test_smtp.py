"""What comes of a mail when the server misbehaves at each stage (RELIABILITY.md, T10)."""

import socket
import threading
from email import message_from_bytes
from time import monotonic

import pytest

from crm.environment import MailServer
from followups import smtp
from followups.smtp import Line, MailDeferred, MailRefused, OutcomeUnknown, ServerAway
from tests.smtp_server import SmtpServer, authority

MESSAGE = b"Message-ID: <n-1@afterword.test>\nSubject: A good week\n\nDear you,\n.\n..two dots\nBye\n"


@pytest.fixture
def server():
    with SmtpServer() as server:
        yield server


@pytest.fixture
def line(server):
    line = Line(server.as_mail_server())
    yield line
    line.abandon()


@pytest.fixture
def short_waits(monkeypatch):
    monkeypatch.setattr(smtp, "UP_TO_354", 0.4)
    monkeypatch.setattr(smtp, "FOR_THE_BODY", 0.4)
    monkeypatch.setattr(smtp, "FOR_THE_REPLY", 0.4)
    monkeypatch.setattr(smtp, "FOR_GOODBYE", 0.2)


def send(line, message=MESSAGE, recipient="you@example.org"):
    line.begin("afterword@example.org", recipient)
    return line.finish(message)


def outcome(line):
    try:
        send(line)
    except smtp.MailTrouble as trouble:
        return type(trouble)
    return "sent"


def test_a_mail_arrives_as_it_was_written(server, line):
    assert send(line) == "250 2.0.0 Accepted"

    (mail,) = server.accepted
    assert mail.raw.replace(b"\r\n", b"\n") == MESSAGE
    assert (mail.sender, mail.recipient) == ("afterword@example.org", "you@example.org")
    assert mail.message_id == "<n-1@afterword.test>"


def test_many_mails_go_over_one_line(server, line):
    for number in range(5):
        send(line, MESSAGE.replace(b"n-1", b"n-%d" % number))
    line.close()

    assert (len(server.accepted), server.lines) == (5, 1)
    assert server.commands[-1] == "QUIT"


# A stage, what the server does there, what becomes of the mail, and how many mails the server took.
TABLE = [
    ("connect", "421 4.3.2 Shutting down", ServerAway, 0),
    ("connect", "451 4.3.2 Busy", ServerAway, 0),
    ("connect", "554 5.3.2 No service", ServerAway, 0),
    ("connect", "drop", ServerAway, 0),
    ("ehlo", "421 4.3.2 Shutting down", ServerAway, 0),
    ("ehlo", "drop", ServerAway, 0),
    ("mail", "421 4.3.2 Shutting down", ServerAway, 0),
    ("mail", "451 4.3.0 Later", MailDeferred, 0),
    ("mail", "550 5.7.1 Not you", MailRefused, 0),
    ("mail", "drop", ServerAway, 0),
    ("rcpt", "421 4.3.2 Shutting down", ServerAway, 0),
    ("rcpt", "450 4.2.0 Greylisted", MailDeferred, 0),
    ("rcpt", "550 5.1.1 No such user", MailRefused, 0),
    ("rcpt", "drop", ServerAway, 0),
    ("data", "421 4.3.2 Shutting down", ServerAway, 0),
    ("data", "451 4.3.0 Later", MailDeferred, 0),
    ("data", "554 5.7.1 No", MailRefused, 0),
    ("data", "250 2.0.0 What?", ServerAway, 0),
    ("data", "drop", ServerAway, 0),
    ("body", "drop", OutcomeUnknown, 0),
    ("dot", "421 4.3.2 Shutting down", MailDeferred, 0),
    ("dot", "451 4.3.0 Later", MailDeferred, 0),
    ("dot", "552 5.3.4 Too big", MailRefused, 0),
    ("dot", "drop", OutcomeUnknown, 0),
    ("dot", "accept-then-drop", OutcomeUnknown, 1),
    ("dot", "what is this?", OutcomeUnknown, 1),
    ("quit", "421 4.3.2 Shutting down", "sent", 1),
    ("quit", "drop", "sent", 1),
]


@pytest.mark.parametrize("offers", [("8BITMIME",), ("8BITMIME", "PIPELINING")], ids=["step-by-step", "all-at-once"])
@pytest.mark.parametrize(("stage", "what", "expected", "taken"), TABLE)
def test_each_fault_has_its_outcome(offers, stage, what, expected, taken):
    with SmtpServer(offers=offers) as server:
        line = Line(server.as_mail_server())
        server.fail(stage, what, times=2 if stage == "ehlo" else 1)

        assert outcome(line) == expected
        if stage != "quit" and expected in {MailDeferred, MailRefused}:
            assert outcome(line) == "sent"  # the next mail is none the worse for it
            taken += 1
        line.close()
        assert len(server.accepted) == taken


def answer_and_listen(listener, answers, heard):
    """A server that gives the answers, one for each time that it hears something, and then listens to the end."""
    line, _address = listener.accept()
    with line:
        for answer in answers:
            line.sendall(answer)
            heard.append(line.recv(65536))
        while more := line.recv(65536):
            heard.append(more)


def test_a_server_that_wants_a_message_for_an_address_it_refused_gets_none():
    heard = []
    answers = [b"220 Hi\r\n", b"250-localhost\r\n250 PIPELINING\r\n", b"250 Ok\r\n550 Nobody\r\n354 Go on\r\n"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=answer_and_listen, args=(listener, answers, heard))
        server.start()
        line = Line(MailServer(host="127.0.0.1", port=listener.getsockname()[1], security="none"))
        with pytest.raises(MailRefused, match="Nobody"):
            line.begin("afterword@example.org", "you@example.org")
        server.join(5)

    assert heard[1] == b"MAIL FROM:<afterword@example.org>\r\nRCPT TO:<you@example.org>\r\nDATA\r\n"
    assert heard[2:] == [b""]


def test_what_may_be_said_at_once_is_said_at_once(server, line, monkeypatch):
    said = []
    whole = smtp.Session.send
    monkeypatch.setattr(smtp.Session, "send", lambda session, out: (said.append(out), whole(session, out)))
    with SmtpServer(offers=("PIPELINING",)) as server:
        line = Line(server.as_mail_server())
        line.connect()
        said.clear()
        send(line)
        line.abandon()

    assert len(said) == 2
    assert len(server.accepted) == 1


@pytest.mark.parametrize(
    ("stage", "what", "seconds"),
    [(stage, "stall", 3) for stage in ["connect", "ehlo", "mail", "rcpt", "data", "body", "dot", "quit"]]
    + [(stage, "drip", 0.1) for stage in ["connect", "ehlo", "mail", "rcpt", "data", "dot", "quit"]],
)
@pytest.mark.usefixtures("short_waits")
def test_a_silent_or_slow_server_is_left_in_time(server, line, stage, what, seconds):
    server.fail(stage, what, seconds=seconds, times=2)
    started = monotonic()

    expected = {"body": OutcomeUnknown, "dot": OutcomeUnknown, "quit": "sent"}.get(stage, ServerAway)
    assert outcome(line) == expected
    line.close()
    assert monotonic() - started < 2.5


@pytest.mark.parametrize("stage", ["connect", "mail", "rcpt", "data", "body", "dot"])
def test_after_any_fault_the_next_mail_goes_out(server, line, stage):
    server.fail(stage, "451 4.3.0 Later" if stage in {"mail", "rcpt", "data", "dot"} else "drop")
    outcome(line)

    assert outcome(line) == "sent"
    assert len(server.accepted) == 1


@pytest.mark.parametrize("goodbye", ["421 4.4.2 Idle for too long", "drop"])
def test_a_kept_line_that_the_server_closed_is_made_anew(server, line, goodbye):
    send(line)
    server.fail("mail", goodbye)

    assert outcome(line) == "sent"
    assert (len(server.accepted), server.lines) == (2, 2)


def test_a_server_that_leaves_before_the_first_byte_is_only_away(server, line):
    line.begin("afterword@example.org", "you@example.org")
    server.stop()

    with pytest.raises(ServerAway):
        line.finish(MESSAGE)


def test_an_abandoned_mail_is_never_accepted(server, line):
    line.begin("afterword@example.org", "you@example.org")
    line.abandon()
    send(line)

    assert len(server.accepted) == 1
    assert server.lines == 2


def test_reasons_are_plain_words_with_the_servers_reply(server, line):
    server.fail("rcpt", "550 5.1.1 " + "No such user. " * 100)

    with pytest.raises(MailRefused) as caught:
        send(line)

    assert str(caught.value).startswith("The mail server refused your address: 550 5.1.1 No such user.")
    assert len(caught.value.reply) <= 300


def test_a_server_that_is_not_there_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(ServerAway, match=f"Nothing answers at 127.0.0.1:{port}"):
            Line(MailServer("127.0.0.1", port, "none")).connect()


def test_an_unknown_host_is_named():
    with pytest.raises(ServerAway, match=r"There is no mail server called mail\.invalid"):
        Line(MailServer("mail.invalid", 25, "none")).connect()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_secured_line_carries_mail(security, monkeypatch, tmp_path):
    authority().cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with SmtpServer(tls=security == "tls", login=("me", "secret")) as server:
        line = Line(server.as_mail_server(security=security, user="me", password="secret"))
        assert outcome(line) == outcome(line) == "sent"
        line.close()
        assert len(server.accepted) == 2


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_is_not_trusted(security):
    with SmtpServer(tls=security == "tls", login=("me", "secret")) as server:
        line = Line(server.as_mail_server(security=security, user="me", password="secret"))
        with pytest.raises(ServerAway, match="certificate is not valid"):
            line.connect()
        assert not any(command.startswith("AUTH") for command in server.commands)


def test_starttls_is_not_skipped_when_the_server_lacks_it():
    with SmtpServer(offers_starttls=False) as server, pytest.raises(ServerAway, match="no secure line"):
        Line(server.as_mail_server(security="starttls", user="me", password="secret")).connect()


@pytest.mark.usefixtures("short_waits")
def test_a_server_that_never_answers_the_tls_greeting_is_left():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = MailServer("127.0.0.1", silent.getsockname()[1], "tls")
        with pytest.raises(ServerAway, match="did not answer in time"):
            Line(server).connect()


def test_a_wrong_password_is_said_without_the_password():
    with SmtpServer(login=("me", "right")) as server:
        server.fail("auth", "535 5.7.8 me:wrongsecret AG1lAHdyb25nc2VjcmV0 is wrong", times=None)
        line = Line(server.as_mail_server(user="me", password="wrongsecret"))
        with pytest.raises(ServerAway, match="did not accept the user name and password") as caught:
            line.connect()
        assert "wrongsecret" not in str(caught.value)
        assert "AG1lAHdyb25nc2VjcmV0" not in str(caught.value)


def test_a_password_beyond_ascii_is_explained():
    with SmtpServer(login=("me", "right")) as server, pytest.raises(ServerAway, match="user name or password holds"):
        Line(server.as_mail_server(user="me", password="größe")).connect()


def test_a_domain_beyond_ascii_travels_as_idna(server, line):
    send(line, recipient="dana@bücher.example")

    assert server.accepted[0].recipient == "dana@xn--bcher-kva.example"


def test_a_mailbox_name_beyond_ascii_needs_smtputf8(server, line):
    send(line, recipient="дана@bücher.example")
    assert server.accepted[0].recipient == "дана@xn--bcher-kva.example"

    with SmtpServer(offers=("8BITMIME",)) as plain:
        other = Line(plain.as_mail_server())
        with pytest.raises(MailRefused, match="SMTPUTF8"):
            send(other, recipient="дана@example.org")
        assert send(other, recipient="dana@example.org") == "250 2.0.0 Accepted"


@pytest.mark.parametrize("address", ["a@b.c\r\nRCPT TO:<x@y.z>", "a b@c.d", "<a@b.c>", "nobody", "a@\u2028b.c", ""])
def test_no_address_smuggles_a_command(server, line, address):
    with pytest.raises(MailRefused):
        line.begin("afterword@example.org", address)

    assert not any("RCPT" in command for command in server.commands)


@pytest.mark.parametrize("newline", [b"\n", b"\r", b"\r\n"])
def test_no_line_of_a_message_ends_it(server, line, newline):
    send(line, newline.join([b"Subject: x", b"", b"before", b".", b"MAIL FROM:<evil@example.org>", b"after"]))

    assert message_from_bytes(server.accepted[0].raw).get_payload().split() == (
        ["before", ".", "MAIL", "FROM:<evil@example.org>", "after"]
    )


def test_a_relay_that_removes_repeats_takes_a_key_once():
    with SmtpServer(removes_repeats=True) as server:
        line = Line(server.as_mail_server())
        for _time in range(2):
            send(line, b"Resend-Idempotency-Key: abc\n" + MESSAGE)
        line.close()
        assert (len(server.accepted), len(server.repeats)) == (1, 1)
