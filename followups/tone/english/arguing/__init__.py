"""Debating the decision: disagreeing, demanding reasons, comparing, defending an answer."""

from followups.tone.english.arguing import comparing, disagreeing, judging

RULES = (*comparing.RULES, *disagreeing.RULES, *judging.RULES)
