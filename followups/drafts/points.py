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
# Nobody thanks for these words, and nobody wants to read them again.
HURTFUL = re.compile(
    r"\b(disappoint\w*|weak(est|ly|ness\w*)?|poor(ly)?|bad(ly)?|worse|worst|terrible|awful|bor(ing|ed)|arrogan\w*|rude\w*"
    r"|unprofessional\w*|incompeten\w*|unprepared|lazy|stupid\w*|silly|naive|annoy\w*|embarrass\w*|awkward\w*|nervous\w*"
    r"|failed|failure|fail|hopeless|waste\w*|not good enough|not smart|not up to|too (old|young|junior|slow|quiet|shy)"
    r"|overqualified|underwhelm\w*|unimpress\w*|mess(y)?|sloppy|careless\w*|confus(ed|ing)|struggl\w*|never|nobody|dislike\w*"
    r"|hated?|unlik(e)?able|doubts?|worr(y|ied|ies)|schwach|schlecht\w*|enttäusch\w*|arrogant|langweilig\w*)\b",
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
    """One clause of the answer worth naming: advice if there is any, else the first that says something.

    Never a question, never one that hurts, and never with a “but”: of “A, but B” it is the half that advises.
    """
    telling = [clause for sentence in split_sentences(body_of(answer)) for clause in split_at_but(sentence)]
    telling = [clause for clause in telling if is_telling(clause)]
    advice = [clause for clause in telling if ADVICE.search(clause)]
    point = (advice or telling or [""])[0]
    return cut(point[:1].upper() + point[1:], LONGEST_POINT)


def split_at_but(sentence: str) -> list[str]:
    """The clauses of the sentence; none if it turns on a “but” that cannot be taken out, or if any of it hurts."""
    if NOT_A_BUT.search(sentence) or HURTFUL.search(sentence):
        return []
    clauses = [part.strip(" ,;:-–—") for part in BUT.split(sentence)]
    return [BEGINS_UP.sub("", clause, count=1) if BEGINS_UP.match(clause) else clause for clause in clauses]


def is_telling(clause: str) -> bool:
    if len(clause.split()) < FEWEST_WORDS or GREETING.match(clause) or CLOSING.match(clause):
        return False
    return not NO_POINT.search(clause)
