"""Take everything along: tables, cards, one document, and sheets of paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from contacts.models import Contact
from crm.audit import note_event
from crm.exporting.cards import write_cards
from crm.exporting.tables import TABLES
from crm.models import User
from crm.portable.writing import write_document
from followups.timeline import read_timeline

# Many small pieces cost more than they carry.
PIECE = 64 * 1024
MOST_ON_A_SHEET = 1000


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    return render(request, "crm/export.html")


@require_safe
def export_table(request: HttpRequest, table: str) -> StreamingHttpResponse:
    return send(request, TABLES[table](cast(User, request.user)), f"{table}.csv", "text/csv; charset=utf-8")


@require_safe
def export_cards(request: HttpRequest) -> StreamingHttpResponse:
    return send(request, write_cards(cast(User, request.user)), "contacts.vcf", "text/vcard; charset=utf-8")


@require_safe
def export_document(request: HttpRequest) -> StreamingHttpResponse:
    written = write_document(cast(User, request.user), timezone.now())
    return send(request, written, "everything.json", "application/json")


def send(request: HttpRequest, pieces: Iterable[str], name: str, content_type: str) -> StreamingHttpResponse:
    """A download, sent while it is written."""
    user = cast(User, request.user)
    note_event(user, "exported", request=request, what=name)
    stem, dot, ending = name.partition(".")
    answer = StreamingHttpResponse(join(pieces), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="afterword-{stem}-{user.today()}{dot}{ending}"'
    return answer


def join(pieces: Iterable[str]) -> Iterator[bytes]:
    kept, size = [], 0
    for piece in pieces:
        kept.append(piece.encode("utf-8", "replace"))
        size += len(kept[-1])
        if size >= PIECE:
            yield b"".join(kept)
            kept, size = [], 0
    yield b"".join(kept)


@require_safe
def export_sheets(request: HttpRequest) -> StreamingHttpResponse:
    """Everybody on paper, a sheet each."""
    user = cast(User, request.user)
    note_event(user, "exported", request=request, what="sheets")
    people = Contact.objects.owned_by(user).select_related("company", "owner").prefetch_related("interests")
    return StreamingHttpResponse(
        join(write_sheets(request, people.order_by("name_key", "pk").iterator(chunk_size=200)))
    )


@require_safe
def contact_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One person on paper, with the whole timeline."""
    people = Contact.objects.owned_by(cast(User, request.user)).select_related("company", "owner")
    contact: Contact = get_object_or_404(people.prefetch_related("interests"), pk=pk)
    answer = StreamingHttpResponse(join(write_sheets(request, [contact])))
    answer["Content-Disposition"] = f'inline; filename="{slugify(contact.name) or "contact"}.html"'
    return cast(HttpResponse, answer)


def write_sheets(request: HttpRequest, people: Iterable[Contact]) -> Iterator[str]:
    sheet = get_template("crm/_sheet.html")
    yield get_template("crm/_sheets_head.html").render({}, request)
    for contact in people:
        yield sheet.render(describe(contact), request)
    yield get_template("crm/_sheets_foot.html").render({}, request)


def describe(contact: Contact) -> dict[str, Any]:
    timeline = read_timeline(contact, limit=MOST_ON_A_SHEET)
    return {"contact": contact, "entries": timeline.entries, "is_cut": timeline.next_before is not None}
