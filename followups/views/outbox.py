"""The outbox: every nudge mail with its state in plain words, and what can be done where it got stuck."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contacts.paging import read_page
from followups.mail_rows import make_row, say_change, with_names
from followups.models import NudgeMail
from followups.outbox import confirm_arrival, report_lost, retry_mail
from followups.reading_kept_mail import read_kept_mail
from followups.views.ways import signed_in


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    mails = with_names(NudgeMail.objects.owned_by(signed_in(request)))
    after = request.GET.get("after", "")
    page = read_page(mails, by="on", after=after, newest_first=True)
    rows = [make_row(mail, timezone.now()) for mail in page.rows]
    context = {
        "rows": rows,
        "is_stuck": any(row.is_stuck for row in rows[:1]),
        "next_url": f"{reverse('outbox')}?after={page.next_after}" if page.next_after else "",
        "first_url": reverse("outbox") if after else "",
        "server": settings.MAIL_SERVER,
    }
    return render(request, "followups/outbox.html", context)


@require_safe
def outbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_mail(request, pk)
    context = {
        "row": make_row(mail, timezone.now()),
        "kept": read_kept_mail(mail),
        "history": [(change.at, say_change(change)) for change in mail.state_changes.order_by("at", "id")],
        "server": settings.MAIL_SERVER,
    }
    return render(request, "followups/outbox_mail.html", context)


@require_POST
def outbox_retry(request: HttpRequest, pk: int) -> HttpResponse:
    if retry_mail(get_mail(request, pk)):
        messages.success(request, _("It is tried again within a minute."))
    else:
        messages.info(request, _("This mail is not waiting any more."))
    return redirect("outbox_mail", pk)


@require_POST
def outbox_arrived(request: HttpRequest, pk: int) -> HttpResponse:
    if confirm_arrival(get_mail(request, pk)):
        messages.success(request, _("Good. It counts as sent."))
    else:
        messages.info(request, _("That was settled already."))
    return redirect("outbox_mail", pk)


@require_POST
def outbox_lost(request: HttpRequest, pk: int) -> HttpResponse:
    if report_lost(get_mail(request, pk)):
        messages.success(request, _("Thank you. What it said is sent again."))
    else:
        messages.info(request, _("That was settled already."))
    return redirect("outbox_mail", pk)


def get_mail(request: HttpRequest, pk: int) -> NudgeMail:
    return get_object_or_404(with_names(NudgeMail.objects.owned_by(signed_in(request))), pk=pk)
