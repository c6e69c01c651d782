"""Asking for a call, a chat, a meeting or a coffee, where a line by e-mail would do."""

from django.utils.translation import gettext_lazy as _

from followups.tone.english.rather import A_LINE
from followups.tone.rules import Rule

RULES = (
    Rule(
        "asks for a call",
        "phone",
        looks_for=(
            (
                "<could>/shall/should (i|we) (please|maybe|perhaps|possibly|just|quickly|briefly|simply|also|then|"
                "not|ever|both|kindly|possibly)? .. <talk>"
            ),
            (
                "(i|we) (will|shall|am going to|would) (just|try to|simply|also|then|maybe|gladly|happily)? (call|"
                "phone|ring|telephone) (you|your)"
            ),
            "(i|we) (will|shall|would|can|could) .. give you .. (call|ring|buzz|bell|shout|tinkle)",
            (
                "(i|we) <would-like> .. (to|if|rather)? (i|we|you)? .. <talk> (you|with|to|about|this|it|things|"
                "through|properly|in|on|over|by|face-to-face|directly|sometime|again|up|some)"
            ),
            "let us <talk>",
            "why do not (we|you|i) .. (<talk>|have|grab|get|do|hop|jump|set|arrange)",
            "let us (just|please|maybe|quickly|finally|briefly|rather|simply|both|all) <talk>",
            "would it be .. (possible|ok|okay|alright|all right|fine|convenient|feasible|appropriate|too) ... <talk>",
            (
                "(better|easier|simpler|best|faster|quicker|nicer|prefer|preferable|rather|helpful|worth) ... (to|if "
                "we) (just)? <talk>"
            ),
            (
                "opportunity/chance/possibility/occasion/privilege/time/moment/minute/minutes/second/seconds (to|"
                "for) .. <talk>/discuss"
            ),
        ),
        why=_("This sounds like asking for a call, which takes more of their time than a line by e-mail."),
        instead=A_LINE,
        hits=(
            "May I call you tomorrow?",
            "Could we talk for a minute?",
            "I'll give you a ring on Monday.",
            "I'd love to catch up with you over coffee.",
            "Let's just talk.",
            "Would you mind if I called? I'd rather speak to you directly.",
            "It would be easier to talk than to write.",
            "I would welcome the chance to talk this through with you.",
            "Why don't we meet?",
        ),
        passes=(
            "I won't call you about this, promise.",
            "Thank you for the chance to talk to the team.",
            "Jule would love to talk to you about the role.",
            "I enjoyed meeting you and would not change a thing.",
            "It was a pleasure to speak with you.",
            "You said we could talk about sailing for hours.",
            "I hope you got a call back from the venue.",
            "Should you meet Omar, say hello from me.",
        ),
        unless=(
            "(glad|happy|nice|lovely|great) .. (that)? (i|we) (got|get to|had|met|was|were)",
            "call it (a day|quits)",
            "catch up on",
        ),
        unless_before=(
            "(thank|thanks|enjoyed|pleasure|honour|honor|glad|nice|lovely|grateful|liked) .. (for|to|that|of)",
        ),
    ),
    Rule(
        "asks for a meeting",
        "phone",
        looks_for=(
            (
                "(arrange|schedule|organise|organize|fix|set up|plan|hop on|jump on|hop onto|hop in|jump in|squeeze "
                "in|put in|line up|request|propose|suggest|agree on|do|find) <a>? <adjs> <a-talk>"
            ),
            (
                "(<could>/shall/should (i|we|you) | let us | <would-like> | to | maybe we | perhaps we | please | "
                "happy to | wanna | want to) .. (have|grab|get|do|make|hold|join|take|share|offer|give|grant|accept) "
                "<a>? (me|you|us)? <a>? <adjs> <a-talk>"
            ),
            (
                "(up|open|available|free|game|time|ready|opportunity|chance|mood|ask|asking|hope|hoping|possible|"
                "possibility|interested|keen|grateful|delighted|happy|glad|invite you|ask you|looking|wish|love|"
                "like) (for|to|on|in|of|about|with|you to) <a> <adjs> <a-talk>"
            ),
            "fancy <a>? <adjs> <a-talk>",
            (
                "(i|we) (would|will|do) .. (like|love|appreciate|welcome|value|enjoy|prefer|suggest|propose|request|"
                "be grateful for|be glad of|be happy about|treasure|want|have) <a> <adjs> <a-talk>"
            ),
            "(buy|treat|invite|take|offer|get) you (to|out|for)? .. <a-talk>",
            (
                "(call|chat|coffee|meeting|zoom|lunch|conversation|drink|skype|phone|beer) (this|next|some|any|"
                "sometime|tomorrow|on|one) .. (week|day|month|time|days|sometime|monday|tuesday|wednesday|thursday|"
                "friday|weekend|soon|afternoon|morning)"
            ),
            (
                "quick/short/brief (call|chat|coffee|zoom|talk|phone|meeting|skype|word) (sometime|please|soon|to|"
                "about|$)"
            ),
        ),
        why=_("This asks for a meeting. A question that can be answered in a line is easier to say yes to."),
        instead=A_LINE,
        hits=(
            "Could we set up a quick call?",
            "Are you up for a coffee?",
            "I'd be glad to buy you lunch.",
            "Quick chat next week?",
            "I would appreciate a short telephone conversation.",
            "Got time for a zoom?",
        ),
        passes=(
            "No need for a call or a meeting.",
            "Thanks for the good call last week.",
            "The call for papers is open.",
            "The call-centre study is out: a call takes four minutes.",
            "You told me over coffee that you'd like a bigger team.",
            "I read a piece on how to have a good meeting.",
        ),
    ),
    Rule(
        "gives a telephone number",
        "phone",
        looks_for=(
            (
                "(^ | please | just | simply | can you | could you | would you | you can | you could | you may | "
                "free to | hesitate to | kindly | and | or | then | welcome to | ever) (please|just|simply|always|"
                "also|gladly)? (call|phone|ring|text|telephone|facetime|whatsapp|dial) (me|us) (<when>|back|$)"
            ),
            "give (me|us) .. (call|ring|buzz|bell|tinkle|phonecall)",
            (
                "(call|ring|phone|text|reach|reached|reachable|whatsapp|contact|dial|telephone|available|mobile) .. "
                "(me|us|under|on|at|via|by)? .. (on|at|under|via|by)? .. #number"
            ),
            "<my> .. <number> (number|phone)? (is|:|again|for|in)",
        ),
        why=_("A telephone number asks them to call. By e-mail they can answer when it suits them."),
        instead=A_LINE,
        hits=(
            "You can reach me on 555 0100.",
            "Just call me any time.",
            "My mobile is 0176 5550142.",
            "Please give me a buzz.",
            "Don't hesitate to call me.",
        ),
        passes=(
            "Please call me Tim.",
            "They call me at work the bug whisperer.",
            "Don't call me, a mail is fine.",
            "My number one tip is yours.",
            "The table has 555 0100 rows of call times.",
        ),
    ),
    Rule(
        "asks for a talk by other means",
        "phone",
        looks_for=(
            (
                "(<would-like> | possible | possibly | let us | shall we | could we | can we | can i | could i | may "
                "i | may we | maybe | perhaps | please | able to | suggest | propose | should we | happy to | "
                "opportunity to | chance to | prefer | rather | easier | better | are you | would you | do you | "
                "could you | can you | happy | need) ... <medium>"
            ),
        ),
        why=_("This asks for more than a line by e-mail, which is the easiest thing to give."),
        instead=A_LINE,
        hits=("Could you explain this to me over the phone?", "I would like to hear it in person."),
        passes=(
            "You told me over coffee what a good summary is.",
            "When we talked on the phone last month, you recommended a book.",
            "The podcast on phone interviews is out.",
            "I know I said please on the phone last week, and I'm sorry for it.",
        ),
        unless=("<medium> .. (last|yesterday|you)",),
        unless_before=("(thank|thanks|enjoyed|pleasure|remember|when|since) ..",),
    ),
    Rule(
        "asks for their time",
        "phone",
        looks_for=(
            (
                "(got|have|spare|give|grant|lend|steal|take|borrow|need|use|find|offer|sacrifice|want|for) (me|us|"
                "you)? .. <few> .. (minutes|hour|hours) .. (for|to|of your|on the|this|next|some|sometime|tomorrow|$)"
            ),
            (
                "(pick|grab|choose|select|send|suggest|name|propose|offer) .. (slot|slots|time|times|date|dates|day) "
                ".. (that|which|suits|works|in|on|for|to|convenient|when|$)"
            ),
            "what does your (week|calendar|schedule|diary|day|agenda) look",
            (
                "(when|what time|what day|which day|what times|which time|day|days|times) (are|would|will|is|might|"
                "suits|works|work|suit|could|do) (you|it|be|best|good|for|a) (be|have|good|convenient|time|best|free|"
                "available|suit|work|to)? .. (free|available|around|convenient|work|works|suit|suits|you|time|talk|"
                "in)"
            ),
        ),
        why=_("This asks for a piece of their day. A short question by e-mail leaves the when to them."),
        instead=A_LINE,
        hits=(
            "Could you spare me fifteen minutes?",
            "When are you free?",
            "Here's my calendar link, pick a slot.",
            "What does your week look like?",
            "I only need ten minutes of your time.",
        ),
        passes=(
            "If you have a minute, one line would mean a lot.",
            "It takes ten minutes to read.",
            "I found the bug within ten minutes.",
            "The tool picks the slot that suits most patients.",
        ),
        unless_before=("(thank|thanks|enjoyed|appreciate|appreciated|tool|it|system|app|which) ..",),
    ),
    Rule(
        "wants to drop in",
        "phone",
        looks_for=(
            (
                "(<could>/shall (i|we) | let me | i will | i am going to | <would-like> | maybe i | perhaps i | "
                "happy to | i can | i could) .. ((drop|stop|swing|pop|come|pass|walk) (by|in|over|round|around|past|"
                "along)|look in on)"
            ),
            "(come|get) to your office",
        ),
        why=_("A visit is hard to turn down and takes time. A letter can wait until they have some."),
        instead=A_LINE,
        hits=("Could I drop by your office?", "I can come to your office, no problem."),
        passes=("I can't come by on the open day.", "Thanks for letting me visit you all in May."),
        unless_before=("(thank|thanks|enjoyed|glad|sorry) ..",),
    ),
)
