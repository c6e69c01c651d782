"""What pages show of ideas: each with its reason, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contacts.models import Contact
from contacts.web_links import web_link
from followups.cards import CheckInCard, make_check_in_card
from followups.contact_facts import facts_of
from followups.ideas.choosing import MOST_IDEAS, read_ideas
from followups.ideas.listing import Group
from followups.ideas.saying import say_reason
from followups.models import Idea


@dataclass(frozen=True)
class IdeaCard:
    idea: Idea
    reason: str
    is_in_letter: bool = False

    @property
    def title(self) -> str:
        """What it is: the article's title, or who could be put forward for which role."""
        if self.idea.article:
            return self.idea.article.title
        return f"{self.idea.peer}: {self.idea.opening}"

    @property
    def url(self) -> str:
        return web_link(self.idea.article.url) if self.idea.article else ""

    @property
    def site(self) -> str:
        return self.idea.article.site if self.idea.article else ""

    @property
    def is_saved(self) -> bool:
        return self.idea.state == Idea.State.SAVED


@dataclass(frozen=True)
class IdeaList:
    """The ideas of one contact beside the letter: three at most."""

    contact: Contact
    cards: list[IdeaCard]
    may_use: bool
    letter_form: str = ""  # the id of the editor's form on the page: what is typed there goes along


@dataclass(frozen=True)
class IdeaGroup:
    """The ideas of one contact on the page of all."""

    contact: Contact
    cards: list[IdeaCard]
    write_from: date | None
    is_asking_first: bool

    @property
    def has_more(self) -> bool:
        """Whether there may be more for them than is shown here."""
        return len(self.cards) >= MOST_IDEAS

    @property
    def anchor(self) -> str:
        return f"#for-{self.contact.pk}"

    @property
    def may_use(self) -> bool:
        return self.contact.is_active and self.write_from is None and not self.is_asking_first


def make_cards(ideas: Iterable[Idea], *, in_letter: int | None = None) -> list[IdeaCard]:
    return [IdeaCard(idea, say_reason(idea), idea.pk == in_letter) for idea in ideas]


def make_idea_list(card: CheckInCard) -> IdeaList:
    """The ideas for the contact of the letter card; the one that the letter is around comes first."""
    if not card.contact.is_active:
        return IdeaList(card.contact, [], may_use=False)
    in_letter = card.kept.idea if card.kept else None
    facts = facts_of(card.contact)
    ideas = read_ideas(card.contact) if facts is None or facts.may_have_ideas else []
    if in_letter and in_letter not in ideas:
        ideas = [in_letter, *ideas]
    return IdeaList(
        card.contact,
        make_cards(ideas[:MOST_IDEAS], in_letter=in_letter.pk if in_letter else None),
        may_use=card.may_compose,
        letter_form="letter-form" if card.letter else "",
    )


def make_groups(groups: Iterable[Group]) -> list[IdeaGroup]:
    return [
        IdeaGroup(group.contact, make_cards(group.ideas), group.write_from, group.is_asking_first) for group in groups
    ]


def make_single_group(contact: Contact, ideas: list[Idea]) -> list[IdeaGroup]:
    """All that is open for one contact; nothing if there is nothing."""
    card = make_check_in_card(contact)
    in_letter = card.kept.idea_id if card.kept else None
    group = IdeaGroup(contact, make_cards(ideas, in_letter=in_letter), card.write_from, card.is_asking_first)
    return [group] if ideas else []
