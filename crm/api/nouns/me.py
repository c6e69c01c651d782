from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from crm.api.checking import check, require_change
from crm.api.door import who
from crm.api.fields import Body, Clock, Day, ShortLine, omitted
from crm.api.versions import require_match
from crm.forms import SettingsForm
from crm.models import User
from crm.preferences import change_preferences

router = Router(tags=["Me"])


class MeOut(BaseModel):
    id: int
    email: str
    name: str
    time_zone: str
    nudge_time: str = Field(description="On the clock of your time zone, as 09:00.")
    contacts_per_mail: int
    digest_day: int | None
    wants_mails: bool
    unanswered_limit: int
    away_from: date | None
    away_until: date | None
    today: date = Field(description="Which day it is in your time zone.")


class MyChange(Body):
    only_read: ClassVar[frozenset[str]] = frozenset(MeOut.model_fields)

    name: ShortLine | None = None
    time_zone: str = omitted(max_length=64, description="As in Europe/Berlin.")
    nudge_time: Clock = omitted()
    contacts_per_mail: int = omitted(ge=1, le=10)
    digest_day: int | None = Field(None, ge=1, le=31)
    wants_mails: bool = omitted()
    unanswered_limit: int = omitted(ge=2, le=12)
    away_from: Day | None = None
    away_until: Day | None = None


@router.get("", response=MeOut, summary="You, and how nudges reach you")
def read_me(request: HttpRequest) -> MeOut:
    return show_me(who(request))


@router.patch("", response=MeOut, summary="Change how nudges reach you")
def edit_me(request: HttpRequest, typed: MyChange) -> MeOut:
    require_change(typed.given)
    user = who(request)
    user.refresh_from_db()
    require_match(request, show_me(user))
    form = SettingsForm({**SettingsForm.initial_for(user), **typed.given})
    check(form)
    change_preferences(user, **form.cleaned_data)
    return show_me(user)


def show_me(user: User) -> MeOut:
    chosen = {**SettingsForm.initial_for(user), "nudge_time": f"{user.nudge_time:%H:%M}"}
    return MeOut(id=user.pk, email=user.email, today=user.today(), **chosen)
