"""How well rejections are read: `python -m tests.contacts.reading.figures [tune|check|unseen] [--show]`.

*found* is the share of the fields that are in the letters and were read rightly; *wrong* the share of the fields that
were filled, and filled with something else. `--show` names what went amiss, and is not for the unseen part.
"""

import argparse
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from contacts.reading import read_rejection
from contacts.reading.signature import LEGAL_FORM

FIELDS = ["company", "role", "contact_name", "contact_email", "contact_title", "rejected_on"]
TODAY = date(2026, 11, 20)
PARTS = Path(__file__).parent / "letters"


def load_letters(part: str) -> list[dict[str, Any]]:
    return tomllib.loads((PARTS / f"{part}.toml").read_text())["letter"]


def is_right(read: str, true: str | list[str]) -> bool:
    return plain(read) in [plain(spelling) for spelling in ([true] if isinstance(true, str) else true)]


def plain(words: str) -> str:
    """Small letters or capitals, Mr and Dr, GmbH and Ltd: with or without them it is the same."""
    without = re.sub(r"^(?:Dr|Mr|Ms|Mrs)\.? ", "", LEGAL_FORM.sub("", words.replace("& Co. KG", "")))
    return " ".join(without.casefold().split()).strip(" .,")


def count(part: str, *, show: bool = False) -> Counter[tuple[str, str]]:
    """How often each field was `there`, `found`, `filled` and `wrong`."""
    counts: Counter[tuple[str, str]] = Counter()
    for letter in load_letters(part):
        read = read_rejection((letter.get("text") or letter["eml"]).lstrip("\n"), TODAY)
        for name in FIELDS:
            value, true = str(getattr(read, name) or ""), letter.get(name, "")
            right = bool(value and true and is_right(value, true))
            counts[name, "there"] += bool(true)
            counts[name, "found"] += right
            counts[name, "filled"] += bool(value)
            counts[name, "wrong"] += bool(value) and not right
            if show and not right and (value or true):
                print(f"  {letter['style']} ({letter.get('company')}): {name}: {value!r}, not {true!r}")
    return counts


def share(counts: Counter[tuple[str, str]], part: str, whole: str, fields: list[str] = FIELDS) -> float:
    return sum(counts[name, part] for name in fields) / max(1, sum(counts[name, whole] for name in fields))


def print_figures(part: str, counts: Counter[tuple[str, str]]) -> None:
    print(f"{part}: {len(load_letters(part))} letters")
    for name in FIELDS:
        there, found, filled, wrong = (counts[name, kind] for kind in ("there", "found", "filled", "wrong"))
        print(f"  {name:14} found {found:3} of {there:3}   wrong {wrong:2} of {filled:3} filled")
    found, wrong = share(counts, "found", "there"), share(counts, "wrong", "filled")
    print(f"  {'all':14} found {found:.1%}   wrong {wrong:.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["tune", "check", "unseen"])
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    for part in options.parts:
        print_figures(part, count(part, show=options.show))


if __name__ == "__main__":
    main()
