"""Erase a person with everything about them, down to what a database keeps of deleted rows."""

from __future__ import annotations

import logging

from allauth.usersessions.models import UserSession
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest

from contacts.models import Company, Contact
from crm.audit import note_event
from crm.importing.models import ImportRun
from crm.models import User
from followups.departures import plain_address
from followups.mailbox.tray import open_mail
from followups.models import Article, MailboxMail
from followups.people import erase_contact
from followups.views.voices import REPLACED

logger = logging.getLogger(__name__)

# Milliseconds that clearing the log waits for whoever reads or writes: a page is waiting meanwhile.
WAIT_FOR_OTHERS = 1000
KEPT_IN_SESSIONS = (REPLACED, SessionStorage.session_key)


@transaction.atomic
def erase_person(contact: Contact, *, request: HttpRequest | None = None) -> None:
    """Erase the contact, what was added for them alone, and their company if nothing else is of it.

    The trail keeps that somebody was erased, by a number that means nobody any more.
    """
    owner, number, company = contact.owner, contact.pk, contact.company
    words = [word.casefold() for word in contact.name.split() if len(word) > 2]
    # Added by hand, in the user's own words. What came out of a feed is news of the world.
    picked = Article.objects.filter(owner=owner, feed=None, ideas__contact=contact)
    picked_for_them = list(picked.values_list("pk", flat=True))
    erase_waiting_mails(contact)
    erase_contact(contact)
    Article.objects.filter(pk__in=picked_for_them, ideas=None).delete()
    if company:
        erase_unused_company(company)
    forget_in_sessions(owner, request)
    forget_names_of_files(owner, words)
    note_event(owner, "person_erased", request=request, contact=number)
    transaction.on_commit(wipe_traces)


def erase_waiting_mails(contact: Contact) -> None:
    """Mails from their address that wait to be told whom they are about."""
    waiting = MailboxMail.objects.owned_by(contact.owner).in_tray().filter(contact=None)
    address = plain_address(contact.email)
    theirs = [mail.pk for mail in waiting.iterator() if address and plain_address(open_mail(mail).sender) == address]
    MailboxMail.objects.filter(pk__in=theirs).delete()


def forget_in_sessions(owner: User, request: HttpRequest | None) -> None:
    """Sessions keep a letter that was replaced, to be taken back, and notes not shown yet: both may name the person."""
    present = getattr(request, "session", None)
    sessions = [SessionStore(row.session_key) for row in UserSession.objects.filter(user=owner)]
    for session in [*sessions, *([present] if present is not None else [])]:
        if found := [key for key in KEPT_IN_SESSIONS if key in session]:
            for key in found:
                del session[key]
            session.save()


def forget_names_of_files(owner: User, words: list[str]) -> None:
    """A card of one person is often called like them."""
    for run in ImportRun.objects.owned_by(owner):
        if any(word in run.name.casefold() for word in words):
            ImportRun.objects.filter(pk=run.pk).update(name=run.get_shape_display())


def erase_unused_company(company: Company) -> None:
    """A company whose last person goes, and of which there is no rejection, opening, feed or whatever else."""
    for relation in company._meta.related_objects:
        if relation.related_model._base_manager.filter(**{relation.field.name: company}).exists():
            return
    company.delete()


def wipe_traces() -> None:
    """SQLite keeps in its log what was written last, and in a search index what was taken out of it: clear both.

    It overwrites deleted rows by itself (`secure_delete`); PostgreSQL does so when it vacuums. Whoever reads at this
    moment may keep the log from being cleared: housekeeping tries again.
    """
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE %s", ["CREATE VIRTUAL TABLE % USING fts5(%"])
            for (index,) in cursor.fetchall():
                name = connection.ops.quote_name(index)
                cursor.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608
            clear_log(cursor)
    except DatabaseError as error:
        logger.warning("what was erased stays in the database's log until housekeeping: %s", error)


def clear_log(cursor: CursorWrapper) -> None:
    cursor.execute("PRAGMA busy_timeout")
    usual = int(cursor.fetchone()[0])
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_FOR_OTHERS}")
    try:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {usual}")
