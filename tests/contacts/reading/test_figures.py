"""`python -m tests.contacts.reading.figures` prints the figures field by field."""

import pytest

from tests.contacts.reading.figures import count, share


@pytest.mark.parametrize("part", ["tune", "check", "unseen"])
def test_most_of_what_is_there_is_found_and_hardly_anything_is_wrong(part: str) -> None:
    counts = count(part)
    assert share(counts, "found", "there") >= 0.85
    assert share(counts, "wrong", "filled") <= 0.05
