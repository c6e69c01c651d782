"""The bench measures what it says, on sizes that tell nothing of Afterword's speed."""

import json
import os
import subprocess
import sys

import pytest

from tests.bench.load import Request, WrongAnswer, drive
from tests.bench.pages import PAGES, measure_growth
from tests.bench.place import check_durability
from tests.bench.table import Figure, write_table
from tests.running import CODE


@pytest.fixture(scope="session")
def bench(tmp_path_factory):
    """One run for all: what it prints, and its figures by their names."""
    out = tmp_path_factory.mktemp("bench") / "bench.json"
    kind = "postgres" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    parts = ["--only", "pages", "--only", "mail", "--only", "matching", "--only", "schedules"]
    command = [sys.executable, "-m", "tests.bench", "--tiny", "--db", kind, "--out", str(out), *parts]
    done = subprocess.run(command, cwd=CODE, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, {each["figure"]: each for each in json.loads(out.read_text())["figures"]}


def test_the_table_has_a_row_for_each_figure_and_costs_are_told_in_floors(bench):
    table, figures = bench
    for name, figure in figures.items():
        assert f"| {name} " in table
        assert figure["value"] > 0
    costs = [figures[f"{page.name} of 60: CPU"] for page in PAGES] + [figures["nudges mailed by 2 workers"]]
    for cost in costs:
        assert cost["ratio"] == pytest.approx(cost["value"] / cost["floor"], rel=0.01)
        assert cost["met"] in {True, False}


def test_schedules_are_measured_few_and_many(bench):
    idle = [figure for name, figure in bench[1].items() if "nothing is due" in name]
    assert [figure["goal"] for figure in idle] == [5, 5]
    assert bench[1]["500 mails claimed beside 200 schedules, and beside 50"]["floor"] > 0


def test_matching_is_measured_in_floors_of_the_same_work(bench):
    judged = [figure for name, figure in bench[1].items() if "article" in name and figure["goal"]]
    assert len(judged) == 3 and all(figure["met"] in {True, False} for figure in judged)


def test_growth_is_told_from_the_fewest_to_the_most():
    def cpu(page, many, floors):
        return Figure(f"{page.name} of {many:,}: CPU", 3.0 * floors, "ms", floor=3.0)

    figures = [cpu(page, many, floors) for page in PAGES for many, floors in ((2_000, 2.0), (100_000, 2.4))]
    grown = {figure.name: figure for figure in measure_growth([2_000, 100_000], figures)}
    seen = grown["contact list: growth from 2,000 to 100,000"]
    assert (round(seen.ratio, 3), seen.is_met) == (1.2, False)
    assert grown["search, miss: growth from 2,000 to 100,000"].is_met
    assert grown["search, common: growth from 2,000 to 100,000"].is_met is None


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
