"""Comparing with the one who was chosen, and defending what one did."""

from django.utils.translation import gettext_lazy as _

from followups.tone.english.rather import RESPECT
from followups.tone.rules import Rule

RULES = (
    Rule(
        "compares with the one chosen",
        "arguing",
        looks_for=(
            (
                "(what|how|where|why|which|in) .. (did|does|do|has|have|had|is|was|were|makes|made|make|respects|way|"
                "ways) .. <they> .. (have|better|got|more|do|over|superior|offer|bring|stronger|that i|above|beat|"
                "outperform|preferred|suited|than|ahead|possess|impress)"
            ),
            (
                "(who|whom) (did|do|have|has|was|were|is|are) (you|they|the|it|eventually|finally|actually|that|this|"
                "that)? .. (hire|hired|take|taken|took|choose|chosen|chose|pick|picked|select|selected|get|job|"
                "position|role|instead|end|preferred|prefer|give|given|go with|person|lucky|got|place)"
            ),
            (
                "(someone|somebody|person|candidate|people|colleague|he|she|guy|woman|man|they|him|her|anybody|one) "
                ".. (with|has|have|having|had) .. (less|fewer|no|half|hardly|barely|zero|little|far less|only) .. "
                "(experience|qualifications|years|skills|idea|knowledge|background|expertise)"
            ),
            "(he|she|they) (has|have|had) .. (years|year) ... i have",
            (
                "(i|my|me) .. (was|am|were|would have been|would be|had been|is) .. (clearly|obviously|by far|easily|"
                "still|certainly|probably|definitely)? (the|by far the|your|far) .. (best|strongest|most qualified|"
                "most experienced|better|ideal|perfect|obvious|right) .. (candidate|person|choice|fit|applicant|"
                "match|option|one for)"
            ),
        ),
        why=_("Comparing yourself with the person they chose can only hurt: they will defend their choice."),
        instead=RESPECT,
        hits=(
            "What did the other person have that I don't?",
            "Can you tell me what makes him better than me?",
            "Who did you take in the end?",
            "You preferred someone with less experience.",
            "She has two years of experience, I have nine.",
            "I was clearly the best candidate.",
        ),
        passes=(
            "I wish the person you chose a great start.",
            "You know what your team needs far better than I do.",
            "This essay says it better than I could.",
            "You have chosen somebody with more years in the field, and I understand.",
            "She knows Rust better than me and would be great in the role.",
            "Nobody explains routing better than you.",
            "Did you pick a book for the summer?",
        ),
        unless=(
            (
                "(i|can|fully|completely|well) (understand|understood|accept|respect|agree|see) .. (that|why|another|"
                "somebody|someone|the|your|you|it)"
            ),
        ),
    ),
    Rule(
        "defends themselves",
        "arguing",
        looks_for=(
            (
                "i (explained|answered|solved|described|showed|handled|did|finished|covered|presented) (it|that|this|"
                "them|everything|all|every|the|your) .. (well|correctly|right|clearly|properly|perfectly|in detail|"
                "at length|fully|questions|question|task|test|exercise|twice|before|on time|better|exactly)"
            ),
            (
                "(my|the) .. (answer|answers|solution|code|tests|test|test results|presentation|english|german|"
                "french|experience|numbers|score|scores|record|results|work|case|task|performance|estimate|cv|"
                "profile|qualifications|portfolio|application|exercise|design|figures) .. (was|were|is|are|did|do|"
                "does|has|have|had|speaks|speak) .. (correct|right|fine|perfect|excellent|flawless|never|not .. "
                "(wrong|weak|bad|the problem|a problem|poor)|strong|cover|solid|high|accurate|closer|stronger|good "
                "enough|impeccable|outstanding|valid|complete|as good|faster|for themselves|for itself|exactly what|"
                "well above|very good|above)"
            ),
            (
                "(i|my .. (cv|profile|experience|background|skills|qualifications|portfolio)) .. (meet|met|meets|"
                "fulfil|fulfill|fulfils|fulfills|fulfilled|tick|ticked|ticks|satisfy|satisfied|match|matches|matched|"
                "exceed|exceeded|exceeds|cover|covers|covered|pass|passed|have|had|check|checked|answered|fit|fits|"
                "possess|aced) .. (every|all|each|any|exactly what|everything|100|more than|the posting|your posting|"
                "what you|the description|the job description) .. (requirement|requirements|criterion|criteria|box|"
                "boxes|point|points|test|tests|qualification|qualifications|skill|skills|condition|conditions|"
                "advertised|listed|you asked|you need|you want|you look|experience|posting|round|rounds|question|"
                "questions|exercise|exercises|asked|needed|bullet|description|task|tasks)"
            ),
            "(i|we) (nailed|aced|smashed|crushed|rocked|killed) (it|that|this|the|every|all|your)",
            (
                "(overlooked|overlooking|misjudged|misjudge|misread|misunderstood|underestimated|underestimate|"
                "ignored|disregarded|dismissed|misinterpreted|undervalued|mixed up|confused me) .. (my|me|that|what|"
                "the|i|this)"
            ),
            (
                "you (never|did not|had not|have not|hardly|barely|could not|would not) .. (even|really|actually|"
                "bother|once|properly|ever|at all)? .. (give|gave|given|ask|asked|read|look|looked|listen|listened|"
                "let|consider|considered|bother|bothered|take|took|see|seen|notice|test|tested|tell|told|mention|"
                "mentioned) .. (me|my|at|to|about|the|a|i|past|it|us|that|for|any|through)"
            ),
            (
                "(i|we) (have|had|hold|bring|speak|led|managed|ran|built|spent|worked) .. (#|one|two|three|four|five|"
                "six|seven|eight|nine|ten|twelve|fifteen|twenty|over|more than|a decade|decades|many|several|enough|"
                "plenty) .. (years|decade|decades|migrations|projects|languages|teams|people|certificates|degrees|"
                "experience) .. (of exactly|exactly|of experience|in exactly|on nothing|nothing else|since|of this|"
                "in this|experience|after all|doing|which|than|of exactly this|$)"
            ),
            "(years|decade|decades) .. (count|counts|mean|means|worth|should|of experience|of exactly|apparently)",
            "not (senior|good|experienced|technical|qualified|strong) enough",
            (
                "(interesting|funny|strange|odd|weird|curious|ironic|remarkable|surprising|amusing) (that|how|enough|"
                "choice|decision|because|,)"
            ),
            (
                "(reject|rejected|rejecting|decline|declined|turned down|drop|dropped|dismiss|refuse|refused) (me|"
                "somebody|someone|a person|us|my application) .. (for|because|over|on|after|with|without|by|due) .. "
                "(a|one|an|my|some|such|of|being|the|just|not|so|two|no)"
            ),
            "in my (own)? (defence|defense)",
        ),
        why=_("This defends what they have already weighed. It keeps the discussion going that they have closed."),
        instead=RESPECT,
        hits=(
            "In my defence, the question was vague.",
            "I'd like to point out that my answer was correct.",
            "I met every requirement in your posting.",
            "I think you misunderstood my answer.",
            "You never gave me a real chance.",
            "I nailed that interview.",
            "I explained it well.",
            "It seems you overlooked my certificate.",
            "Interesting that the role is back on your website.",
        ),
        passes=(
            "On reflection I undersold the part about the customers.",
            "You're right that I never mentioned the budget.",
            "I'd like to point out the chart on page 3.",
            "I have eight years of photos from Ghent for you.",
            "I answered too fast, and I see it now.",
            "You asked which test runs fastest: it is the one with the blue bar.",
            "Funny how often I think of your trick.",
            "You should have a look at page 12.",
            "I was the one who answered: take the stairs.",
        ),
        unless=("(how often|made me|makes me|enough to)",),
        unless_before=(
            (
                "(thank|thanks|grateful|agree|agreed|right|true|understand|accept|see|learned|learnt) .. (that|for|"
                "why|how)?"
            ),
        ),
    ),
)
