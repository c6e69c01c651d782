"""Programs that are called when something happens, and devices that show a word."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from followups.fetching import FetchRefused
from followups.models import Delivery, Push, PushTarget, Webhook
from followups.telling import pushing, webhooks
from followups.telling.pushing import add_target, read_host, say
from followups.telling.webhooks import add_webhook, change_webhook, read_url, renew_secret, send_again, send_test
from followups.telling_forms import PushTargetForm, WebhookForm
from followups.views.ways import signed_in

LAST_DELIVERIES = 30


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
def webhook_list(request: HttpRequest) -> HttpResponse:
    """The answer to the form shows the new secret: no other page does."""
    user = signed_in(request)
    form, secret = WebhookForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _webhook, secret = add_webhook(user, **form.values)
        except FetchRefused as refused:
            form.add_error("url", refused.message)
        except webhooks.TooMany:
            form.add_error(None, _("You have as many as there may be. End one that is not needed first."))
        else:
            form = WebhookForm()
    own = Webhook.objects.filter(owner=user).order_by("pk")
    rows = [(webhook, read_url(webhook)) for webhook in own]
    return render(request, "followups/webhook_list.html", {"form": form, "rows": rows, "secret": secret})


@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    own = find_webhook(request, pk)
    form = WebhookForm(request.POST or None, webhook=own)
    if request.method == "POST" and form.is_valid():
        try:
            change_webhook(own, **form.values)
        except FetchRefused as refused:
            form.add_error("url", refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("webhook", pk)
    return show_webhook(request, own, form)


def show_webhook(request: HttpRequest, own: Webhook, form: WebhookForm, secret: str = "") -> HttpResponse:
    deliveries = own.deliveries.select_related("contact").order_by("-id")[:LAST_DELIVERIES]
    context = {"webhook": own, "form": form, "deliveries": deliveries, "secret": secret}
    return render(request, "followups/webhook.html", context)


@require_POST
@sensitive_variables("secret")
def webhook_secret(request: HttpRequest, pk: int) -> HttpResponse:
    own = find_webhook(request, pk)
    secret = renew_secret(own)
    return show_webhook(request, own, WebhookForm(webhook=own), secret)


@require_POST
def webhook_test(request: HttpRequest, pk: int) -> HttpResponse:
    send_test(find_webhook(request, pk))
    messages.success(request, _("A test is on its way: it is sent within a minute, and stands in the list below."))
    return redirect("webhook", pk)


@require_POST
def webhook_delete(request: HttpRequest, pk: int) -> HttpResponse:
    find_webhook(request, pk).delete()
    messages.success(request, _("Ended: this address is not called any more."))
    return redirect("webhook_list")


@require_POST
def delivery_again(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.owned_by(signed_in(request)), pk=pk)
    send_again(delivery)
    messages.success(request, _("It is sent once more, within a minute."))
    return redirect("webhook", delivery.webhook_id)


def find_webhook(request: HttpRequest, pk: int) -> Webhook:
    return get_object_or_404(Webhook, owner=signed_in(request), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def push_targets(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = PushTargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_target(user, **form.values)
        except FetchRefused as refused:
            form.add_error("address", refused.message)
        except pushing.TooMany:
            form.add_error(None, _("You have as many as there may be. End one that is not needed first."))
        else:
            messages.success(request, _("Added. Try it, and then it shows a word with each nudge mail."))
            return redirect("push_targets")
    own = PushTarget.objects.filter(owner=user).order_by("pk")
    rows = [(target, read_host(target), Push.objects.filter(target=target).order_by("-id").first()) for target in own]
    return render(request, "followups/push_targets.html", {"form": form, "rows": rows})


@require_POST
def push_test(request: HttpRequest, pk: int) -> HttpResponse:
    trouble = say(find_target(request, pk), _("This is how a nudge looks here."))
    if trouble:
        messages.warning(request, _("It did not go through. %(why)s") % {"why": trouble})
    else:
        messages.success(request, _("Sent. It should be there already."))
    return redirect("push_targets")


@require_POST
def push_delete(request: HttpRequest, pk: int) -> HttpResponse:
    find_target(request, pk).delete()
    messages.success(request, _("Ended: nothing is shown there any more."))
    return redirect("push_targets")


def find_target(request: HttpRequest, pk: int) -> PushTarget:
    return get_object_or_404(PushTarget, owner=signed_in(request), pk=pk)
