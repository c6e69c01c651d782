"""The list of somebody with thousands of people is read by an index that has its order, by a plan made for anybody."""

from datetime import date

import pytest
from django.db import connection

from contacts.models import Contact, name_key
from contacts.paging import narrow_after
from contacts.views.filters import EVERYBODY, IN_TOUCH
from contacts.views.people_rows import read_people, write_people_sql
from crm.models import User
from crm.statements import number_words
from tests.factories import make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


def add_people(owner, many):
    names = [f"Person {number:05}" for number in range(many)]
    people = [Contact(owner=owner, name=name, name_key=name_key(name), added_on=TODAY) for name in names]
    Contact.objects.bulk_create(people)


@pytest.fixture
def tim():
    """Somebody with many people, among others with few."""
    users = [User(email=f"u{number}@example.org") for number in range(300)]
    for user in User.objects.bulk_create(users):
        add_people(user, 2)
    tim = make_user()
    add_people(tim, 3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_contact")
    return tim


def explain_for_anybody(statement, words):
    """The plan that the database makes without a look at the words."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            numbered, _names = number_words(statement)
            cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
            cursor.execute(f"PREPARE people AS {numbered}")
            cursor.execute(f"EXPLAIN EXECUTE people ({', '.join(['%s'] * len(words))})", words)
            plan = cursor.fetchall()
            cursor.execute("DEALLOCATE people")
        else:
            plan = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", words).fetchall()
        return "\n".join(str(row[-1]) for row in plan)


@pytest.mark.parametrize("chosen", [EVERYBODY, IN_TOUCH], ids=lambda chosen: chosen.key)
def test_the_index_has_the_order(tim, chosen):
    people = chosen.narrow(Contact.objects.filter(owner=tim), TODAY)
    statement, words = write_people_sql(narrow_after(people, by="name_key", after=""), TODAY)
    assert "contacts_by_name" in explain_for_anybody(statement, words)


def test_page_by_page_everybody_is_shown_once(tim):
    names, after = [], ""
    while page := read_people(Contact.objects.filter(owner=tim), after=after, today=TODAY):
        names += [row.name for row in page.rows]
        after = page.next_after
        if not after:
            break
    assert names == [f"Person {number:05}" for number in range(3000)]
