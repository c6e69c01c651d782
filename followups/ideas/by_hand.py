"""A page that the user came upon, kept as an idea for one contact."""

from __future__ import annotations

import re

from django.db import transaction

from contacts.models import Contact
from followups.feeds.keys import write_article_key
from followups.ideas.stems import write_stems
from followups.locks import lock_contact
from followups.models import Article, Idea, Touchpoint

# What the user picked goes before whatever was found.
SCORE = 10.0
LINK = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)


class AlreadySent(Exception):
    """The contact was sent this before; `idea` is what was sent."""

    def __init__(self, idea: Idea) -> None:
        super().__init__(idea)
        self.idea = idea


@transaction.atomic
def add_link(contact: Contact, *, url: str, title: str, summary: str = "") -> Idea:
    """Save the page as an idea for the contact, also if it was dismissed before: the user asks for it now.

    An article that is known keeps its title. Raises `AlreadySent`.
    """
    lock_contact(contact)
    article, _created = Article.objects.get_or_create(
        owner=contact.owner,
        key=write_article_key(url),
        defaults={"url": url, "title": title, "summary": summary, "stems": write_stems(title, summary)},
    )
    picked = {"state": Idea.State.SAVED, "score": SCORE}
    idea, created = Idea.objects.get_or_create(
        contact=contact,
        article=article,
        defaults={"kind": Touchpoint.Kind.ARTICLE, "why": Idea.Why.BY_HAND, **picked},
    )
    if idea.state == Idea.State.USED:
        raise AlreadySent(idea)
    if not created:  # found before, for a reason that still holds
        Idea.objects.filter(pk=idea.pk).update(**picked)
        idea.refresh_from_db()
    return idea


def find_link(*texts: str) -> str:
    """The first web address in what an app shared; some put it within the text."""
    for text in texts:
        if found := LINK.search(text):
            return found[0].rstrip(".,;:!?)]}’'")
    return ""
