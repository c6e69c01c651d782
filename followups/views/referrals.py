"""Put a peer forward: start it, write the letter, note that it was sent and what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.encryption import CannotDecrypt
from contacts.models import Opening
from contacts.resumes import find_resume, read_resume
from followups.cards import Letter
from followups.drafts import Attachment
from followups.feedback import OutOfTurn
from followups.forms import LetterForm, typed_over
from followups.models import Referral, Touchpoint
from followups.referral_forms import OutcomeForm, ReferralForm
from followups.referrals.consent import NoConsent
from followups.referrals.outcomes import OUTCOMES, note_outcome
from followups.referrals.reading import read_referral_page
from followups.referrals.referring import (
    OutOfTouch,
    TooSoon,
    drop_referral,
    mark_sent,
    require_letter,
    save_draft,
    start_referral,
    write_letter,
)
from followups.versions import ChangedMeanwhile, hold_version
from followups.views.letters import send_letter_file
from followups.views.touchpoints import say_logged
from followups.views.ways import signed_in
from followups.wording import call_name, day_in_words

State, KIND = Referral.State, Touchpoint.Kind.REFERRAL
NOT_NOW = (NoConsent, OutOfTouch, TooSoon)


def referrals(request: HttpRequest) -> HttpResponse:
    user, after = signed_in(request), request.GET.get("after", "")
    page = read_referral_page(user, after=after)
    context = {
        "page": page,
        "today": user.today(),
        "is_first": not after,
        "next_url": f"{request.path}?after={page.next_after}" if page.next_after else "",
        "first_url": request.path if after else "",
    }
    return render(request, "followups/referral_list.html", context)


def referral_new(request: HttpRequest) -> HttpResponse:
    """Start a referral for the opening that the address names; without one there is nothing to refer to."""
    opening = find_opening(request)
    if opening is None:
        messages.info(request, _("Choose the opening first: from there you can refer somebody."))
        return redirect("openings")
    chosen = {name: request.GET.get(name, "") for name in ("peer", "contact")}
    form = ReferralForm(request.POST if request.method == "POST" else None, initial=chosen, opening=opening)
    if request.method == "POST" and form.is_valid():
        return start(request, opening, form)
    people = list(form.fields["contact"].queryset[:2])  # type: ignore[attr-defined]
    if len(people) == 1:
        form.initial["contact"] = people[0].pk
    has_peers = form.fields["peer"].queryset.exists()  # type: ignore[attr-defined]
    context = {"form": form, "opening": opening, "has_people": bool(people), "has_peers": has_peers}
    return render(request, "followups/referral_new.html", context)


def find_opening(request: HttpRequest) -> Opening | None:
    pk = request.GET.get("opening", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    own = Opening.objects.filter(owner=signed_in(request)).select_related("company", "owner")
    opening: Opening | None = own.filter(pk=pk).first()
    return opening


def start(request: HttpRequest, opening: Opening, form: ReferralForm) -> HttpResponse:
    contact, peer = form.cleaned_data["contact"], form.cleaned_data["peer"]
    try:
        referral = start_referral(contact, opening=opening, peer=peer)
    except NOT_NOW as refusal:  # somebody changed their mind between the form and the button
        messages.warning(request, explain(refusal, contact.name, peer.name))
        return redirect("opening", opening.pk)
    return redirect("referral", referral.pk)


def referral(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, find_referral(request, pk))


@require_POST
def referral_draft(request: HttpRequest, pk: int) -> HttpResponse:
    drafted = find_referral(request, pk)
    form = LetterForm(request.POST, auto_id="referral-%s")
    if not form.is_valid():
        return show(request, drafted, letter=form)
    try:
        with transaction.atomic():
            hold(drafted, form)
            save_draft(drafted, subject=form.draft.subject, text=form.draft.text)
    except ChangedMeanwhile:
        return show_changed(request, drafted, form)
    except OutOfTurn:
        return say_too_late(request, drafted)
    except NOT_NOW as refusal:
        return show_refused(request, drafted, form, refusal)
    messages.success(request, _("Your draft is saved."))
    return redirect("referral", pk)


@require_POST
def referral_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """*I sent it*: what happened is noted, whether it came early or not."""
    sent = find_referral(request, pk)
    form = LetterForm(request.POST, auto_id="referral-%s")
    if not form.is_valid():
        return show(request, sent, letter=form)
    try:
        with transaction.atomic():
            hold(sent, form)
            touchpoint = mark_sent(sent, on=form.sent_on, text=form.draft.text)
    except ChangedMeanwhile:
        return show_changed(request, sent, form)
    except OutOfTurn:
        return say_too_late(request, sent)
    undo = reverse("touchpoint_delete", args=[touchpoint.pk])
    messages.success(request, say_logged(touchpoint), extra_tags=f"undo:{undo}")
    return redirect("referral", pk)


@require_POST
def referral_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of it: from the page's form, or from the address that undoes it."""
    noted = find_referral(request, pk)
    form = OutcomeForm(request.POST if "state" in request.POST else request.GET, referral=noted)
    before = {"state": noted.state, "on": noted.changed_on or timezone.localdate()}
    if not form.is_valid():
        return show(request, noted, outcome=form)
    try:
        note_outcome(noted, state=form.cleaned_data["state"], on=form.cleaned_data["on"])
    except OutOfTurn:
        return say_too_late(request, noted)
    undo = f"{reverse('referral_outcome', args=[pk])}?state={before['state']}&on={before['on']:%Y-%m-%d}"
    said = _("Taken back.") if noted.state == State.SENT else _("Noted: %(what)s.") % {"what": name_state(noted)}
    messages.success(request, said, extra_tags="" if noted.state == State.SENT else f"undo:{undo}")
    return redirect("referral", pk)


def referral_eml(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as a file with the résumé: as it stands in the form (POST), else as it was saved."""
    drafted = find_referral(request, pk)
    form = LetterForm(request.POST or None, auto_id="referral-%s")
    if form.is_bound and not form.is_valid():
        return show(request, drafted, letter=form)
    if drafted.state != State.DRAFTED:
        return say_too_late(request, drafted)
    try:
        require_letter(drafted)
        resume = read_resume(drafted.peer)
    except NOT_NOW as refusal:
        return show_refused(request, drafted, form, refusal)
    except CannotDecrypt as error:
        messages.error(request, str(error))
        return show(request, drafted, letter=form if form.is_bound else None)
    attached = [Attachment(resume.name, resume.content, resume.content_type)] if resume else []
    draft = form.draft if form.is_bound else write_letter(drafted)
    return send_letter_file(drafted.contact, draft, attached)


@require_POST
def referral_delete(request: HttpRequest, pk: int) -> HttpResponse:
    dropped = find_referral(request, pk)
    opening = dropped.opening
    try:
        drop_referral(dropped)
    except OutOfTurn:
        return say_too_late(request, dropped)
    messages.success(request, _("The draft is deleted."))
    return redirect("opening", opening.pk)


def find_referral(request: HttpRequest, pk: int) -> Referral:
    own = Referral.objects.owned_by(signed_in(request))
    related = ("contact__owner", "contact__company", "opening__company", "opening__owner", "peer__owner", "touchpoint")
    return get_object_or_404(own.select_related(*related), pk=pk)


def hold(referral: Referral, form: LetterForm) -> None:
    """Forms without a letter carry no version: they change nothing that was typed."""
    version = form.cleaned_data["version"]
    if version is not None:
        opening, peer = referral.opening, referral.peer
        hold_version(referral, version)
        referral.opening, referral.peer = opening, peer


def show(
    request: HttpRequest,
    referral: Referral,
    *,
    letter: LetterForm | None = None,
    outcome: OutcomeForm | None = None,
    refusal: Exception | None = None,
    stored: str | None = None,
) -> HttpResponse:
    """The page of a referral. `letter` and `outcome` were typed, `stored` is what another tab saved meanwhile."""
    if referral.state == State.DRAFTED and letter is None:
        try:
            draft = write_letter(referral)
            letter = LetterForm.show(draft, name="referral", version=referral.version)
        except NOT_NOW as not_now:
            refusal = not_now
    context = {
        "referral": referral,
        "contact": referral.contact,
        "resume": find_resume(referral.peer),
        "letter": (
            Letter(referral.contact, letter, kind=Touchpoint.Kind.REFERRAL)
            if letter and referral.state == State.DRAFTED
            else None
        ),
        "refused": explain(refusal, call_name(referral.contact), referral.peer.name) if refusal else "",
        "write_from": refusal.on if isinstance(refusal, TooSoon) else None,
        "is_changed": stored is not None,
        "stored": stored,
        "outcome": outcome or OutcomeForm(referral=referral),
        "asks_first": referral.state == State.DRAFTED and referral.contact.feedback_requests.proposed().exists(),
        "is_closed": not referral.opening.is_open(timezone.localdate()),
        "outcomes": [(state, state.label) for state in OUTCOMES if state != referral.state],
        "today": timezone.localdate(),
    }
    return render(request, "followups/referral_detail.html", context)


def show_changed(request: HttpRequest, referral: Referral, form: LetterForm) -> HttpResponse:
    """Another tab was first: what it saved, and what was typed here, to be saved over it."""
    referral = find_referral(request, referral.pk)
    if referral.state != State.DRAFTED:
        return say_too_late(request, referral)
    form.data = typed_over(form, referral.version)
    return show(request, referral, letter=form, stored=referral.draft_text)


def show_refused(request: HttpRequest, referral: Referral, form: LetterForm, refusal: Exception) -> HttpResponse:
    """No letter may be composed now. What was typed stays in view."""
    return show(request, referral, letter=form if form.is_bound else None, refusal=refusal)


def explain(refusal: Exception, name: str, peer: str) -> str:
    if isinstance(refusal, TooSoon):
        day = day_in_words(refusal.on, timezone.localdate())
        said = _("You can write to %(name)s again from %(day)s: the last message is less than a month old.")
        return said % {"name": name, "day": day}
    if isinstance(refusal, NoConsent):
        return _("%(peer)s did not agree to be referred, or does not any more.") % {"peer": peer}
    return _("You are not in touch with %(name)s now.") % {"name": name}


def name_state(referral: Referral) -> str:
    label = str(State(referral.state).label)
    return label[:1].lower() + label[1:]


def say_too_late(request: HttpRequest, referral: Referral) -> HttpResponse:
    messages.info(request, _("This was noted already; nothing was changed."))
    return redirect("referral", referral.pk)
