"""A user's webhooks: made, changed, tried and ended."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from contacts.encryption import CannotDecrypt, decrypt, encrypt
from crm.models import User
from followups.fetching import check_address
from followups.locks import lock_user
from followups.models import Delivery, Webhook
from followups.telling.signing import draw_webhook_secret

MOST_WEBHOOKS = 10


class TooMany(Exception):
    """A user has ten webhooks at most."""


@transaction.atomic
def add_webhook(user: User, *, url: str, **wanted: bool) -> tuple[Webhook, str]:
    """Make a webhook; returns it with its secret, which is shown this once. Raises `FetchRefused`, `TooMany`."""
    lock_user(user)
    address = check_address(url)
    if Webhook.objects.filter(owner=user).count() >= MOST_WEBHOOKS:
        raise TooMany
    secret = draw_webhook_secret()
    webhook = Webhook(owner=user, sealed_url=encrypt(address.encode()), sealed_secret=encrypt(secret.encode()))
    for name, value in wanted.items():
        setattr(webhook, name, value)
    webhook.save()
    return webhook, secret


@transaction.atomic
def change_webhook(webhook: Webhook, *, url: str, **wanted: Any) -> None:
    """Change the address or what it is told; a webhook that rested is awake again. Raises `FetchRefused`."""
    webhook.sealed_url = encrypt(check_address(url).encode())
    for name, value in wanted.items():
        setattr(webhook, name, value)
    webhook.failing_since = webhook.rests_since = None
    webhook.save()


def renew_secret(webhook: Webhook) -> str:
    """A new secret; what is delivered from now on is signed with it."""
    secret = draw_webhook_secret()
    webhook.sealed_secret = encrypt(secret.encode())
    webhook.save(update_fields=["sealed_secret"])
    return secret


def read_url(webhook: Webhook) -> str:
    """The address; empty if its key is gone."""
    try:
        return decrypt(bytes(webhook.sealed_url)).decode()
    except CannotDecrypt:
        return ""


def send_test(webhook: Webhook) -> Delivery:
    moment = timezone.now().isoformat(timespec="seconds")
    payload = {"type": Delivery.Event.TEST, "timestamp": moment, "data": {}}
    return Delivery.objects.create(webhook=webhook, event=Delivery.Event.TEST, payload=payload)


def send_again(delivery: Delivery) -> None:
    """Try once more, from now on, what was given up, or was taken before; its identity stays."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.WAITING, attempts=0, next_try_at=timezone.now(), taken_at=None
    )
