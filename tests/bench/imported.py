"""A list of contacts brought in, and once more, in floors."""

from tests.bench.place import Place
from tests.bench.table import Figure


def measure_importing(place: Place, *, rows: int, rounds: int) -> list[Figure]:
    """In an empty place of its own: what is brought in is removed again."""
    took = place.run("importing", str(rows), str(rounds))
    return [
        Figure(f"{rows:,} contacts from a file: CPU", took["product"], "s", floor=took["floor"], goal=1.6),
        Figure("the same file again, against the first time: CPU", took["again"], "s", floor=took["product"], goal=1.5),
        Figure("memory for it, over idle", took["memory"], "MB", goal=150, aims_at_value=True),
    ]
