"""Every address of the API is closed to strangers: found by walking its URL map, so that a new one cannot forget it."""

import json

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from contacts.models import Company, Contact, Opening, Peer, Rejection
from crm.api.door import only_reads
from crm.api.examples import EXAMPLES
from crm.api.openapi import read_schema
from crm.api.urls import read_paths, urlpatterns
from followups.models import Feed, FeedbackRequest, Idea, IncomingMessage, Nudge, Referral, Touchpoint
from tests.belongings import find_crossings, make_belongings, rows_of
from tests.crm.api.calling import OPERATIONS as DESCRIBED
from tests.crm.api.calling import far_network
from tests.crm.api.conftest import Program
from tests.crm.api.world import make_world
from tests.factories import make_user

pytestmark = pytest.mark.django_db

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
CANARY = "Xylophone"
# Shown to everybody; they hold nothing of anybody's.
PUBLIC = {"openapi", "docs", "unknown"}
# Whose ids stand in an address, by how it begins.
OWNED = {
    "companies": Company,
    "contacts": Contact,
    "rejections": Rejection,
    "feedback-requests": FeedbackRequest,
    "touchpoints": Touchpoint,
    "incoming-messages": IncomingMessage,
    "nudges": Nudge,
    "ideas": Idea,
    "feeds": Feed,
    "openings": Opening,
    "peers": Peer,
    "referrals": Referral,
}
PATHS = {view.operations[0].view_func.__name__: (route, view) for route, view in read_paths()}
OF_ONE = sorted(name for name, (route, _view) in PATHS.items() if "<int:pk>" in route)
OPERATIONS = [(name, operation) for name, (_route, view) in PATHS.items() for operation in view.operations]
CHANGING = [(name, operation.methods[0]) for name, operation in OPERATIONS if not only_reads(operation)]


@pytest.fixture
def alices():
    """One of everything, all of it Alice's, with a word that must not be seen by others."""
    return make_belongings(make_user("alice@example.org"), CANARY)


@pytest.fixture
def charlie():
    return Program(make_user("charlie@example.org"))


def address_of(name, alices):
    route = PATHS[name][0]
    if "<int:pk>" not in route:
        return reverse(f"api:{name}")
    return reverse(f"api:{name}", args=[alices[OWNED[route.partition("/")[0]]].pk])


def test_every_address_has_a_name_of_its_own():
    names = [pattern.name for pattern in urlpatterns]
    assert sorted(set(names)) == sorted({*PATHS, *PUBLIC})
    assert len(PATHS) == len(list(read_paths()))


@pytest.mark.parametrize("name", OF_ONE)
def test_another_user_finds_nothing_and_changes_nothing(name, alices, charlie):
    address, before = address_of(name, alices), rows_of(alices[Contact].owner)
    operations = [operation.view_func.__name__ for operation in PATHS[name][1].operations]
    bodies = [{}, *(EXAMPLES[each]["body"] for each in operations if "body" in EXAMPLES[each])]
    answers = [charlie.ask(method, address, body) for method in METHODS for body in bodies]
    # A body that does not fit is refused before anything is looked for.
    assert {answer.status_code for answer in answers} <= {404, 405, 422}
    assert 404 in {answer.status_code for answer in answers}
    assert not any(CANARY in answer.content.decode() for answer in answers)
    assert rows_of(alices[Contact].owner) == before


def test_without_a_token_nothing_is_told_or_changed(alices):
    before, stranger = rows_of(alices[Contact].owner), Client()
    for name in PATHS:
        for method in METHODS:
            answer = stranger.generic(method, address_of(name, alices), data="{}", content_type="application/json")
            assert answer.status_code in {401, 405}, (name, method, answer.status_code)
            assert CANARY not in answer.content.decode(), (name, method)
    assert rows_of(alices[Contact].owner) == before


def test_a_token_that_may_read_changes_nothing(alices):
    reader = Program(alices[Contact].owner, scope="read")
    before = noted_by_programs(alices)
    answers = {
        (name, method): reader.ask(method, address_of(name, alices), {}).status_code for name, method in CHANGING
    }
    assert set(answers.values()) == {403}, answers
    assert noted_by_programs(alices) == before


def noted_by_programs(alices):
    """Everything but what is noted of the use of a token."""
    rows = rows_of(alices[Contact].owner)
    return {name: rows[name] for name in rows if name not in {"ApiToken", "AuditEvent"}}


def test_lists_show_nothing_of_another_user(alices, charlie):
    queries = ("", f"?contact={alices[Contact].pk}", f"?company={alices[Company].pk}", f"?q={CANARY}")
    for name in set(PATHS) - set(OF_ONE):
        for query in queries:
            answer = charlie.ask("GET", address_of(name, alices) + query)
            assert CANARY not in answer.content.decode(), (name, query)


@pytest.mark.parametrize(
    ("name", "field", "model", "more"),
    [
        ("list_touchpoints", "contact", Contact, {"kind": "article"}),
        ("list_incoming_messages", "contact", Contact, {}),
        ("list_rejections", "contact", Contact, {"company": "Zephyr", "role": "Analyst"}),
        ("list_rejections", "company", Company, {"role": "Analyst"}),
        ("list_contacts", "company", Company, {"name": "Dana"}),
        ("list_openings", "company", Company, {"role": "Analyst"}),
        ("list_feeds", "company", Company, {"url": "https://example.org/feed.xml"}),
        ("list_ideas", "contact", Contact, {"url": "https://example.org/", "title": "A page"}),
        ("compose_draft", "contact", Contact, {}),
        ("list_referrals", "contact", Contact, {"opening": 1, "peer": 1}),
    ],
)
def test_nothing_is_tied_to_what_is_another_users(name, field, model, more, alices, charlie):
    before = rows_of(alices[Contact].owner)
    with far_network():
        answer = charlie.ask("POST", address_of(name, alices), {**more, field: alices[model].pk})
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (404, [field])
    assert rows_of(alices[Contact].owner) == before


def test_no_reference_in_any_body_or_query_leads_to_what_is_another_users():
    """Every example of the documentation, with each id that it has or could have replaced by Alice's."""
    _tim, secret = make_world()
    alices = make_belongings(make_user("alice@example.org"), CANARY)
    headers, before, asked = {"Authorization": f"Bearer {secret}"}, rows_of(alices[Contact].owner), 0
    theirs = {name.removesuffix("s").replace("-", "_"): alices[model].pk for name, model in OWNED.items()}
    theirs["company"] = alices[Company].pk
    for name, (method, path, described) in DESCRIBED.items():
        example = EXAMPLES[name]
        address = path.replace("{id}", str(example.get("id")))
        may_refer = {each["name"] for each in described["parameters"]} | fields_of(described)
        for reference in sorted(may_refer & {*theirs}):
            body = {**example["body"], reference: theirs[reference]} if "body" in example else None
            query = {reference: theirs[reference]} if method == "GET" else {}
            sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
            asked += 1
            with far_network(), transaction.atomic():
                answer = Client().generic(method, address, headers=headers, query_params=query, **sent)
                assert answer.status_code < 500, (name, reference)
                assert CANARY not in answer.content.decode(), (name, reference)
                assert find_crossings() == [], (name, reference)
                transaction.set_rollback(True)
    assert rows_of(alices[Contact].owner) == before
    assert asked > 30


def fields_of(described):
    """The fields of a body; others are refused before anything is looked for (test_door)."""
    if "requestBody" not in described:
        return set()
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    schema = read_schema()["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
    return set(schema.get("properties", {}))
