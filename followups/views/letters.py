from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from contacts.models import Contact
from followups.drafts import Draft, eml_file


def send_letter_file(contact: Contact, draft: Draft) -> HttpResponse:
    """The letter as a download that mail programs open as a draft."""
    name = slugify(contact.name, allow_unicode=True)[:60] or "contact"
    return HttpResponse(
        eml_file(contact.owner, contact, draft),
        content_type="message/rfc822",
        headers={"Content-Disposition": content_disposition_header(True, f"letter-to-{name}.eml") or "attachment"},
    )
