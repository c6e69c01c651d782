"""What Robin has come upon lately in the demo: articles that fit people, and what answers were about. All made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from crm.models import User
from followups.feeds.keys import write_article_key
from followups.ideas.finding import find_ideas
from followups.ideas.stems import write_stems
from followups.models import Article


@dataclass(frozen=True)
class Reading:
    ago: int
    url: str
    title: str
    summary: str


READINGS = [
    Reading(
        2, "https://coldlogistics.example/data-loggers-compared", "Eleven cold chain loggers, one summer on a quay",
        "Which of them still told the truth in August, and what the failures had in common.",
    ),
    Reading(
        3, "https://slowboats.example/first-crossing", "Sailing the Øresund with a weather station and no plan",
        "A logbook of nine days, with all the readings to download.",
    ),
    Reading(
        1, "https://gridpost.example/grid-forecasting-at-night", "Grid forecasting when the wind turns at night",
        "A small operator opens its forecasting notebook, mistakes included.",
    ),
    Reading(
        4, "https://morningpaper.example/lumen-atlas-award", "Lumen Atlas wins the regional award for open energy data",
        "The jury praised how the team explains its forecasts to everybody.",
    ),
    Reading(
        5, "https://quietdata.example/privacy-by-design-in-clinics", "Privacy by design in four clinics: what held",
        "Two years on, the simplest of the measures turned out to be the ones that lasted.",
    ),
    Reading(
        6, "https://morningpaper.example/oakline-opens", "Oakline Health opens a second research site in Turku",
        "Sixty people will work there on data from rehabilitation.",
    ),
    Reading(
        3, "https://nightline.example/night-trains", "Night trains are back on nine routes",
        "A map of what runs this winter, drawn from open timetables.",
    ),
    Reading(
        8, "https://plainschema.example/data-contracts-without-tools", "Data contracts without a tool",
        "A team writes them on one page, and reads them aloud once a quarter.",
    ),
]  # fmt: skip
# By person: the themes of what they answered (`followups/themes.py`, or words of Robin's own).
THEMES = {
    "Dana Whitfield": ["experience", "technical"],
    "Priya Raman": ["process"],
    "Elena Petrova": ["technical", "running things"],
    "Samuel Brandt": ["experience"],
    "Milo Ivarsson": ["communication"],
    "Yuki Tanaka": ["communication"],
}


def read_lately(user: User) -> None:
    """Keep the articles, and find for whom they are."""
    now = timezone.now()
    for reading in READINGS:
        Article.objects.create(
            owner=user,
            key=write_article_key(reading.url),
            url=reading.url,
            title=reading.title,
            summary=reading.summary,
            stems=write_stems(reading.title, reading.summary),
            published_at=now - timedelta(days=reading.ago),
        )
    find_ideas(user)
