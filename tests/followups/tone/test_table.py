"""Every rule of the table, held to the examples that stand under it."""

import pytest

from followups.tone import review_draft
from followups.tone.review import matcher_for
from tests.followups.tone.figures import KINDS
from tests.followups.tone.learning import digest_of, gather_drafts

ENGLISH = matcher_for("en").language
HITS = [(rule, hit) for rule in ENGLISH.rules for hit in rule.hits]
PASSES = [(rule, other) for rule in ENGLISH.rules for other in rule.passes]


def name(value) -> str:
    return getattr(value, "name", str(value))


@pytest.mark.parametrize(("rule", "hit"), HITS, ids=name)
def test_rule_finds_what_it_is_for_and_says_why(rule, hit):
    matched = [match for match in matches_in(hit) if match.rule is rule]

    assert matched
    assert [one for one in review_draft(hit) if one.kind == rule.kind and one.why and one.instead == rule.instead]


@pytest.mark.parametrize(("rule", "other"), PASSES, ids=name)
def test_what_only_sounds_alike_is_left_alone(rule, other):
    assert [one for one in review_draft(other) if one.kind in {rule.kind, *KINDS}] == []


def test_other_wordings_and_reasons_are_themselves_fine():
    offered = {rule.instead for rule in ENGLISH.rules} | {one.instead for one in ENGLISH.by_weight.values()}

    assert [one for text in offered for one in review_draft(text) if one.kind in KINDS] == []


def test_rules_differ_in_name_and_have_examples_on_both_sides():
    names = [rule.name for rule in ENGLISH.rules]

    assert len(set(names)) == len(names)
    assert [rule.name for rule in ENGLISH.rules if not rule.hits] == []
    assert {rule.kind for rule in ENGLISH.rules} == {*KINDS, "empty-opener"}


def test_weights_were_learned_from_the_examples_as_they_are():
    heading = ENGLISH.weights.read_text(encoding="utf-8").splitlines()[0]

    assert heading.startswith(f"# {digest_of(gather_drafts(ENGLISH))}:"), "run python -m tests.followups.tone.learning"


def matches_in(text):
    from followups.tone.review import find_matches
    from followups.tone.sentences import split_sentences

    return [match for _place, match in find_matches(split_sentences(text, ENGLISH), matcher_for("en"))]
