"""Beside the nudge mail, a word on the user's own device: one for each mail, and never more often than the mail.

Apprise speaks to ntfy, Gotify and webhooks; it calls them by our road, where every address is judged.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from contacts.encryption import CannotDecrypt, decrypt, encrypt
from crm.models import User
from followups.fetching import FetchProblem, FetchRefused, check_address
from followups.fetching.posting import JudgedRequests
from followups.locks import lock_user
from followups.models import NudgeMail, Push, PushTarget
from followups.stopping import stop_is_asked

Kind, State = PushTarget.Kind, Push.State
LOOK_BACK = timedelta(hours=12)
MOST_AT_ONCE = 100
MOST_TARGETS = 5
SCHEMES = {Kind.NTFY: "ntfy", Kind.GOTIFY: "gotify", Kind.JSON: "json"}


@cache
def load_speaker(scheme: str) -> Any:
    """Apprise's own class for an address of this scheme. Loaded by whoever pushes alone: it takes 25 MB."""
    # Apprise tells its log what it sends, and where.
    logging.getLogger("apprise").addFilter(lambda _record: False)
    from apprise.plugins import custom_json, gotify, ntfy

    for plugin in (custom_json, gotify, ntfy):
        vars(plugin)["requests"] = JudgedRequests()
    speakers = {"ntfy": ntfy.NotifyNtfy, "gotify": gotify.NotifyGotify, "json": custom_json.NotifyJSON}
    return speakers[scheme]


def make_speaker(url: str) -> Any:
    """What speaks to this address; None if it is none."""
    speaker = load_speaker(urlsplit(url).scheme.removesuffix("s"))
    read = speaker.parse_url(url)
    return speaker(**read) if read else None


class TooMany(Exception):
    """A user has five push targets at most."""


@transaction.atomic
def add_target(user: User, *, kind: str, address: str, topic: str = "", token: str = "") -> PushTarget:
    """Add a device or service. Raises `FetchRefused` for an address that is not called, `TooMany`."""
    lock_user(user)
    if PushTarget.objects.filter(owner=user).count() >= MOST_TARGETS:
        raise TooMany
    url = write_url(kind, address, topic=topic, token=token)
    return PushTarget.objects.create(owner=user, kind=kind, sealed_url=encrypt(url.encode()))


def write_url(kind: str, address: str, *, topic: str, token: str) -> str:
    """As Apprise names it: gotifys://host/path/TOKEN. Raises `FetchRefused`."""
    parts = urlsplit(check_address(address))
    scheme = SCHEMES[PushTarget.Kind(kind)] + ("s" if parts.scheme == "https" else "")
    place = f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    match kind:
        case Kind.NTFY:
            name = f"{scheme}://{quote(token, safe='')}@{parts.netloc}" if token else f"{scheme}://{parts.netloc}"
            url = f"{name}/{quote(topic, safe='')}?mode=private" + ("&auth=token" if token else "")
        case Kind.GOTIFY:
            url = f"{place}/{quote(token, safe='')}"
        case _:
            # A dash before its name tells Apprise that it is the address's, and none of its own options.
            query = urlencode([(f"-{name}", value) for name, value in parse_qsl(parts.query)])
            url = place + (f"/?{query}" if query else "/")
    try:
        is_fine = make_speaker(url) is not None
    except (TypeError, ValueError):
        is_fine = False
    if not is_fine:
        raise FetchRefused(_("This cannot be used as an address for pushes. Please check each field."))
    return url


def find_mails_to_push(now: datetime) -> list[tuple[int, int]]:
    """Nudge mails that were sent lately and not pushed yet, each with the target that is to hear of it."""
    if not PushTarget.objects.exists():
        return []
    mails = NudgeMail.objects.filter(state=NudgeMail.State.SENT, settled_at__gte=now - LOOK_BACK)
    since_it_is_there = mails.filter(owner__push_targets__created_at__lte=F("settled_at"))
    pairs = since_it_is_there.order_by("settled_at").values_list("owner__push_targets", "pk")
    pushed = set(Push.objects.filter(mail__settled_at__gte=now - LOOK_BACK).values_list("target_id", "mail_id"))
    return [pair for pair in pairs.distinct() if pair not in pushed][:MOST_AT_ONCE]


def push_mails(now: datetime) -> int:
    """Push what waits; returns how many went through."""
    sent = 0
    for target_id, mail_id in find_mails_to_push(now):
        if stop_is_asked():
            break
        if push := claim(target_id, mail_id):
            sent += send(push)
    return sent


def claim(target_id: int, mail_id: int) -> Push | None:
    """The push of this mail, written before it is sent; None if it was written before, by whomever."""
    try:
        with transaction.atomic():
            push = Push.objects.create(target_id=target_id, mail_id=mail_id)
    except IntegrityError:
        return None
    return Push.objects.select_related("target__owner", "mail").get(pk=push.pk)


def send(push: Push) -> bool:
    names = list(push.mail.nudges.values_list("contact__name", flat=True)[:3])
    said = _("Who could hear from you: %(names)s") % {"names": ", ".join(first_name(name) for name in names)}
    error = say(push.target, said if names else _("A letter waits to be written."))
    state = State.FAILED if error else State.SENT
    Push.objects.filter(pk=push.pk).update(state=state, error=error[:300])
    return not error


def say(target: PushTarget, words: str) -> str:
    """Show these words on the device; returns what went wrong, in words, or nothing."""
    try:
        speaker = make_speaker(decrypt(bytes(target.sealed_url)).decode())
        went_well = speaker.notify(title=_("Afterword"), body=f"{words}\n{settings.SITE_URL}/")
    except (FetchProblem, CannotDecrypt) as trouble:
        return str(trouble)
    return "" if went_well else _("It was not accepted there.")


def first_name(name: str) -> str:
    return name.split()[0] if name.split() else name


def read_host(target: PushTarget) -> str:
    """Where it goes to; the topic and the token are not shown again."""
    try:
        return urlsplit(decrypt(bytes(target.sealed_url)).decode()).hostname or ""
    except CannotDecrypt:
        return ""
