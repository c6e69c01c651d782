from datetime import date

import pytest
from django.contrib.messages.storage.base import Message
from django.template import Context, Template

from contacts.models import Contact
from crm.templatetags.look import ring, undo_address
from followups.people import end_contact
from tests.factories import make_contact


@pytest.fixture
def contact(db):
    return make_contact(name="Dana Maria Weber", added_on=date(2026, 3, 10))


def test_ring_shows_the_days_left_and_how_far_the_month_has_turned(contact):
    shown = ring(contact, date(2026, 3, 29))

    assert contact.next_on == date(2026, 4, 10)
    assert (shown["ring"].text, shown["ring"].is_due) == ("12", False)
    assert shown["label"] == "12 days until the next letter"
    assert shown["ring"].turned == round(138 * 19 / 31)


def test_ring_of_somebody_due_is_full_and_shows_initials(contact):
    shown = ring(contact, date(2026, 4, 10))

    assert (shown["ring"].text, shown["ring"].turned, shown["ring"].is_due) == ("DW", 138, True)
    assert shown["label"] == "It is time to write"


def test_ring_of_somebody_out_of_touch_stands_still(contact):
    end_contact(contact)
    contact.refresh_from_db()

    shown = ring(contact, date(2026, 4, 10))

    assert (shown["ring"].text, shown["ring"].turned, shown["ring"].is_still) == ("DW", 0, True)
    assert shown["label"] == "No next date"


def test_ring_may_be_told_what_it_says(contact):
    shown = ring(contact, date(2026, 3, 12), due=True, label="answered yesterday")

    assert (shown["ring"].text, shown["ring"].turned, shown["label"]) == ("DW", 138, "answered yesterday")


def test_ring_never_turns_backwards_or_over(contact):
    assert ring(contact, date(2026, 3, 1))["ring"].turned == 0
    contact.next_from_on = contact.next_on
    assert ring(contact, date(2026, 3, 20))["ring"].turned == 138


def test_ring_has_a_text_alternative_and_no_inline_style(contact):
    source = Template("{% load look %}{% ring contact today size='big' %}")

    drawn = source.render(Context({"contact": contact, "today": date(2026, 3, 29)}))

    assert 'role="img" aria-label="12 days until the next letter"' in drawn
    assert "style=" not in drawn


def test_name_is_escaped_in_the_ring(db):
    contact = Contact(name='<b> "x"', next_on=date(2026, 4, 1), added_on=date(2026, 3, 1))
    drawn = Template("{% load look %}{% ring contact today %}").render(
        Context({"contact": contact, "today": date(2026, 4, 2)})
    )

    assert "&lt;" in drawn
    assert "<b>" not in drawn


def test_note_offers_undo_where_the_view_gave_an_address():
    assert undo_address(Message(25, "Done.", extra_tags="undo:/nudges/3/undo/")) == "/nudges/3/undo/"
    assert undo_address(Message(25, "Done.")) == ""
    assert undo_address(Message(25, "Done.", extra_tags="undo:https://evil.example/")) == ""
    assert undo_address(Message(25, "Done.", extra_tags="undo://evil.example/")) == ""


def test_ring_told_to_be_due_needs_no_dates():
    mira = Contact(name="Mira Ionescu", next_on=date(2026, 4, 1))

    assert ring(mira, date(2026, 3, 1), due=True)["ring"].text == "MI"
