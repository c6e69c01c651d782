from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from contacts.models import Interest, name_key
from followups.drafts.check_in import wish_well
from followups.drafts.draft import LONGEST_NAME, Draft, as_letter, take_turns
from followups.models import Article, Idea
from followups.wording import cut, one_line

LONGEST_TITLE = 160
# A note on where an interest is known from that tells of something said: the letter may then refer to it.
SAID = re.compile(
    r"\b(interview|call|talk|chat|conversation|mention|said|told|ask|question|lunch|coffee|spoke|met)", re.I
)


def article_draft(idea: Idea, article: Article, *, on: date) -> Draft:
    """Something to read, why it is for them, and nothing asked in return."""
    words = {"topic": cut(idea.topic, LONGEST_NAME), "title": cut(article.title, LONGEST_TITLE)}
    reason = take_turns(find_openers(idea), on) % words
    subjects = [_("Thought of you: %(title)s"), _("For you: %(title)s"), "%(title)s"]
    text = as_letter(idea.contact, [reason, show_link(article), wish_well(on)])
    return Draft(take_turns(subjects, on) % words, text)


def show_link(article: Article) -> str:
    """The title and its address, each on a line of its own: quotes and right-to-left titles disturb nothing there."""
    return f"{cut(article.title, LONGEST_TITLE)}\n{one_line(article.url)}"


def find_openers(idea: Idea) -> list[str]:
    if idea.topic and idea.why == Idea.Why.INTEREST:
        return openers_for_what_was_said() if was_said(idea) else openers_for_an_interest()
    if idea.topic and idea.why == Idea.Why.FIELD:
        return [
            _("I came across this on %(topic)s and thought that it might be useful in your work."),
            _("In case you have not seen it yet: this one is about %(topic)s."),
            _("This is from your field, %(topic)s, and I wanted to pass it on to you."),
        ]
    if idea.topic and idea.why == Idea.Why.COMPANY:
        return [
            _("I saw this about %(topic)s and thought of you and the team."),
            _("%(topic)s is in the news, and I read it with interest."),
            _("I came across this piece on %(topic)s and liked reading what you are all working on."),
        ]
    return [
        _("I came across this and thought of you."),
        _("This made me think of you, and I wanted to pass it on."),
        _("I read this the other day and thought that you might like it."),
    ]


def openers_for_what_was_said() -> list[str]:
    return [
        _("I came across this and remembered what you said about %(topic)s."),
        _("What you said about %(topic)s came back to me when I read this."),
        _("You told me about %(topic)s, so this one goes straight to you."),
    ]


def openers_for_an_interest() -> list[str]:
    return [
        _("I came across this and thought of you, since it is about %(topic)s."),
        _("This is about %(topic)s, so it made me think of you."),
        _("I read this on %(topic)s and wanted to pass it on to you."),
    ]


def was_said(idea: Idea) -> bool:
    interest = find_interest(idea)
    return interest is not None and bool(SAID.search(interest.source))


def find_interest(idea: Idea) -> Interest | None:
    """The interest that the idea fits, out of those that are prefetched."""
    key = name_key(idea.topic)[:150]
    return next((interest for interest in idea.contact.interests.all() if interest.topic_key == key), None)
