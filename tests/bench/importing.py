"""What an import costs: `python -m tests.bench.importing ROWS ROUNDS` prints seconds of CPU and megabytes, as JSON.

The floor is the least that a program can do for the same file: csv's reader, normalised cells, whoever stands twice
left out, and COPY (or executemany) into the same table with its indexes, in one durable transaction.
"""

import csv
import io
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from contacts.models import Company, Contact, ContactEvent, name_key  # noqa: E402
from crm.importing.looking import choose_columns, take_in  # noqa: E402
from crm.importing.reading import read_import  # noqa: E402
from crm.importing.running import State, begin, delete_import  # noqa: E402
from crm.importing.writing import write_import  # noqa: E402
from crm.models import ImportRun, User  # noqa: E402
from crm.preparing import migrate_database  # noqa: E402
from tests.bench.bulk import write_rows  # noqa: E402

HEADINGS = ["Name", "E-mail", "Company", "Title", "Field", "Notes", "Phone", "Website"]
COLUMNS = ["name", "email", "company", "title", "field", "notes", "", ""]
FIRST = ("Anna", "Ben", "Clara", "David", "Elena", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Klara", "Liam")
LAST = ("Adler", "Brandt", "Conrad", "Dietz", "Engel", "Fuchs", "Graf", "Haas", "Ibsen", "Jung", "Kern", "Lang")


def write_file(rows: int) -> bytes:
    """A hundred thousand rows are 16 MB."""
    chance = random.Random(5)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(HEADINGS)
    for number in range(rows):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}-{number:x}"
        email = f"{name.replace(' ', '.').lower()}@company{number % 4000}.example"
        notes = f"Met at the fair in hall {number % 30}, spoke of the line {number % 97} and of the plans for spring"
        rest = [f"Company {number % 4000} Ltd", "Head of Engineering", "Software", notes, f"+49 30 {number:07}"]
        table.writerow([name, email, *rest, f"https://company{number % 4000}.example"])
    return text.getvalue().encode()


def import_by_floor(owner: User, content: bytes) -> None:
    rows, seen = [], set()
    today, now = owner.today(), timezone.now()
    reader = csv.reader(io.StringIO(content.decode()))
    next(reader)
    for cells in reader:
        name, company, title, field, notes = (" ".join(cells[at].split()) for at in (0, 2, 3, 4, 5))
        email = cells[1].strip().lower()
        if email in seen:
            continue
        seen.add(email)
        words = f"{name} {company} {title} {field} {email} {notes}".lower().split()
        text = "  " + "  ".join(dict.fromkeys(words))  # what the index of the search needs
        rows.append((owner.pk, name, name_key(name), email, title, field, notes, text, today, now))
    known = ["owner_id", "name", "name_key", "email", "title", "field", "notes", "search_text"]
    with transaction.atomic():
        write_rows(Contact, [*known, "added_on", "created_at"], rows)


def import_by_product(owner: User, content: bytes) -> ImportRun:
    """Looked at, read and brought in: what the user waits for, from the upload to the end."""
    run = take_in(owner, "people.csv", io.BytesIO(content), len(content))
    if run.state == State.CHOOSING:
        choose_columns(run, columns=COLUMNS, day_first=True, wishes={"cadence": 1, "takes_file": False, "quiet": False})
    read_import(run)
    run.refresh_from_db()
    assert run.state == State.READY, (run.state, run.problem)
    if run.counts.get("new"):
        begin(run, State.WRITING, was=[State.READY])
        write_import(run)
        run.refresh_from_db()
        assert run.state == State.DONE, (run.state, run.problem)
    return run


def empty() -> None:
    """As if nothing had ever been there: what was deleted would cost whoever comes next."""
    with connection.cursor() as cursor:
        for model in (ContactEvent, Contact, Company):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("INSERT INTO contacts_search(contacts_search) VALUES ('rebuild')")


def seconds_of(work: Callable[..., object], *words: object) -> float:
    """CPU seconds of this process and of PostgreSQL's backend: neighbours on the machine add little to them."""
    started = cpu_so_far()
    work(*words)
    return cpu_so_far() - started


def cpu_so_far() -> float:
    if connection.vendor != "postgresql":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    after_the_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = sum(int(after_the_name[at]) for at in (11, 12))  # user and system time
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def memory(what: str) -> float:
    """`VmRSS` or `VmHWM` of this process, in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def measure(rows: int, rounds: int) -> dict[str, float]:
    migrate_database()
    owner = User.objects.create_user("bench@example.org", None)
    import_by_product(owner, write_file(20))  # everything is loaded, as in a worker that runs
    empty()
    content = write_file(rows)
    best: dict[str, float] = {}
    for _round in range(rounds):
        empty()
        idle = memory("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")
        figures = {"product": seconds_of(import_by_product, owner, content)}
        figures["memory"] = memory("VmHWM") - idle
        figures["again"] = seconds_of(import_by_product, owner, content)
        assert Contact.objects.count() == rows
        for pk in ImportRun.objects.values_list("pk", flat=True):
            delete_import(pk)
        empty()
        figures["floor"] = seconds_of(import_by_floor, owner, content)
        best = {key: min(value, best.get(key, value)) for key, value in figures.items()}
    return best


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
