"""Count what a page needs besides time: statements (without those that only open or close a transaction) and bytes."""

import os

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.load import Request
from tests.bench.pages import PAGES, Page, Seeded

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def count_pages(seeded: Seeded) -> dict[str, dict[str, int]]:
    return {page.name: count_page(page, seeded) for page in PAGES}


def count_page(page: Page, seeded: Seeded) -> dict[str, int]:
    request = page.ask_afterword(seeded)
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = seeded.afterword_session
    ask(client, request)  # what is read once and kept
    with CaptureQueriesContext(connection) as captured:
        answer = ask(client, request)
    assert answer.status_code == request.expect, f"{request.path}: {answer.status_code}"
    statements = [each["sql"] for each in captured.captured_queries if not each["sql"].startswith(TRANSACTION)]
    return {"queries": len(statements), "bytes": len(answer.content)}


def ask(client: Client, request: Request):
    if not request.body:
        return client.get(request.path)
    body = request.body.replace("#", str(os.getpid()))
    return client.post(request.path, body, content_type="application/x-www-form-urlencoded")
