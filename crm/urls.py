from django.urls import URLPattern, URLResolver, include, path

from crm.health import healthz
from crm.views import api_token_revoke, api_tokens, history, insights, manifest, more, settings, welcome
from crm.views.person import contact_erase, contact_give

urlpatterns: list[URLPattern | URLResolver] = [
    path("welcome/", welcome, name="welcome"),
    path("settings/", settings, name="settings"),
    path("insights/", insights, name="insights"),
    path("settings/tokens/", api_tokens, name="api_tokens"),
    path("settings/tokens/<int:pk>/revoke/", api_token_revoke, name="api_token_revoke"),
    path("settings/history/", history, name="history"),
    path("contacts/<int:pk>/erase/", contact_erase, name="contact_erase"),
    path("contacts/<int:pk>/give/", contact_give, name="contact_give"),
    path("more/", more, name="more"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("allauth.account.urls")),
    path("api/", include("crm.api.urls", namespace="api")),
    path("", include("contacts.urls")),
    path("", include("followups.urls")),
]
