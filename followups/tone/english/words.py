"""English words: named patterns for the rules, and what the engine reads English by."""

from __future__ import annotations

CLASSES = {
    # Who and how
    "iwe": "i/we",
    "me": "me/us/myself",
    "my": "my/our",
    "a": "a/an/any/some/another/one/this/that",
    "few": "#/one/two/three/four/five/ten/fifteen/twenty/thirty/couple/few/some/half/quarter",
    "very": "really/very/so/truly/quite/rather/somewhat/a/little/bit/most/simply/just/still/honestly/frankly/absolutely",
    "may": "may/might/can/could/would/will/shall/should",
    "could": "can/could/may/might/would/will",
    "be": "am/is/are/was/were/be/been",
    "would-like": (
        "would/will .. (like|love|prefer|appreciate|welcome|value|enjoy|rather|be glad|be happy|be delighted|be grateful"
        "|be thrilled|be keen|be honoured|be honored|be pleased|be interested|be up|be open|jump)"
        "| want/wanted/wish/hope/hoping/wanna/prefer/love/need to"
        "| am .. (happy|glad|keen|eager|delighted|hoping|looking|open|up|free|willing)"
    ),
    "wish-for": (
        "would/will .. like/love/appreciate/welcome/value/enjoy/prefer/suggest/propose/request/be | want/wish/prefer/need/hope"
        "|hoping/asking/looking for|suggest/propose/request | keen on | interested in | happy with"
    ),
    "if": "if/whether/should/when/whenever/once/case/wonder/wondering/wondered/unless/until/supposing/provided",
    "ask-you": (
        "(can|could|would|will|may|might) .. (you|i|we) | do you | are you | is there | please | kindly | maybe | perhaps"
        "| let us | how/what about | any chance | (i|we) wonder | wondering | is it | would it | shall we"
    ),
    "someone": "someone/somebody/anyone/anybody/person/people/developer/engineer/designer/analyst/tester/writer/manager/"
    "assistant/specialist/freelancer/colleague/hand/hands/help/support/staff/recruit/hire/candidate/researcher/planner/"
    "consultant/accountant/nurse/teacher/programmer/marketer/worker/workers/team-mate/employee/employees/applicant/talent",
    # Talking
    "talk": (
        "call/phone/ring/telephone/talk/speak/chat/meet/zoom/skype/facetime/converse/catch-up/videochat/confer"
        "|catch up | sit down | get together | meet up | hook up | link up"
    ),
    "a-talk": (
        "call/calls/phonecall/phone-call/chat/talk/meeting/conversation/zoom/skype/facetime/videocall/video-call/videoconference/"
        "coffee/coffees/tea/lunch/brunch/breakfast/dinner/beer/beers/drink/drinks/pint/appointment/catch-up/hangout/webcall/"
        "video-chat/telephone/telcon/telco/ring/buzz/bell/tinkle/face-to-face/one-on-one/one-to-one/debrief/sit-down/meet-up/"
        "discussion/cuppa/espresso/cappuccino/ice-cream/visit/meet/session/phoner/huddle/teleconference/rendezvous/get-together"
    ),
    "adjs": "(<adj>)? (<adj>)? (<adj>)? (<adj>)?",
    "adj": (
        "quick/short/brief/little/personal/phone/telephone/video/informal/proper/good/nice/zoom/teams/skype/real/in-person/friendly/private/"
        "virtual/online/small/#/minutes/hour/cup/of/long/longer/follow-up/further/second/more/direct/honest/open/google/whatsapp/casual/"
        "relaxed/face-to-face/one-on-one/feedback/live/five/ten/fifteen/twenty/thirty/half/an/a/minute/hot/cold/telephonic/verbal/oral/"
        "deeper/detailed/proper/conference/speedy/wee/cheeky/bit/mutual/common/next"
    ),
    "medium": (
        "(by|over|on|via|through|per|using) .. (phone|telephone|zoom|skype|facetime|teams|mobile|cell|whatsapp|video|hangouts|meet|"
        "videocall|coffee|lunch|beer|drink|drinks|dinner|tea|breakfast|call|line)"
        "| in person | face to face | face-to-face | person to person | one-on-one | in-person | live | personally"
    ),
    "when": (
        "on/at/any/anytime/when/whenever/if/tomorrow/today/tonight/this/next/back/later/soon/so/and/or/about/for/in/before/"
        "after/under/between/please/monday/tuesday/wednesday/thursday/friday/saturday/sunday/directly/instead/sometime/"
        "during/over/up/asap/now/again/once/at/via/then/here/#number/tonight/morning/afternoon/evening/to/with/through"
    ),
    "when-word": "monday/tuesday/wednesday/thursday/friday/saturday/sunday/tomorrow/tonight/today/week/weekend/month/sometime/soon/evening/afternoon/morning/"
    "lunchtime/noon/april/may/june/july/march/january/february/august/september/october/november/december/days/time/fair/conference/weeks",
    "number": "number/mobile/cell/telephone/cellphone/handy/extension/landline/whatsapp/phone",
    # Work
    "opening": (
        "opening/openings/vacancy/vacancies/vacant/position/positions/role/roles/job/jobs/opportunity/opportunities/internship/"
        "internships/placement/traineeship/apprenticeship/headcount/gig/gigs/recruitment/recruiting/hiring/employment/reqs/"
        "posting/postings/work"
    ),
    "vacancy": "vacancy/vacancies/vacant/opening/openings/position/positions/role/roles/job/jobs/internship/internships/headcount/employment/unfilled/"
    "assistantship/fellowship/traineeship/apprenticeship/re-advertised/readvertised/recruiting/hiring/recruit",
    "vacancy-noun": "vacancy/vacancies/opening/openings/position/positions/role/roles/job/jobs/internship/internships/fellowship/opportunity/opportunities/post",
    "place": "place/spot/seat/slot/post/space/room/desk/chair/something/anything/things",
    "an-opening": "<opening> | <place>",
    "resume": (
        "cv/c.v./c.v/resume/resumes/curriculum/vitae/application/portfolio/documents/credentials/profile/details/paperwork/name/"
        "certificates/references/lebenslauf"
    ),
    "file": "cv/c.v./c.v/resume/curriculum/vitae/lebenslauf/application | cover letter | (application|updated) documents",
    "attached": "attached/attach/attaching/enclosed/enclose/enclosing/included/herewith/below/find/send/sending/sent/here/resend",
    "team": "team/company/firm/group/department/organisation/organization/studio/agency/office/crew/lab/side/place/unit/end/"
    "colleagues/business/startup/start-up/school/shop/institute/family",
    # Deciding
    "decision": (
        "decision/decisions/result/outcome/rejection/verdict/assessment/evaluation/judgement/judgment/conclusion/reasoning/"
        "reason/reasons/explanation/feedback/argument/arguments/choice/opinion/view/views/criticism/criteria/statement/claim/"
        "claims/answer/reply/response/process/ruling/impression/refusal/selection/justification/rationale/grounds/logic/no/"
        "evaluations/remark/remarks/comment/comments/point/points/take/analysis/conclusions/impressions/rejections/call/grading"
    ),
    "this": "this/that/it/which/the/your/these/those/such",
    "bad": (
        "unfair/unjust/wrong/mistaken/mistake/error/absurd/ridiculous/joke/biased/unreasonable/unacceptable/incomprehensible/"
        "unprofessional/disrespectful/arbitrary/flawed/rigged/shameful/insulting/insult/nonsense/bullshit/unjustified/baseless/"
        "hasty/short-sighted/shortsighted/misjudged/hypocritical/subjective/one-sided/discrimination/discriminatory/ageist/"
        "sexist/racist/illogical/laughable/inexplicable/disgraceful/disgrace/unfounded/farce/misunderstanding/untrue/false/"
        "incorrect/inaccurate/superficial/prejudice/prejudiced/rude/outrageous/unbelievable/preposterous/questionable/"
        "dishonest/misguided/rubbish/crap/garbage/ageism/sexism/racism/scandal/favouritism/favoritism/nepotism/inconsistent/"
        "ill-judged/ill-considered/premature/dubious/lame/harsh/lie/excuse/unreal/insane/crazy/stupid/silly/fallacy/sham/"
        "injustice/unkind/cruel/illegal/unlawful/miscalculation/oversight/contradictory/contradiction"
    ),
    "outrage": (
        "unfair/unfairly/unjust/unjustly/disrespectful/disrespect/ridiculous/absurd/insulting/insult/discrimination/discriminatory/discriminate/"
        "discriminated/biased/bias/unprofessional/unacceptable/incomprehensible/arbitrary/arbitrarily/rigged/unjustified/nonsense/outrageous/"
        "shameful/disgraceful/prejudice/prejudiced/nepotism/favouritism/favoritism/unreasonable/farce/unlawful/ageism/sexism/inexplicable/"
        "humiliating/degrading/hypocrisy/hypocritical/preposterous/laughable/undeserved/unbelievable"
    ),
    "upset": (
        "surprised/surprising/aback/puzzled/puzzling/baffled/baffling/confused/confusing/astonished/astonishing/shocked/shocking/"
        "stunned/irritated/irritating/appalled/outraged/angry/annoyed/upset/frustrated/frustrating/perplexed/perplexing/amazed/"
        "bewildered/bewildering/insulted/offended/flabbergasted/dumbfounded/speechless/incredulous/mystified/dismayed/stumped/"
        "displeased/indignant/unhappy/dissatisfied/bothered/gobsmacked/furious/disgusted"
    ),
    "rejected": (
        "rejected/reject/rejecting/declined/decline/chosen/choose/chose/selected/select/picked/pick/hired/hire/refused/refuse/"
        "excluded/eliminated/dismissed/ruled/considered/good/successful/preferred/prefer/passed/pass/turned/turn/dropped/drop/"
        "taken/take/invited/invite/accepted/accept/shortlisted/right/fit/qualified/suitable/enough/offered/offer/unsuccessful/"
        "disqualified/overlooked/ignored/called/giving/give/given/decided/decide/went/go/gone/want/wanted/denied/deny/cut/"
        "not/did/said/say/deemed/lost/failed/discarded"
    ),
    "they": (
        "he/she/they/him/her/them/others | (the|this|that|your|an) .. (candidate|candidates|person|one|guy|girl|woman|man|winner|applicant|"
        "applicants|hire|colleague|choice|people|other) | someone/somebody/anyone/anybody/nobody/who | the other | a junior | an internal"
    ),
    "every": "every/all/each/any | (almost|nearly|practically|literally) .. (every|all)",
    "requirements": (
        "requirement/requirements/criterion/criteria/point/points/box/boxes/test/tests/qualification/qualifications/skill/skills/"
        "condition/conditions/bullet/bullets/round/rounds/question/questions/task/tasks/advertised/listed/posting/it/one/everything"
    ),
    "thanks": "thank/thanks/thankful/grateful/appreciate/appreciated/appreciation/gratitude/thx/cheers/ta",
    "thanks-for-answer": (
        "(thank you|thanks|thank|appreciate|appreciated|grateful) ... (feedback|answer|reply|response|explanation|explaining|message|note|mail|"
        "email|letter|letting|information|info|update|telling|writing|honesty|honest|getting|coming|input|words|decision|comments|"
        "remarks|assessment|clarification|replying|responding|answering|news|informing|evaluation|insight|insights|notes|candour|"
        "candor|clarifying|sharing|frank|openness|details|view|perspective|thoughts|opinion|points|advice)"
        "| thank you ^?  $| thanks $ | (your|the) feedback | take your point | hear what you | fair enough | understand your"
    ),
    # What they did, and what may be wrong with it
    "their-doing": (
        "decision/decisions/result/outcome/rejection/verdict/assessment/evaluation/judgement/judgment/conclusion/reasoning/process/procedure/"
        "grading/score/scores/scoring/panel/committee/jury/selection/feedback/criticism/explanation/ranking/marking/interviewers/interviewer/"
        "recruiters/hr/choice/refusal/justification/criteria | your .. (reason|reasons|answer|letter|mail|email|reply|claim|statement|remark|"
        "comment|view|impression|team|colleague|colleagues|company|boss|no) | (reason|reasons) (you|given|that you) | the (reason|reasons|result|results|statement)"
    ),
    "fault": (
        "<bad> | contradict/contradicts/incoherent/inconsistent/stacked/fishy/opaque/intransparent/objective/objectively/serious/seriously/"
        "overlooked/ignored/superficially/hardly/hasty/careless/carelessly/sloppy/unclear/vague/vaguely/standard/generic/copy-paste/form/"
        "template/boilerplate/automated/hollow/cheap/weak/thin/pretext/excuse/excuses/suspicious/suspect/doubt/doubts/questionable/doubtful/"
        "nonsensical/cowardly/disappointing/poor/poorly/pathetic/cold/coldly/double/standards/transparent/fair/fairly/fairness/honest/"
        "incompetent/incompetence/amateurish/wanting/errors/mistakes/faulty/flaw/flaws/wrongly/incorrectly"
    ),
    "accepting": (
        "(i|we|fully|completely|and|will|do|of course) respect | (i|we|and|can|do|now|fully|completely|totally|perfectly|well|absolutely|truly) (understand|accept) | understood/accepted/respected/agree/agreed/appreciated/grateful/thankful/learned/learnt/"
        "helped/helpful/helps/useful/congratulations/congrats/glad/wish/enjoyed/liked/loved/impressed/admire/admired/forgive/"
        "apologise/apologize/apologies | sorry (for|that i|about|if|my) | (is|was|were|but|and|very|so|process) fair | appreciate (your|the|that|how|it)"
    ),
    "improve": (
        "improve/improving/improvement/stronger/strengthen/learn/develop/grow/hint/hints/tip/tips/pointer/pointers/advice/advise/"
        "suggestion/suggestions | work on | (better|for|do|prepare|prepared|improve|say|begin) .. next time | do better | get better | in future | for the future | could have (made|done|helped) | "
        "might have (made|done|helped) | should (train|learn|practise|practice)"
    ),
    # Begging
    "chance": "chance/chances/try/shot/go/opportunity/opportunities/look/round/attempt/interview/trial/exception/thought",
    "hard-up": (
        "rent/bills/mortgage/debts/debt/loans/loan/savings/benefits/visa/income/landlord/kids/children/family/evicted/eviction/"
        "homeless/broke/unemployed/jobless/destitute/hungry/starving/overdraft/instalments/bankrupt/bankruptcy/welfare"
    ),
}

SPELLINGS = {
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "let's": "let us",
    "lets": "let us",
    "it's": "it is",
    "that's": "that is",
    "there's": "there is",
    "here's": "here is",
    "what's": "what is",
    "who's": "who is",
    "how's": "how is",
    "where's": "where is",
    "when's": "when is",
    "he's": "he is",
    "she's": "she is",
    "y'all": "you all",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "gimme": "give me",
    "lemme": "let me",
    "dunno": "do not know",
    "kinda": "kind of",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "cant": "can not",
    "wont": "will not",
    "isnt": "is not",
    "wasnt": "was not",
    "arent": "are not",
    "havent": "have not",
    "hasnt": "has not",
    "couldnt": "could not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "thats": "that is",
    "whats": "what is",
    "u": "you",
    "ur": "your",
    "r": "are",
    "pls": "please",
    "plz": "please",
    "plse": "please",
    "thx": "thanks",
    "tnx": "thanks",
    "thnx": "thanks",
    "ty": "thanks",
    "e-mail": "email",
    "e-mails": "emails",
    "mins": "minutes",
    "min": "minutes",
    "minute": "minutes",
    "tho": "though",
    "cos": "because",
    "cuz": "because",
    "sb": "somebody",
    "re-consider": "reconsider",
    "tel": "telephone",
    "informations": "information",
    "feedbacks": "feedback",
    "favor": "favour",
    "favors": "favour",
    "recieve": "receive",
    "descision": "decision",
    "desicion": "decision",
    "beleive": "believe",
    "oppurtunity": "opportunity",
    "opportunties": "opportunities",
}
ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would", "'s": "'s", "s'": "s"}
ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "mx", "dr", "prof", "st", "vs", "etc", "no", "nr", "approx", "inc", "ltd", "co"}
)

JOINERS = ("and", "but", "so", "or", "yet", "because", "then", "although", "though", "while")
BREAKERS = frozenset(
    {
        "but", "however", "yet", "though", "although", "because", "so", "since", "while", "whereas", "still", "instead",
        "nevertheless", "nonetheless", "therefore", "hence", "except", "otherwise", "anyway", "as",
    }
)  # fmt: skip
SUBJECTS = frozenset(
    {
        "i", "we", "you", "it", "he", "she", "they", "this", "that", "there", "please", "would", "could", "can", "may", "am",
        "will", "is", "are", "do", "did", "let", "my", "your", "if", "should", "maybe", "perhaps", "just", "only", "wonder",
        "wondering", "hope", "hoping", "what", "why", "how", "who", "now", "here", "have", "give", "call", "any", "even",
        "though", "especially", "simply", "attached", "keep", "happy",
    }
)  # fmt: skip
TURNS = frozenset({"but", "however", "yet", "nevertheless"})
LIST_WORDS = frozenset({"or", "nor"})
DENIALS = frozenset(
    {
        "not",
        "no",
        "never",
        "without",
        "nor",
        "neither",
        "none",
        "nobody",
        "hardly",
        "nothing",
        "nowhere",
        "refuse",
        "avoid",
    }
)
NO_DENIALS = (
    "why not",
    "(do|does|did|is|are|was|were|can|could|would|will|should|have|has) not (i|we|you|it|there|he|she|they|that|this|anyone|somebody)",
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
REPORTS = (
    "(you|he|she|they|who|people|everybody|everyone|coach|friend|friends|mother|father|wife|husband|sister|brother|mentor|colleague|"
    "colleagues|author|article|book|podcast|study|speaker) (had|have|once|always|also|then|kindly|even|were|so)? "
    "(said|says|say|wrote|writes|mentioned|mention|told|tells|asked|asks|ask|suggested|suggests|advised|advises|recommended|"
    "recommends|offered|invited|promised|encouraged|argues|claims|thinks|warns|pleads|begs|calls|taught|describes|explains|explained|"
    "wanted|reminded|quoted|named|discussed)",
    "as you put",
    "(advice|tip|suggestion|idea|rule|offer|invitation|habit|trick|temptation|urge|instead|rather|far|art|sake) (to|of|than|from|for)",
    "(tempted|used|easy|nearly|almost|stop|stopped|stopping) (to|short)?",
    "sorry (that|if|for|i)",
    "i know i (said|asked|wrote|have)",
    "(last time|back then|years ago|in the past|at first)",
    "(thank|thanks) you? for",
    "(people|applicants|candidates|they|companies|managers|many|some) who",
)
TOPICS = (
    "(article|articles|piece|post|study|studies|paper|book|chapter|talk|podcast|episode|essay|story|report|debate|discussion|course|"
    "film|novel|video|column|research|workshop|panel|list|blog|advice|tip|tips|rule|rules|write-up|slides|thread|series|seminar|"
    "lecture|question|questions|webinar|webcast|song|poem|comic|cartoon|documentary|keynote|session|newsletter|guide|bit|part|line) .. "
    "(on|about|of|how|why|that|which|whether|titled|called|with|for|where|when|in|argues|says|explains|shows|by)",
    "(reading|read|heard|wrote|writing|written|writes|talking|talked|spoke|thinking) (up|an|a|the|some|more)? (about|on|how|why)",
)
FIRST_PERSONS = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our"})
OTHERS = (
    "she/he/her/his/him/hers/herself/himself",
    "friend/friends/colleague/colleagues/teammate/cousin/sister/brother/nephew/niece/student/students/mentee/classmate/"
    "flatmate/neighbour/neighbor/daughter/son/wife/husband/partner/ex-colleague/acquaintance/peer/flatmates/apprentice/sister-in-law",
    "(someone|somebody|person|people|anyone) (i|we|who) (know|met|knows|worked|trust|would|could|might|is)",
    "<my> (old|former|best|good)? (friend|colleague|boss|manager|student)",
)
THANKS = ("<thanks>", "much obliged", "means a lot", "meant a lot")
SMALL_TALK = (
    "how/hows (are|is|have|has) (you|your|it|life|things|everything|the)",
    "how do you do",
    "did you (know|see|hear|notice|spot)",
    "do you remember",
    "have you (seen|heard|read|noticed)",
    "remember",
)
# Words that weigh alike when the words of a draft are added up.
FAMILIES = {
    "first": "i me my mine myself we us our ours",
    "second": "you your yours yourself yourselves",
    "third": ("he she him her his they them their someone somebody anyone anybody others other another else"),
    "no": "not no never nothing nobody none without hardly nor neither",
    "may": "could would may might can shall should will",
    "wish": (
        "hope hoping wish want wanted like love need prefer appreciate welcome glad happy grateful delighted "
        "keen thrilled thankful pleased honoured"
    ),
    "hurt": (
        "sad hurt cry cried crying heartbroken desperate desperately lost broken devastated shattered gutted "
        "empty scared afraid struggling despair tears ashamed miserable hopeless crushed depressed anxious "
        "worried alone sleepless suffering pain breaks heart lose losing failure exhausted drowning"
    ),
    "family": (
        "kids children child daughter son wife husband mother father mum mom dad parents baby family girl boy kid"
    ),
    "money": (
        "rent bills bill salary wage money bank savings debt debts loan landlord pay paid unpaid cent income "
        "price mortgage benefits afford euros flat house home visa permit"
    ),
    "chance": "chance chances opportunity try shot go once again last only final one",
    "judged": (
        "test answer answers solution presentation score result results marks grade task exercise assessment "
        "panel interviewers interviewer committee criteria requirement requirements profile qualification "
        "qualifications degree certificate certificates skills experience years references record decision "
        "feedback reason reasons evaluation process rejection portfolio code performance judgement"
    ),
    "compare": (
        "than better best more less worse superior stronger weaker qualified suitable instead over cheaper "
        "younger most highest same fewer inferior overqualified"
    ),
    "dispute": (
        "disagree object dispute contest argue doubt question protest contradict challenge clarify correct "
        "deny defend insist justify explain convince convinced believe accept claim prove wrong mistake "
        "mistaken true untrue incorrect error unfair fair fairly serious logic logical sense reconsider "
        "review"
    ),
    "frankly": (
        "honestly frankly actually clearly obviously apparently seriously surely evidently really simply "
        "honest frank surprised puzzled odd strange interesting funny disappointed pity shame sorry"
    ),
    "contrast": "but however yet although though still nevertheless despite even",
    "chosen": (
        "chose choose chosen picked selected hired hire took taken went got reject rejected declined turned "
        "preferred prefer select"
    ),
    "hiring": (
        "hiring recruit recruiting recruitment opening openings vacancy vacancies vacant position positions "
        "role roles job jobs internship trainee traineeship freelance apply applying candidate team "
        "department company headcount employ employment contract post work working staff"
    ),
    "available": ("available free start notice market ready join looking searching seeking expand growing open"),
    "refer": (
        "recommend refer forward forwarding pass mention introduce word vouch share keep mind consider "
        "considered remember inform contact cv resume portfolio attached file documents"
    ),
    "media": (
        "article book books study paper podcast episode blog report chapter film video essay link chart page "
        "slides news novel magazine exhibition museum piece photo photos lecture course"
    ),
    "praise": (
        "congratulations congrats bravo award promoted promotion launch deserved well great lovely wonderful "
        "best enjoyed loved liked fun laugh smile"
    ),
    "friend": (
        "friend friends colleague cousin sister brother nephew niece neighbour uncle classmate teammate "
        "student students"
    ),
    "peace": (
        "accept respect understand understood fine agree right grudge lesson learned learnt helped useful "
        "thank thanks thankful gratitude kind kindness honest appreciated"
    ),
    "improve": (
        "improve better stronger learn advice hint tip suggestion next future work develop prepare practise strengthen"
    ),
    "beg": (
        "please beg begging implore plead mercy god bless help save promise anything whatever everything "
        "kindly humbly request pray swear"
    ),
    "talk": (
        "call phone ring telephone talk speak chat meet meeting zoom skype coffee lunch beer conversation "
        "video person face visit appointment drink pint breakfast dinner catch tea discuss number mobile "
        "teams"
    ),
    "time": (
        "monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight week weekend month "
        "sometime soon evening afternoon morning minutes minute hour time moment when spring autumn summer "
        "winter"
    ),
    "ask": "why how what who whom which whether if wonder wondering ask question know curious",
    "reply": "reply answer answering line mail email note write writing",
}
