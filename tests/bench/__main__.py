"""`python -m tests.bench [--db sqlite|postgres] [--out bench.json] [--contacts 2000,100000]`: measure, print a table,
keep it as JSON. The long runs of the pipeline: `--mails 100,10000,100000 --schedules 10000,1000000 --workers 1,2,4`.

PostgreSQL is Debian's, in a cluster that is thrown away, with its usual durability.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.imported import measure_importing
from tests.bench.mailing import WORKERS, measure_mailing, measure_many_mails
from tests.bench.matched import measure_matching
from tests.bench.pages import Seeded, measure_growth, measure_pages
from tests.bench.place import Place, own_place
from tests.bench.scheduling import measure_scheduling
from tests.bench.starting import measure_start
from tests.bench.table import Figure, write_json, write_table

WITH_ITS_ADDRESS = 'DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres" exec "$@"'
POSTGRES = ["pg_virtualenv", "-t", "-o", "fsync=on", "-o", "synchronous_commit=on", "sh", "-c", WITH_ITS_ADDRESS, "sh"]
PARTS = ("pages", "mail", "schedules", "start", "matching", "import")


@dataclass(frozen=True)
class Size:
    contacts: list[int]  # of one user, and as many of others
    rounds: int
    seconds: float  # of each page and way to ask for it, in a round
    mail_rounds: int
    mails: list[int]  # due at once: against the floor the first, and growth if there are several
    workers: list[int]  # that mail them
    schedules: list[int]  # of others, which are not due: few and many
    claimed: int
    matched: int  # articles, and as many contacts
    imported: int  # contacts of a file


SENT = {"mails": [2000], "workers": [WORKERS], "schedules": [10_000, 100_000], "claimed": 10_000}
SENT_TINY = {"mails": [20], "workers": [WORKERS], "schedules": [50, 200], "claimed": 50}
FULL = Size(contacts=[2000], rounds=4, seconds=1, mail_rounds=3, **SENT, matched=10_000, imported=100_000)
TINY = Size(contacts=[60], rounds=1, seconds=0.02, mail_rounds=1, **SENT_TINY, matched=200, imported=500)


def main() -> int:
    words = argparse.ArgumentParser(prog="make bench")
    words.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    words.add_argument("--out", type=Path, default=Path("bench.json"))
    words.add_argument("--contacts", help="of one user, several sizes of the pages: 2000,100000,1000000")
    words.add_argument("--mails", help="due at once, several numbers: 100,10000,100000")
    words.add_argument("--workers", help="that mail them: 1,2,4")
    words.add_argument("--schedules", help="that are not due, few and many: 10000,1000000")
    words.add_argument("--tiny", action="store_true", help="just see that it works")
    words.add_argument("--only", choices=PARTS, action="append", help="a part of the figures")
    asked = words.parse_args()
    has_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    if asked.db == "postgres" and not has_postgres:
        return subprocess.run([*POSTGRES, sys.executable, "-m", "tests.bench", *sys.argv[1:]], check=False).returncode
    if asked.db == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    started, load = time.monotonic(), os.getloadavg()[0]
    size = TINY if asked.tiny else FULL
    for name in ("contacts", "mails", "workers", "schedules"):
        if given := getattr(asked, name):
            size = replace(size, **{name: sorted(map(int, given.split(",")))})
    figures, sink = measure(size, asked.only or PARTS)
    print(write_table(figures), end="")
    loads = {"load_before": round(load, 1), "load_after": round(os.getloadavg()[0], 1)}
    write_json(asked.out, figures, database=asked.db, mail_sink=sink, **loads)
    print(f"On {asked.db}, in {time.monotonic() - started:.0f} s; load {loads}. Kept in {asked.out}.")
    return 0


def measure(size: Size, parts: list[str]) -> tuple[list[Figure], str]:
    figures, sink = [], ""
    if "start" in parts:
        figures += measure_start()
    if "import" in parts:
        with own_place() as place:
            figures += measure_importing(place, rows=size.imported, rounds=min(2, size.mail_rounds))
    with own_place() as place:
        if size is not TINY:
            place.check_durability()
        if "matching" in parts:
            figures += measure_matching(place, many=size.matched, rounds=size.mail_rounds)
        if "pages" in parts:
            figures += measure_seeded(place, size, size.contacts[0], parts)
    if "mail" in parts:
        mails = SENT["mails"][0] if len(size.mails) > 1 else size.mails[0]
        mailed, sink = measure_mailing(mails, workers=size.workers, rounds=size.mail_rounds)
        figures += mailed
        if len(size.mails) > 1:
            figures += measure_many_mails(size.mails)
    if "schedules" in parts:
        figures += measure_scheduling(size.schedules, due=size.claimed, rounds=size.mail_rounds)
    if "pages" in parts:
        for many in size.contacts[1:]:
            with own_place() as place:
                figures += measure_seeded(place, size, many, parts)
        if len(size.contacts) > 1:
            figures += measure_growth(size.contacts, figures)
    return figures, sink


def measure_seeded(place: Place, size: Size, many: int, parts: list[str]) -> list[Figure]:
    """Fill the place for what is measured in it, and measure the pages if they are asked for."""
    seeded, counted = place.run("seeding", str(many))
    if "pages" not in parts:
        return []
    return measure_pages(place, many, Seeded(**seeded), counted, rounds=size.rounds, seconds=size.seconds)


if __name__ == "__main__":
    sys.exit(main())
