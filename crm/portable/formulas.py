"""Cells that a spreadsheet would take for a formula: made harmless on the way out, as they were on the way in.

OWASP, “CSV injection”: a cell that begins with one of these signs, or with its full-width form, may be calculated.
An apostrophe in front makes it text. One that stood there already is doubled, so that nothing is lost on the way back.
"""

DANGEROUS = frozenset("=+-@\t\r\n\x00＝＋－＠")


def disarm(cell: str) -> str:
    """The cell as a spreadsheet shows it, and never calculates it."""
    return f"'{cell}" if begins_as_formula(cell) else cell


def rearm(cell: str) -> str:
    """What `disarm` was given."""
    return cell[1:] if cell[:1] == "'" and begins_as_formula(cell) else cell


def begins_as_formula(cell: str) -> bool:
    return cell.lstrip("'")[:1] in DANGEROUS if cell else False
