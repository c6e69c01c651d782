from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from contacts.forms.peers import ConsentForm, PeerForm
from contacts.models import Peer
from contacts.paging import read_page
from contacts.resumes import find_resume
from contacts.views.access import get_peer, signed_in
from contacts.views.page_links import page_links
from followups.cards import Letter
from followups.drafts import consent_draft
from followups.forms import LetterForm
from followups.locks import lock_user
from followups.referrals.peers import add_peer, change_peer, delete_peer
from followups.referrals.reading import read_matches_of_peers, read_referrals_of


def network(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    page = read_page(Peer.objects.owned_by(user), by="name_key", after=request.GET.get("after", ""))
    matches = read_matches_of_peers(user, page.rows)
    context = {
        "page": page,
        "rows": [(peer, matches.get(peer.pk, [])[:2]) for peer in page.rows],
        "is_first": "after" not in request.GET,
    }
    return render(request, "contacts/network.html", context | page_links(request, page.next_after))


def peer(request: HttpRequest, pk: int) -> HttpResponse:
    return show_peer(request, get_peer(request, pk))


def show_peer(
    request: HttpRequest, shown: Peer, *, letter: LetterForm | None = None, step: ConsentForm | None = None
) -> HttpResponse:
    """The page of a peer: their consent, what they fit, what was sent. `letter` and `step` were typed before."""
    user = signed_in(request)
    matches = read_matches_of_peers(user, [shown]).get(shown.pk, [])
    referrals = read_referrals_of(shown)
    if letter is None and shown.consent == Peer.Consent.NOT_ASKED:
        letter = LetterForm.show(consent_draft(shown), name="consent")
    context = {
        "peer": shown,
        "today": user.today(),
        "resume": find_resume(shown),
        "matches": matches,
        "referrals": referrals,
        "referred": {referral.opening_id for referral in referrals},
        "letter": Letter(shown, letter) if letter else None,
        "step": step or ConsentForm(today=user.today(), initial={"on": user.today()}),
    }
    return render(request, "contacts/peer_detail.html", context)


def peer_new(request: HttpRequest) -> HttpResponse:
    form = PeerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        added = add_peer(signed_in(request), **form.values)
        messages.success(request, _("%(name)s is added. Ask them first, then refer them.") % {"name": added.name})
        return redirect("peer", added.pk)
    return render(request, "contacts/peer_edit.html", {"form": form})


def peer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    edited = get_peer(request, pk)
    initial = {**PeerForm.saved_values(edited), "version": edited.version}
    form = PeerForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _save(edited, form):
        messages.success(request, _("Saved."))
        return redirect("peer", edited.pk)
    return render(request, "contacts/peer_edit.html", {"form": form, "peer": edited, "resume": find_resume(edited)})


@transaction.atomic
def _save(peer: Peer, form: PeerForm) -> bool:
    lock_user(peer.owner)
    peer.refresh_from_db(from_queryset=Peer.objects.select_related("owner"))
    if not form.is_current(peer.version):
        form.show_what_changed(peer.version, PeerForm.saved_values(peer))
        return not form.differences
    change_peer(peer, **form.values)
    return True


def peer_delete(request: HttpRequest, pk: int) -> HttpResponse:
    deleted = get_peer(request, pk)
    if request.method == "POST":
        delete_peer(deleted)
        messages.success(request, _("%(name)s is deleted, and so is their résumé.") % {"name": deleted.name})
        return redirect("network")
    return render(request, "contacts/peer_delete.html", {"peer": deleted})
