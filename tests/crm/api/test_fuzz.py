"""Whatever is sent: no fault of ours, one shape of errors, and no status but those that are documented."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.api.examples import EXAMPLES
from crm.api.openapi import read_schema
from crm.models import ApiToken
from tests.crm.api.calling import OPERATIONS, far_network
from tests.crm.api.world import make_world

pytestmark = pytest.mark.django_db

IDS = st.one_of(st.sampled_from([7, 12, 13, 51, 61, 71]), st.integers(0, 2**70))
KNOWN = {
    "contact": st.sampled_from([12, 13]),
    "company": st.sampled_from([7, 8]),
    "opening": st.sampled_from([61, 62, 63]),
    "peer": st.sampled_from([51, 52]),
    "idea": st.just(71),
}
# With NUL, halves of surrogate pairs and marks that turn the reading direction.
TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
ODD = st.recursive(
    st.none() | st.booleans() | IDS | st.floats() | TEXT | st.just("2026-11-20") | st.just("x" * 60_000),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
DAYS = st.dates().map(str) | st.just("2026-11-01") | st.just("2026-02-30")


def values(schema: dict[str, Any], name: str = "") -> st.SearchStrategy[Any]:
    """Values as the schema describes them; a field of this name may refer to what there is."""
    if name in KNOWN:
        return KNOWN[name] | values(schema)
    if "allOf" in schema:
        return values(schema["allOf"][0])
    if "$ref" in schema:
        return values(read_schema()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return st.one_of([values(each) for each in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "string" if schema.get("format") == "date":
            return DAYS
        case "string":
            return st.sampled_from(["Zephyr", "a@example.org", "https://example.org/x", "09:30"]) | TEXT
        case "integer":
            return IDS
        case "boolean":
            return st.booleans()
        case "array":
            return st.lists(values(schema["items"]), max_size=3)
        case "object":
            known = schema["properties"]
            required = {field: values(known[field], field) for field in schema.get("required", [])}
            return st.fixed_dictionaries(
                required,
                optional={field: values(each, field) for field, each in known.items() if field not in required},
            )
    return st.none()


def bodies(described: dict[str, Any]) -> st.SearchStrategy[bytes]:
    if "requestBody" not in described:
        return st.just(b"") | ODD.map(write)
    right = values(described["requestBody"]["content"]["application/json"]["schema"])
    wrong = st.tuples(
        right, st.dictionaries(TEXT | st.sampled_from(["text", "on", "name", "contact"]), ODD, max_size=2)
    )
    return st.one_of(
        right.map(write), wrong.map(lambda both: write({**both[0], **both[1]})), ODD.map(write), st.binary()
    )


def write(value: Any) -> bytes:
    return json.dumps(value).encode()


@st.composite
def requests(draw: Any) -> tuple[str, str, str, bytes, dict[str, str]]:
    name = draw(st.sampled_from(sorted(OPERATIONS)))
    method, path, described = OPERATIONS[name]
    query = {
        parameter["name"]: draw(values(parameter["schema"], parameter["name"]) | TEXT)
        for parameter in described["parameters"]
        if parameter["in"] == "query" and draw(st.booleans())
    }
    written = "&".join(f"{key}={quote(str(value), errors='replace')}" for key, value in query.items())
    known = st.just(EXAMPLES[name].get("id"))
    address = path.replace("{id}", str(draw(known | known | IDS)))
    headers = {}
    if draw(st.integers(0, 4)) == 0:
        headers = {"If-Match": draw(st.sampled_from(["*", '"x"', "x", 'W/"x", "y"', ","]))}
        headers["Idempotency-Key"] = draw(st.sampled_from(["k", "l", "m" * 300]))
    return name, method, f"{address}?{written}", b"" if method == "GET" else draw(bodies(described)), headers


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(asked=requests())
def test_whatever_is_sent_is_answered_as_documented(asked, world):
    name, method, address, body, headers = asked
    ApiToken.objects.update(counted=0)
    sent = {"data": body, "content_type": "application/json"} if body else {}
    before = transaction.savepoint()
    answer = Client().generic(method, address, headers={"Authorization": f"Bearer {world}", **headers}, **sent)
    transaction.savepoint_rollback(before)
    assert str(answer.status_code) in OPERATIONS[name][2]["responses"], (answer.status_code, answer.content)
    assert answer.status_code != 500, answer.content
    if answer.status_code >= 400:
        error = answer.json()["error"]
        assert set(error) == {"code", "message", "fields"} and error["message"]
        assert all(isinstance(why, str) for why in error["fields"].values())


@pytest.fixture
def world():
    _tim, secret = make_world()
    with far_network():
        yield secret
