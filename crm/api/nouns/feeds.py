from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from contacts.models import Company
from crm.api.access import get_own, refer_to
from crm.api.checking import check, require_change
from crm.api.door import waits_for_others, who
from crm.api.errors import Refusal, changed_meanwhile, invalid
from crm.api.fields import Body, CompanyOrNone, Flag, IdAsked, ShortLine, Subject, omitted
from crm.api.paging import Items, Paging, narrow_by, read_list
from crm.api.versions import require_match
from crm.models import User
from followups.feed_forms import EVERYBODY, FeedForm, NewFeedForm, TiedForm
from followups.feeds.following import add_feed, change_feed, remove_feed
from followups.feeds.politeness import may_look_from
from followups.feeds.visiting import look_now
from followups.ideas.finding import find_ideas
from followups.models import Feed
from followups.models.feed import FeedQuerySet

router = Router(tags=["Feeds"])

TIES = ("company", "field", "interest")


class FeedOut(BaseModel):
    id: int
    url: str
    title: str
    site_url: str
    company: str | None
    company_id: int | None
    field: str
    interest: str
    fetched_at: datetime | None
    next_fetch_at: datetime | None = Field(description="null: not any more, the server said that it is gone for good.")
    failing_since: datetime | None
    error: str


class Ties(Body):
    """Whom its articles are for: one company, field or interest; without any, for everybody."""

    only_read: ClassVar[frozenset[str]] = frozenset(FeedOut.model_fields)

    company: CompanyOrNone = omitted()
    field: ShortLine | None = None
    interest: ShortLine | None = None


class NewFeed(Ties):
    url: Annotated[str, Field(min_length=1, max_length=2000, description="Of a feed, or of a site that has one.")]


class FeedChange(Ties):
    title: Subject | None = None


class FeedFilter(Paging):
    company: IdAsked | None = Field(None, description="Only for the company of this id.")
    failing: Flag | None = Field(None, description="Only what fails, or only what does not.")


@router.get("", response=Items[FeedOut], summary="The feeds you follow, newest first")
def list_feeds(request: HttpRequest, query: From[FeedFilter]) -> Items[FeedOut]:
    is_well = None if query.failing is None else not query.failing
    rows = narrow_by(own_feeds(who(request)), company=query.company, failing_since__isnull=is_well)
    return read_list(request, rows, show_feed, paging=query)


@router.post("", response={201: FeedOut}, summary="Follow a feed; it is fetched at once")
@waits_for_others
def new_feed(request: HttpRequest, typed: NewFeed) -> FeedOut:
    """The address of a feed, or of a site: its feed is found. Waits 10 seconds at most for the other server."""
    form = NewFeedForm({"url": typed.url, **read_ties(who(request), typed.given)}, owner=who(request))
    check(form, names={"tie": "company"})
    return read_one(who(request), add_feed(who(request), **form.values).pk)


@router.get("/{int:pk}", response=FeedOut, summary="A feed")
def read_feed(request: HttpRequest, pk: int) -> FeedOut:
    return read_one(who(request), pk)


@router.patch("/{int:pk}", response=FeedOut, summary="Rename a feed, or say whom it is for")
def edit_feed(request: HttpRequest, pk: int, typed: FeedChange) -> FeedOut:
    require_change(typed.given)
    feed = hold_feed(request, pk)
    tied_anew = any(name in typed.given for name in TIES)
    ties = read_ties(who(request), typed.given) if tied_anew else TiedForm.tied_values(feed)
    form = FeedForm({"title": typed.given.get("title", feed.title), **ties}, owner=who(request))
    check(form, names={"tie": "company"})
    if not change_feed(feed, version=feed.version, **form.values):
        raise changed_meanwhile()
    find_ideas(feed.owner)
    return read_one(who(request), pk)


@router.delete("/{int:pk}", response={204: None}, summary="Follow a feed no more")
def unfollow_feed(request: HttpRequest, pk: int) -> None:
    remove_feed(hold_feed(request, pk))


@router.post("/{int:pk}/fetch", response=FeedOut, summary="Look at a feed now")
@waits_for_others
def feed_fetch(request: HttpRequest, pk: int) -> FeedOut:
    """At most hourly: sooner, 429 says when. What went wrong stands in `error`."""
    feed, now = get_own(own_feeds(who(request)), pk), timezone.now()
    wait_until = may_look_from(feed)
    if wait_until and now < wait_until:
        seconds = int((wait_until - now).total_seconds()) + 1
        said = _("It was looked at not long ago. Please wait.")
        raise Refusal(429, "too_soon", said, headers={"Retry-After": str(seconds)})
    look_now(feed, now)
    return read_one(who(request), pk)


def read_ties(user: User, given: dict[str, Any]) -> dict[str, Any]:
    """The form's fields. Raises `Refusal` for more than one."""
    ties = {name: given[name] for name in TIES if given.get(name)}
    if len(ties) > 1:
        raise invalid(**dict.fromkeys(ties, _("A feed is for one thing at most: a company, a field or an interest.")))
    if isinstance(ties.get("company"), int):
        ties["company"] = refer_to(Company.objects.owned_by(user), ties["company"], field="company").name
    return {"tie": next(iter(ties), EVERYBODY), **ties}


def own_feeds(user: User) -> FeedQuerySet:
    return Feed.objects.owned_by(user).select_related("company", "owner")


def hold_feed(request: HttpRequest, pk: int) -> Feed:
    feed = get_own(own_feeds(who(request)), pk)
    require_match(request, show_feed(feed))
    return feed


def read_one(user: User, pk: int) -> FeedOut:
    return show_feed(get_own(own_feeds(user), pk))


def show_feed(feed: Feed) -> FeedOut:
    return FeedOut(
        id=feed.pk,
        url=feed.url,
        title=feed.title,
        site_url=feed.site_url,
        company=feed.company.name if feed.company else None,
        company_id=feed.company_id,
        field=feed.field,
        interest=feed.interest,
        fetched_at=feed.fetched_at,
        next_fetch_at=feed.next_fetch_at,
        failing_since=feed.failing_since,
        error=feed.error,
    )
