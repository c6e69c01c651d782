"""The feeds that a user follows: add one, say whom it is for, look at it now, and take a list in or out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contacts.models import Company
from contacts.paging import read_page
from contacts.views.page_links import page_links
from followups.feed_forms import COMPANY, FeedForm, NewFeedForm, OpmlForm
from followups.feeds.following import AlreadyFollowed, add_feed, change_feed, remove_feed
from followups.feeds.importing import import_feeds
from followups.feeds.opml import CannotRead, read_opml, write_opml
from followups.feeds.politeness import may_look_from
from followups.feeds.rows import make_row, read_feed_rows, say_moment
from followups.feeds.visiting import look_now
from followups.fetching import FetchProblem
from followups.ideas.finding import find_ideas
from followups.models import Article, Feed
from followups.views.ways import signed_in

ARTICLES_SHOWN = 20


def feeds(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    own = Feed.objects.owned_by(user).select_related("company")
    page = read_page(own, by="title", after=request.GET.get("after", ""))
    rows = read_feed_rows(user, page.rows, timezone.now()) if page.rows else []
    context = {"rows": rows, "form": NewFeedForm(owner=user), "is_first": "after" not in request.GET}
    return render(request, "followups/feed_list.html", context | page_links(request, page.next_after))


@require_http_methods(["GET", "HEAD", "POST"])
def feed_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = NewFeedForm(request.POST or None, initial=read_wish(request), owner=user)
    if request.method == "POST" and form.is_valid():
        try:
            feed = add_feed(user, **form.values)
        except AlreadyFollowed as followed:
            messages.info(request, followed.message)
            return redirect("feed_edit", followed.feed.pk)
        except FetchProblem as problem:
            form.add_error("url", problem.message)
        else:
            messages.success(request, say_added(feed))
            return redirect("feeds")
    return render(request, "followups/feed_new.html", {"form": form})


def read_wish(request: HttpRequest) -> dict[str, Any]:
    """A company's page leads here with the company, whose site is where its news may be."""
    pk = request.GET.get("company", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return {}
    company = Company.objects.owned_by(signed_in(request)).filter(pk=pk).first()
    return {"url": company.website, "tie": COMPANY, "company": company.name} if company else {}


def say_added(feed: Feed) -> str:
    new = feed.articles.count()
    said = ngettext(
        "You follow %(feed)s now: %(count)d article so far.",
        "You follow %(feed)s now: %(count)d articles so far.",
        new,
    )
    return said % {"feed": feed, "count": new}


@require_http_methods(["GET", "HEAD", "POST"])
def feed_edit(request: HttpRequest, pk: int) -> HttpResponse:
    feed = find_feed(request, pk)
    initial = {**FeedForm.saved_values(feed), "version": feed.version}
    form = FeedForm(request.POST or None, initial=initial, owner=signed_in(request))
    if request.method == "POST" and form.is_valid() and save(feed, form):
        messages.success(request, _("Saved."))
        return redirect("feeds")
    context = {
        "form": form,
        "feed": feed,
        "row": make_row(feed, 0),
        "may_look_from": may_look_from(feed),
        "now": timezone.now(),
        "articles": Article.objects.filter(feed=feed).newest_first()[:ARTICLES_SHOWN],
    }
    return render(request, "followups/feed_edit.html", context)


def save(feed: Feed, form: FeedForm) -> bool:
    if change_feed(feed, version=form.cleaned_data["version"] or 0, **form.values):
        find_ideas(feed.owner)
        return True
    feed.refresh_from_db()
    form.show_what_changed(feed.version, FeedForm.saved_values(feed))
    return not form.differences


@require_http_methods(["GET", "HEAD", "POST"])
def feed_delete(request: HttpRequest, pk: int) -> HttpResponse:
    feed = find_feed(request, pk)
    if request.method == "POST":
        name = str(feed)
        remove_feed(feed)
        messages.success(request, _("You do not follow %(feed)s any more.") % {"feed": name})
        return redirect("feeds")
    return render(request, "followups/feed_delete.html", {"feed": feed})


@require_POST
def feed_fetch(request: HttpRequest, pk: int) -> HttpResponse:
    feed, now = find_feed(request, pk), timezone.now()
    wait_until = may_look_from(feed)
    if wait_until and now < wait_until:
        said = _("It was looked at not long ago. It may be asked again from %(moment)s.")
        messages.info(request, said % {"moment": say_moment(wait_until)})
        return redirect("feed_edit", pk)
    new = look_now(feed, now)
    feed.refresh_from_db()
    if feed.failures:
        messages.warning(request, feed.error)
    elif new:
        said = ngettext("%(count)d new article.", "%(count)d new articles.", new) % {"count": new}
        messages.success(request, said)
    else:
        messages.success(request, _("Nothing new there."))
    return redirect("feed_edit", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def feeds_import(request: HttpRequest) -> HttpResponse:
    form = OpmlForm(request.POST, request.FILES) if request.method == "POST" else OpmlForm()
    outcomes = None
    if request.method == "POST" and form.is_valid():
        try:
            outcomes = import_feeds(signed_in(request), read_opml(form.read()))
        except CannotRead as reason:
            form.add_error("file", str(reason))
    context = {"form": form, "outcomes": outcomes, "added": sum(outcome.is_added for outcome in outcomes or [])}
    return render(request, "followups/feed_import.html", context)


def feeds_export(request: HttpRequest) -> HttpResponse:
    own = Feed.objects.owned_by(signed_in(request)).select_related("company").order_by("title", "id")
    written = write_opml(own, title=_("Feeds followed in Afterword"))
    response = HttpResponse(written, content_type="text/x-opml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="afterword-feeds.opml"'
    return response


def find_feed(request: HttpRequest, pk: int) -> Feed:
    feeds = Feed.objects.owned_by(signed_in(request)).select_related("company", "owner")
    return get_object_or_404(feeds, pk=pk)
