from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Interest
from followups.drafts import Draft, fill_template
from followups.feedback import mark_asked, propose_request, record_answer
from followups.letter_templates import MOST_TEMPLATES
from followups.models import LetterTemplate
from followups.placeholders import PLACEHOLDERS, fill, find_faults
from tests.factories import make_company, make_contact, make_idea, make_rejection

TYPED = {"kind": "feedback_request", "name": "Mine", "subject": "The {role} role", "text": "Hi {name}, {my_name}"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def dana(tim):
    company = make_company(tim, "Zephyr")
    return make_contact(tim, name="Dana Weber", title="Head of Data", company=company)


@pytest.fixture
def template(tim):
    return LetterTemplate.objects.create(owner=tim, **TYPED)


# Placeholders


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Hi {nmae}", "no placeholder {nmae}; did you mean {name}?"),
        ("Hi {salary}", "These exist: {name}, {full_name}"),
        ("Hi {name.__class__}", "{name.__class__}"),
        ("Hi {name!r} {name:>10}", "{name!r}"),
        ("Hi {0} {}", "{0}"),
        ("Hi {name", "A brace stands alone near"),
        ("Hi name}", "A brace stands alone near"),
        ("{{name} {", "A brace stands alone near"),
    ],
)
def test_what_is_wrong_with_a_placeholder_is_named(text, fault):
    assert fault in " ".join(find_faults(text))


def test_known_placeholders_and_doubled_braces_are_right():
    assert find_faults(" ".join(f"{{{name}}}" for name in PLACEHOLDERS) + " {{ }} { Full Name }") == []


def test_values_are_put_in_once_and_braces_come_out_single():
    filled = fill("Hi {name}, {{name}} {company}.", {"name": "{my_name} {0.__class__}", "company": "Z {{x}}"})
    assert filled.text == "Hi {my_name} {0.__class__}, {name} Z {{x}}."


def test_a_sentence_that_lacks_its_value_is_left_out():
    filled = fill("Hi {name},\n\nYou like {interest}. So do I!\n\nRead {article}.\n\nTim", {"name": "Dana"})
    assert filled.text == "Hi Dana,\n\nSo do I!\n\nTim"
    assert filled.left_out == ("You like {interest}.", "Read {article}.")


def test_lines_that_lack_nothing_keep_their_breaks():
    text = "One {name}\nTwo\n\n- a\n- b"
    assert fill(text, {"name": "x"}).text == "One x\nTwo\n\n- a\n- b"


# Filling


def test_every_placeholder_stands_for_what_is_known(tim, dana):
    request = propose_request(
        make_rejection(dana, date(2026, 11, 20), stage="final", reason="We needed more SQL.", company=dana.company)
    )
    mark_asked(request, on=date(2026, 11, 20))
    record_answer(request, text="I missed how you test pipelines.", on=date(2026, 11, 21))
    Interest.objects.create(contact=dana, topic="sailing")
    idea = make_idea(dana)
    text = "\n".join(f"{{{name}}}" for name in PLACEHOLDERS)
    letter = LetterTemplate(owner=tim, kind="other", subject="{role}", text=text)

    draft = fill_template(letter, dana, request=request, idea=idea)

    assert draft.text.splitlines() == [
        "Dana", "Dana Weber", "Head of Data", "Zephyr", "Data engineer", "final round", "We needed more SQL",
        "I missed how you test pipelines", "sailing", "A new chart of the coast", idea.article.url, "Tim Berg",
        "November",
    ]  # fmt: skip


def test_of_somebody_unknown_only_what_needs_nothing_is_left(tim):
    stranger = make_contact(tim, name="Dana")
    letter = LetterTemplate(
        owner=tim, kind="check_in", subject="{role}?", text="Hi {name}. Your {role}. {reason}\n\nBye"
    )
    assert fill_template(letter, stranger) == Draft("", "Hi Dana.\n\nBye")


def test_a_name_breaks_no_header_and_no_line(tim, dana):
    dana.name = "Dana\r\nBcc: x@y.z"
    letter = LetterTemplate(owner=tim, kind="check_in", subject="Hi {full_name}", text="{full_name}")
    assert fill_template(letter, dana) == Draft("Hi Dana Bcc: x@y.z", "Dana Bcc: x@y.z")


# Pages


def test_a_template_is_kept_and_listed(tims_page, tim):
    shown = tims_page.post("/letter-templates/new/", TYPED, follow=True).content.decode()
    template = LetterTemplate.objects.get(owner=tim)
    assert (template.name, template.subject, template.text) == ("Mine", TYPED["subject"], TYPED["text"])
    assert "Mine" in shown and f"/letter-templates/{template.pk}/edit/" in shown


def test_a_wrong_placeholder_is_not_saved_and_stays_typed(tims_page):
    shown = tims_page.post("/letter-templates/new/", {**TYPED, "text": "Hi {nmae}, my long letter"}).content.decode()
    assert "did you mean {name}?" in shown and "my long letter" in shown
    assert not LetterTemplate.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Please give it a name."),
        ({"text": " "}, "Please write the letter."),
        ({"subject": ""}, "Please write a subject."),
        ({"text": "x" * 20_001}, "20000 characters at most"),
        ({"kind": "nonsense"}, "nonsense is not one of the available choices"),
    ],
)
def test_what_is_missing_is_said(tims_page, typed, said):
    assert said in tims_page.post("/letter-templates/new/", {**TYPED, **typed}).content.decode()
    assert not LetterTemplate.objects.exists()


def test_two_templates_for_one_kind_differ_in_name(tims_page, template):
    shown = tims_page.post("/letter-templates/new/", {**TYPED, "name": "mine", "text": "typed"}).content.decode()
    assert "already have a template of this name" in shown and "typed" in shown
    tims_page.post("/letter-templates/new/", {**TYPED, "kind": "thank_you"})
    assert LetterTemplate.objects.count() == 2


def test_there_is_an_end_to_them(tims_page, tim):
    rows = [LetterTemplate(owner=tim, **{**TYPED, "name": f"n{number}"}) for number in range(MOST_TEMPLATES)]
    LetterTemplate.objects.bulk_create(rows)
    shown = tims_page.post("/letter-templates/new/", {**TYPED, "text": "one too many"}).content.decode()
    assert "You have 50 templates already" in shown and "one too many" in shown


def test_two_tabs_lose_nothing(tims_page, template):
    address = f"/letter-templates/{template.pk}/edit/"
    tims_page.post(address, {**TYPED, "version": 1, "text": "First tab"})
    shown = tims_page.post(address, {**TYPED, "version": 1, "text": "Second tab"}).content.decode()
    assert "changed in another tab" in shown and "First tab" in shown and "Second tab" in shown
    tims_page.post(address, {**TYPED, "version": 2, "text": "Second tab"})
    template.refresh_from_db()
    assert template.text == "Second tab"


def test_it_is_tried_on_a_contact_before_it_is_saved(tims_page, template, dana):
    other = make_contact(dana.owner, name="Ines Carvalho")
    words = {**TYPED, "text": "Hello {full_name}. I read {article}.", "preview": "1", "contact": dana.pk}
    shown = tims_page.post(f"/letter-templates/{template.pk}/edit/", words).content.decode()
    template.refresh_from_db()
    assert template.text == TYPED["text"]
    assert "Hello Dana Weber." in shown and "Left out" in shown and "I read {article}." in shown
    assert f'value="{other.pk}"' in shown


def test_a_wrong_letter_is_tried_all_the_same(tims_page, dana):
    words = {**TYPED, "text": "Hello {full_name} {", "preview": "1"}
    shown = tims_page.post("/letter-templates/new/", words).content.decode()
    assert "Hello Dana Weber {" in shown and "A brace stands alone" in shown


@pytest.mark.parametrize("contact", ["", "x", "0", "9" * 30, "²"])
def test_without_a_contact_there_is_no_preview_and_no_error(tims_page, contact):
    shown = tims_page.get("/letter-templates/new/", {"contact": contact, "kind": "thank_you"}).content.decode()
    assert "Once you have added somebody" in shown and "You wrote “{point}”" in shown


def test_a_template_is_deleted_after_a_question(tims_page, template):
    address = f"/letter-templates/{template.pk}/delete/"
    assert "Delete this template?" in tims_page.get(address).content.decode()
    assert LetterTemplate.objects.exists()
    tims_page.post(address)
    assert not LetterTemplate.objects.exists()


def test_settings_and_the_editor_lead_there(tims_page, dana):
    propose_request(make_rejection(dana, date(2026, 11, 22)))
    for page in ("/settings/", dana.get_absolute_url()):
        assert 'href="/letter-templates/"' in tims_page.get(page).content.decode()


def test_the_list_is_paged_and_costs_the_same_with_one_row_and_with_three(tims_page, tim):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            tims_page.get("/letter-templates/")
        return len(queries)

    assert "No template yet" in tims_page.get("/letter-templates/").content.decode()
    LetterTemplate.objects.create(owner=tim, **TYPED)
    with_one = count()
    for number in range(2):
        LetterTemplate.objects.create(owner=tim, **{**TYPED, "name": f"n{number}"})
    assert count() == with_one
