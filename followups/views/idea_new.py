"""Add a link by hand: typed, taken by the bookmarklet, or shared from another app."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.models import Contact
from followups.fetching import FetchProblem, fetch_page_title
from followups.idea_forms import IdeaForm, read_shared
from followups.ideas.by_hand import AlreadySent, add_link
from followups.models import Idea
from followups.views.ideas import find_chosen_contact
from followups.views.ways import signed_in
from followups.wording import call_name, day_in_words

# Runs on the page that is read, and only leads here: what is sent is its address and its title.
BOOKMARKLET = (
    "javascript:location.href='{address}?url='+encodeURIComponent(location.href)"
    "+'&title='+encodeURIComponent(document.title)"
)


@require_http_methods(["GET", "HEAD", "POST"])
def idea_new(request: HttpRequest) -> HttpResponse:
    user, contact = signed_in(request), find_chosen_contact(request)
    if contact and not contact.is_active:
        messages.info(request, _("You are not in touch with %(name)s now.") % {"name": call_name(contact)})
        return redirect(contact)
    if request.method != "POST":
        return show_form(request, IdeaForm(initial=read_shared(request.GET), user=user, contact=contact))
    form = IdeaForm(request.POST, user=user, contact=contact)
    if "look" in request.POST:
        return show_form(request, look_up(form))
    idea = add(form) if form.is_valid() else None
    if idea is None:
        return show_form(request, form)
    said = _("Kept for %(name)s: “%(title)s”.") % {"name": call_name(idea.contact), "title": str(idea.article)}
    messages.success(request, said)
    # What was in a mail before is not proposed anew, and so stands in the list of all alone.
    page = f"{reverse('ideas')}?contact={idea.contact_id}" if idea.nudge_id else idea.contact.get_absolute_url()
    return redirect(f"{page}#idea-{idea.pk}")


def look_up(form: IdeaForm) -> IdeaForm:
    """The form with the page's title in it; nothing is added yet, and nothing but the address is judged."""
    form.full_clean()
    for name in set(form.errors) - {"url"}:
        del form.errors[name]
    if "url" not in form.errors:
        try:
            title = fetch_page_title(form.cleaned_data["url"]).title
            form.data = {**{name: form.data[name] for name in form.data}, "title": title}
        except FetchProblem as problem:
            form.add_error("title", explain(problem))
    return form


def add(form: IdeaForm) -> Idea | None:
    """The idea; None with an error in the form if nothing was added."""
    assert form.contact is not None, "a valid form names somebody"
    url, title, summary = form.cleaned_data["url"], form.cleaned_data["title"], ""
    if not title:
        try:
            _final, title, summary = fetch_page_title(url)
        except FetchProblem as problem:
            form.add_error("title", explain(problem))
            return None
    try:
        return add_link(form.contact, url=url, title=title, summary=summary)
    except AlreadySent as sent:
        form.add_error("url", say_sent(sent.idea, form.contact))
        return None


def explain(problem: FetchProblem) -> str:
    return _("The page’s title could not be read. %(why)s Please type it here.") % {"why": problem.message}


def say_sent(idea: Idea, contact: Contact) -> str:
    if not idea.touchpoint:
        return _("You sent this to %(name)s before.") % {"name": call_name(contact)}
    day = day_in_words(idea.touchpoint.on, timezone.localdate())
    return _("You sent this to %(name)s on %(day)s.") % {"name": call_name(contact), "day": day}


def show_form(request: HttpRequest, form: IdeaForm) -> HttpResponse:
    address = f"{settings.SITE_URL}{reverse('idea_new')}"
    contact = form.contact if form.is_for_one else None
    context = {"form": form, "contact": contact, "bookmarklet": BOOKMARKLET.format(address=address)}
    return render(request, "followups/idea_new.html", context)
