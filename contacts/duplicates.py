"""Who may stand here twice: the same address, the same name, or nearly the same name at one company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact, ContactQuerySet, DistinctPair
from contacts.names import ALIKE, how_alike, orders_of, words_of
from crm.models import User

MOST_PAIRS = 40
# In a company so large, or with a name so common, similar names say little.
MOST_RIVALS = 60
MOST_GROUPS = 500


class Brief(NamedTuple):
    pk: int
    name_key: str
    email: str
    company_id: int | None


Fits = Callable[[Brief, Brief], bool]


@dataclass(frozen=True)
class Suspicion:
    """Two contacts who may be one, the older first, and why."""

    first: Contact
    second: Contact
    why: str


def find_duplicates(owner: User, *, of: Contact | None = None) -> list[Suspicion]:
    """The pairs that are most likely one person, the likeliest first; of one contact, or of all.

    Those that were said to be two are left out.
    """
    distinct = set(DistinctPair.objects.filter(first__owner=owner).values_list("first_id", "second_id"))
    found: dict[tuple[int, int], str] = {}
    for one, other, why in suspect(Contact.objects.owned_by(owner), of):
        pair = (min(one, other), max(one, other))
        if pair not in distinct and pair not in found and (of is None or of.pk in pair):
            found[pair] = why
        if len(found) >= MOST_PAIRS:
            break
    people = Contact.objects.owned_by(owner).select_related("company").in_bulk({pk for pair in found for pk in pair})
    return [Suspicion(people[one], people[other], why) for (one, other), why in found.items()]


def suspect(own: ContactQuerySet, of: Contact | None) -> Iterator[tuple[int, int, str]]:
    yield from pair_up(read_groups(own, "email", of), lambda _one, _other: True, str(_("the same e-mail")))
    yield from pair_up(read_namesakes(own, of), may_be_one, str(_("the same name")))
    alike = str(_("a similar name, and the same company"))
    yield from pair_up(read_groups(own, "company_id", of), are_alike, alike)


def read_groups(own: ContactQuerySet, key: str, of: Contact | None) -> Iterator[list[Brief]]:
    """Contacts that share the key, group by group; only the group of one contact, if it is asked for."""
    if of is not None:
        values = [getattr(of, key)]
    else:
        shared = own.exclude(**{key: None if key == "company_id" else ""}).values(key).annotate(number=Count("pk"))
        shared = shared.filter(number__gt=1, number__lte=MOST_RIVALS).order_by("-number", key)
        values = list(shared.values_list(key, flat=True)[:MOST_GROUPS])
    values = [value for value in values if value]
    groups: dict[object, list[Brief]] = defaultdict(list)
    rows = own.filter(**{f"{key}__in": values}).order_by("pk")
    for row in rows.values_list(key, "pk", "name_key", "email", "company_id"):
        groups[row[0]].append(Brief(*row[1:]))
    for group in groups.values():
        yield sorted(group, key=lambda each: of is not None and each.pk != of.pk)[:MOST_RIVALS]


def read_namesakes(own: ContactQuerySet, of: Contact | None) -> Iterator[list[Brief]]:
    """Contacts whose names are the same words, in whatever order: in one pass over all names."""
    if of is not None:
        own = own.filter(name_key__in=orders_of(of.name_key))
    groups: dict[tuple[str, ...], list[Brief]] = defaultdict(list)
    for row in own.order_by("pk").values_list("pk", "name_key", "email", "company_id").iterator(chunk_size=5000):
        each = Brief(*row)
        groups[tuple(sorted(words_of(each.name_key)))].append(each)
    yield from (group for group in groups.values() if 1 < len(group) <= MOST_RIVALS)


def pair_up(groups: Iterable[list[Brief]], fits: Fits, why: str) -> Iterator[tuple[int, int, str]]:
    for group in groups:
        for one, other in combinations(group, 2):
            if fits(one, other):
                yield one.pk, other.pk, why


def may_be_one(one: Brief, other: Brief) -> bool:
    """Of one name, and nothing that tells two apart: neither another company nor, there, another address."""
    same_place = one.company_id is None or other.company_id is None or one.company_id == other.company_id
    return same_place or not (one.email and other.email)


def are_alike(one: Brief, other: Brief) -> bool:
    return how_alike(one.name_key, other.name_key) >= ALIKE


def keep_apart(one: Contact, other: Contact) -> None:
    """They are two people: not to be asked about again."""
    first, second = sorted((one, other), key=lambda contact: contact.pk)
    DistinctPair.objects.get_or_create(first=first, second=second)
