"""Statements whose plans PostgreSQL keeps, and what every request reads by them."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY
from django.db import OperationalError, ProgrammingError, connection
from django.utils import timezone

from crm.accounts.each_request import Backend, SessionStore
from crm.statements import read_rows
from tests.factories import make_user

pytestmark = pytest.mark.django_db

STATEMENT = "SELECT 41 + 1 AS answer"


def kept_plans():
    """How many plans of the statement below the connection keeps; SQLite's driver keeps its own."""
    if connection.vendor != "postgresql":
        return 1
    return len(read_rows("SELECT 1 FROM pg_prepared_statements WHERE statement = %s", [STATEMENT]))


def test_a_statement_is_planned_once():
    for _ in range(3):
        assert read_rows(STATEMENT, []) == [(42,)]
    assert kept_plans() == 1


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
