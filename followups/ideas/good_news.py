"""What headlines say when there is something to congratulate on: in lower case, with plain quotes."""

from __future__ import annotations

from followups.models import Idea

News = Idea.News

MONEY = (
    r"(?:(?:us|ca|au)?[$€£¥₹]|usd |eur |gbp |chf )\s?\d[\d.,]*\s?(?:k|m|mn|mio|million|bn|b|billion|thousand)?\b"
    r"|\b\d[\d.,]*\s?(?:k|m|mn|mio|million|bn|billion)\s(?:us )?"
    r"(?:dollars?|euros?|pounds?|francs?|kron[oe]r|usd|eur|gbp)\b"
)
LEADERS = (
    r"(?:c[efotmprdsi]o|chief [a-z&, ]{2,30}officer"
    r"|chief (?:executive|scientist|economist|designer|architect|of staff|counsel)"
    r"|(?:vice[- ])?president|[es]?vp|vps|"
    r"(?:managing |executive |art |creative |finance |medical |sales |technical )?directors?"
    r"|heads? of|leads? (?:of|for)|general (?:counsel|manager)|(?:general |senior )?partners?|principals?"
    r"|chair(?:man|woman|person)?"
    r"|treasurer|(?:[a-z&]+ )?chief(?: (?!of)[a-z]+)?|board|editor[- ]in[- ]chief|country manager|curator|dean"
    r"|trustees?)"
)
PLACES = (
    r"(?:offices?|stores?|shops?|plants?|factor(?:y|ies)|hubs?|warehouses?"
    r"|(?:fulfil\w+ |data |research |logistics )?cent(?:er|re)s?"
    r"|depots?|campus(?:es)?|labs?|laborator(?:y|ies)|branch(?:es)?|headquarters|hq|sites?|facilit(?:y|ies)|locations?"
    r"|showrooms?|restaurants?|cafes?|clinics?|hospitals?|hotels?|studios?|schools?|baker(?:y|ies)|terminals?|stations?"
    r"|ports?|librar(?:y|ies)|museums?|mills?|workshops?|brewer(?:y|ies)|farms?|outlets?|galler(?:y|ies)|flagship"
    r"|practices?|academ(?:y|ies)|yards?|hatcher(?:y|ies)|nurser(?:y|ies)|parks?|gardens?|kitchens?"
    r"|foundr(?:y|ies)|works)"
)
# "… more than", "… a fresh": what may stand between the verb and the sum.
FILLERS = (
    r"(?:(?:a|an|another|over|about|around|nearly|almost|more|than|up|to|its|their|our|fresh|new|additional|first"
    r"|further|some|total|of|oversubscribed) )*"
)
ROUND = (
    r"(?:(?:pre-?)?seed|series [a-k]\d?|(?:funding|financing|investment|fundraising|venture|growth|bridge) round"
    r"|(?:seed|venture|growth|fresh|new|series [a-k]|equity|public|further|additional|more) "
    r"(?:funding|financing|investment|capital|money)"
    r"|(?:a|an|its|our) (?:\w+ )?(?:funding|financing|investment|round)\b|funding|venture capital|grants?"
    r"|backing|investment|investors|(?:seed|venture) money)"
)
GETS = (
    r"(?:rais(?:es?|ed|ing)|secur(?:es?|ed)|lands?|landed|bags?|clos(?:es?|ed)|nabs?|snags?|gets?|receiv(?:es?|ed)"
    r"|attract(?:s|ed)?|wins?|won"
    r"|announc(?:es?|ed)|complet(?:es?|ed)|pulls? in|picks? up|picked up|brings? in|scores?|collects?|banks|nets)"
)

# Each with its patterns; of what stands in a headline the first counts (of two at one place, the one that is
# further up here), and a milestone after all others.
GOOD: dict[str, list[str]] = {
    News.FUNDING: [
        rf"\b{GETS} {FILLERS}(?:{MONEY})(?! (?:fine|penalty|in damages))",
        rf"\b{GETS} {FILLERS}(?:\w+ )?{ROUND}\b",
        (
            rf"(?:{MONEY})(?: [\w-]+)? (?:{ROUND}\b|round\b|investment\b|boost\b|backing\b|raise\b|haul\b|infusion\b"
            rf"|injection\b|war chest\b|in (?:hand|the bank|new money|fresh capital)\b)"
        ),
        r"\b(?:our|the|a|its) (?:pre-?)?(?:seed|series [a-k]) (?:round|funding|extension)\b|^series [a-k]\b",
        r"\bour series [a-k]\b",
        rf"\binvest(?:s|ors?)? (?:pours? |puts? |bets? |backs? )?(?:another )?(?:{MONEY})",
        rf"\bpours? (?:{MONEY}) into\b",
        rf"\bvalued at|\bvaluation of|(?:{MONEY}) valuation\b|\b(?:becomes?|reach(?:es)?) (?:a )?unicorn\b",
        r"\bunicorn status\b",
    ],
    News.AWARD: [
        (
            r"\b(?:wins?|won|winning|scoops?|scooped|takes?(?: home)?|took(?: home)?|receiv(?:es?|ed)|earn(?:s|ed)"
            r"|gets?|claims?|bags?|collects?|picks up|lands?|given|awarded) (?:[\w'’&.-]+ ){0,6}(?:awards?|prizes?"
            r"|medals?|accolades?|trophy|trophies|honou?rs?|distinction|(?:b corp )?certification)\b"
        ),
        r"\b(?:top|first|grand|jury|main) prize\b|\bhall of fame\b",
        r"\b(?:inc\.? 5000|fortune \d+|forbes \d+|fast 50|magic quadrant)\b",
        r"\brated (?:outstanding|excellent|five[- ]star|exceptional|very good|aa+)\b",
        r"\b(?:five|three|two|michelin) stars?\b",
        r"\b(?:medal|award|prize|honou?rs?|accolade)s? (?:for|to|goes to)\b",
        r"\b(?:shortlisted|finalists?|nominated|runner-up|longlisted|honou?red|commended)\b",
        r"\brecogni[sz]ed (?:as|for|by|among|with)\b",
        (
            r"\b(?:named|voted|ranked|ranks|listed|rated|crowned)\b (?:[\w'’&#.-]+ ){0,6}?(?:best|top|most|one of"
            r"|among|leader|leading|first|no\.?|number|#|greatest|employer|winner|champion)\b"
        ),
        (
            r"\b(?:employer|company|startup|start-up|product|team|agency|retailer|supplier|brand|app|game|book"
            r"|manager|leader) of the (?:year|month|decade)\b"
        ),
        r"\bgreat place to work\b|\bbest places? to work\b|\bfastest[- ]growing (?:compan|startup|firm|business)",
        (
            r"\b(?:makes|made|joins|on|tops|enters|leads) (?:the )?(?:[\w'’&.-]+ ){0,3}(?:list|ranking|index"
            r"|rankings|power 100|top 100|top 50)\b"
        ),
        r"\bb corp\b",
    ],
    News.MILESTONE: [
        (
            r"\b(?:hits?|reach(?:es|ed)?|pass(?:es|ed)?|surpass(?:es|ed)?|tops?|topped|cross(?:es|ed)?|exceeds?"
            r"|exceeded|serves?|welcomes?)\b (?:(?:the|its|a|an|over|more|than) )*(?:(?:us)?[$€£]?\d[\d.,]*|(?:one"
            r"|two|three|five|ten|half a|a hundred|a|twenty|fifty) (?:million|billion|thousand|hundred)|million"
            r"|billion|milestone)"
        ),
        (
            r"\b(?:now has|now counts|has grown to|grows to|now serves|used by) (?:(?:over|more|than|nearly"
            r"|almost) )*(?:\d[\d.,]*|(?:one|two|three|four|five|ten|half a|a|twenty|fifty) (?:million|billion"
            r"|hundred|thousand))\b"
        ),
        (
            r"^(?:our )?(?:first )?(?:ten|five|fifteen|twenty|twenty-five|thirty|forty|fifty|sixty|a hundred"
            r"|\d+) years (?:of|at|on)\b"
        ),
        r"\ba decade of\b",
        r"\bmilestone\b(?! (?:for|in) (?:the )?(?:case|trial))|\banniversary\b|\bbirthday\b",
        (
            r"\b(?:celebrat(?:es?|ed|ing)|mark(?:s|ed)?|turn(?:s|ed)?) (?:its |our |the |a )*(?:\d+|\w+teen|ten"
            r"|twenty|thirty|forty|fifty|sixty|hundred|century|decade|one|two|three|four|five|six|seven|eight|nine"
            r"|first|last)\b"
        ),
        (
            r"\brecord (?:quarter|year|half|revenue|sales|growth|profits?|month|results|harvest|turnout|orders?"
            r"|attendance)\b"
        ),
        r"\bgo(?:es|ing)? public\b|\bipo\b|\bstock market debut\b|\blists? on\b",
        (
            r"\b(?:turn(?:s|ed)?|reach(?:es|ed)?|post(?:s|ed)?|reports?|makes?) (?:its |a |an |our )*(?:first "
            r"|maiden |annual )*profit(?:ab\w+)?\b"
        ),
        r"\b(?:becomes?|is|now) profitable\b|\bbreaks? even\b",
        (
            r"\b(?:doubl|tripl|quadrupl)(?:es?|ed|ing) (?:its |our |their )*(?:[\w'-]+ )?(?:revenue|sales|turnover"
            r"|profits?|users?|customers?|team|headcount|size|output|production|capacity|members(?:hip)?|growth)\b"
        ),
        (
            r"\b(?:wins?|won|lands?|landed|secur(?:es?|ed)|sign(?:s|ed)?|clinch(?:es|ed)?|strikes?|inks?"
            r"|awarded) (?:[\w'’$€£.,&-]+ ){0,6}?(?:contract|deal|order|customer|client|tender|partnership"
            r"|agreement)s?\b"
        ),
        r"\b\d[\d,.]*(?:st|nd|rd|th)\b (?!(?:quarter|century|-|annual|street|avenue))",
        r"\b(?:hundred|thousand|million|billion)th\b",
        r"\b(?:carbon[- ]neutral|net[- ]zero|climate[- ]neutral)\b|\b\d+ years of\b",
    ],
    News.HIRE: [
        (
            rf"\b(?:appoint(?:s|ed)?|hir(?:es|ed)|nam(?:es|ed)|welcom(?:es|ed)|taps|tapped|recruit(?:s|ed)?"
            rf"|poach(?:es|ed)|brings? (?:on|in)|brought (?:on|in)|picks|picked|selects|selected|adds|added|engages"
            rf"|installs)\b (?:[\w'’.,&-]+ ){{0,9}}?{LEADERS}\b"
        ),
        (
            rf"\bjoin(?:s|ed|ing)? (?:[\w'’.,&-]+ ){{0,7}}?(?:as |board\b|leadership team\b"
            rf"|executive team\b)(?:[\w'’.,&-]+ ){{0,4}}?(?:{LEADERS}\b)?"
        ),
        rf"\b(?:meet|welcome,?)\b (?:[\w'’.,-]+ ){{0,5}}?(?:new )?{LEADERS}\b|\bnew {LEADERS}\b",
        (
            r"\b(?:appoint(?:s|ed)?|hir(?:es|ed)|recruit(?:s|ed)?|taps|names|picks) (?:dr\.? |prof\.? "
            r"|professor )?(?:[\w'’.-]+ ){1,5}(?:to (?:lead|head|run|oversee)|as (?:its |the )?(?:first|new))\b"
        ),
        (
            r"\b(?:to hire|hiring|plans? to hire|will hire|creates?|creating|to create|to add|adds|adding) (?:(?:up"
            r"|to|over|more|than|about|another|some) )*\d[\d,.]* (?:[\w-]+ )?(?:jobs?|people|engineers?|nurses?"
            r"|workers?|staff|employees|roles|positions|developers?|apprentices|teachers?)?"
        ),
        (
            r"\b(?:appoint(?:s|ed)?|hir(?:es|ed)|nam(?:es|ed)|taps|recruit(?:s|ed)?"
            r"|picks) (?:[\w'’.-]+ ){1,6}?as (?:its |our |the |new |first |head |a )*\w+"
        ),
        (
            r"\b(?:on the hunt for|looking for|recruiting|seeks?|seeking|searching for) (?:(?:up|to|over|more|than"
            r"|about|another|some) )*\d[\d,.]* "
        ),
        r"\btakes? (?:the helm|over as|charge)\b",
    ],
    News.PROMOTION: [
        (
            rf"\b(?:promot(?:es|ed|ing)|elevat(?:es|ed)) (?:[\w'’.,&-]+ ){{0,6}}?(?:to|as|into) (?:the role of |its "
            rf"|new |be |group |global |senior |deputy |interim |chief |joint |co-)*{LEADERS}\b"
        ),
        rf"\b(?:promot(?:es|ed)|elevat(?:es|ed)) (?:[\w'’.,&-]+ ){{0,4}}?{LEADERS}\b",
        r"\bpromot(?:ed|es) (?:from within|to (?:\w+ )?(?:manager|editor|lead|engineer|chef|captain|senior))",
        r"\bpromotions\b(?! (?:and|&) (?:discounts|offers))",
        rf"\bsteps? (?:up|into) (?:as |to |the role of )?(?:[\w'’.&-]+ ){{0,4}}?{LEADERS}\b",
    ],
    News.OPENING: [
        (
            rf"\b(?:open(?:s|ed|ing)?|reopen(?:s|ed)?|inaugurat(?:es?|ed)|establish(?:es|ed)|sets? up|unveils?"
            rf"|complet(?:es|ed)|builds?|plans?|moves? (?:in)?to|relocates? to) (?!(?:up|statements?|arguments?"
            rf"|debate)\b)(?:[\w'’&-]+ ){{0,6}}?{PLACES}\b"
        ),
        rf"\bnew (?:[\w'’&-]+ ){{0,3}}?{PLACES}\b (?:opens|opened|in|to open)\b",
        r"\b(?:begins?|starts?) (?:construction|building|work on (?:a |its )?(?:new|first|second))\b",
        r"\bbreaks? ground\b|\bbroke ground\b|\bcuts? (?:the )?ribbon\b|\bribbon[- ]cutting\b",
        r"\bopens? (?:its |their |the )?doors\b",
        r"\bexpand(?:s|ed|ing)? (?:its \w+ )?(?:in)?to\b",
        (
            r"\b(?:enters|arrives in|comes to|lands in|sets foot in) (?:the )?(?:\w+ )?(?:market|city|country|europe"
            r"|asia|africa|us|uk|spain|germany|france)\b"
        ),
        r"\bopens in\b|\bgrand opening\b",
    ],
    News.LAUNCH: [
        (
            r"\b(?:launch(?:es|ed|ing)?|unveil(?:s|ed|ing)?|introduc(?:es?|ed|ing)|debut(?:s|ed)?|releas(?:es|ed"
            r"|ing)|roll(?:s|ed|ing)? out|open-?sourc(?:es|ed|ing)|premieres?)\b"
        ),
        r"\b(?:now|generally|finally) available\b|\bgo(?:es)? live\b|\bis (?:now )?live\b|\bpublic beta\b",
        r"\bpre-?orders?\b|\b(?:is|are) (?:finally )?here\b|\bhas arrived\b|\b(?:is|now) out\b|\bout now\b",
        r"\bships? (?:its )?(?:first|new)\b",
        r"^(?:meet|say hello to|announcing|presenting)\b (?!(?:our|the) (?:new )?(?:team|ceo|cfo|cto|coo))",
        (
            r"\b(?:starts?|begins?|brings?|kicks off|adds?) (?:its |a |an |the |new )*(?:[\w'’-]+ ){0,4}(?:service"
            r"|services|programme?|delivery|subscription|route|routes|collection|range|academy|marketplace|app"
            r"|feature|features)\b"
        ),
        r"\blaunch of\b|\bnew (?:app|product|platform|collection|feature|version|release)\b",
    ],
}

# Some of what would be worth it, were it not for the object ("raises concerns", "launches an investigation").
NOT_AFTER_ALL = [
    (
        r"\brais(?:es?|ed|ing) (?:[\w'’-]+ ){0,4}?(?:concerns?|questions?|doubts?|fears?|eyebrows|alarm|objections?"
        r"|awareness|prices?|fees?|fares?|rents?|rates?|tariffs?|wages?|pay|salar(?:y|ies)|the bar|stakes|hopes"
        r"|issues?|guidance|forecasts?|outlook|targets?|dividend|estimates?|minimum|taxes|subscription|premiums?"
        r"|voices?|red flags?)\b"
    ),
    (
        r"\b(?:launch(?:es|ed|ing)?|open(?:s|ed|ing)?|reopen(?:s|ed)?|introduc(?:es|ed)|unveil(?:s|ed)?|announc(?:es"
        r"|ed)|begins?|starts?) (?:[\w'’-]+ ){0,4}?(?:investigations?|probes?|inquir(?:y|ies)|enquir(?:y|ies)"
        r"|reviews?|lawsuits?|suits?|appeals?|bids?|takeover|attacks?|consultations?|hearings?|proceedings?|case"
        r"|restructuring|austerity|layoffs?|redundancies|cuts|cost-cutting|cuts?|statements?|arguments?|debates?"
        r"|criticism|complaints?|price (?:rise|increase)s?|fees?|surcharges?|freeze|talks)\b"
    ),
    r"\bopen(?:s|ed)? up\b|\bopening (?:statements?|arguments?|remarks|hours|bell|weekend|night|bid)\b",
    (
        r"\breleas(?:es|ed|ing) (?:[\w'’-]+ ){0,4}?(?:results|earnings|figures|statement|timetable|report|schedule"
        r"|numbers|survey|study|findings|names?|video|footage|documents?)\b"
    ),
    r"\bawards?\b (?:of (?:damages|costs|compensation)|\$|€|£)|\bawards? (?:[\w'’$€£.-]+ ){0,4}to\b",
    r"\b(?:arbitrat|jury|tribunal|judge|court)\w* .*\bawards?\b|\baward-winning\b",
    (
        r"\bpromot(?:es|ed|ing) (?:[\w'’-]+ ){0,4}?(?:standards?|products?|health|safety|diversity|inclusion|peace"
        r"|tourism|growth|wellbeing|awareness|sustainability|agenda|values|literacy|reading|use|idea|ideas)\b"
    ),
    (
        r"\b(?:hires|appoints|taps|retains|names|brings in) (?:[\w'’-]+ ){0,4}?(?:law(?:yers?| firm)|lobby\w*"
        r"|bankers?|advisers?|advisors?|administrators?|liquidators?|receivers?|investigators?|crisis|suspects?"
        r"|hackers?|consultants?|auditors?|defendants?)\b"
    ),
    (
        r"\bwins? (?:[\w'’-]+ ){0,4}?(?:dismissal|appeal|lawsuit|case|suit|injunction|ruling|battle|reprieve|verdict"
        r"|approval)\b"
    ),
    r"\b(?:new|opens?) (?:[\w'’-]+ ){0,3}?(?:chapter|front|window|path|door|way)s? (?:of|in|for|on|to)\b",
    (
        r"\b(?:drops?|scraps?|shelves?|abandons?|cancels?|pauses?|halts?|postpones?|delays?|delayed"
        r"|reconsiders?) (?:[\w'’-]+ ){0,4}?(?:plans?|launch|ipo|opening|expansion|project|release|headquarters"
        r"|office|store)\b"
    ),
    r"\bjob openings?\b|\bnot (?:going public|for sale)\b",
]
