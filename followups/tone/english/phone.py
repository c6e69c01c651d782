"""Asking for a call, a chat, a meeting or a coffee, where a line by e-mail would do."""

from django.utils.translation import gettext_lazy as _

from followups.tone.rules import Rule

PHONE = "phone"
INSTEAD = "If you have a minute, a line or two by e-mail would help me a lot."

NOT_A_CALL = (
    "call/calls (for (papers|entries|proposals|tenders|action|help|submissions|speakers)|centre|center|centres|centers|routing|sign|sheet|button)",
    "call-centre/call-center/on-call/chatbot/chatbots",
    "meeting (room|rooms|culture|minutes|notes)",
    "coffee (machine|shop|shops|place|bean|beans|roaster|roasters|house|break|study|studies|table)",
    "talk (on|of) .. (youtube|video|online|slides)",
)
WHAT_WAS = (
    "(thank|thanks|enjoyed|liked|loved|pleasure|honour|honor|appreciated|remember|since|after|before|during|recall|back|mentioned|"
    "promised|following|spoke|talked|met) ..",
    "(was|is|were|been) .. (nice|great|lovely|good|fun|helpful|kind) ..",
)
MADE_IT = "(had|held|took|enjoyed|talked|spoke|met|chatted|told|mentioned|recommended|discussed) ... <medium>"

RULES = (
    Rule(
        "asks for a call",
        PHONE,
        (
            # May I call you? Could we talk? Shall we meet?
            "<could>/shall/should (i|we) (please|maybe|perhaps|possibly|just|quickly|briefly|simply|also|then|not|ever|both|kindly|"
            "possibly)? .. <talk>",
            "(when|where|how|what time) (can|could|may|might|should|would) (i|we) .. <talk>/reach",
            "(i|we) (will|shall|am going to|would) (just|try to|simply|also|then|maybe|gladly|happily)? (call|phone|ring|telephone) (you|your)",
            "(i|we) (will|shall|would|can|could) .. give you .. (call|ring|buzz|bell|shout|tinkle)",
            "(i|we) <would-like> .. (to|if|rather)? (i|we|you)? .. <talk> (you|with|to|about|this|it|things|through|properly|in|on|over|by|"
            "face-to-face|directly|sometime|again|up|some)",
            "(i|we) <would-like> .. (to|if|rather)? .. (talk|speak|chat|meet|call) $",
            "^ (would|will|so)? (love|like|happy|glad|keen|eager|great|good|nice|lovely|hoping|wanting|wonderful|fun) (it)? (if)? (we|i|you)? "
            "(could|can|to) .. <talk>",
            "^ (would|will) (love|like) to .. (catch|meet|talk|speak|chat|grab|see) (up|you|with|to|a)",
            "let us <talk>",
            "why do not (we|you|i) .. (<talk>|have|grab|get|do|hop|jump|set|arrange)",
            "let us (just|please|maybe|quickly|finally|briefly|rather|simply|both|all) <talk>",
            "(get|hop|jump|be|go|have you) on the phone",
            "would it be .. (possible|ok|okay|alright|all right|fine|convenient|feasible|appropriate|too) ... <talk>",
            "(would|do) you mind if (i|we) .. <talk>",
            "(would|are|do|could) you .. (willing|available|free|able|happy|open|prefer|have time|have a moment|agree|prepared|like|want|"
            "possibly|game|up) to .. <talk>",
            "(hoping|hope|wondering|wonder|asking|wanted|want|like|wish|aim|try|trying) (if|whether|to ask if|to|that) (we|i|you) "
            "(could|can|might|may|would) .. <talk>",
            "(better|easier|simpler|best|faster|quicker|nicer|prefer|preferable|rather|helpful|worth) ... (to|if we) (just)? <talk>",
            "(better|easier|simpler|prefer|rather|best|faster|quicker|preferable) ... <medium>",
            "opportunity/chance/possibility/occasion/privilege/time/moment/minute/minutes/second/seconds (to|for) .. <talk>/discuss",
            "opportunity/chance/possibility/time/moment/minutes/second/seconds .. for <a> <adjs> <a-talk>",
            "talk/speak/discuss/go (this|it|that|things|these|them) (over|through) .. (with you|together|in|on|over|by|with|$)",
            "(can|could|shall|may|might|would like to|want to|need to|have to|should|must|love to|let us) .. (discuss|talk) .. (further|in more "
            "detail|in detail|verbally|orally|live|on|over|by|in person|directly|face)",
            "maybe/perhaps (we|i) (can|could|should|might|may|will) .. <talk>",
            "please .. (ring|phone|telephone) (me|us|back)",
            "speak (directly|personally|live)",
        ),
        _("This sounds like asking for a call, which takes more of their time than a line by e-mail."),
        INSTEAD,
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
            *NOT_A_CALL,
            "call it (a day|quits)",
            "speak (german|english|french|spanish|italian|polish|japanese|dutch|languages)",
        ),
        unless_before=(
            "(thank|thanks|enjoyed|pleasure|honour|honor|glad|nice|lovely|grateful|liked) .. (for|to|that|of)",
        ),
    ),
    Rule(
        "asks for a meeting",
        PHONE,
        (
            # Could we set up a call? Are you up for a coffee? A quick Zoom?
            "(arrange|schedule|organise|organize|fix|set up|plan|hop on|jump on|hop onto|hop in|jump in|squeeze in|put in|line up|"
            "request|propose|suggest|agree on|do|find) <a>? <adjs> <a-talk>",
            "(<could>/shall/should (i|we|you) | let us | <would-like> | to | maybe we | perhaps we | please | happy to | wanna | want to) .. "
            "(have|grab|get|do|make|hold|join|take|share|offer|give|grant|accept) <a>? (me|you|us)? <a>? <adjs> <a-talk>",
            "(do|would|could|can|may|might|will) you .. (have|find|make|spare|take) .. (time|minutes|moment|hour|slot|window|gap|room|second) .. "
            "(for|to) .. <a-talk>/<talk>",
            "(up|open|available|free|game|time|ready|opportunity|chance|mood|ask|asking|hope|hoping|possible|possibility|interested|keen|"
            "grateful|delighted|happy|glad|invite you|ask you|looking|wish|love|like) (for|to|on|in|of|about|with|you to) <a> <adjs> <a-talk>",
            "(up|time|game|free|open|mood|available|invite you|out) for (coffee|lunch|tea|drinks|dinner|beers|breakfast|brunch)",
            "(how|what) about <a> <adjs> <a-talk>",
            "(how|what) about (coffee|lunch|tea|zoom|skype|drinks)",
            "fancy <a>? <adjs> <a-talk>",
            "(i|we) (would|will|do) .. (like|love|appreciate|welcome|value|enjoy|prefer|suggest|propose|request|be grateful for|be glad of|"
            "be happy about|treasure|want|have) <a> <adjs> <a-talk>",
            "(want|wish|like|need|prefer|suggest|propose|request|asking for) <a> <adjs> <a-talk>",
            "(buy|treat|invite|take|offer|get) you (to|out|for)? .. <a-talk>",
            "(any|a|some|small) .. (chance|possibility) (of|for) .. <a-talk>",
            "(is|would) <a> <adjs> <a-talk> (be)? .. (possible|ok|okay|alright|feasible|convenient|work|suit|acceptable|thinkable|an option)",
            "(call|chat|coffee|meeting|zoom|lunch|conversation|drink|skype|phone|beer) (this|next|some|any|sometime|tomorrow|on|one) .. "
            "(week|day|month|time|days|sometime|monday|tuesday|wednesday|thursday|friday|weekend|soon|afternoon|morning)",
            "quick/short/brief (call|chat|coffee|zoom|talk|phone|meeting|skype|word) (sometime|please|soon|to|about|$)",
            "pick your brain/brains",
            "my treat",
            "(coffee|lunch|dinner|drinks|beer|tea) (is|are|on) on? me",
            "time for meeting/call/coffee/talk/lunch/talking/chat/speaking",
            "have a word with you",
            "time (for|to) .. <talk>",
        ),
        _("This asks for a meeting. A question that can be answered in a line is easier to say yes to."),
        INSTEAD,
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
        unless=(
            *NOT_A_CALL,
            "<a-talk> .. (was|were|went)",
            "to your health",
            "by/via/per email",
            "answer/reply/respond/write by/via/per? email",
        ),
        unless_before=WHAT_WAS,
        only_asked=False,
    ),
    Rule(
        "gives a telephone number",
        PHONE,
        (
            "(^ | please | just | simply | can you | could you | would you | you can | you could | you may | free to | hesitate to | kindly | "
            "and | or | then | welcome to | ever) (please|just|simply|always|also|gladly)? (call|phone|ring|text|telephone|facetime|whatsapp|dial) "
            "(me|us) (<when>|back|$)",
            "(to|you|can|could|would|will|may|please|just|me|kindly) (call|phone|ring) (me|us) $",
            "give (me|us) .. (call|ring|buzz|bell|tinkle|phonecall)",
            "(call|ring|phone|text|reach|reached|reachable|whatsapp|contact|dial|telephone|available|mobile) .. (me|us|under|on|at|via|by)? .. (on|at|under|via|by)? .. "
            "#number",
            "(reach|contact|find|get|catch) (me|us) .. (by|on|via|over|under|at) .. (phone|telephone|mobile|cell|#number|number|whatsapp)",
            "<my> .. <number> (number|phone)? (is|:|again|for|in)",
            "here is <my> .. <number>",
            "<my> (phone|telephone|mobile|cell) number",
            "(shoot|drop|send) (me|us) a text",
            "just call",
            "reach (you|me|us) .. (by|on|over|via) .. (phone|telephone|mobile|cell|whatsapp)",
            "your .. (phone|telephone|mobile|cell|direct|extension) .. number",
            "call me/us (any|whenever|when|if|at|on)",
        ),
        _("A telephone number asks them to call. By e-mail they can answer when it suits them."),
        INSTEAD,
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
        unless=(*NOT_A_CALL, "they/people/everybody/friends/colleagues call me"),
    ),
    Rule(
        "asks for a talk by other means",
        PHONE,
        (
            "(<would-like> | possible | possibly | let us | shall we | could we | can we | can i | could i | may i | may we | maybe | perhaps | please | "
            "able to | suggest | propose | should we | happy to | opportunity to | chance to | prefer | rather | easier | better | are you | would you | "
            "do you | could you | can you | happy | need) ... <medium>",
            "(would|will|could|can) .. (you|we|be) ... (by|over) phone",
            "see you in person",
        ),
        _("This asks for more than a line by e-mail, which is the easiest thing to give."),
        INSTEAD,
        hits=("Could you explain this to me over the phone?", "I would like to hear it in person."),
        passes=(
            "You told me over coffee what a good summary is.",
            "When we talked on the phone last month, you recommended a book.",
            "The podcast on phone interviews is out.",
            "I know I said please on the phone last week, and I'm sorry for it.",
        ),
        unless=(
            MADE_IT,
            *NOT_A_CALL,
            "thank/thanks/enjoyed ... <medium>",
            "<medium> .. (last|yesterday|you)",
            "live in/at/near/on/here/there",
        ),
        unless_before=("(thank|thanks|enjoyed|pleasure|remember|when|since) ..",),
    ),
    Rule(
        "asks for their time",
        PHONE,
        (
            "(got|have|spare|give|grant|lend|steal|take|borrow|need|use|find|offer|sacrifice|want|for) (me|us|you)? .. <few> .. (minutes|hour|hours) .. "
            "(for|to|of your|on the|this|next|some|sometime|tomorrow|$)",
            "<few> .. (minutes|hour) of your time",
            "(half|quarter) .. hour .. (of your time|with you|together)",
            "(calendly|calendar|cal) (link|invite|invitation)",
            "calendly",
            "(pick|grab|choose|select|send|suggest|name|propose|offer) .. (slot|slots|time|times|date|dates|day) .. (that|which|suits|works|"
            "in|on|for|to|convenient|when|$)",
            "what does your (week|calendar|schedule|diary|day|agenda) look",
            "(how is|how does) your (week|calendar|schedule|diary|agenda)",
            "(when|what time|what day|which day|what times|which time|day|days|times) (are|would|will|is|might|suits|works|work|suit|could|do) (you|it|be|best|"
            "good|for|a) (be|have|good|convenient|time|best|free|available|suit|work|to)? .. (free|available|around|convenient|work|works|suit|suits|you|"
            "time|talk|in)",
            "are you .. (free|around|available|in town|in the office) (on|this|next|tomorrow|for|to|in|at|today|sometime|any|some|later|later|$)",
            "<iwe> am .. (free|around|available|flexible) (on|this|next|tomorrow|all|thursday|friday|monday|tuesday|wednesday|any|most|every|today|in|after|"
            "before|at|from) .. (monday|tuesday|wednesday|thursday|friday|week|day|days|morning|mornings|afternoon|afternoons|tomorrow|area|town|time|# )",
            "your (availability|available times|availabilities)",
        ),
        _("This asks for a piece of their day. A short question by e-mail leaves the when to them."),
        INSTEAD,
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
        unless=(
            "<few> .. minutes/hour (to|of) (read|reading|watch|listen|walk|listening|work|practice)",
            "line/lines/sentence/sentences/email",
            "by/via email",
        ),
        unless_before=("(thank|thanks|enjoyed|appreciate|appreciated|tool|it|system|app|which) ..",),
    ),
    Rule(
        "wants to drop in",
        PHONE,
        (
            "(<could>/shall (i|we) | let me | i will | i am going to | <would-like> | maybe i | perhaps i | happy to | i can | i could) .. ((drop|stop|swing|pop|come|pass|walk) (by|in|over|round|around|past|along)|look in on)",
            "(<could>/shall (i|we) | let me | <would-like> | i will | i can | i could) .. (visit|see) you",
            "(come|get) to your office",
            "(see you|meet you|visit you|find you|catch you) .. (in person|at your office|for lunch|in the office|face to face)",
        ),
        _("A visit is hard to turn down and takes time. A letter can wait until they have some."),
        INSTEAD,
        hits=("Could I drop by your office?", "I can come to your office, no problem."),
        passes=("I can't come by on the open day.", "Thanks for letting me visit you all in May."),
        unless_before=("(thank|thanks|enjoyed|glad|sorry) ..",),
    ),
)
