"""What stands under a letter: who signed, their title, their company, their address, or only a team."""

import re
from dataclasses import dataclass
from itertools import pairwise

from contacts.reading.senders import clean_name, is_person

_SIGN_OFF = re.compile(
    r"^\W{0,3}(?:with\s|mit\s)?(?:(?:my |our )?(?:very )?(?:best|kind(?:est)?|warm(?:est|ly)?|many thanks|"
    r"sincere(?:ly)?|regards|cheers|thanks|thank you|yours|all the best|take care|respectfully|cordially|wishing you|"
    r"good luck)\b[\w\s’',]{0,45}|"
    r"(?:freundlich|viele|beste|herzlich|liebe|schön)\w{0,3}\s(?:grü(?:ß|ss)\w*|gruß)[\w\s,]{0,30}|"
    r"lg|mfg|vg|bg)[,.!–-]?$",
    re.IGNORECASE,
)
_ODD_FAREWELL = re.compile(r"^[A-ZÀ-Ý][\w’' /]{2,40}[,!]$")
_GREETING = re.compile(r"^(?:dear|hi|hello|hey|good|hallo|liebe)\b", re.IGNORECASE)
# “Best, Dana”: farewell and name on one line.
_SIGNED_INLINE = re.compile(
    r"^(?i:best|cheers|thanks|all the best|best wishes|(?:best|kind|warm) regards|(?:viele|beste|liebe) grüße|lg|vg)"
    r"[,\s]\s?(?P<name>[^\W\d_][^\n,|]{1,60})$"
)
_SEPARATOR = re.compile(r"\s+[|•·–—@/]\s+|\s+-\s+|,\s+|\s+(?=[|•·])|\s+at\s+(?=[A-Z0-9])|\s+bei\s+(?=[A-Z0-9])|[|•·]")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_NOT_PROSE = re.compile(
    r"^(?:sent from|get outlook|von meinem|gesendet von)\b|https?:|www\.|@|\+?\d[\d\s()/.-]{6,}|"
    r"^\W*(?:tel|phone|mobile?|fax|t|m|e|w)\s*[:.]|[!?]$",
    re.IGNORECASE,
)
TITLE_WORDS = re.compile(
    r"\b(?:manager(?:in)?|recruiter(?:in)?|recruiting|recruitment|head|director|lead(?:er)?|vp|(?:vice )?president|"
    r"c[a-z]o|chief|founder|co-?founder|owner|partner|specialist|engineer(?:in)?|engineering|officer|coordinator|"
    r"consultant|sourcer|analyst|designer|developer|architect|scientist|researcher|editor|principal|supervisor|"
    r"administrator|assistant|associate|generalist|advisor|adviser|executive|professor|curator|producer|"
    r"talent acquisition|human resources|hr|people operations|\w*leiter(?:in)?|leitung|\w*referent(?:in)?|"
    r"geschäftsführer(?:in)?|geschäftsführung|\w*berater(?:in)?|\w*entwickler(?:in)?|teamlead|inhaber(?:in)?|"
    r"vorständ?in?|vorstand|personal(?:abteilung|wesen|management)|librarian|superintendent|dean|planner|clerk|"
    r"secretary|matron|head(?:teacher|master|mistress)|teacher|principal|nurse|buyer|trainer|treasurer|registrar|"
    r"warden|chef|captain|bursar|deputy|governor|controller|accountant|bookkeeper|operator|foreman|fellow|rector|"
    r"proprietor|responsable|directeur|directrice|gérante?|chargée?|présidente?|responsabile|direttore|direttrice|"
    r"gerente|jef[ea]|vd|"
    r"chair(?:man|woman|person)?)\b",
    re.IGNORECASE,
)
LEGAL_FORM = re.compile(
    r"\b(?:gmbh|ag|se|inc|ltd|llc|llp|plc|corp(?:oration)?|co\. kg|kg|ug|e\.?v|s\.?a|b\.?v|n\.?v|s\.?r\.?l|oy|ab|aps|"
    r"a/s|limited)\b\.?",
    re.IGNORECASE,
)
_TEAM = re.compile(
    r"\b(?:team|recruiting|recruitment|careers|hiring|talent|people|hr|department|abteilung)\b", re.IGNORECASE
)
# “Director, Data”: what follows the comma belongs to the title.
_DEPARTMENT = re.compile(
    r"^(?:r&d|credit|risk|rights|claims|engineering|product|data|design|marketing|sales|operations|people|finance|legal|growth|platform|research|"
    r"infrastructure|security|talent|hr|emea|dach|apac|uk|us|europe|germany|america|global|north|south|east|west|"
    r"analytics|content|customer|technology|it|ai|machine|software|brand|partnerships|communications|policy|learning)\b",
    re.IGNORECASE,
)
# A part of an employer is neither title nor company.
_DIVISION = re.compile(
    r"^(?:department|dept|faculty|school|division|institute for|abteilung|fakultät)\b|abteilung$", re.IGNORECASE
)
# Letters behind a name.
_DEGREE = re.compile(
    r"^(?:p\.?eng|ph\.?d|m\.?b\.?a|m\.?sc|b\.?sc|m\.?a|b\.?a|j\.?d|m\.?d|cpa|cfa|pmp|s?phr|shrm-s?cp|m?cipd|f?cca|"
    r"acca|esq|r\.?n|pe|fr[a-z]{1,2}|jr|sr)\.?$",
    re.IGNORECASE,
)


@dataclass
class Signature:
    name: str = ""
    title: str = ""
    company: str = ""
    address: str = ""
    team: str = ""
    starts_at: int = 0  # the line of the farewell: what stands above is the letter


def read_signature(lines: list[str], known_name: str = "") -> Signature:
    """Read the signature below the last farewell; without one, below the line that repeats the sender's name."""
    at = _find_farewell(lines)
    inline = _SIGNED_INLINE.match(lines[at].strip()) if at is not None else None
    if at is None:
        at = _find_name(lines, known_name)
        below = lines[at:] if at is not None else []
    else:
        below = ([inline["name"]] if inline else []) + lines[at + 1 :]
    if at is None:
        return Signature(starts_at=len(lines))
    signature = Signature(starts_at=at)
    for line in _block(below):
        _read_line(signature, line)
    return signature


def _find_farewell(lines: list[str]) -> int | None:
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].strip()
        if not 2 <= len(line) <= 70:
            continue
        if _is_signed_inline(line) or (_SIGN_OFF.match(line) and any(below.strip() for below in lines[number + 1 :])):
            return number
    return _find_odd_farewell(lines)


def _find_odd_farewell(lines: list[str]) -> int | None:
    """“Stay stellar,” above a name; or a full name above a title, with no farewell at all."""
    written = [(number, line.strip()) for number, line in enumerate(lines) if line.strip()]
    for (number, line), (_below, below) in reversed(list(pairwise(written[1:]))):
        if _ODD_FAREWELL.match(line) and not _GREETING.match(line) and _is_name(below):
            return number
        if len(line.split()) > 1 and _is_name(line) and TITLE_WORDS.search(below) and len(below.split()) <= 9:
            return number - 1
    return None


def _is_name(line: str) -> bool:
    name = clean_name(line)
    return is_person(name) and not TITLE_WORDS.search(name) and not line.endswith((".", ","))


def _is_signed_inline(line: str) -> bool:
    match = _SIGNED_INLINE.match(line)
    return bool(match and is_person(clean_name(match["name"])))


def _find_name(lines: list[str], name: str) -> int | None:
    first = name.split()[0] if name else ""
    for number in range(len(lines) - 1, max(len(lines) - 20, -1), -1):
        line = lines[number].strip(" -–—*_,")
        if first and line.casefold() in {name.casefold(), first.casefold()}:
            return number
        if lines[number].strip() == "--":
            return number + 1
    return None


def _block(lines: list[str]) -> list[str]:
    """The first lines of the signature; a ruler or a long sentence (a disclaimer) ends it."""
    block: list[str] = []
    for line in lines[:16]:
        stripped = line.strip(" \t*_>")
        if not stripped or stripped == "--":
            continue
        if re.fullmatch(r"[-_=*\s]{4,}", stripped) or len(stripped) > 120 or len(block) >= 8:
            break
        block.append(stripped)
    return block


def _read_line(signature: Signature, line: str) -> None:
    address = _ADDRESS.search(line)
    if address:
        signature.address = signature.address or address.group().lower().rstrip(".")
    is_first = not (signature.name or signature.title or signature.team or signature.company)
    if is_first and not address and _read_team(signature, line):
        return
    for segment, follows_comma in _segments(line):
        _read_segment(signature, segment, follows_comma)


def _segments(line: str) -> list[tuple[str, bool]]:
    segments: list[tuple[str, bool]] = []
    start, comma = 0, False
    for match in _SEPARATOR.finditer(line):
        segments.append((line[start : match.start()], comma))
        start, comma = match.end(), match.group().startswith(",")
    segments.append((line[start:], comma))
    return [(segment.strip(" ,|•·"), comma) for segment, comma in segments if segment.strip(" ,|•·")]


def _read_team(signature: Signature, line: str) -> bool:
    if not _TEAM.search(line) or len(line.split()) > 9 or is_person(clean_name(line.split(",")[0].split("|")[0])):
        return False
    if re.search(r"\bteam\b", line, re.IGNORECASE) or not TITLE_WORDS.search(line):
        signature.team = line
        return True
    return False


def _read_segment(signature: Signature, segment: str, follows_comma: bool) -> None:
    if _NOT_PROSE.search(segment) or len(segment.split()) > 9 or _DEGREE.search(segment):
        return
    name = clean_name(segment)
    # Below a team's name stands its employer's.
    is_first = not (signature.name or signature.title or signature.team)
    if is_first and is_person(name) and not TITLE_WORDS.search(name):
        signature.name = name
        return
    if signature.name and name.startswith(f"{signature.name} ") and is_person(name):
        signature.name = name  # Priya, and below it Priya Raman in full
        return
    if name == signature.name:
        return
    if re.search(r"\bteam\b", segment, re.IGNORECASE):
        signature.team = signature.team or segment
    elif LEGAL_FORM.search(segment) and not TITLE_WORDS.search(segment):
        signature.company = signature.company or segment
    elif _DIVISION.search(segment):
        return
    elif not signature.title and TITLE_WORDS.search(segment):
        signature.title = segment
    elif signature.title and follows_comma and not signature.company and _DEPARTMENT.match(segment):
        signature.title = f"{signature.title}, {segment}"
    elif signature.name and not signature.company and _may_be_company(segment):
        signature.company = segment


def _may_be_company(segment: str) -> bool:
    """Capitalised and short; whether it is one, the rest of the letter must confirm."""
    words = segment.split()
    return (
        len(words) <= 8
        and len(segment) > 2
        and segment[0].isupper()
        and not re.search(r"\d", segment)
        and not TITLE_WORDS.search(segment)
    )
