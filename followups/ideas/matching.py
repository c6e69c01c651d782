"""Match articles to contacts. The cost is in the matches, not in contacts times articles (tests/bench/matching.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter

from followups.ideas.employers import Tidings
from followups.ideas.index import Groups, Hit, TopicIndex
from followups.ideas.plain import Item, Match
from followups.ideas.topics import Topic
from followups.models import Idea, Touchpoint

Kind, Why = Touchpoint.Kind, Idea.Why

# Below it nothing is proposed: none rather than a poor one.
FLOOR = 0.35
# So many articles are matched one by one.
FEW = 8

SaidOf = Sequence[tuple[Topic, Groups]]


def match_articles(index: TopicIndex, items: Sequence[Item], *, most: int) -> dict[int, list[Match]]:
    """The best `most` articles for each contact who has any, best first."""
    if len(items) > FEW:
        return match_by_contact(index, items, most)
    found: dict[int, list[Match]] = defaultdict(list)
    for item in items:
        for match in match_by_article(index, item):
            found[match.contact].append(match)
    if len(items) > 1:
        for contact, own in found.items():
            found[contact] = sorted(own, key=attrgetter("score"), reverse=True)[:most]
    return found


def match_by_article(index: TopicIndex, item: Item) -> Iterator[Match]:
    """From the topics of an article to the contacts: one article costs what it matches, however many contacts."""
    tidings = index.employers.read(item)
    scores: dict[int, float] = {}
    reasons: dict[int, Hit] = {}
    for hit in sorted(index.read_article(item), key=itemgetter(0), reverse=True):
        weight, topic = hit
        for contact in topic.holders:
            if contact in scores:
                scores[contact] += weight
            else:
                scores[contact] = weight
                reasons[contact] = hit
    for contact, news in tidings.items():
        scores[contact] = scores.get(contact, 0.0) + news.weight
    for contact, score in scores.items():
        if score >= FLOOR:
            yield explain(index, contact, item, score, reasons.get(contact), tidings.get(contact))


def match_by_contact(index: TopicIndex, items: Sequence[Item], most: int) -> dict[int, list[Match]]:
    """From the topics of a contact to the articles: of many articles, what belongs to a contact is done together."""
    said = index.read_articles(items)
    told: dict[int, dict[int, Tidings]] = defaultdict(dict)
    for place, item in enumerate(items):
        for contact, news in index.employers.read(item).items():
            told[contact][place] = news
    matches = {}
    for contact in set(told).union(*(topic.holders for topic in said)):
        own = [(topic, said[topic]) for topic in index.topics_of[contact] if topic in said]
        tidings = told.get(contact, {})
        best = choose_best(add_up(own, tidings), most)
        reasons = find_reasons(own, {place for _score, place in best})
        matches[contact] = [
            explain(index, contact, items[place], score, reasons.get(place), tidings.get(place))
            for score, place in best
        ]
    return {contact: found for contact, found in matches.items() if found}


def add_up(own: SaidOf, tidings: Mapping[int, Tidings]) -> dict[int, float]:
    """What each article is worth to somebody with these topics: the inner loop when many are matched."""
    scores: dict[int, float] = {}
    for _topic, groups in own:
        for weight, places in groups.items():
            if scores:
                for place in places:
                    scores[place] = scores.get(place, 0.0) + weight
            else:
                scores = dict.fromkeys(places, weight)
    for place, news in tidings.items():
        scores[place] = scores.get(place, 0.0) + news.weight
    return scores


def choose_best(scores: Mapping[int, float], most: int) -> list[tuple[float, int]]:
    """The best scores with their places, best first; of equal ones the first."""
    least = FLOOR
    if len(scores) > most:
        least = max(FLOOR, sorted(scores.values(), reverse=True)[most - 1])
    worthy = sorted((-score, place) for place, score in scores.items() if score >= least)
    return [(-score, place) for score, place in worthy[:most]]


def find_reasons(own: SaidOf, places: set[int]) -> dict[int, Hit]:
    """Which of the topics weighs most at each of the places."""
    reasons: dict[int, Hit] = {}
    for topic, groups in own:
        for weight, there in groups.items():
            for place in places.intersection(there):
                if place not in reasons or weight > reasons[place][0]:
                    reasons[place] = weight, topic
    return reasons


def explain(
    index: TopicIndex, contact: int, item: Item, score: float, reason: Hit | None, own: Tidings | None
) -> Match:
    """The match in full: what weighs most is the reason; good news of their company before all."""
    if own and (reason is None or own.news or own.weight > reason[0]):
        kind = Kind.CONGRATULATIONS if own.news else Kind.ARTICLE
        return Match(contact, item.article, score, kind, Why.COMPANY, index.employers.names[contact], own.news)
    assert reason is not None, "something was found"
    topic = reason[1]
    return Match(contact, item.article, score, Kind.ARTICLE, topic.why, topic.holders[contact])
