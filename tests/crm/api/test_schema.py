from typing import get_args

import pytest
from django.test import Client

from contacts.models import Contact, Opening, Peer, Rejection
from crm.api.nouns import contacts, feedback_requests, ideas, kinds, nudges, peers, referrals, rejections
from crm.api.openapi import read_schema
from followups.models import FeedbackRequest, Idea, Nudge, NudgeMail, Referral, Touchpoint
from tests.crm.api.calling import OPERATIONS

SCHEMAS = read_schema()["components"]["schemas"]


def test_the_description_is_shown_to_everybody(db):
    answer = Client().get("/api/v1/openapi.json")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json()["openapi"].startswith("3.1")
    assert not answer.cookies


def test_the_documentation_is_shown_to_everybody_and_asks_nobody_else(db, client):
    page = client.get("/api/v1/docs").content.decode()
    assert all(f'id="{name}"' in page for name in OPERATIONS)
    assert "<script" not in page and "style=" not in page
    assert "https://cdn" not in page and "//" not in page.split("<main", 1)[0].replace("http://", "")


@pytest.mark.parametrize("path", ["docs", "openapi.json"])
def test_the_description_is_only_read(client, path):
    answer = client.post(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "wrong_method")


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_says_how_it_is_called_and_refused(name):
    _method, _path, described = OPERATIONS[name]
    assert described["summary"] and described["tags"]
    assert {"401", "422", "429", "503"} <= set(described["responses"])
    for status, each in described["responses"].items():
        if int(status) >= 400:
            assert each["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}


def test_every_reference_leads_somewhere():
    def references(value):
        if isinstance(value, dict):
            yield from [value["$ref"]] if "$ref" in value else []
            for each in value.values():
                yield from references(each)
        elif isinstance(value, list):
            for each in value:
                yield from references(each)

    names = {reference.removeprefix("#/components/schemas/") for reference in references(read_schema())}
    assert names and names <= set(SCHEMAS)


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        (kinds.Kind, Touchpoint.Kind),
        (kinds.Channel, Touchpoint.Channel),
        (contacts.Cadence, Contact.Cadence),
        (contacts.Standing, Contact.Standing),
        (feedback_requests.State, FeedbackRequest.State),
        (ideas.State, Idea.State),
        (nudges.State, Nudge.State),
        (nudges.MailState, NudgeMail.State),
        (peers.Consent, Peer.Consent),
        (referrals.State, Referral.State),
    ],
)
def test_the_words_of_the_api_are_those_of_the_models(words, choices):
    assert list(get_args(words)) == choices.values


@pytest.mark.parametrize(
    ("words", "choices"), [(rejections.Stage, Rejection.Stage), (rejections.ToldBy, Rejection.ToldBy)]
)
def test_what_was_not_said_may_be_empty(words, choices):
    assert list(get_args(words)) == ["", *choices.values]


@pytest.mark.parametrize(
    ("schema", "model", "fields"),
    [
        ("NewContact", Contact, ["name", "title", "field", "notes", "email"]),
        ("NewRejection", Rejection, ["role", "reason", "notes"]),
        ("NewOpening", Opening, ["role", "url", "asks_for"]),
        ("NewPeer", Peer, ["name", "headline", "notes"]),
        ("NewTouchpoint", Touchpoint, ["text", "url"]),
    ],
)
def test_fields_are_as_long_as_in_the_database(schema, model, fields):
    for name in fields:
        described = SCHEMAS[schema]["properties"][name]
        limits = [each["maxLength"] for each in described.get("anyOf", [described]) if "maxLength" in each]
        assert limits == [model._meta.get_field(name).max_length], name
