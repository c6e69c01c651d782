"""The folder of sent mails, at a real Dovecot: read, never changed, and each letter logged once."""

import signal
import subprocess
import sys
from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from contacts.encryption import encrypt
from crm.environment import MailServer
from followups.fetching import FetchFailed, FetchRefused
from followups.fetching.imap import MailboxAccount, SignInRefused, open_mailbox
from followups.mailbox import sent_folder
from followups.mailbox.inbox import inbox_is_due, read_inbox
from followups.mailbox.sent_folder import read_again, read_sent_folder, watch_sent_folder
from followups.models import InboxPosition, MailboxMail, SentFolder, Touchpoint
from tests.factories import make_contact
from tests.followups.mailbox.letters import write_mail
from tests.imap_server import NAME, PASSWORD, ImapServer, imap_server
from tests.processes import environment

folder_names = (f"Sent {number}" for number in count(1))


@pytest.fixture(scope="module")
def server():
    with imap_server() as running:
        yield running


@pytest.fixture(autouse=True)
def trusts_the_server(server: ImapServer, settings, monkeypatch):
    settings.FEEDS_ALLOW_PRIVATE = True
    monkeypatch.setenv("SSL_CERT_FILE", str(server.ca))


@pytest.fixture(autouse=True)
def this_is_may():
    """Not here: the server has a clock of its own."""


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Weber", email="dana@example.com")


@pytest.fixture
def folder() -> str:
    return next(folder_names)


def account(server: ImapServer, **changes) -> MailboxAccount:
    there = {"host": "localhost", "port": server.port, "security": "tls", "user_name": NAME, "password": PASSWORD}
    return MailboxAccount(**there | changes)


def watch(user, server: ImapServer, folder: str = "", **changes) -> SentFolder:
    there = {"host": "localhost", "port": server.port, "security": "tls", "user_name": NAME, "password": PASSWORD}
    since = user.today() - timedelta(days=30)
    return watch_sent_folder(user, folder=folder, **{**there, "since": since, **changes})


def read(watched: SentFolder) -> int:
    SentFolder.objects.update(next_read_at=timezone.now())
    return read_sent_folder(watched.pk, timezone.now())


def today(days_ago: int = 0) -> str:
    return (timezone.now() - timedelta(days=days_ago)).strftime("%a, %d %b %Y %H:%M:%S +0000")


@pytest.mark.django_db
def test_what_went_to_a_contact_is_logged_and_nothing_else_is_opened(tim, dana, server, folder, monkeypatch):
    strangers = [write_mail("secret", To=f"friend{n}@example.net", Date=today()) for n in range(5)]
    server.add(*strangers, write_mail("Hello Dana, look.", Date=today()), write_mail("?", Cc=dana.email), folder=folder)
    opened = []
    fetch = sent_folder.fetch_beginning
    monkeypatch.setattr(sent_folder, "fetch_beginning", lambda box, uid: opened.append(uid) or fetch(box, uid))
    assert read(watch(tim, server, folder)) == 2
    assert len(opened) == 2
    assert {letter.contact for letter in Touchpoint.objects.all()} == {dana}
    assert read(SentFolder.objects.get()) == 0
    server.add(write_mail("And another thing.", Date=today()), folder=folder)
    assert read(SentFolder.objects.get()) == 1
    kept = SentFolder.objects.get()
    assert (kept.logged, kept.error, kept.read_at is not None) == (3, "", True)


@pytest.mark.django_db
def test_the_mailbox_is_as_it_was(tim, dana, server, folder):
    server.add(write_mail(Date=today()), folder=folder)
    read(watch(tim, server, folder))
    with open_mailbox(account(server)) as mailbox:
        mailbox.folder.set(folder, readonly=True)
        assert [mail.flags for mail in mailbox.fetch(mark_seen=False)] in ([()], [("\\Recent",)])


@pytest.mark.django_db
def test_a_moved_mailbox_is_gone_through_again_and_nothing_is_twice(tim, dana, server, folder):
    server.add(*[write_mail(f"Letter {n}", Date=today(days_ago=n)) for n in range(3)], folder=folder)
    watched = watch(tim, server, folder)
    assert read(watched) == 3
    before = SentFolder.objects.get().uid_validity
    server.move_uid_validity(folder)
    server.add(write_mail("A new one", Date=today()), folder=folder)
    assert read(watched) == 1
    assert SentFolder.objects.get().uid_validity != before
    assert Touchpoint.objects.count() == 4


@pytest.mark.django_db
def test_who_was_added_later_is_found_when_it_is_gone_through_again(tim, server, folder):
    server.add(write_mail(Date=today()), folder=folder)
    watched = watch(tim, server, folder)
    assert read(watched) == 0
    make_contact(tim, email="dana@example.com")
    assert read(watched) == 0
    read_again(watched, since=watched.since)
    assert read(watched) == 1


@pytest.mark.django_db
def test_only_mails_since_the_day_are_looked_at(tim, dana, server, folder):
    server.add(write_mail(), folder=folder)
    watched = watch(tim, server, folder, since=tim.today())
    SentFolder.objects.update(since=tim.today() + timedelta(days=2))
    assert read(watched) == 0


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on_where_it_was(tim, dana, server, folder, tmp_path, settings):
    server.add(*[write_mail(f"Letter {n}", Date=today(days_ago=n)) for n in range(7)], folder=folder)
    watched = watch(tim, server, folder)
    trusts = {"FEEDS_ALLOW_PRIVATE": "1", "SSL_CERT_FILE": str(server.ca), "SECRET_KEY": settings.SECRET_KEY}
    env = environment(tmp_path, **trusts)
    reader = [sys.executable, "-m", "tests.followups.mailbox.dying_reader", str(watched.pk), "5"]
    killed = subprocess.run(reader, env=env, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    # Two batches of two stand; of the third nothing does, and its reader's claim ends by itself.
    assert (Touchpoint.objects.count(), SentFolder.objects.get().logged) == (4, 4)
    assert read_sent_folder(watched.pk, timezone.now()) == 0
    assert read_sent_folder(watched.pk, timezone.now() + sent_folder.CLAIM) == 3
    assert (Touchpoint.objects.count(), MailboxMail.objects.count()) == (7, 7)


@pytest.mark.django_db
def test_the_folder_is_found_by_the_servers_own_mark(tim, server):
    assert watch(tim, server).folder == "Sent"


@pytest.mark.django_db
def test_a_folder_that_is_not_there_is_asked_for_by_what_there_is(tim, server):
    with pytest.raises(FetchRefused, match=r"There are: .*INBOX"):
        watch(tim, server, "Gesendetes")
    assert not SentFolder.objects.exists()


@pytest.mark.django_db
def test_a_refused_password_is_not_tried_again(tim, dana, server, folder):
    server.add(write_mail(), folder=folder)
    watched = watch(tim, server, folder)
    SentFolder.objects.update(sealed_password=encrypt(b"the one before"))
    assert read(watched) == 0
    rests = SentFolder.objects.get()
    assert (rests.next_read_at, rests.error) == (None, "The mail server did not accept this name and password.")


@pytest.mark.django_db
def test_a_server_that_is_away_is_tried_later_and_later(tim, server, folder):
    server.add(write_mail(), folder=folder)
    watched = watch(tim, server, folder)
    SentFolder.objects.update(port=1)
    waits = []
    for _time in range(3):
        assert read(watched) == 0
        waits.append(SentFolder.objects.get().next_read_at - timezone.now())
    assert waits == sorted(waits)
    assert waits[-1] > 2 * waits[0]
    assert SentFolder.objects.get().error == "localhost does not answer."


@pytest.mark.django_db
def test_the_password_is_kept_encrypted(tim, server):
    assert PASSWORD.encode() not in bytes(watch(tim, server).sealed_password)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "169.254.169.254", "0x7f000001", "[::1]"])
def test_no_mailbox_inside_is_called(server, settings, host):
    settings.FEEDS_ALLOW_PRIVATE = False
    with pytest.raises(FetchRefused), open_mailbox(account(server, host=host)):
        pass


def test_a_port_that_is_none_of_mail_is_not_called(server, settings, monkeypatch):
    settings.FEEDS_ALLOW_PRIVATE = False
    monkeypatch.setattr("followups.fetching.imap.judge_ip", lambda _address: None)
    with pytest.raises(FetchRefused, match="993 or 143"), open_mailbox(account(server)):
        pass


def test_a_certificate_that_is_not_valid_ends_it(server, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(FetchFailed, match="certificate"), open_mailbox(account(server)):
        pass


def test_a_name_or_password_beyond_ascii_is_refused_in_words_too(server):
    with pytest.raises(SignInRefused), open_mailbox(account(server, password="Schlüssel")):
        pass


@pytest.mark.django_db
def test_the_inbox_gives_what_came_for_somebody_and_keeps_the_rest_to_itself(
    tim, dana, tims_address, server, settings, monkeypatch
):
    settings.INBOX_SERVER = MailServer("localhost", server.port, "tls", NAME, PASSWORD)
    settings.INBOX_FOLDER = "INBOX"
    server.add(
        write_mail("For the operator", To="log@afterword.example"),
        write_mail("Hello Dana, look.", Date=today(), **{"Delivered-To": tims_address}),
        folder="INBOX",
    )
    assert inbox_is_due(timezone.now())
    assert read_inbox(timezone.now()) == 1
    assert Touchpoint.objects.get().contact == dana
    assert not inbox_is_due(timezone.now())
    later = timezone.now() + timedelta(minutes=2)
    assert read_inbox(later) == 0
    InboxPosition.objects.update(uid_validity=1, next_read_at=later)
    assert read_inbox(later) == 0
    assert Touchpoint.objects.count() == 1


@pytest.mark.django_db
def test_an_inbox_that_is_away_says_so(settings, server):
    settings.INBOX_SERVER, settings.INBOX_FOLDER = MailServer("localhost", 1, "tls", NAME, PASSWORD), "INBOX"
    assert read_inbox(timezone.now()) == 0
    assert InboxPosition.objects.get().error == "localhost does not answer."


def test_a_server_that_sends_without_end_is_left(server, monkeypatch):
    monkeypatch.setattr("followups.fetching.imap.MOST_AT_ONCE", 1000)
    server.add(write_mail("x" * 5000), folder="INBOX")

    def read_all() -> None:
        with open_mailbox(account(server)) as mailbox:
            mailbox.folder.set("INBOX", readonly=True)
            list(mailbox.fetch(mark_seen=False))

    with pytest.raises(FetchFailed):
        read_all()
