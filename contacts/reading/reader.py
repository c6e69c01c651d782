"""Weighs what letter, signature and phrases tell, and keeps only what nothing contradicts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from contacts.reading.days import read_day
from contacts.reading.letter import Letter, find_letter
from contacts.reading.phrases import PHRASES
from contacts.reading.roles import clean_role, sounds_like_job
from contacts.reading.senders import (
    clean_name,
    company_label,
    is_agency,
    is_machine,
    is_named_in,
    is_person,
    is_personal,
    name_in_address,
)
from contacts.reading.signature import LEGAL_FORM, Signature, read_signature

_COMPILED = [(phrase, phrase.regex) for phrase in PHRASES]
_DATELINE = re.compile(r"^(?:[^\W\d_][\w .-]{1,40},\s*(?:den\s)?)?(?P<day>[\w., ]{6,40})$")
_GREETING = re.compile(
    r"^(?:dear|hi|hello|hey|good (?:morning|day|afternoon)|sehr geehrte\w*|liebe[rs]?|hallo)\b", re.IGNORECASE
)
_OF_AN_APPLICATION = re.compile(
    r"\b(?:update|status|application|applying|interview|decision|news|feedback|your|our|job|role|round|result|follow|letter)\b",
    re.IGNORECASE,
)
_PARTS_OF_SUBJECT = re.compile(r"\s+[-–—|/]\s+|\s*[|]\s*|:\s+|[()\[\]]")
_BY_MACHINE = re.compile(r"\s(?:via|über)\s", re.IGNORECASE)
_CLIENT = re.compile(r"\b(?:our|my|the) client\b", re.IGNORECASE)
_TEAM_WORDS = re.compile(
    r"\b(?:the|your|our|ihr|dein|euer|das|team|teams|recruiting|recruitment|recruiters?|careers?|hiring|talent|acquisition|people|operations|hr|"
    r"human|resources|department|candidate|experience|jobs?|and|&|at|of|bewerbermanagement|personalabteilung|no-?reply|notifications?)\b",
    re.IGNORECASE,
)
_NOT_A_COMPANY = frozenset(
    """
    this our your the we it i least present home any all that these those us you my his her their its time work one
    both every each once last first next here there company team role position job unfortunately application
    interview following after hello dear hi regards thank thanks re fwd fw update important status linkedin
    greenhouse workday zoom teams google meet monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december uns ihnen ihre ihrer dieser diesem
    ihr application
    """.split()  # noqa: SIM905 (a list to be read)
)
_SENTENCE_STARTS = re.compile(
    r"\s(?:Unfortunately|We|After|Although|While|However|Thank|Thanks|Please|Your|Our|Dear|Hi|Hello|I|It|Leider|Wir|Nach|Sie)\b.*$"
)


@dataclass(frozen=True)
class ReadRejection:
    company: str | None = None
    role: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_title: str | None = None
    rejected_on: date | None = None


def read_rejection(text: str, today: date) -> ReadRejection:
    """What a pasted rejection tells of itself: offline, in time linear in its length; what is unsure stays None.

    `today` is the reader's own day: no mail is from later than that.
    """
    letter = find_letter(text)
    signature = read_signature(letter.lines, clean_name(_BY_MACHINE.split(letter.sender_name)[0]))
    body = _unwrap(letter.lines[: signature.starts_at])
    roles, companies = _Votes(), _Votes()
    for role, company, weight in _matches(letter.subject, body):
        roles.add(role, weight)
        companies.add(company, weight)
    for role, company, weight in _read_headline(letter, body):
        roles.add(role, weight)
        companies.add(company, weight)
    for company, weight in _companies_around(letter, signature, body):
        companies.add(company, weight)
    companies.confirm(company_label(letter.sender_address) if letter.sender_address else "")
    company = companies.winner() or _company_of_domain(letter, signature, body)
    name = _name_of_contact(letter, signature, company)
    return ReadRejection(
        company=company or None,
        role=roles.winner() or None,
        contact_name=name or None,
        contact_email=_address_of_contact(letter, signature, name) or None,
        contact_title=(signature.title if name and len(signature.title) <= 200 else "") or None,
        rejected_on=_day_of(letter, today),
    )


class _Votes:
    """Candidates for one field. `Zephyr` and `Zephyr GmbH` are one; two that differ and weigh the same are none."""

    def __init__(self) -> None:
        self.weights: dict[str, int] = {}
        self.spellings: dict[str, tuple[int, str]] = {}

    def add(self, spelling: str, weight: int) -> None:
        key = _key(spelling)
        if not key:
            return
        self.weights[key] = self.weights.get(key, 0) + weight
        if weight > self.spellings.get(key, (0, ""))[0]:
            self.spellings[key] = (weight, spelling)

    def confirm(self, label: str) -> None:
        """A domain that bears the name speaks for it: zephyr.example for Zephyr Cold Chain."""
        squeezed = _squeeze(label)
        for key in self.weights:
            if squeezed and (_squeeze(key).startswith(squeezed) or squeezed.startswith(_squeeze(key))):
                self.weights[key] += 3

    def winner(self) -> str:
        totals = {key: self._with_kin(key) for key in self.weights}
        if not totals:
            return ""
        best = max(totals.values())
        top = [key for key, weight in totals.items() if weight == best]
        own = max(self.weights[key] for key in top)
        top = [key for key in top if self.weights[key] == own]
        if len(top) > 1 and not all(_are_kin(top[0], other) for other in top[1:]):
            return ""
        return self.spellings[max(top, key=len)][1]

    def _with_kin(self, key: str) -> int:
        return sum(weight for other, weight in self.weights.items() if _are_kin(key, other))


def _key(name: str) -> str:
    without_form = LEGAL_FORM.sub("", name)
    return " ".join(re.sub(r"^the\s", "", without_form.casefold()).split()).strip(" .,")


def _squeeze(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def _are_kin(one: str, other: str) -> bool:
    return one == other or f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _unwrap(lines: list[str]) -> str:
    """Paragraphs on one line each: mail programs break lines where a phrase goes on."""
    unwrapped: list[str] = []
    previous = ""
    for line in lines:
        stripped = line.strip()
        if unwrapped and stripped and len(previous) >= 45 and unwrapped[-1]:
            unwrapped[-1] = f"{unwrapped[-1]} {stripped}"
        else:
            unwrapped.append(stripped)
        previous = stripped
    return "\n".join(unwrapped)


def _matches(subject: str, body: str) -> Iterator[tuple[str, str, int]]:
    subject = _without_marks(subject)
    for phrase, regex in _COMPILED:
        for place in [subject] if phrase.in_subject else [subject, body]:
            for match in regex.finditer(place):
                found = match.groupdict()
                role = clean_role(found.get("role") or "")
                if phrase.needs_job and not sounds_like_job(role):
                    continue
                if found.get("role") and found.get("company") and not role:
                    continue
                yield role, clean_company(found.get("company") or ""), phrase.weight


def _read_headline(letter: Letter, body: str) -> Iterator[tuple[str, str, int]]:
    """Role and company where they stand alone: in the parts of the subject, below the greeting, in the letterhead."""
    squeezed, label = _squeeze(f"{letter.sender_name}\n{body}"), _squeeze(company_label(letter.sender_address))
    for part in _PARTS_OF_SUBJECT.split(_without_marks(letter.subject)):
        role = _lone_role(part)
        if role:
            yield role, "", 2
        elif (company := clean_company(part)) and _is_title_case(company) and not _OF_AN_APPLICATION.search(company):
            is_label = bool(label) and _squeeze(company).startswith(label)
            if is_label or (len(company) > 3 and _squeeze(company) in squeezed):
                yield "", company, 2
    lines = [line.strip() for line in letter.lines if line.strip()][:8]
    for above, line in pairwise(lines):
        if _GREETING.match(above) and (role := _lone_role(_without_marks(line.strip("*_ ")))) and _is_title_case(role):
            yield role, "", 2
    has_dateline = any(_day_of_line(line) for line in lines[1:6])
    if lines and has_dateline and not letter.sender_address and not _GREETING.match(lines[0]):
        name = clean_company(lines[0])
        if _is_title_case(name) and not _day_of_line(name) and not sounds_like_job(name):
            yield "", name, 2


def _lone_role(words: str) -> str:
    role = clean_role(words) if 1 <= len(words.split()) <= 7 else ""
    return role if sounds_like_job(role) and not re.search(r"[.!?]$|\d{4}", role) else ""


def _is_title_case(name: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", name) if len(word) > 3]
    return 0 < len(name.split()) <= 7 and all(word[0].isupper() for word in words)


def _day_of_line(line: str) -> str:
    match = _DATELINE.match(line)
    return match["day"] if match and re.search(r"\b(?:19|20)\d\d\b", line) else ""


def _without_marks(subject: str) -> str:
    return re.sub(r"^(?:(?:re|aw|fwd?|wg|tr|rv|sv|antw)\s?:\s?)+", "", subject.strip(), flags=re.IGNORECASE)


def clean_company(written: str) -> str:
    """The company's name, or nothing if `written` is not one."""
    name = _SENTENCE_STARTS.sub("", " ".join(written.split())).strip(' \t"“”„«»*_,:')
    name = re.sub(r"['’]s$", "", name)
    words = name.removeprefix("The ").split()
    if not words or len(name) > 80 or words[0].casefold() in _NOT_A_COMPANY or not re.search(r"[^\W\d_]{2}", name):
        return ""
    return name


def _companies_around(letter: Letter, signature: Signature, body: str) -> Iterator[tuple[str, int]]:
    """Companies named outside the sentences: by a team's farewell, the sender's name, the signature."""
    if _CLIENT.search(body) or is_agency(f"{company_label(letter.sender_address)} {signature.company}"):
        return  # who writes is not who decided
    if signature.team:
        yield _company_of_team(signature.team), 4
    sender = letter.sender_name
    for pattern in (
        r"\b(?:at|from|von|bei|@)\s+(?P<company>[A-Z0-9].{1,60})$",
        r"[(|]\s*(?P<company>[A-Z0-9][^()|]{1,60})\)?$",
    ):
        match = re.search(pattern, sender)
        if match:
            yield clean_company(_company_of_team(match["company"])), 3
            return
    before_via = re.split(r"\s(?:via|by|über)\s", sender, flags=re.IGNORECASE)[0]
    if _TEAM_WORDS.search(before_via):
        yield _company_of_team(before_via), 3
    elif _is_firm_in(letter, body, before_via) and _key(before_via) != _key(signature.name):
        yield clean_company(before_via), 2
    if signature.company and (signature.name or LEGAL_FORM.search(signature.company)):
        yield clean_company(signature.company), 3 if LEGAL_FORM.search(signature.company) else 1


def _is_firm_in(letter: Letter, body: str, sender: str) -> bool:
    """Whether a machine's or a shared mailbox's name is one that the letter speaks of."""
    is_nobody = not is_personal(letter.sender_address or "no-reply@")
    return bool(sender) and is_nobody and _squeeze(sender) in _squeeze(body)


def _company_of_team(team: str) -> str:
    """Quillworks of “The Quillworks Recruiting Team”."""
    team = re.sub(r"^(?:the|your|das|dein|ihr|euer)\s+|[.,!]+$", "", team.strip(), flags=re.IGNORECASE).replace(
        "-Team", " Team"
    )
    parts = [part for part in re.split(r"\s*[,|·•–—]\s*|\s+at\s+|\s+bei\s+|\s+@\s+", team) if part]
    left = [" ".join(_TEAM_WORDS.sub(" ", part).split()).strip(" -&'’,") for part in parts]
    named = [part for part in left if part and part[0].isalnum() and not part[0].islower()]
    return clean_company(named[-1]) if named else ""


def _company_of_domain(letter: Letter, signature: Signature, body: str) -> str:
    """When no sentence names it: what the sender's domain calls it, as the letter spells it if it does."""
    label = company_label(letter.sender_address)
    writes_for_another = is_agency(f"{label} {signature.title}") or _CLIENT.search(body)
    if len(label) < 3 or writes_for_another or is_machine(letter.sender_address):
        return ""
    names: list[str] = re.findall(r"[A-Z][\w&]+(?:\s[A-Z][\w&]+){0,3}", body)
    for spelled in (signature.company, *names):
        if spelled and _squeeze(spelled) == _squeeze(label):
            return spelled
    return " ".join(part.capitalize() for part in re.split(r"[-_]", label))


def _name_of_contact(letter: Letter, signature: Signature, company: str) -> str:
    sender, address = letter.sender_name, letter.sender_address
    if address and not is_personal(address) and letter.reply_to and is_personal(letter.reply_to):
        sender, address = letter.reply_to_name, letter.reply_to
    sender = clean_name(re.split(r"\s(?:via|at|from|von|bei)\s|\s[|@–—-]\s", sender)[0])
    if not is_person(sender) or _squeeze(sender) == _squeeze(company or "") or "@" in sender:
        sender = ""
    signed = signature.name
    if company and signed and (_are_kin(_key(signed), _key(company))):
        signed = ""
    if is_machine(address) and not signature.title and not _shares_a_word(sender, signed):
        signed = ""  # what signs a machine's mail is as likely a firm
    if signed and sender and _shares_a_word(sender, signed):
        return max(sender, signed, key=lambda name: len(name.split()))
    spelled_out = name_in_address(address) if address and is_personal(address) else ""
    if signed:
        return spelled_out if spelled_out and spelled_out.casefold().startswith(f"{signed.casefold()} ") else signed
    label = _squeeze(company_label(address)) if address else ""
    is_firm = bool(label) and _squeeze(sender).startswith(label)
    if sender and not is_firm and (is_personal(address) or is_named_in(sender, address)):
        return sender
    return spelled_out


def _shares_a_word(one: str, other: str) -> bool:
    return bool({word.casefold() for word in one.split()} & {word.casefold() for word in other.split()})


def _address_of_contact(letter: Letter, signature: Signature, name: str) -> str:
    """Their own address: never a machine's, never a mailbox that several people share."""
    candidates = [letter.sender_address, signature.address, letter.reply_to]
    return next((address for address in candidates if address and is_personal(address)), "")


def _day_of(letter: Letter, today: date) -> date | None:
    if letter.day:
        return read_day(letter.day, today)
    for line in [line.strip() for line in letter.lines if line.strip()][:4]:
        if day := _day_of_line(line):
            return read_day(day, today)
    return None
