"""Drafts in many voices, with labels: those that rules and weights were made with, and those that were set aside."""

from pathlib import Path

import pytest

from tests.followups.tone.figures import KINDS, judge, read_drafts

HERE = Path(__file__).parent
PARTS = ("given", "tuned", "voices", "held", "unseen")
GIVEN, TUNED, VOICES, HELD, UNSEEN = (read_drafts(HERE / f"examples_{part}.jsonl") for part in PARTS)


@pytest.mark.parametrize("drafts", [GIVEN, TUNED], ids=["given", "tuned"])
def test_known_drafts_are_all_read_rightly(drafts):
    _figures, misses = judge(drafts)

    assert misses == []


def test_drafts_of_other_writers_that_were_learned_from_are_read_well():
    figures, _misses = judge(VOICES)

    assert figures.precision(*KINDS) >= 0.95
    assert figures.recall(*KINDS) >= 0.95


@pytest.mark.parametrize("drafts", [HELD, UNSEEN], ids=["held", "unseen"])
def test_drafts_set_aside_are_read_well(drafts):
    """`held` is of the person who wrote the rules; `unseen` of another, who had not read them."""
    figures, _misses = judge(drafts)

    assert figures.precision(*KINDS) >= 0.90
    assert figures.recall(*KINDS) >= 0.85


def test_examples_are_many_and_two_in_five_are_clean():
    known = {draft["text"] for draft in [*TUNED, *VOICES]}

    assert len(TUNED) + len(HELD) >= 250
    assert sum(not draft["kinds"] for draft in TUNED) >= 0.4 * len(TUNED)
    assert [draft["text"] for draft in [*HELD, *UNSEEN] if draft["text"] in known] == []
