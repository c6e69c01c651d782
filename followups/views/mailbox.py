"""From the user's own mailbox: the address to copy mails to, the folder of sent mails, and what waits for a word."""

from __future__ import annotations

from binascii import Error as NotBase64

from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from contacts.models import Contact
from followups.fetching import FetchProblem
from followups.mailbox.addresses import (
    can_take_mails,
    drop_log_address,
    is_confirmed_address,
    make_log_address,
    read_log_address,
)
from followups.mailbox.hooks import LARGEST_POST, PROVIDERS
from followups.mailbox.sent_folder import read_again, stop_watching, watch_sent_folder
from followups.mailbox.tray import NoLongerWaits, leave_out, log_for, open_mail
from followups.mailbox_forms import SentFolderForm, WaitingMailForm
from followups.models import MailboxMail, SentFolder
from followups.views.ways import signed_in

SETTLED_SHOWN = 20


def mailbox(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    own = MailboxMail.objects.owned_by(user).select_related("contact").newest_first()
    context = {
        "waiting": [(mail, open_mail(mail)) for mail in own.in_tray()],
        "settled": own.settled().exclude(contact=None)[:SETTLED_SHOWN],
        "can_take_mails": can_take_mails(),
        "address": read_log_address(user),
        "is_confirmed": is_confirmed_address(user, user.email),
        "watched": SentFolder.objects.owned_by(user).first(),
    }
    return render(request, "followups/mailbox.html", context)


def mailbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    mail = find_waiting(request, pk)
    form = WaitingMailForm(request.POST or None, mail=mail)
    if request.method == "POST" and form.is_valid():
        contact: Contact = form.cleaned_data["contact"]
        try:
            taken = log_for(mail, contact, kind=form.cleaned_data["kind"])
        except NoLongerWaits:
            messages.info(request, _("This mail was dealt with already."))
            return redirect("mailbox")
        said = _("It is on the timeline.") if taken else _("It stood on the timeline already.")
        messages.success(request, said)
        return redirect(contact)
    return render(request, "followups/mailbox_mail.html", {"mail": mail, "kept": open_mail(mail), "form": form})


@require_POST
def mailbox_leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        leave_out(find_waiting(request, pk))
    except NoLongerWaits:
        messages.info(request, _("This mail was dealt with already."))
    else:
        messages.success(request, _("Left out. Nothing of it is kept here."))
    return redirect("mailbox")


def find_waiting(request: HttpRequest, pk: int) -> MailboxMail:
    waiting = MailboxMail.objects.owned_by(signed_in(request)).in_tray()
    return get_object_or_404(waiting.select_related("owner", "contact"), pk=pk)


@require_POST
def mailbox_address(request: HttpRequest) -> HttpResponse:
    """Make the secret address, or make it anew; *drop* ends it."""
    if not can_take_mails():
        raise Http404
    if "drop" in request.POST:
        drop_log_address(signed_in(request))
        messages.success(request, _("The address is gone. Mails to it are not read any more."))
    else:
        make_log_address(signed_in(request))
        messages.success(request, _("This is your address. One that you had before is worth nothing now."))
    return redirect("mailbox")


def sent_folder(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    watched = SentFolder.objects.owned_by(user).first()
    form = SentFolderForm(request.POST or None, owner=user, watched=watched)
    if request.method == "POST" and form.is_valid():
        try:
            found = watch_sent_folder(user, **form.values)
        except FetchProblem as problem:
            form.add_error(None, problem.message)
        else:
            said = _("Signed in. “%(folder)s” is looked through now, and every ten minutes from here on.")
            messages.success(request, said % {"folder": found.folder})
            return redirect("mailbox")
    return render(request, "followups/sent_folder.html", {"form": form, "watched": watched})


@require_POST
def sent_folder_stop(request: HttpRequest) -> HttpResponse:
    stop_watching(signed_in(request))
    messages.success(request, _("Your Sent folder is not looked at any more, and its password is forgotten."))
    return redirect("mailbox")


@require_POST
def sent_folder_again(request: HttpRequest) -> HttpResponse:
    watched = get_object_or_404(SentFolder.objects.owned_by(signed_in(request)))
    read_again(watched, since=watched.since)
    messages.success(request, _("It is gone through once more, from its beginning. Nothing is logged twice."))
    return redirect("mailbox")


@login_not_required
@csrf_exempt
def mailbox_hook(request: HttpRequest, provider: str) -> HttpResponse:
    """Where a provider posts a mail, with its name and password; a mail may be larger than what people post."""
    if not settings.INBOX_WEBHOOK_SECRET or provider not in PROVIDERS:
        raise Http404
    if not is_from_provider(request):
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="mailbox"'})
    request._body = request.read(LARGEST_POST + 1)  # Django's own limit is meant for people
    if len(request.body) > LARGEST_POST:
        return HttpResponse(status=413)
    try:
        return HttpResponse(status=PROVIDERS[provider].as_view()(request).status_code)
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponseBadRequest()


def is_from_provider(request: HttpRequest) -> bool:
    try:
        given = get_request_basic_auth(request) or ""
    except (NotBase64, ValueError):
        return False
    return constant_time_compare(given, settings.INBOX_WEBHOOK_SECRET)
