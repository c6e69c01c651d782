"""Follow the feeds of a file: all that can be followed, each with what became of it; they are fetched afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contacts.models import Company, name_key
from crm.models import User
from followups.feeds.following import MOST_FEEDS
from followups.feeds.opml import Outline
from followups.fetching import FetchProblem, check_address, complete_address
from followups.locks import lock_user
from followups.models import Feed


@dataclass(frozen=True)
class Outcome:
    outline: Outline
    is_added: bool
    said: str


@transaction.atomic
def import_feeds(owner: User, outlines: Sequence[Outline]) -> list[Outcome]:
    """Follow what the file lists; an outcome for each line. All are due at once, and fetched in the background."""
    lock_user(owner)
    followed = set(Feed.objects.owned_by(owner).values_list("url", flat=True))
    companies = read_companies(owner, outlines)
    feeds: list[Feed] = []
    outcomes = []
    for outline in outlines:
        try:
            url = check_address(complete_address(outline.url))
        except FetchProblem as problem:
            outcomes.append(Outcome(outline, False, problem.message))
            continue
        if url in followed:
            outcomes.append(Outcome(outline, False, _("You follow it already.")))
        elif len(followed) >= MOST_FEEDS:
            outcomes.append(Outcome(outline, False, _("You can follow %(most)d feeds.") % {"most": MOST_FEEDS}))
        else:
            followed.add(url)
            feeds.append(Feed(owner=owner, url=url, title=outline.title, **read_tie(outline, companies)))
            outcomes.append(Outcome(outline, True, _("Added.")))
    Feed.objects.bulk_create(feeds)
    return outcomes


def read_companies(owner: User, outlines: Sequence[Outline]) -> dict[str, Company]:
    keys = {name_key(outline.topic)[:250] for outline in outlines if outline.tie == "company"}
    return {company.name_key: company for company in Company.objects.owned_by(owner).filter(name_key__in=keys)}


def read_tie(outline: Outline, companies: dict[str, Company]) -> dict[str, Any]:
    """Whom the feed is for; everybody, if its company is not known here."""
    if outline.tie == "company":
        return {"company": companies.get(name_key(outline.topic)[:250])}
    return {outline.tie: outline.topic[:120]} if outline.tie else {}
