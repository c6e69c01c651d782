"""Read a kept mail again, made safe to stand in a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError

import nh3

from followups.kept_mail import kept_mail_path
from followups.models import NudgeMail

TAGS = {"h2", "p", "a", "br", "div", "span", "bdi", "b"}
# The mail's own classes, less those that mean something else on a page; static/css/mail.css gives them their look.
CLASSES = {
    "mail",
    "card",
    "letter",
    "quiet",
    "quote",
    "from",
    "do",
    "go",
    "done",
    "more",
    "who",
    "brief",
    "also",
    "end",
}
ATTRIBUTES = {tag: {"class", "dir"} for tag in TAGS} | {"a": {"class", "href"}}


@dataclass(frozen=True)
class KeptMail:
    subject: str
    html: str  # sanitised
    text: str


def read_kept_mail(mail: NudgeMail) -> KeptMail | None:
    """What a mail kept in the data folder said; None if it was not kept, or is no longer there."""
    try:
        message = message_from_bytes(kept_mail_path(mail.public_id).read_bytes(), policy=policy.default)
        html, text = message.get_body(("html",)), message.get_body(("plain",))
        if html is None or text is None:
            return None
        return KeptMail(str(message["Subject"] or ""), sanitise(html.get_content()), text.get_content())
    except (OSError, MessageError, LookupError, ValueError):
        return None


def sanitise(html: str) -> str:
    """The mail's words and links without its styles and its title, which is the page's."""
    body = html.partition("<body")[2].partition(">")[2] or html
    untitled = re.sub(r"<h1\b.*?</h1>", "", body, flags=re.DOTALL)
    return nh3.clean(
        untitled,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=keep_known_classes,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def keep_known_classes(_tag: str, attribute: str, value: str) -> str | None:
    if attribute != "class":
        return value
    return " ".join(name for name in value.split() if name in CLASSES) or None
