from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

PAPER = "#faf7f2"


@require_safe
@login_not_required  # browsers ask for it without a session, and it says nothing of anybody
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to keep Afterword among its apps, and to share pages with it."""
    words = {
        "name": "Afterword",
        "short_name": "Afterword",
        "description": _("A rejection isn’t the last word."),
        "id": "/",
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            make_icon("favicon.svg", "any", "image/svg+xml"),
            make_icon("icon-192.png", "192x192"),
            make_icon("icon-512.png", "512x512"),
            {**make_icon("icon-maskable-512.png", "512x512"), "purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": _("Log a rejection"), "url": reverse("rejection_new")},
            {"name": _("Add a link"), "url": reverse("idea_new")},
        ],
        "share_target": {
            "action": reverse("idea_new"),
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return JsonResponse(words, content_type="application/manifest+json")


def make_icon(name: str, sizes: str, kind: str = "image/png") -> dict[str, str]:
    return {"src": static(f"icons/{name}"), "sizes": sizes, "type": kind}
