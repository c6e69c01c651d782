"""Mails as users send and hand them on."""

from __future__ import annotations

from email.message import EmailMessage
from itertools import count

from allauth.account.models import EmailAddress

from crm.models import User
from followups.mailbox.addresses import make_log_address

numbers = count(1)
OUR_SERVER = "mx.afterword.example"
PASSED = f"{OUR_SERVER}; dmarc=pass (p=none) header.from=example.org; spf=pass smtp.mailfrom=tim@example.org"

REJECTION = """\
Hi Tim,

thank you for taking the time to speak with us about the Data Engineer role at Northwind Logistics. Unfortunately we
have decided not to move forward with your application and went with another candidate.

All the best,
Dana Weber
Head of Data, Northwind Logistics
"""


def write_mail(text: str = "Hello Dana,\n\nhere is that article.\n\nTim", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    told = {
        "From": "Tim Berg <tim@example.org>",
        "To": "Dana Weber <dana@example.com>",
        "Subject": "That article",
        "Date": "Tue, 05 May 2026 10:00:00 +0200",
        "Message-ID": f"<letter-{next(numbers)}@example.org>",
        "Authentication-Results": PASSED,
        **headers,
    }
    for name, value in told.items():
        if value:
            mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def forward(text: str, *, sender: str, to: str, day: str = "Mon, 4 May 2026 at 09:12", **headers: str) -> EmailMessage:
    """As Gmail forwards a letter."""
    head = f"---------- Forwarded message ---------\nFrom: {sender}\nDate: {day}\nSubject: Your application\nTo: Tim\n"
    return write_mail(f"{head}\n\n{text}", To=to, Subject="Fwd: Your application", **headers)


def confirm_address(user: User) -> None:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def give_address(user: User) -> str:
    confirm_address(user)
    return make_log_address(user)
