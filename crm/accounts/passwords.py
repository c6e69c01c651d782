"""A rule for passwords that the lists of common ones cannot know."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext


class OwnNameValidator:
    """Refuses a password that is nothing but the name of the product or of this installation, with some digits."""

    def __init__(self, names: Iterable[str | None] = ()) -> None:
        parts = (part for name in names if name for part in (name, name.partition(".")[0]))
        self.names = {only_letters(part) for part in parts} - {""}

    def validate(self, password: str, user: object = None) -> None:
        if only_letters(password) in self.names:
            raise ValidationError(self.get_help_text(), code="password_is_a_name")

    def get_help_text(self) -> str:
        return gettext("The name of this place is the first that others would try.")


def only_letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text.lower())
