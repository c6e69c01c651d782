"""The attacks behind docs/reliability.md at full length: `python -m tests.attacks NAME [N] [--db sqlite|postgres]`.

Each is a test that `make test` runs small; here the same test is given another size and the chosen databases.
"""

import argparse
import os
import re
import subprocess
import sys
import time

from tests.on_both_databases import POSTGRES

# The test, the variable that gives its size, and the size of the long run.
ATTACKS = {
    "month": ("tests/followups/test_roads.py", "ATTEMPTS", 5_000),
    "model": ("tests/followups/test_rules_hold.py", "STEPS", 100_000),
    "zones": ("tests/followups/test_every_zone.py", "ZONES", 1_000),
    "clock": ("tests/followups/test_clock_steps.py", "DAYS", 400),
    "silence": ("tests/crm/test_silent_death.py", "SILENCE", 1),
    "backups": ("tests/crm/test_backup_while_writing.py", "BACKUPS", 100),
}
# What the program under attack writes to its log.
LOGGED = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z ")


def size(variable: str, small: int) -> int:
    """How much of an attack to run: little in the suite, all of it by `make attack`."""
    return int(os.environ.get(f"ATTACK_{variable}", small))


def say(what: str, number: int, **figures: object) -> None:
    """A line of figures, for whoever runs the attack by itself."""
    print(f"{what}={number}", *(f"{name}={value}" for name, value in figures.items()), flush=True)


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__.splitlines()[0])
    words.add_argument("name", choices=ATTACKS)
    words.add_argument("n", type=int, nargs="?", help="its size; without it, that of the long run")
    words.add_argument("--db", choices=["sqlite", "postgres", "both"], default="both")
    given = words.parse_args()
    databases = ["sqlite", "postgres"] if given.db == "both" else [given.db]
    return max([run(given.name, given.n, database) for database in databases])


def run(name: str, n: int | None, database: str) -> int:
    test, variable, full = ATTACKS[name]
    started = time.monotonic()
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment[f"ATTACK_{variable}"] = str(n or full)
    pytest = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", test]
    prefix = POSTGRES if database == "postgres" else []
    with subprocess.Popen(
        [*prefix, *pytest], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        for line in running.stdout or []:
            if not LOGGED.match(line):
                print(line, end="", flush=True)
    code = running.returncode
    print(f"{name} on {database}: {'failed' if code else 'held'} in {time.monotonic() - started:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
