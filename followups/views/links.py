"""The pages behind the links in nudge mails. GET only shows: mail scanners open every link. POST acts.

Nobody signs in here, and the pages are sparing: the contact's first name, no session, no cookie, nothing to index.
What is pressed here, by whomever, can be undone here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from contacts.models import Contact, ContactEvent
from followups import links
from followups.cadence import explain_next_date
from followups.link_forms import PauseForm, SentForm
from followups.links import Link, LinkExpired, LinkInvalid, read_token
from followups.models import Nudge, Touchpoint
from followups.nudge_states import UNDO_FOR, can_undo
from followups.nudges import CannotUndo, answer_not_this_month, read_noted_touchpoint
from followups.outbox import confirm_arrival
from followups.people import StopIsFinal, can_undo_stop, pause_contact, resume_contact, stop_contact, undo_stop
from followups.sent_by_link import note_sent_by_link, take_back_by_link
from followups.subscription import resume_mails, stop_mails
from followups.wording import call_name, day_in_words

SHOW = {"GET", "HEAD", "OPTIONS"}


@login_not_required
@csrf_exempt  # the signed token is what says that the press is wanted; a mail program sends no cookie
@require_http_methods([*SHOW, "POST"])
def nudge_link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = read_token(token)
    except LinkInvalid:
        return show("invalid", status=404)
    except LinkExpired:
        return show("expired", status=410)
    if request.method == "POST" and link.mail:
        confirm_arrival(link.mail, by="link")
    with timezone.override(link.user.zone):
        try:
            return ANSWERS[link.action](request, link)
        except (Contact.DoesNotExist, Nudge.DoesNotExist):  # erased a moment ago
            return show("erased", status=410)


def show(page: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """A page rendered without the request: no context processor looks for a session or for messages."""
    response = HttpResponse(render_to_string(f"followups/link_{page}.html", {**(context or {})}), status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def pressed(request: HttpRequest, button: str = "") -> bool:
    """Whether this button was pressed; the page's own one (and a mail program's one-click POST) carries no name."""
    return request.method == "POST" and request.POST.get("do", "") == button


def about_contact(answer: Callable[[HttpRequest, Link, Nudge], HttpResponse]) -> Callable[..., HttpResponse]:
    """Turns to a calm page where the contact was erased, or asked to be left alone."""

    def view(request: HttpRequest, link: Link) -> HttpResponse:
        if link.nudge is None:
            return show("erased", status=410)
        contact = link.nudge.contact
        if contact.standing == Contact.Standing.STOPPED and link.action != links.STOP:
            return show("stopped", words_about(contact), status=410)
        if link.nudge.state in Nudge.FREES_THE_MONTH and link.action in {links.SENT, links.NOT_THIS_MONTH}:
            return show("withdrawn", words_about(contact), status=410)
        return answer(request, link, link.nudge)

    return view


@about_contact
def answer_sent_link(request: HttpRequest, _link: Link, nudge: Nudge) -> HttpResponse:
    contact = nudge.contact
    today = contact.owner.today()
    form = SentForm(request.POST if pressed(request) or pressed(request, "again") else None, today=today)
    if pressed(request, "undo"):
        return take_back(nudge, lambda: show_sent_question(nudge, SentForm(today=today), is_undone=True))
    noted = read_noted_touchpoint(nudge)
    if request.method == "POST" and form.is_valid() and (not noted or pressed(request, "again")):
        typed = form.cleaned_data
        is_again = pressed(request, "again")
        touchpoint = note_sent_by_link(
            nudge, on=typed["day"], as_mailed=not is_again and not typed["other_letter"], again=is_again
        )
        return show_sent(nudge, touchpoint, is_new=True)
    if noted:
        return show_sent(nudge, noted, is_new=False)
    return show_sent_question(nudge, form)


def show_sent_question(nudge: Nudge, form: SentForm, *, is_undone: bool = False) -> HttpResponse:
    return show("sent", {**words_about(nudge.contact), "form": form, "is_undone": is_undone})


def show_sent(nudge: Nudge, touchpoint: Touchpoint, *, is_new: bool) -> HttpResponse:
    today = nudge.contact.owner.today()
    words = {
        "day": day_in_words(touchpoint.on, today),
        "is_new": is_new,
        "can_undo": can_undo(nudge) and touchpoint.nudge_id == nudge.pk and touchpoint.source == Touchpoint.Source.LINK,
        "again": None if is_new else SentForm(today=today),
    }
    return show("sent_done", {**words_about(nudge.contact), **words})


@about_contact
def answer_not_this_month_link(request: HttpRequest, _link: Link, nudge: Nudge) -> HttpResponse:
    contact = nudge.contact
    if pressed(request, "undo"):
        return take_back(nudge, lambda: show("not_this_month", {**words_about(contact), "is_undone": True}))
    if nudge.state == Nudge.State.SENT_IT:
        noted = read_noted_touchpoint(nudge)
        if noted:
            return show_sent(nudge, noted, is_new=False)
    is_new = pressed(request) and nudge.state != Nudge.State.NOT_THIS_MONTH
    if is_new:
        answer_not_this_month(nudge, by="link")
    if nudge.state == Nudge.State.NOT_THIS_MONTH:
        words = {**words_about(contact), "is_new": is_new, "can_undo": can_undo(nudge)}
        return show("not_this_month_done", words)
    return show("not_this_month", words_about(contact))


def take_back(nudge: Nudge, ask_again: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        take_back_by_link(nudge)
    except CannotUndo:
        return show("no_undo", words_about(nudge.contact), status=409)
    return ask_again()


@about_contact
def answer_pause_link(request: HttpRequest, _link: Link, nudge: Nudge) -> HttpResponse:
    contact = nudge.contact
    today = contact.owner.today()
    if pressed(request, "undo"):
        if not can_resume(contact):
            return show("no_undo", words_about(contact), status=409)
        resume_contact(contact)
        return show("pause", {**words_about(contact), "form": PauseForm(today=today), "is_undone": True})
    is_paused = contact.paused_until is not None and contact.paused_until > today
    form = PauseForm(request.POST if pressed(request) else None, today=today)
    is_new = not is_paused and contact.is_active and form.is_valid()
    if is_new:
        pause_contact(contact, until=form.cleaned_data["day"])
    if contact.paused_until and (is_paused or is_new):
        words = {"day": day_in_words(contact.paused_until, today), "is_new": is_new, "can_undo": can_resume(contact)}
        return show("pause_done", {**words_about(contact), **words})
    return show("pause", {**words_about(contact), "form": form})


def can_resume(contact: Contact) -> bool:
    """A pause is taken back here for 30 days; later, on the contact's page."""
    since = timezone.now() - UNDO_FOR
    return contact.events.filter(kind=ContactEvent.Kind.PAUSED, created_at__gte=since).exists()


@about_contact
def answer_stop_link(request: HttpRequest, _link: Link, nudge: Nudge) -> HttpResponse:
    contact = nudge.contact
    if pressed(request, "undo"):
        try:
            undo_stop(contact)
        except StopIsFinal:
            return show("no_undo", words_about(contact), status=409)
        return show("stop", {**words_about(contact), "is_undone": True})
    is_new = pressed(request) and contact.standing != Contact.Standing.STOPPED
    if is_new:
        stop_contact(contact)
    if contact.standing == Contact.Standing.STOPPED:
        return show("stop_done", {**words_about(contact), "is_new": is_new, "can_undo": can_undo_stop(contact)})
    return show("stop", words_about(contact))


def answer_unsubscribe(request: HttpRequest, link: Link) -> HttpResponse:
    """Also the target of `List-Unsubscribe`, which mail programs POST to by themselves (RFC 8058): no redirect."""
    user = link.user
    if pressed(request, "undo"):
        resume_mails(user)
        return show("unsubscribe", {"is_undone": True})
    is_new = pressed(request) and not user.mails_stopped_at
    if is_new:
        stop_mails(user)
    return show("unsubscribe_done", {"is_new": is_new}) if user.mails_stopped_at else show("unsubscribe")


def words_about(contact: Contact) -> dict[str, Any]:
    """All that these pages tell of a contact: what to call them, and when they come up next, after what was pressed."""
    contact.refresh_from_db()
    today = contact.owner.today()
    next_on = contact.next_on if contact.is_active else None
    return {
        "name": call_name(contact) or _("they"),
        "next_on": next_on,
        "next_day": day_in_words(next_on, today) if next_on else "",
        "why": explain_next_date(contact) if next_on else "",
    }


ANSWERS: dict[str, Callable[[HttpRequest, Link], HttpResponse]] = {
    links.SENT: answer_sent_link,
    links.NOT_THIS_MONTH: answer_not_this_month_link,
    links.PAUSE: answer_pause_link,
    links.STOP: answer_stop_link,
    links.UNSUBSCRIBE: answer_unsubscribe,
}
