"""A count that cannot find anything is worth nothing: each kind of harm is planted once, and found."""

import json

import pytest

from tests.faults.counting import count, count_folder, write_rows

RUN = {"database": "sqlite", "relay": "plain"}


@pytest.fixture
def books():
    """Two mails that were accepted, one that is unsure and one that was refused; five contacts were due."""
    return {
        "kills": [{"what": "worker"}, {"what": "beat"}],
        "smtp": [accepted("<1>", "Ann"), accepted("<2>", "Bob", "Cem")],
        "outbox": [
            mail("<1>", "sent", "Ann"),
            mail("<2>", "sent", "Bob", "Cem"),
            mail("<3>", "unsure", "Dee"),
            mail("<4>", "failed", "Eve"),
        ],
        "due": [{"name": name} for name in ("Ann", "Bob", "Cem", "Dee", "Eve")],
    }


def accepted(message_id, *contacts):
    return {"message_id": message_id, "contacts": list(contacts)}


def mail(message_id, state, *contacts, is_listed=True):
    return {"message_id": message_id, "state": state, "contacts": list(contacts), "is_listed": is_listed}


def test_where_nothing_went_wrong_nothing_is_counted(books):
    counted = count(**books)
    assert str(counted) == "kills=2 lost=0 twice=0 stuck=0 unlisted=0"
    assert counted.is_good


def test_an_unsure_mail_may_have_been_accepted(books):
    books["smtp"].append(accepted("<3>", "Dee"))
    assert count(**books).is_good


def test_a_contact_of_whom_nobody_heard_is_lost(books):
    books["due"].append({"name": "Fay"})
    assert count(**books).lost == 1


def test_a_mail_counted_as_sent_that_never_arrived_is_lost_and_said_wrongly(books):
    del books["smtp"][1]
    counted = count(**books)
    assert (counted.lost, counted.unlisted) == (2, 1)


def test_a_mail_that_was_cancelled_with_somebody_in_it_is_lost(books):
    books["outbox"].append(mail("<5>", "cancelled", "Fay"))
    books["due"].append({"name": "Fay"})
    assert count(**books).lost == 1


def test_a_message_accepted_again_is_twice(books):
    books["smtp"].append(accepted("<1>", "Ann"))
    assert count(**books).twice == 1


def test_a_contact_told_of_in_two_messages_is_twice(books):
    books["smtp"].append(accepted("<5>", "Ann"))
    books["outbox"].append(mail("<5>", "sent", "Ann"))
    assert count(**books).twice == 1


@pytest.mark.parametrize("state", ["planned", "claimed", "handing", "held"])
def test_a_mail_that_came_to_no_end_is_stuck(books, state):
    books["outbox"].append(mail("<5>", state, "Fay"))
    books["due"].append({"name": "Fay"})
    counted = count(**books)
    assert (counted.stuck, counted.lost) == (1, 0)


@pytest.mark.parametrize("state", ["unsure", "failed"])
def test_a_mail_that_the_page_does_not_show_is_unlisted_and_lost(books, state):
    books["outbox"].append(mail("<5>", state, "Fay", is_listed=False))
    books["due"].append({"name": "Fay"})
    counted = count(**books)
    assert (counted.unlisted, counted.lost) == (1, 1)


@pytest.mark.parametrize("state", ["failed", "cancelled", "planned"])
def test_an_accepted_mail_that_is_said_to_be_unsent_is_unlisted(books, state):
    books["smtp"].append(accepted("<5>", "Fay"))
    books["outbox"].append(mail("<5>", state, "Fay"))
    assert count(**books).unlisted == 1


def test_a_mail_that_the_outbox_does_not_know_is_unlisted(books):
    books["smtp"].append(accepted("<5>", "Fay"))
    assert count(**books).unlisted == 1


def test_what_was_written_down_is_counted_run_by_run(books, tmp_path):
    for book, rows in books.items():
        for run in (RUN, {**RUN, "database": "postgres"}):  # the same message ids, in another database
            write_rows(tmp_path / f"{book}.jsonl", ({**run, **row} for row in rows))
    assert str(count_folder(tmp_path)) == "kills=4 lost=0 twice=0 stuck=0 unlisted=0"


def test_each_line_of_the_servers_book_names_its_message(books, tmp_path):
    write_rows(tmp_path / "smtp.jsonl", books["smtp"])
    lines = (tmp_path / "smtp.jsonl").read_text().splitlines()
    assert [json.loads(line)["message_id"] for line in lines] == ["<1>", "<2>"]
