"""Who asks: what every request of somebody signed in reads, by statements that the database keeps planned.

Django puts its own together anew for each page, which cost a fifth of the list of people.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.utils import timezone

from crm.models import User
from crm.statements import Columns, change_rows, read_rows

SESSION_SQL = "SELECT session_key, session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
USER = Columns(User)
USER_SQL = f"SELECT {USER.of('u')} FROM crm_user u WHERE u.id = %s"  # noqa: S608 (names of ours)
KEEP_SESSION_SQL = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        for key, data in read_rows(SESSION_SQL, [self.session_key, now]):
            return Session(session_key=key, session_data=data)
        self._session_key = None
        return None

    def save(self, must_create: bool = False) -> None:
        """Keep the session. Raises `UpdateError` if it ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        kept = self.create_model_instance(dict(self.items()))
        until = connection.ops.adapt_datetimefield_value(kept.expire_date)
        try:
            has_kept = change_rows(KEEP_SESSION_SQL, [kept.session_data, until, kept.session_key])
        except DatabaseError as error:
            raise UpdateError from error
        if not has_kept:
            raise UpdateError


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as allauth does."""

    def get_user(self, user_id: Any) -> User | None:
        for row in read_rows(USER_SQL, [user_id]):
            user = USER.make(row)
            return user if self.user_can_authenticate(user) else None
        return None
