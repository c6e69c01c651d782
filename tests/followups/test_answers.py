import time

import hypothesis.strategies as st
import pytest
from hypothesis import given

from followups.answers import cut_answer

ANSWER = """Hi Tim,

more SQL would have tipped it.
- window functions
- joins

Best,
Dana"""
QUOTED = "> Hi Dana,\n> one question"


@pytest.mark.parametrize(
    "tail",
    [
        f"On Mon, 3 May 2026 at 10:00, Tim Berg <tim@x.example> wrote:\n\n{QUOTED}",
        f"On Mon, 3 May 2026 at 10:00, Tim Berg\n<tim@x.example> wrote:\n\n{QUOTED}",
        f"Am Mo., 3. Mai 2026 um 10:00 Uhr schrieb Tim Berg <\ntim@x.example>:\n\n{QUOTED}",
        f"Le lun. 3 mai 2026 à 10:00, Tim Berg <tim@x.example> a écrit :\n\n{QUOTED}",
        f"El lun, 3 may 2026 a las 10:00, Tim Berg (<tim@x.example>) escribió:\n\n{QUOTED}",
        f"Op ma 3 mei 2026 om 10:00 schreef Tim Berg <tim@x.example>:\n\n{QUOTED}",
        f"2026年5月3日(月) 10:00 Tim Berg <tim@x.example>:\n\n{QUOTED}",
        "Von: Tim Berg\nGesendet: Montag, 3. Mai 2026 10:00\nAn: Dana\nBetreff: Eine Frage\n\nHi Dana",
        "De : Tim Berg\nEnvoyé : lundi\nÀ : Dana\nObjet : Question\n\nBonjour Dana",
        "De: Tim Berg\nEnviado: lunes\nPara: Dana\nAsunto: Pregunta\n\nHola Dana",
        "________________________________\nFrom: Tim Berg\nSent: Monday\nTo: Dana\nSubject: Thanks\n\nHi Dana",
        "-----Original Message-----\nFrom: Tim\nSent: Monday\nSubject: Thanks\n\nHi Dana",
        "-----Ursprüngliche Nachricht-----\nVon: Tim\nBetreff: Danke\n\nHi Dana",
        f"Sent from my iPhone\n\nOn 3 May 2026, at 10:00, Tim Berg <tim@x.example> wrote:\n\n{QUOTED}",
        "Von meinem iPhone gesendet\n\n> Am 03.05.2026 um 10:00 schrieb Tim Berg <tim@x.example>:\n> \n> Hi Dana",
        "Get Outlook for iOS<https://aka.example/ios>\n______________\nFrom: Tim\nSent: Monday\nSubject: Thanks\n\nHi",
        "-- \nDana Weber\nHead of Data\nhttps://zephyr.example",
        "This e-mail is confidential and intended for the recipient only.\nDelete it otherwise.",
    ],
)
def test_what_a_mail_quotes_is_cut_off(tail):
    assert cut_answer(f"{ANSWER}\n\n{tail}") == ANSWER


def test_of_a_signature_the_name_stays():
    assert cut_answer(f"{ANSWER} Weber\nHead of Data\nZephyr\n+49 30 1234\nwww.zephyr.example") == f"{ANSWER} Weber"


def test_a_postscript_below_the_signature_stays():
    pasted = "More SQL.\n\nKind regards\nDana Weber\nHead of Data\n\nPS: your portfolio was lovely."

    assert cut_answer(pasted) == "More SQL.\n\nKind regards\nDana Weber\n\nPS: your portfolio was lovely."


def test_answers_between_the_quoted_lines_stay():
    pasted = f"Hi Tim, see below.\n\nOn 3 May 2026 Tim wrote:\n{QUOTED}\n\nMore SQL.\n\n> thanks\n\nGladly!\nDana"

    assert cut_answer(pasted) == "Hi Tim, see below.\n\nMore SQL.\n\nGladly!\nDana"


def test_a_quoted_line_that_was_broken_in_two_is_no_answer():
    pasted = "More SQL.\n\nOn 3 May 2026 Tim wrote:\n> a question that got\nbroken off\n> here"

    assert cut_answer(pasted) == "More SQL."


def test_the_headers_of_the_mail_itself_go_and_its_text_stays():
    pasted = (
        "From: Dana\nSent: today\nTo: Tim\nSubject: Re: One question\n\nMore SQL.\n\nFrom: Tim\nSent: x\nSubject: y"
    )

    assert cut_answer(pasted) == "More SQL."


def test_below_their_own_introduction_stands_the_answer():
    assert cut_answer("On 4 May 2026 Dana <dana@x.example> wrote:\n\nHi Tim,\nmore SQL.") == "Hi Tim,\nmore SQL."


def test_the_warning_of_their_mail_server_goes():
    assert cut_answer("CAUTION: This email originated from outside.\n\nMore SQL.") == "More SQL."


@pytest.mark.parametrize(
    "pasted",
    [
        QUOTED,
        f"On 3 May 2026 Tim wrote:\n{QUOTED}",
        "From: Dana\nSubject: hi",
        "Best regards\nDana",
        "Thanks,\n\nthat was kind. Two things from our side:\nmore SQL.",
        "Two points on the 3 May interview:\nmore SQL\n\nfrom: the panel",
        "Best,\nDana\n\nOne more thing, as I write: your case study was really well told.",
    ],
)
def test_nothing_is_cut_where_nothing_else_is_left_or_nothing_is_quoted(pasted):
    assert cut_answer(pasted) == pasted


LINES = [
    *ANSWER.splitlines(), "> quoted", "On 3 May 2026 Tim wrote:", "From: Tim", "Subject: x", "-- ", "_" * 32, "", "\t",
    "Sent from my iPhone", "Regards", "PS: more", "-----Original Message-----", "Dana | Head", "a: b",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=14).map("\n".join) | st.text(max_size=200))
def test_whatever_is_pasted_something_of_it_is_left_and_nothing_is_added(pasted):
    cut = cut_answer(pasted)
    assert bool(cut) == bool(pasted.strip())
    assert all(word in pasted for word in cut.split())


HOSTILE = [
    "On " * 9 + ":\n", "On 1:1 x:\n", "From: x\n", "From:\n", "> x\n", "_", "\n", " ", "Best ", "--\n", "CAUTION: ",
    "On On ", "Am 1.1. schrieb\n", "b" * 290 + " 1:11:\n", "From: a\nSubject:\n", "On 3 May 2026 Tim wrote:\n",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_mail_takes_no_longer(hostile):
    began = time.process_time()
    cut_answer((hostile * 50_000)[:50_000])
    assert time.process_time() - began < 2
