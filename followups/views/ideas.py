"""Ideas for everybody, and what becomes of each: used, saved for later, dismissed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.models import Contact
from contacts.views.page_links import page_links
from followups.cards import make_check_in_card
from followups.idea_cards import make_groups, make_idea_list, make_single_group
from followups.ideas.deciding import dismiss_idea, restore_idea, save_idea
from followups.ideas.listing import read_groups, read_open_ideas
from followups.letters import NotNow
from followups.models import Feed, Idea
from followups.referrals.consent import NoConsent
from followups.referrals.referring import OutOfTouch, start_referral
from followups.views.check_ins import draft_anew, explain_not_now
from followups.views.ways import go_back, signed_in
from followups.wording import call_name, cut

LONGEST_TITLE = 80


def ideas(request: HttpRequest) -> HttpResponse:
    """What is proposed, by contact: three ideas for each, or all that are open for one, or what was saved."""
    user, after, only_saved = signed_in(request), request.GET.get("after", ""), request.GET.get("show") == "saved"
    contact = find_chosen_contact(request)
    if contact:
        page = read_open_ideas(contact, after=after, only_saved=only_saved)
        groups, next_after = make_single_group(contact, page.rows), page.next_after
    else:
        found = read_groups(user, after=after, only_saved=only_saved)
        groups, next_after = make_groups(found.rows), found.next_after
    context = {
        "groups": groups,
        "chosen": contact,
        "only_saved": only_saved,
        "has_feeds": bool(groups) or Feed.objects.owned_by(user).exists(),
        "today": user.today(),
        "here": write_address(contact, after=after, only_saved=only_saved),
        **page_links(request, next_after),
    }
    return render(request, "followups/idea_list.html", context)


@require_POST
def idea_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the letter around it; while none may be written, it is saved until then."""
    idea = find_idea(request, pk)
    if idea.state == Idea.State.USED:
        messages.info(request, _("You sent this already."))
        return go_back(request, idea.contact)
    if idea.opening_id:
        return refer(request, idea)
    try:
        return draft_anew(request, idea.contact, idea=idea)
    except NotNow:
        save_idea(idea)
        messages.info(request, f"{explain_not_now(idea.contact)} {_('The idea is saved until then.')}")
        return go_back(request, idea.contact, "#ideas")


def refer(request: HttpRequest, idea: Idea) -> HttpResponse:
    """A peer for an opening has a page of its own: the letter carries the résumé."""
    assert idea.opening and idea.peer, "an idea without an article has both"
    try:
        referral = start_referral(idea.contact, opening=idea.opening, peer=idea.peer)
    except NoConsent:
        messages.info(request, _("%(peer)s has not agreed to it, or not any more.") % {"peer": idea.peer.name})
    except OutOfTouch:
        messages.info(request, explain_not_now(idea.contact))
    else:
        return redirect("referral", referral.pk)
    return go_back(request, idea.contact, "#ideas")


@require_POST
def idea_save(request: HttpRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    save_idea(idea)
    return show_decided(request, idea, _("Saved for later: “%(title)s”."), was=Idea.State.NEW)


@require_POST
def idea_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    was = idea.state
    dismiss_idea(idea)
    return show_decided(request, idea, _("Not for %(name)s: “%(title)s”."), was=was)


@require_POST
def idea_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo: the idea is what it was before."""
    idea = find_idea(request, pk)
    restore_idea(idea, as_saved=request.GET.get("was") == Idea.State.SAVED)
    return show_decided(request, idea, _("On offer again: “%(title)s”."))


def find_idea(request: HttpRequest, pk: int) -> Idea:
    found = Idea.objects.owned_by(signed_in(request))
    related = ("contact__owner", "contact__company", "article", "opening__company", "peer")
    return get_object_or_404(found.select_related(*related), pk=pk)


def find_chosen_contact(request: HttpRequest) -> Contact | None:
    pk = request.GET.get("contact", "")
    if not pk:
        return None
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise Http404
    contacts = Contact.objects.owned_by(signed_in(request)).select_related("company", "owner")
    return get_object_or_404(contacts, pk=pk)


def write_address(contact: Contact | None, *, after: str, only_saved: bool) -> str:
    """The page that is shown, to come back to from a button on it."""
    query = {"contact": contact.pk if contact else "", "show": "saved" if only_saved else "", "after": after}
    return f"{reverse('ideas')}?{urlencode({name: value for name, value in query.items() if value})}".rstrip("?")


def show_decided(request: HttpRequest, idea: Idea, said: str, *, was: str = "") -> HttpResponse:
    """The note with its way back; on a contact's page the ideas alone are drawn anew, so that typed words stay."""
    title = cut(idea.article.title if idea.article else str(idea.peer), LONGEST_TITLE)
    note = said % {"title": title, "name": call_name(idea.contact)}
    undo = f"{reverse('idea_restore', args=[idea.pk])}?{urlencode({'was': was})}" if was else ""
    if request.htmx and "next" not in request.POST:  # type: ignore[attr-defined]
        is_asked_for = "write=" in (request.htmx.current_url or "")  # type: ignore[attr-defined]
        card = make_check_in_card(idea.contact, is_asked_for=is_asked_for)
        context = {"list": make_idea_list(card), "note": note, "undo": undo}
        return render(request, "followups/_ideas.html", context)
    messages.success(request, note, extra_tags=f"undo:{undo}" if undo else "")
    return go_back(request, idea.contact, "#ideas")
