"""What the API is about, a file for each noun."""

from ninja import Router

from crm.api.nouns import (
    companies,
    contacts,
    drafts,
    feedback_requests,
    feeds,
    ideas,
    incoming_messages,
    me,
    nudges,
    openings,
    peers,
    referrals,
    rejections,
    standing,
    touchpoints,
)

ROUTERS: list[tuple[str, Router]] = [
    ("contacts", contacts.router),
    ("contacts", standing.router),
    ("rejections", rejections.router),
    ("feedback-requests", feedback_requests.router),
    ("touchpoints", touchpoints.router),
    ("incoming-messages", incoming_messages.router),
    ("nudges", nudges.router),
    ("ideas", ideas.router),
    ("drafts", drafts.router),
    ("feeds", feeds.router),
    ("companies", companies.router),
    ("openings", openings.router),
    ("peers", peers.router),
    ("referrals", referrals.router),
    ("me", me.router),
]
