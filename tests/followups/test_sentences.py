import time

import pytest

from followups.sentences import sentence_spans, split_sentences


def test_a_line_that_a_mail_program_broke_goes_on_in_the_next():
    text = "It was close. I missed how you would measure success\nonce a pipeline runs.\n\nBest\nDana"

    assert split_sentences(text) == [
        "It was close.",
        "I missed how you would measure success once a pipeline runs.",
        "Best",
        "Dana",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Weber agreed, e.g. on the task.",
        "We use v. 2.0 at the moment.",
        "“It was good.”",
        "More SQL, z. B. window functions.",
        "No. 3 was the best one!",
    ],
)
def test_a_full_stop_may_end_no_sentence(sentence):
    assert split_sentences(f"{sentence} And then more.") == [sentence, "And then more."]


def test_points_of_a_list_are_sentences_of_their_own():
    assert split_sentences("These would help:\n- more SQL\n- testing") == [
        "These would help:",
        "- more SQL",
        "- testing",
    ]


def test_spans_lie_in_order_and_leave_only_white_space_between():
    text = "  Hi Tim,\n\nOne. Two!  Three\r\n\tFour…  "
    at = 0
    for start, end in sentence_spans(text):
        assert not text[at:start].strip() and text[start:end].strip() == text[start:end]
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("hostile", ["." * 50_000, "a. " * 16_000, ".)" * 25_000, "x" * 60 + "\n", " " * 50_000])
def test_a_hostile_text_takes_no_longer(hostile):
    began = time.process_time()
    split_sentences((hostile * 800)[:50_000])
    assert time.process_time() - began < 2
