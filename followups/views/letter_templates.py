"""The user's own templates for letters: each is checked when it is saved, and tried on a contact before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.paging import read_page
from followups.letter_templates import (
    MOST_TEMPLATES,
    NameTaken,
    TooMany,
    add_template,
    change_template,
    find_contact_to_try,
    offer_contacts,
    preview_template,
)
from followups.models import LetterTemplate
from followups.placeholders import PLACEHOLDERS
from followups.template_forms import TemplateForm
from followups.views.ways import signed_in


def letter_templates(request: HttpRequest) -> HttpResponse:
    own = LetterTemplate.objects.owned_by(signed_in(request))
    page = read_page(own, by="name", after=request.GET.get("after", ""))
    next_url = f"{request.path}?after={page.next_after}" if page.next_after else ""
    first_url = request.path if "after" in request.GET else ""
    context = {"page": page, "next_url": next_url, "first_url": first_url}
    return render(request, "followups/letter_template_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_template_new(request: HttpRequest) -> HttpResponse:
    owner = signed_in(request)
    initial = TemplateForm.starter(request.GET.get("kind", ""))
    form = TemplateForm(request.POST or None, initial=initial, owner=owner)
    if is_save(request) and form.is_valid() and (template := add(form)):
        messages.success(request, _("Saved. “%(name)s” is among the voices now.") % {"name": template.name})
        return redirect("letter_templates")
    return show(request, form, "followups/letter_template_new.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def letter_template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    template = find_template(request, pk)
    initial = {**TemplateForm.saved_values(template), "version": template.version}
    form = TemplateForm(request.POST or None, initial=initial, owner=template.owner, template=template)
    if is_save(request) and form.is_valid() and save(template, form):
        messages.success(request, _("Saved."))
        return redirect("letter_templates")
    return show(request, form, "followups/letter_template_edit.html", {"template": template})


@require_http_methods(["GET", "HEAD", "POST"])
def letter_template_delete(request: HttpRequest, pk: int) -> HttpResponse:
    template = find_template(request, pk)
    if request.method == "POST":
        template.delete()
        messages.success(request, _("Deleted. Letters you saved or sent stay as they are."))
        return redirect("letter_templates")
    return render(request, "followups/letter_template_delete.html", {"template": template})


def find_template(request: HttpRequest, pk: int) -> LetterTemplate:
    templates = LetterTemplate.objects.owned_by(signed_in(request)).select_related("owner")
    return get_object_or_404(templates, pk=pk)


def is_save(request: HttpRequest) -> bool:
    return request.method == "POST" and "preview" not in request.POST


def add(form: TemplateForm) -> LetterTemplate | None:
    try:
        return add_template(form.owner, **form.values)
    except NameTaken:
        form.refuse_name()
    except TooMany:
        form.add_error(None, _("You have %(most)d templates already: delete one first.") % {"most": MOST_TEMPLATES})
    return None


def save(template: LetterTemplate, form: TemplateForm) -> bool:
    try:
        if change_template(template, version=form.cleaned_data["version"] or 0, **form.values):
            return True
    except NameTaken:
        form.refuse_name()
        return False
    form.show_what_changed(template.version, TemplateForm.saved_values(template))
    return not form.differences


def show(request: HttpRequest, form: TemplateForm, page: str, context: dict[str, Any]) -> HttpResponse:
    """The editor, with the letter as it would read for the contact that was chosen, or who was added last."""
    owner = signed_in(request)
    chosen = request.POST.get("contact", request.GET.get("contact", ""))
    pk = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
    contact = find_contact_to_try(owner, pk)
    context |= {
        "form": form,
        "placeholders": PLACEHOLDERS.items(),
        "contacts": offer_contacts(owner),
        "preview": preview_template(form.as_template, contact) if contact else None,
    }
    return render(request, page, context)
