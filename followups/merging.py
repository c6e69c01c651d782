"""Two contacts who are one person become one: nothing of either's history is lost, and no rule of the month is bent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contacts.models import Contact, ContactEvent
from contacts.search import index_contact
from followups.cadence import refresh_next_date
from followups.departures import mark_do_not_contact
from followups.ideas.finding import mark_for_matching
from followups.locks import lock_contact, lock_user
from followups.models import Idea, LetterDraft, Nudge, Referral, Touchpoint
from followups.months import add_months, month_start
from followups.nudge_states import turn_nudge, withdraw_open_nudge
from followups.people import note_event
from followups.thanks import hold_for_thanks
from followups.touchpoints import recount

Standing = Contact.Standing

LONGEST_NOTES = 20_000
# What one of two ideas about the same item tells more: it was sent, or refused, before it is merely new.
FURTHER = [Idea.State.NEW, Idea.State.SAVED, Idea.State.DISMISSED, Idea.State.USED]
REFERRED = [state.value for state in Referral.State]
FIELDS = ("email", "title", "company", "field")


@transaction.atomic
def merge_contacts(kept: Contact, other: Contact) -> Contact:
    """Make `other` a part of `kept`, whose own fields win; what is lost of the other's stands in the notes.

    A mark *asked not to be contacted* on either is on both. Nudges that were not mailed yet are withdrawn, and planned
    anew. Of two nudges too close to each other the older becomes *merged*; of two such messages the older counts.
    """
    assert kept.pk != other.pk and kept.owner_id == other.owner_id, "two contacts of one user"
    lock_user(kept.owner)
    for contact in (kept, other):
        lock_contact(contact)
        withdraw_open_nudge(contact)
    move_nudges(kept, other)
    move_letters(kept, other)
    move_ideas(kept, other)
    known = set(kept.interests.values_list("topic_key", flat=True))
    other.interests.filter(topic_key__in=known).delete()
    keep_draft(kept, other)
    move_the_rest(kept, other)
    name = other.name
    take_fields(kept, other)
    Contact.objects.get(pk=other.pk).delete()
    note_event(kept, ContactEvent.Kind.MERGED, text=name)
    hold_for_thanks(kept)
    mark_for_matching(kept)
    index_contact(kept)
    refresh_next_date(kept)
    return kept


def move_nudges(kept: Contact, other: Contact) -> None:
    """Newest first, each that comes too close to a newer one is *merged*: it still counts for the next date."""
    nudges = Nudge.objects.filter(contact__in=[kept, other]).exclude(state__in=Nudge.FREES_THE_MONTH)
    newer: list[Nudge] = []
    for nudge in nudges.order_by("-on", "-pk"):
        if any(collide(nudge.on, each.on) for each in newer):
            turn_nudge(nudge, Nudge.State.MERGED, by="user")
            continue
        if nudge.state == Nudge.State.OPEN and any(each.state == Nudge.State.OPEN for each in newer):
            turn_nudge(nudge, Nudge.State.EXPIRED, by="user")
        newer.append(nudge)
    other.nudges.update(contact=kept)


def collide(on: date, newer_on: date) -> bool:
    return add_months(on, 1) > newer_on or month_start(on) == month_start(newer_on)


def move_letters(kept: Contact, other: Contact) -> None:
    """None of them counts while they move: the constraint holds at every statement. Then all are judged anew."""
    both = Touchpoint.objects.filter(contact__in=[kept, other])
    both.update(counts=False, early=False)
    other.touchpoints.update(contact=kept)
    days = list(kept.touchpoints.outreach().order_by("on").values_list("on", flat=True).distinct())
    if days:
        recount(kept, *days)


def move_ideas(kept: Contact, other: Contact) -> None:
    """The same item is one idea for one person: the one that went further stays."""
    for idea in other.ideas.all():
        twin = kept.ideas.filter(article=idea.article_id, opening=idea.opening_id, peer=idea.peer_id).first()
        if twin is None:
            continue
        worse = twin if FURTHER.index(Idea.State(idea.state)) > FURTHER.index(Idea.State(twin.state)) else idea
        worse.delete()
    other.ideas.update(contact=kept)
    for referral in other.referrals.all():
        twins = kept.referrals.filter(opening=referral.opening_id, peer=referral.peer_id)
        if (same := twins.first()) is None:
            continue
        worse_one = same if REFERRED.index(referral.state) > REFERRED.index(same.state) else referral
        worse_one.delete()
    other.referrals.update(contact=kept)


def move_the_rest(kept: Contact, other: Contact) -> None:
    """Whatever hangs on a contact, also what this module has not heard of."""
    for relation in Contact._meta.related_objects:
        relation.related_model._base_manager.filter(**{relation.field.name: other}).update(
            **{relation.field.name: kept}
        )


def keep_draft(kept: Contact, other: Contact) -> None:
    """Of two drafts the newer one stays a draft; the older one is kept in the notes."""
    drafts = list(LetterDraft.objects.filter(contact__in=[kept, other]).order_by("-saved_at", "-pk"))
    for older in drafts[1:]:
        add_to_notes(kept, _("A draft that was not sent: %(text)s") % {"text": older.text})
        older.delete()
    if drafts and drafts[0].contact_id != kept.pk:
        LetterDraft.objects.filter(pk=drafts[0].pk).update(contact=kept)


def take_fields(kept: Contact, other: Contact) -> None:
    """Fill what is not known of `kept`; what the other's fields say differently goes into the notes."""
    differs = [other.name] if other.name_key != kept.name_key else []
    for key in FIELDS:
        ours, theirs = getattr(kept, key), getattr(other, key)
        if theirs and not ours:
            setattr(kept, key, theirs)
        elif theirs and theirs != ours:
            differs.append(str(theirs))
    if differs:
        add_to_notes(kept, _("Also known as: %(facts)s") % {"facts": ", ".join(differs)})
    if other.notes and other.notes not in kept.notes:
        add_to_notes(kept, other.notes)
    kept.added_on = min(kept.added_on, other.added_on)
    kept.outcome = kept.outcome or other.outcome
    kept.paused_until = latest(kept.paused_until, other.paused_until)
    settle_standing(kept, other)
    kept.version += 1
    kept.save()


def settle_standing(kept: Contact, other: Contact) -> None:
    """Who asked to stop has asked for both; who is in touch with one of them is in touch."""
    if Standing.STOPPED in {kept.standing, other.standing}:
        moments = [each.stopped_at for each in (kept, other) if each.stopped_at]
        kept.standing, kept.stopped_at, kept.next_on = Standing.STOPPED, min(moments, default=None), None
        for each in (kept, other):
            mark_do_not_contact(each)
    elif Standing.ACTIVE in {kept.standing, other.standing}:
        kept.standing, kept.ended_on = Standing.ACTIVE, None


def add_to_notes(contact: Contact, text: str) -> None:
    """Below what stands there; if there is no room for all of it, as much as fits."""
    notes = f"{contact.notes.rstrip()}\n\n{text.strip()}".strip()
    contact.notes = notes[:LONGEST_NOTES]


def latest(one: Any, other: Any) -> Any:
    return max(filter(None, (one, other)), default=None)
