"""Which peers fit which openings, and why: their skills and headline against the role and what it asks for.

By stemmed words and phrases, through an inverted index of the openings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contacts.models import Opening, Peer
from followups.ideas.stems import SENTENCE_END, stem_text, stem_words
from followups.ideas.words import STOP_WORDS

# What a match is worth, on the scale of other ideas (0 to 3).
ROLE_IS_THEIRS = 1.2  # their headline names the role
SKILL_IN_ROLE = 1.0
SKILL_ASKED_FOR = 0.7
OF_A_SCATTERED_PHRASE = 0.6
GENERIC = 0.15  # what nearly every advert asks for, and nearly everybody has
EACH_FURTHER = 0.75  # the second reason adds less than the first
FAINTEST = 0.6
HIGHEST = 3.0

ROLE_SHARE = 0.5  # a headline has to name more of the role than this
GAP = 2  # words that may stand between those of a phrase
ASKS_FROM = 100_000  # positions in what it asks for begin here, far from those of the role
LONGEST_TOPIC = 200

# Cut off a role: “UX writer (m/f/d)”, “Data engineer – Platform”.
APPENDIX = re.compile(r"\s[-–—|]\s.*|[(\[|,].*", re.DOTALL)
RANKS = "senior junior lead principal staff head chief deputy assistant associate trainee intern working student mid"
EVERYBODYS = """
  communication team teamwork team player english german french excel word powerpoint microsoft office ms
  presentation organisation organization problem solving flexibility motivation reliability leadership management
  time management project work experience customer service sales writing it go c r data design business research
  analysis support strategy planning
"""


@dataclass(frozen=True)
class Match:
    opening: Opening
    peer: Peer
    score: float
    fits: list[str]  # the peer's own words that fit, best first

    @property
    def words(self) -> str:
        """“Figma, user research”, as many as there is room for."""
        shown = ""
        for word in self.fits:
            longer = f"{shown}, {word}" if shown else word
            if len(longer) > LONGEST_TOPIC:
                break
            shown = longer
        return shown


@dataclass(frozen=True)
class Reason:
    words: str
    weight: float


def stems_of(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for word in words for stem in stem_words(word))


FILLERS = stems_of(STOP_WORDS)
RANK_STEMS = stems_of(RANKS.split()) | FILLERS
GENERIC_STEMS = stems_of(EVERYBODYS.split()) | FILLERS


class OpeningIndex:
    """For each stem the openings it occurs in, and where."""

    def __init__(self, openings: Sequence[Opening]) -> None:
        self.openings = openings
        self.postings: dict[str, dict[int, list[int]]] = defaultdict(dict)
        self.roles: list[frozenset[str]] = []
        for number, opening in enumerate(openings):
            self.add(number, opening.role, 0)
            self.add(number, opening.asks_for, ASKS_FROM)
            self.roles.append(frozenset(stem_words(APPENDIX.sub("", opening.role))) - RANK_STEMS)

    def add(self, number: int, text: str, position: int) -> None:
        for stem in stem_text(text):
            if stem == SENTENCE_END:
                position += GAP  # no phrase reaches from one sentence into the next
            else:
                self.postings[stem].setdefault(number, []).append(position)
            position += 1

    def find_phrase(self, stems: Sequence[str]) -> dict[int, float]:
        """The openings in which the phrase occurs, each with what that is worth."""
        lists = [self.postings.get(stem, {}) for stem in stems]
        common = set(lists[0]).intersection(*lists[1:]) if lists else set()
        found = {number: weigh_phrase([places[number] for places in lists]) for number in common}
        return {number: weight for number, weight in found.items() if weight}

    def find_role(self, stems: frozenset[str]) -> dict[int, float]:
        """The openings whose role is named by these stems of a headline, and how much of it (0 to 1)."""
        named: dict[int, int] = defaultdict(int)
        for stem in stems:
            for number in self.postings.get(stem, {}):
                named[number] += stem in self.roles[number]
        shares = {number: count / len(self.roles[number]) for number, count in named.items() if count}
        return {number: share for number, share in shares.items() if share > ROLE_SHARE}


def weigh_phrase(places: list[list[int]]) -> float:
    """By where the phrase stands, and whether its words stand together; 0 when they do not stand in this order."""
    reached = dict.fromkeys(places[0], 0)  # where the phrase may stand so far, and the words in between
    for further in places[1:]:
        reached = {
            place: min(gaps + place - before - 1 for before, gaps in near.items())
            for place in further
            if (near := {before: gaps for before, gaps in reached.items() if 0 < place - before <= 1 + GAP})
        }
    return max((weigh_place(place, gaps) for place, gaps in reached.items()), default=0.0)


def weigh_place(place: int, gaps: int) -> float:
    weight = SKILL_IN_ROLE if place < ASKS_FROM else SKILL_ASKED_FOR
    return weight * (OF_A_SCATTERED_PHRASE if gaps else 1)


def match_peers(openings: Sequence[Opening], peers: Sequence[Peer]) -> list[Match]:
    """Every pair that fits, best first, with the reasons in the peer's own words. Asks nothing of the database."""
    index = OpeningIndex(openings)
    matches = [match for peer in peers for match in match_peer(index, peer)]
    return sorted(matches, key=lambda match: (-match.score, -match.opening.pk, match.peer.pk))


def match_peer(index: OpeningIndex, peer: Peer) -> list[Match]:
    reasons: dict[int, list[Reason]] = defaultdict(list)
    headline = frozenset(stem_words(peer.headline)) - FILLERS
    for number, share in index.find_role(headline).items():
        reasons[number].append(Reason(name_role(peer, index.openings[number]), ROLE_IS_THEIRS * share))
    for skill in peer.skill_list:
        stems = stem_words(skill)
        factor = GENERIC if GENERIC_STEMS.issuperset(stems) else 1
        for number, weight in index.find_phrase(stems).items():
            reasons[number].append(Reason(skill, weight * factor))
    matches = [as_match(index.openings[number], peer, found) for number, found in reasons.items()]
    return [match for match in matches if match.score >= FAINTEST]


def name_role(peer: Peer, opening: Opening) -> str:
    """The part of the headline to name: without the employer, “UX writer at Fjord” is a UX writer."""
    role = re.split(r"\s+(?:at|@|bei|for)\s+|\s[-–—|]\s|[,|(]", peer.headline)[0].strip()
    return role or opening.role


def as_match(opening: Opening, peer: Peer, reasons: list[Reason]) -> Match:
    reasons.sort(key=lambda reason: -reason.weight)
    score = sum(reason.weight * EACH_FURTHER**place for place, reason in enumerate(reasons))
    telling = {reason.words.casefold(): reason.words for reason in reasons}
    return Match(opening, peer, round(min(score, HIGHEST), 3), list(telling.values()))
