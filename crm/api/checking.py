"""What was sent is checked by the forms of the pages: the same rules, in the same words."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from crm.api.errors import Refusal, describe_fields


def check(form: forms.Form, *, names: Mapping[str, str] | None = None) -> None:
    """Raises `Refusal` (422) unless the form is right. `names`: how its fields are called in the API."""
    if form.is_valid():
        return
    fields = {
        (names or {}).get(name, name): " ".join(str(message) for message in errors)
        for name, errors in form.errors.items()
        if name != "__all__"
    }
    said = " ".join(str(message) for message in form.non_field_errors())
    raise Refusal(422, "invalid", said or describe_fields(len(fields)), fields=fields)


def require_change(given: Mapping[str, object]) -> None:
    """Raises `Refusal` if a PATCH says nothing."""
    if not given:
        raise Refusal(422, "invalid", _("Send the fields that are to change."))
