"""Read an export again, into an account that is empty: every row as it was, or nothing at all."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseTrouble
from django.db import transaction
from django.db.models import Field, ForeignKey, ManyToManyField, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.encryption import encrypt
from contacts.models import Contact, Interest, Rejection, Resume, name_key
from contacts.search import write_search_text
from crm.models import User
from crm.portable.nouns import FORMAT, LISTS, NOUNS, SETTINGS, VERSION, Noun
from followups.departures import mark_do_not_contact
from followups.locks import lock_user
from followups.models import Nudge, NudgeMail

AT_ONCE = 1000
# A file that was written by other hands, not a row a line, is held as a whole.
LARGEST_WHOLE = 64 * 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
KEYS = {"name_key": ("name", 250), "topic_key": ("topic", 250)}
# They were to be sent from elsewhere; of one that was being handed over only they know there what became of it.
MailState = NudgeMail.State
OF_UNFINISHED: dict[str, str] = {
    MailState.PLANNED: MailState.CANCELLED,
    MailState.CLAIMED: MailState.CANCELLED,
    MailState.HANDING: MailState.UNSURE,
}
Ids = dict[type[Model], dict[int, int]]


class NotEmpty(Exception):
    """An export is read into an account without contacts: two histories cannot be made one by themselves."""


class NoExport(ValueError):
    """The file is no export, or one that cannot be read; says why, and where."""


@transaction.atomic
def load_document(user: User, file: IO[bytes]) -> dict[str, int]:
    """Read the document into the user's account; how many rows of each noun. Raises `NotEmpty`, `NoExport`."""
    lock_user(user)
    if user.contacts.exists() or user.rejections.exists():
        raise NotEmpty
    ids: Ids = {}
    counts = dict.fromkeys((noun.name for noun in NOUNS), 0)
    settings, rows = read_document(file)
    by_name = {noun.name: noun for noun in NOUNS}
    try:
        for name, batch in in_batches(rows):
            counts[name] += insert(by_name[name], batch, user, ids)
        take_settings(user, settings)
    except DatabaseTrouble as error:
        raise NoExport(_("What it holds contradicts itself, so nothing was taken.")) from error
    finish(user)
    return counts


def read_document(file: IO[bytes]) -> tuple[dict[str, Any], Iterator[tuple[str, dict[str, Any]]]]:
    """The settings in it, and its rows, each with its noun."""
    head = file.readline(LONGEST_LINE)
    try:
        is_ours_by_line = json.loads(head.strip().rstrip(b",") + b"}")
        settings = json.loads(b"{" + file.readline(LONGEST_LINE).strip().rstrip(b",") + b"}")["settings"]
    except (ValueError, KeyError, TypeError, RecursionError):
        file.seek(0)
        return read_whole(file)
    check_head(is_ours_by_line)
    return settings, read_lines(file)


def read_whole(file: IO[bytes]) -> tuple[dict[str, Any], Iterator[tuple[str, dict[str, Any]]]]:
    content = file.read(LARGEST_WHOLE + 1)
    if len(content) > LARGEST_WHOLE:
        raise NoExport(_("This file is too large to be read: an export has a row on each line."))
    try:
        document = json.loads(content)
        check_head(document)
        rows = [(noun.name, row) for noun in NOUNS for row in document.get(noun.name, [])]
        return document.get("settings", {}), iter(rows)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, NoExport):
            raise
        raise NoExport(_("This is no export of Afterword.")) from error


def check_head(document: Any) -> None:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NoExport(_("This is no export of Afterword."))
    if document.get("version") != VERSION:
        raise NoExport(_("This export was written by a newer Afterword. Please upgrade this one first."))


def read_lines(file: IO[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    known = {f'"{noun.name}":['.encode(): noun.name for noun in NOUNS}
    name, said = "", b""
    for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=3):
        said = line.strip().rstrip(b",")
        if said in known:
            name = known[said]
        elif said.startswith(b"{") and name:
            try:
                yield name, json.loads(said)
            except (ValueError, RecursionError) as error:
                raise NoExport(_("Line %(number)d cannot be read.") % {"number": number}) from error
        elif said not in {b"]", b"}"}:
            raise NoExport(_("Line %(number)d cannot be read.") % {"number": number})
    if said != b"}":
        raise NoExport(_("The file ends too early, so it cannot be read."))


def in_batches(rows: Iterator[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Rows of one noun that stand together, a thousand at a time."""
    name = ""
    some: list[dict[str, Any]] = []
    for of_noun, row in rows:
        if some and (of_noun != name or len(some) >= AT_ONCE):
            yield name, some
            some = []
        name = of_noun
        some.append(row)
    if some:
        yield name, some


def insert(noun: Noun, rows: list[dict[str, Any]], user: User, ids: Ids) -> int:
    known = ids.setdefault(noun.model, {})
    made = [made for row in rows if (made := build(noun, row, user, ids)) is not None]
    noun.model._base_manager.bulk_create([obj for _number, obj in made])
    known.update({number: obj.pk for number, obj in made})
    if noun.name in LISTS:
        tie_lists(noun, rows, ids)
    return len(made)


def tie_lists(noun: Noun, rows: list[dict[str, Any]], ids: Ids) -> None:
    """What the rows refer to by a list."""
    field = noun.model._meta.get_field(LISTS[noun.name])
    assert isinstance(field, ManyToManyField), "a list of references"
    tie, others = field.remote_field.through, ids[field.related_model]
    assert tie is not None, "Django makes the table between"
    own, other = field.m2m_column_name(), field.m2m_reverse_name()
    try:
        pairs = [(ids[noun.model][row["id"]], others[to]) for row in rows for to in row.get(field.name, [])]
    except (KeyError, TypeError) as error:
        words = {"noun": noun.name, "field": field.name}
        raise NoExport(_("“%(field)s” in “%(noun)s” names what is not there.") % words) from error
    tie._base_manager.bulk_create([tie(**{own: one, other: two}) for one, two in pairs])


def build(noun: Noun, row: dict[str, Any], user: User, ids: Ids) -> tuple[int, Model] | None:
    """The row as an object, with its number in the file; None for a résumé whose key was lost there."""
    if not isinstance(row, dict) or type(row.get("id")) is not int:
        raise NoExport(_("A row of “%(noun)s” has no number.") % {"noun": noun.name})
    values = {field.attname: read_value(noun, field, row, ids) for field in noun.fields if field.name != "id"}
    if noun.model is Resume and values.get("content") is None:
        return None
    made = noun.model(**values)
    if any(field.name == "owner" for field in noun.model._meta.concrete_fields):
        setattr(made, "owner_id", user.pk)  # noqa: B010 (models without an owner have no such attribute)
    for key, (of_field, longest) in KEYS.items():
        if hasattr(made, key):
            setattr(made, key, name_key(getattr(made, of_field))[:longest])
    if isinstance(made, NudgeMail):
        made.state = OF_UNFINISHED.get(made.state, made.state)
        made.message_id = f"<n-{made.public_id}@imported.invalid>"  # its own belongs to where it was sent from
    return row["id"], made


def read_value(noun: Noun, field: Field[Any, Any], row: dict[str, Any], ids: Ids) -> Any:
    said = row.get(field.name)
    try:
        if isinstance(field, ForeignKey):
            return None if said is None and field.null else ids[field.related_model][said]  # type: ignore[index]
        if noun.model is Resume and field.name == "content":
            return None if said is None else encrypt(b64decode(said, validate=True))
        if field.name not in row and field.has_default():
            return field.get_default()
        if isinstance(said, str) and "\x00" in said:
            raise ValidationError("NUL")
        return field.clean(said, None)
    except (ValidationError, KeyError, TypeError, ValueError, NotBase64) as error:
        words = {"noun": noun.name, "number": row.get("id"), "field": field.name}
        raise NoExport(_("“%(field)s” of number %(number)s in “%(noun)s” cannot be read.") % words) from error


def take_settings(user: User, settings: dict[str, Any]) -> None:
    for name in SETTINGS:
        if name in settings:
            try:
                value = User._meta.get_field(name).clean(settings[name], user)  # type: ignore[union-attr]
            except ValidationError as error:
                raise NoExport(_("“%(field)s” of the settings cannot be read.") % {"field": name}) from error
            setattr(user, name, value)
    user.plan_at = timezone.now()
    user.save(update_fields=[*SETTINGS, "plan_at"])


def finish(user: User) -> None:
    """What is worked out of other rows: the words that people are found by, and who must not be written to."""
    # Their mail was not sent, and will not be: the month is free again.
    cancelled = Nudge.objects.filter(mail__owner=user, mail__state=NudgeMail.State.CANCELLED)
    cancelled.filter(state=Nudge.State.OPEN).update(state=Nudge.State.WITHDRAWN)
    words: dict[int, list[str]] = {}
    for contact_id, topic in Interest.objects.filter(contact__owner=user).values_list("contact_id", "topic"):
        words.setdefault(contact_id, []).append(topic)
    rejections = Rejection.objects.owned_by(user).exclude(contact=None)
    for contact_id, *parts in rejections.values_list("contact_id", "role", "company__name", "notes", "reason"):
        words.setdefault(contact_id or 0, []).extend(parts)
    some: list[Contact] = []
    for contact in Contact.objects.owned_by(user).select_related("company", "owner").iterator(chunk_size=AT_ONCE):
        contact.search_text = write_search_text(contact, words.get(contact.pk, []))
        some.append(contact)
        if len(some) >= AT_ONCE:
            Contact.objects.bulk_update(some, ["search_text"])
            some = []
    Contact.objects.bulk_update(some, ["search_text"])
    for contact in Contact.objects.owned_by(user).filter(standing=Contact.Standing.STOPPED).select_related("owner"):
        mark_do_not_contact(contact)
