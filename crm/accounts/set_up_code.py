"""The set-up code: who makes the owner's account from elsewhere than this machine shows that its operator sent them.

It is kept in the database, which all processes of an installation share, and there only as a hash.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from crm.models import SetUpCode

# Without signs that are easily taken for one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 4, 4


def make_code() -> str:
    """A new code, in place of any earlier one. This is the only moment at which it is known: tell it the operator."""
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    SetUpCode.objects.update_or_create(pk=1, defaults={"code_hash": hash_code(code)})
    return code


def fits(typed: str) -> bool:
    """Whether that is the code, however its letters and groups were typed."""
    kept = SetUpCode.objects.values_list("code_hash", flat=True).first() or ""
    return secrets.compare_digest(hash_code(typed), kept)


def forget_code() -> None:
    SetUpCode.objects.all().delete()


def hash_code(code: str) -> str:
    # Of 78 random bits: nothing slower is needed against guessing, and it is gone with the first account.
    return sha256("".join(sign for sign in code.upper() if sign.isalnum()).encode()).hexdigest()
