"""Articles matched to contacts, all at once and one by one, in floors."""

from tests.bench.place import Place
from tests.bench.table import Figure


def measure_matching(place: Place, *, many: int, rounds: int) -> list[Figure]:
    took = place.run("matching", str(many), str(rounds))
    return [
        Figure(f"{many:,} articles to {many:,} contacts: CPU", took["all"], "s", floor=took["all_floor"], goal=2),
        Figure(
            "a contact and an article with a word in common: CPU",
            took["all"] / took["pairs"] * 1e6,
            "µs",
            goal=1,
            aims_at_value=True,
        ),
        Figure(f"index over what {many:,} contacts care about: CPU", took["index"] * 1000, "ms"),
        Figure(
            f"one new article to {many:,} contacts: CPU",
            took["one"] * 1000,
            "ms",
            floor=took["one_floor"] * 1000,
            goal=2,
        ),
    ]
