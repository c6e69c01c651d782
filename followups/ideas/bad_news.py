"""What headlines say when nobody writes to congratulate: in lower case, with plain quotes."""

# News that nobody writes about to somebody who works there.
BAD = [
    r"\blay(?:s|ing)?[- ]?offs?\b|\blaid off\b|\bredundanc\w*|\bfurlough\w*|\bjob (?:cuts?|losses)\b|\bdownsiz\w*",
    r"\bhiring freeze\b|\bfreez(?:es?|ing) hiring\b",
    (
        r"\b(?:cut(?:s|ting)?|slash(?:es|ed|ing)?|axe[sd]?|shed(?:s|ding)?|trim(?:s|med)?|eliminat(?:es?|ed"
        r"|ing)) (?:[\w'’%,.-]+ ){0,5}?(?:jobs?|staff|workforce|headcount|positions|roles|employees|workers|pay"
        r"|salaries|forecasts?|outlook|guidance|dividend|prices? target|bonuses)\b"
    ),
    r"\brestructur\w*|\breorgani[sz]\w*|\bcost[- ]cut\w*|\bbelt[- ]tightening\b|\bausterity\b",
    r"\blawsuits?\b|\blegal (?:action|challenges?|battle|fight|row|threats?|proceedings)\b|\bsu(?:es|ed|ing)\b",
    r"\b(?:patent|class[- ]action|discrimination|harassment|antitrust) suits?\b",
    r"\b(?:hit|slapped) (?:by|with) (?:[\w-]+ )?suit\b|\bcourt (?:rul|order|battle|case|filing|hear)\w*",
    r"\b(?:in|supreme|federal|high|appeals|district) court\b|^court\b",
    r"\b(?:on|stands?|goes to|murder|fraud|criminal) trial\b|\btrial (?:over|begins|opens|date)\b",
    r"\bin (?:[\w'’-]+ )?trial\b|\bverdict\b|\bsettle(?:s|d|ments?)\b(?! (?:in|into)\b)|\bprosecut\w*|\bindict\w*",
    r"\bguilty\b|\bconvict\w*|\b(?:grand|federal) jury\b",
    r"\bjury (?:finds?|found|returns?|orders?|rules?|convicts?|awards?)\b|\bsubpoena\w*|\barbitrat\w*|\bdamages\b",
    r"\balleg\w+|\baccus\w+|\bcharged with\b|\bfraud\w*|\bbrib\w+|\bcorrupt\w*|\bantitrust\b",
    r"\bprob(?:e|es|ed|ing)\b(?! (?:launch|lands|to mars))|\binvestigat(?:es?|ed|ing|ions?|ors?)\b",
    r"\binquir(?:y|ies)\b|\braid(?:s|ed)?\b|\bwhistle-?blow\w*|\bscandals?\b|\bmisconduct\b|\bharass\w*",
    r"\bdiscriminat\w*|\bviolat\w*|\bpenalt(?:y|ies)\b|\bsanction(?:s|ed)\b|\bbann?(?:s|ed)\b|\bboycott\w*",
    r"\bbacklash\b|\bprotest(?:s|ers|ing)?\b|\boutrage\w*|\bcritici[sz]\w+|\bunder fire\b|\bcontrovers\w*",
    r"\bapologi[sz]\w*|\bgreenwash\w*",
    r"\bfin(?:ed|es)\b(?! (?:art|dining))|\bfine (?:of|over|for)\b",
    r"\b(?:record|hefty|million|billion|faces?) fine\b|(?:m|bn|k) fine\b",
    r"\bbreach(?:es|ed)?\b|\bhack(?:ed|ers?|s)?\b|\bcyber-?\s?attacks?\b|\bransomware\b|\bdata leak\w*",
    r"\bleak(?:s|ed)? (?:[\w'’-]+ ){0,3}?(?:data|memo|documents?|emails?|records)\b|\boutages?\b|\boffline for\b",
    r"\bknocked offline\b|\bspill(?:s|ed)?\b",
    r"\brecall(?:s|ed|ing)\b|\bcontaminat\w*|\bdefect\w*|\bunsafe\b|\bpoison\w*|\btoxic\b|\bsalmonella\b",
    r"\blisteria\b",
    r"\bresign\w*|\bstep(?:s|ped|ping)? (?:down|aside|back)\b|\bquit(?:s|ting)?\b|\boust(?:s|ed|er)?\b",
    r"\bfir(?:es|ed|ing)\b|\bsack(?:s|ed|ing)\b|\bdepart(?:s|ed|ure|ures|ing)\b",
    r"\b(?:ceo|cfo|cto|coo|founder|chief|president|head|chair\w*|director) (?:exits?|leaves|to leave|is out|out)\b",
    r"\bexodus\b|\bboardroom row\b",
    r"\bdi(?:es|ed)\b|\bdead(?:ly)?\b|\bdeaths?\b|\bobituar\w*|\bin memoriam\b|\bmourn\w*|\bpass(?:es|ed) away\b",
    r"\bkill(?:s|ed|ing)\b|\bfatal\w*|\binjur\w*|\bexplosion\b|\bblaze\b|\bfires? (?:at|destroys|breaks|guts)\b",
    r"\bcatch(?:es)? fire\b|\bcrash(?:es|ed)?\b|\bderail\w*|\btraged\w+|\btragic\b|\bassault\w*",
    r"\babus(?:e|es|ive)\b",
    r"\bbankrupt\w*|\binsolven\w*|\badministrators\b|\benters administration\b|\bliquidat(?:ion|or|ors|ed)\b",
    r"\breceivership\b|\bchapter 11\b|\bdefault(?:s|ed) on\b|\bcollaps\w*|\bbailout\b",
    (
        r"\bclos(?:es?|ed|ing|ures?) (?:[\w'’-]+ ){0,4}?(?:offices?|stores?|shops?|plants?|factor(?:y|ies)|sites?"
        r"|doors|down|branch(?:es)?|warehouses?|restaurants?|clinics?|depots?|studios?|labs?|mill|schools?|division"
        r"|unit|for good)\b"
    ),
    r"\bshut(?:s|ting)?\b(?! out)|\bshutdown\b|\bshutter\w*|\bwinds? down\b|\bdiscontinu\w*",
    r"\bdelay(?:s|ed|ing)?\b|\bpostpon\w*|\bcancel\w*|\bscrap(?:s|ped|ping)\b|\bhalts?\b|\bhalted\b|\bsuspend\w*",
    r"\babandon\w*|\bfail(?:s|ed|ure|ures|ing)\b(?! (?:better|fast))",
    r"\bmiss(?:es|ed) (?:\w+ )?(?:targets?|estimates?|forecasts?|expectations|deadline|payments?)\b",
    r"\b(?:earnings|revenue|profit|sales|results) miss\b",
    r"\bwarn(?:s|ed|ing|ings)?\b|\bplung\w*|\bplummet\w*|\bslump\w*|\btumbl\w*",
    (
        r"\b(?:shares?|stocks?|sales|profits?|revenues?|earnings|orders|bookings|margins?) (?:fall|falls|fell|drop"
        r"|drops|dropped|slide|slides|slid|sink|sinks|sank|slip|slips|slipped|dip|dips|down|decline|declines"
        r"|declined|shrink|shrinks)\b"
    ),
    r"\bfalling (?:profits?|sales|revenues?|demand|orders)\b|\bdowngrad\w*|\bprofit warning\b|\bcris(?:is|es)\b",
    r"\btroubles?\b|\btroubled\b|\bstruggl\w*|\bsetbacks?\b|\bshortfalls?\b|\bloses\b",
    (
        r"(?<!weight )(?<!hair )(?<!food )(?<!heat )(?<!energy )(?<!hearing )(?<!packet )(?<!harvest )(?<!of"
        r" )\bloss(?:es)?\b"
    ),
    r"\bdr(?:ies|ied|y) up\b|\bblow to\b|\bworst\b",
    r"\bon strike\b|\bstrikes? (?:over|at|hits?|threat\w*|action|ballot)\b",
    r"\b(?:calls?|threatens?|vote for|votes for|announces?) (?:a )?strike\b|\bwalk-?outs?\b",
    r"\bunion(?:s)? (?:anger|accus|condemn)\w*",
    r"\brais(?:es?|ed|ing) (?:the )?alarm\b|\brow over\b|\bcopying\b|\bcover-?up\b|\brift\b|\bturmoil\b",
    r"\bhostile (?:bid|takeover)\b",
]

# What somebody works against is not what happened to them ("to stop ransomware", "fraud detection").
AGAINST = [
    (
        r"\b(?:to|helps?|that|which|for|can|aims? to|and|will) (?:\w+ )?(?:fight|fights|fighting|stop|stops|stopping"
        r"|prevent\w*|combat\w*|detect\w*|tackl\w+|curb\w*|reduc\w+|end|ends|ending|beat|beats|block\w*|spot\w*"
        r"|catch|catches|avoid\w*|battl\w+|against|cut|cuts|protect\w*) .*"
    ),
    (
        r"\b(?:fraud|breach|ransomware|loss|abuse|harassment|crash|fire|leak|outage|injury|theft|cyber-?attack|hack"
        r"|failure|churn|crisis|delay)[- ](?:detection|prevention|protection|defen[cs]e|recovery|proof|insurance"
        r"|resistant|support|response|alarms?|safety|line|helpline|counselling|management)\b"
    ),
    r"\banti-\w+|\bagainst [\w-]+\b",
]
