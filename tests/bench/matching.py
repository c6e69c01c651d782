"""What matching costs: `python -m tests.bench.matching MANY ROUNDS` prints seconds of CPU, as JSON.

MANY articles are matched to as many contacts at once, and then one new article after another.

The floor is the least that a program can do for the same: an inverted index over the articles, idf, the best of each
contact; and for one article, an index over the contacts' topics. It finds words wherever they stand, knows no phrase,
no title and no reason. Both read the same made-up texts, of words as frequent as words are (Zipf).
"""

import bisect
import heapq
import itertools
import json
import math
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

import django

django.setup()

from followups.ideas.finding import SAMPLE  # noqa: E402
from followups.ideas.index import TopicIndex  # noqa: E402
from followups.ideas.matching import match_articles  # noqa: E402
from followups.ideas.plain import Caring, Item  # noqa: E402
from followups.ideas.topics import Rarity, Reading  # noqa: E402

WORDS_OF_AN_ARTICLE = 120
WORDS_OF_A_TITLE = 9
INTERESTS = 5
BEST = 20
VOCABULARY = 20_000

Topic = tuple[str, ...]


def make_vocabulary(chance: random.Random) -> list[str]:
    """Made-up words that the stemmer leaves alone."""
    onsets, vowels = "bdfgklmnprtvz", "aou"
    syllables = [onset + vowel for onset in onsets for vowel in vowels]
    words = ["".join(parts) + "k" for parts in itertools.product(syllables, repeat=3)]
    chance.shuffle(words)
    return words[:VOCABULARY]


class Made:
    """Articles and contacts that nobody wrote and nobody is."""

    def __init__(self, articles: int, contacts: int) -> None:
        chance = random.Random(7)
        words = make_vocabulary(chance)
        weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))

        def draw() -> str:
            return words[bisect.bisect(weights, chance.random() * weights[-1])]

        def topic() -> Topic:
            return tuple(dict.fromkeys(words[chance.randrange(200, 6000)] for _ in range(chance.choice((1, 1, 2)))))

        self.articles = [[draw() for _ in range(WORDS_OF_AN_ARTICLE)] for _ in range(articles)]
        self.contacts = [[topic() for _ in range(INTERESTS)] for _ in range(contacts)]


def match_by_floor(made: Made) -> int:
    """An inverted index over the articles; each different topic is looked up once. Returns how many pairs matched."""
    inverted = defaultdict(set)
    for number, words in enumerate(made.articles):
        for word in set(words):
            inverted[word].add(number)
    rarity = {word: math.log(1 + len(made.articles) / len(found)) for word, found in inverted.items()}
    looked_up: dict[Topic, set[int]] = {}
    pairs = 0
    for topics in made.contacts:
        scores: dict[int, float] = {}
        for topic in topics:
            found = looked_up.get(topic)
            if found is None:
                found = looked_up[topic] = set.intersection(*(inverted.get(word, set()) for word in topic))
            weight = sum(rarity.get(word, 0) for word in topic)
            for number in found:
                scores[number] = scores.get(number, 0) + weight
        pairs += len(scores)
        heapq.nlargest(BEST, scores, key=scores.__getitem__)
    return pairs


class FloorIndex:
    """The contacts' topics by their rarest word, for one new article after another; the best of each contact stay."""

    def __init__(self, made: Made) -> None:
        often = Counter(word for words in made.articles for word in set(words))
        rarity = {word: math.log(1 + len(made.articles) / count) for word, count in often.items()}
        self.by_word = defaultdict(list)
        self.best: list[list[tuple[float, int]]] = [[] for _ in made.contacts]
        for contact, topics in enumerate(made.contacts):
            for topic in topics:
                weight = sum(rarity.get(word, 0) for word in topic)
                self.by_word[min(topic, key=lambda word: often[word])].append((topic, weight, contact))

    def match(self, number: int, words: list[str]) -> None:
        there, scores = set(words), {}
        for word in there:
            for topic, weight, contact in self.by_word.get(word, ()):
                if len(topic) == 1 or (topic[0] in there and topic[1] in there):
                    scores[contact] = scores.get(contact, 0) + weight
        for contact, score in scores.items():
            best = self.best[contact]
            if len(best) < BEST:
                heapq.heappush(best, (score, number))
            elif score > best[0][0]:
                heapq.heapreplace(best, (score, number))


def make_people(made: Made) -> list[Caring]:
    return [Caring(number, [" ".join(topic) for topic in topics]) for number, topics in enumerate(made.contacts)]


def make_items(made: Made) -> list[Item]:
    return [
        Item(number, f"{' '.join(words[:WORDS_OF_A_TITLE])}\n{' '.join(words[WORDS_OF_A_TITLE:])}")
        for number, words in enumerate(made.articles)
    ]


def match_all(people: list[Caring], items: list[Item]) -> None:
    """As the product does it, with the index and how rare the words are."""
    rarity = Rarity(Reading(item.stems) for item in items[:SAMPLE])
    match_articles(TopicIndex(people, rarity), items, most=BEST)


def seconds_of(work: Callable[[], object]) -> float:
    """CPU seconds: neighbours on the machine add little to them."""
    started = time.process_time()
    work()
    return time.process_time() - started


def measure(many: int, rounds: int) -> dict[str, float]:
    """The best of each, in seconds, and how many pairs of a contact and an article have a word in common."""
    made = Made(many, many)
    people, items = make_people(made), make_items(made)
    match_all(people, items[:50])  # the stems are known, as in a worker that runs
    index, floor = TopicIndex(people), FloorIndex(made)
    new = min(300, many)
    works: dict[str, Callable[[], object]] = {
        "all_floor": lambda: match_by_floor(made),
        "all": lambda: match_all(people, items),
        "index": lambda: TopicIndex(people),
        "one_floor": lambda: [floor.match(*each) for each in enumerate(made.articles[:new])],
        "one": lambda: [match_articles(index, [item], most=BEST) for item in items[:new]],
    }
    times: dict[str, list[float]] = defaultdict(list)
    for _round in range(rounds):
        for name, work in works.items():
            times[name].append(seconds_of(work))
    best = {name: min(own) for name, own in times.items()}
    return {**best, "one": best["one"] / new, "one_floor": best["one_floor"] / new, "pairs": match_by_floor(made)}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
