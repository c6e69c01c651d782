"""Finds the rejection in what was pasted: among headers, forwards, quotes and the user's own words."""

import re
from dataclasses import dataclass, field
from email.utils import parseaddr

from contacts.reading.eml import UnreadableMail, decode_words, open_eml

# Longer mails are cut: a rejection says what it says at its beginning.
LONGEST = 60_000
LONGEST_RAW = 1_000_000  # its attachments and its pages come before it is cut

_HEADER_NAMES = {
    "from": "from", "von": "from", "absender": "from",
    "date": "date", "sent": "date", "datum": "date", "gesendet": "date", "received": "date",
    "subject": "subject", "betreff": "subject",
    "reply-to": "reply-to", "antwort an": "reply-to", "antwort-an": "reply-to",
    "to": "to", "an": "to", "cc": "cc", "kopie": "cc",
    "de": "from", "envoyé": "date", "objet": "subject", "à": "to", "répondre à": "reply-to",
    "da": "from", "inviato": "date", "data": "date", "oggetto": "subject", "a": "to",
    "enviado": "date", "enviado el": "date", "fecha": "date", "asunto": "subject", "para": "to",
    "verzonden": "date", "onderwerp": "subject", "van": "from", "aan": "to",
}  # fmt: skip
_HEADER = re.compile(
    r"[\s>*_]{0,8}(?P<name>"
    + "|".join(sorted(_HEADER_NAMES, key=len, reverse=True))
    + r")[*_]{0,2} ?:[*_]{0,2}[ \t]*(?P<value>.*)",
    re.IGNORECASE,
)
_QUOTE_MARKS = re.compile(r"^(?:[ \t]?>)+[ \t]?")
_FORWARD = re.compile(
    r"^\W{0,12}\s*(?:forwarded message|original message|begin forwarded message|weitergeleitete nachricht|"
    r"ursprüngliche nachricht|anfang der weitergeleiteten|original-nachricht|message transféré|message d['’]origine|"
    r"début du message (?:réexpédié|transféré)|messaggio (?:inoltrato|originale)|mensaje (?:reenviado|original)|"
    r"doorgestuurd bericht|oorspronkelijk bericht)\b.{0,40}$",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"^(?:On\s(?P<day>.{6,60}?),?\s(?P<name>[^,<>\d]{0,80}?)\s?<?(?P<address>[\w.+-]{1,64}@[\w.-]{3,190})?>?\s(?:wrote|writes):"
    r"|Am\s(?P<tag>.{6,60}?)\sschrieb\s(?P<wer>[^<>\d]{0,80}?)\s?<?(?P<adresse>[\w.+-]{1,64}@[\w.-]{3,190})?>?:"
    r"|Le\s(?P<jour>.{6,60}?),\s(?P<qui>[^,<>\d]{0,80}?)\s?<?(?P<courriel>[\w.+-]{1,64}@[\w.-]{3,190})?>?\s"
    r"a\sécrit\s?:)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_SENDER_LINE = re.compile(r"^(?P<name>[^<>@]{2,80}?)\s*<(?P<address>[^<>\s]{3,200})>\W*$")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_RAW = re.compile(r"^(?:content-type|mime-version|content-transfer-encoding):", re.IGNORECASE | re.MULTILINE)

# What makes a message the rejection, and not the application it answers.
_REFUSALS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"unfortunately|regret|\bsorry\b",
        r"\bnot\b.{0,40}\b(?:mov(?:e|ing)|proceed\w*|progress\w*|tak(?:e|ing)|continu\w+|select\w*|successful|offer\w*)",
        r"unsuccessful|rejected|turned? (?:you )?down|position has been filled",
        r"(?:other|another|different|stronger) (?:candidate|applicant|direction)|someone (?:else|whose)",
        r"decided (?:not|against|to (?:move|go|proceed|pursue|hire|offer))",
        r"(?:other|another|different|stronger) (?:finalist|person|guy|profile|colleague)|somebody (?:else|who)",
        r"won['’]t be (?:moving|taking|going|able to|inviting|offering|proceed|progress|hiring)",
        r"isn['’]t (?:a match|you)\b",
        r"(?:position|role|job|vacancy|post)\b.{0,40}\b(?:filled|withdrawn|gone to|frozen|off the table)",
        r"leider|absage|bedauer\w+|\bnicht\b.{0,60}(?:berücksichtig|einladen|anbieten|weiterverfolg)",
        r"ander\w* (?:bewerb|kandidat)\w*|für (?:eine|einen) ander\w+",
        r"all the best|every success|good luck|best of luck|alles gute|viel erfolg",
    )
]


@dataclass
class Letter:
    sender_name: str = ""
    sender_address: str = ""
    reply_to_name: str = ""
    reply_to: str = ""
    subject: str = ""
    day: str = ""
    forwarded: bool = False
    lines: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "\n".join(self.lines)

    @property
    def refusals(self) -> int:
        body = f"{self.subject}\n{self.body}"
        return sum(1 for refusal in _REFUSALS if refusal.search(body))

    def read_header(self, name: str, value: str) -> None:
        value = decode_words(value)
        if name == "from" and not self.sender_address:
            self.sender_name, self.sender_address = read_sender(value)
        elif name == "reply-to":
            self.reply_to_name, self.reply_to = read_sender(value)
        elif name == "subject" and not self.subject:
            self.subject = value
        elif name == "date" and not self.day:
            self.day = value


def read_letters(text: str) -> list[Letter]:
    """Every message in `text`: the user's own words first, then what they forward or quote."""
    letters = _split(_open_raw(text[:LONGEST_RAW])[:LONGEST].replace("\0", "").splitlines())
    for letter in letters:
        _read_webmail_heading(letter)
    return letters


def find_letter(text: str) -> Letter:
    """The one message in `text` that is most likely the rejection, without the others."""
    letters = read_letters(text)
    return max(
        letters,
        key=lambda letter: (
            letter.refusals,
            letter.forwarded,
            bool(letter.body.strip()),
            bool(letter.sender_address),
            -letters.index(letter),
        ),
    )


def read_sender(value: str) -> tuple[str, str]:
    """Name and address of a From line; either may be empty."""
    value = re.sub(r"\[mailto:([^\]\s]{3,200})\]|<mailto:([^>\s]{3,200})>", r"<\1\2>", value)
    found = _ADDRESS.search(value)
    if not found:
        return value.strip(" \"'<>"), ""
    name = parseaddr(value)[0] if value.count("<") == 1 and "," not in value.partition("<")[0] else ""
    name = name or value[: found.start()].rstrip(" <(")
    return name.strip(" \"'"), found.group().lower().rstrip(".")


def _open_raw(text: str) -> str:
    """A message in its raw form (an .eml) as its headers and its plain text; anything else as it is."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")).lstrip("\n")
    head = text.partition("\n\n")[0]
    if not (_RAW.search(head) and (_HEADER.match(head) or "\nFrom:" in head)):
        return text
    try:
        opened = open_eml(text.encode(errors="replace"))
    except UnreadableMail:
        return text
    return _INVISIBLE.sub("", opened.replace("\r\n", "\n").replace("\u00a0", " "))


def _split(raw_lines: list[str]) -> list[Letter]:
    letters = [Letter()]
    lines = [_QUOTE_MARKS.sub("", line).rstrip() for line in raw_lines]
    number = 0
    while number < len(lines):
        line = lines[number]
        attribution = _match_attribution(lines, number)
        headers, after = _read_header_block(lines, number)
        if _FORWARD.match(line):
            letters.append(Letter(forwarded=True))
        elif attribution:
            letters.append(_from_attribution(attribution[0]))
            number = attribution[1]
            continue
        elif headers:
            # Headers right under a forward marker belong to the letter that it began.
            if letters[-1].body.strip() or letters[-1].sender_address:
                letters.append(Letter(forwarded=letters[-1].forwarded))
            for name, value in headers:
                letters[-1].read_header(name, value)
            number = after
            continue
        else:
            letters[-1].lines.append(line)
        number += 1
    return letters


def _read_header_block(lines: list[str], start: int) -> tuple[list[tuple[str, str]], int]:
    """Headers that stand together from line `start` on, and the line after them; one alone is no block."""
    headers: list[tuple[str, str]] = []
    number = start
    while number < len(lines) and len(headers) < 40:
        line = lines[number]
        match = _HEADER.match(line)
        if match:
            headers.append((_HEADER_NAMES[match["name"].lower()], match["value"].strip()))
        elif headers and line[:1] in " \t" and line.strip():
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif not (start == 0 and headers and re.match(r"[\w-]{2,40}: \S", line)):
            break
        number += 1
    names = {name for name, _value in headers}
    if names & {"from", "subject"} and (start == 0 or len(names) >= 2):
        return headers, number
    return [], start


def _match_attribution(lines: list[str], number: int) -> tuple[re.Match[str], int] | None:
    """“On … wrote:”, which mail programs break over up to three lines."""
    if not lines[number].lstrip().lower().startswith(("on ", "am ", "le ")):
        return None
    joined = ""
    for after in range(number, min(number + 3, len(lines))):
        joined = f"{joined} {lines[after].strip()}".strip()
        match = _ATTRIBUTION.match(joined[:400])
        if match:
            return match, after + 1
    return None


def _from_attribution(match: re.Match[str]) -> Letter:
    return Letter(
        sender_name=re.sub(
            r"^(?:[AP]M|Uhr)\s", "", (match["name"] or match["wer"] or match["qui"] or "").strip(), flags=re.IGNORECASE
        ),
        sender_address=(match["address"] or match["adresse"] or match["courriel"] or "").lower(),
        day=match["day"] or match["tag"] or match["jour"] or "",
    )


def _read_webmail_heading(letter: Letter) -> None:
    """Copied out of webmail, the sender stands on a line of its own above the greeting: Dana Weiss <dana@…>."""
    if letter.sender_address:
        return
    for number, line in enumerate(letter.lines[:12]):
        match = _SENDER_LINE.match(line.strip())
        if match and _ADDRESS.fullmatch(match["address"]):
            letter.sender_name, letter.sender_address = match["name"].strip(" \"'"), match["address"].lower()
            letter.day = letter.day or " ".join(letter.lines[number + 1 : number + 3])
            letter.subject = letter.subject or next((above for above in letter.lines[:number] if above.strip()), "")
            del letter.lines[: number + 1]
            return
