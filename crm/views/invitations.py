"""Invitations: the owner's page, and the door that a link opens."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.accounts.invitations import (
    TooManyInvitations,
    mail_invitation,
    make_invitation,
    open_invitation,
    read_invitations,
    revoke_invitation,
)
from crm.audit import note_event
from crm.invitation_form import InvitationForm
from crm.models import Invitation, User


def owner_of(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if not user.is_owner:
        raise Http404
    return user


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("link")
def invitations(request: HttpRequest) -> HttpResponse:
    """The answer to the form shows the new link: it is kept nowhere, so no other page could."""
    owner = owner_of(request)
    form = InvitationForm(request.POST or None)
    made, link = None, ""
    if request.method == "POST" and settings.SIGNUP == "invite" and form.is_valid():
        try:
            made, link = make_invitation(owner, **form.cleaned_data)
        except TooManyInvitations:
            form.add_error(None, _("A hundred invitations are open. Take one back that is not needed first."))
        else:
            note_event(owner, "invitation_made", request=request)
            form = InvitationForm()
            if made.email and settings.MAIL_SERVER:
                mail_invitation(request, made, link)
    context = {
        "form": form,
        "made": made,
        "link": link,
        "invitations": read_invitations(owner),
        "now": timezone.now(),
        "is_on": settings.SIGNUP == "invite",
        "signup": settings.SIGNUP,
    }
    return render(request, "crm/invitations.html", context)


@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, made_by=owner_of(request), pk=pk)
    if revoke_invitation(invitation):
        note_event(invitation.made_by, "invitation_revoked", request=request)
        messages.success(request, _("Taken back: the link opens nothing any more."))
    else:
        messages.info(request, _("This invitation has been used, or was too old already."))
    return redirect("invitations")


@require_safe
@login_not_required
@sensitive_variables("secret")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever was invited comes by a link, and goes on to the form without it."""
    if request.user.is_authenticated:
        messages.info(request, _("You have an account here already."))
        return redirect("today")
    if open_invitation(request, secret) is None:
        return render(request, "crm/invitation_gone.html", status=404)
    return redirect("account_signup")
