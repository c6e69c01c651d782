"""The figures, as a table to read and as JSON to compare."""

import json
import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One thing that was measured. A goal on the `ratio` counts in floors, one on the `value` in the unit."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    goal: float | None = None
    more_is_better: bool = False
    aims_at_value: bool = False

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def is_met(self) -> bool | None:
        """None where there is no goal."""
        judged = self.value if self.aims_at_value else self.ratio
        if self.goal is None or judged is None:
            return None
        return judged >= self.goal if self.more_is_better else judged <= self.goal

    def as_row(self) -> list[str]:
        goal = "" if self.goal is None else f"{'≥' if self.more_is_better else '≤'} {show(self.goal)}"
        if goal and self.aims_at_value:
            goal = f"{goal} {self.unit}".strip()
        met = {None: "", True: "yes", False: "no"}[self.is_met]
        return [self.name, f"{show(self.value)} {self.unit}".strip(), show(self.floor), show(self.ratio), goal, met]

    def as_json(self) -> dict[str, Any]:
        return {
            "figure": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "floor": self.floor and round(self.floor, 4),
            "ratio": self.ratio and round(self.ratio, 4),
            "goal": self.goal,
            "goal_is_on": "value" if self.aims_at_value else "ratio",
            "more_is_better": self.more_is_better,
            "met": self.is_met,
        }


def show(number: float | None) -> str:
    if number is None:
        return ""
    if number >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.2f}" if number < 10 else f"{number:.1f}"


def write_table(figures: list[Figure]) -> str:
    rows = [["figure", "Afterword", "floor", "ratio", "goal", "met"], *(figure.as_row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rows.insert(1, ["-" * width for width in widths])
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "".join(f"| {line} |\n" for line in lines)


def write_json(path: Path, figures: list[Figure], **conditions: Any) -> None:
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    report = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine,
        **conditions,
        "figures": [figure.as_json() for figure in figures],
    }
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
