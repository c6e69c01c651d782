"""Many writers at once, each a thread with a database connection of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise

from django.db import IntegrityError, connections

from followups.months import add_months

WRITERS = 8


def at_once(work: Callable[[int], object], times: int, writers: int = WRITERS) -> list[object]:
    """Do the work so often, by so many threads; what each came to."""

    def do(number: int) -> object:
        try:
            return work(number)
        except Exception as error:  # noqa: BLE001 (what went wrong is what is counted)
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(writers) as pool:
        return list(pool.map(do, range(times)))


def errors(results: list[object]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results if isinstance(result, Exception))


def is_refusal(error: Exception) -> bool:
    """Turned away by the constraint. Two raw inserts that check each other may also end in a deadlock, broken by
    PostgreSQL; our own writers hold the user's row first and never do."""
    return isinstance(error, IntegrityError) or "deadlock detected" in str(error)


def too_close(days: list[date]) -> list[tuple[date, date]]:
    return [(first, second) for first, second in pairwise(sorted(days)) if add_months(first, 1) > second]
