from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.append_only import NeverChanged
from crm.importing.models import ImportPiece as ImportPiece
from crm.importing.models import ImportRow as ImportRow
from crm.importing.models import ImportRun as ImportRun
from crm.importing.models import KnownHeadings as KnownHeadings


def check_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone called “%(name)s”."), params={"name": name})


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who looks for work; signs in by e-mail and gets the nudge mails."""

    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Your name"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_owner = models.BooleanField(default=False)  # made the first account; is told what ails the installation
    # Signed up by themselves, and may not sign in before the link in a mail shows that the address is theirs.
    awaits_confirmation = models.BooleanField(default=False, editable=False)
    # Browsers that were remembered before this moment are so no longer.
    devices_forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    nudge_time = models.TimeField(_("Nudge time"), default=time(9, 0))
    contacts_per_mail = models.PositiveSmallIntegerField(_("Contacts in one mail"), default=3)
    digest_day = models.PositiveSmallIntegerField(_("Day of the monthly digest"), null=True, blank=True)
    # The day on which the digest was chosen; there is none to catch up on from before it.
    digest_since = models.DateField(null=True, blank=True)
    mails_stopped_at = models.DateTimeField(null=True, blank=True)
    # A vacation: no mail is planned from the first day until the day before the second.
    away_from = models.DateField(_("Away from"), null=True, blank=True)
    away_until = models.DateField(_("Back on"), null=True, blank=True)
    # After so many letters without an answer a longer cadence is proposed.
    unanswered_limit = models.PositiveSmallIntegerField(_("Letters without an answer"), default=4)

    # Raising the epoch makes every link that was ever mailed to this user invalid.
    link_epoch = models.PositiveIntegerField(default=0)
    # The last day a nudge mail was planned for; it never goes back, whatever zone the user moves to.
    last_mail_on = models.DateField(null=True, blank=True)
    # Asked to be deleted: carried out after a week, unless it is called off.
    deletion_asked_at = models.DateTimeField(null=True, blank=True)
    # From this moment on the planner looks at this user again; none: nobody can fall due.
    plan_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            # Of two first visitors at once, one becomes the owner.
            models.UniqueConstraint(name="there_is_one_owner", fields=["is_owner"], condition=Q(is_owner=True)),
            models.CheckConstraint(
                name="a_mail_carries_one_to_ten_contacts", condition=Q(contacts_per_mail__range=(1, 10))
            ),
            models.CheckConstraint(
                name="a_digest_day_is_a_day_of_the_month",
                condition=Q(digest_day__isnull=True) | Q(digest_day__range=(1, 31)),
            ),
            models.CheckConstraint(
                name="a_vacation_has_two_days_or_none",
                condition=Q(away_from__isnull=True, away_until__isnull=True) | Q(away_from__lt=F("away_until")),
            ),
            models.CheckConstraint(
                name="the_unanswered_limit_is_two_to_twelve", condition=Q(unanswered_limit__range=(2, 12))
            ),
        ]
        indexes = [
            models.Index(name="users_to_plan_for", fields=["plan_at"], condition=Q(plan_at__isnull=False)),
            models.Index(
                name="users_to_delete", fields=["deletion_asked_at"], condition=Q(deletion_asked_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def signature(self) -> str:
        """The name under a letter: the given one, or what the address tells of it."""
        return self.name or self.email.partition("@")[0].replace(".", " ").replace("_", " ").title()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self, now: datetime | None = None) -> date:
        return (now or timezone.now()).astimezone(self.zone).date()

    def is_away(self, on: date) -> bool:
        """Whether that day lies in the user's vacation; on the day they are back it does not."""
        return self.away_from is not None and self.away_until is not None and self.away_from <= on < self.away_until

    def nudge_moment(self, day: date) -> datetime:
        """The UTC moment of the nudge time on `day`: in a DST gap it moves forward, in a fold the first counts."""
        return moment_of(day, self.nudge_time, self.zone)


def moment_of(day: date, wall_clock: time, zone: ZoneInfo) -> datetime:
    """The UTC moment at which clocks in `zone` show `wall_clock` on `day`.

    A time skipped by a DST gap moves forward by the gap's length; of a repeated one the first counts (PEP 495).
    """
    local = datetime.combine(day, wall_clock.replace(tzinfo=None, fold=0))
    before_gap = local.replace(tzinfo=zone, fold=0).utcoffset() or timedelta()
    return (local - before_gap).replace(tzinfo=ZoneInfo("UTC"))


class ApiToken(models.Model):
    """Lets a program act for a user; the token itself is kept nowhere, only its hash."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.WRITE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # How often it was used within the minute that is counted at the moment (minutes since 1970).
    counted_minute = models.BigIntegerField(default=0, editable=False)
    counted = models.PositiveIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return self.name

    def is_valid(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


class ApiAnswerQuerySet(models.QuerySet["ApiAnswer"]):
    def too_old(self, now: datetime) -> ApiAnswerQuerySet:
        return self.filter(created_at__lte=now - ApiAnswer.KEPT_FOR)


class ApiAnswer(models.Model):
    """What a request with an idempotency key was answered with: for a day, the same request gets the same answer."""

    KEPT_FOR: ClassVar[timedelta] = timedelta(hours=24)

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)

    objects = ApiAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="a_key_is_answered_once", fields=["token", "key"])]

    def __str__(self) -> str:
        return self.key


class AuditEvent(models.Model):
    """Append-only: something that touched a user's account or what is kept in it (`crm/audit.py` has the kinds)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="audit_events")
    kind = models.CharField(max_length=24)
    at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    address = models.CharField(max_length=45, blank=True)  # where from; empty: done here, without a browser
    device = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [NeverChanged(name="an_audit_event_is_never_changed")]
        indexes = [models.Index(name="audit_events_newest_first", fields=["user", "-id"])]

    def __str__(self) -> str:
        return f"{self.kind}, {self.at:%Y-%m-%d %H:%M}"


class Instance(models.Model):
    """The one row that says which installation this database belongs to, and whether it may and can mail."""

    class MailTrouble(models.TextChoices):
        LOGIN = "login", _("The mail server does not accept the user name and password.")
        AWAY = "away", _("The mail server cannot be reached.")

    # A mail server is restarted now and then; a wrong password does not pass by itself.
    MAY_BE_AWAY_FOR: ClassVar[timedelta] = timedelta(minutes=15)

    mark = models.CharField(max_length=64)
    last_tick_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_because = models.CharField(max_length=300, blank=True)
    # What the mail server said when it was last talked to; empty: it took what it was given.
    mail_trouble = models.CharField(max_length=5, choices=MailTrouble, blank=True)
    mail_trouble_since = models.DateTimeField(null=True, blank=True)
    # When it is asked next whether it lets us in; none: with the next tick.
    ask_line_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_instance", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.mark

    def lasting_mail_trouble(self, now: datetime) -> str:
        """What keeps mails from going out and will not pass by itself, in words that hold nothing private."""
        if not self.mail_trouble or self.mail_trouble_since is None:
            return ""
        is_lasting = self.mail_trouble == self.MailTrouble.LOGIN
        if is_lasting or now - self.mail_trouble_since >= self.MAY_BE_AWAY_FOR:
            return str(self.MailTrouble(self.mail_trouble).label)
        return ""


class SetUpCode(models.Model):
    """Whoever makes the owner's account from elsewhere than this machine shows the code that its operator was told."""

    code_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_set_up_code", condition=Q(id=1))]

    def __str__(self) -> str:
        return "…"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> InvitationQuerySet:
        """Those that still let somebody in."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=now)

    def too_old(self, now: datetime) -> InvitationQuerySet:
        return self.filter(expires_at__lte=now - Invitation.KEPT_FOR)


class Invitation(models.Model):
    """Lets one person make an account; the link itself is kept nowhere, only the hash of its secret."""

    KEPT_FOR: ClassVar[timedelta] = timedelta(days=90)

    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    # Where the link was mailed; empty: the owner handed it over.
    email = models.EmailField(_("E-mail"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="invited_by")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_invitation_is_used_or_revoked", condition=Q(used_at=None) | Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.email or str(self.pk)

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires_at > now
