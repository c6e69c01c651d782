"""A peer's consent, step by step: you ask, they agree, they may change their mind."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.forms.peers import ConsentForm
from contacts.models import Peer
from contacts.views.access import get_peer, signed_in
from contacts.views.peers import show_peer
from followups.drafts import consent_draft
from followups.forms import LetterForm
from followups.referrals.consent import ConsentMoved, give_consent, mark_asked, take_back_step, withdraw_consent
from followups.views.letters import send_letter_file


@require_POST
def peer_asked(request: HttpRequest, pk: int) -> HttpResponse:
    peer = get_peer(request, pk)
    form = LetterForm(request.POST, auto_id="consent-%s")
    if not form.is_valid():
        return show_peer(request, peer, letter=form)
    return take_step(request, peer, lambda: mark_asked(peer, on=form.sent_on), _("Noted: you asked them."))


@require_POST
def peer_agreed(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Noted: they agreed. You can refer them now.")
    return take_dated_step(request, get_peer(request, pk), give_consent, said)


@require_POST
def peer_withdrew(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Noted. They are proposed to nobody, and unsent letters about them are gone.")
    return take_dated_step(request, get_peer(request, pk), withdraw_consent, said)


@require_POST
def peer_consent_undo(request: HttpRequest, pk: int) -> HttpResponse:
    peer = get_peer(request, pk)
    try:
        take_back_step(peer)
    except ConsentMoved:
        return say_too_late(request, peer)
    messages.success(request, _("Taken back."))
    return redirect("peer", peer.pk)


def peer_consent_eml(request: HttpRequest, pk: int) -> HttpResponse:
    """The question as a file: as it stands in the form (POST), else as drafted."""
    peer = get_peer(request, pk)
    if peer.consent != Peer.Consent.NOT_ASKED:
        raise Http404
    form = LetterForm(request.POST or None, auto_id="consent-%s")
    if form.is_bound and not form.is_valid():
        return show_peer(request, peer, letter=form)
    return send_letter_file(peer, form.draft if form.is_bound else consent_draft(peer))


def take_dated_step(request: HttpRequest, peer: Peer, step: Callable[..., None], said: str) -> HttpResponse:
    form = ConsentForm(request.POST, today=signed_in(request).today())
    if not form.is_valid():
        return show_peer(request, peer, step=form)
    return take_step(request, peer, lambda: step(peer, on=form.cleaned_data["on"]), said)


def take_step(request: HttpRequest, peer: Peer, step: Callable[[], None], said: str) -> HttpResponse:
    try:
        step()
    except ConsentMoved:
        return say_too_late(request, peer)
    messages.success(request, said, extra_tags=f"undo:{reverse('peer_consent_undo', args=[peer.pk])}")
    return redirect("peer", peer.pk)


def say_too_late(request: HttpRequest, peer: Peer) -> HttpResponse:
    messages.info(request, _("This was noted already; nothing was changed."))
    return redirect("peer", peer.pk)
