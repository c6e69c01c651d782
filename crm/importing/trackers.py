"""Lists of applications, as job trackers export them: which of them were turned down, and how far they had come."""

from __future__ import annotations

from contacts.models import Rejection, name_key

Stage = Rejection.Stage

REJECTED = (
    "reject",
    "declined",
    "unsuccessful",
    "not selected",
    "not moving forward",
    "no longer under consideration",
    "turned down",
    "denied",
    "regret",
    "passed over",
    "not hired",
    "not a fit",
    "absage",
    "abgelehnt",
    "abgesagt",
    "refus",
    "rechaz",
    "descartad",
    "rifiut",
    "respint",
    "scartat",
    "afgewezen",
    "rejeitad",
    "recusad",
)
# The user's own no is no rejection.
OWN_NO = ("i declined", "offer declined", "declined offer", "declined by me", "withdrawn", "withdrew", "i rejected")
STAGES = {
    Stage.OFFER: ("offer",),
    Stage.FINAL: ("final", "onsite", "on-site", "last round", "endrunde"),
    Stage.FURTHER: ("second", "2nd", "third", "3rd", "further", "round 2", "round 3", "panel", "zweit"),
    Stage.TASK: ("task", "case", "assessment", "take-home", "take home", "test", "challenge", "aufgabe"),
    Stage.INTERVIEW: ("interview", "first round", "1st", "gespräch", "entretien", "entrevista", "colloquio"),
    Stage.SCREENING: ("screen", "phone", "recruiter call", "telefon"),
    Stage.APPLICATION: ("appl", "resume", "cv", "submitted", "bewerb", "candidat"),
}


def is_rejection(status: str) -> bool:
    words = name_key(status)
    return any(word in words for word in REJECTED) and not any(word in words for word in OWN_NO)


def find_stage(words: str) -> str:
    """The stage that these words tell, as a value of `Rejection.Stage`; empty for none."""
    key = name_key(words)
    if key in Stage.values:
        return key
    label = next((value for value, text in Stage.choices if name_key(str(text)) == key), "")
    return label or next((stage.value for stage, marks in STAGES.items() if any(mark in key for mark in marks)), "")
