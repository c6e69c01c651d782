"""Every address is closed to strangers: found by walking the URL map, so that a new page cannot forget it."""

from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from io import BytesIO
from itertools import product
from urllib.parse import urlencode
from zipfile import ZipFile, is_zipfile

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from contacts.models import Company, Contact, Opening, Peer, Rejection
from crm.models import ApiToken, ImportRun, Invitation, User
from followups.cadence import refresh_next_date
from followups.mails import build_nudge_mail
from followups.models import (
    Delivery,
    Feed,
    FeedbackRequest,
    Idea,
    IncomingMessage,
    LetterTemplate,
    MailboxMail,
    Nudge,
    NudgeMail,
    PushTarget,
    Referral,
    Touchpoint,
    Webhook,
)
from followups.tick import run_tick
from tests.belongings import find_crossings, make_belongings, rows_of
from tests.factories import make_user
from tests.forms_of import forms_of

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
    "mailbox_hook",
    "calendar",
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
    "invitation",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_trust",
}
# What `pk` means, by how the name of the address begins.
OWNED: dict[str, type[Model]] = {
    "rejection": Rejection,
    "contact": Contact,
    "check_in": Contact,
    "incoming_message": IncomingMessage,
    "mailbox_": MailboxMail,
    "webhook": Webhook,
    "delivery_": Delivery,
    "push_": PushTarget,
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
    "import_": ImportRun,
    "invitation": Invitation,
    "mfa_": Authenticator,
    "session_": UserSession,
}
# What another parameter than `pk` means, by its name.
PARAMETERS: dict[str, type[Model]] = {}
# How a form or a query may call what it refers to.
REFERENCES = {
    "company": Company,
    "contact": Contact,
    "feed": Feed,
    "feedback_request": FeedbackRequest,
    "idea": Idea,
    "mail": NudgeMail,
    "mailbox_mail": MailboxMail,
    "nudge": Nudge,
    "opening": Opening,
    "other": Contact,
    "peer": Peer,
    "rejection": Rejection,
    "touchpoint": Touchpoint,
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
CONVERTERS = {pattern.name: list(pattern.pattern.regex.groupindex) for pattern in PATTERNS}
OF_ONE_OBJECT = sorted(name for name, converters in CONVERTERS.items() if converters and name not in PUBLIC)
PRIVATE = sorted(name for name in CONVERTERS if name not in PUBLIC)
LISTS = sorted(set(PRIVATE) - set(OF_ONE_OBJECT))


@pytest.fixture
def alices():
    """One of everything, all of it Alice's, with a word that must not be seen by others."""
    return make_belongings(make_user("alice@example.org", is_owner=True), CANARY)


@pytest.fixture
def charlie(client):
    client.force_login(make_user("charlie@example.org"))
    return client


@pytest.fixture
def charlies(charlie):
    return make_belongings(charlie_himself(), "Zither")


def charlie_himself():
    return User.objects.get(email="charlie@example.org")


def models_of(name: str) -> list[type[Model]]:
    """What the parameters of an address stand for; fails for an address nobody has thought of here."""
    by_name = [model for start, model in OWNED.items() if name.startswith(start)]
    found = [PARAMETERS.get(each) or (by_name[0] if each == "pk" and by_name else None) for each in CONVERTERS[name]]
    assert None not in found, f"{name}: whose are {CONVERTERS[name]}? Say so in OWNED or PARAMETERS."
    return found


def address_of(name: str, *belongings: dict[type[Model], Model]) -> str:
    """The address of what belongs to somebody: of the first parameter to the first given, and so on."""
    given = belongings * len(CONVERTERS[name])
    return reverse(name, args=[theirs[model].pk for model, theirs in zip(models_of(name), given, strict=False)])


def mixes_of(name: str, alices, charlies) -> list[str]:
    """Every mix of own and foreign ids, at least one of them foreign."""
    mixes = product((alices, charlies), repeat=len(CONVERTERS[name]))
    return [address_of(name, *mix) for mix in mixes if any(theirs is alices for theirs in mix)]


def text_of(answer) -> str:
    """All that an answer tells, also in what is packed into it."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode(errors="replace")


def test_every_address_has_a_name():
    assert [str(pattern.pattern) for pattern in PATTERNS if not pattern.name] == []


@pytest.mark.parametrize("name", OF_ONE_OBJECT)
def test_another_user_finds_nothing_and_changes_nothing(name, alices, charlie):
    alice = alices[Contact].owner
    charlies = make_belongings(charlie_himself(), "Zither") if len(CONVERTERS[name]) > 1 else {}
    before = rows_of(alice)
    for address in mixes_of(name, alices, charlies):
        answers = {method: getattr(charlie, method)(address) for method in METHODS}
        statuses = {method: answer.status_code for method, answer in answers.items()}
        assert set(statuses.values()) <= {404, 405}, statuses
        assert 404 in statuses.values(), statuses
        assert not any(CANARY in text_of(answer) for answer in answers.values())
    assert rows_of(alice) == before


def test_who_is_not_signed_in_is_led_to_sign_in(alices, client):
    before = rows_of(alices[Contact].owner)
    for name in PRIVATE:
        address = address_of(name, alices)
        for method in METHODS:
            answer = getattr(client, method)(address)
            assert answer.status_code in {302, 405}, (name, method, answer.status_code)
            assert answer.status_code == 405 or answer.url.startswith("/accounts/login/"), (name, answer.url)
    assert rows_of(alices[Contact].owner) == before


def test_lists_show_nothing_of_another_user(alices, charlie):
    queries = [{}, {"q": CANARY[:-2]}, {name: alices[model].pk for name, model in REFERENCES.items()}]
    queries += [{name: alices[REFERENCES[name]].pk} for name in ("contact", "company")]
    for name, query in product(LISTS, queries):
        answer = charlie.get(reverse(name), query)
        assert answer.status_code < 500, (name, query)
        assert CANARY not in text_of(answer), (name, query)


def test_what_is_open_to_everybody_tells_nothing_and_never_fails(alices, charlie):
    before = rows_of(alices[Contact].owner)
    for name, visitor, method in product(sorted(PUBLIC), (Client(), charlie), METHODS):
        address = reverse(name, args=["x"] * len(CONVERTERS[name])) if CONVERTERS[name] else reverse(name)
        for query in ({}, {"contact": alices[Contact].pk, "next": "https://evil.example/"}):
            with rolled_back():
                answer = getattr(visitor, method)(address, query)
            assert answer.status_code < 500 or name == "healthz", (name, method)
            assert CANARY not in text_of(answer), (name, method)
            assert not answer.get("Location", "").startswith("https://evil"), (name, method)
    assert rows_of(alices[Contact].owner) == before


def test_no_form_and_no_query_ties_anything_to_what_is_another_users(alices, charlie, charlies):
    """Every form of every page, sent as it is but for its references, and with ones that it does not have."""
    alice = alices[Contact].owner
    before, sent = rows_of(alice), set()
    for name in PRIVATE:
        page = charlie.get(address_of(name, charlies))
        assert page.status_code < 500, name
        if page.streaming or not page.get("Content-Type", "").startswith("text/html"):
            continue
        for form in forms_of(page):
            address = form.action or address_of(name, charlies)
            if form.method != "post" or address in sent or address.startswith("/accounts/logout"):
                continue
            sent.add(address)
            *single, every = foreign_words(form.fields, alices)
            for foreign in (*single, every):
                check_answer(charlie, address, {**form.fields, **foreign}, alice, before)
            check_answer(charlie, f"{address.partition('?')[0]}?{urlencode(every)}", form.fields, alice, before)
    assert len(sent) > 50


def foreign_words(fields, alices):
    """Each reference of the form by itself, then all that there could be, with whose it is and which it is."""
    theirs = {name: str(alices[model].pk) for name, model in REFERENCES.items()}
    for name in fields:
        if name.removesuffix("_id") in theirs:
            yield {name: theirs[name.removesuffix("_id")]}
    owner = str(alices[Contact].owner.pk)
    yield {**theirs, **{f"{name}_id": pk for name, pk in theirs.items()}, "owner": owner, "user": owner, "pk": owner}


def check_answer(charlie, address, words, alice, before):
    with rolled_back(), connection.execute_wrapper(noting := NoteWrites()):
        answer = charlie.post(address, words)
        assert answer.status_code < 500, (address, words)
        assert CANARY not in text_of(answer), (address, words)
        if noting.found:
            assert rows_of(alice) == before, (address, words)
            assert find_crossings() == [], (address, words)


class NoteWrites:
    """Whether anything was written at all, which is looked for in a fraction of the time."""

    found = False

    def __call__(self, execute, sql, params, many, context):
        self.found |= sql.lstrip()[:6].upper().startswith(("INSERT", "UPDATE", "DELETE", "WITH"))
        return execute(sql, params, many, context)


@contextmanager
def rolled_back():
    """What was changed within is taken back."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


def test_a_mail_tells_nothing_of_another_user(alices, charlies):
    Touchpoint.objects.all().delete()
    Nudge.objects.all().delete()
    NudgeMail.objects.all().delete()
    for contact in Contact.objects.all():
        refresh_next_date(contact)
    run_tick(datetime(2026, 6, 1, 12, tzinfo=UTC))
    words = {mail.owner.email: told_by(build_nudge_mail(mail).message) for mail in NudgeMail.objects.all()}
    assert set(words) == {"alice@example.org", "charlie@example.org"}
    assert CANARY in words["alice@example.org"] and "Zither" not in words["alice@example.org"]
    assert "Zither" in words["charlie@example.org"] and CANARY not in words["charlie@example.org"]


def told_by(message: bytes) -> str:
    mail = message_from_bytes(message, policy=policy.default)
    return "\n".join([str(mail["Subject"]), *(part.get_content() for part in mail.iter_parts())])
