import json
from typing import Any

import pytest
from django.test import Client

from crm.api.tokens import make_token
from crm.models import User
from tests.factories import make_user


class Program(Client):
    """A program with a token: it sends and gets JSON, and no cookies."""

    def __init__(self, user: User, *, scope: str = "write", **options: Any) -> None:
        super().__init__(**options)
        self.token, self.secret = make_token(user, name="Test", scope=scope)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"content_type": "application/json", "data": json.dumps(body)} if body is not None else {}
        headers = {"Authorization": f"Bearer {self.secret}", **{n.replace("_", "-"): v for n, v in headers.items()}}
        address = path if path.startswith(("/", "http")) else f"/api/v1/{path}"
        return self.generic(method, address, headers=headers, **sent)


@pytest.fixture
def tim(db) -> User:
    return make_user("tim@example.org", name="Tim Berg", time_zone="Europe/Berlin")


@pytest.fixture
def program(tim) -> Program:
    return Program(tim)
