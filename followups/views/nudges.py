"""Answer a nudge on Today or on a contact's page: the signed-in twins of the links in a nudge mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups.models import Nudge
from followups.nudges import CannotUndo, answer_not_this_month, undo_answer
from followups.views.check_ins import note_answer, say_put_off
from followups.views.ways import go_back, signed_in
from followups.wording import call_name


@require_POST
def nudge_sent(request: HttpRequest, pk: int) -> HttpResponse:
    nudge = find_nudge(request, pk)
    return note_answer(request, nudge.contact, nudge)


@require_POST
def nudge_not_this_month(request: HttpRequest, pk: int) -> HttpResponse:
    nudge = find_nudge(request, pk)
    answer_not_this_month(nudge)
    return say_put_off(request, nudge.contact, nudge)


@require_POST
def nudge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    nudge = find_nudge(request, pk)
    try:
        undo_answer(nudge)
    except CannotUndo:
        messages.info(request, _("This can’t be taken back any more; you can still edit the timeline."))
    else:
        messages.success(request, _("Taken back: %(name)s is due again.") % {"name": call_name(nudge.contact)})
    return go_back(request, nudge.contact)


def find_nudge(request: HttpRequest, pk: int) -> Nudge:
    nudges = Nudge.objects.owned_by(signed_in(request))
    return get_object_or_404(nudges.select_related("contact__owner", "contact__company", "mail"), pk=pk)
