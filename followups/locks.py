"""One change to a user's history at a time, always locked in the same order: user, then mail, then nudges."""

from django.db import connection

from contacts.models import Contact
from crm.models import User
from crm.statements import Columns, read_rows

PLANNED = Columns(User, "id", "plan_at")
PLANNED_SQL = f"SELECT {PLANNED.of('u')} FROM {User._meta.db_table} u WHERE u.id = %s"  # noqa: S608 (names of ours)
# NO KEY UPDATE lets others go on inserting rows that refer to the user.
HOLD_SQL = {"postgresql": f"{PLANNED_SQL} FOR NO KEY UPDATE", "sqlite": PLANNED_SQL}


def lock_user(user: User) -> None:
    """Hold the user's row until the transaction ends, and read when they are planned for.

    (SQLite has one writer; its transactions are immediate.) Raises `User.DoesNotExist` if the account is gone.
    """
    assert connection.in_atomic_block, "outside a transaction, nothing would be held"
    held = read_rows(HOLD_SQL[connection.vendor], [user.pk])
    if not held:
        raise User.DoesNotExist
    user.plan_at = PLANNED.make(held[0]).plan_at


def lock_contact(contact: Contact) -> None:
    """Hold the history of the contact's owner, and read the contact again as it is now."""
    lock_user(contact.owner)
    contact.refresh_from_db(from_queryset=Contact.objects.select_related("owner", "company"))
