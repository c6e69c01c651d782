"""Statements whose plans PostgreSQL keeps, and what every request reads by them."""

from datetime import date

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, ProgrammingError, connection
from django.utils import timezone

from crm.accounts.each_request import Backend, SessionStore
from crm.statements import Columns, number_words, read_rows
from followups.models import FeedbackRequest
from tests.factories import make_contact, make_rejection, make_user

pytestmark = pytest.mark.django_db

STATEMENT = "SELECT 41 + 1 AS answer"
SEARCH = "SELECT 42 AS found"
PLUS_ONE = "SELECT CAST(%s AS integer) + 1 AS sum"


def kept_plans(statement=STATEMENT):
    """How many plans of the statement the connection keeps; SQLite's driver keeps its own."""
    if connection.vendor != "postgresql":
        return 1
    return len(read_rows("SELECT 1 FROM pg_prepared_statements WHERE statement = %s", [statement]))


def test_a_statement_is_planned_once():
    for _ in range(3):
        assert read_rows(STATEMENT, []) == [(42,)]
    assert kept_plans() == 1


def test_the_plan_is_made_for_anybody():
    """Not for the words of who asks first, nor anew for each."""
    for number in range(3):
        assert read_rows(PLUS_ONE, [number]) == [(number + 1,)]
    if connection.vendor == "postgresql":
        counted = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s"
        assert read_rows(counted, ["SELECT CAST($1%"], is_kept=False) == [(3, 0)]


def test_nothing_is_kept_behind_a_pooler(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert read_rows("SELECT %s + 1 AS sum", [41]) == [(42,)]


def test_it_is_counted_as_a_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        read_rows("SELECT 1", [])


def test_its_errors_are_djangos():
    with pytest.raises((ProgrammingError, OperationalError)):
        read_rows("SELECT nothing FROM nowhere", [])


def test_the_user_of_a_request_is_as_the_model_reads_them():
    user = make_user(last_login=timezone.now(), digest_day=3)
    read = Backend().get_user(user.pk)
    fields = [field.attname for field in user._meta.concrete_fields]
    user.refresh_from_db()
    assert {name: getattr(read, name) for name in fields} == {name: getattr(user, name) for name in fields}
    assert read._state.db == "default" and not read._state.adding


def test_who_is_inactive_or_gone_is_nobody():
    user = make_user(is_active=False)
    assert Backend().get_user(user.pk) is None
    assert Backend().get_user(user.pk + 1) is None


def test_a_session_is_read_until_it_is_over():
    session = SessionStore()
    session[BACKEND_SESSION_KEY] = "x"
    session.create()
    assert SessionStore(session.session_key).load() == {BACKEND_SESSION_KEY: "x"}
    session.set_expiry(-1)
    session.save()
    assert SessionStore(session.session_key).load() == {}
    assert SessionStore("of-nobody").load() == {}


def test_words_are_numbered_as_postgresql_has_them():
    assert number_words("a = %s AND b LIKE '%%' || %s") == ("a = $1 AND b LIKE '%' || $2", [])
    assert number_words("%(on)s < %(id)s OR %(on)s") == ("$1 < $2 OR $1", ["on", "id"])


def test_a_statement_runs_with_words_by_place_by_name_and_without():
    assert read_rows("SELECT CAST(%s AS integer) - CAST(%s AS integer)", [44, 2]) == [(42,)]
    named = "SELECT CAST(%(a)s AS integer) - CAST(%(b)s AS integer), CAST(%(a)s AS integer)"
    assert read_rows(named, {"b": 2, "a": 44}) == [(42, 44)]
    assert read_rows("SELECT 42") == [(42,)]


def test_what_is_searched_for_is_planned_anew():
    for _ in range(3):
        assert read_rows(SEARCH, [], is_kept=False) == [(42,)]
    assert connection.vendor != "postgresql" or kept_plans(SEARCH) == 0


def test_a_row_makes_the_object_that_the_model_reads():
    contact = make_contact(name="Dana", next_on=date(2026, 12, 24), stopped_at=None)
    request = FeedbackRequest.objects.create(
        owner=contact.owner,
        contact=contact,
        rejection=make_rejection(contact, date(2026, 11, 3)),
        asked_on=date(2026, 11, 4),
        themes=["clarity"],
        folded=["“No.”"],
    )
    for each in (contact, request):
        columns = Columns(type(each))
        (row,) = read_rows(f"SELECT {columns.of('t')} FROM {each._meta.db_table} t WHERE t.id = %s", [each.pk])
        assert len(row) == len(columns)
        read = columns.make(row)
        each.refresh_from_db()
        assert {name: getattr(read, name) for name in columns.names} == {n: getattr(each, n) for n in columns.names}
        assert not read._state.adding


def test_of_the_fields_named_alone_the_others_are_read_when_asked_for(django_assert_num_queries):
    contact = make_contact(name="Dana", title="COO")
    columns = Columns(type(contact), "id", "name")
    (row,) = read_rows(f"SELECT {columns.of('c')} FROM contacts_contact c")
    read = columns.make(row)
    with django_assert_num_queries(0):
        assert (read.pk, read.name) == (contact.pk, "Dana")
    with django_assert_num_queries(1):
        assert read.title == "COO"


def test_a_changed_session_is_kept():
    session = SessionStore()
    session["seen"] = 1
    session.create()
    again = SessionStore(session.session_key)
    again["seen"] = 2
    again.save()
    assert SessionStore(session.session_key).load() == {"seen": 2}


def test_a_session_that_ended_meanwhile_is_not_kept():
    session = SessionStore()
    session["seen"] = 1
    session.create()
    SessionStore(session.session_key).delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not session.exists(session.session_key)


def test_a_session_without_a_key_gets_one():
    session = SessionStore()
    session["seen"] = 1
    session.save()
    assert SessionStore(session.session_key).load() == {"seen": 1}
