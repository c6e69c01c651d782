"""The letter of the month: keep it, draft it anew, take it along as a file, and note that it was sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.models import Contact
from followups import letters
from followups.cards import make_check_in_card
from followups.drafts import Draft
from followups.forms import LetterForm, typed_over
from followups.letters import NOT_SAVED, HasOwnWords, NotNow, read_letter, version_of
from followups.models import Idea, LetterDraft, LetterTemplate, Nudge, Touchpoint
from followups.nudge_states import read_open_nudge
from followups.nudges import put_off, read_noted_touchpoint
from followups.sent_letters import note_sent, take_back_sent
from followups.versions import ChangedMeanwhile
from followups.views.letters import send_letter_file
from followups.views.touchpoints import find_touchpoint, say_logged
from followups.views.ways import go_back, signed_in
from followups.wording import call_name, day_in_words

Kind = Touchpoint.Kind

AUTO_ID = "check-in-%s"


@require_POST
def contact_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the letter as it was typed."""
    contact = find_contact(request, pk)
    form = LetterForm(request.POST, auto_id=AUTO_ID)
    if not form.is_valid():
        return show_again(request, contact, form)
    try:
        letters.save_letter(contact, form.draft, version=shown_version(form))
    except ChangedMeanwhile:
        letter = read_letter(contact)
        if letter is None or (letter.subject, letter.text) != (form.draft.subject, form.draft.text):
            return show_again(request, contact, form)
    messages.success(request, _("Your draft is saved."))
    return show_letter(request, contact)


@require_POST
def contact_letter_afresh(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft: a short hello, one that leaves room for news of one's own, or from a template of the user's."""
    contact = find_contact(request, pk)
    kind = Kind.OTHER if request.POST.get("kind") == Kind.OTHER else Kind.CHECK_IN
    try:
        return draft_anew(request, contact, kind=kind, template=find_template(request, contact))
    except NotNow:
        return say_not_now(request, contact)


@require_POST
def contact_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """*I sent it*, whether a nudge was mailed or not."""
    contact = find_contact(request, pk)
    return note_answer(request, contact, read_open_nudge(contact))


@require_POST
def contact_put_off(request: HttpRequest, pk: int) -> HttpResponse:
    """*Not this month*, whether a nudge was mailed or not."""
    contact = find_contact(request, pk)
    return say_put_off(request, contact, put_off(contact))


@require_POST
def touchpoint_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not sent after all: the letter is back in the editor."""
    touchpoint = find_touchpoint(request, pk)
    take_back_sent(touchpoint)
    messages.success(request, _("Taken off the timeline; your letter is here again."))
    return show_letter(request, touchpoint.contact)


def check_in_eml(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of the month as a file: as it stands in the form (POST), else as kept or drafted."""
    contact = find_contact(request, pk)
    letter = make_check_in_card(contact, is_asked_for=True).letter
    if letter is None:
        raise Http404
    form = LetterForm(request.POST or None, auto_id=AUTO_ID)
    if form.is_bound and not form.is_valid():
        return show_again(request, contact, form)
    return send_letter_file(contact, form.draft if form.is_bound else letter.form.shown)


def find_contact(request: HttpRequest, pk: int) -> Contact:
    contacts = Contact.objects.owned_by(signed_in(request))
    return get_object_or_404(contacts.select_related("owner", "company"), pk=pk)


def note_answer(request: HttpRequest, contact: Contact, nudge: Nudge | None) -> HttpResponse:
    """Log the letter as it stands in the form; one that was noted for the nudge before is told of."""
    form = LetterForm(request.POST, auto_id=AUTO_ID)
    if not form.is_valid():
        return show_again(request, contact, form)
    version, submission = form.cleaned_data["version"], form.cleaned_data["submission"]
    noted = read_noted_touchpoint(nudge) if nudge else None
    try:
        touchpoint = note_sent(
            contact, form.draft, on=form.sent_on, version=version, submission=submission, nudge=nudge
        )
    except ChangedMeanwhile:
        return show_again(request, contact, form)
    if noted:
        messages.info(request, _("Already noted on %(day)s.") % {"day": in_words(noted)})
        return go_back(request, contact)
    touchpoint.contact.refresh_from_db()
    undo = reverse("touchpoint_take_back", args=[touchpoint.pk])
    messages.success(request, say_logged(touchpoint), extra_tags=f"undo:{undo}")
    return go_back(request, contact)


def draft_anew(
    request: HttpRequest,
    contact: Contact,
    *,
    idea: Idea | None = None,
    kind: str = Kind.CHECK_IN,
    template: LetterTemplate | None = None,
) -> HttpResponse:
    """Put a new draft in the letter's place. Words of the user's own go only when they said so. Raises `NotNow`."""
    form = LetterForm(request.POST, auto_id=AUTO_ID) if "text" in request.POST else None
    if form and not form.is_valid():
        return show_again(request, contact, form)
    way = request.POST.get("way")
    try:
        if form and way == "add" and idea:
            letters.add_to_letter(contact, idea, form.draft, version=shown_version(form))
        elif form and way == "replace":
            letters.replace_letter(contact, idea=idea, kind=kind, template=template, version=shown_version(form))
        else:
            typed = form.draft if form else None
            letters.start_letter(contact, idea=idea, kind=kind, template=template, typed=typed)
    except (HasOwnWords, ChangedMeanwhile):
        return ask_first(request, contact, form, idea=idea)
    except NotNow:
        if form is None:
            raise
        return show_again(request, contact, form)
    return show_letter(request, contact)


def ask_first(request: HttpRequest, contact: Contact, form: LetterForm | None, *, idea: Idea | None) -> HttpResponse:
    """The letter that would go, and what may become of it. The new draft that was chosen travels along."""
    letter = read_letter(contact)
    is_changed = form is not None and shown_version(form) != version_of(letter)
    if form is None:
        form = LetterForm.show(as_draft(letter), name="check-in", version=version_of(letter))
    else:
        form.data = typed_over(form, version_of(letter))
    context = {
        "contact": contact, "idea": idea, "form": form, "is_changed": is_changed,
        "chosen": {name: request.POST[name] for name in ("kind", "template") if name in request.POST},
        "stored": letter.text if letter else "",
    }  # fmt: skip
    return render(request, "followups/letter_replace.html", context)


def show_again(request: HttpRequest, contact: Contact, form: LetterForm) -> HttpResponse:
    """The letter on a page of its own, with all that was typed, and what another tab made of it meanwhile."""
    letter = read_letter(contact)
    version = form.cleaned_data.get("version") if form.is_valid() else None
    is_changed = version is not None and version != version_of(letter)
    if is_changed:
        form.data = typed_over(form, version_of(letter))
    context = {
        "card": make_check_in_card(contact, letter=form), "contact": contact, "is_changed": is_changed,
        "stored": letter.text if letter else "",
    }  # fmt: skip
    return render(request, "followups/check_in_form.html", context)


def show_letter(request: HttpRequest, contact: Contact) -> HttpResponse:
    return redirect(f"{contact.get_absolute_url()}#letter")


def say_not_now(request: HttpRequest, contact: Contact) -> HttpResponse:
    messages.info(request, explain_not_now(contact))
    return go_back(request, contact, "#letter")


def explain_not_now(contact: Contact) -> str:
    """Why no letter may be composed to them today, and from when."""
    card, words = make_check_in_card(contact), {"name": call_name(contact)}
    if card.write_from:
        day = day_in_words(card.write_from, timezone.localdate())
        return _("You wrote to %(name)s less than a month ago. The next letter can be written from %(day)s.") % {
            **words, "day": day,
        }  # fmt: skip
    if card.is_asking_first:
        return _("One letter at a time: the question for feedback comes first.")
    return _("You are not in touch with %(name)s now.") % words


def say_put_off(request: HttpRequest, contact: Contact, nudge: Nudge | None) -> HttpResponse:
    contact.refresh_from_db()
    said = _("Not this month.")
    if contact.next_on:
        words = {"name": call_name(contact), "day": day_in_words(contact.next_on, timezone.localdate())}
        said = _("Not this month. %(name)s is next on %(day)s.") % words
    undo = f"undo:{reverse('nudge_undo', args=[nudge.pk])}" if nudge else ""
    messages.success(request, said, extra_tags=undo)
    return go_back(request, contact)


def find_template(request: HttpRequest, contact: Contact) -> LetterTemplate | None:
    chosen = request.POST.get("template", "")
    return next(
        (row for row in letters.offered_templates(contact, read_letter(contact)) if str(row.pk) == chosen), None
    )


def shown_version(form: LetterForm) -> int:
    return form.cleaned_data["version"] or NOT_SAVED


def as_draft(letter: LetterDraft | None) -> Draft:
    return Draft(letter.subject, letter.text) if letter else Draft("", "")


def in_words(touchpoint: Touchpoint) -> str:
    return day_in_words(touchpoint.on, timezone.localdate())
