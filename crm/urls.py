from django.urls import URLPattern, URLResolver, include, path

from crm.health import healthz
from crm.views import insights, more, settings, welcome

urlpatterns: list[URLPattern | URLResolver] = [
    path("welcome/", welcome, name="welcome"),
    path("settings/", settings, name="settings"),
    path("insights/", insights, name="insights"),
    path("more/", more, name="more"),
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("allauth.account.urls")),
    path("api/", include("crm.api.urls", namespace="api")),
    path("", include("contacts.urls")),
    path("", include("followups.urls")),
]
