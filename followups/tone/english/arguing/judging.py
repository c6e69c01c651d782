"""Calling the decision unfair or a mistake, demanding its reasons."""

from django.utils.translation import gettext_lazy as _

from followups.tone.english.other_senses import ADMITS
from followups.tone.english.rather import RESPECT
from followups.tone.rules import Rule

RULES = (
    Rule(
        "calls it unfair or a mistake",
        "arguing",
        looks_for=(
            (
                "<this>/decision/rejection/process/feedback/whole/everything/test/task/interview/procedure/reason/"
                "reasons/outcome/result/that .. (is|was|are|were|seems|seem|feels|feel|felt|looks|look|sounds|sound|"
                "has been) .. <bad>"
            ),
            (
                "(find|found|consider|call|think|considered|believe|call|feel|felt|regard|view|think that) .. (this|"
                "that|it|your|the|such|how) .. <bad>"
            ),
            (
                "(made|make|making|makes|commit|committed|committing) .. (a|an|the|your|some|this) .. (mistake|error|"
                "wrong|misjudgement|misjudgment|blunder|bad choice|poor choice|bad decision|poor decision|bad call|"
                "wrong decision|wrong choice|wrong call)"
            ),
            (
                "(treated|judged|assessed|evaluated|rejected|dismissed|graded|treat|judge|handled|screened|scored) "
                ".. (unfairly|badly|wrongly|unjustly|poorly|harshly|differently|incorrectly|unequally|like (dirt|"
                "nothing|a number|rubbish))"
            ),
            "(your|the company 's|their) (loss|mistake|error)",
            (
                "(was|were|has been|had been|is|all) .. (decided|fixed|settled|rigged|sealed|made up|a formality|"
                "foregone|predetermined|a done deal) .. (from the|before|beforehand|in advance|already|long|"
                "conclusion|start|anyway)"
            ),
            "wrong & (you|your|panel|decision|interviewer|feedback|process|colleagues|committee)",
        ),
        why=_("This calls the decision wrong. They can't take it back, and will hear only the anger."),
        instead=RESPECT,
        hits=(
            "This is unfair and you know it.",
            "You're making a big mistake.",
            "You chose the wrong person.",
            "I was treated unfairly.",
            "Well, your loss.",
            "It was decided from the start.",
        ),
        passes=(
            "The debate on unfair algorithms is on again.",
            "It would be unfair to take more of your time.",
            "It was my mistake, not yours.",
            "Thank you for the fair process.",
            "I was wrong about the number, here's the source.",
            "You made the right call.",
            "I'd hoped for a different outcome, and I respect your choice.",
            "It's a shame we won't work together.",
        ),
        unless=(
            *ADMITS,
            "tell me it",
            (
                "(i|we) (made|make|was|were|am|did|had) .. (mistake|mistakes|error|wrong|silly|stupid|harsh|rude|"
                "premature)"
            ),
            "(book|film|podcast|article|essay|paper|chart|title|episode|study) .. <bad>",
            "(i|me) .. (did|got|was|were|went|do|have been|might be|may be|am) .. wrong",
        ),
    ),
    Rule(
        "demands reasons",
        "arguing",
        looks_for=(
            (
                "(tell|explain|show|justify|say|clarify|elaborate|enlighten|answer|inform|know|understand|hear|learn|"
                "see) .. (me|us|to me|exactly|precisely|further|please|in detail|on)? .. why .. (i|you|my|was|were|a|"
                "the|it|somebody|someone|another|anybody|this|that|he|she|they|other|not|$)"
            ),
            (
                "(explain|tell|specify|state|clarify|disclose|name|list|indicate|communicate) .. (on|the|your|by|"
                "which|what) .. (grounds|basis|criteria|criterion|standards|reasons for|reason for|real reason|real "
                "reasons|true reason|actual reason|actual reasons)"
            ),
            (
                "(real|true|actual|honest|concrete|exact|precise|proper|full|detailed|specific|written|valid|"
                "legitimate|objective) .. (reason|reasons|explanation|account|justification|statement|answer|"
                "rationale|story|grounds)"
            ),
            (
                "(deserve|deserves|owe|owes|owed|entitled|demand|insist|require|right to|expect|request|deserved|"
                "await|claim|urge|obliged) .. (to|an|a|the|on|for|some|me|better|more|at least|proper|clear)? .. "
                "(explanation|explanations|answer|answers|reason|reasons|statement|know|justification|clarification|"
                "account|truth|better|hear why|more than|be told|better than|closure|transparency|respect|honesty)"
            ),
            (
                "(did|does|has|have) (anybody|anyone|somebody|someone|nobody|you|they) .. (even|actually|really|"
                "bother|bothered|at all|ever) .. (read|look|looked|open|opened|check|see|listen|consider|considered|"
                "test|run|talk)"
            ),
            (
                "what (exactly|precisely|specifically|really|on earth|the hell|is|was|were|in)? .. (was|is|were|went|"
                "did|do) .. (wrong|missing|bad|lacking|so bad|not good|the problem|the issue|insufficient|not "
                "enough) .. (with|about|in) .. (my|me|it|that|i)"
            ),
            (
                "(need|want|must|have to|would like to|wish to|going to) (know|understand|hear) (exactly|precisely|"
                "really)? (why|what (i|was|changed|went|you|the|led|made|exactly)|how (you|it is|that|this|the|such|"
                "come|a|someone)|on what|the (real|true|actual|exact|reason|reasons|criteria))"
            ),
            "^ (so|and|but|honestly)? ,? why (was|were|am|did) (i|you|my) .. not? (<rejected>|me|my)",
            "how (can|could) (you|anybody|anyone|somebody|someone) .. (<rejected>|judge|say|claim|decide)",
        ),
        why=_("This demands reasons. Nobody owes them, and a demand is answered with a form letter."),
        instead=RESPECT,
        hits=(
            "Why was I rejected?",
            "Please explain on what grounds you decided.",
            "I deserve a proper explanation.",
            "How could you choose a junior?",
            "Did anybody even read my CV?",
            "What exactly was wrong with my solution?",
            "I want to know why.",
            "I'd like to understand how you came to this.",
        ),
        passes=(
            "You once asked why I left consulting.",
            "I can see why another candidate was the better match.",
            "The write-up on why they stopped whiteboard interviews is out.",
            "I understand why you chose somebody else.",
            "If you can spare one sentence on what was missing, I'd learn from it.",
            "What one thing would have made me a stronger candidate?",
            "I'm not asking you to explain the decision.",
            "Could you explain to me by e-mail how I can improve?",
            "How do you choose your books?",
            "Thank you for explaining why you went another way.",
        ),
        unless=(
            "(can|could) (now|really|well|fully|totally)? (see|understand|imagine) why",
            (
                "(i|we) (understand|see|know|get|understood|saw|like|liked|love|loved|remember) (now|well|completely|"
                "fully)? why"
            ),
        ),
        unless_before=("(thank|thanks|grateful) .. (for)",),
    ),
)
