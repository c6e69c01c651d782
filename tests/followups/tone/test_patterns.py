"""The small language of the tables."""

import pytest

from followups.tone.patterns import Grammar

GRAMMAR = Grammar({"ask": "may/could i | let us", "we": "i/we"}, ("and", "but"), ("not", "never"))


def found(pattern: str, line: str) -> str | None:
    read = GRAMMAR.read(pattern)
    line = f"^ {line} "
    match = read.regex.search(line)
    is_there = read.may_be_in(frozenset(line.split())) and match and read.has_all_in(line)
    return match[0].strip() if is_there else None


@pytest.mark.parametrize(
    ("pattern", "line", "match"),
    [
        ("call you", "may i call you soon", "call you"),
        ("call you", "may i recall you", None),
        ("call/ring you", "may i ring you", "ring you"),
        ("<ask> (call|ring up) you", "let us ring up you", "let us ring up you"),
        ("<we>/they call", "they call", "they call"),
        ("please? call", "call", "call"),
        ("(so|and please)? call", "and please call", "and please call"),
        ("call .. you", "call one or two you", "call one or two you"),
        ("call .. you", "call one or two of you", None),
        ("call .. you", "call it , you", None),
        ("call ... you", "call it , my dear , you", "call it , my dear , you"),
        ("i .. call", "i not call", None),
        ("i .. call", "i gladly call", "i gladly call"),
        ("_ you", "all of you", "of you"),
        ("^ call", "well , call", "call"),
        ("^ call", "come and call", "call"),
        ("^ call", "they call", None),
        ("^^ call", "call", "call"),
        ("^^ call", "well , call", None),
        ("call $", "do call ?", "call"),
        ("call $", "do call me", None),
        ("call & ?", "do call me ?", "call"),
        ("call & ?", "do call me .", None),
    ],
)
def test_patterns_match_what_they_say(pattern, line, match):
    assert found(pattern, line) == match


def test_a_bracket_too_many_is_refused():
    with pytest.raises((ValueError, IndexError)):
        GRAMMAR.read("(call | ring")
    with pytest.raises(ValueError, match="bracket"):
        GRAMMAR.read("call ) you")


def test_patterns_are_ruled_out_by_the_words_they_need():
    pattern = GRAMMAR.read("<ask> .. call/ring (up | you)? now")

    assert not pattern.may_be_in(frozenset({"may", "i", "call"}))
    assert pattern.may_be_in(frozenset({"may", "i", "now", "ring"}))
