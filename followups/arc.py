"""The way of a feedback request: ask, waiting, answered, thanked; or one of its quiet ends."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followups.models import FeedbackRequest

State = FeedbackRequest.State


@dataclass(frozen=True)
class Step:
    label: str | Promise
    place: str  # "done", "now", "ahead", or "end" where the way ends here

    @property
    def said(self) -> str | Promise:
        """What the sign before the label shows, for whoever does not see it."""
        return {"done": _("done"), "ahead": _("still to come")}.get(self.place, "")


ASK, ASKED, WAITING, ANSWERED, THANK = _("Ask"), _("Asked"), _("Waiting"), _("Answered"), _("Thank")
THANKED, NO_ANSWER, NOT_ASKED, NOT_THANKED = _("Thanked"), _("No answer"), _("Chose not to ask"), _("No thanks sent")

WAYS: dict[str, list[Step]] = {
    State.PROPOSED: [Step(ASK, "now"), Step(WAITING, "ahead"), Step(ANSWERED, "ahead"), Step(THANKED, "ahead")],
    State.NOT_ASKED: [Step(NOT_ASKED, "end")],
    State.ASKED: [Step(ASKED, "done"), Step(WAITING, "now"), Step(ANSWERED, "ahead"), Step(THANKED, "ahead")],
    State.NO_ANSWER: [Step(ASKED, "done"), Step(NO_ANSWER, "end")],
    State.ANSWERED: [Step(ASKED, "done"), Step(ANSWERED, "done"), Step(THANK, "now")],
    State.THANKED: [Step(ASKED, "done"), Step(ANSWERED, "done"), Step(THANKED, "done")],
    State.THANKS_DECLINED: [Step(ASKED, "done"), Step(ANSWERED, "done"), Step(NOT_THANKED, "end")],
}


def read_arc(request: FeedbackRequest) -> list[Step]:
    """The steps taken, the one that it stands at, and those to come. Who answered unasked was never asked."""
    steps = WAYS[request.state]
    return steps if request.asked_on or steps[0].label != ASKED else steps[1:]
