"""Files come in, in three steps: choose one, see what will happen, done; with a way back."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.encryption import CannotDecrypt
from contacts.views.page_links import page_links
from crm.audit import note_event
from crm.importing.forms import ColumnsForm, FileForm, WishesForm
from crm.importing.looking import choose_columns, put_together, take_in, tell_day_first
from crm.importing.models import ImportRow, ImportRun
from crm.importing.problems import CannotRead
from crm.importing.progress import read_percent, wish_stop
from crm.importing.reading import read_import
from crm.importing.refusals import write_refusals
from crm.importing.running import State, begin, discard
from crm.importing.showing import find_pairs, foresee_nudges, read_rows, show_rows, tell_lists
from crm.importing.undoing import begin_undo, can_undo
from crm.models import User

# Read while the page is awaited; what is larger is read by a worker, with a bar to look at.
SMALL = 150_000
RECENT = 12


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        name, file, size = form.upload
        try:
            run = take_in(user, name, file, size)
        except CannotRead as problem:
            form.add_error("file", str(problem))
        else:
            read_if_small(run)
            return redirect("import_run", run.pk)
    recent = ImportRun.objects.owned_by(user).newest_first()[:RECENT]
    return render(request, "crm/import_new.html", {"form": form, "recent": recent})


def read_if_small(run: ImportRun) -> None:
    if run.state == State.READING and run.size <= SMALL:
        read_import(run)


@require_GET
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import stands: the same address from the first look to the way back."""
    run = get_run(request, pk)
    if run.state == State.CHOOSING:
        return redirect("import_columns", run.pk)
    if request.headers.get("HX-Request") and not run.is_at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})  # the bar has come to its end
    context: dict[str, Any] = {"run": run, "counts": run.counts}
    if run.is_at_work:
        return render(request, "crm/import_at_work.html", context | {"percent": read_percent(run)})
    if run.state == State.READY:
        context |= {
            "new": show_rows(run, ImportRow.Outcome.NEW),
            "changed": show_rows(run, ImportRow.Outcome.CHANGED),
            "refused": show_rows(run, ImportRow.Outcome.REFUSED),
            "pairs": find_pairs(run),
            "nudges": foresee_nudges(run),
            "lists": tell_lists(run),
            "comes_in": run.counts.get("new", 0) + run.counts.get("changed", 0),
        }
        return render(request, "crm/import_ready.html", context)
    context |= {"can_undo": can_undo(run), "stay": show_rows(run, "", touched=True)}
    return render(request, "crm/import_done.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_run(request, pk)
    if run.state not in {State.CHOOSING, State.READY, State.STOPPED}:
        return redirect("import_run", run.pk)
    words = request.POST if request.method == "POST" else None
    form = make_form(run, words)
    if request.method == "POST" and form.is_valid():
        columns, day_first = (form.columns, form.is_day_first) if isinstance(form, ColumnsForm) else ([], None)
        try:
            if choose_columns(run, columns=columns, day_first=day_first, wishes=form.wishes):
                read_if_small(run)
        except CannotDecrypt as problem:
            messages.error(request, str(problem))
        return redirect("import_run", run.pk)
    return render(request, "crm/import_columns.html", {"form": form, "run": run})


def make_form(run: ImportRun, words: QueryDict | None) -> WishesForm:
    """Cards have no columns to ask about."""
    if run.layout["headings"]:
        return ColumnsForm(words, initial=first_words(run), run=run)
    return WishesForm(words, initial=first_words(run))


def first_words(run: ImportRun) -> dict[str, object]:
    """What the form shows at first; how days are to be read only if the user said so before."""
    layout, day_first = run.layout, ""
    if layout["day_first"] is not None and tell_day_first(layout["columns"], layout["day_orders"]) is None:
        day_first = "day" if layout["day_first"] else "month"
    return {**run.wishes, "day_first": day_first}


@require_GET
def import_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """All the rows of one kind, page by page."""
    run = get_run(request, pk)
    outcome = request.GET.get("show", "")
    if outcome not in ImportRow.Outcome.values:
        return redirect("import_run", run.pk)
    rows, next_after = read_rows(run, outcome, after=request.GET.get("after", ""))
    context = {"run": run, "rows": rows, "label": ImportRow.Outcome(outcome).label, "outcome": outcome}
    return render(request, "crm/import_rows.html", context | page_links(request, next_after))


@require_GET
def import_refusals(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What does not come in, as a table: line, name and reason."""
    run = get_run(request, pk)
    response = StreamingHttpResponse(write_refusals(run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="left-out-{run.pk}.csv"'
    return response


@require_POST
def import_together(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of the file is somebody who is known: said of each pair that was shown side by side."""
    run = get_run(request, pk)
    told = [key for key, value in request.POST.items() if key.startswith("same_") and value == "yes"]
    if put_together(run, [key.removeprefix("same_") for key in told]):
        read_if_small(run)
    return redirect("import_run", run.pk)


@require_POST
def import_start(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_run(request, pk)
    rows = run.counts.get("new", 0) + run.counts.get("changed", 0)
    if rows and begin(run, State.WRITING, was=[State.READY], problem=""):
        note_event(run.owner, "imported", request=request, what=str(run.get_shape_display()), count=rows)
    return redirect("import_run", run.pk)


@require_POST
def import_stop(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_run(request, pk)
    if run.is_at_work:
        wish_stop(run)
    return redirect("import_run", run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_run(request, pk)
    if request.method == "POST":
        if not begin_undo(run):
            messages.info(request, _("It can’t be taken back any more."))
        return redirect("import_run", run.pk)
    if not can_undo(run):
        return redirect("import_run", run.pk)
    return render(request, "crm/import_undo.html", {"run": run, "counts": run.counts})


@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_run(request, pk)
    if discard(run):
        messages.success(request, _("“%(file)s” is deleted; nothing of it came in.") % {"file": run.name})
        return redirect("imports")
    return redirect("import_run", run.pk)


def get_run(request: HttpRequest, pk: int) -> ImportRun:
    runs = ImportRun.objects.select_related("owner").filter(owner=cast(User, request.user))
    return get_object_or_404(runs, pk=pk)
