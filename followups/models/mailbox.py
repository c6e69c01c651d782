"""What comes out of the user's own mailbox: copies of mails, and the folder of sent mails."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import OwnedQuerySet


class MailboxMailQuerySet(OwnedQuerySet["MailboxMail"]):
    def in_tray(self) -> MailboxMailQuerySet:
        return self.filter(state=MailboxMail.State.WAITING)

    def settled(self) -> MailboxMailQuerySet:
        return self.exclude(state=MailboxMail.State.WAITING)

    def newest_first(self) -> MailboxMailQuerySet:
        return self.order_by("-id")


class MailboxMail(models.Model):
    """One mail of the user's that was read, and what became of it; with one contact each where it went to several."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for you")
        LOGGED = "logged", _("On the timeline")
        LEFT_OUT = "left_out", _("Left out")

    class Kind(models.TextChoices):
        SENT = "sent", _("You wrote to them")
        RECEIVED = "received", _("They wrote to you")
        REJECTION = "rejection", _("A rejection")
        UNCLEAR = "unclear", _("Not clear")

    class Reason(models.TextChoices):
        """Why a mail waits."""

        NOT_YOUR_ADDRESS = "sender", _("It did not come from an address of yours that is confirmed.")
        NOT_PROVEN = "proof", _("The mail server could not prove that you sent it.")
        TO_CONFIRM = "confirm", _("A rejection is logged when you have looked it over.")
        NOBODY_KNOWN = "nobody", _("Nobody you know here was found in it.")

    class Source(models.TextChoices):
        ADDRESS = "address", _("Copied to your address")
        SENT_FOLDER = "folder", _("Found in your Sent folder")

    owner = models.ForeignKey("crm.User", on_delete=models.CASCADE, related_name="mailbox_mails")
    # Of the Message-ID and the contact: the same mail is taken once, whichever way and however often it comes.
    mail_key = models.CharField(max_length=64)
    source = models.CharField(max_length=8, choices=Source)
    kind = models.CharField(max_length=9, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=8, choices=Reason, blank=True)
    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, null=True, related_name="mailbox_mails")
    touchpoint = models.ForeignKey(
        "followups.Touchpoint", on_delete=models.SET_NULL, null=True, related_name="mailbox_mails"
    )
    on = models.DateField()
    # Subject, sender and text, for as long as it waits. Encrypted: the sender may be anybody.
    sealed_mail = models.BinaryField(null=True)
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MailboxMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_mail_is_taken_once", fields=["owner", "mail_key"]),
            models.CheckConstraint(
                name="a_mail_that_waits_can_be_read", condition=~Q(state="waiting", sealed_mail__isnull=True)
            ),
        ]
        indexes = [models.Index(name="mailbox_mails_by_state", fields=["owner", "state", "-id"])]

    def __str__(self) -> str:
        return f"mail {self.pk}"


class SentFolderQuerySet(OwnedQuerySet["SentFolder"]):
    def due(self, now: datetime) -> SentFolderQuerySet:
        return self.filter(next_read_at__lte=now)


class SentFolder(models.Model):
    """The folder of sent mails that a user lets Afterword look through, at their own mail provider."""

    class Security(models.TextChoices):
        TLS = "tls", _("TLS (usual, port 993)")
        STARTTLS = "starttls", _("STARTTLS (port 143)")

    USUAL_PORTS: ClassVar[dict[str, int]] = {"tls": 993, "starttls": 143}

    owner = models.OneToOneField("crm.User", on_delete=models.CASCADE, related_name="sent_folder")
    host = models.CharField(_("IMAP server"), max_length=253)
    port = models.PositiveIntegerField(_("Port"), default=993)
    security = models.CharField(_("Security"), max_length=8, choices=Security, default=Security.TLS)
    user_name = models.CharField(_("User name"), max_length=254)
    sealed_password = models.BinaryField()
    folder = models.CharField(_("Folder"), max_length=200)
    since = models.DateField(_("Mails since"))

    # How far it was read: UIDs only mean something together with the folder's UIDVALIDITY (RFC 3501, 2.3.1.1).
    uid_validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    logged = models.PositiveIntegerField(default=0, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    # None: it rests, because the password was refused; nothing is tried until the user has looked.
    next_read_at = models.DateTimeField(null=True, default=timezone.now, editable=False)
    error = models.CharField(max_length=300, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)

    objects = SentFolderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="sent_folders_to_read", fields=["next_read_at", "id"], condition=Q(next_read_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"sent folder {self.pk}"


class InboxPosition(models.Model):
    """How far the installation's own mailbox was read, from which the copies are taken."""

    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    next_read_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_inbox", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"read up to {self.last_uid}"
