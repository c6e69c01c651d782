"""What is counted in a draft: its words, its questions, its thanks."""

from __future__ import annotations

from collections.abc import Iterator

from followups.tone.matching import Matcher, is_in
from followups.tone.rules import Measure
from followups.tone.sentences import Sentence

TOO_LONG, SEVERAL_QUESTIONS, NO_THANKS = "too-long", "several-questions", "no-thanks"


def measure_draft(sentences: list[Sentence], matcher: Matcher, kind: str) -> Iterator[tuple[Measure, int, int]]:
    """What is over its limit, with the place in the text to show for it."""
    measured = {TOO_LONG: find_excess, SEVERAL_QUESTIONS: find_questions, NO_THANKS: find_missing_thanks}
    for measure in matcher.language.measures:
        limit = measure.limits.get(kind, measure.limits.get(""))
        place = measured[measure.kind](sentences, limit, matcher) if limit is not None and sentences else None
        if place:
            yield measure, *place


def find_excess(sentences: list[Sentence], limit: int, _matcher: Matcher) -> tuple[int, int] | None:
    """The part after the first `limit` words, from the sentence in which they end."""
    count = 0
    for sentence in sentences:
        count += sum(word[0].isalnum() for word in sentence.words)
        if count > limit:
            return sentence.spans[1][0], sentences[-1].spans[-1][1]
    return None


def find_questions(sentences: list[Sentence], limit: int, matcher: Matcher) -> tuple[int, int] | None:
    """The first question more than `limit`."""
    questions = [one for one in sentences if one.is_question and not is_in(matcher.small_talk, one)]
    return questions[limit].span if len(questions) > limit else None


def find_missing_thanks(sentences: list[Sentence], limit: int, matcher: Matcher) -> tuple[int, int] | None:
    """The beginning of a draft without `limit` thanks."""
    thanks = sum(is_in(matcher.thanks, sentence) for sentence in sentences)
    return sentences[0].span if thanks < limit else None
