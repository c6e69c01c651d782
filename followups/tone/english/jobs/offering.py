"""Offering oneself: a résumé, a recommendation, an application."""

from django.utils.translation import gettext_lazy as _

from followups.tone.english.rather import NEWS, NO_REQUEST
from followups.tone.rules import Rule

RULES = (
    Rule(
        "asks for a recommendation",
        "job-ask",
        looks_for=(
            "(word|words) (in)? (for|about) me",
            "(recommend|refer|endorse) (me|us) (to|for|internally|as|with|within|at|when|if|$)",
            "(mention|mentioned|mentioning|drop|dropped|whisper|pass|pass on) my name",
            (
                "(pass|forward|hand|share|circulate|distribute|pass on|pass along|hand over|relay|submit) (on|along|"
                "over|around)? <my> .. <resume> (on|to|along|around|with|over|in|forward|internally|$)"
            ),
            (
                "(mentioning|mention|recommending|recommend|introducing|introduce|referring|refer|suggesting|suggest|"
                "proposing|propose) me to"
            ),
        ),
        why=_("This asks for a favour on the way to a job. Leave it to them to offer."),
        instead=NO_REQUEST,
        hits=(
            "Could you put in a good word for me?",
            "Would you pass my CV on to the other team?",
            "Could you recommend me to your colleagues?",
        ),
        passes=(
            "Could you recommend me a book on risk?",
            "Thanks for recommending me the course.",
            "May I put in a good word for Jule?",
            "You asked whether you may pass my name on: yes, of course.",
        ),
        unless_before=(
            "(thank|thanks|grateful) .. (for|to)",
            "you asked ..",
            "(if|whether) you may",
        ),
    ),
    Rule(
        "sends their own résumé",
        "job-ask",
        looks_for=(
            "<attached> .. (you|is|are|please|find|my|again|herewith|with|to)? .. <my> .. <file>",
            "<my> .. <file> .. (is|are|was)? .. (attached|enclosed|below|herewith|included|in the attachment)",
        ),
        why=_("A résumé that nobody asked for is an application. This letter is stronger without it."),
        instead=NEWS,
        hits=(
            "I've attached my updated résumé.",
            "My CV is enclosed, just in case.",
            "Please find enclosed my CV.",
            "May I send you my CV?",
        ),
        passes=(
            "I've attached Jule's résumé, with her consent.",
            "I rewrote my CV as you advised.",
            "My answers to the exercise are attached.",
            "Shall I send you her resume?",
            "The slides are attached.",
        ),
    ),
    Rule(
        "wants to work for them",
        "job-ask",
        looks_for=(
            (
                "(would|will|i|we|to|am|be|always|still|truly) .. (love|like|thrilled|happy|delighted|keen|eager|"
                "excited|honoured|honored|glad|jump|want|wish|hope|dream|interested|prepared|ready|willing|proud|"
                "pleased|wanted|chance|hoping|dying|itching) .. (to|at|in|of|if) .. (work|working|join|joining|be|"
                "become|being|contribute|contributing|come|start|collaborate|rejoin) .. (with|for|at|under|in|part "
                "of|on board|aboard|to|together|on|forces)? .. (you|your|team|company|it|them|this|lot|guys|zephyr|"
                "there|again|board|aboard|someday|onboard|organisation|department)"
            ),
            (
                "(interested|interest) in .. (working|joining|<opening>|future|becoming|a .. <opening>|opportunities|"
                "the post)"
            ),
            (
                "(will|would|should|could|can|to|please|just|must|might|if|when|and) (you|they|ever|finally|only)? "
                ".. (hire|employ|recruit|take on|engage) (me|somebody like me|someone like me|us)"
            ),
            (
                "(be|make|being|made) .. (good|great|perfect|ideal|strong|excellent|valuable|real|useful) .. (fit|"
                "match|addition|asset|hire|candidate) (for|to|on) .. (your|the|this|that|it|you|any)"
            ),
        ),
        why=_("Wanting to work for them is a request, however warm. They know it since your application."),
        instead=NO_REQUEST,
        hits=(
            "I'd still love to work with you.",
            "I remain very interested in joining your team.",
            "I'd be thrilled to be part of it.",
            "You really should hire me.",
            "I would be a great addition to your team.",
        ),
        passes=(
            "She would love to work with you.",
            "My friend Jule would be a great match for the role.",
            "I'd like to work on my SQL first.",
            "Thank you for your interest in my work.",
            "I loved working on the task.",
            "A friend of mine, Bea, would be interested in the position.",
            "Why you didn't hire me is clear to me now.",
        ),
        unless=("since i was",),
        unless_before=("(thank|thanks|enjoyed|grateful|chance|fun|pleasure) .. (for|to|that|of)",),
        spares_others=True,
    ),
    Rule(
        "offers themselves",
        "job-ask",
        looks_for=(
            (
                "(i|we) (am|are|will be|would be|remain|become|was|stay) .. (still|now|again|currently|also|always|"
                "back)? .. (on the market|on the job market|looking for (a|an|my|some|new|work|freelance|contract|"
                "other|the next|something|employment|opportunities|internship)|seeking (a|an|my|some|new|work|"
                "employment|opportunities)|between jobs|job hunting|job-hunting|job searching|open to (new|work|"
                "offers|opportunities|other|any|a|positions)|searching (for)? (a|an|new|work|job|my|some|position)|"
                "out of a job|looking again)"
            ),
            (
                "(i|we) (am|will be|would be|remain) .. (still|immediately|again|now|always|also)? (available|free) "
                "(again|immediately|now|from|for (hire|work|projects|any|new|you)|if|to start|as of|$|at short "
                "notice|right away|full-time|part-time|should|soon)"
            ),
            (
                "(i|we) (can|could|would|am able to|may|will) .. start (any time|anytime|immediately|right|tomorrow|"
                "on|next|today|now|straight|working|whenever|as)"
            ),
            (
                "(need|use|want|hire|hiring|place|room|seek|seeks|seeking|look|looking|taking|accept|need for|use "
                "for|position|work|value|have) .. (someone|somebody|people|person|person's|developer|analyst|"
                "designer|engineer|writer|tester|hand|junior|guy|woman|candidate|profile|manager|planner) .. (like "
                "me|like myself|with my|of my)"
            ),
        ),
        why=_("Saying that you are available asks for a job between the lines."),
        instead=NO_REQUEST,
        hits=(
            "I'm back on the market.",
            "I'm still available.",
            "I can start any time.",
            "Could you use somebody like me?",
            "I am currently looking for a new challenge.",
        ),
        passes=(
            "I'm no longer on the market, I've found a good place.",
            "I am looking for a good book on planning.",
            "Peter is looking for a job like that.",
            "The slides are available from Monday.",
            "I can't start again without your trick of the summary.",
        ),
        unless=(
            (
                "looking for (a|an|some|the) .. (book|books|article|podcast|course|speaker|flat|word|reason|tip|tips|"
                "paper|source|photo|hint|way|answer|place to|recipe|present)"
            ),
        ),
        spares_others=True,
    ),
    Rule(
        "applies again",
        "job-ask",
        looks_for=(
            (
                "(would like|want|wish|love|intend|plan|going|like|happy|decided|allowed|encourage me|worth|sense|"
                "permitted|able|hereby|ready|advise me|hoping|hope|keen|possible|okay|ok|welcome|writing) .. to .. "
                "(apply|reapply|re-apply|put .. forward)"
            ),
            "(may|can|could|should|shall|might|would) i .. (apply|reapply|re-apply|try again|resubmit)",
            (
                "(i|we) (have)? (just|now|also|already|hereby|today|recently)? (applied|apply|am applying|submitted "
                ".. application|reapplied|reapply) (for|to|again|as|through|via) .. (the|your|a|an|this|that|another|"
                "one)"
            ),
            (
                "(fits|suits|matches|made for|tailored to|right up|perfect for) (me|my street|my alley|my profile) "
                ".. (perfectly|exactly|well|like a glove|to a t|$)"
            ),
        ),
        why=_("This is an application. It belongs in their form; this letter keeps the contact."),
        instead=NO_REQUEST,
        hits=(
            "I would like to apply for the controller position.",
            "May I apply again next year?",
            "The new role fits me perfectly.",
            "I have just applied for the role in your team.",
        ),
        passes=(
            "I applied your advice and it worked.",
            "I'd advise anybody to apply with you, you treat people well.",
            "Thank you for the time you took over my application for the role.",
            "I've withdrawn my other applications.",
            "The position sounds as if it was made for Sabine.",
        ),
        unless_before=(
            "(when|since|after|before|thank|thanks) ..",
            "thank you ..",
        ),
        spares_others=True,
    ),
)
