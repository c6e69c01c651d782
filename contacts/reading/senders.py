"""Whom an address belongs to: a person, a shared mailbox, a machine, an applicant-tracking system."""

import re

# Mail from here is sent for somebody else: its domain says nothing about the company.
ATS_DOMAINS = frozenset(
    """
    applytojob.com ashbyhq.com avature.net bamboohr.com breezy.hr breezy-mail.com bullhornmail.com comeet.co
    comeet-notifications.com concludis.de dover.com dvinci-hr.com dvinci.de eightfold.ai factorial.co freshteam.com
    gem.com glassdoor.com greenhouse.io greenhouse-mail.io gohire.io haufe.com hirebridge.com hirehive.com hired.com
    homerun.co icims.com indeed.com indeedemail.com jazz.co jazzhr.com jobscore.com jobvite.com join.com kenjo.io
    lever.co linkedin.com manatal.com myworkday.com myworkdayjobs.com onlyfy.io oraclecloud.com otta.com
    paylocity.com personio.com personio.de phenompeople.com pinpointhq.com polymer.co prescreen.io recruitee.com
    recruiterbox.com rexx-systems.com rippling.com sapsf.com smartrecruiters.com softgarden.de softgarden.io
    stepstone.de successfactors.com successfactors.eu taleo.net teamtailor.com teamtailor-mail.com tribepad.com
    ukg.com ultipro.com wearedevelopers.com welcometothejungle.com wellfound.com workable.com workablemail.com
    workday.com xing.com ziprecruiter.com zohorecruit.com zohorecruit.eu
    """.split()  # noqa: SIM905 (a list to be read)
)
FREE_MAIL_DOMAINS = frozenset(
    """
    aol.com fastmail.com fastmail.fm freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com
    hey.com hotmail.com nhs.net hotmail.co.uk hotmail.de icloud.com live.com mac.com mail.com mailbox.org me.com msn.com
    outlook.com outlook.de pm.me posteo.de proton.me protonmail.com t-online.de web.de yahoo.co.uk yahoo.com
    yahoo.de ymail.com zoho.com
    """.split()  # noqa: SIM905 (a list to be read)
)
_MACHINE = re.compile(
    r"no[._-]?reply|do[._-]?not[._-]?reply|not[._-]?reply|keine[._-]?antwort|nicht[._-]?antworten|mailer|daemon|bounce"
    r"|notification|automat|system|postmaster|robot|donotrespond|unmonitored"
)
_SHARED = re.compile(
    r"(?:job|career|recruit|hiring|talent|people|hr|info|team|hello|hi|kontakt|contact|bewerb|karriere|personal|"
    r"application|apply|applicant|candidate|work|support|office|join|jobs|human|service|admin|mail|post|welcome|"
    r"personnel|staffing|reply|opportunit|ta)"
    r"(?:s|ing|er|ung|ungen|abteilung|ment|team|resources|ities|ation|ations|with-?us|us|de|uk|eu|emea)*"
    r"(?:[._+-].*)?"
)
_AGENCY = re.compile(r"recruit|staffing|talent|headhunt|search|personalberatung|personaldienst|consult", re.IGNORECASE)
_PARTICLES = frozenset(
    """
    van von de der den del della da di du dos la le el al bin ibn zu zur ter ten af av y e
    """.split()  # noqa: SIM905 (a list to be read)
)
_TITLES = re.compile(
    r"^(?:(?:dr|professor|prof|mr|mrs|ms|mx|herr|frau|dipl|ing|i\.?\s?a|i\.?\s?v|ppa)\b\.?[\s-]*)+", re.IGNORECASE
)
# Words that stand in names of teams, firms and departments, and never in a person's.
_NOT_A_PERSON = frozenset(
    """
    team teams recruiting recruitment recruiter careers career hiring talent acquisition hr human resources people
    jobs job candidate experience the your our ihr das dein dear hello gmbh ag se inc ltd llc plc corp co kg ug
    company group gruppe holding labs lab software systems technologies technology solutions services studio studios
    bank university department abteilung office staff support notifications notification no-reply noreply reply via
    bewerbermanagement personalabteilung personal bewerbung application applications updates update operations
    council institute college school museum hospital trust foundation ministry society association academy agency
    media partners ventures consulting international global
    unfortunately thanks thank best kind regards sincerely phone tel mobile sent von from to re fwd on behalf
    """.split()  # noqa: SIM905 (a list to be read)
)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_])|\.$)*")
_ASIDE = re.compile(r"\s*[(\[][^)\]]{0,60}[)\]]")
_PRONOUNS = re.compile(
    r"\s*[,|·-]?\s*\b(?:she|he|they|sie|er)\s?/\s?(?:her|him|them|hers|his|theirs|ihr|ihm)\b.*", re.IGNORECASE
)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def is_machine(address: str) -> bool:
    return bool(_MACHINE.search(address.partition("@")[0].lower()))


def is_shared(address: str) -> bool:
    """jobs@, hr@, hello@: nobody's own. Two recruiters behind one such address are still two people."""
    return bool(_SHARED.fullmatch(address.partition("@")[0].lower()))


def is_listed(domain: str, domains: frozenset[str]) -> bool:
    parts = domain.split(".")
    return any(".".join(parts[start:]) in domains for start in range(len(parts) - 1))


def is_personal(address: str) -> bool:
    return not (is_machine(address) or is_shared(address) or is_listed(domain_of(address), ATS_DOMAINS))


def is_agency(words: str) -> bool:
    return bool(_AGENCY.search(words))


def company_label(address: str) -> str:
    """What the domain calls the company (`zephyr` of dana@mail.zephyr.co.uk); empty for free mail and ATS domains."""
    domain = domain_of(address)
    if is_listed(domain, ATS_DOMAINS) or is_listed(domain, FREE_MAIL_DOMAINS):
        return ""
    parts = domain.split(".")
    if len(parts) > 2 and parts[-2] in {"co", "com", "org", "ac", "gv", "net"} and len(parts[-1]) == 2:
        parts = parts[:-1]
    return parts[-2] if len(parts) >= 2 else ""


def clean_name(written: str) -> str:
    """A name without pronouns, asides, academic titles and quotation marks; `Weiss, Dana` is turned round."""
    name = _PRONOUNS.sub("", _ASIDE.sub("", written)).strip(" \t\"'“”„‚*_,;")
    name = _TITLES.sub("", name).strip()
    last, comma, first = name.partition(",")
    if comma and is_person(last.strip()) and is_person(first.strip()) and len(first.split()) <= 2:
        name = f"{first.strip()} {last.strip()}"
    if name.isupper() and len(name) > 3:
        name = name.title()
    return " ".join(name.split())


def is_person(name: str) -> bool:
    """Whether `name` can be a person's: one to five capitalised words, none of which belongs to a team or firm."""
    words = name.split()
    if not 1 <= len(words) <= 5 or len(name) > 60:
        return False
    if any(word.casefold().strip(".,") in _NOT_A_PERSON for word in words):
        return False
    return all(
        _NAME_WORD.fullmatch(word) and (word[0].isupper() or not word[0].islower() or word in _PARTICLES)
        for word in words
    ) and (words[0][0].isupper() or not words[0][0].islower())


def name_in_address(address: str) -> str:
    """Dana Weiss of dana.weiss@…; empty if the address does not spell out two names."""
    parts = re.split(r"[._]", address.partition("@")[0])
    if len(parts) == 2 and all(len(part) > 1 and part.isalpha() for part in parts):
        return " ".join(part.capitalize() for part in parts)
    return ""


def is_named_in(name: str, address: str) -> bool:
    """Whether the address bears the name: dana@, dweiss@, weiss.d@ and the like for Dana Weiss."""
    local = re.sub(r"[^\w]", "", address.partition("@")[0].lower())
    words = [re.sub(r"\W", "", word.casefold()) for word in name.split()]
    return any(len(word) > 2 and word in local for word in words)
