"""Sentences of an answer that hurt can be folded away: they stay, and are shown to whoever asks for them alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from followups.models import FeedbackRequest
from followups.sentences import sentence_spans, split_sentences
from followups.wording import one_line

# A sentence that was corrected is still the one that was folded away, if it is as much alike as this.
ALIKE = 0.8


@dataclass(frozen=True)
class Passage:
    """A stretch of the answer that is shown, or folded away, as a whole."""

    text: str
    is_folded: bool


def answer_shown(request: FeedbackRequest) -> str:
    """The answer without the sentences that are folded away: what every place but the answer's own card shows."""
    return hide_folded(request.answer, request.folded)


def hide_folded(answer: str, folded: Collection[str]) -> str:
    if not folded:
        return answer
    shown = "".join(passage.text for passage in read_passages(answer, folded) if not passage.is_folded)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+(?=\n|$)", "", shown)).strip()


def read_passages(answer: str, folded: Collection[str]) -> list[Passage]:
    """The whole answer in stretches, folded and open ones by turns."""
    passages: list[Passage] = []
    at, is_folded = 0, False
    for start, end in sentence_spans(answer):
        if (one_line(answer[start:end]) in folded) != is_folded:
            passages.append(Passage(answer[at:start], is_folded))
            at, is_folded = start, not is_folded
    passages.append(Passage(answer[at:], is_folded))
    return [passage for passage in passages if passage.text.strip()]


def choose_folded(answer: str, wanted: Collection[str]) -> list[str]:
    """Those of the wanted sentences that the answer has, in its order, each once."""
    return [sentence for sentence in dict.fromkeys(split_sentences(answer)) if sentence in wanted]


def keep_folded(folded: Sequence[str], answer: str) -> list[str]:
    """What stays folded away in a corrected answer: a sentence that was only retouched is not to jump out again."""
    sentences = list(dict.fromkeys(split_sentences(answer)))
    kept = set()
    for sentence in folded:
        alike = [sentence] if sentence in sentences else get_close_matches(sentence, sentences, n=1, cutoff=ALIKE)
        kept.update(alike)
    return [sentence for sentence in sentences if sentence in kept]
