"""Run every test on SQLite and on PostgreSQL: `python -m tests.on_both_databases [pytest's arguments]`.

PostgreSQL is Debian's, in a cluster that is thrown away. The same tests have to pass on both.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

AT_ONCE = "3"
# What the tests of a file share is made once: each file goes to one worker, in the order of their names, which lets the
# longest begin early. (pytest 9.2 passes over the groups of pytest-xdist.)
SHARED_OUT = ["-n", AT_ONCE, "--dist", "loadfile", "--no-loadscope-reorder"]
# The disk does not have to survive a power cut.
WITH_ITS_ADDRESS = 'DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres" exec "$@"'
POSTGRES = ["pg_virtualenv", "-t", "-o", "fsync=off", "-o", "synchronous_commit=off", "-o", "max_connections=200"]
POSTGRES += ["sh", "-c", WITH_ITS_ADDRESS, "sh"]


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        sqlite = run_tests("SQLite", [], Path(folder) / "sqlite.xml")
        postgres = run_tests("PostgreSQL", POSTGRES, Path(folder) / "postgres.xml")
    print(f"\npassed on SQLite: {sqlite['passed']}, on PostgreSQL: {postgres['passed']}")
    differ = sqlite["passed"] != postgres["passed"]
    if differ:
        print("The two databases do not pass the same number of tests.")
    total = sqlite + postgres
    words = ", ".join(f"{total[name]} {name}" for name in ("failed", "passed", "skipped", "errors") if total[name])
    print(f"=== {words or 'no tests ran'} in {time.monotonic() - started:.2f}s ===")
    return int(differ or total["failed"] + total["errors"] > 0 or not total["passed"])


def run_tests(name: str, prefix: list[str], report: Path) -> Counter[str]:
    print(f"\nOn {name}:", flush=True)
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    pytest = [sys.executable, "-m", "pytest", *SHARED_OUT, f"--junitxml={report}", *sys.argv[1:]]
    code = subprocess.run([*prefix, *pytest], env=environment, check=False).returncode
    counts = count_results(report)
    if code and not counts["failed"] + counts["errors"]:
        counts["errors"] += 1  # pytest itself, or the cluster, did not come up
    return counts


def count_results(report: Path) -> Counter[str]:
    if not report.exists():
        return Counter()
    suite = next(ElementTree.parse(report).iter("testsuite"))
    failed, errors, skipped = (int(suite.get(name, 0)) for name in ("failures", "errors", "skipped"))
    passed = int(suite.get("tests", 0)) - failed - errors - skipped
    return Counter(failed=failed, errors=errors, skipped=skipped, passed=passed)


if __name__ == "__main__":
    sys.exit(main())
