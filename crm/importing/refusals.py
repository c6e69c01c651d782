"""What does not come in, as a table to mend the file by."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from crm.importing.models import ImportRow, ImportRun
from crm.portable.formulas import disarm


class Echo:
    """Gives back what the writer of a table writes, so that it can be sent line by line."""

    def write(self, text: str) -> str:
        return text


def write_refusals(run: ImportRun) -> Iterator[str]:
    """Line, name and reason of every row that does not come in. The mark in front tells Excel that it is UTF-8."""
    table = csv.writer(Echo())
    yield "\ufeff" + table.writerow([_("Line"), _("Name"), _("What becomes of it"), _("Reason")])
    outcomes = [ImportRow.Outcome.REFUSED, ImportRow.Outcome.SKIPPED]
    for row in ImportRow.objects.filter(run=run, outcome__in=outcomes).in_file_order().iterator(chunk_size=2000):
        yield table.writerow([row.line, disarm(row.name), row.get_outcome_display(), disarm(row.reason)])
