"""One of everything that a user can own, and what belongs to whom: for seeing whether others can reach it."""

from datetime import date
from functools import cache

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import F, ForeignKey, Model, OneToOneField

from crm.accounts.invitations import make_invitation
from crm.api.tokens import make_token
from crm.models import ImportRow, User
from followups.feedback import propose_request
from followups.mailbox.messages import Message
from followups.mailbox.sorting import Sorted
from followups.mailbox.taking import put_into_tray
from followups.models import IncomingMessage, LetterTemplate, Referral
from followups.telling.pushing import add_target
from followups.telling.webhooks import add_webhook, send_test
from followups.touchpoints import log_touchpoint
from tests.factories import (
    make_article,
    make_company,
    make_consenting_peer,
    make_contact,
    make_feed,
    make_idea,
    make_import_run,
    make_nudge,
    make_nudge_mail,
    make_opening,
    make_rejection,
)
from tests.passkeys import Device

# Rows of the installation itself, and of the mail readers, which hold nothing of anybody.
NOBODYS = {"Instance", "InboxPosition", "SetUpCode"}


def make_belongings(owner: User, word: str) -> dict[type[Model], Model]:
    """One of everything, all of it the owner's; `word` is in every text a page may show."""
    contact = make_contact(owner, name=word, notes=word, title=word, company=make_company(owner, word))
    request = propose_request(make_rejection(contact, date(2026, 1, 12), role=word))
    touchpoint = log_touchpoint(contact, kind="article", on=date(2026, 1, 13), text=word)
    mail = make_nudge_mail(owner, date(2026, 3, 1), state="sent", subject=word)
    nudge = make_nudge(contact, date(2026, 3, 1), mail=mail)
    opening = make_opening(owner, company=contact.company, role=word, asks_for=word)
    peer = make_consenting_peer(owner, name=word, headline=word, skills=word)
    referral = Referral.objects.create(contact=contact, opening=opening, peer=peer, draft_text=word)
    feed = make_feed(owner, title=word, company=contact.company)
    idea = make_idea(contact, article=make_article(owner, word, feed=feed, summary=word), topic=word)
    template = LetterTemplate.objects.create(owner=owner, kind="check_in", name=word, subject=word, text=word)
    incoming = IncomingMessage.objects.create(contact=contact, on=date(2026, 1, 20), text=word)
    token, _secret = make_token(owner, name=word)
    invitation, _link = make_invitation(owner, days=7, email=f"{word}@example.org")
    answered = {"name": word, "credential": Device().register(b"")}
    passkey = Authenticator.objects.create(user=owner, type="webauthn", data=answered)
    session = UserSession.objects.create(user=owner, ip="192.0.2.1", session_key=word, user_agent=word)
    account = (token, invitation, passkey, session)
    letter = Message(f"<{word}@example.org>", f"{word}@example.org", (), (), word, None, word)
    (waiting,) = put_into_tray(owner, letter, Sorted("rejection", date(2026, 1, 14), word, [contact]), "confirm")
    file = make_import_run(owner, name=word)
    ImportRow.objects.create(run=file, line=2, outcome="new", name=word, name_key=word, email="", contact=contact)
    webhook, _secret = add_webhook(owner, url=f"https://hooks.example/{word}")
    target = add_target(owner, kind="ntfy", address="https://ntfy.example", topic=word)
    told = (webhook, send_test(webhook), target)
    rows = (contact, contact.company, request.rejection, request, touchpoint, mail, nudge)
    rows = (*rows, opening, peer, referral, feed, idea, template, incoming, waiting, file, *account, *told)
    return {type(row): row for row in rows}


@cache
def owned_models() -> dict[type[Model], str]:
    """Every model of ours, with the way from a row to its owner."""
    models = [model for app in ("contacts", "followups", "crm") for model in apps.get_app_config(app).get_models()]
    ways = {model: find_owner(model) for model in models if model.__name__ not in NOBODYS and model is not User}
    assert all(ways.values()), f"nobody owns {[model.__name__ for model, way in ways.items() if not way]}"
    return ways


def find_owner(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> str:
    """The lookup that leads from a row to its owner, by what is always there; empty where none does."""
    ties = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey | OneToOneField)]
    for field in sorted(ties, key=lambda field: (field.null, field.related_model is not User)):
        if field.related_model is User:
            return field.name
        if field.related_model not in seen and (way := find_owner(field.related_model, seen | {model})):
            return f"{field.name}__{way}"
    return ""


def rows_of(owner: User) -> dict[str, list[dict[str, object]]]:
    """Everything of theirs, as it stands in the database."""
    rows = {
        model.__name__: list(model._base_manager.filter(**{way: owner}).order_by("pk").values())
        for model, way in owned_models().items()
    }
    return {**rows, "User": list(User.objects.filter(pk=owner.pk).values())}


def find_crossings() -> list[str]:
    """Rows that lead from what is one user's to what is another's. There must be none."""
    found = []
    for model, way in owned_models().items():
        for field in model._meta.concrete_fields:
            if not field.is_relation or field.related_model is User:
                continue
            theirs = f"{field.name}__{owned_models()[field.related_model]}"
            rows = model._base_manager.exclude(**{field.name: None}).exclude(**{theirs: F(way)})
            found += [f"{model.__name__}.{field.name}"] if rows.exists() else []
    return found
