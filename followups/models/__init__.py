from followups.models.feedback import FeedbackRequest
from followups.models.mail import NudgeMail
from followups.models.nudge import Nudge
from followups.models.state_change import StateChange
from followups.models.touchpoint import Touchpoint

__all__ = ["FeedbackRequest", "Nudge", "NudgeMail", "StateChange", "Touchpoint"]
