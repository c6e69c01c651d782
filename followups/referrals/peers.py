"""Who could be referred: add, change and delete a peer, with their résumé."""

from __future__ import annotations

from django.db import transaction

from contacts.models import Peer
from contacts.resumes import ResumeFile, keep_resume
from crm.models import User
from followups.locks import lock_user
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
    """Delete a peer with résumé, referrals and drafts; messages that were logged stay on their timelines."""
    lock_user(peer.owner)
    drop_letters_about(peer)
    peer.delete()
