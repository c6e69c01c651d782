"""Asking for a job, now or one day."""

from django.utils.translation import gettext_lazy as _

from followups.tone.english.rather import NO_REQUEST
from followups.tone.rules import Rule

RULES = (
    Rule(
        "asks whether there is a job",
        "job-ask",
        looks_for=(
            "(is|are|would|might|will) there .. (be)? .. <opening>",
            (
                "<if>/maybe/perhaps/hope/think/that/sure/possible/possibly .. there .. (be|is|are|was|were|might|may|"
                "could|will|would) .. <opening>"
            ),
            (
                "<if>/maybe/perhaps/hope/hoping/possible .. there .. (be|is|are|was|might|may|could|will|would) .. "
                "<place> .. (for|open|free|available|in|on|at|with|coming) (me|us|your|up|the|someone|somebody)?"
            ),
            (
                "(do|does|would|could|did) (you|they|your team|your company|your <team>|the company|the team|zephyr) "
                ".. (have|need|know|hear|offer|see|seek|plan|got|got|require|use|want|search|look|expect|foresee|"
                "anticipate) .. <a>? .. <opening>"
            ),
            (
                "(are|is|when are|when is|when will|will|do|does) (you|your|they|the|zephyr) .. (hiring|recruiting|"
                "hire|recruit|recruits|growing|expanding)"
            ),
            "<if>/wonder/wondering/know/see .. (you|your|they) .. (hiring|recruiting|hire again|to hire)",
            (
                "(is|was|has|would|will|might|are|have) (the|that|this|your|these|those|my) .. <opening>/post/spot/"
                "seat/place .. (still|again|yet|now|become|been|be)? .. (open|available|vacant|unfilled|free|filled|"
                "taken|reopened|up for grabs)"
            ),
            (
                "<if>/wonder/whether/wondering/know .. (the|that|this|your|my) .. <opening>/post/spot/seat .. (open|"
                "available|vacant|unfilled|free|reopened|filled|taken|reopens|re-advertised)"
            ),
            (
                "(any|some|more) (news|update|updates|word|movement|development|progress|change|changes) .. (on|"
                "about|regarding|from|with|of|concerning) .. (<opening>|post|freeze|application|candidacy)"
            ),
            (
                "(any|some|free|open|other|future|new|suitable|current|upcoming|potential|possible|available|job|"
                "more|further) .. <opening> .. (for me|at your|in your|on your|with you|within your|with your|these "
                "days|at the moment|at present|right now|currently|coming up|in the pipeline|at (yours|zephyr)|"
                "available|that (may|might|would|could|fit|fits|match|matches|suit|suits|align|aligns))"
            ),
            "any openings/vacancies/opportunities/jobs/positions",
            (
                "(talk|speak|chat|discuss|hear|ask|learn|discussing|talking) (more)? (about)? .. (openings|vacancies|"
                "positions|opportunities|jobs) .. (in|at|on|with|for|within|you)"
            ),
            (
                "(work|job|position|role|place|spot|room|vacancy|opening|opportunity|opportunities|seat|something|"
                "anything|use|chair|desk|niche|corner|openings|need|internship) .. (in|on|at|there|with)? .. (for|"
                "suiting|suits|fits|fit|suit|like|matching|matches) (me|myself|my (profile|skills|background|"
                "experience))"
            ),
        ),
        why=_("This sounds like asking for a job. A letter that asks for nothing keeps the door open by itself."),
        instead=NO_REQUEST,
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
        unless=("anything/something (else|you|i|that|to|in my|about)",),
        unless_before=(
            (
                "(thank|thanks|enjoyed|grateful|appreciate|appreciated|congratulations|congrats|applying|applied|"
                "considering|interviewed) .. (for|to|on|me|the)?"
            ),
        ),
        spares_others=True,
    ),
    Rule(
        "waits for an opening",
        "job-ask",
        looks_for=(
            (
                "(<if>/should/something/anything) .. (<an-opening>|that|things|situation|plans|else) .. (open|opens|"
                "opened|come|comes|came|arise|arises|arose|become|becomes|became|pop|pops|turn|turns|crop|crops|"
                "materialise|materialises|exist|exists|frees|free) (up|along|available|vacant|free|open|again)?"
            ),
            (
                "<if>/should .. you .. (ever|still|again|soon|one day)? (need|needs|require|want|look for|looking "
                "for|could use|have use|search|seek|decide to hire|hire|recruit|expand) .. (<someone>|again|me)"
            ),
            (
                "<if>/should .. (new hire|chosen candidate|the candidate|other candidate|hire|person|choice|guy|"
                "colleague) .. (drop|drops|fall|falls|decline|declines|withdraw|withdraws|leave|leaves|quit|quits|"
                "back|backs|change|changes|does not|do not|did not|turns|turn|not work) ... (out|through|up|away|"
                "down|mind|stay|work)?"
            ),
        ),
        why=_("This waits for a job, and they can tell. The contact is worth more when nothing is asked of it."),
        instead=NO_REQUEST,
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
        unless=("(and|so) you can not",),
        spares_others=True,
    ),
    Rule(
        "wants to be kept in mind",
        "job-ask",
        looks_for=(
            "(keep|bear|have|hold|keeping|kept|bearing) (me|us) .. in .. mind",
            (
                "(keep|hold|leave|retain|save|store|put|keeping) <my> .. (<resume>|data|number|contact) .. (on file|"
                "in mind|at hand|active|handy|on record|on your|in your|for|in the)"
            ),
            "(think|thinking) of me (if|when|whenever|for|next|should|as|once|the next|in|first)",
            "forget (about)? me",
            "be .. considered .. (for|in|as|when|again|next|$)",
            (
                "(let me know|inform me|notify me|drop me|ping me|shout|contact me|get in touch|reach out|alert me|"
                "write me|write to me|give me a shout|come to me|send me|hear|informed|contacted|notified|updated|"
                "posted|mail me|hear from you|email me|approach me|look me up) .. (about|of|on|if|when|as soon as|"
                "should|once|in case|whenever|for|with|regarding)? ... (<opening>|hiring|hire|recruit|need someone|"
                "need somebody|need a|looking for|openings)"
            ),
            "know where to find me",
        ),
        why=_("Being kept in mind for a job is a request. Good letters do it without the words."),
        instead=NO_REQUEST,
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
        unless=(
            "(stronger|better) candidate",
            "kind (of|that) you",
            "<improve>",
        ),
        unless_before=("(thank|thanks|grateful|appreciate|appreciated|kind|nice|lovely) .. (for|that|of|to)",),
    ),
    Rule(
        "asks not to be forgotten",
        "job-ask",
        looks_for=("not/never forget (about)? me",),
        why=_("Being kept in mind for a job is a request. Good letters do it without the words."),
        instead=NO_REQUEST,
        hits=("Please don't forget me when you recruit.",),
        even_denied=True,
    ),
)
