"""The calendar for programs that subscribe to it, and the page with its address."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from followups.calendar import (
    drop_calendar_address,
    find_calendar_owner,
    make_calendar_address,
    read_calendar_address,
    write_calendar,
)
from followups.views.ways import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Show the address, make it anew, or end it."""
    user = signed_in(request)
    if request.method == "POST" and "drop" in request.POST:
        drop_calendar_address(user)
        messages.success(request, _("The address is gone: calendars that follow it stay as they are now."))
        return redirect("calendar_address")
    if request.method == "POST":
        make_calendar_address(user)
        messages.success(request, _("This is your address. One that you had before shows nothing now."))
        return redirect("calendar_address")
    return render(request, "followups/calendar.html", {"address": read_calendar_address(user)})


@login_not_required
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The file itself. Whoever knows the address may read it; nothing of a session is looked at."""
    owner = find_calendar_owner(secret)
    if owner is None:
        raise Http404
    written = write_calendar(owner, timezone.now())
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="afterword.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    etag = f'"{sha256(written).hexdigest()}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
