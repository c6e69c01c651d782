"""What the documentation shows: a request for each operation. The tests run every one, in the world they speak of.

What they are answered with stands in `answers.json`, written down by the tests (see tests/crm/api/test_examples.py).
"""

from __future__ import annotations

from typing import Any

# Dana Weber (12) is Head of Data at Zephyr (7), who turned Tim down (31, the question for feedback is 41); Milo Okafor
# (13) is at Halden (8); Jule Brandt (51) could be referred for an opening (61) there.
EXAMPLES: dict[str, dict[str, Any]] = {
    "list_contacts": {"query": {"standing": "active", "limit": 2}},
    "new_contact": {
        "body": {
            "name": "Nora Lind",
            "email": "nora.lind@example.com",
            "title": "Head of Logistics",
            "company": "Zephyr",
            "field": "logistics",
            "interests": ["cold chain", "sailing"],
            "cadence": 2,
            "notes": "Told me kindly, by phone.",
        }
    },
    "read_contact": {"id": 12},
    "edit_contact": {"id": 12, "body": {"interests": ["sailing", "data quality"], "cadence": 3}},
    "remove_contact": {"id": 13},
    "contact_pause": {"id": 13, "body": {"until": "2027-02-01"}},
    "contact_resume": {"id": 13},
    "contact_move": {"id": 13, "body": {"company": "Zephyr", "title": "Chief Editor"}},
    "contact_outcome": {"id": 13, "body": {"outcome": "interview", "on": "2026-11-18"}},
    "contact_end": {"id": 13, "body": {"outcome": "friendship"}},
    "contact_reopen": {"id": 13},
    "contact_stop": {"id": 13},
    "contact_undo_stop": {"id": 13},
    "list_rejections": {"query": {"since": "2026-09-01"}},
    "new_rejection": {
        "body": {
            "company": "Halden",
            "role": "UX writer",
            "rejected_on": "2026-11-19",
            "stage": "interview",
            "told_by": "email",
            "contact": {"name": "Ines Moor", "email": "ines.moor@example.com", "interests": ["typography"]},
        }
    },
    "read_rejection": {"id": 31},
    "edit_rejection": {"id": 31, "body": {"stage": "final", "reason": "Somebody with more years in logistics."}},
    "remove_rejection": {"id": 31},
    "read_rejection_mail": {
        "body": {
            "text": "From: Dana Weber <dana.weber@zephyr.example>\nDate: Thu, 19 Nov 2026 16:02:00 +0100\n"
            "Subject: Your application as Data engineer at Zephyr\n\nDear Tim,\n\nthank you for applying for the "
            "position of Data engineer at Zephyr. Unfortunately we have decided for another candidate.\n\n"
            "Best regards\nDana Weber\nHead of Data, Zephyr\n"
        }
    },
    "list_feedback_requests": {"query": {"state": "proposed"}},
    "read_feedback_request": {"id": 41},
    "feedback_letter": {"id": 41},
    "feedback_ask": {"id": 41, "body": {"on": "2026-11-20", "text": "Dear Dana, thank you for your time…"}},
    "feedback_not_ask": {"id": 41},
    "feedback_reconsider": {"id": 42},
    "feedback_answer": {
        "id": 41,
        "body": {
            "text": "Your case study was clear. More on testing would have helped.",
            "on": "2026-11-20",
            "themes": ["technical", "testing"],
        },
    },
    "feedback_fold": {"id": 43, "body": {"sentences": ["You seemed unsure of yourself."]}},
    "feedback_thank": {"id": 43, "body": {"text": "Dear Milo, thank you for taking the time…"}},
    "feedback_decline": {"id": 43},
    "list_touchpoints": {"query": {"contact": 13, "since": "2026-01-01"}},
    "new_touchpoint": {
        "body": {
            "contact": 12,
            "kind": "article",
            "on": "2026-11-20",
            "text": "Dear Dana, this made me think of your cold chain…",
            "url": "https://example.org/cold-chain",
        }
    },
    "read_touchpoint": {"id": 21},
    "edit_touchpoint": {"id": 21, "body": {"on": "2026-09-30"}},
    "remove_touchpoint": {"id": 21},
    "list_incoming_messages": {"query": {"contact": 13}},
    "new_incoming_message": {"body": {"contact": 12, "text": "Thanks, that article was spot on!"}},
    "read_incoming_message": {"id": 81},
    "edit_incoming_message": {"id": 81, "body": {"channel": "linkedin"}},
    "remove_incoming_message": {"id": 81},
    "list_nudges": {"query": {"state": "open"}},
    "read_nudge": {"id": 91},
    "list_ideas": {"query": {"contact": 13}},
    "new_idea": {
        "body": {"contact": 12, "url": "https://example.org/cold-chain", "title": "What keeps the cold chain cold"}
    },
    "read_idea": {"id": 71},
    "edit_idea": {"id": 71, "body": {"state": "saved"}},
    "compose_draft": {"body": {"contact": 13, "idea": 71}},
    "review_a_draft": {
        "body": {
            "kind": "feedback_request",
            "text": "Dear Dana, thank you for your time. I think your decision was a mistake. Could we have a call?",
        }
    },
    "list_feeds": {"query": {"failing": False}},
    "new_feed": {"body": {"url": "https://example.org/feed.xml", "interest": "sailing"}},
    "read_feed": {"id": 101},
    "edit_feed": {"id": 101, "body": {"title": "Harbour news", "company": 7}},
    "unfollow_feed": {"id": 101},
    "feed_fetch": {"id": 101},
    "list_companies": {"query": {"q": "zeph"}},
    "new_company": {"body": {"name": "Marlow & Finch", "website": "https://marlow.example"}},
    "read_company": {"id": 7},
    "edit_company": {"id": 7, "body": {"notes": "Forty people, two of them in data."}},
    "list_openings": {"query": {"open": True}},
    "new_opening": {
        "body": {
            "company": "Halden",
            "role": "UX researcher",
            "url": "https://halden.example/jobs/7",
            "asks_for": "Interviews, Figma, patience.",
        }
    },
    "read_opening": {"id": 61},
    "edit_opening": {"id": 61, "body": {"closed_on": "2026-11-20"}},
    "remove_opening": {"id": 61},
    "list_peers": {"query": {"consent": "given"}},
    "new_peer": {"body": {"name": "Samuel Ott", "headline": "Data engineer", "skills": ["Python", "SQL"]}},
    "read_peer": {"id": 51},
    "edit_peer": {"id": 51, "body": {"skills": ["Figma", "user research", "editing"]}},
    "remove_peer": {"id": 51},
    "peer_ask": {"id": 52, "body": {"on": "2026-11-19"}},
    "peer_consent": {"id": 52},
    "peer_withdraw": {"id": 51},
    "peer_undo_consent": {"id": 51},
    "list_referrals": {"query": {"state": "drafted"}},
    "new_referral": {"body": {"contact": 13, "opening": 62, "peer": 51}},
    "read_referral": {"id": 111},
    "referral_letter": {"id": 111},
    "edit_referral": {"id": 111, "body": {"subject": "Somebody for your UX opening"}},
    "remove_referral": {"id": 111},
    "referral_send": {"id": 111, "body": {"on": "2026-11-20"}},
    "referral_outcome": {"id": 112, "body": {"state": "replied", "on": "2026-11-19"}},
    "read_me": {},
    "edit_me": {"body": {"nudge_time": "08:30", "contacts_per_mail": 5}},
}
