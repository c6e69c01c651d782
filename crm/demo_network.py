"""Whom Robin could put forward in the demo, and for what. Everybody in it is made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from contacts.models import Contact, Opening, Peer
from contacts.resumes import check_resume
from crm.models import User
from followups.referrals.consent import give_consent, mark_asked
from followups.referrals.openings import add_opening
from followups.referrals.outcomes import note_outcome
from followups.referrals.peers import add_peer
from followups.referrals.referring import start_referral
from followups.referrals.tying import tie


@dataclass(frozen=True)
class Friend:
    name: str
    headline: str
    skills: str
    asked: int = 0  # days ago
    agreed: int = 0
    resume: str = ""


@dataclass(frozen=True)
class Role:
    company: str
    role: str
    asks_for: str
    url: str = ""
    closed: int = 0  # days ago


FRIENDS = [
    Friend(
        "Mara Lindqvist", "Junior data engineer", "Python, SQL, testing, data quality", asked=152, agreed=151,
        resume="Mara Lindqvist\n\nJunior data engineer. Python, SQL, a year of testing other people's pipelines.\n",
    ),
    Friend(
        "Jule Brandt", "UX writer", "Figma, user research, microcopy, accessibility", asked=30, agreed=27,
        resume="Jule Brandt\n\nUX writer with six years in public services. Figma, user research, microcopy.\n",
    ),
    Friend("Kofi Mensah", "Site reliability engineer", "Kubernetes, observability, incident reviews", asked=4),
    Friend("Ana Ribeiro", "Geodata analyst", "PostGIS, QGIS, open street data"),
]  # fmt: skip

ROLES = [
    Role(
        "Zephyr Cold Chain", "Junior data engineer",
        "You like Python and SQL, and you care about data quality. No experience with reefers needed.",
        "https://zephyr.example/jobs/junior-data-engineer", closed=90,
    ),
    Role(
        "Northgate Library Network", "UX writer",
        "Clear words for two million readers: catalogue, letters, apps. User research is part of the week; so is "
        "accessibility.",
        "https://northgate.example/jobs/ux-writer",
    ),
    Role(
        "Zephyr Cold Chain", "Site reliability engineer",
        "Kubernetes, observability, and calm at three in the morning. We write incident reviews that people read.",
        "https://zephyr.example/jobs/sre",
    ),
    Role("Fernweh Maps", "Geodata engineer", "PostGIS and Python; open street data is where we come from."),
]  # fmt: skip


def add_network(user: User, today: date) -> None:
    """Friends, openings, and the referral that is told of in the story: it led to a job."""
    peers = {friend.name: meet(user, friend, today) for friend in FRIENDS}
    openings = {(role.company, role.role): note_role(user, role, today) for role in ROLES}
    dana = Contact.objects.owned_by(user).select_related("owner").get(name="Dana Whitfield")
    refer(dana, openings["Zephyr Cold Chain", "Junior data engineer"], peers["Mara Lindqvist"], today)


def meet(user: User, friend: Friend, today: date) -> Peer:
    first = friend.name.split()[0].lower()
    resume = check_resume(f"{friend.name}.txt", friend.resume.encode()) if friend.resume else None
    peer = add_peer(
        user,
        name=friend.name,
        email=f"{first}@friends.example",
        headline=friend.headline,
        skills=friend.skills,
        resume=resume,
    )
    if friend.asked:
        mark_asked(peer, on=today - timedelta(days=friend.asked))
    if friend.agreed:
        give_consent(peer, on=today - timedelta(days=friend.agreed))
    return peer


def note_role(user: User, role: Role, today: date) -> Opening:
    closed_on = today - timedelta(days=role.closed) if role.closed else None
    return add_opening(
        user, company_name=role.company, role=role.role, asks_for=role.asks_for, url=role.url, closed_on=closed_on
    )


def refer(contact: Contact, opening: Opening, peer: Peer, today: date) -> None:
    """The letter is on the timeline already."""
    referral = start_referral(contact, opening=opening, peer=peer)
    tie(referral, contact.touchpoints.get(kind="referral"))
    for state, ago in (("replied", 145), ("interview", 120), ("hired", 70)):
        note_outcome(referral, state=state, on=today - timedelta(days=ago))
