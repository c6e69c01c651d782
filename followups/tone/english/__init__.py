"""The table for drafts in English: what the rules look for, why, and what to write instead."""

from pathlib import Path

from followups.tone.english import arguing, families, gentle, grammar, jobs, phone, pleading, words
from followups.tone.rules import Language

ENGLISH = Language(
    code="en",
    classes=words.CLASSES,
    spellings=grammar.SPELLINGS,
    endings=grammar.ENDINGS,
    abbreviations=grammar.ABBREVIATIONS,
    joiners=grammar.JOINERS,
    breakers=grammar.BREAKERS,
    subjects=grammar.SUBJECTS,
    turns=grammar.TURNS,
    list_words=grammar.LIST_WORDS,
    denials=grammar.DENIALS,
    no_denials=grammar.NO_DENIALS,
    reports=grammar.REPORTS,
    topics=grammar.TOPICS,
    first_persons=grammar.FIRST_PERSONS,
    others=grammar.OTHERS,
    thanks=grammar.THANKS,
    small_talk=grammar.SMALL_TALK,
    rules=(*arguing.RULES, *pleading.RULES, *jobs.RULES, *phone.RULES, *gentle.RULES),
    families=families.FAMILIES,
    weights=Path(__file__).with_name("weights.tsv"),
    by_weight=gentle.BY_WEIGHT,
    measures=gentle.MEASURES,
)
