from django.urls import URLPattern, URLResolver, include, path

from crm.health import healthz
from crm.views import (
    api_token_revoke,
    api_tokens,
    history,
    insights,
    invitation,
    invitation_revoke,
    invitations,
    manifest,
    more,
    security,
    session_end,
    sessions,
    sessions_end_others,
    settings,
    welcome,
)
from crm.views.deletion import account_delete, account_keep
from crm.views.person import contact_erase, contact_give
from crm.views.retention import long_ended

urlpatterns: list[URLPattern | URLResolver] = [
    path("welcome/", welcome, name="welcome"),
    path("settings/", settings, name="settings"),
    path("insights/", insights, name="insights"),
    path("settings/tokens/", api_tokens, name="api_tokens"),
    path("settings/tokens/<int:pk>/revoke/", api_token_revoke, name="api_token_revoke"),
    path("settings/history/", history, name="history"),
    path("settings/security/", security, name="security"),
    path("settings/sessions/", sessions, name="sessions"),
    path("settings/sessions/end-others/", sessions_end_others, name="sessions_end_others"),
    path("settings/sessions/<int:pk>/end/", session_end, name="session_end"),
    path("settings/invitations/", invitations, name="invitations"),
    path("settings/invitations/<int:pk>/revoke/", invitation_revoke, name="invitation_revoke"),
    path("settings/long-ended/", long_ended, name="long_ended"),
    path("settings/delete/", account_delete, name="account_delete"),
    path("settings/delete/keep/", account_keep, name="account_keep"),
    path("contacts/<int:pk>/erase/", contact_erase, name="contact_erase"),
    path("contacts/<int:pk>/give/", contact_give, name="contact_give"),
    path("more/", more, name="more"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("healthz", healthz, name="healthz"),
    path("accounts/invitation/<str:secret>/", invitation, name="invitation"),
    path("accounts/2fa/", include("crm.factor_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("api/", include("crm.api.urls", namespace="api")),
    path("", include("contacts.urls")),
    path("", include("followups.urls")),
]
