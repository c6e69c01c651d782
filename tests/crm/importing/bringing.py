"""Bring a file in as the pages and the worker do, without a browser."""

import io

from crm.importing.looking import choose_columns, take_in
from crm.importing.running import State, begin
from crm.importing.working import work_on
from crm.models import ImportRow, ImportRun


def look(user, content, name="people.csv"):
    """The file taken in, and read if nothing has to be asked."""
    data = content.encode() if isinstance(content, str) else content
    run = take_in(user, name, io.BytesIO(data), len(data))
    return work(run)


def read(user, content, name="people.csv", columns=None, day_first=True, **wishes):
    """The file read, with the columns as guessed unless others are given."""
    run = look(user, content, name)
    if run.state == State.CHOOSING or wishes or columns:
        choose_columns(run, columns=columns or run.layout["columns"], day_first=day_first, wishes=wishes)
        run = work(run)
    return run


def bring(user, content, name="people.csv", **options):
    """The file brought in."""
    return write(read(user, content, name, **options))


def write(run):
    assert run.state == State.READY, (run.state, run.problem)
    begin(run, State.WRITING, was=[State.READY])
    return work(run)


def work(run):
    work_on(run.pk)
    return ImportRun.objects.get(pk=run.pk)


def reasons(run):
    """Why rows do not come in, by line."""
    return {row.line: row.reason for row in ImportRow.objects.filter(run=run).exclude(reason="")}
