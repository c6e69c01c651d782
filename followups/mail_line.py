"""Whether the mail server lets us in: learned from each sending, and asked for by itself where a login can go wrong.

A password that somebody changed would else be noticed with the next nudge, which may be weeks away.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from crm.models import Instance
from followups.outbox import retry_waiting_mails
from followups.smtp import Line, LoginRefused, ServerAway

# A login now and then harms nobody; one a minute would look like an attack.
ASK_AGAIN_AFTER = timedelta(hours=1)
ASK_AGAIN_WHEN_REFUSED = timedelta(minutes=10)


def line_is_to_be_asked(now: datetime) -> bool:
    return bool(settings.MAIL_SERVER and settings.MAIL_SERVER.user and due_rows(now).exists())


def due_rows(now: datetime) -> QuerySet[Instance]:
    return Instance.objects.filter(Q(ask_line_at=None) | Q(ask_line_at__lte=now), pk=1)


def ask_soon() -> None:
    """Have the next tick ask: whoever starts the program may have mended the mail server's settings."""
    Instance.objects.filter(pk=1).update(ask_line_at=None)


def ask_line(now: datetime) -> None:
    """Connect, log in and say goodbye; of several who are to ask, one does."""
    server = settings.MAIL_SERVER
    if server is None or not due_rows(now).update(ask_line_at=now + ASK_AGAIN_AFTER):
        return
    line = Line(server)
    try:
        line.connect()
    except ServerAway as trouble:
        note_trouble(trouble, now)
    else:
        note_well()
    finally:
        line.close()


def note_trouble(trouble: ServerAway, now: datetime) -> None:
    """The server did not take a mail, and none of the mails is to blame."""
    what = Instance.MailTrouble.LOGIN if isinstance(trouble, LoginRefused) else Instance.MailTrouble.AWAY
    news = Instance.objects.filter(pk=1).exclude(mail_trouble=what)
    news.update(mail_trouble=what, mail_trouble_since=now)
    Instance.objects.filter(pk=1).update(ask_line_at=now + ASK_AGAIN_WHEN_REFUSED)


def note_well() -> None:
    """The server takes mails again: those that wait out a back-off go now."""
    if Instance.objects.filter(pk=1).exclude(mail_trouble="").update(mail_trouble="", mail_trouble_since=None):
        retry_waiting_mails()
