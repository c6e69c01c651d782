from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from followups.drafts import Attachment, Draft, eml_file
from followups.wording import Person


def send_letter_file(to: Person, draft: Draft, attachments: Iterable[Attachment] = ()) -> HttpResponse:
    """The letter as a download that mail programs open as a draft."""
    name = slugify(to.name, allow_unicode=True)[:60] or "contact"
    return HttpResponse(
        eml_file(to.owner, to, draft, attachments),
        content_type="message/rfc822",
        headers={"Content-Disposition": content_disposition_header(True, f"letter-to-{name}.eml") or "attachment"},
    )
