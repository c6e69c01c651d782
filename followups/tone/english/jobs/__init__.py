"""Asking for a job, or for a word about one, in a letter that was to ask for nothing."""

from followups.tone.english.jobs import asking, offering

RULES = (*asking.RULES, *offering.RULES)
