"""Begging, despair and guilt: what makes a no harder to give, and a yes no likelier."""

from followups.tone.english.pleading import begging, despairing

RULES = (*begging.RULES, *despairing.RULES)
