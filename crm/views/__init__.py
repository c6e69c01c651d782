from crm.views.history import history
from crm.views.insights import insights
from crm.views.invitations import invitation, invitation_revoke, invitations
from crm.views.manifest import manifest
from crm.views.more import more
from crm.views.security import (
    device_remember,
    passkey_remove,
    passkey_rename,
    security,
    session_end,
    sessions,
    sessions_end_others,
)
from crm.views.settings import settings
from crm.views.tokens import api_token_revoke, api_tokens
from crm.views.welcome import welcome

__all__ = [
    "api_token_revoke",
    "api_tokens",
    "device_remember",
    "history",
    "insights",
    "invitation",
    "invitation_revoke",
    "invitations",
    "manifest",
    "more",
    "passkey_remove",
    "passkey_rename",
    "security",
    "session_end",
    "sessions",
    "sessions_end_others",
    "settings",
    "welcome",
]
