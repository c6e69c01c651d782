"""The month by every road in, from fifty sides at once: whatever was let in lies a month apart.

There is no admin.
"""

from collections import Counter
from contextlib import nullcontext
from datetime import date, time, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from contacts.models import Contact
from crm.api.tokens import make_token
from crm.models import User
from followups.links import SENT, link_path, nudge_link
from followups.models import Nudge, NudgeMail, Touchpoint
from followups.nudges import put_off
from followups.planning import plan_mails
from tests.attacks import say, size
from tests.crm.importing.bringing import bring
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user
from tests.followups.writers import at_once, is_refusal, too_close

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 50
ATTEMPTS = size("ATTEMPTS", 250)
START = date(2025, 1, 1)
DAYS = 600


class World:
    """A few contacts of one user, whom everybody writes about."""

    def __init__(self) -> None:
        self.owner = make_user(nudge_time=time(0), contacts_per_mail=10)
        self.contacts = [make_contact(self.owner, added_on=START).pk for _number in range(5)]
        self.tokens = [make_token(self.owner, name=f"{number}")[1] for number in range(20)]
        self.links = [self.make_link(contact) for contact in self.contacts]
        self.browser = Client()
        self.browser.force_login(self.owner)

    def make_link(self, contact: int) -> str:
        on = START + timedelta(days=20)
        mail = NudgeMail.objects.filter(owner=self.owner, on=on).first() or make_nudge_mail(
            self.owner, on, state="sent"
        )
        nudge = make_nudge(Contact.objects.get(pk=contact), on, mail=mail, state="expired")
        return link_path() + nudge_link(nudge, SENT, self.owner).partition(link_path())[2]


class Attempt:
    """One attempt to get a row in: about a contact, on a day, both drawn from the attempt's number."""

    def __init__(self, world: World, number: int) -> None:
        random = Random(number)
        self.world, self.number = world, number
        self.contact = random.choice(world.contacts)
        self.on = START + timedelta(days=random.randrange(DAYS))

    def form(self) -> int:
        browser = Client()
        browser.cookies = self.world.browser.cookies
        typed = {"kind": "article", "on": f"{self.on}", "channel": "email", "text": "", "url": ""}
        address = f"/touchpoints/new/?contact={self.contact}"
        return browser.post(address, {**typed, "submission": f"{uuid4()}"}).status_code

    def api(self) -> int:
        secret = self.world.tokens[self.number % len(self.world.tokens)]
        body = {"contact": self.contact, "kind": "check_in", "on": f"{self.on}"}
        headers = {"Authorization": f"Bearer {secret}"}
        return Client().post("/api/v1/touchpoints", body, "application/json", headers=headers).status_code

    def link(self) -> int:
        address = self.world.links[self.number % len(self.world.links)]
        return Client().post(address, {"do": "again", "day": f"{self.on}"}).status_code

    def file(self) -> None:
        contact = Contact.objects.get(pk=self.contact)
        bring(self.world.owner, f"Name,E-mail,Last contacted\n{contact.name},{contact.email},{self.on}\n")

    def not_this_month(self) -> None:
        put_off(Contact.objects.get(pk=self.contact))

    def planner(self) -> None:
        User.objects.filter(pk=self.world.owner.pk).update(plan_at=timezone.now())
        NudgeMail.objects.filter(owner=self.world.owner, state="planned").update(state="cancelled")
        User.objects.filter(pk=self.world.owner.pk).update(last_mail_on=None)
        plan_mails(timezone.now())

    def create(self) -> None:
        Nudge.objects.create(contact_id=self.contact, on=self.on, state="expired")

    def bulk_create(self) -> None:
        later = self.on + timedelta(days=25)
        rows = [Touchpoint(contact_id=self.contact, kind="article", on=on, counts=True) for on in (self.on, later)]
        Touchpoint.objects.bulk_create(rows[: 1 + self.number % 2])

    def update_day(self) -> None:
        some = Nudge.objects.filter(contact_id=self.contact).order_by("?").values_list("pk", flat=True)[:1]
        Nudge.objects.filter(pk__in=list(some)).update(on=self.on)

    def update_counts(self) -> None:
        not_early = Touchpoint.objects.filter(contact_id=self.contact, counts=False, early=False)
        not_early.exclude(kind="thank_you").update(counts=True)

    def sql(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO followups_nudge (contact_id, public_id, "on", state, created_at) VALUES (%s, %s, %s, '
                "'expired', %s)",
                [self.contact, f"sql-{self.number}", self.on.isoformat(), f"{timezone.now():%Y-%m-%d %H:%M:%S}+00:00"],
            )


BY_REQUEST = [Attempt.form, Attempt.api, Attempt.link]
AROUND_THE_APP = [Attempt.create, Attempt.bulk_create, Attempt.update_day, Attempt.update_counts, Attempt.sql]
ROADS = [*BY_REQUEST, Attempt.file, Attempt.not_this_month, Attempt.planner, *AROUND_THE_APP]


def test_every_road_from_fifty_sides_keeps_the_month():
    world = World()

    def write(writer: int) -> list[tuple[str, object]]:
        numbers = range(writer, ATTEMPTS, WRITERS)
        return [take(ROADS[number % len(ROADS)], Attempt(world, number)) for number in numbers]

    came_to = [each for results in at_once(write, WRITERS, WRITERS) for each in results]

    found = violations(world)
    busy = [outcome for _road, outcome in came_to if is_busy(outcome)]
    failed = [outcome for _road, outcome in came_to if isinstance(outcome, Exception) and not is_busy(outcome)]
    refused = Counter(road for road, outcome in came_to if isinstance(outcome, Exception) and is_refusal(outcome))
    rows = Nudge.objects.count() + Touchpoint.objects.count()
    say("attempts", len(came_to), refused=refused.total(), busy=len(busy), rows=rows, violations=len(found))
    assert found == []
    assert all(map(is_refusal, failed)), failed
    assert {"create", "sql", "bulk_create"} <= refused.keys(), "an attack that nothing turns away is none"
    assert {code for _road, code in came_to if isinstance(code, int) and not is_busy(code)} <= {200, 201, 302}
    assert len(came_to) == ATTEMPTS
    assert len(busy) < ATTEMPTS / 2


def is_busy(outcome: object) -> bool:
    """SQLite has one writer: of fifty, one may wait for half a minute, and is told to come again; so is who finds no
    line to PostgreSQL on a machine that is out of breath. 400: the session could not be written after all was done."""
    return outcome in (400, 503) or any(words in str(outcome) for words in ("database is locked", "timeout expired"))


def take(road, attempt: Attempt) -> tuple[str, object]:
    try:
        with transaction.atomic() if road in AROUND_THE_APP else nullcontext():
            return road.__name__, road(attempt)
    except Exception as error:  # noqa: BLE001 (what went wrong is what is counted)
        return road.__name__, error


def violations(world: World) -> list[object]:
    """Read by plain SQL, and judged by the arithmetic of Python alone."""
    found: list[object] = []
    for contact in world.contacts:
        nudges = read_days("followups_nudge", "state NOT IN ('withdrawn', 'merged')", contact)
        messages = read_days("followups_touchpoint", "counts", contact)
        found += too_close(nudges) + too_close(messages)
        found += [month for month, times in Counter(day.replace(day=1) for day in nudges).items() if times > 1]
        found += [month for month, times in Counter(day.replace(day=1) for day in messages).items() if times > 1]
    return found


def read_days(table: str, condition: str, contact: int) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "on" FROM {table} WHERE {condition} AND contact_id = {contact}')
        return [date.fromisoformat(str(day)) for (day,) in cursor.fetchall()]


def test_fifty_equal_posts_of_one_link_log_one_message():
    world = World()
    typed = {"day": f"{world.owner.today()}"}
    answers = at_once(lambda _number: Client().post(world.links[0], typed).status_code, 50, WRITERS)
    assert answers == [200] * 50
    assert Touchpoint.objects.count() == 1
