from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query as From
from ninja import Router
from pydantic import BaseModel, Field

from contacts.models import Contact
from crm.api.access import get_own, refer_to
from crm.api.checking import check
from crm.api.door import waits_for_others, who
from crm.api.errors import Refusal, invalid
from crm.api.fields import Body, Id, IdAsked, Query, Subject, allowed
from crm.api.nouns.kinds import Kind
from crm.api.paging import Items
from crm.api.versions import require_match
from crm.models import User
from followups.fetching import FetchProblem, fetch_page_title
from followups.idea_forms import IdeaForm
from followups.ideas.by_hand import AlreadySent, add_link
from followups.ideas.choosing import read_ideas
from followups.ideas.deciding import dismiss_idea, restore_idea, save_idea
from followups.ideas.saying import say_reason
from followups.models import Idea
from followups.models.idea import IdeaQuerySet

router = Router(tags=["Ideas"])

State = Literal["new", "saved", "dismissed", "used"]


class IdeaOut(BaseModel):
    id: int
    contact: int
    kind: Annotated[str, allowed(Kind)]
    title: str
    url: str
    why: str
    state: Annotated[str, allowed(State)]
    article: int | None
    opening: int | None
    peer: int | None
    touchpoint: int | None = Field(description="The message that carried it.")


class IdeaFilter(Query):
    contact: IdAsked = Field(description="For whom.")


class NewIdea(Body):
    contact: Id
    url: Annotated[str, Field(min_length=1, max_length=2000)]
    title: Subject | None = Field(None, description="Left out, it is read from the page.")


class IdeaChange(Body):
    only_read = frozenset(IdeaOut.model_fields)

    state: Literal["new", "saved", "dismissed"]


@router.get("", response=Items[IdeaOut], summary="What is proposed to a contact now, best first: three at most")
def list_ideas(request: HttpRequest, query: From[IdeaFilter]) -> Items[IdeaOut]:
    """Reading them counts as no proposal; a nudge mail does."""
    contacts = Contact.objects.owned_by(who(request)).select_related("owner", "company")
    contact = refer_to(contacts, query.contact, field="contact")
    return Items(items=[show_idea(idea) for idea in read_ideas(contact)], next=None)


@router.post("", response={201: IdeaOut}, summary="Keep a page that you came upon for a contact")
@waits_for_others
def new_idea(request: HttpRequest, typed: NewIdea) -> IdeaOut:
    user = who(request)
    contacts = Contact.objects.owned_by(user).select_related("owner", "company")
    contact = refer_to(contacts, typed.contact, field="contact")
    form = IdeaForm({"url": typed.url, "title": typed.title or ""}, user=user, contact=contact)
    check(form)
    title, summary = read_title(form)
    try:
        idea = add_link(contact, url=form.cleaned_data["url"], title=title, summary=summary)
    except AlreadySent as error:
        raise Refusal(409, "already_sent", _("You sent them this before.")) from error
    return read_one(user, idea.pk)


def read_title(form: IdeaForm) -> tuple[str, str]:
    """The page's title and summary; none is fetched for a title that was given."""
    if form.cleaned_data["title"]:
        return form.cleaned_data["title"], ""
    try:
        page = fetch_page_title(form.cleaned_data["url"])
    except FetchProblem as problem:
        raise invalid(title=_("The page’s title could not be read. %(why)s") % {"why": problem.message}) from problem
    return page[1], page[2]


@router.get("/{int:pk}", response=IdeaOut, summary="An idea")
def read_idea(request: HttpRequest, pk: int) -> IdeaOut:
    return read_one(who(request), pk)


@router.patch("/{int:pk}", response=IdeaOut, summary="Save an idea for later, dismiss it, or take that back")
def edit_idea(request: HttpRequest, pk: int, typed: IdeaChange) -> IdeaOut:
    """It is used by the touchpoint that carries it: log that one with its id."""
    idea = get_own(own_ideas(who(request)), pk)
    require_match(request, show_idea(idea))
    if idea.state == Idea.State.USED:
        raise Refusal(409, "out_of_turn", _("It was sent already."))
    decide(idea, typed.state)
    return read_one(who(request), pk)


def decide(idea: Idea, state: str) -> None:
    if state == Idea.State.NEW:
        restore_idea(idea)
    elif state == Idea.State.DISMISSED:
        dismiss_idea(idea)
    elif idea.state == Idea.State.DISMISSED:
        restore_idea(idea, as_saved=True)
    else:
        save_idea(idea)


def own_ideas(user: User) -> IdeaQuerySet:
    rows = Idea.objects.owned_by(user).select_related("contact__owner", "article", "opening__company", "peer")
    return rows.prefetch_related("contact__interests")


def read_one(user: User, pk: int) -> IdeaOut:
    return show_idea(get_own(own_ideas(user), pk))


def show_idea(idea: Idea) -> IdeaOut:
    return IdeaOut(
        id=idea.pk,
        contact=idea.contact_id,
        kind=idea.kind,
        title=str(idea.article or idea.opening),
        url=idea.article.url if idea.article else idea.opening.url if idea.opening else "",
        why=say_reason(idea),
        state=idea.state,
        article=idea.article_id,
        opening=idea.opening_id,
        peer=idea.peer_id,
        touchpoint=idea.touchpoint_id,
    )
