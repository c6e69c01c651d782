"""The start: seconds from `manage.py up` on an empty folder to the first page, and the memory of all its processes."""

import time

from tests.bench.kernel import memory_of_tree
from tests.bench.place import Place, own_place
from tests.bench.table import Figure
from tests.running import Up, ask, wait_until

MOST_SECONDS = 10
MOST_MEGABYTES = 350
VISITS = 20


def measure_start() -> list[Figure]:
    with own_place() as place:
        first, memory, kind = start(place)
        again, _memory, _kind = start(place)
    return [
        Figure("first start to the first page", first, "s", goal=MOST_SECONDS, aims_at_value=True),
        Figure("later start to the first page", again, "s", goal=MOST_SECONDS, aims_at_value=True),
        Figure(f"memory at rest ({kind})", memory, "MB", goal=MOST_MEGABYTES, aims_at_value=True),
    ]


def start(place: Place) -> tuple[float, float, str]:
    """Seconds to the first page; megabytes once the scheduler has ticked and some pages were looked at."""
    started = time.perf_counter()
    with Up(place.folder, **place.database) as up:

        def has_page() -> bool:
            assert up.is_running, up.log
            return ask(f"{up.address}/welcome/")[0] == 200

        wait_until(has_page, 120, lambda: up.log)
        seconds = time.perf_counter() - started
        up.wait_until_well()
        for _visit in range(VISITS):
            ask(f"{up.address}/welcome/")
        memory, kind = memory_of_tree(up.pid)
        up.stop()
    return seconds, memory, kind
