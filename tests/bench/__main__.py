"""`python -m tests.bench [--db sqlite|postgres] [--out bench.json] [--tiny]`: measure, print a table, keep it as JSON.

PostgreSQL is Debian's, in a cluster that is thrown away, with its usual durability.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.mailing import measure_mailing
from tests.bench.matched import measure_matching
from tests.bench.pages import Seeded, measure_pages
from tests.bench.place import own_place
from tests.bench.starting import measure_start
from tests.bench.table import Figure, write_json, write_table

WITH_ITS_ADDRESS = 'DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres" exec "$@"'
POSTGRES = ["pg_virtualenv", "-t", "-o", "fsync=on", "-o", "synchronous_commit=on", "sh", "-c", WITH_ITS_ADDRESS, "sh"]
PARTS = ("pages", "mail", "start", "matching")


@dataclass(frozen=True)
class Size:
    contacts: int  # of one user, and as many others with a mail that is due
    rounds: int
    seconds: float  # of each page and way to ask for it, in a round
    mail_rounds: int
    matched: int  # articles, and as many contacts


FULL = Size(contacts=2000, rounds=5, seconds=1.5, mail_rounds=3, matched=10_000)
TINY = Size(contacts=60, rounds=1, seconds=0.15, mail_rounds=1, matched=200)


def main() -> int:
    words = argparse.ArgumentParser(prog="make bench")
    words.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    words.add_argument("--out", type=Path, default=Path("bench.json"))
    words.add_argument("--tiny", action="store_true", help="just see that it works")
    words.add_argument("--only", choices=PARTS, action="append", help="a part of the figures")
    asked = words.parse_args()
    has_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    if asked.db == "postgres" and not has_postgres:
        return subprocess.run([*POSTGRES, sys.executable, "-m", "tests.bench", *sys.argv[1:]], check=False).returncode
    if asked.db == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    started, load = time.monotonic(), os.getloadavg()[0]
    figures, sink = measure(TINY if asked.tiny else FULL, asked.only or PARTS)
    print(write_table(figures), end="")
    loads = {"load_before": round(load, 1), "load_after": round(os.getloadavg()[0], 1)}
    write_json(asked.out, figures, database=asked.db, mail_sink=sink, **loads)
    print(f"On {asked.db}, in {time.monotonic() - started:.0f} s; load {loads}. Kept in {asked.out}.")
    return 0


def measure(size: Size, parts: list[str]) -> tuple[list[Figure], str]:
    figures, sink = [], ""
    if "start" in parts:
        figures += measure_start()
    with own_place() as place:
        if size is not TINY:
            place.check_durability()
        if "matching" in parts:
            figures += measure_matching(place, many=size.matched, rounds=size.mail_rounds)
        if "pages" in parts or "mail" in parts:
            seeded, counted = place.run("seeding", str(size.contacts))
        if "pages" in parts:
            figures += measure_pages(place, Seeded(**seeded), counted, rounds=size.rounds, seconds=size.seconds)
        if "mail" in parts:
            mailed, sink = measure_mailing(place, rounds=size.mail_rounds)
            figures += mailed
    return figures, sink


if __name__ == "__main__":
    sys.exit(main())
