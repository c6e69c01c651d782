from followups.models.article import Article
from followups.models.feed import Feed
from followups.models.feedback import FeedbackRequest
from followups.models.idea import Idea
from followups.models.incoming import IncomingMessage
from followups.models.letter import LetterDraft, LetterTemplate
from followups.models.mail import NudgeMail
from followups.models.mailbox import InboxPosition, MailboxMail, SentFolder
from followups.models.nudge import Nudge
from followups.models.referral import Referral
from followups.models.secret_address import CalendarAddress, LogAddress
from followups.models.state_change import StateChange
from followups.models.telling import Delivery, Push, PushTarget, Webhook
from followups.models.touchpoint import Touchpoint

__all__ = [
    "Article",
    "CalendarAddress",
    "Delivery",
    "Feed",
    "FeedbackRequest",
    "Idea",
    "InboxPosition",
    "IncomingMessage",
    "LetterDraft",
    "LetterTemplate",
    "LogAddress",
    "MailboxMail",
    "Nudge",
    "NudgeMail",
    "Push",
    "PushTarget",
    "Referral",
    "SentFolder",
    "StateChange",
    "Touchpoint",
    "Webhook",
]
