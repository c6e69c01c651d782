"""Pictures as SVG: where each mark stands. Colours are the stylesheet's: a strict CSP takes no inline style.

Widths are given in hundredths of the picture's, heights in pixels: so the words keep their size on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROW_HEIGHT, BAR_HEIGHT = 48, 12
PLOT_HEIGHT, ABOVE, BELOW = 120, 26, 40
# Of columns: more names would run into each other on a phone.
MOST_NAMED, NAMED_OF_MANY = 12, 8
GAP = 0.3  # of a column's share, left free


@dataclass(frozen=True)
class Row:
    """A line of a bar chart: `part` of its `count` is drawn darker; `said` is what stands at its end."""

    label: str
    count: int
    said: str = ""
    part: int | None = None
    below: str = ""  # under the label of a column


@dataclass(frozen=True)
class Bar:
    label: str
    said: str
    label_y: int
    y: int
    width: str
    part_width: str  # empty where there is no part


@dataclass(frozen=True)
class Bars:
    bars: list[Bar]
    height: int
    bar_height: int = BAR_HEIGHT
    template: str = "crm/insights/_bars.html"


@dataclass(frozen=True)
class Column:
    label: str
    below: str
    said: str
    x: str
    middle: str
    width: str
    y: int
    height: int
    said_y: int


@dataclass(frozen=True)
class Columns:
    columns: list[Column]
    height: int = ABOVE + PLOT_HEIGHT + BELOW
    axis_y: int = ABOVE + PLOT_HEIGHT
    label_y: int = ABOVE + PLOT_HEIGHT + 18
    below_y: int = ABOVE + PLOT_HEIGHT + 35
    template: str = "crm/insights/_columns.html"


def draw_bars(rows: Sequence[Row]) -> Bars:
    """Horizontal bars, the longest as wide as the picture."""
    most = max((row.count for row in rows), default=0) or 1
    bars = [
        Bar(
            label=row.label,
            said=row.said or str(row.count),
            label_y=ROW_HEIGHT * place + 18,
            y=ROW_HEIGHT * place + 27,
            width=as_percent(row.count / most),
            part_width="" if row.part is None else as_percent(row.part / most),
        )
        for place, row in enumerate(rows)
    ]
    return Bars(bars, height=ROW_HEIGHT * len(rows))


def draw_columns(rows: Sequence[Row]) -> Columns:
    """Upright columns in a row; where there are many, only some of them are named."""
    most = max((row.count for row in rows), default=0) or 1
    share = 1 / (len(rows) or 1)
    step = 1 if len(rows) <= MOST_NAMED else -(-len(rows) // NAMED_OF_MANY)
    columns = []
    for place, row in enumerate(rows):
        height = round(PLOT_HEIGHT * row.count / most)
        is_named = (len(rows) - 1 - place) % step == 0  # the last one always is
        columns.append(
            Column(
                label=row.label if is_named else "",
                below=row.below,
                said=str(row.count) if row.count else "",
                x=as_percent(share * (place + GAP / 2)),
                middle=as_percent(share * (place + 0.5)),
                width=as_percent(share * (1 - GAP)),
                y=ABOVE + PLOT_HEIGHT - height,
                height=height,
                said_y=ABOVE + PLOT_HEIGHT - height - 8,
            )
        )
    return Columns(columns)


def as_percent(share: float) -> str:
    """For an attribute: with a point whatever the language of the page."""
    return f"{share * 100:.2f}%"
