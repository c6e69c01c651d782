"""What the engine reads English by: spellings, clauses, denials, and other people's words."""

from __future__ import annotations

# One word, and what it stands for: contractions, abbreviations, typing errors.
SPELLINGS = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not",
    "let's": "let us", "lets": "let us", "it's": "it is", "that's": "that is", "there's": "there is",
    "here's": "here is", "what's": "what is", "who's": "who is", "how's": "how is", "where's": "where is",
    "when's": "when is", "he's": "he is", "she's": "she is", "y'all": "you all", "gonna": "going to",
    "wanna": "want to", "gotta": "got to", "gimme": "give me", "lemme": "let me", "dunno": "do not know",
    "kinda": "kind of", "dont": "do not", "doesnt": "does not", "didnt": "did not", "cant": "can not",
    "wont": "will not", "isnt": "is not", "wasnt": "was not", "arent": "are not", "havent": "have not",
    "hasnt": "has not", "couldnt": "could not", "wouldnt": "would not", "shouldnt": "should not", "im": "i am",
    "ive": "i have", "youre": "you are", "thats": "that is", "whats": "what is", "u": "you", "ur": "your", "r": "are",
    "pls": "please", "plz": "please", "plse": "please", "thx": "thanks", "tnx": "thanks", "thnx": "thanks",
    "ty": "thanks", "e-mail": "email", "e-mails": "emails", "mins": "minutes", "min": "minutes", "minute": "minutes",
    "tho": "though", "cos": "because", "cuz": "because", "sb": "somebody", "re-consider": "reconsider",
    "tel": "telephone", "informations": "information", "feedbacks": "feedback", "favor": "favour", "favors": "favour",
    "recieve": "receive", "descision": "decision", "desicion": "decision", "beleive": "believe",
    "oppurtunity": "opportunity", "opportunties": "opportunities",
}  # fmt: skip
ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would", "'s": "'s"}
ABBREVIATIONS = frozenset({"approx", "dr", "etc", "inc", "ltd", "mr", "mrs", "ms", "mx", "nr", "prof", "st", "vs"})

# Where a clause begins, and what ends the reach of a denial or a report.
JOINERS = ("and", "but", "so", "or", "yet", "because", "then", "although", "though", "while")
BREAKERS = frozenset(
    {
        "although", "anyway", "as", "because", "but", "except", "hence", "however", "instead", "nevertheless",
        "nonetheless", "otherwise", "since", "so", "still", "therefore", "though", "whereas", "while", "yet",
    }
)  # fmt: skip
SUBJECTS = frozenset(
    {
        "am", "any", "are", "attached", "call", "can", "could", "did", "do", "especially", "even", "give", "happy",
        "have", "he", "here", "hope", "hoping", "how", "i", "if", "is", "it", "just", "keep", "let", "may", "maybe",
        "my", "now", "only", "perhaps", "please", "she", "should", "simply", "that", "there", "they", "this",
        "though", "we", "what", "who", "why", "will", "wonder", "wondering", "would", "you", "your",
    }
)  # fmt: skip
TURNS = frozenset({"but", "however", "nevertheless", "yet"})
LIST_WORDS = frozenset({"nor", "or"})

# What is denied is not meant; what only looks like a denial is.
DENIALS = frozenset(
    {
        "avoid", "hardly", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "nowhere", "refuse",
        "without",
    }
)  # fmt: skip
NO_DENIALS = (
    "why not",
    (
        "(do|does|did|is|are|was|were|can|could|would|will|should|have|has) not (i|we|you|it|there|he|she|they|that|"
        "this|anyone|somebody)"
    ),
    "not only/just/merely/simply/hesitate/mind/forget/bad/least/gonna/too/even/really/sure/certain/suppose",
    "not (going to|gonna) lie",
    "not (be|feel) shy",
    "not know/tell/remember if/whether/what/when",
    "not help but/feeling/wondering/thinking",
    "can not wait",
    "not to be",
    "not want/wish/mean/like to (be|sound|seem|bother|disturb|impose|push|intrude|take|offend)",
    "no doubt/matter/offence/offense/problem/worries/pressure/rush/hurry/idea/way/surprise/question",
    "no hard feelings",
    "if/or not",
    "(is|are|was) there .. no/nothing",
    "nothing more/better",
    "no/not one",
    "no one",
    "no longer",
    "not let you down",
    "not regret",
    "not disappoint",
    "not tell you how",
    "never ever? forget",
)

# After these it is somebody else who speaks, or only the topic of something.
REPORTS = (
    (
        "(you|he|she|they|who|people|everybody|everyone|coach|friend|friends|mother|father|wife|husband|sister|"
        "brother|mentor|colleague|colleagues|author|article|book|podcast|study|speaker) (had|have|once|always|also|"
        "then|kindly|even|were|so)? (said|says|say|wrote|writes|mentioned|mention|told|tells|asked|asks|ask|"
        "suggested|suggests|advised|advises|recommended|recommends|offered|invited|promised|encouraged|argues|claims|"
        "thinks|warns|pleads|begs|calls|taught|describes|explains|explained|wanted|reminded|quoted|named|discussed)"
    ),
    "as you put",
    (
        "(advice|tip|suggestion|idea|rule|offer|invitation|habit|trick|temptation|urge|instead|rather|far|art|sake) "
        "(to|of|than|from|for)"
    ),
    "(tempted|used|easy|nearly|almost|stop|stopped|stopping) (to|short)?",
    "sorry (that|if|for|i)",
    "i know i (said|asked|wrote|have)",
    "(last time|back then|years ago|in the past|at first)",
    "(thank|thanks) you? for",
    "(people|applicants|candidates|they|companies|managers|many|some) who",
)
TOPICS = (
    (
        "(article|articles|piece|post|study|studies|paper|book|chapter|talk|podcast|episode|essay|story|report|"
        "debate|discussion|course|film|novel|video|column|research|workshop|panel|list|blog|advice|tip|tips|rule|"
        "rules|write-up|slides|thread|series|seminar|lecture|question|questions|webinar|webcast|song|poem|comic|"
        "cartoon|documentary|keynote|session|newsletter|guide|bit|part|line) .. (on|about|of|how|why|that|which|"
        "whether|titled|called|with|for|where|when|in|argues|says|explains|shows|by)"
    ),
    (
        "(reading|read|heard|wrote|writing|written|writes|talking|talked|spoke|thinking) (up|an|a|the|some|more)? "
        "(about|on|how|why)"
    ),
)
FIRST_PERSONS = frozenset({"i", "me", "mine", "my", "myself", "our", "us", "we"})
OTHERS = (
    "she/he/her/his/him/hers/herself/himself",
    (
        "friend/friends/colleague/colleagues/teammate/cousin/sister/brother/nephew/niece/student/students/mentee/"
        "classmate/flatmate/neighbour/neighbor/daughter/son/wife/husband/partner/ex-colleague/acquaintance/peer/"
        "flatmates/apprentice/sister-in-law"
    ),
    "(someone|somebody|person|people|anyone) (i|we|who) (know|met|knows|worked|trust|would|could|might|is)",
    "<my> (old|former|best|good)? (friend|colleague|boss|manager|student)",
)

THANKS = ("<thanks>", "much obliged", "means a lot", "meant a lot")
# Questions that ask for nothing.
SMALL_TALK = (
    "how/hows (are|is|have|has) (you|your|it|life|things|everything|the)",
    "how do you do",
    "did you (know|see|hear|notice|spot)",
    "do you remember",
    "have you (seen|heard|read|noticed)",
    "remember",
)
