"""Which companies an article is about, and what that is to the contacts who work there."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from contacts.search import fold
from followups.ideas.companies import WORD, CompanyName, is_about_them
from followups.ideas.news import read_news
from followups.ideas.plain import Caring, Item

# News to congratulate on, what else is said of their company, and what their company says itself.
NEWS = 1.3
OF_THEIR_COMPANY = 0.7
FROM_THEIR_COMPANY = 0.6


@dataclass(frozen=True, slots=True)
class Tidings:
    """What an article is to those whose company it is about."""

    weight: float
    news: str = ""


# Bad news of their company: whatever else the article speaks of, it is not for them.
NOT_FOR_THEM = Tidings(-math.inf)


@dataclass(slots=True)
class Employer:
    """A company with the contacts who work there."""

    name: CompanyName
    contacts: list[int] = field(default_factory=list)


class Employers:
    """The companies of many contacts, by the first word of their names."""

    def __init__(self) -> None:
        self.by_company: dict[int, Employer] = {}
        self.by_name: dict[str, list[Employer]] = defaultdict(list)
        self.names: dict[int, str] = {}  # of the company of each contact

    def add(self, person: Caring) -> None:
        if not person.company:
            return
        employer = self.by_company.get(person.company)
        if employer is None:
            employer = self.by_company[person.company] = Employer(CompanyName(person.company_name))
            if employer.name.key:
                self.by_name[employer.name.key].append(employer)
        employer.contacts.append(person.contact)
        self.names[person.contact] = person.company_name

    def read(self, item: Item) -> dict[int, Tidings]:
        """What the article is to each contact whose company it is about."""
        if not self.by_company:
            return {}
        found = self.find(item)
        return {contact: tidings for employer, tidings in found for contact in employer.contacts}

    def find(self, item: Item) -> Iterator[tuple[Employer, Tidings]]:
        own = self.by_company.get(item.company or 0)
        for key in set(WORD.findall(fold(item.title))) & self.by_name.keys():
            for employer in self.by_name[key]:
                at = employer.name.find(item.title, item.summary)
                if at >= 0 and employer is not own and (tidings := weigh_mention(item, at)):
                    yield employer, tidings
        if own:
            yield own, weigh_own(item)


def weigh_mention(item: Item, at: int) -> Tidings | None:
    """What a headline is to the company whose name stands at `at`; None if it is somebody else's news."""
    news = read_news(item.title, item.summary)
    if news.is_bad:
        return NOT_FOR_THEM
    if news.news and not is_about_them(item.title, at, news):
        return None
    return Tidings(NEWS, news.news) if news.news else Tidings(OF_THEIR_COMPANY)


def weigh_own(item: Item) -> Tidings:
    """The same for what the company's own feed says."""
    news = read_news(item.title, item.summary)
    if news.is_bad:
        return NOT_FOR_THEM
    return Tidings(NEWS, news.news) if news.news else Tidings(FROM_THEIR_COMPANY)
