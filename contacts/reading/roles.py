"""What of a captured phrase is a role's name, and whether it is one at all."""

import re

# (m/w/d), (R-0048213), Job ID: 2745123, #114: what offices add to a role's name.
_MARKERS = re.compile(
    r"\s+[-–—]\s+\d{4,12}\b"
    r"|\s*[(\[]\s*(?:[mwfdxi]\s?[/|*]\s?[mwfdxi](?:\s?[/|*]\s?[mwfdxi])*|all genders?|gn\*?|(?:job )?id.{0,20}|"
    r"req.{0,20}|[a-z]{0,4}[-_ ]?\d{3,12})\s*[)\]]"
    r"|\s+[mwfd]/[mwfd](?:/[mwfdx])?\b"
    r"|\s*[,–—-]?\s*#?\b(?:job|req(?:uisition)?|ref(?:erence)?|posting|id|nr|no)\b[.:]?\s?"
    r"(?:id|no|nr|number|nummer)?[.:#]?\s?#?[A-Z]{0,4}[-_]?\d{2,12}"
    r"|\s*#[A-Z]{0,4}-?\d{2,12}|\s*\b[A-Z]{1,3}-?\d{4,12}\b|^\d{4,12}\s*[-–:]?\s*",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:the|our|a|an|your|open|advertised|vacant|above|position|role|of|as|job|stelle|position|ausgeschriebenen?|als|die|der|den|das|eine?r?)\b:?\s+)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s,:]+(?:position|role|job|opening|vacancy|opportunity|post|team|vacature)$|[\s,:–—-]+$", re.IGNORECASE
)
# Words of a sentence: what holds them is no name of a role.
_SENTENCE = re.compile(
    r"\b(?:i|we|you|your|our|us|this|that|these|those|it|will|would|have|has|had|been|was|were|are|is|not|which|who|their|"
    r"unfortunately|thank|thanks|please|interest|regret|wir|sie|ihre?[nrm]?|haben|leider|dass|nicht|uns|mit|new|next|right|same|"
    r"first|best|current|future|other|another|similar|suitable|dream|great)\b",
    re.IGNORECASE,
)
# They end as jobs do, and are none.
_NO_JOBS = (
    "letter|senior|junior|major|minor|prior|other|another|former|later|earlier|higher|lower|better|newer|closer|stronger|"
    "interior|exterior|superior|summer|winter|offer|order|number|never|ever|over|under|after|whether|rather|further|"
    "answer|matter|career|career|water|paper|power|december|november|october|september|quarter|either|neither|together|"
    "however|user|customer|computer|server|center|member|newsletter|list|exist|assist|error|mirror|color|floor|weather|"
    "flower|river|tower|poster|dinner|finger|folder|proper|super|eager|bigger|smaller|larger|longer|shorter|greater"
)
# A role in small letters must at least sound like one.
_JOB = re.compile(
    r"(?:engineer|manager|designer|developer|analyst|scientist|director|lead|head|officer|assistant|associate|specialist|"
    r"coordinator|consultant|administrator|editor|writer|nurse|teacher|lecturer|researcher|architect|technician|"
    r"producer|curator|librarian|clerk|accountant|driver|chef|intern|trainee|operator|representative|executive|planner|"
    r"strategist|marketer|recruiter|advisor|adviser|controller|auditor|lawyer|counsel|paralegal|programmer|tester|"
    r"entwickler|leiter|leitung|referent|berater|sachbearbeiter|mitarbeiter|ingenieur|buchhalter|kauf(?:frau|mann)|"
    r"assistenz|werkstudent|praktikant|redakteur|analystin?|"
    rf"\b(?!(?:{_NO_JOBS})s?\b)\w{{3,20}}(?:er|or|ist|ician|arian)|operative|barista|superintendent|"
    r"president|chief|partner|steward|coach|pilot|cook|guard|(?-i:SRE|QA|PM|CTO|CFO|COO|CEO|CMO|VP))(?:s|in|innen|ist)?\b",
    re.IGNORECASE,
)
# “Result of”, “interview and”: cut from a sentence.
_BROKEN_OFF = re.compile(
    r"\b(?:of|for|in|at|to|the|and|with|by|on)$|^(?:result|outcome|update|status|feedback)s?\b", re.IGNORECASE
)


def sounds_like_job(words: str) -> bool:
    return bool(_JOB.search(words))


def clean_role(written: str, quoted: bool = False) -> str:
    """The role's name, or nothing if `written` is not one."""
    role = _MARKERS.sub("", written.strip(" \t\"“”„«»'‘’*_"))
    role = re.split(r"\b(?:for|as) (?:the|our|an?)\s", " ".join(role.split()), flags=re.IGNORECASE)[-1]
    role = _LEADING.sub("", role)
    role = re.sub(r"['’]s$", "", _TRAILING.sub("", role).strip(' \t"“”„«»*_,:'))
    words = role.split()
    if not words or len(words) > 10 or len(role) > 90 or not any(letter.isalpha() for letter in role):
        return ""
    if _SENTENCE.search(role) or _BROKEN_OFF.search(role):
        return ""
    sounds_like_one = bool(_JOB.search(role))
    if words[0][0].islower() and not sounds_like_one:
        return ""
    if len(words) == 1 and not sounds_like_one and not quoted and len(role) < 3 and role not in {"QA", "PM", "HR"}:
        return ""
    return role[0].upper() + role[1:]
