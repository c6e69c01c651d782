"""Whether an address counts only once a mail that was sent to it was read."""

from allauth.account import app_settings


def must_confirm() -> bool:
    """Where there is a mail server. Elsewhere mail is kept on the disk, where only the operator could read it."""
    return bool(app_settings.EMAIL_VERIFICATION == app_settings.EmailVerificationMethod.MANDATORY)
