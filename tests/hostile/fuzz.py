"""Hostile input at length: `python -m tests.hostile.fuzz [--runs N] [READER …]`.

Each reader gets N runs of hypothesis, then N of atheris (libFuzzer, which watches the branches that are taken) where
that is installed. What was found is printed with the input that shows it; the end is 1 if there was anything.
`OUT=FILE` keeps the figures as JSON.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import django
from hypothesis import HealthCheck, Phase, given, settings

WAIT = 60  # for one input, after which libFuzzer calls it a bomb


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("readers", nargs="*")
    asked.add_argument("--runs", type=int, default=20_000)
    asked.add_argument("--atheris", action="store_true", help="this process is one of libFuzzer's")
    options, rest = asked.parse_known_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if options.atheris:
        run_here_by_atheris(options.readers[0], rest)
    set_up()
    from tests.hostile.readers import READERS

    rows = []
    for name in options.readers or READERS:
        rows.append(measure(name, "hypothesis", options.runs, run_by_hypothesis))
        if importlib.util.find_spec("atheris"):
            rows.append(measure(name, "atheris", options.runs, run_by_atheris))
    if out := os.environ.get("OUT"):
        Path(out).write_text(json.dumps(rows, indent=1))
    print(f"runs={sum(row['runs'] for row in rows)} finds={sum(row['finds'] for row in rows)}")
    return int(any(row["finds"] for row in rows))


def set_up() -> None:
    django.setup()
    import logging

    logging.disable(logging.WARNING)


def measure(name: str, by: str, runs: int, run) -> dict:
    started = time.monotonic()
    done, found = run(name, runs)
    seconds = round(time.monotonic() - started, 1)
    print(f"{name:<14} {by:<11} {done:>8} runs {seconds:>7} s  {'1 FIND' if found else 'nothing found'}", flush=True)
    if found:
        print(found)
    return {"reader": name, "by": by, "runs": done, "seconds": seconds, "finds": int(bool(found)), "what": found}


def run_by_hypothesis(name: str, runs: int) -> tuple[int, str]:
    from tests.hostile.noise import noise
    from tests.hostile.readers import READERS

    reader, done = READERS[name], 0

    @settings(
        max_examples=runs,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(noise(reader.seeds))
    def try_it(content: bytes) -> None:
        nonlocal done
        done += 1
        reader(content)

    try:
        try_it()
    except Exception:  # noqa: BLE001 (whatever it is, it is a find)
        return done, traceback.format_exc()
    return done, ""


def run_by_atheris(name: str, runs: int) -> tuple[int, str]:
    """In a process of its own: libFuzzer ends the one it runs in."""
    from tests.hostile.readers import LONGEST, READERS

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(READERS[name].seeds):
            (Path(folder) / str(number)).write_bytes(seed)
        limits = [f"-runs={runs}", f"-max_len={LONGEST}", f"-timeout={WAIT}", "-rss_limit_mb=2048"]
        command = [sys.executable, "-m", "tests.hostile.fuzz", "--atheris", name, *limits]
        command += [f"-artifact_prefix={folder}/find-", folder]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    counted = re.findall(r"^Done (\d+) runs|^#(\d+)\s", done.stderr, re.MULTILINE)
    ran = max((int(one or other) for one, other in counted), default=0)
    return ran, "" if done.returncode == 0 else (done.stdout + done.stderr)[-3000:]


def run_here_by_atheris(name: str, flags: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["contacts", "followups", "crm.importing"], enable_loader_override=False):
        set_up()
        from tests.hostile.readers import READERS
    atheris.Setup([sys.argv[0], *flags], READERS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
