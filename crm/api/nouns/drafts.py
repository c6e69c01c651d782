from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from contacts.models import Contact
from crm.api.access import refer_to
from crm.api.door import harmless, who
from crm.api.fields import Body, Id, LongText
from crm.api.nouns.kinds import Kind
from crm.api.nouns.letters import LetterOut, require_in_touch, require_month_over, show_letter
from followups.letters import NotNow, write_anew
from followups.models import Idea
from followups.tone import review_draft

router = Router(tags=["Drafts"])


class Wish(Body):
    contact: Id
    idea: Id | None = Field(None, description="What the letter is to be around.")
    kind: Literal["check_in", "other"] = Field("check_in", description="Without an idea: a short hello, or own news.")


class Review(Body):
    kind: Kind = "check_in"
    text: LongText


class FindingOut(BaseModel):
    kind: str
    start: int
    end: int
    quote: str
    why: str
    instead: str


class ReviewOut(BaseModel):
    findings: list[FindingOut] = Field(description="In the order of the text; places are counted in code points.")


@router.post("", response=LetterOut, summary="Have a letter drafted")
@harmless
def compose_draft(request: HttpRequest, typed: Wish) -> LetterOut:
    """Around an idea or without one. Nothing is kept or sent: it is yours to read, to change and to send.

    Before the month since your last letter is over, 409 says from when on it may be written.
    """
    contacts = Contact.objects.owned_by(who(request)).select_related("owner", "company")
    contact = refer_to(contacts.prefetch_related("interests"), typed.contact, field="contact")
    ideas = Idea.objects.filter(contact=contact).select_related("article", "opening__company", "peer")
    idea = refer_to(ideas, typed.idea, field="idea") if typed.idea else None
    require_in_touch(contact)
    require_month_over(contact)
    if contact.feedback_requests.proposed().exists():
        raise NotNow
    if idea:
        idea.contact = contact
    return show_letter(contact, idea.kind if idea else typed.kind, write_anew(contact, idea=idea, kind=typed.kind))


@router.post("/review", response=ReviewOut, summary="Have a draft read before it is sent")
@harmless
def review_a_draft(request: HttpRequest, typed: Review) -> ReviewOut:
    """Marks what argues with the decision, pleads, asks for a job or for a call, says why, and offers other words."""
    findings = review_draft(typed.text, kind=typed.kind)
    return ReviewOut(findings=[FindingOut(**asdict(finding)) for finding in findings])
