"""A letter on its way out of the app: a link for the mail program, or a file that it opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from crm.models import User
from followups.drafts.draft import Draft
from followups.wording import Person, cut, one_line


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    content_type: str = "application/octet-stream"


def mailto_url(to: str, draft: Draft) -> str:
    """A link that opens the letter in the user's own mail program (RFC 6068: CRLF between lines, no + for spaces)."""
    body = "\r\n".join(draft.text.splitlines())
    fields = f"subject={percent_encode(one_line(draft.subject))}&body={percent_encode(body)}"
    return f"mailto:{percent_encode(one_line(to), safe='@')}?{fields}"


def percent_encode(text: str, safe: str = "") -> str:
    return quote(text, safe=safe, errors="replace")


def eml_file(sender: User, to: Person, draft: Draft, attachments: Iterable[Attachment] = ()) -> bytes:
    """The letter as a file that mail programs open as a draft."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = for_header(draft.subject)
    message["From"] = as_address(sender.name, sender.email)
    if to.email:
        message["To"] = as_address(to.name, to.email)
    message.set_content("\n".join(draft.text.splitlines()) + "\n", cte="quoted-printable")
    for attachment in attachments:
        maintype, _slash, subtype = attachment.content_type.partition("/")
        message.add_attachment(
            attachment.content, maintype=maintype, subtype=subtype, filename=for_header(cut(attachment.name, 120))
        )
    return message.as_bytes()


def for_header(text: str) -> str:
    """One line, in which nothing looks like an encoded word (RFC 2047).

    `EmailMessage` decodes those in what it is given, line breaks included, and writes these out as headers.
    """
    return one_line(text).replace("=?", "= ?")


def as_address(name: str, email: str) -> Address | str:
    try:
        return Address(for_header(cut(name, 120)), addr_spec=for_header(email))
    except (HeaderParseError, ValueError, IndexError):
        return ""  # an address that no header can hold is left for the user to fill in
