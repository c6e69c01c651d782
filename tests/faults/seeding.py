"""People whose nudges are due now: made by the dozen, in one transaction, while the attack goes on."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from itertools import count

from django.db import transaction

from contacts.models import Contact, name_key
from crm.models import User

numbers = count(1)
# More than one mail holds: the last ones are told of on the next day.
CONTACTS_OF_A_USER = [1, 1, 1, 2, 3, 5]


@transaction.atomic
def add_due_users(many: int, now: datetime) -> None:
    """So many users with contacts who wait for a letter, to be planned for from `now` on."""
    users = User.objects.bulk_create([make_user(next(numbers), now) for _ in range(many)])
    Contact.objects.bulk_create(
        [
            make_contact(user, number, now.date())
            for user in users
            for number in range(random.choice(CONTACTS_OF_A_USER))
        ]
    )


def make_user(number: int, now: datetime) -> User:
    # Midnight in UTC: the nudge time of today has come.
    return User(
        email=f"user{number}@example.org",
        name="Tim Berg",
        password="!",
        nudge_time=time(0),
        created_at=now,
        plan_at=now,
    )


def make_contact(user: User, number: int, today: date) -> Contact:
    # Nobody else in the run is called so: the relay finds the name in the text of a mail (`relay.NAME`).
    name = f"Dana Weber-{user.email.removeprefix('user').partition('@')[0]}-{number}"
    added_on = today - timedelta(days=70)
    return Contact(
        owner=user,
        name=name,
        name_key=name_key(name),
        added_on=added_on,
        next_on=today - timedelta(days=random.randrange(1, 20)),
        next_from="added",
        next_from_on=added_on,
        needs_matching=False,
    )
