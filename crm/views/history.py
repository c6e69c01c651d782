"""The audit trail: what happened to the account, newest first."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contacts.views.page_links import page_links
from crm.audit_words import tell_events
from crm.models import AuditEvent, User

EVENTS_PER_PAGE = 50


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    rows = AuditEvent.objects.filter(user=user).order_by("-id")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    events = list(rows[: EVENTS_PER_PAGE + 1])
    shown = events[:EVENTS_PER_PAGE]
    next_before = str(shown[-1].pk) if len(events) > len(shown) else None
    lines = tell_events(user, shown)
    return render(request, "crm/history.html", {"lines": lines, **page_links(request, next_before, name="before")})
