"""One change to a user's history at a time, always locked in the same order: user, then mail, then nudges."""

from contacts.models import Contact
from crm.models import User


def lock_user(user: User) -> None:
    """Hold the user's row until the transaction ends, and read when they are planned for.

    (SQLite has one writer; its transactions are immediate.)
    """
    # NO KEY UPDATE lets others go on inserting rows that refer to the user.
    held = User.objects.select_for_update(no_key=True).only("plan_at").get(pk=user.pk)
    user.plan_at = held.plan_at


def lock_contact(contact: Contact) -> None:
    """Hold the history of the contact's owner, and read the contact again as it is now."""
    lock_user(contact.owner)
    contact.refresh_from_db(from_queryset=Contact.objects.select_related("owner", "company"))
