"""Words that weigh alike when the words of a draft are added up: `followups.tone.weighing`."""

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
