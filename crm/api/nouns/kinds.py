"""Words that several nouns share."""

from typing import Literal

Kind = Literal["feedback_request", "thank_you", "article", "congratulations", "referral", "check_in", "other"]
Channel = Literal["email", "linkedin", "letter", "person", "phone", "other"]
