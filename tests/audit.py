"""What Afterword is made of, and what is known against it: `python -m tests.audit FOLDER-OF-THE-TOOLS`.

Writes the bill of materials (CycloneDX) of the lock file, then asks about every package in it. A package that the
advisory service said nothing about was not audited: that is a failure, as is a service that cannot be reached.
pip-audit itself would pass in the first case.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = "requirements.txt"
# Another one of pip-audit's services, or another place for the bill.
SERVICE = os.environ.get("SERVICE") or "pypi"
BILL = os.environ.get("OUT") or "afterword.cdx.json"
SHOWN = 5


def main(tools: Path) -> int:
    write_bill(tools)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = [
            "--disable-pip",
            "--no-deps",
            "--progress-spinner=off",
            "--timeout=15",
            f"--cache-dir={folder}/cache",
        ]
        command = [tools / "pip-audit", "-r", LOCK, "-s", SERVICE, "-f", "json", "-o", report, *options]
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
        if not report.exists():
            said = asked.stderr.strip().splitlines() or ["it said nothing"]
            print(f"NOT AUDITED: the advisory service “{SERVICE}” can’t be reached.\n  {said[-1]}")
            return 1
        return judge(json.loads(report.read_text())["dependencies"])


def write_bill(tools: Path) -> None:
    command = [tools / "cyclonedx-py", "requirements", "--pyproject", "pyproject.toml", "--output-reproducible"]
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}  # it wishes for a graph, which a lock file does not have
    subprocess.run([*command, "-o", BILL, LOCK], env=quiet, check=True)
    components = json.loads(Path(BILL).read_text())["components"]
    print(f"{BILL}: {len(components)} packages of {LOCK}, as CycloneDX")


def judge(dependencies: list[dict]) -> int:
    """Print what is known, and say whether all is well: every package was asked about, and nothing is known."""
    silent = [each["name"] for each in dependencies if "skip_reason" in each]
    known = [(each, advisory) for each in dependencies for advisory in each.get("vulns", [])]
    for package, advisory in known:
        fixed = ", ".join(advisory["fix_versions"]) or "no version yet"
        print(f"{package['name']} {package['version']}: {advisory['id']}, mended in {fixed}")
    if silent or not dependencies:
        names = ", ".join(silent[:SHOWN]) + (" …" if len(silent) > SHOWN else "")
        print(f"NOT AUDITED: “{SERVICE}” told nothing about {len(silent)} of {len(dependencies)} packages: {names}")
        print("  The index in use may not carry advisories. Ask another one: make audit SERVICE=osv")
        return 1
    print(f"{len(dependencies)} packages asked about, {len(known)} advisories")
    return int(bool(known))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
