"""What is no fault, and reads better without."""

from django.utils.translation import gettext_lazy as _

from followups.tone.rules import ByWeight, Measure, Rule

RULES = (
    Rule(
        "opens with an empty phrase",
        "empty-opener",
        (
            "(hope|trust) .. (email|mail|message|letter|note|this) .. finds you",
            "(hope|trust) .. finds you (well|in)",
            "(hope|trust) (that)? (you are|all is|everything is) (doing|going|keeping)? (well|fine|good|great|okay) $",
            "just (checking|wanted to check|want to check|thought i would check|a quick check) in",
            "(just|only)? (touching|touch) base",
            "just (following|wanted to follow|circling|reaching|wanted to reach|popping|bumping|pinging)",
            "(bumping|bump) this",
            "(circling|circle) back",
            "as per my last",
        ),
        _("This phrase opens a thousand mails. Begin with your reason to write."),
        "I came across something that made me think of you:",
        hits=(
            "I hope this e-mail finds you well.",
            "Just checking in!",
            "I wanted to touch base.",
            "Hope you are doing well.",
        ),
        passes=(
            "I hope you got a call back from the venue.",
            "A talk on why people say “just checking in” was the best of the day.",
            "I hope the start goes well.",
        ),
    ),
)

MEASURES = (
    Measure(
        "too-long",
        {"": 200, "feedback_request": 150, "referral": 250, "other": 400},
        _("Short letters are read and answered. What comes from here on may be more than the moment needs."),
        "Keep the greeting, one reason to write and one kind closing line.",
    ),
    Measure(
        "several-questions",
        {"": 2, "feedback_request": 1, "other": 3},
        _("One question is easy to answer; with several, the whole letter waits for a quiet hour."),
        "If I may ask one thing: what would have made me a stronger candidate?",
    ),
    Measure(
        "no-thanks",
        {"feedback_request": 1, "thank_you": 1},
        _("There is no thank-you in it yet. It costs a line and is the first thing they read."),
        "Thank you for the time you took.",
    ),
)

BY_WEIGHT = {
    "arguing": ByWeight(
        _("These are the words of somebody who argues. The decision stands; what they remember is the tone."),
        "I respect your decision. If one thing would have made me a stronger candidate, I'd be glad to hear it.",
    ),
    "pleading": ByWeight(
        _("These are the words of somebody who pleads. It puts weight on them that they can't answer well."),
        "I respect your decision, and I'd be glad of one thing to work on.",
    ),
    "job-ask": ByWeight(
        _("These are the words of somebody who asks for a job. A letter that asks for nothing keeps the door open."),
        "No need to reply. I only thought this might be of use to you.",
    ),
    "phone": ByWeight(
        _("These are the words of somebody who asks for a call or a meeting. A line by e-mail is easier to give."),
        "If you have a minute, a line or two by e-mail would help me a lot.",
    ),
}
