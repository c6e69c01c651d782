"""Disagreeing with the decision, and taking the thanks back."""

from django.utils.translation import gettext_lazy as _

from followups.tone.english.other_senses import ABOUT_A_TEXT
from followups.tone.english.rather import RESPECT, THANKS_ONLY
from followups.tone.rules import Rule

RULES = (
    Rule(
        "disagrees",
        "arguing",
        looks_for=(
            (
                "<iwe> .. (disagree|differ|object|contest|dispute|challenge|protest|appeal|refute|reject the|oppose|"
                "take issue|take exception|question (your|the|this|whether|how)|doubt (that|your|the|whether|if|you)|"
                "resent|complain)"
            ),
            (
                "(to|must|would like to|want to|wish to) .. (disagree|differ|object|contest|dispute|challenge|"
                "protest|appeal|refute|take issue|take exception|complain)"
            ),
            (
                "(can|could|do|will|would|did|really|simply) .. not .. (accept|share|follow|buy|comprehend|fathom|"
                "grasp|understand|swallow|recognise|recognize|support|endorse|respect) (this|that|your|the|these|his|"
                "her|their|such|a|any) .. <decision>"
            ),
            (
                "(can|could|do) not (really|quite|even|possibly|at all|just)? (understand|comprehend|fathom|see|get|"
                "follow) (it|this|that|why|how|what|you|your|the|where|on what|$)"
            ),
            "(makes|make|made|making) no sense",
            "(am|was|are|remain|feel) not .. (convinced|persuaded|satisfied)",
            "(do|does|did) not .. (convince|persuade|satisfy) me",
            (
                "not (think|feel|find|consider|believe) .. (it|that|this|your|the) .. (right|fair|accurate|correct|"
                "justified|true|reasonable)"
            ),
            (
                "(it|that|this|which|reasons|feedback|decision|claim|assessment|evaluation|points|result|one|"
                "statement|answer|explanation|they) .. (is|was|are|were|does|do|did) not .. (accurate|correct|"
                "right|fair|the case|justified|reflect|match|add up|stand up|hold|hold up|just|reasonable|convincing|"
                "deserved|acceptable|how)"
            ),
            "not .. true $",
            "not .. true that (i|my|we|our|the|you|your|there)",
            "(contradict|contradicts|contradicted|inconsistent with|at odds with|does not match|do not match)",
            (
                "(review|revise|revisit|reassess|re-evaluate|reevaluate|reopen|overturn|reverse|re-open|withdraw|"
                "reconsider|correct|rethink|undo|revoke|re-examine|reexamine) .. (this|your|the|that|it) .. "
                "(decision|rejection|verdict|outcome|result|assessment|evaluation|score|choice|$)?"
            ),
            "with (all)? (due|all|the utmost) .. respect",
            "(i|we) still .. (believe|think|feel|maintain|am convinced|say|consider|find|would say|hold)",
        ),
        why=_("This argues with the decision. It can't be won, and it is what people remember."),
        instead=RESPECT,
        hits=(
            "I disagree with your assessment.",
            "I cannot accept this decision.",
            "I don't understand how you came to this result.",
            "That makes no sense to me.",
            "Your reasons don't convince me.",
            "With all due respect, I have managed a team.",
            "I beg to differ.",
            "I'd ask you to review this decision.",
            "I still believe I was right for this.",
        ),
        passes=(
            "I don't want to argue with the decision.",
            "I agree with every word of it.",
            "I can't disagree with the author.",
            "The panel argues that footnotes are the best part, and I can't disagree.",
            "I don't want to reopen the decision, I respect it.",
            "It makes sense to me now.",
            "I wasn't able to convince you this time, and that's okay.",
            "I can't accept the invitation to the open day, sadly.",
            "I don't understand the second chapter of the book yet.",
            "I don't think anybody could have explained it better.",
        ),
        unless=(
            "my own",
            "(invitation|chapter|book|poem|author|film|lyrics|recipe|gift|present|article|podcast|study|paper)",
            "not .. right (role|job|place|time|moment|fit|one|thing)",
        ),
        unless_near=(ABOUT_A_TEXT,),
    ),
    Rule(
        "is offended",
        "arguing",
        looks_for=(
            (
                "<upset> .. (by|at|with|about|to|that|because|over|how|why|when|as|after|you|your|be|honest|frank|$) "
                ".. (decision|reject|rejected|rejection|feedback|result|reasons|reason|declined|you|your|read|hear|"
                "learn|see|told|this|outcome|lack|find|say|not|frank|honest|decline|turned|refusal)"
            ),
            (
                "(disappointed|disappointing|let down) (in|by|with|at) (you|your|the (way|decision|process|feedback|"
                "panel|lack|handling|quality)|how|this (decision|process)|such)"
            ),
            "shame (that)? (you|your|the panel|the company|nobody)",
            (
                "(i am|am|was) (baffled|puzzled|perplexed|speechless|stunned|appalled|shocked|outraged|mystified|"
                "flabbergasted) ,?"
            ),
        ),
        why=_("The hurt is understandable. In the letter it reads as blame, and closes a door that is still ajar."),
        instead=RESPECT,
        hits=(
            "I was surprised by your decision.",
            "I'm baffled, to be frank.",
            "I am disappointed in how you handled this.",
            "It's a shame you couldn't see past my accent.",
        ),
        passes=(
            "I was a bit disappointed, and I respect it.",
            "I was surprised how much I enjoyed the task.",
            "I was pleasantly surprised by your kind answer.",
            "The winner may surprise you.",
            "It's a shame it didn't work out.",
            "I was disappointed, but I understand.",
            "The chart with the confusing axis is on page 3.",
        ),
        unless=(
            "(pleasantly|positively|happily|nicely)",
            (
                "(how (much|kind|fast|quickly|well|friendly|honest|good)|kind|kindness|warm|generous|thoughtful|"
                "friendly|delighted|nice)"
            ),
        ),
    ),
    Rule(
        "takes the thanks back",
        "arguing",
        looks_for=("<thanks-for-answer> ... (but|however|though|although|yet|nevertheless|nonetheless|only)",),
        why=_("After “thank you”, a “but” takes the thanks back."),
        instead=THANKS_ONLY,
        hits=(
            "Thanks for the feedback, but the salary was never discussed.",
            "I appreciate the feedback, though the panel was wrong there.",
        ),
        passes=(
            "Thanks, but no need to reply to this one.",
            "Thank you for your answer. It wasn't easy to read, but it helped.",
            "Thanks for the feedback, it stung but it helped.",
            "Thank you for letting me know. I was hoping for another answer, but I understand.",
            "Thanks for the tip, but I've found one already.",
            "I know you're busy, but thank you for your answer.",
            "Thank you for the explanation, but could you send the link again?",
        ),
        unless=(
            (
                "but/however/though/although/yet/only .. (i|it|that|this|we)? .. (no|need|respect|understand|"
                "understood|thank|thanks|grateful|learned|learnt|enjoyed|wish|glad|happy|appreciate|fine|okay|ok|"
                "worries|accepted|accept|can not accept|can not come|already|busy|helped|helps|good|useful|agree|true|"
                "right|fair|sorry|hope|want "
                "you|wanted to|sting|stung|hard|tough|worth|got me|made me|will|would like to say|could you|can you|"
                "can i|can we|could we|may i|would you|shall we|i would love|love)"
            ),
            "(tip|invitation|offer|link|article|book|recommendation)",
            "(stung|hurt|not easy|sad|disappointed|disappointing|hard|hoping|hoped)",
        ),
    ),
    Rule(
        "goes on with but",
        "arguing",
        looks_for=(
            (
                "^^ (but|however|yet|still|nevertheless|nonetheless|that said|even so|only|having said that|at the "
                "same time) ,? .. (i|my|the|you|your|it|that|this|if|nobody|there|we|a|in)"
            ),
        ),
        why=_("After “thank you”, a “but” takes the thanks back."),
        instead=THANKS_ONLY,
        hits=(
            "Thank you for the feedback. However, my answer to the second question was right.",
            "Thanks for your reply. But I feel you didn't see all of it.",
        ),
        passes=(
            "Thanks for your answer. But enough of me: how was Lisbon?",
            "Thank you for your message. However, no need to answer this one.",
            "Thank you for letting me know. Still, I enjoyed every minute with your team.",
            "I am grateful for your message. However, I understand your situation.",
        ),
        unless=(
            (
                "(no|need|respect|understand|understood|thank|thanks|grateful|learned|learnt|enjoyed|wish|glad|happy|"
                "appreciate|fine|okay|worries|accepted|accept|busy|helped|agree|fair|sorry|hope|enough|love|loved|"
                "congratulations|good luck|by the way|could you|would you|can you)"
            ),
        ),
        after=("<thanks-for-answer>",),
    ),
)
