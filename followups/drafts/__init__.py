"""The letters that Afterword drafts. The user reads, changes and sends them, in their own name, from their own mailbox.

What they never do: argue with the decision, plead, ask for a job, ask for a phone call.
"""

from followups.drafts.check_in import check_in_draft
from followups.drafts.consent import consent_draft
from followups.drafts.draft import Draft
from followups.drafts.feedback import feedback_draft
from followups.drafts.handing_on import Attachment, eml_file, mailto_url
from followups.drafts.history import latest_answer, latest_rejection
from followups.drafts.ideas import draft_for, draft_of_kind
from followups.drafts.other import other_draft
from followups.drafts.own import fill_template
from followups.drafts.points import find_point
from followups.drafts.referral import referral_draft
from followups.drafts.thanks import thanks_draft

__all__ = [
    "Attachment",
    "Draft",
    "check_in_draft",
    "consent_draft",
    "draft_for",
    "draft_of_kind",
    "eml_file",
    "feedback_draft",
    "fill_template",
    "find_point",
    "latest_answer",
    "latest_rejection",
    "mailto_url",
    "other_draft",
    "referral_draft",
    "thanks_draft",
]
