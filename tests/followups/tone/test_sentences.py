"""Drafts as sentences of plain words."""

import pytest

from followups.tone.english import ENGLISH
from followups.tone.sentences import plain_words, split_sentences


def words_of(text: str) -> list[str]:
    return [" ".join(sentence.words[1:]) for sentence in split_sentences(text, ENGLISH)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hi Anna,\n\nhow are you?", ["hi anna ,", "how are you ?"]),
        ("Dear Dr. Weber, it is 3.5 percent. Really!", ["dear dr . weber , it is # percent .", "really !"]),
        (
            "one line that is so long that the mail program broke\nit here",
            ["one line that is so long that the mail program broke it here"],
        ),
        ("Kind regards\nTim", ["kind regards", "tim"]),
        ("no stop at the end", ["no stop at the end"]),
        ("See www.example.org/a.b now.", ["see #link now ."]),
        ("Call 555 0100 on 12.05.2026, in 2023-2024", ["call #number on # , in #"]),
        ("What?! Yes…", ["what ?", "yes ."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_drafts_are_split_where_sentences_end(text, sentences):
    assert words_of(text) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "> you wrote this line\nmine",
        "“all of this is quoted” mine",
        "„alles davon ist zitiert“ mine",
        '"all of this is quoted" mine',
        "'all of this isn't mine' mine",
    ],
)
def test_what_is_quoted_is_not_read(text):
    assert words_of(text)[-1].removeprefix("#quote ") == "mine"


def test_a_quoted_word_or_two_is_the_writers_own_irony():
    assert words_of("the “better” one") == ["the #quote better one"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("don’t", "do not"),
        ("can't", "can not"),
        ("I'd", "i would"),
        ("Jule's", "jule 's"),
        ("résumé", "resume"),
        ("pleeease", "please"),
        ("call‑centre", "call-centre"),
        ("ﬁne", "fine"),
    ],
)
def test_words_are_made_plain(written, plain):
    assert " ".join(plain_words(written, ENGLISH)) == plain


def test_every_word_knows_its_place():
    text = "Hi Zoë, don't   call me."
    (sentence,) = split_sentences(text, ENGLISH)

    words = ["Hi", "Zoë", ",", "don't", "don't", "call", "me", "."]
    assert [text[start:end] for start, end in sentence.spans[1:]] == words
