"""What a text is about, in stems: “Sailors” and “sailing” are one word, “university” and “universe” are two."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from contacts.search import fold
from followups.ideas.families import read_families

MOST_TITLE_STEMS = 60
MOST_SUMMARY_STEMS = 400
# Stands between sentences, so that no phrase begins in one and ends in the next.
SENTENCE_END = "."
# The trade, which folding would make the pronoun.
IT = "i.t"

MOST_LETTERS = 20_000
LONGEST_WORD = 40

FAMILIES = read_families()

# Letters that are no letter with an accent, and yet are left out on many keyboards.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}
)
# Scripts without spaces: each sign is a word, so that a topic is found as a phrase.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
LETTER = rf"[^\W_{UNSPACED}]|[\u0900-\u0dff]"
WORD = re.compile(
    rf"(?<![^\W_])\.net\b|(?<=\basp)\.net\b|\bc\+\+|\b[cfj]\#|\bi\.t(?!\w)|[{UNSPACED}]|(?:{LETTER})+(?:'(?:{LETTER})+)?"
)
# One word with a hyphen, with a space, or in one: it becomes one.
JOINED = re.compile(
    r"\b(?:(e|non|co|cyber|pre|re|anti|multi)-(?=[a-z])|(start|spin|check|work)-(?=ups?\b|offs?\b|outs?\b|ins?\b|places?\b)"
    r"|(health|child|elder)[ -](?=care\b)|(cyber)[ -](?=security\b)|(bio|fin|ed|agri|prop|med)[ -](?=tech\b)"
    r"|(wood)[ -](?=work|turning)|(bee)[ -](?=keep)|(bird)[ -](?=watch)|(copy)[ -](?=writ)|(story)[ -](?=tell)"
    r"|(super)[ -](?=market)|(data)[ -](?=bases?\b)|(web)[ -](?=sites?\b)|(open)[ -](?=source\b))"
)
ELISION = re.compile(r"(?<!\w)[a-z]'(?=\w)")
SENTENCE_BREAK = re.compile(r"[.!?:;,()\[\]|…]+(?=\s|$)|\s[-–—]+\s|—|[\n\r\u2028\u2029。！？、，]+")
CAPITAL_IT = re.compile(r"(?<![\w.])IT(?!\w)")

# Endings that make another word of a word: a stem without them would be somebody else's
# (product/productivity, general/generality, well/wellness, critic/criticism).
DERIVED = re.compile(r"(?:ity|ism|ist|ship|ness|ence|ance|ency|ancy|ology|al|ive|ant|ent|able|ible|ous|ful|less|ics?)$")
# Two spellings of one word.
BRITISH_OUR = re.compile(r"(?<=[^\W\d_]{3})our(?=s?$|ed$|ing$|al$|able$|hood$|ist)")
BRITISH_ISE = re.compile(r"(?<=[^\W\d_]{3})is(?=e$|es$|ed$|ing$|ation$|ations$|er$|ers$)")
SPELLINGS = {"centre": "center", "centres": "centers", "fibre": "fiber", "fibres": "fibers", "theatre": "theater",
             "theatres": "theaters", "programme": "program", "programmes": "programs", "litre": "liter",
             "metre": "meter", "defence": "defense", "licence": "license", "catalogue": "catalog", "grey": "gray",
             "modelling": "modeling", "modelled": "modeled", "travelling": "traveling", "traveller": "traveler",
             "travellers": "travelers", "labelling": "labeling", "jewellery": "jewelry", "ageing": "aging",
             "tyre": "tire", "tyres": "tires", "aluminium": "aluminum"}  # fmt: skip


def stem_words(text: str) -> list[str]:
    """The stems of the words of `text`, in their order; stop words and numbers stay, as parts of phrases."""
    return [stem for sentence in split_sentences(text[:MOST_LETTERS]) for stem in stem_sentence(sentence)]


def write_stems(title: str, summary: str) -> str:
    """The stems of an article as matching reads them: those of the title, a line break, and those of the summary."""
    parts = (title, MOST_TITLE_STEMS), (summary, MOST_SUMMARY_STEMS)
    return "\n".join(" ".join(stem_text(text)[:most]) for text, most in parts)


def stem_text(text: str) -> list[str]:
    """As `stem_words`, with a mark between sentences."""
    stems: list[str] = []
    for sentence in split_sentences(text[:MOST_LETTERS]):
        if stems:
            stems.append(SENTENCE_END)
        stems += stem_sentence(sentence)
    return stems


def split_sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_BREAK.split(text) if part and not part.isspace()]


def stem_sentence(sentence: str) -> list[str]:
    if not sentence.isupper() or sentence.strip() == "IT":
        sentence = CAPITAL_IT.sub(IT, sentence)
    folded = ELISION.sub("", fold(sentence).translate(PLAIN_LETTERS))
    words = WORD.findall(JOINED.sub(join, folded))
    return [stem_word(word[:LONGEST_WORD]) for word in words]


def join(match: re.Match[str]) -> str:
    return next(part for part in match.groups() if part)


@lru_cache(maxsize=50_000)  # pure Python: 60 µs a word
def stem_word(word: str) -> str:
    """The stem of one folded word."""
    word = word.removesuffix("'s").removesuffix("'")
    word = spell(word)
    if word in FAMILIES:
        return FAMILIES[word]
    singular = make_singular(word)
    if singular in FAMILIES:
        return FAMILIES[singular]
    if len(singular) > 4 and DERIVED.search(singular):
        return singular
    return str(snowball().stemWord(word)) if word.isalpha() else word


@cache
def snowball() -> Any:
    """Loaded when it is first needed: with all its languages it takes longer than a page."""
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def spell(word: str) -> str:
    """The American spelling."""
    word = SPELLINGS.get(word, word)
    return BRITISH_ISE.sub("iz", BRITISH_OUR.sub("or", word))


def make_singular(word: str) -> str:
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]
