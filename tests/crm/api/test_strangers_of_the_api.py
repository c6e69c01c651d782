"""Every address of the API is closed to strangers: found by walking its URL map, so that a new one cannot forget it."""

from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from contacts.models import Company, Contact, Opening, Peer, Rejection
from crm.api.door import only_reads
from crm.api.examples import EXAMPLES
from crm.api.urls import read_paths, urlpatterns
from followups.feedback import propose_request
from followups.models import Feed, FeedbackRequest, Idea, IncomingMessage, Nudge, Referral, Touchpoint
from followups.touchpoints import log_touchpoint
from tests.crm.api.calling import far_network
from tests.crm.api.conftest import Program
from tests.factories import (
    make_article,
    make_company,
    make_consenting_peer,
    make_contact,
    make_feed,
    make_idea,
    make_nudge,
    make_nudge_mail,
    make_opening,
    make_rejection,
    make_user,
)

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
    alice = make_user("alice@example.org")
    contact = make_contact(alice, name=CANARY, notes=CANARY, company=make_company(alice, CANARY))
    request = propose_request(make_rejection(contact, date(2026, 1, 12), role=CANARY))
    touchpoint = log_touchpoint(contact, kind="article", on=date(2026, 1, 13), text=CANARY)
    mail = make_nudge_mail(alice, date(2026, 3, 1), state="sent", subject=CANARY)
    nudge = make_nudge(contact, date(2026, 3, 1), mail=mail)
    opening = make_opening(alice, company=contact.company, role=CANARY, asks_for=CANARY)
    peer = make_consenting_peer(alice, name=CANARY, headline=CANARY, skills=CANARY)
    referral = Referral.objects.create(contact=contact, opening=opening, peer=peer, draft_text=CANARY)
    feed = make_feed(alice, title=CANARY, company=contact.company)
    idea = make_idea(contact, article=make_article(alice, CANARY, feed=feed, summary=CANARY), topic=CANARY)
    incoming = IncomingMessage.objects.create(contact=contact, on=date(2026, 1, 20), text=CANARY)
    rows = (contact, contact.company, request.rejection, request, touchpoint, nudge)
    return {type(row): row for row in (*rows, opening, peer, referral, feed, idea, incoming)}


@pytest.fixture
def charlie():
    return Program(make_user("charlie@example.org"))


def address_of(name, alices):
    route = PATHS[name][0]
    if "<int:pk>" not in route:
        return reverse(f"api:{name}")
    return reverse(f"api:{name}", args=[alices[OWNED[route.partition("/")[0]]].pk])


def everything():
    models = [model for app in ("contacts", "followups") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_every_address_has_a_name_of_its_own():
    names = [pattern.name for pattern in urlpatterns]
    assert sorted(set(names)) == sorted({*PATHS, *PUBLIC})
    assert len(PATHS) == len(list(read_paths()))


@pytest.mark.parametrize("name", OF_ONE)
def test_another_user_finds_nothing_and_changes_nothing(name, alices, charlie):
    address, before = address_of(name, alices), everything()
    operations = [operation.view_func.__name__ for operation in PATHS[name][1].operations]
    bodies = [{}, *(EXAMPLES[each]["body"] for each in operations if "body" in EXAMPLES[each])]
    answers = [charlie.ask(method, address, body) for method in METHODS for body in bodies]
    # A body that does not fit is refused before anything is looked for.
    assert {answer.status_code for answer in answers} <= {404, 405, 422}
    assert 404 in {answer.status_code for answer in answers}
    assert not any(CANARY in answer.content.decode() for answer in answers)
    assert everything() == before


def test_without_a_token_nothing_is_told_or_changed(alices):
    before, stranger = everything(), Client()
    for name in PATHS:
        for method in METHODS:
            answer = stranger.generic(method, address_of(name, alices), data="{}", content_type="application/json")
            assert answer.status_code in {401, 405}, (name, method, answer.status_code)
            assert CANARY not in answer.content.decode(), (name, method)
    assert everything() == before


def test_a_token_that_may_read_changes_nothing(alices):
    reader, before = Program(alices[Contact].owner, scope="read"), everything()
    answers = {
        (name, method): reader.ask(method, address_of(name, alices), {}).status_code for name, method in CHANGING
    }
    assert set(answers.values()) == {403}, answers
    assert everything() == before


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
    before = everything()
    with far_network():
        answer = charlie.ask("POST", address_of(name, alices), {**more, field: alices[model].pk})
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (404, [field])
    assert everything() == before
