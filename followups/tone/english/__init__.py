"""The table for drafts in English: what the rules look for, why, and what to write instead."""

from pathlib import Path

from followups.tone.english import arguing, gentle, jobs, phone, pleading, words
from followups.tone.rules import Language

ENGLISH = Language(
    code="en",
    classes=words.CLASSES,
    spellings=words.SPELLINGS,
    endings=words.ENDINGS,
    abbreviations=words.ABBREVIATIONS,
    joiners=words.JOINERS,
    breakers=words.BREAKERS,
    subjects=words.SUBJECTS,
    turns=words.TURNS,
    list_words=words.LIST_WORDS,
    denials=words.DENIALS,
    no_denials=words.NO_DENIALS,
    reports=words.REPORTS,
    topics=words.TOPICS,
    first_persons=words.FIRST_PERSONS,
    others=words.OTHERS,
    thanks=words.THANKS,
    small_talk=words.SMALL_TALK,
    rules=(*arguing.RULES, *pleading.RULES, *jobs.RULES, *phone.RULES, *gentle.RULES),
    families=words.FAMILIES,
    weights=Path(__file__).with_name("weights.tsv"),
    by_weight=gentle.BY_WEIGHT,
    measures=gentle.MEASURES,
)
