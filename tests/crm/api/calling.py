"""Runs the examples of the documentation."""

import json
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from django.test import Client

from crm.api.examples import EXAMPLES
from crm.api.openapi import read_schema
from followups.fetching import Fetched
from followups.fetching.pages import PageTitle

RSS = b"""<rss version="2.0"><channel><title>Harbour news</title><link>https://example.org/</link>
<item><title>A regatta for everybody</title><link>https://example.org/regatta</link></item></channel></rss>"""
# What has to have happened before.
BEFORE = {
    "contact_resume": ["contact_pause"],
    "contact_reopen": ["contact_end"],
    "contact_undo_stop": ["contact_stop"],
}


def list_operations() -> list[tuple[str, str, dict[str, Any]]]:
    paths = read_schema()["paths"].items()
    return [(method.upper(), path, each) for path, operations in paths for method, each in operations.items()]


OPERATIONS = {each["operationId"]: (method, path, each) for method, path, each in list_operations()}


def run_example(name: str, secret: str) -> Any:
    for earlier in BEFORE.get(name, []):
        call(earlier, secret)
    return call(name, secret)


def call(name: str, secret: str) -> Any:
    method, path, _described = OPERATIONS[name]
    example = EXAMPLES[name]
    sent = {"data": json.dumps(example["body"]), "content_type": "application/json"} if "body" in example else {}
    query = {key: json.dumps(value).strip('"') for key, value in example.get("query", {}).items()}
    address = path.replace("{id}", str(example.get("id")))
    with far_network():
        return Client().generic(
            method, address, headers={"Authorization": f"Bearer {secret}"}, query_params=query, **sent
        )


def far_network() -> ExitStack:
    """Every site answers with a feed, and has a title."""
    address = "https://example.org/feed.xml"
    answer = Fetched(url=address, lasting_url=address, status=200, body=RSS)
    stack = ExitStack()
    for place in ("followups.feeds.discovery.fetch", "followups.feeds.visiting.fetch"):
        stack.enter_context(patch(place, return_value=answer))
    title = PageTitle(address, "A page", "")
    stack.enter_context(patch("crm.api.nouns.ideas.fetch_page_title", return_value=title))
    return stack
