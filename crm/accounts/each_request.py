"""Who asks: what every request of somebody signed in reads, by two statements that the database keeps planned.

Django puts its own together anew for each page, which cost a fifth of the list of people.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from crm.models import User
from crm.statements import read_rows

SESSION_SQL = "SELECT session_key, session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        for key, data in read_rows(SESSION_SQL, [self.session_key, now]):
            return Session(session_key=key, session_data=data)
        self._session_key = None
        return None


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as allauth does."""

    def get_user(self, user_id: Any) -> User | None:
        if connection.vendor != "postgresql":  # whose rows hold what a model wants; SQLite's do not
            return cast("User | None", super().get_user(user_id))
        for row in read_rows(write_user_sql(), [user_id]):
            user = User.from_db(connection.alias, user_fields(), row)
            return user if self.user_can_authenticate(user) else None
        return None


@cache
def user_fields() -> list[str]:
    return [field.attname for field in User._meta.concrete_fields]


@cache
def write_user_sql() -> str:
    columns = ", ".join(f'"{field.column}"' for field in User._meta.concrete_fields)
    return f'SELECT {columns} FROM "{User._meta.db_table}" WHERE "id" = %s'  # noqa: S608 (names of ours)
