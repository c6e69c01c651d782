from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from crm.models import User

Row = TypeVar("Row", bound=models.Model)


def name_key(name: str) -> str:
    """What makes two names the same: compatibility forms, case and runs of white space do not."""
    if name.isascii():
        return " ".join(name.lower().split())
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class OwnedQuerySet(models.QuerySet[Row]):
    def owned_by(self, user: User) -> Self:
        return self.filter(owner=user)
