"""New contacts go from table to table in the database itself, a few thousand at a statement."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from contacts.models import CADENCES, Contact, ContactEvent
from contacts.words import shorten
from crm.importing.bulk import insert_selected
from crm.importing.models import ImportRun
from followups.months import add_months

# A row of the file that makes a contact, beside the company that it names.
ROWS_WITH_COMPANY = (
    "crm_importrow r LEFT JOIN contacts_company c ON c.owner_id = %(owner)s AND c.name_key = r.company_key"
    " AND r.company_key <> '' WHERE r.run_id = %(run)s AND r.id > %(after)s AND r.id <= %(upto)s"
    " AND r.outcome = 'new' AND r.name_key <> '' ORDER BY r.id"
)
AS_THEY_ARE = ("name", "name_key", "email", "title", "field", "notes", "search_text", "cadence")


def add_people(run: ImportRun, *, after: int, upto: int, today: date, moment: datetime) -> None:
    """Make the contacts of the rows whose ids lie in this span, each with the first line of their timeline."""
    is_quiet = bool(run.wishes.get("quiet"))
    as_date = connection.ops.adapt_datefield_value
    words = {
        "owner": run.owner_id,
        "run": run.pk,
        "after": after,
        "upto": upto,
        "today": as_date(today),
        "moment": connection.ops.adapt_datetimefield_value(moment),
        "text": shorten(_("from %(file)s") % {"file": run.name}, 200),
        **{f"in_{months}": as_date(add_months(today, months)) for months in CADENCES},
    }
    first_on = " ".join(f"WHEN {months} THEN {as_day(f'in_{months}')}" for months in CADENCES)
    first_on = f"CASE WHEN r.is_stopped THEN NULL ELSE CASE r.cadence {first_on} END END"
    people = {
        "id": "r.contact_id",
        "owner_id": "%(owner)s",
        "company_id": "c.id",
        **{column: f"r.{column}" for column in AS_THEY_ARE},
        "added_on": as_day("today"),
        "created_at": as_moment("moment"),
        "next_from_on": as_day("today"),
        "standing": f"CASE WHEN r.is_stopped THEN 'stopped' ELSE '{'ended' if is_quiet else 'active'}' END",
        "stopped_at": f"CASE WHEN r.is_stopped THEN {as_moment('moment')} ELSE NULL END",
    }
    if is_quiet:
        people["ended_on"] = f"CASE WHEN r.is_stopped THEN NULL ELSE {as_day('today')} END"
    else:
        people["next_on"] = first_on
    insert_selected(Contact, people, source=ROWS_WITH_COMPANY, words=words)
    added = {
        "contact_id": "r.contact_id",
        "kind": "CASE WHEN r.is_stopped THEN 'stopped' ELSE 'added' END",
        "on": as_day("today"),
        "text": "CASE WHEN r.is_stopped THEN '' ELSE %(text)s END",
        "created_at": as_moment("moment"),
    }
    insert_selected(ContactEvent, added, source=ROWS_WITH_COMPANY, words=words)


def as_day(name: str) -> str:
    return f"CAST(%({name})s AS date)" if connection.vendor == "postgresql" else f"%({name})s"


def as_moment(name: str) -> str:
    return f"CAST(%({name})s AS timestamptz)" if connection.vendor == "postgresql" else f"%({name})s"
