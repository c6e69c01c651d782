"""The one point of an answer that a thank-you names."""

from __future__ import annotations

import re

from followups.sentences import split_sentences
from followups.wording import CLOSING, GREETING, body_of, cut

LONGEST_POINT = 160
FEWEST_WORDS = 4
ADVICE = re.compile(
    r"\b(miss\w*|more|less|would|could|should|stronger|lack\w*|need\w*|expect\w*|prefer\w*|deeper|practi[cs]\w*|learn\w*"
    r"|improv\w*|try|suggest\w*|recommend\w*|next time|mehr|hätten?|könnten?|fehl\w*)\b",
    re.IGNORECASE,
)
# Nobody thanks for these words, and nobody wants to read them again: whole words, beginnings, and phrases.
HURTFUL_WORDS = frozenset(
    """
    attitude awkward awkwardly bad badly bored boring confused confusing dislike disliked doubt doubts fail failed
    failure hate hated lazy mess messy naive nervous nervously never nobody poor poorly silly sloppy terrible awful
    unlikable unlikeable unprepared weak weakest weakly worried worries worry worse worst schwach langweilig
    """.split()  # noqa: SIM905 (a list to be read)
)
HURTFUL_BEGINNINGS = (
    "annoy", "arrogan", "careless", "disappoint", "embarrass", "enttäusch", "hopeless", "hurt", "incompeten", "offend",
    "offens", "overqualified", "rude", "schlecht", "struggl", "stupid", "underwhelm", "unimpress", "unprofessional",
    "upset", "wast", "weakness",
)  # fmt: skip
HURTFUL_PHRASES = re.compile(
    r"\bnot (good enough|smart|up to)\b|\btoo (old|young|junior|slow|quiet|shy)\b|\byour tone\b|\bput\w* .{0,40}\boff\b"
    r"|\byour?( \w+)? lack"
)
WORD = re.compile(r"\w+")
# Said of “you” or “your”, a “not” or a “too” is a blow, whatever the advice in it.
BLUNT = re.compile(
    r"\byou(r|rs|rself)?\b.{0,80}(\b(not|cannot|too|no)\b|n['’]t\b)|(\b(not|cannot|too|no)\b|n['’]t\b).{0,80}\byou(r|rs)?\b"
)
DENIAL = re.compile(r"\b(not|cannot|too|no|none|without)\b|n['’]t\b", re.IGNORECASE)
OF_THE_READER = re.compile(r"\byou(r|rs|rself)?\b", re.IGNORECASE)
PRAISE = re.compile(
    r"\b(strong\w*|good|great|excellent|lik(e|ed)|lov(e|ed|ely)|enjoy\w*|impress\w*|clear\w*|thoughtful\w*|well|best"
    r"|appreciat\w*|interest(ed|ing)|convinc(ed|ing)|close|helpful|talent\w*|warm\w*|pleas(ed|ure|ant)|glad)\b",
    re.IGNORECASE,
)
# The news itself, and good wishes: true, and no point to thank for.
NO_POINT = re.compile(
    r"\b(unfortunately|regret\w*|sorry|apologi\w*|decided (to|not|against)|another candidate|other candidates?"
    r"|reject\w*|good luck|wish you|all the best|hope (this|that|it) helps|leider)\b|@|https?:|www\.|\?",
    re.IGNORECASE,
)
BUT = re.compile(r"[\s,;–—-]*\b(?:but|however|although|though|yet|aber|jedoch|mais|pero)\b[\s,]*", re.IGNORECASE)
NOT_A_BUT = re.compile(r"\b(not only|nothing but|anything but|all but|not yet|yet to)\b", re.IGNORECASE)
BEGINS_UP = re.compile(r"(so|and|also|still|then|in short|to be honest|honestly)\b[\s,:]*", re.IGNORECASE)


def find_point(answer: str) -> str:
    """One clause of the answer worth naming: advice if there is any, else praise, or what is said of no one.

    Never a question, never one that hurts, and never with a “but”: of “A, but B” it is the half that advises. Where
    it is not plain that a sentence is kind, it is not named. Nudge mails call it by the thousand: what costs most is
    looked at last, and no further than the first that will do.
    """
    sentences = split_sentences(body_of(answer))
    advice = (clause for sentence in sentences if ADVICE.search(sentence) for clause in split_at_but(sentence))
    point = next((clause for clause in advice if ADVICE.search(clause) and is_telling(clause)), "")
    if not point:
        clauses = (clause for sentence in sentences for clause in split_at_but(sentence))
        point = next((clause for clause in clauses if is_kind(clause) and is_telling(clause)), "")
    return cut(point[:1].upper() + point[1:], LONGEST_POINT)


def split_at_but(sentence: str) -> list[str]:
    """The clauses of the sentence; none if it turns on a “but” that cannot be taken out, or if any of it hurts."""
    if NOT_A_BUT.search(sentence) or hurts(sentence.lower()):
        return []
    clauses = [part.strip(" ,;:-–—") for part in BUT.split(sentence)]
    return [BEGINS_UP.sub("", clause, count=1) if BEGINS_UP.match(clause) else clause for clause in clauses]


def hurts(sentence: str) -> bool:
    """Whether the sentence (in small letters) has a word that hurts, or a blow."""
    words = WORD.findall(sentence)
    if not HURTFUL_WORDS.isdisjoint(words) or any(word.startswith(HURTFUL_BEGINNINGS) for word in words):
        return True
    return bool(HURTFUL_PHRASES.search(sentence) or BLUNT.search(sentence))


def is_telling(clause: str) -> bool:
    if len(clause.split()) < FEWEST_WORDS or GREETING.match(clause) or CLOSING.match(clause):
        return False
    return not NO_POINT.search(clause)


def is_kind(clause: str) -> bool:
    return not DENIAL.search(clause) and bool(PRAISE.search(clause) or not OF_THE_READER.search(clause))
