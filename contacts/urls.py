from django.urls import path

from contacts.views import companies, contact_page, people, rejections, standing

urlpatterns = [
    path("rejections/", rejections.rejections, name="rejections"),
    path("rejections/new/", rejections.rejection_new, name="rejection_new"),
    path("rejections/<int:pk>/edit/", rejections.rejection_edit, name="rejection_edit"),
    path("rejections/<int:pk>/delete/", rejections.rejection_delete, name="rejection_delete"),
    path("contacts/", people.contacts, name="contacts"),
    path("contacts/new/", people.contact_new, name="contact_new"),
    path("contacts/<int:pk>/", contact_page.contact, name="contact"),
    path("contacts/<int:pk>/edit/", people.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/pause/", standing.contact_pause, name="contact_pause"),
    path("contacts/<int:pk>/resume/", standing.contact_resume, name="contact_resume"),
    path("contacts/<int:pk>/end/", standing.contact_end, name="contact_end"),
    path("contacts/<int:pk>/reopen/", standing.contact_reopen, name="contact_reopen"),
    path("contacts/<int:pk>/moved/", standing.contact_moved, name="contact_moved"),
    path("contacts/<int:pk>/outcome/", standing.contact_outcome, name="contact_outcome"),
    path("contacts/<int:pk>/outcome/undo/", standing.contact_outcome_undo, name="contact_outcome_undo"),
    path("contacts/<int:pk>/stop/", standing.contact_stop, name="contact_stop"),
    path("contacts/<int:pk>/undo-stop/", standing.contact_undo_stop, name="contact_undo_stop"),
    path("contacts/<int:pk>/erase/", standing.contact_erase, name="contact_erase"),
    path("companies/", companies.companies, name="companies"),
    path("companies/<int:pk>/edit/", companies.company_edit, name="company_edit"),
]
