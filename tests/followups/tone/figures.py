"""How well the tone check does on drafts with known labels.

    python -m tests.followups.tone.figures [--show] FILE…

Each line of a file is {"kinds": ["arguing", …], "text": "…"}; what counts is the set of kinds found in the draft.
"""

import json
import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import django

KINDS = ("arguing", "pleading", "job-ask", "phone")


@dataclass
class Figures:
    hits: Counter[str]
    wrong: Counter[str]
    missed: Counter[str]

    def precision(self, *kinds: str) -> float:
        hits, wrong = (sum(counts[kind] for kind in kinds) for counts in (self.hits, self.wrong))
        return hits / (hits + wrong) if hits + wrong else 1.0

    def recall(self, *kinds: str) -> float:
        hits, missed = (sum(counts[kind] for kind in kinds) for counts in (self.hits, self.missed))
        return hits / (hits + missed) if hits + missed else 1.0


def read_drafts(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judge(drafts: list[dict]) -> tuple[Figures, list[str]]:
    """The figures over these drafts, and each draft that was read wrongly, in words."""
    from followups.tone import review_draft

    figures, misses = Figures(Counter(), Counter(), Counter()), []
    for draft in drafts:
        findings = [one for one in review_draft(draft["text"], kind=draft.get("kind", "check_in")) if one.kind in KINDS]
        found, meant = {one.kind for one in findings}, set(draft["kinds"]) & set(KINDS)
        figures.hits.update(found & meant)
        figures.wrong.update(found - meant)
        figures.missed.update(meant - found)
        if found != meant:
            quotes = "; ".join(f"{one.kind}: {one.quote!r}" for one in findings)
            misses.append(f"meant {sorted(meant)}, found [{quotes}]\n{draft['text']}")
    return figures, misses


def main(arguments: list[str]) -> None:
    drafts = [draft for name in arguments if name != "--show" for draft in read_drafts(Path(name))]
    figures, misses = judge(drafts)
    print(f"{len(drafts)} drafts, {len(drafts) - len(misses)} read rightly")
    for name, kinds in [*((kind, [kind]) for kind in KINDS), ("all four", list(KINDS))]:
        print(f"{name:<10} precision {figures.precision(*kinds):.3f}  recall {figures.recall(*kinds):.3f}")
    if "--show" in arguments:
        print("", *misses, sep="\n\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(sys.argv[1:])
