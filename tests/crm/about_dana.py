"""One row of everything that can be about a person, with a word of its own in every field that holds words."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from contacts.encryption import encrypt
from contacts.models import Contact, ContactEvent, Interest
from contacts.models.distinct_pair import DistinctPair
from crm.api.tokens import make_token
from crm.importing.models import ImportRow, ImportRun
from crm.models import ApiAnswer
from followups.kept_mail import keep_mail
from followups.models import (
    Delivery,
    FeedbackRequest,
    IncomingMessage,
    LetterDraft,
    MailboxMail,
    NudgeMail,
    Referral,
    StateChange,
    Touchpoint,
    Webhook,
)
from tests.factories import (
    make_article,
    make_company,
    make_consenting_peer,
    make_contact,
    make_idea,
    make_nudge,
    make_nudge_mail,
    make_opening,
    make_rejection,
)

WORD = "zqcanary"
# Words of these tables are about somebody else, or say nothing of the person.
OF_OTHERS = {
    "Rejection.role",  # what remains of a rejection, with its company and day
    "NudgeMail.public_id",
    "NudgeMail.recipient",
    "NudgeMail.message_id",
    "NudgeMail.token",
    "NudgeMail.reply",
    "NudgeMail.error",
    "StateChange.old",
    "StateChange.new",
    "StateChange.by",
    "MailboxMail.mail_key",
    "Article.key",
    "FeedbackRequest.voice",
    "Delivery.answer",
    "ApiAnswer.key",
    "ApiAnswer.request_hash",
    "ApiAnswer.location",
}
TEXTS = (models.CharField, models.TextField, models.JSONField)


def make_everything(owner) -> tuple[Contact, dict[type[models.Model], models.Model]]:
    """A contact, and one row of each table that can be about them. They went on to a company that nobody else is of."""
    dana = make_contact(owner, company=make_company(owner, "Fernweh"), standing="ended", next_on=None)
    rejection = make_rejection(dana, date(2026, 1, 12), company=make_company(owner, "Zephyr"))
    request = FeedbackRequest.objects.create(owner=owner, rejection=rejection, contact=dana, state="answered")
    touchpoint = Touchpoint.objects.create(contact=dana, kind="article", on=date(2026, 2, 2))
    mail = make_nudge_mail(owner, date(2026, 4, 1), state="sent")
    nudge = make_nudge(dana, date(2026, 4, 1), mail=mail, state="sent_it")
    article = make_article(owner)
    idea = make_idea(dana, article=article)
    opening, peer = make_opening(owner), make_consenting_peer(owner)
    token, _secret = make_token(owner, name="My spreadsheet")
    rows = [
        dana,
        dana.company,
        rejection,
        request,
        touchpoint,
        mail,
        nudge,
        article,
        idea,
        Referral.objects.create(contact=dana, opening=opening, peer=peer),
        Interest.objects.create(contact=dana, topic="sailing"),
        ContactEvent.objects.create(contact=dana, kind="added", on=date(2026, 1, 12)),
        IncomingMessage.objects.create(contact=dana, on=date(2026, 2, 3)),
        LetterDraft.objects.create(contact=dana),
        StateChange.objects.create(nudge=nudge, new="open", by="planner"),
        MailboxMail.objects.create(
            owner=owner, contact=dana, mail_key="k", source="address", kind="sent", on=date(2026, 2, 2), sealed_mail=b""
        ),
        DistinctPair.objects.create(first=dana, second=make_contact(owner)),
        Delivery.objects.create(
            webhook=Webhook.objects.create(owner=owner, sealed_url=b"", sealed_secret=b""),
            event="touchpoint.logged",
            contact=dana,
            payload={},
        ),
        ImportRow.objects.create(contact=dana, line=2, outcome="new", run=make_run(owner)),
        ApiAnswer.objects.create(token=token, key="k", request_hash="h", status=201),
    ]
    return dana, {type(row): row for row in rows}


def make_run(owner) -> ImportRun:
    return ImportRun.objects.create(
        owner=owner, name="people.csv", size=9, shape="table", state="done", keep_until=timezone.now()
    )


def plant_words(rows: dict[type[models.Model], models.Model]) -> dict[str, str]:
    """Write a word of its own into every text of the rows, and into their kept mail: by the name of the field."""
    numbers, planted = count(1), {}
    for model, row in rows.items():
        for field in model._meta.concrete_fields:
            name = f"{model.__name__}.{field.name}"
            if isinstance(field, TEXTS) and not field.choices and not field.unique and name not in OF_OTHERS:
                planted[name] = f"{WORD}{next(numbers):03}"
                model.objects.filter(pk=row.pk).update(**{field.name: as_fits(field, planted[name])})
    sealed = planted["MailboxMail.sealed_mail"] = f"{WORD}{next(numbers):03}"
    letter = json.dumps({"message_id": "<m>", "sender": "dana@example.com", "subject": "Hello", "text": sealed})
    MailboxMail.objects.update(sealed_mail=encrypt(letter.encode()))
    kept = planted["kept mail"] = f"{WORD}{next(numbers):03}"
    keep_mail(write_mail(kept), rows[NudgeMail].public_id)
    return planted


def as_fits(field: models.Field, word: str):
    match field:
        case models.JSONField():
            return [word]
        case models.URLField():
            return f"https://{word}.example/"
        case models.EmailField():
            return f"{word}@example.com"
    return word


def write_mail(word: str) -> bytes:
    part = "Content-Type: text/{kind}; charset=utf-8\n\n{word}\n"
    parts = "".join(f"--x\n{part.format(kind=kind, word=word)}" for kind in ("plain", "html"))
    return (
        f"Subject: Hello\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n{parts}--x--\n".encode()
    )


def read_tables() -> dict[str, str]:
    """What stands in each table of the database, indexes of text among them."""
    with connection.cursor() as cursor:
        return {table: read_table(cursor, table) for table in connection.introspection.table_names(cursor)}


def read_table(cursor, table: str) -> str:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return "\n".join(as_text(value) for row in cursor.fetchall() for value in row)


def as_text(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def find_in_files(word: str) -> list[str]:
    # By another process: when one that uses SQLite opens and closes the file by itself, it loses its locks on it
    # (sqlite.org/howtocorrupt.html, 2.2), and the database goes to pieces.
    found = subprocess.run(
        ["grep", "-rlaF", "-e", word, settings.DATA_DIR], capture_output=True, text=True, check=False
    )
    assert found.returncode in {0, 1}, found.stderr
    return [Path(line).name for line in found.stdout.splitlines()]
