"""Why an idea is worth their time, in words."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from contacts.models import name_key
from followups.models import Idea

Why = Idea.Why

# Letters that are read with a vowel first ("an HR lead"), and vowels that are not ("a UX writer", "a user").
SPOKEN_WITH_A_VOWEL = re.compile(
    r"^(?:[AEFHILMNORSX](?:[A-Z0-9]|\b)|(?!U[A-Z]|[Uu]ni|[Uu]se|[Uu]ti|[Ee]u|[Oo]ne)[AEIOUaeiou])"
)


def say_reason(idea: Idea) -> str:
    """Why the idea fits its contact, in a sentence without a full stop."""
    if idea.why == Why.INTEREST:
        return say_interest(idea)
    if idea.why == Why.FIELD:
        return _("It is in their field, %(field)s") % {"field": idea.topic}
    if idea.why == Why.COMPANY:
        return say_company(idea)
    if idea.why == Why.REFERRAL:
        return say_referral(idea)
    return _("You picked it")


def say_interest(idea: Idea) -> str:
    source = find_source(idea)
    if not source:
        return _("They care about %(topic)s") % {"topic": idea.topic}
    words = {"topic": idea.topic, "source": source}
    if said := re.fullmatch(r"mentioned\s+(?:(?:it|this)\s+)?(.+)", source, re.IGNORECASE | re.DOTALL):
        words["source"] = said[1]
        if name_key(said[1]).startswith(name_key(idea.topic)):
            return _("They mentioned %(source)s") % words
        return _("They mentioned %(topic)s %(source)s") % words
    return _("They mentioned %(topic)s (%(source)s)") % words


def find_source(idea: Idea) -> str:
    """Where it is known from that they care about the topic; empty if nobody noted it."""
    key = name_key(idea.topic)
    # All of them: they were prefetched with the idea.
    return next((each.source.strip() for each in idea.contact.interests.all() if each.topic_key == key[:150]), "")


def say_company(idea: Idea) -> str:
    if not idea.news:
        return _("News of %(company)s") % {"company": idea.topic}
    return _("News of %(company)s: %(news)s") % {"company": idea.topic, "news": idea.get_news_display()}


def say_referral(idea: Idea) -> str:
    if not idea.opening or not idea.peer:
        return _("It fits a role they are hiring for")
    words = {"role": with_article(idea.opening.role), "peer": idea.peer.name, "skills": idea.topic}
    if not idea.topic:
        return _("They are hiring %(role)s, and %(peer)s fits") % words
    return _("They are hiring %(role)s, and %(peer)s fits: %(skills)s") % words


def with_article(role: str) -> str:
    """“a UX writer”, “an editor”."""
    return f"an {role}" if SPOKEN_WITH_A_VOWEL.match(role) else f"a {role}"
