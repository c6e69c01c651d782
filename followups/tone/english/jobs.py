"""Asking for a job, or for a word about one, in a letter that was to ask for nothing."""

from django.utils.translation import gettext_lazy as _

from followups.tone.rules import Rule

JOB_ASK = "job-ask"
INSTEAD = "No need to reply. I only thought this might be of use to you."
INSTEAD_OF_RESUME = "I'm well, and I wanted you to know how much your advice helped."

OTHER_SENSES = (
    "role (model|models|play|plays|of (the|a|an|ai|women|men|trust|luck|government))",
    "(great|good|nice|fine|amazing|wonderful) job $",
    "job (market|fair|well|interviews|interview|ad|ads|hunters|hunt)",
    "opening (of|ceremony|party|hours|night|sentence|paragraph|line|scene|remarks|day)",
    "in (a|the) position to",
    "position (on|paper) ",
)
PAST_THANKS = ("(thank|thanks|enjoyed|grateful|appreciate|appreciated) .. (for|the|that)",)

RULES = (
    Rule(
        "asks whether there is a job",
        JOB_ASK,
        (
            "(is|are|would|might|will) there .. (be)? .. <opening>",
            "(is|are|would|might|will) there .. (be)? .. <place> .. (for|open|free|available|in the pipeline|coming|in|on|at|with) (me|us|your|up|the|"
            "someone|somebody|people|a|an|my)?",
            "<if>/maybe/perhaps/hope/think/that/sure/possible/possibly .. there .. (be|is|are|was|were|might|may|could|will|would) .. <opening>",
            "<if>/maybe/perhaps/hope/hoping/possible .. there .. (be|is|are|was|might|may|could|will|would) .. <place> .. (for|open|free|available|in|on|at|with|"
            "coming) (me|us|your|up|the|someone|somebody)?",
            "(do|does|would|could|did) (you|they|your team|your company|your <team>|the company|the team|zephyr) .. (have|need|know|hear|offer|see|seek|plan|got|"
            "got|require|use|want|search|look|expect|foresee|anticipate) .. <a>? .. <opening>",
            "(have|has) (you|they|your team) .. (got|any|anything|something|open) .. <an-opening>",
            "(know|hear|heard|aware|think|learn|come across) (of|about) .. (a|an|any|some|another|other|new|open) .. <opening>",
            "(do|would|could) you .. (know|hear|happen) .. (of|any|anybody|somebody|someone|anyone) .. (looking|hiring|seeking|recruiting|needs|searching|who is)",
            "(are|is|when are|when is|when will|will|do|does) (you|your|they|the|zephyr) .. (hiring|recruiting|hire|recruit|recruits|growing|expanding)",
            "(are|is) (you|your|they|the) .. looking (for|to) .. (<someone>|hire|fill|expand|<opening>)",
            "<if>/wonder/wondering/know/see .. (you|your|they) .. (hiring|recruiting|hire again|to hire)",
            "<if>/wonder/wondering/know .. (you|your team|they) .. (have|has|need|needs|know|had|got) .. (of|for)? .. (<a> .. <an-opening>|openings|positions|vacancies|"
            "jobs|work)",
            "(is|was|has|would|will|might|are|have) (the|that|this|your|these|those|my) .. <opening>/post/spot/seat/place .. (still|again|yet|now|become|been|be)? .. "
            "(open|available|vacant|unfilled|free|filled|taken|reopened|up for grabs)",
            "<if>/wonder/whether/wondering/know .. (the|that|this|your|my) .. <opening>/post/spot/seat .. (open|available|vacant|unfilled|free|reopened|filled|taken|"
            "reopens|re-advertised)",
            "(any|some|more) (news|update|updates|word|movement|development|progress|change|changes) .. (on|about|regarding|from|with|of|concerning) .. "
            "(<opening>|post|freeze|application|candidacy)",
            "(any|some|free|open|other|future|new|suitable|current|upcoming|potential|possible|available|job|more|further) .. <opening> .. "
            "(for me|at your|in your|on your|with you|within your|with your|these days|at the moment|at present|right now|currently|coming up|in the pipeline|at (yours|zephyr)|"
            "available|that (may|might|would|could|fit|fits|match|matches|suit|suits|align|aligns))",
            "any openings/vacancies/opportunities/jobs/positions",
            "(talk|speak|chat|discuss|hear|ask|learn|discussing|talking) (more)? (about)? .. (openings|vacancies|positions|opportunities|jobs) .. (in|at|on|with|for|within|you)",
            "(enquire|inquire|enquiring|inquiring|ask|asking|inquiry|enquiry|checking|check|write|writing|checked|query|asked|curious) .. "
            "(about|for|whether|if|on|as|to see|in)? ... (openings|vacancies|opportunities|positions|opening|vacancy|employment|internship|jobs|free position|open position)",
            "(checking|check|checking-in|following|touching) (in|up|base)? .. (for|about|on|whether|if|to see) .. (<opening>|hiring)",
            "(have|has|are|find|give|offer|got|do) .. (any|some|a) .. (freelance|contract|project|temp|temporary|paid|extra|part-time|seasonal|free)? "
            "(work|job|position|role|gig|project) .. for (me|us|somebody like|someone like)",
            "(work|job|position|role|place|spot|room|vacancy|opening|opportunity|opportunities|seat|something|anything|use|chair|desk|niche|corner|openings|need|internship) .. (in|on|at|there|with)? .. "
            "(for|suiting|suits|fits|fit|suit|like|matching|matches) (me|myself|my (profile|skills|background|experience))",
            "(in the pipeline|on the horizon|headcount)",
        ),
        _("This sounds like asking for a job. A letter that asks for nothing keeps the door open by itself."),
        INSTEAD,
        hits=(
            "Are there any openings on your team?",
            "Is the role still open?",
            "Are you hiring again?",
            "I wonder whether the post has become vacant.",
            "Do you have any freelance work for me?",
            "Just checking whether there is a vacancy for me by now.",
            "Maybe there is work for me?",
            "Any news on the position?",
        ),
        passes=(
            "A friend of mine asks: is the UX writer vacancy still open? She would be a great match.",
            "I read a study about whether there are enough jobs for coders.",
            "I'm not going to ask whether the role is still open.",
            "Thank you for considering me for the role.",
            "Is there a chapter you would skip?",
            "Great job!",
            "There was no place for me to sit, it was that full.",
            "The role wasn't for me.",
            "Is there something you would do differently in a next interview?",
            "Which book on the role of trust in a team would you recommend?",
            "Congratulations on the opening of the depot!",
        ),
        unless=(
            *OTHER_SENSES,
            "(was|is) not .. for me",
            "anything/something (else|you|i|that|to|in my|about)",
            "would you change",
        ),
        unless_before=(
            "(thank|thanks|enjoyed|grateful|appreciate|appreciated|congratulations|congrats|applying|applied|considering|interviewed) .. (for|to|on|me|the)?",
        ),
        spares_others=True,
    ),
    Rule(
        "waits for an opening",
        JOB_ASK,
        (
            "(<if>/should/something/anything) .. (<an-opening>|that|things|situation|plans|else) .. (open|opens|opened|come|comes|came|arise|arises|arose|become|becomes|"
            "became|pop|pops|turn|turns|crop|crops|materialise|materialises|exist|exists|frees|free) (up|along|available|vacant|free|open|again)?",
            "(<if>/should) .. (anything|something|things|situation|circumstances|that|plans) .. (change|changes|changed|comes up|opens)",
            "(<opening>/spot/place/post/seat/something/anything) .. (opens|open|opened|comes|come|becomes|become|pops|frees|goes|arises) (up|along|available|vacant|free)",
            "<if>/should .. you .. (ever|still|again|soon|one day)? (need|needs|require|want|look for|looking for|could use|have use|search|seek|decide to hire|hire|recruit|expand) "
            ".. (<someone>|again|me)",
            "<if>/should .. (new hire|chosen candidate|the candidate|other candidate|hire|person|choice|guy|colleague) .. (drop|drops|fall|falls|decline|declines|withdraw|withdraws|leave|leaves|quit|quits|back|"
            "backs|change|changes|does not|do not|did not|turns|turn|not work) ... (out|through|up|away|down|mind|stay|work)?",
            "(person|hire|candidate|guy|woman|man|one|colleague) .. (you|they) (hired|took|chose|picked) .. (work out|working out|worked out|stay|stayed|still|settle)",
            "candidate (you chose|drops|falls|declines|withdraws|does not|should|not start|not show)",
        ),
        _("This waits for a job, and they can tell. The contact is worth more when nothing is asked of it."),
        INSTEAD,
        hits=(
            "If anything opens up, I'd be glad to hear of it.",
            "Let me know if a spot opens up!",
            "Should your first choice drop out, I'm here.",
            "If you ever need a developer, you know my address.",
        ),
        passes=(
            "If you ever want a list of good lunch places, I can mail you mine.",
            "If the opening at your team is still free, my friend Jule would be a match.",
            "I hope the shop opens up in time.",
            "If something comes up and you can't answer, no problem.",
        ),
        unless=(
            "(and|so) you can not",
            "fair",
            "eye/eyes",
            "office/offices/depot/store/shop/museum (opens|opened|open)",
        ),
        spares_others=True,
    ),
    Rule(
        "wants to be kept in mind",
        JOB_ASK,
        (
            "(keep|bear|have|hold|keeping|kept|bearing) (me|us) .. in .. mind",
            "(keep|bear|have|keeping) in (your)? mind .. (me|my|application)",
            "(keep|hold|leave|retain|save|store|put|keeping) <my> .. (<resume>|data|number|contact) .. (on file|in mind|at hand|active|handy|on record|on your|in your|for|in the)",
            "(keep|hold|retain|put|store|save|have) (me|us) .. (on|in) .. (file|list|radar|shortlist|loop|pool|database|books|talent|pipeline|consideration|thoughts|running|roster)",
            "(be|get|am|stay|remain|put me|being) .. on (your|the) .. (shortlist|list|radar|waiting list|waitlist|talent pool)",
            "(think|thinking) of me (if|when|whenever|for|next|should|as|once|the next|in|first)",
            "remember me (if|when|whenever|for|next|should|once|the)",
            "forget (about)? me",
            "(please|kindly|could you|would you|can you|may you|will you|hope you|ask you to|you to|you will|you would|you might|could) (still|also|ever|perhaps|please|kindly|again)? consider (me|my|us) .. "
            "(for|application|profile|again|as|when|in|candidacy|next|if)",
            "be .. considered .. (for|in|as|when|again|next|$)",
            "(in|for) consideration .. (for|in) .. (future|next|other|any|another|similar)",
            "considered for .. <a>? .. (future|other|next|another|similar|any|<opening>|post)",
            "(let me know|inform me|notify me|drop me|ping me|shout|contact me|get in touch|reach out|alert me|write me|write to me|give me a shout|come to me|send me|hear|"
            "informed|contacted|notified|updated|posted|mail me|hear from you|email me|approach me|look me up) .. (about|of|on|if|when|as soon as|should|once|in case|whenever|for|with|regarding)? ... "
            "(<opening>|hiring|hire|recruit|need someone|need somebody|need a|looking for|openings)",
            "(opportunities|openings|vacancies|positions|roles) .. (come|arise|open|in (the|your) future|down the line|down the road)",
            "(hear|heard) of (anything|something|any|a)",
            "know where to find me",
            "(future|other|upcoming|further|similar|alternative) (openings|vacancies|positions|opportunities) .. (at|in|within|with|for|on) (your|you|me|the)",
            "second/plan (b|choice|pick) ",
        ),
        _("Being kept in mind for a job is a request. Good letters do it without the words."),
        INSTEAD,
        hits=(
            "Please keep me in mind for future openings.",
            "Do think of me when you hire next.",
            "Could you keep my CV on file?",
            "I'd be happy to be informed about future positions.",
            "Don't forget me when you need someone again!",
            "You know where to find me.",
        ),
        passes=(
            "Please keep Jule in mind for the UX role.",
            "Your advice for future roles helped.",
            "I keep your advice in mind.",
            "Thank you for considering me for the position.",
            "It was kind of you to think of me when the book came out.",
            "Would you let me know what would make me a stronger candidate for future roles?",
        ),
        unless=("(stronger|better) candidate", "kind (of|that) you", "kept .. word", "<improve>"),
        unless_before=("(thank|thanks|grateful|appreciate|appreciated|kind|nice|lovely) .. (for|that|of|to)",),
        even_denied=False,
    ),
    Rule(
        "asks not to be forgotten",
        JOB_ASK,
        ("not/never forget (about)? me", "not lose sight of me"),
        _("Being kept in mind for a job is a request. Good letters do it without the words."),
        INSTEAD,
        hits=("Please don't forget me when you recruit.",),
        even_denied=True,
    ),
    Rule(
        "asks for a recommendation",
        JOB_ASK,
        (
            "(word|words) (in)? (for|about) me",
            "(good|kind|nice) word (in|for me|with)",
            "(put|drop) in a .. word",
            "(recommend|refer|endorse) (me|us) (to|for|internally|as|with|within|at|when|if|$)",
            "(recommendation|referral|reference|introduction|intro) .. (would be|from you|for me|to your|to the (team|hiring|hr|manager|right|head))",
            "(introduce|connect|point) (me|us) (to|with|towards|in) .. (hr|recruiter|recruiters|hiring|manager|team|department|lead|head|direction|right|person|people|someone|somebody|anyone|boss|whoever|who)",
            "put me (in touch|forward|through|in contact|on)",
            "(mention|mentioned|mentioning|drop|dropped|whisper|pass|pass on) my name",
            "(vouch|speak|put in) .. for me",
            "(pass|forward|hand|share|circulate|distribute|pass on|pass along|hand over|relay|submit) (on|along|over|around)? <my> .. <resume> (on|to|along|around|with|over|in|forward|"
            "internally|$)",
            "(give|show|send|bring) <my> .. <file> to .. (your|the|whoever|somebody|someone|colleagues|hr)",
            "(pass|forward|hand|share|pass on) (me|it) (on|along) to",
            "(mentioning|mention|recommending|recommend|introducing|introduce|referring|refer|suggesting|suggest|proposing|propose) me to",
            "(forwarding|passing|handing|sharing|submitting|giving|showing) (on)? my .. (application|cv|resume|profile|portfolio|documents|details) (on)? (to|with|along)",
        ),
        _("This asks for a favour on the way to a job. Leave it to them to offer."),
        INSTEAD,
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
        unless=(
            "word in for (him|her|them|jule)",
            "for (her|him|them|jule|peter)",
            "(recommend|recommendation|recommendations) (me)? (a|some|any) (book|course|podcast)",
            "was one of my references",
        ),
        unless_before=("(thank|thanks|grateful) .. (for|to)", "you asked ..", "(if|whether) you may"),
    ),
    Rule(
        "sends their own résumé",
        JOB_ASK,
        (
            "<attached> .. (you|is|are|please|find|my|again|herewith|with|to)? .. <my> .. <file>",
            "<my> .. <file> .. (is|are|was)? .. (attached|enclosed|below|herewith|included|in the attachment)",
            "(so|as) is my .. <file>",
            "(updated|new|latest|current|revised|fresh|full|recent) (version of my|copy of my)? <file> .. (attached|enclosed|below|here)",
            "(find|attached|enclosed|enclosing|attaching) .. (updated|current|latest|new|revised) .. <file>",
            "(look|glance|peek|took a look) .. (at|over)? .. <my> .. <resume> .. (again|for|with .. in mind|when|once)",
            "(with|for) your open/current/other/future .. (positions|roles|openings|vacancies) in mind",
            "(could|can|may|should|shall|would|might) .. (send|submit|forward|email|mail|share) (you)? <my> .. <file>",
            "my (cv|resume|curriculum) .. (in case|just in case|should|if)",
            "(along with|together with|and|as well as|plus|with) my (updated|latest|new|current)? (cv|resume|application) (in|attached|for|$)",
        ),
        _("A résumé that nobody asked for is an application. This letter is stronger without it."),
        INSTEAD_OF_RESUME,
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
        unless=("(her|his|their) .. (cv|resume)", "as you (said|advised|suggested|asked)"),
    ),
    Rule(
        "wants to work for them",
        JOB_ASK,
        (
            "(would|will|i|we|to|am|be|always|still|truly) .. (love|like|thrilled|happy|delighted|keen|eager|excited|honoured|honored|glad|jump|want|wish|hope|dream|interested|prepared|ready|"
            "willing|proud|pleased|wanted|chance|hoping|dying|itching) .. (to|at|in|of|if) .. (work|working|join|joining|be|become|being|contribute|contributing|come|start|collaborate|rejoin) .. "
            "(with|for|at|under|in|part of|on board|aboard|to|together|on|forces)? .. (you|your|team|company|it|them|this|lot|guys|zephyr|there|again|board|aboard|someday|onboard|organisation|department)",
            "(join|joining) (your|the|you|this) (<team>|crew|ranks|guys|$)",
            "(interested|interest) in .. (working|joining|<opening>|future|becoming|a .. <opening>|opportunities|the post)",
            "(be|become|becoming|being) .. (part|member) of .. (your|the|it|this) (<team>|growth|journey|$)",
            "jump at the (chance|opportunity|offer|idea)",
            "chance to (work|join|be part) (with|for|at|of)? (you|your|the)",
            "(give|offer|get|find) (me|us) .. (job|position|role|work|internship|contract|place|spot|trial|placement)",
            "(will|would|should|could|can|to|please|just|must|might|if|when|and) (you|they|ever|finally|only)? .. (hire|employ|recruit|take on|engage) (me|somebody like me|someone like me|us)",
            "(take|bring|have|get) (me|us) (on|on board|aboard|back|in) (board|your|the|as|at|to|$)",
            "(be|make|being|made) .. (good|great|perfect|ideal|strong|excellent|valuable|real|useful) .. (fit|match|addition|asset|hire|candidate) (for|to|on) .. (your|the|this|that|it|you|any)",
            "(useful|valuable|help|asset|addition|fit) (to|for|in) your (<team>)",
            "(happy|glad|willing|ready|able|eager) to .. (help|support|lend) .. (you|your|team|out) .. (freelance|paid|contract|part-time|full-time|freelancer)",
        ),
        _("Wanting to work for them is a request, however warm. They know it since your application."),
        INSTEAD,
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
        unless=(
            "since i was",
            "why you (did not|do not|would not|never)",
            "happy (where|at|in) (i|my)",
            "not work at your",
            "would have (loved|liked|enjoyed)",
        ),
        unless_before=(
            "(thank|thanks|enjoyed|grateful|chance|fun|pleasure) .. (for|to|that|of)",
            "(while|when|since|before|after) ..",
        ),
        spares_others=True,
    ),
    Rule(
        "offers themselves",
        JOB_ASK,
        (
            "(i|we) (am|are|will be|would be|remain|become|was|stay) .. (still|now|again|currently|also|always|back)? .. (on the market|on the job market|looking for (a|an|my|some|new|work|freelance|contract|other|"
            "the next|something|employment|opportunities|internship)|seeking (a|an|my|some|new|work|employment|opportunities)|between jobs|job hunting|job-hunting|job searching|open to (new|work|offers|"
            "opportunities|other|any|a|positions)|searching (for)? (a|an|new|work|job|my|some|position)|out of a job|looking again)",
            "(i|we) (am|will be|would be|remain) .. (still|immediately|again|now|always|also)? (available|free) (again|immediately|now|from|for (hire|work|projects|any|new|you)|if|to start|as of|$|at short notice|right away|full-time|part-time|should|soon)",
            "(i|we) (can|could|would|am able to|may|will) .. start (any time|anytime|immediately|right|tomorrow|on|next|today|now|straight|working|whenever|as)",
            "(need|use|want|hire|hiring|place|room|seek|seeks|seeking|look|looking|taking|accept|need for|use for|position|work|value|have) .. (someone|somebody|people|person|person's|developer|analyst|designer|engineer|"
            "writer|tester|hand|junior|guy|woman|candidate|profile|manager|planner) .. (like me|like myself|with my|of my)",
            "(need|use|want|could use|make use of|benefit from) my (skills|help|experience|expertise|services|background)",
            "(good|great|reliable|experienced|decent) .. (<someone>|person) .. find me",
            "my (services|skills|expertise) .. (at your disposal|available|to you)",
            "looking for (a|my) .. (next|new) .. (challenge|position|job|role|opportunity|employer|home)",
            "back on the market",
            "at your disposal",
            "seek/seeking/looking for .. (a|somebody|someone|person|people) with my",
        ),
        _("Saying that you are available asks for a job between the lines."),
        INSTEAD,
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
            "looking for (a|an|some|the) .. (book|books|article|podcast|course|speaker|flat|word|reason|tip|tips|paper|source|photo|hint|way|answer|place to|recipe|present)",
            "looking (forward|at|into|back|after)",
        ),
        spares_others=True,
    ),
    Rule(
        "applies again",
        JOB_ASK,
        (
            "(would like|want|wish|love|intend|plan|going|like|happy|decided|allowed|encourage me|worth|sense|permitted|able|hereby|ready|advise me|hoping|hope|keen|possible|okay|ok|welcome|writing) .. to .. (apply|reapply|re-apply|put .. forward)",
            "(may|can|could|should|shall|might|would) i .. (apply|reapply|re-apply|try again|resubmit)",
            "(i|we) (have)? (just|now|also|already|hereby|today|recently)? (applied|apply|am applying|submitted .. application|reapplied|reapply) (for|to|again|as|through|via) .. (the|your|a|an|this|that|another|one)",
            "(my|an|old|previous|new|another) application .. (still|count|valid|for the new|considered|for your new|be reused|active)",
            "(what|how) (do|can|could|must|should|would|does it) .. (i|take|have) .. (be on|get on|get in|get into|get onto|join|be considered|get hired|get the|land) ",
            "(open|new|free|same|other|advertised|current|that|this) (role|position|vacancy|post|job|opening) .. (fits|suits|matches|is made for|would fit|would suit|be a fit for|right up my|is perfect for|sounds like) .. (me|my)?",
            "(fits|suits|matches|made for|tailored to|right up|perfect for) (me|my street|my alley|my profile) .. (perfectly|exactly|well|like a glove|to a t|$)",
            "right up my (street|alley)",
            "(change|make|affect|alter|improve) .. (anything|difference|chances|odds|something) .. (regarding|about|for|with|of|concerning|on|to) .. (<opening>|application)",
            "(advertising|advertised|advertise|posted|listed|lists|list|looking for|seeking|published) .. (position|role|vacancy|job|post|opening|again|manager|developer|analyst|engineer|designer) .. (and i|i would|which is|that fits|which fits|my|i am)",
            "my candidacy",
        ),
        _("This is an application. It belongs in their form; this letter keeps the contact."),
        INSTEAD,
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
        unless=(
            "apply (it|this|that|your|what|these|the (method|advice|rule|idea))",
            "applied (your|what|the (advice|method|tip))",
            "withdrawn/withdraw/withdrew",
            "(consider|considering|turn|turned|turning|letting) me",
        ),
        unless_before=("(when|since|after|before|thank|thanks) ..", "thank you .."),
        spares_others=True,
    ),
)
