"""What a review promises, whatever the draft."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followups.models import Touchpoint
from followups.tone import digest, review_draft
from tests.followups.tone.figures import KINDS

LETTER = """Hi Anna,

Thank you for telling me so quickly. If one thing would have made me stronger, I'd be glad to hear it.

Kind regards,
Tim"""


def kinds(text: str, **options) -> list[str]:
    return [finding.kind for finding in review_draft(text, **options)]


def serious(text: str) -> set[str]:
    return set(kinds(text)) & set(KINDS)


def test_finding_marks_the_very_words():
    text = "Hi Anna,\n\nit was nice. May I call you tomorrow to hear more?\n\nTim"
    (finding,) = review_draft(text)

    assert (finding.kind, finding.quote) == ("phone", "May I call")
    assert text[finding.start : finding.end] == finding.quote
    assert finding.why and finding.instead


def test_places_are_counted_in_code_points_whatever_stands_before():
    text = "👩🏽‍🚀 Grüße, Zoë! ﬁne…\n\nMay I call you tomorrow?"
    (finding,) = review_draft(text)

    assert text[finding.start : finding.end] == finding.quote == "May I call"


@pytest.mark.parametrize(
    "text",
    [
        "I don’t understand why you rejected me.",
        "I dont understand why you rejected me",
        "I DON'T UNDERSTAND WHY YOU REJECTED ME",
        "I   don't\nunderstand why you rejected me.",
        "I do not underst\u00adand why you rejected me.",
        "Ｉ don't understand why you rejected me.",
    ],
)
def test_spelling_does_not_matter(text):
    assert "arguing" in serious(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm not asking for a job, and I don't want to argue or plead.",
        "> Please give me one more chance.\n> May I call you?\n\nI'm sorry for that mail.",
        "You wrote: “Why were you rejected? Please give us a call.” I had to smile.",
        "My friend Jule would love to talk to you about the role.",
        "The podcast on phone interviews is out.",
        "The debate on unfair algorithms goes on.",
        "I was a bit disappointed, and I respect it.",
        "Congratulations on the new job!",
        "Thanks, but no need to reply.",
        "I hope you got a call back from the venue.",
        "The call for papers is open until May.",
    ],
)
def test_what_is_denied_quoted_or_about_others_is_left_alone(text):
    assert serious(text) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I don't want to argue, but your decision was wrong.", {"arguing"}),
        ("I'm not asking for a call. Could you put in a good word for me?", {"job-ask"}),
        ("Don't hesitate to call me.", {"phone"}),
        ("Why don't we have a quick call?", {"phone"}),
    ],
)
def test_a_denial_reaches_no_further_than_its_clause(text, found):
    assert serious(text) == found


def test_findings_of_one_kind_never_overlap_and_come_in_order():
    text = "May I call you? Let's meet. " * 20
    findings = review_draft(text)

    assert findings == sorted(findings, key=lambda finding: finding.start)
    of_phone = [finding for finding in findings if finding.kind == "phone"]
    assert len(of_phone) == 40
    assert all(one.end <= other.start for one, other in pairwise(of_phone))


def test_a_good_question_for_feedback_has_no_findings():
    assert review_draft(LETTER, kind="feedback_request") == []


@pytest.mark.parametrize("kind", ["feedback_request", "thank_you"])
def test_missing_thanks_are_said_where_thanks_belong(kind):
    text = "Hi Anna,\n\nwhat would have made me stronger?\n\nTim"

    assert kinds(text, kind=kind) == ["no-thanks"]
    assert kinds(text, kind="article") == []


def test_one_question_is_enough_for_feedback():
    text = f"{LETTER}\n\nWhich book would you read? And which course?"

    (finding,) = review_draft(text, kind="feedback_request")
    assert (finding.kind, finding.quote) == ("several-questions", "And which course?")
    assert kinds(text, kind="check_in") == []
    assert kinds("How are you? Did you see the chart? What would you read first?", kind="feedback_request") == [
        "no-thanks"
    ]


def test_a_long_letter_is_marked_from_where_it_gets_long():
    text = LETTER + "\n\n" + "The chart on the page shows the coast. " * 30

    (finding,) = review_draft(text, kind="feedback_request")
    assert finding.kind == "too-long"
    assert 600 < finding.start < finding.end == len(text.rstrip())
    assert kinds(text, kind="other") == []


def test_empty_openers_are_said_gently():
    assert kinds("I hope this e-mail finds you well. The chart is on page 3.") == ["empty-opener"]


def test_every_kind_of_message_is_known_and_others_do_no_harm():
    assert [kinds(LETTER, kind=kind) for kind in [*Touchpoint.Kind.values, "", "unheard-of"]] == [[]] * 9


def test_a_language_without_a_table_finds_nothing():
    assert review_draft("May I call you?", language="tlh") == []
    assert kinds("May I call you?", language="en-gb") == ["phone"]


def test_digest_tells_findings_apart():
    assert digest([]) == ""
    assert digest(review_draft("May I call you?")) not in {"", digest(review_draft("Let's meet."))}


PIECES = (
    "please|but|not|I|“|”|'|\"|>|?|.|\u200b|ß|ﬁ|İ|🙂|never|555 0100|(|)|—|don't|unfair|any job|\x00|\ud800|résumé|\n"
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(st.sampled_from(["May I call you", "thank you", *PIECES.split("|")]), max_size=60).map(" ".join),
    ),
    st.sampled_from(Touchpoint.Kind.values),
)
def test_any_text_is_reviewed_and_every_place_fits(text, kind):
    findings = review_draft(text, kind=kind)

    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.quote


@pytest.mark.parametrize(
    "piece",
    [
        "May I call you and ",
        "(",
        '"',
        "“",
        "'a",
        "not ",
        "1 ",
        "\n",
        "> ",
        "please, ",
        "a-",
        "I would love to have a ",
        "é\u0301",
        ".",
    ],
)
def test_long_texts_of_one_piece_take_no_longer_than_others(piece):
    text = (piece * 20_000)[:20_000]
    review_draft(text)
    start = time.process_time()
    review_draft(text)

    assert time.process_time() - start < 0.5  # ten times what it takes


def test_a_letter_as_long_as_the_form_allows_is_reviewed_at_once():
    text = (LETTER + "\n\n") * 200
    text = text[:20_000]
    review_draft(text)
    start = time.process_time()
    review_draft(text)

    assert time.process_time() - start < 0.25  # 0.03 on a quiet machine


def test_one_clear_sentence_of_a_long_and_kind_letter_is_found():
    kind = "Thank you for the book tip. The chart you drew helped me to explain the numbers to my new team. "
    text = f"Hi Anna,\n\n{kind * 4}\n\nIs there any job for me in your new branch?\n\n{kind * 4}\n\nTim"

    (finding,) = review_draft(text, kind="other")

    assert (finding.kind, finding.start) == ("job-ask", text.index("Is there any job"))
