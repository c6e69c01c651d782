"""Say who would be nudged now, who not, and why, without changing anything."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import F

from contacts.models import Contact
from crm.models import Instance, User
from followups.planning import Plan, make_plan

NOT_DUE_SHOWN = 20


def forecast_nudges(now: datetime) -> Iterator[str]:
    """Lines for `manage.py tick --dry-run`, user by user."""
    instance = Instance.objects.first()
    if instance and instance.held_at:
        yield f"Everything is held back: {instance.held_because} `manage.py resume` says from when to go on."
    for user in User.objects.order_by("id").iterator():
        plan = make_plan(user, now)
        yield from describe_plan(user, plan, now)


def describe_plan(user: User, plan: Plan, now: datetime) -> Iterator[str]:
    yield f"{user.email}: {describe_mail(plan)}"
    for nudge in plan.carried:
        yield f"  would be nudged: {nudge.contact.name}, carried over from a mail that was refused"
    for contact in plan.contacts:
        yield f"  would be nudged: {contact.name}, due since {contact.next_on}"
    chosen = {contact.pk for contact in plan.contacts} | {nudge.contact_id for nudge in plan.carried}
    today = user.today(now)
    others = Contact.objects.owned_by(user).exclude(pk__in=chosen).order_by(F("next_on").asc(nulls_last=True), "id")
    for contact in others[:NOT_DUE_SHOWN]:
        yield f"  not now: {contact.name}, {say_why_not(contact, plan, today)}"


def describe_mail(plan: Plan) -> str:
    if plan.is_mail:
        return f"a mail with {len(plan.contacts) + len(plan.carried)} contact(s) is due"
    again = f"; looked at again {plan.look_again_at:%Y-%m-%d %H:%M} UTC" if plan.look_again_at else ""
    return f"no mail, because {plan.reason}{again}"


def say_why_not(contact: Contact, plan: Plan, today: date) -> str:
    if not contact.is_active:
        return contact.get_standing_display().lower()
    if contact.paused_until and contact.paused_until > today:
        return f"paused until {contact.paused_until}"
    if contact.thanks_held_until and contact.thanks_held_until > today:
        return f"thanks are owed; held until {contact.thanks_held_until} at most"
    if contact.next_on and contact.next_on > today:
        return f"not due before {contact.next_on}"
    return "due, and goes with a later mail" if plan.is_mail else f"due, but {plan.reason}"
