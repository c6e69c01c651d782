"""Every address is closed to strangers: found by walking the URL map, so that a new page cannot forget it."""

from datetime import date

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from contacts.models import Company, Contact, Opening, Peer, Rejection
from crm.api.tokens import make_token
from crm.models import ApiToken
from followups.feedback import propose_request
from followups.models import (
    Feed,
    FeedbackRequest,
    Idea,
    IncomingMessage,
    LetterTemplate,
    Nudge,
    NudgeMail,
    Referral,
    Touchpoint,
)
from followups.touchpoints import log_touchpoint
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

METHODS = ["get", "post", "put", "patch", "delete", "head", "options"]
CANARY = "Xylophone"

# Open to everybody: signing in and up, the health page, what a phone needs to keep the app, and the links in mails,
# which carry their own proof.
PUBLIC = {
    "welcome",
    "healthz",
    "manifest",
    "nudge_link",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
# What `pk` means, by how the name of the address begins.
OWNED: dict[str, type[Model]] = {
    "rejection": Rejection,
    "contact": Contact,
    "check_in": Contact,
    "incoming_message": IncomingMessage,
    "opening": Opening,
    "peer": Peer,
    "resume": Peer,
    "referral": Referral,
    "feed_": Feed,
    "idea": Idea,
    "letter_template": LetterTemplate,
    "company": Company,
    "touchpoint": Touchpoint,
    "feedback": FeedbackRequest,
    "thanks": FeedbackRequest,
    "nudge": Nudge,
    "outbox": NudgeMail,
    "api_token": ApiToken,
}


def walk(resolver: URLResolver) -> list[URLPattern]:
    """The pages; the API has a door and a test of its own (tests/crm/api/test_strangers_of_the_api.py)."""
    found = []
    for pattern in resolver.url_patterns:
        if getattr(pattern, "namespace", None) == "api":
            continue
        found += walk(pattern) if isinstance(pattern, URLResolver) else [pattern]
    return found


PATTERNS = walk(get_resolver())
OF_ONE_OBJECT = sorted(
    pattern.name for pattern in PATTERNS if pattern.pattern.converters and pattern.name not in PUBLIC
)
PRIVATE = sorted(pattern.name for pattern in PATTERNS if pattern.name not in PUBLIC)


@pytest.fixture
def alices():
    """One of everything, all of it Alice's, with a word that must not be seen by others."""
    alice = make_user("alice@example.org", is_owner=True)
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
    template = LetterTemplate.objects.create(owner=alice, kind="check_in", name=CANARY, subject=CANARY, text=CANARY)
    incoming = IncomingMessage.objects.create(contact=contact, on=date(2026, 1, 20), text=CANARY)
    rows = (contact, contact.company, request.rejection, request, touchpoint, mail, nudge)
    token, _secret = make_token(alice, name=CANARY)
    return {type(row): row for row in (*rows, opening, peer, referral, feed, idea, template, incoming, token)}


@pytest.fixture
def charlie(client):
    client.force_login(make_user("charlie@example.org"))
    return client


def address_of(name: str, alices: dict[type[Model], Model]) -> str:
    """The address of Alice's object; fails for an address nobody has thought of here."""
    (model,) = [model for start, model in OWNED.items() if name.startswith(start)]
    return reverse(name, args=[alices[model].pk])


def everything() -> dict[str, list[dict[str, object]]]:
    models = [model for app in ("contacts", "followups") for model in apps.get_app_config(app).get_models()]
    models.append(ApiToken)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_every_address_has_a_name():
    assert [str(pattern.pattern) for pattern in PATTERNS if not pattern.name] == []


@pytest.mark.parametrize("name", OF_ONE_OBJECT)
def test_another_user_finds_nothing_and_changes_nothing(name, alices, charlie):
    address, before = address_of(name, alices), everything()
    answers = {method: getattr(charlie, method)(address) for method in METHODS}
    statuses = {method: answer.status_code for method, answer in answers.items()}
    assert set(statuses.values()) <= {404, 405}, statuses
    assert 404 in statuses.values(), statuses
    assert not any(CANARY in answer.content.decode() for answer in answers.values())
    assert everything() == before


@pytest.mark.parametrize("name", PRIVATE)
def test_who_is_not_signed_in_is_led_to_sign_in(name, alices, client):
    address = address_of(name, alices) if name in OF_ONE_OBJECT else reverse(name)
    before = everything()
    for method in METHODS:
        answer = getattr(client, method)(address)
        assert answer.status_code in {302, 405}, (method, answer.status_code)
        assert answer.status_code == 405 or answer.url.startswith("/accounts/login/"), answer.url
    assert everything() == before


@pytest.mark.parametrize("name", sorted(set(PRIVATE) - set(OF_ONE_OBJECT)))
def test_lists_show_nothing_of_another_user(name, alices, charlie):
    for query in ({}, {"q": CANARY}, {"contact": alices[Contact].pk}):
        answer = charlie.get(reverse(name), query)
        # What was searched for stays in its box.
        assert CANARY not in answer.content.decode().replace(f'value="{CANARY}"', ""), query


def test_a_message_cannot_be_logged_for_another_users_contact(alices, charlie):
    before = everything()
    words = {"kind": "article", "on": "2026-02-01", "channel": "email", "contact": alices[Contact].pk}
    assert charlie.post(f"{reverse('touchpoint_new')}?contact={alices[Contact].pk}", words).status_code == 404
    assert everything() == before


def test_a_rejection_cannot_be_given_to_another_users_contact(alices, charlie):
    bob = make_contact(make_user("bob@example.org"))
    charlie.force_login(bob.owner)
    rejection = make_rejection(bob, date(2026, 2, 1))
    words = {"company": "Zephyr", "role": "Analyst", "rejected_on": "2026-02-01", "contact": alices[Contact].pk}
    charlie.post(reverse("rejection_edit", args=[rejection.pk]), {**words, "version": rejection.version})
    rejection.refresh_from_db()
    assert rejection.contact in {bob, None}
