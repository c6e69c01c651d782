"""Begging, asking for another chance, offering to take anything."""

from django.utils.translation import gettext_lazy as _

from followups.tone.english.rather import ONE_THING
from followups.tone.rules import Rule

RULES = (
    Rule(
        "begs",
        "pleading",
        looks_for=(
            "<iwe> .. (beg|implore|plead|beseech|entreat|begging|pleading|imploring|beseeching|entreating|beseech)",
            "(on|am on) .. (knees|bended knee|hands and knees)",
            "folded hands",
            "(have|show|some|a little|find|take) .. (mercy|pity|compassion|clemency|sympathy)",
            "have a heart",
            "please ,? please",
            "(kindly|please) (help|save|rescue) me (out|here|please|sir|madam|$)",
        ),
        why=_("This sounds like begging. It puts weight on them, and they can hardly answer it."),
        instead=ONE_THING,
        hits=(
            "I beg you to think again.",
            "Please, please answer.",
            "I'm on my knees here.",
            "Have a heart.",
            "Please help me.",
            "With folded hands, Arjun",
        ),
        passes=(
            "I beg to differ with the author.",
            "I beg your pardon for the late answer.",
            "My sister begged me to send you the picture.",
            "Thank you from the bottom of my heart.",
            "You said that nobody should have to plead for feedback.",
            "I'm not begging for anything.",
        ),
        unless=("beg (to differ|your pardon)",),
    ),
    Rule(
        "asks for another chance",
        "pleading",
        looks_for=(
            (
                "(give|grant|allow|offer|giving|get|got|have|deserve|need|deserves|just|only|need|want|wish|beg|ask|"
                "asking|hope|hoping|let me have|request|one|please) (me|us|you|for)? .. (one|a|another|second|last|"
                "final|single|1|#|fresh|proper) .. (more|last|final|small|single|tiny|other)? (chance|chances|try|"
                "shot|go|trial|attempt|opportunity) (to (prove|show|convince|try|do|impress|make|demonstrate|explain|"
                "redo|fix|redeem|interview|come)|$|and|please|i|with|here|then|that|at|for (me|this)|in)"
            ),
            (
                "(let|allow) (me|us) (to)? (try|retry|redo|repeat|prove|show|do|at least|just|come|have) .. (again|"
                "over|once|myself|it|you|wrong|better|more|what|how|trial|chance|go|test|day|week)"
            ),
            "you (will|would) not (regret|be sorry|be disappointed|be let down)",
            "(make|find) .. (an|one|some) exception",
        ),
        why=_(
            "Asking for another chance after a no puts them on the spot. What they said stands; what you learn "
            "is yours."
        ),
        instead=ONE_THING,
        hits=(
            "Please give me one more chance.",
            "Just one last chance to prove you wrong!",
            "Let me try again.",
            "Can't you make an exception, just this once?",
            "You won't regret it.",
        ),
        passes=(
            "Thanks for giving me the chance to meet the team.",
            "I would never ask you to bend the rules for me.",
            "A man asked for a second chance after rejecting his own company's offer in a role play.",
            "The museum gives old maps a second chance.",
            "I'm not asking for another chance.",
            "You gave me a second chance in May, and I'm grateful for it.",
        ),
        unless_before=("(thank|thanks|grateful|appreciate|enjoyed|glad|happy) .. (for|that|to)",),
    ),
    Rule(
        "asks to think again",
        "pleading",
        looks_for=(
            (
                "(please|beg|kindly|pray|implore|plead|hope|wish|hoping|urge) .. (you)? .. (reconsider|rethink|think "
                "again|think it over|change your mind|reconsidering|think twice|look again)"
            ),
            "(can|could|do|say|did|try) .. to change your (mind|decision)",
            (
                "(is|are) there (really|truly|not|absolutely|honestly)? .. (nothing|anything|no way|no chance|no "
                "hope|any hope|any way|any chance)"
            ),
        ),
        why=_("This pleads with a decision that is made. They will hardly take it back, and may stop writing."),
        instead=ONE_THING,
        hits=(
            "Please reconsider.",
            "Is there really nothing you can do?",
            "Isn't there anything I can do to change your mind?",
        ),
        passes=(
            "I'm not here to change your mind.",
            "Is there anything I can do better next time?",
            "If you could change one thing in my portfolio, what would it be?",
            "Is there anything you would have liked to see more of?",
        ),
        unless=(
            (
                "(better|differently|improve|stronger|work on|next time|next interview|in future|learn|prepare|more "
                "of|for you|to help you|in return|missing)"
            ),
            "<opening>/openings/vacancies",
            "<medium>",
            "(liked|like) to see",
        ),
        unless_before=("(thank|thanks) ..",),
    ),
    Rule(
        "would take anything",
        "pleading",
        looks_for=(
            (
                "<iwe> (would|will|am ready to|am willing to|am prepared to|can|could)  (gladly|happily|even|also)? "
                "(do|take|accept|try|give) (literally|absolutely|just|really|almost|on)? (anything|whatever|"
                "everything|any (job|salary|work|role|hours|position|shift|offer|task|thing|level|contract|wage)|"
                "less|half|lower|nights|a pay cut|a cut)"
            ),
            (
                "(work|start|begin|do it|come|intern|months|weeks|week|help|join) .. (for free|unpaid|for nothing|"
                "without (pay|salary|money|payment)|free of charge|for half|for less|for minimum|for peanuts|at any|"
                "at half|below|no pay|for no)"
            ),
            (
                "(any|lower|less|half|minimum|smaller|reduced|little) .. (salary|wage|wages|pay|hours|level|money|"
                "conditions|terms|title)"
            ),
            "sweep (the)? floors",
        ),
        why=_("Offering to take anything sounds desperate, and makes you smaller than you are."),
        instead=ONE_THING,
        hits=(
            "I'd do anything for this job.",
            "I would work the first months for free.",
            "I would accept any salary.",
            "I'd sweep the floors if you let me.",
        ),
        passes=(
            "It's unpaid, I'm afraid, but the cake is good.",
            "The course is for free.",
            "I'd do it again any time.",
            "I don't need anything.",
            "The museum is free of charge on Sundays.",
            "I will take anything you wrote to heart.",
        ),
        unless=("to heart",),
    ),
)
