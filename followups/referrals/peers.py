"""Who could be referred: add, change and delete a peer, with their résumé."""

from __future__ import annotations

from django.db import transaction

from contacts.models import Peer
from contacts.resumes import ResumeFile, keep_resume
from crm.models import ApiAnswer, User
from followups.locks import lock_user
from followups.models import NudgeMail
from followups.people import remove_kept_mails
from followups.referrals.proposing import drop_letters_about, find_referral_ideas


@transaction.atomic
def add_peer(
    owner: User,
    *,
    name: str,
    email: str = "",
    headline: str = "",
    skills: str = "",
    notes: str = "",
    resume: ResumeFile | None = None,
) -> Peer:
    """Add somebody, `skills` separated by commas. Nobody is proposed for anything before they agreed to it."""
    lock_user(owner)
    peer = Peer.objects.create(owner=owner, name=name, email=email, headline=headline, skills=skills, notes=notes)
    if resume:
        keep_resume(peer, resume)
    return peer


@transaction.atomic
def change_peer(
    peer: Peer, *, name: str, email: str, headline: str, skills: str, notes: str, resume: ResumeFile | None = None
) -> Peer:
    """Change what is known of a peer; without a `resume` the one before stays."""
    lock_user(peer.owner)
    peer.name, peer.email, peer.headline = name, email, headline
    peer.skills, peer.notes = skills, notes
    peer.version += 1
    peer.save()
    if resume:
        keep_resume(peer, resume)
    find_referral_ideas(peer.owner)
    return peer


@transaction.atomic
def delete_peer(peer: Peer) -> None:
    """Delete a peer with résumé, referrals and drafts, and kept mails and answers that tell of them.

    Messages that were logged stay on their timelines.
    """
    lock_user(peer.owner)
    proposed_in = NudgeMail.objects.filter(owner=peer.owner, nudges__ideas__peer=peer)
    public_ids = list(proposed_in.values_list("public_id", flat=True))
    drop_letters_about(peer)
    ApiAnswer.objects.filter(token__user=peer.owner).update(body="")
    peer.delete()
    transaction.on_commit(lambda: remove_kept_mails(public_ids))
