"""Patterns that tell another sense from the one that a rule looks for."""

# The mistake is their own.
ADMITS = (
    "(my|own) (mistake|fault|error|bad)",
    "i was (wrong|mistaken|unclear)",
    "mistake (of mine|on my)",
    "of me to",
)
# Somebody else's text is what they speak of.
ABOUT_A_TEXT = (
    "article/articles/book/author/podcast/film/reviewer/essay/column/novel/episode/documentary | (a|the|new|this) "
    "(study|paper)"
)
