"""The tone check, as one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from followups.models import Touchpoint
from followups.tone import digest, review_draft


@require_POST
def draft_review(request: HttpRequest) -> HttpResponse:
    """What the letter in the editor may sound like now; nothing new (204) leaves the page and screen readers alone."""
    kind = request.POST.get("kind", "")
    kind = kind if kind in Touchpoint.Kind.values else Touchpoint.Kind.OTHER
    findings = review_draft(request.POST.get("text", ""), kind=kind)
    said, said_before = digest(findings), request.POST.get("said", "")
    if said == said_before:
        return HttpResponse(status=204)
    context = {"findings": findings, "said": said, "is_cleared": not findings}
    return render(request, "followups/_tone.html", context)
