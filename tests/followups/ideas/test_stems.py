"""Forms of one word are one, and words that only look alike stay apart."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from followups.ideas.stems import MOST_SUMMARY_STEMS, MOST_TITLE_STEMS, SENTENCE_END, stem_words, write_stems

ONE_WORD = [
    "sailing sailors Sailor's sail",
    "organisation organizations organised",
    "robot robots robotics",
    "cold-chain cold\u00a0chain",
    "healthcare health-care Health\u00a0care",
    "start-ups startup",
    "colour color",
    "cities city city’s",
    "naïve naive NAIVE",
    "Łódź Lodz",
    "sustainability sustainable",
    "photography photographers",
    "women woman",
    "open-source open\u00a0source",
]
APART = [
    "universe university",
    "organ organic organisation",
    "animal animation",
    "experience experiment",
    "marketing market",
    "product productivity",
    "policy police",
    "business busy",
    "hiking hikes",
    "engineering engine",
    "news new",
    "C C++ C#",
    "IT it",
    "customs customer",
]


@pytest.mark.parametrize("words", ONE_WORD)
def test_forms_of_a_word_have_one_stem(words):
    first, *others = words.split(" ")
    assert [stem_words(other) for other in others] == [stem_words(first)] * len(others)


@pytest.mark.parametrize("words", APART)
def test_words_that_only_look_alike_stay_apart(words):
    stems = [tuple(stem_words(word)) for word in words.split()]
    assert len(set(stems)) == len(stems)


def test_names_of_programming_languages_survive():
    assert stem_words("C++, C# and .NET; asp.net, node.js") == [
        "c++", "c#", "and", ".net", "asp", ".net", "node", "js",
    ]  # fmt: skip


def test_a_script_without_spaces_is_found_as_a_phrase():
    assert stem_words("機械学習") == ["機", "械", "学", "習"]


def test_a_title_in_capitals_does_not_speak_of_the_trade():
    assert stem_words("MAKE IT COUNT")[1] == "it"
    assert stem_words("IT") == stem_words("The IT department")[1:2]


def test_a_sentence_ends_where_its_mark_stands():
    assert write_stems("The cold. Chain letters: a story", "One") == "the cold . chain letter . a stori\none"


@given(st.text(max_size=300), st.text(max_size=3000))
def test_stems_of_any_text_are_two_lines_of_bounded_length(title, summary):
    lines = write_stems(title, summary).split("\n")
    assert len(lines) == 2
    assert len(lines[0].split(" ")) <= MOST_TITLE_STEMS and len(lines[1].split(" ")) <= MOST_SUMMARY_STEMS
    assert all(len(line.split()) == len(line.split(" ")) for line in lines if line)


@given(st.text(max_size=200))
def test_stems_never_contain_a_mark_or_a_capital(text):
    stems = stem_words(text)
    assert SENTENCE_END not in stems
    assert stems == [stem.casefold() for stem in stems]
