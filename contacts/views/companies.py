from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from contacts.companies import change_company
from contacts.forms import CompanyForm
from contacts.models import Company
from contacts.paging import read_page
from contacts.views.access import get_company, signed_in
from contacts.views.page_links import page_links


def companies(request: HttpRequest) -> HttpResponse:
    own = Company.objects.owned_by(signed_in(request))
    page = read_page(own, by="name_key", after=request.GET.get("after", ""))
    return render(request, "contacts/company_list.html", {"page": page} | page_links(request, page.next_after))


def company_edit(request: HttpRequest, pk: int) -> HttpResponse:
    company = get_company(request, pk)
    initial = {**CompanyForm.saved_values(company), "version": company.version}
    form = CompanyForm(request.POST or None, initial=initial, company=company)
    if request.method == "POST" and form.is_valid() and _save(company, form):
        messages.success(request, _("Saved."))
        return redirect("companies")
    people = company.contacts.order_by("name_key", "id")[:10]
    return render(request, "contacts/company_edit.html", {"form": form, "company": company, "people": people})


def _save(company: Company, form: CompanyForm) -> bool:
    if change_company(company, version=form.cleaned_data["version"], **form.values):
        return True
    company.refresh_from_db()
    form.show_what_changed(company.version, CompanyForm.saved_values(company))
    return not form.differences
