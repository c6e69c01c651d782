from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.encryption import CannotDecrypt
from contacts.resumes import read_resume, remove_resume
from contacts.views.access import get_peer

# Opened in a browser all the same, the file has no origin, and nothing in it runs or is loaded.
SANDBOX = "sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


@require_GET
def resume_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The résumé as a download; whatever it holds, a browser does nothing with it here."""
    peer = get_peer(request, pk)
    try:
        file = read_resume(peer)
    except CannotDecrypt as error:
        messages.error(request, str(error))
        return redirect("peer", peer.pk)
    if file is None:
        raise Http404
    return HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, file.name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": SANDBOX,
        },
    )


@require_POST
def resume_remove(request: HttpRequest, pk: int) -> HttpResponse:
    peer = get_peer(request, pk)
    if remove_resume(peer):
        messages.success(request, _("The résumé is deleted."))
    return redirect("peer", peer.pk)
