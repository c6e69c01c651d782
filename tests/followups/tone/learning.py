"""Learns the weights of words from the examples: python -m tests.followups.tone.learning

Logistic regression over the words and pairs of words of each draft (of its heaviest part, if it is long), with the
examples of the rules among the drafts. Plain, seeded and slow (a minute): run again when examples or words change.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2s
from math import exp, sqrt
from pathlib import Path
from random import Random

import django

from tests.followups.tone.figures import KINDS, read_drafts

# Of the person who wrote the rules, and of others, who had not seen them.
EXAMPLES = [Path(__file__).with_name(f"examples_{part}.jsonl") for part in ("tuned", "voices")]
ROUNDS = 28
STEP, BIAS_STEP, DECAY = 0.12, 0.02, 0.003
HIT_COUNTS = 2.0  # a miss weighs more than a false alarm: there are fewer drafts of each kind than others
RARE = 2  # what only one draft says tells about that draft alone
TINY = 0.05


@dataclass
class Part:
    signs: list[str]  # those that are not rare
    size: int  # of all signs


def digest_of(drafts: list[dict]) -> str:
    """A mark of what was learned from: it stands in the table, and a test compares."""
    told = "\n".join(f"{sorted(draft['kinds'])} {draft['text']}" for draft in drafts)
    return blake2s(told.encode(), digest_size=8).hexdigest()


def gather_drafts(language) -> list[dict]:
    drafts = [draft for examples in EXAMPLES for draft in read_drafts(examples)]
    for rule in (rule for rule in language.rules if rule.kind in KINDS):
        drafts += [{"kinds": [rule.kind], "text": hit} for hit in rule.hits]
        drafts += [{"kinds": [], "text": other} for other in rule.passes]
    return drafts


def read_parts(drafts: list[dict], matcher) -> list[list[Part]]:
    from followups.tone.sentences import split_sentences
    from followups.tone.weighing import find_signs, split_windows

    found = []
    for draft in drafts:
        sentences = split_sentences(draft["text"], matcher.language)
        signs = [find_signs(sentence, matcher.families) for sentence in sentences]
        found.append([set().union(*signs[first : last + 1]) for first, last in split_windows(sentences)])
    common = Counter(sign for draft in found for sign in set().union(*draft))
    return [
        [Part(sorted(sign for sign in signs if common[sign] >= RARE), len(signs)) for signs in draft] for draft in found
    ]


def learn(parts: list[list[Part]], labels: list[bool]) -> dict[str, float]:
    from followups.tone.weighing import SCALE, SMOOTHING, WHOLE

    weights, slopes = defaultdict(float), defaultdict(lambda: 1e-6)
    bias, random = -1.0, Random(1)
    pairs = [(draft, label) for draft, label in zip(parts, labels, strict=True) if draft]

    def weigh(part: Part) -> float:
        return bias + SCALE * sum(weights[sign] for sign in part.signs) / sqrt(part.size + SMOOTHING)

    for _round in range(ROUNDS):
        random.shuffle(pairs)
        for draft, label in pairs:
            part = max(draft, key=weigh)
            error = 1 / (1 + exp(-max(-30.0, min(30.0, weigh(part))))) - label
            error *= HIT_COUNTS if label else 1.0
            bias -= BIAS_STEP * error
            pull = SCALE * error / sqrt(part.size + SMOOTHING)
            for sign in part.signs:
                slope = pull + DECAY * weights[sign]
                slopes[sign] += slope * slope
                weights[sign] -= STEP * slope / sqrt(slopes[sign])
    return {WHOLE: bias} | {sign: weight for sign, weight in sorted(weights.items()) if abs(weight) >= TINY}


def learn_all(drafts: list[dict], matcher, *, say: Callable[[str], None] = print) -> dict[str, dict[str, float]]:
    parts = read_parts(drafts, matcher)
    learned = {}
    for kind in KINDS:
        learned[kind] = learn(parts, [kind in draft["kinds"] for draft in drafts])
        say(f"{kind}: {len(learned[kind])} weights")
    return learned


def main() -> None:
    from followups.tone.review import matcher_for

    matcher = matcher_for("en")
    drafts = gather_drafts(matcher.language)
    learned = learn_all(drafts, matcher)
    matcher.language.weights.write_text(as_table(learned, digest_of(drafts)), encoding="utf-8")


def as_table(learned: dict[str, dict[str, float]], digest: str) -> str:
    """A line for each sign that weighs something, with a column for each kind."""
    signs = sorted(set().union(*learned.values()))
    rows = [(sign, [round(learned[kind].get(sign, 0.0), 2) for kind in KINDS]) for sign in signs]
    lines = [f"# {digest}: learned by tests.followups.tone.learning from the examples; not to be edited"]
    lines.append("\t".join(["sign", *KINDS]))
    lines += ["\t".join([sign, *(f"{weight:g}" for weight in weights)]) for sign, weights in rows if any(weights)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
