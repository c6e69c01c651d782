"""Scripts in every text that the database can hold."""

from django.db import IntegrityError, models, transaction

from crm.models import User
from tests.belongings import owned_models

# A tag that nothing of ours has, to be looked for in what the browser made of a page.
TAG = "canary-x"
SHORT = f"\"'></title></textarea><{TAG} onclick=alert(1)><script>alert(1)</script>"
LONG = SHORT + "".join(
    [
        "</script></style></svg>--><img src=x onerror=alert(2)><svg onload=alert(3)>",
        "<iframe srcdoc='<script>alert(4)</script>'></iframe><a href=\"javascript:alert(5)\">x</a>",
        "{{ 7|add:7 }}{% debug %}{{ request.user.password }}\\u003cscript\\u003ealert(6)\\u003c/script\\u003e",
        f"&lt;{TAG}&gt;&#60;{TAG}&#62;%3C{TAG}%3E+ADw-{TAG}+AD4-",
        f"\u2028<{TAG}\u2029 onfocus=alert(7) autofocus tabindex=1>",
    ]
)
LINK = f"javascript:alert(8)//\"'><{TAG}>"
ADDRESS = f'"><{TAG}>"@example.org'

# What is not written by people: numbers by which rows are found, states, and what is read from a password or a clock.
NOT_TEXT = {"public_id", "message_id", "key", "password", "time_zone", "token", "state", "kind", "mailbox", "secret"}
# Written by us: states, and JSON as text.
NOT_TEXT |= {"old", "new", "by", "voice", "language", "device_kind", "more"}


def poison(owner: User) -> int:
    """Write scripts into every text of theirs; says into how many kinds of field."""
    return sum(
        poison_field(model._base_manager.filter(**{way: owner.pk}), field)
        for model, way in {**owned_models(), User: "pk"}.items()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and is_text(field)
    )


def is_text(field: models.Field) -> bool:
    return not (field.choices or field.unique or field.name in NOT_TEXT or field.name.endswith(("_hash", "_key")))


def poison_field(rows: models.QuerySet, field: models.Field) -> bool:
    rows = rows.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))
    poisoned = False
    for payload in choose_payloads(field):
        try:
            with transaction.atomic():
                poisoned = bool(rows.update(**{field.name: payload}))
        except IntegrityError:  # a rule of the database keeps it out: all the better
            continue
    return poisoned


def choose_payloads(field: models.Field) -> list[str]:
    if "url" in field.name or field.name == "website":
        return [LINK]
    if isinstance(field, models.EmailField) or field.name == "recipient":
        return [ADDRESS]
    longest = field.max_length or len(LONG)
    return [LONG if longest >= len(LONG) else SHORT[:longest]]
