"""Who of a file is known already: by e-mail, then by name and company; and who may be, to be shown side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Max, Sum

from contacts.models import Contact, DoNotContact, Interest, Rejection, name_key
from contacts.names import ALIKE, how_alike, orders_of
from crm.importing.people import Person
from crm.models import User
from followups.departures import hashes_of
from followups.models import Touchpoint

# In a company so large, or with a name so common, similar names say little.
MOST_RIVALS = 200


class Known(NamedTuple):
    """A contact as far as a row of a file can differ from it."""

    pk: int
    name: str
    name_key: str
    email: str
    title: str
    company: str
    company_key: str
    field: str
    notes: str
    cadence: int
    standing: str


COLUMNS = (
    "pk",
    "name",
    "name_key",
    "email",
    "title",
    "company__name",
    "company__name_key",
    "field",
    "notes",
    "cadence",
    "standing",
)


def describe_contacts(owner: User) -> str:
    """What changes whenever a contact, or who asked not to be contacted, does."""
    seen = Contact.objects.owned_by(owner).aggregate(Count("pk"), Max("pk"), Sum("version"))
    marks = DoNotContact.objects.filter(owner=owner).aggregate(Count("pk"), Max("pk"))
    rejections = Rejection.objects.owned_by(owner).aggregate(Count("pk"), Max("pk"), Sum("version"))
    return " ".join(str(value or 0) for each in (seen, marks, rejections) for value in each.values())


class KnownPeople:
    """The user's contacts, asked for by the rows of a batch: memory does not grow with their number."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        self.own = Contact.objects.owned_by(owner)
        self.has_contacts = self.own.exists()
        self.has_rejections = Rejection.objects.owned_by(owner).exists()
        self.marks = set(DoNotContact.objects.filter(owner=owner).values_list("address_hash", flat=True))

    def find(self, people: Sequence[Person]) -> list[Known | None]:
        """For each of the people the contact who is the same, as far as that is certain."""
        if not self.has_contacts:
            return [None] * len(people)
        by_email: dict[str, Known] = {}
        by_place: dict[tuple[str, str], list[Known]] = defaultdict(list)
        emails = {person.email for person in people if person.email}
        for known in self.read(email__in=emails):
            by_email.setdefault(known.email, known)
        others = {person.name_key for person in people if person.email not in by_email}
        for known in self.read(name_key__in=others):
            by_place[known.name_key, known.company_key].append(known)
        return [by_email.get(person.email) or find_namesake(person, by_place) for person in people]

    def find_alike(self, people: Sequence[Person]) -> list[Known | None]:
        """For each of the people, none of whom is known for certain, a contact who may be the same."""
        if not self.has_contacts or not people:
            return [None] * len(people)
        orders = {person.line: orders_of(person.name_key) for person in people}
        places = {person.company_key for person in people if person.company_key}
        by_name: dict[str, list[Known]] = defaultdict(list)
        by_company: dict[str, list[Known]] = defaultdict(list)
        for known in self.read(name_key__in=set().union(*orders.values())):
            by_name[known.name_key].append(known)
        for known in self.read(company__name_key__in=places):
            by_company[known.company_key].append(known)
        found: list[Known | None] = []
        for person in people:
            colleagues = by_company.get(person.company_key, []) if person.company_key else []
            namesakes = [known for key in sorted(orders[person.line]) for known in by_name.get(key, [])]
            found.append(choose_alike(person, [*namesakes, *colleagues]))
        return found

    def read(self, **narrowing: Any) -> Iterable[Known]:
        if not all(narrowing.values()):
            return []
        rows = self.own.filter(**narrowing).order_by("pk").values_list(*COLUMNS)
        return (Known._make("" if value is None else value for value in row) for row in rows.iterator())

    def asked_to_stop(self, email: str) -> bool:
        return bool(self.marks) and bool(email) and not self.marks.isdisjoint(hashes_of(self.owner, email))

    def read_topics(self, pks: Iterable[int]) -> dict[int, set[str]]:
        topics: dict[int, set[str]] = defaultdict(set)
        for pk, key in Interest.objects.filter(contact__in=list(pks)).values_list("contact_id", "topic_key"):
            topics[pk].add(key)
        return topics

    def read_letters(self, pks: Iterable[int]) -> set[tuple[int, date]]:
        return set(Touchpoint.objects.filter(contact__in=list(pks)).values_list("contact_id", "on"))

    def read_rejections(self, people: Iterable[Person]) -> set[tuple[str, str, date]]:
        """Those of the companies that these rows tell of, as company, role and day."""
        companies = {person.company_key for person in people if person.rejection}
        if not companies or not self.has_rejections:
            return set()
        rows = Rejection.objects.owned_by(self.owner).filter(company__name_key__in=companies)
        return {
            (key, name_key(role), on) for key, role, on in rows.values_list("company__name_key", "role", "rejected_on")
        }


def find_namesake(person: Person, by_place: dict[tuple[str, str], list[Known]]) -> Known | None:
    """The contact of the same name at the same company, unless the two have different addresses."""
    for known in by_place.get((person.name_key, person.company_key), []):
        if not person.email or not known.email:
            return known
    return None


def choose_alike(person: Person, rivals: Sequence[Known]) -> Known | None:
    best, most = None, float(ALIKE)
    for known in rivals[:MOST_RIVALS]:
        score = how_alike(person.name_key, known.name_key)
        if score >= most:
            best, most = known, score
    return best


def compare(person: Person, known: Known, *, takes_file: bool) -> dict[str, str]:
    """What the file would change: it fills what is not known, and replaces what is only if the user wishes so."""
    changes = {}
    for key in ("email", "title", "company", "field", "notes"):
        said, kept = getattr(person, key), getattr(known, key)
        if not said or said == kept or (key == "company" and person.company_key == known.company_key):
            continue
        if not kept:
            changes[key] = said
        elif takes_file and key != "email":
            changes[key] = join_notes(kept, said) if key == "notes" else said
            if changes[key] == kept:
                del changes[key]
    if takes_file and person.email and person.email == known.email and person.name_key != known.name_key:
        changes["name"] = person.name
    return changes


def join_notes(kept: str, said: str) -> str:
    """Both notes; what stands there already is not written twice."""
    joined = kept if said in kept else f"{kept.rstrip()}\n\n{said}"
    return joined if len(joined) <= 20_000 else kept
