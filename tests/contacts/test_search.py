"""People are found by whatever one remembers of them, on both databases by the same letters."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.management import CommandError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.models import Contact
from contacts.paging import narrow_after
from contacts.search import fold, index_company, index_contact, search_contacts, write_search_text
from crm.models import User
from followups.people import add_contact, change_contact, erase_contact
from tests.factories import make_contact, make_rejection, make_user

DANA = {
    "name": "Dana Müller-Łoś",
    "email": "dana.loss@zephyr.example",
    "title": "Head of UX",
    "company_name": "Zéphyr & Co.",
    "field": "C++ tools",
    "interests": ["route planning", "50% rye bread"],
    "cadence": 1,
    "notes": 'Met at the "Nord_ic" fair, ſtraße 7.\nKnows 王小明 and Наталья.',
}


def found(owner: User, words: str) -> list[str]:
    return [contact.name for contact in search_contacts(Contact.objects.filter(owner=owner), words)]


@pytest.fixture
def dana(tim):
    return add_contact(tim, **DANA)


@pytest.mark.parametrize(
    "words",
    [
        "dana", "DANA", "ana", "muller", "MÜLL", "zephyr", "head zephyr", "oute plan", "50% rye", "50%", "nord_ic",
        '"nord', "c++", "strasse", "loss@zephyr", "наталья", "таль", "王小明", "小明", "明", "ux", "u", "mu", "lo",
        "co.", "7.", "ex", "da", "50 d",
    ],
)  # fmt: skip
def test_somebody_is_found_by_what_one_remembers(dana, tim, words):
    assert found(tim, words) == [dana.name]


@pytest.mark.parametrize(
    "words",
    ["danna", "na", "dana weber", "zephyrs", "c+++", "5%", "nordxic", "王明", '""', "*", "dana*", "NEAR(dana)", "-x"],
)
def test_nobody_is_found_by_what_is_not_there(dana, tim, words):
    assert found(tim, words) == []


def test_no_word_finds_everybody_and_what_no_text_holds_is_no_word(dana, tim):
    assert found(tim, "  ") == found(tim, "\x00") == [dana.name]
    assert found(tim, "dana\x00zephyr") == [dana.name]


def test_nobody_finds_the_people_of_others(dana):
    assert found(make_user("other@example.org"), "dana") == []


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab c-é.ß王ﬁ%_\"'\\", min_size=1, max_size=12))
def test_three_letters_are_found_wherever_they_stand(dana, tim, words):
    text = "aba cab bac-cab é.ß abc 王 ﬁb %_a \"'\\ b\\a"
    dana.notes = text
    dana.save()
    index_contact(dana)
    sought = fold(words).split()
    written = dana.search_text
    expected = all((each if len(each) > 2 else " " * (3 - len(each)) + each) in written for each in sought)
    assert (found(tim, words) == [dana.name]) is expected


def test_what_changes_is_found_anew_and_no_longer_by_what_it_was(dana, tim):
    change_contact(dana, **{**DANA, "name": "Wilma Fjord", "email": ""})
    assert found(tim, "fjord") == ["Wilma Fjord"]
    assert found(tim, "muller") == []
    Contact.objects.filter(pk=dana.pk).update(search_text="  quartz")
    assert found(tim, "quartz") == ["Wilma Fjord"]
    assert found(tim, "fjord") == []


def test_who_is_erased_is_in_no_index(dana, tim):
    erase_contact(dana)
    assert found(tim, "dana") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM contacts_search WHERE contacts_search MATCH '\"dan\"'")
            assert cursor.fetchone() == (0,)
            cursor.execute("INSERT INTO contacts_search(contacts_search, rank) VALUES ('integrity-check', 1)")


def test_a_company_is_found_by_its_new_name(dana, tim):
    make_rejection(dana, dana.added_on)
    dana.company.name = "Harbour Oy"
    dana.company.save()
    index_company(dana.company)
    assert found(tim, "harbour") == [dana.name]


def test_people_added_in_bulk_are_found(tim):
    people = [
        Contact(owner=tim, name=f"P{n}", name_key=f"p{n}", search_text=f"  p{n}xyz", added_on="2026-01-01")
        for n in range(3)
    ]
    Contact.objects.bulk_create(people)
    assert found(tim, "1xyz") == ["P1"]


@pytest.mark.django_db(transaction=True)
def test_the_index_outlives_a_table_that_is_made_anew():
    """SQLite makes a table anew when a field changes; PostgreSQL keeps its indexes itself."""
    dana = make_contact(name="Dana Weber", search_text="  dana  weber")
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            editor._remake_table(Contact)
    assert found(dana.owner, "dana") == ["Dana Weber"]
    Contact.objects.filter(pk=dana.pk).update(search_text="  wilma")
    assert found(dana.owner, "wilma") == ["Dana Weber"]
    assert found(dana.owner, "dana") == []


def test_a_search_reads_the_index(dana, tim):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")
    plan = search_contacts(Contact.objects.all(), "muller").explain()
    assert "contacts_search" in plan


def test_who_may_not_add_the_extension_is_told_what_to_do(db):
    migration = import_module("contacts.migrations.0005_search_by_trigrams")
    if connection.vendor == "sqlite":  # which has none, and is asked for none
        assert migration.add_extension(None, SimpleNamespace(connection=connection)) is None
        return
    with connection.schema_editor() as editor, connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
        cursor.execute("CREATE ROLE somebody_else")
        cursor.execute("SET LOCAL ROLE somebody_else")
        with pytest.raises(CommandError, match=r'permission denied.* Have a superuser run "CREATE EXTENSION pg_trgm;"'):
            migration.add_extension(None, editor)
        cursor.execute("RESET ROLE")
        migration.add_extension(None, editor)
        cursor.execute("DROP ROLE somebody_else")


def test_what_was_written_before_is_written_by_words():
    migration = import_module("contacts.migrations.0004_search_text_by_words")
    before = "dana muller\nzephyr & co.\ndana.loss@zephyr.example\nanna-lena 王小明"
    contact = Contact(name=before)
    assert migration.by_words(before.split()) == write_search_text(contact, [])


@pytest.mark.parametrize(("words", "by_name"), [("dana", False), ("da", True), ("", True)])
def test_few_are_found_before_they_are_put_in_order(dana, tim, words, by_name):
    people = search_contacts(Contact.objects.filter(owner=tim), words)
    assert [contact.name for contact in narrow_after(people, by="name_key", after="")] == [dana.name]
    if connection.vendor == "sqlite":  # counts what FTS found before it reads by name
        return
    with connection.cursor() as cursor:
        for way in ("enable_seqscan", "enable_sort"):  # it would take the order of an index where it can
            cursor.execute(f"SET LOCAL {way} = off")
    plan = narrow_after(people, by="name_key", after="").explain()
    assert ("Sort" not in plan) is by_name
