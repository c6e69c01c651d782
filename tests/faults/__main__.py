"""The fault harness: `make faults [N=…] [DB=sqlite|postgres] [OUT=DIR]`, or `python -m tests.faults --help`.

On each database, before a relay that takes every mail it gets and before one that removes repeats by key. Ends with the
line `kills=… lost=… twice=… stuck=… unlisted=…`, summed over all runs, and with 1 if one of the last four is not 0 or
something else was not as promised. The books lie in DIR as kills.jsonl, smtp.jsonl, outbox.jsonl and due.jsonl, each
line with its database and relay; `python -m tests.faults.counting DIR` counts them again.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.counting import BOOKS, count_folder
from tests.faults.run import add_sizes
from tests.running import CODE

DATABASES, RELAYS = ["sqlite", "postgres"], ["plain", "dedupes"]
# The relay that removes repeats is attacked for a shorter time: what it adds is the repeats alone.
SHARE_OF_DEDUPES = 0.25
SIZES = ("stops", "peace", "due", "pace", "frozen", "wrong", "seed")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", choices=DATABASES, action="append", help="one database only")
    parser.add_argument("--relay", choices=RELAYS, action="append", help="one relay only")
    parser.add_argument("--out", type=Path, default=Path("test-results/faults"), metavar="DIR")
    add_sizes(parser)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    empty(options.out)
    is_good = True
    for database in options.db or DATABASES:
        for relay in options.relay or RELAYS:
            share = SHARE_OF_DEDUPES if relay == "dedupes" and not options.relay else 1
            is_good &= start_run(options, database, relay, kills=max(1, round(options.kills * share)))
    total = count_folder(options.out)
    print(f"\n{time.monotonic() - started:.0f} s; the books are in {options.out}")
    print(total)
    return int(not (is_good and total.is_good))


def empty(folder: Path) -> None:
    """Of what an earlier run wrote; whatever else lies there stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for book in (*BOOKS, "faults", "repeats"):
        (folder / f"{book}.jsonl").write_text("")
    for database in DATABASES:
        for relay in RELAYS:
            (folder / f"{database}-{relay}.log").unlink(missing_ok=True)


def start_run(options: argparse.Namespace, database: str, relay: str, *, kills: int) -> bool:
    """In a process of its own: Django reads its settings once."""
    words = [f"--{name}={getattr(options, name)}" for name in SIZES]
    command = [sys.executable, "-m", "tests.faults.run", "--database", database, "--relay", relay]
    command += [f"--kills={kills}", f"--out={options.out.resolve()}", *words]
    process = subprocess.Popen(command, cwd=CODE)
    try:
        return process.wait() == 0
    except BaseException:
        process.terminate()  # it has things to clear away
        process.wait()
        raise


if __name__ == "__main__":
    sys.exit(main())
