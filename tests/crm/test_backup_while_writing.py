"""Backups taken while twenty write: each restores to a state that was, with everything that was committed before."""

import threading
import time
from collections import defaultdict

import pytest
from django.db import OperationalError, connection, connections, transaction

from contacts.models import Contact
from crm.backup.restoring import restore_backup
from crm.backup.writing import write_backup
from crm.models import User
from followups.models import Touchpoint
from tests.attacks import say, size
from tests.crm.installations import connect, here, light, own_database  # noqa: F401
from tests.factories import make_contact, make_user

pytestmark = pytest.mark.usefixtures("here", "light")

BACKUPS = size("BACKUPS", 3)
WRITERS = 20
# Seconds between two entries of a writer: for the hundred backups of the long run, so that they stay of one size.
PAUSE = 0.02 if BACKUPS < 20 else 0.2


class Ledger:
    """Each writer's entries, one transaction after the other: in it, two rows of one number in two tables.

    A state that was holds of each writer a first so many entries, and of each entry both rows or none.
    """

    def __init__(self, owner: User) -> None:
        self.database, self.owner = connection.settings_dict["NAME"], owner
        self.contacts = [make_contact(owner).pk for _number in range(WRITERS)]
        self.committed = defaultdict(int)
        self.turned_away = 0
        self.errors: list[Exception] = []
        self.is_over = threading.Event()
        self.threads = [threading.Thread(target=self.write, args=(number,)) for number in range(WRITERS)]

    def write(self, writer: int) -> None:
        connect(self.database)
        try:
            contact = Contact.objects.select_related("owner").get(pk=self.contacts[writer])
            while not self.is_over.wait(PAUSE):
                number = self.committed[writer] + 1
                try:
                    with transaction.atomic():
                        Touchpoint.objects.create(contact=contact, kind="other", on="2026-01-10", text=str(number))
                        Contact.objects.filter(pk=contact.pk).update(notes=str(number))
                except OperationalError:  # of twenty, one may wait for SQLite's only writer too long, and comes again
                    self.turned_away += 1
                else:
                    self.committed[writer] = number
        except Exception as error:  # noqa: BLE001 (told in the test)
            self.errors.append(error)
        finally:
            connections["default"].close()

    def __enter__(self) -> "Ledger":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def wrong_with(self, before: dict[int, int], now: "dict[int, tuple[int, list[int]]]") -> list[str]:
        wrong = []
        for writer, (last, entries) in now.items():
            if entries != list(range(1, last + 1)):
                wrong.append(f"writer {writer}: {last} was noted, the entries are {entries[-3:]} of {len(entries)}")
            if last < before.get(writer, 0):
                wrong.append(f"writer {writer}: {before[writer]} was committed before, {last} is there")
        return wrong

    def read(self) -> dict[int, tuple[int, list[int]]]:
        """Of each writer, the number in the contact's row and those of the entries."""
        rows = {}
        for writer, pk in enumerate(self.contacts):
            notes = Contact.objects.values_list("notes", flat=True).get(pk=pk)
            entries = Touchpoint.objects.filter(contact=pk).order_by("id").values_list("text", flat=True)
            rows[writer] = (int(notes or 0), [int(text) for text in entries])
        return rows


def test_each_backup_under_load_restores_to_a_state_that_was(tmp_path):
    ledger, taken = Ledger(make_user()), []
    with ledger:
        while not ledger.errors and not all(ledger.committed[writer] for writer in range(WRITERS)):
            time.sleep(0.01)
        for number in range(BACKUPS):
            before = dict(ledger.committed)
            write_backup(tmp_path / f"{number}.zip")
            taken.append((tmp_path / f"{number}.zip", before))
    assert ledger.errors == []
    wrong, entries = [], 0
    for path, before in taken:
        restore_backup(path, confirm=lambda _manifest: None)
        now = ledger.read()
        wrong += ledger.wrong_with(before, now)
        entries = sum(last for last, _entries in now.values())
        path.unlink()
    say("backups", len(taken), writers=WRITERS, entries=entries, wrong=len(wrong))
    assert wrong == []
