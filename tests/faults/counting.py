"""Count what a run came to, out of what it wrote down: `python -m tests.faults.counting FOLDER` counts again.

What was due is held against two books that know nothing of each other: the mail server's, of what it accepted, and
the outbox.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

Row = dict[str, Any]

BOOKS = ("kills", "smtp", "outbox", "due")
UNFINISHED = {"planned", "claimed", "handing", "held"}
# Shown to the user as what they are: nobody has to find out by themselves.
TOLD = {"unsure", "failed"}


@dataclass
class Count:
    kills: int = 0
    lost: int = 0  # contacts who were due, of whom no mail told, and nothing says so
    twice: int = 0  # mails accepted once more, and contacts in one accepted mail more
    stuck: int = 0  # mails that came to no end
    unlisted: int = 0  # mails whose end is not what the outbox says, or that it does not show

    def __add__(self, other: Self) -> Self:
        names = [field.name for field in fields(self)]
        return type(self)(*(getattr(self, name) + getattr(other, name) for name in names))

    def __str__(self) -> str:
        return " ".join(f"{field.name}={getattr(self, field.name)}" for field in fields(self))

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.twice or self.stuck or self.unlisted)


def count(*, kills: list[Row], smtp: list[Row], outbox: list[Row], due: list[Row]) -> Count:
    """Count one run. Contacts are told apart by their names, which the server read in the messages themselves."""
    accepted = Counter(mail["message_id"] for mail in smtp)
    messages: dict[str, set[str]] = defaultdict(set)
    for mail in smtp:
        for name in mail["contacts"]:
            messages[name].add(mail["message_id"])
    told = {name for mail in outbox if mail["state"] in TOLD and mail["is_listed"] for name in mail["contacts"]}
    waiting = {name for mail in outbox if mail["state"] in UNFINISHED for name in mail["contacts"]}
    known = {mail["message_id"] for mail in outbox}
    return Count(
        kills=len(kills),
        lost=sum(contact["name"] not in messages.keys() | told | waiting for contact in due),
        twice=sum(times - 1 for times in accepted.values()) + sum(len(ids) - 1 for ids in messages.values()),
        stuck=sum(mail["state"] in UNFINISHED for mail in outbox),
        unlisted=sum(is_unlisted(mail, accepted[mail["message_id"]]) for mail in outbox) + len(accepted.keys() - known),
    )


def is_unlisted(mail: Row, accepted: int) -> bool:
    """Whether the outbox says of a mail what is not so, or keeps quiet about one that a user has to know of."""
    if mail["state"] in TOLD and not mail["is_listed"]:
        return True
    if accepted:
        return mail["state"] not in {"sent", "unsure"}
    return bool(mail["state"] == "sent")


def count_folder(folder: Path) -> Count:
    """The sum over the runs in the folder; each has its own database, relay and message ids."""
    runs: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: {book: [] for book in BOOKS})
    for book in BOOKS:
        for row in read_rows(folder / f"{book}.jsonl"):
            runs[row["database"], row["relay"]][book].append(row)
    return sum((count(**books) for books in runs.values()), Count())


def read_rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def write_rows(file: Path, rows: Iterable[Row]) -> None:
    with file.open("a") as out:
        out.writelines(f"{json.dumps(row)}\n" for row in rows)


if __name__ == "__main__":
    total = count_folder(Path(sys.argv[1]))
    print(total)
    sys.exit(not total.is_good)
