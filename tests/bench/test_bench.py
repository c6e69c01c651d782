"""The bench measures what it says, on sizes that tell nothing of Afterword's speed."""

import json
import os
import subprocess
import sys

import pytest

from tests.bench.load import Request, WrongAnswer, drive
from tests.bench.pages import PAGES
from tests.bench.place import check_durability
from tests.bench.table import Figure, write_table
from tests.running import CODE

pytestmark = pytest.mark.xdist_group("bench")


def run_bench(out, *words):
    kind = "postgres" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    command = [sys.executable, "-m", "tests.bench", "--tiny", "--db", kind, "--out", str(out), *words]
    return subprocess.run(command, cwd=CODE, capture_output=True, text=True, timeout=120, check=False)


def test_the_table_has_a_row_for_each_figure_and_costs_are_told_in_floors(tmp_path):
    done = run_bench(tmp_path / "bench.json", "--only", "pages", "--only", "mail")
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "bench.json").read_text())
    figures = {each["figure"]: each for each in report["figures"]}
    for name, figure in figures.items():
        assert f"| {name} " in done.stdout
        assert figure["value"] > 0
    costs = [figures[f"{page.name}: CPU"] for page in PAGES] + [figures["nudges mailed by 2 workers"]]
    for cost in costs:
        assert cost["ratio"] == pytest.approx(cost["value"] / cost["floor"], rel=0.01)
        assert cost["met"] in {True, False}


@pytest.mark.parametrize(
    ("figure", "is_met"),
    [
        (Figure("page", 6.0, "ms", floor=4.0, goal=1.5), True),
        (Figure("page", 6.1, "ms", floor=4.0, goal=1.5), False),
        (Figure("mails", 590, "a second", floor=1000, goal=0.6, more_is_better=True), False),
        (Figure("queries", 4, "", goal=4, aims_at_value=True), True),
        (Figure("memory", 351, "MB", goal=350, aims_at_value=True), False),
        (Figure("no goal", 6.0, "ms", floor=4.0), None),
    ],
)
def test_a_goal_is_met_by_the_ratio_or_by_the_value(figure, is_met):
    assert figure.is_met is is_met
    assert f"| { ({True: 'yes', False: 'no', None: ''}[is_met]):<3} |" in write_table([figure])


def test_an_error_page_is_not_measured(live_server):
    with pytest.raises(WrongAnswer, match="302 instead of 200"):
        drive(live_server.thread.port, Request("/contacts/", ""), at_once=1, seconds=0.1)


def test_a_database_that_does_not_wait_for_the_disk_is_refused():
    check_durability({"fsync": "on", "synchronous_commit": "on"})
    with pytest.raises(AssertionError, match="fsync is off"):
        check_durability({"fsync": "off", "synchronous_commit": "on"})


def test_matching_is_measured_in_floors_of_the_same_work(tmp_path):
    done = run_bench(tmp_path / "bench.json", "--only", "matching")
    assert done.returncode == 0, done.stderr
    figures = json.loads((tmp_path / "bench.json").read_text())["figures"]
    judged = [figure for figure in figures if figure["goal"]]
    assert len(judged) == 3 and all(figure["value"] > 0 and figure["met"] in {True, False} for figure in judged)
