"""What a rejection's mail tells, beside the form: each finding with a mark to accept it. What was typed stays."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.forms.rejections import NewRejectionForm
from contacts.reading import UnreadableMail, open_eml, read_rejection
from contacts.reading.reader import ReadRejection

NAMES = tuple(ReadRejection.__dataclass_fields__)


@dataclass(frozen=True)
class Finding:
    """One thing that the mail tells; `typed` is what stands in its field instead, if something does."""

    name: str
    label: str
    value: str
    is_marked: bool
    typed: str = ""


def take_eml(upload: UploadedFile[Any]) -> tuple[str, str]:
    """The text of an uploaded mail, or why there is none, as a sentence."""
    if (upload.size or 0) > settings.LARGEST_UPLOAD:
        return "", _("This file is larger than 5 MB. Please paste the text of the mail instead.")
    try:
        return open_eml(upload.read()), ""
    except UnreadableMail:
        return "", _("This file could not be read as a mail. Please save it as .eml, or paste its text.")


def fill_from_mail(posted: QueryDict, today: date) -> NewRejectionForm:
    """The form with what the pasted mail tells, wherever nothing was typed."""
    read = asdict(read_rejection(posted.get("paste", ""), today))
    found = {name: str(value) for name, value in read.items() if value}
    before = _read_pairs(posted.get("filled", ""))
    typed = {name: posted.get(name, "") for name in NewRejectionForm.base_fields if name != "eml"}
    filled = {}
    for name in NAMES:
        was_typed = typed[name].strip() and typed[name] != before.get(name)
        if name == "rejected_on" and typed[name] == today.isoformat():
            was_typed = False
        if not was_typed:
            typed[name] = found.get(name, _nothing(name, today))
        if typed[name] == found.get(name):
            filled[name] = found[name]
    typed.update(filled=json.dumps(filled), found=json.dumps(found))
    typed["submission"] = typed["submission"] or str(uuid4())
    return NewRejectionForm(initial=typed, today=today)


def take_marked(posted: QueryDict, today: date) -> QueryDict:
    """What was posted, after its marks: a newly marked finding stands in its field, one that lost its mark does not.

    A field that was changed by hand since it was filled keeps what the hand wrote.
    """
    found, before = _read_pairs(posted.get("found", "")), _read_pairs(posted.get("filled", ""))
    if not found or "accept" not in posted:
        return posted  # there were no marks on the page
    marked = posted.getlist("accept")
    changed = posted.copy()
    for name, value in found.items():
        if name in marked and name not in before:
            changed[name] = value
        elif name not in marked and name in before and posted.get(name) == value:
            changed[name] = _nothing(name, today)
    changed["filled"] = json.dumps({name: value for name, value in found.items() if name in marked})
    return changed


def list_findings(form: NewRejectionForm) -> list[Finding]:
    found, filled = (_read_pairs(form[name].value() or "") for name in ("found", "filled"))
    return [
        Finding(
            name=name,
            label=str(form.fields[name].label),
            value=_show(name, value),
            is_marked=name in filled,
            typed="" if form[name].value() == value or name in filled else str(form[name].value() or ""),
        )
        for name, value in sorted(found.items(), key=lambda pair: list(form.fields).index(pair[0]))
    ]


def _show(name: str, value: str) -> str:
    if name != "rejected_on":
        return value
    try:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    except ValueError:
        return value


def _nothing(name: str, today: date) -> str:
    return today.isoformat() if name == "rejected_on" else ""


def _read_pairs(written: str) -> dict[str, str]:
    """What the page carried along, with nothing in it that this form did not write."""
    try:
        pairs = json.loads(written or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(pairs, dict):
        return {}
    return {name: pairs[name] for name in NAMES if isinstance(pairs.get(name), str) and pairs[name]}
