"""What matching is about, without the database: contacts, articles, and why one fits the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Caring:
    """A contact as matching sees them."""

    contact: int
    interests: Sequence[str] = ()
    field: str = ""
    company: int | None = None
    company_name: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An article as matching sees it, and what its feed is followed for."""

    article: int
    stems: str
    title: str = ""
    summary: str = ""
    company: int | None = None
    field: str = ""
    interest: str = ""


class Match(NamedTuple):
    """Why an article is worth a contact's time, and how much."""

    contact: int
    article: int
    score: float
    kind: str
    why: str
    topic: str
    news: str = ""
