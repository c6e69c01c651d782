"""What each column of a table is: told by its heading, in several languages, and by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.models import name_key

# What a column can be; in this order it is offered.
FIELDS: dict[str, str | Promise] = {
    "": _("Leave out"),
    "name": _("Name"),
    "first_name": _("First name"),
    "middle_name": _("Middle name"),
    "last_name": _("Last name"),
    "email": _("E-mail"),
    "title": _("Title"),
    "company": _("Company"),
    "field": _("Field"),
    "interests": _("Interests"),
    "notes": _("Notes"),
    "note": _("Into the notes, with its heading"),
    "cadence": _("How often, in months"),
    "last_on": _("Last written to, a day"),
    "role": _("Role you applied for"),
    "status": _("Status of the application"),
    "rejected_on": _("Rejected on, a day"),
    "stage": _("Stage reached"),
    "reason": _("Reason given"),
}
# Several columns may go there; of the others, each is one column at most.
MANY = {"", "note", "interests", "notes"}
DAYS = {"last_on", "rejected_on"}

# Of several columns that could be the same, the heading that stands first here is taken.
WORDS: dict[str, str] = {
    "name": "name|full name|display name|contact name|contact|person|hiring manager|recruiter|recruiter name|"
    "anzeigename|wer|vollständiger name|ansprechpartner|ansprechperson|nom complet|nom et prénom|nombre completo|"
    "nome completo|naam|volledige naam|nome e cognome|file as",
    "first_name": "first name|given name|firstname|forename|vorname|prénom|prenom|nombre|nome|voornaam|primeiro nome",
    "middle_name": "middle name|additional name|middlename|zweiter vorname|weitere vornamen|deuxième prénom|"
    "segundo nombre|secondo nome|tweede naam",
    "last_name": "last name|family name|lastname|surname|nachname|familienname|nom|nom de famille|apellido|"
    "apellidos|cognome|achternaam|sobrenome|apelido",
    "email": "e-mail address|email address|email|e-mail|mail|e-mail 1 - value|contact email|contact e-mail|"
    "primary email|work email|e-mail-adresse|e-mail adresse|emailadresse|e-mail (geschäftlich)|adresse e-mail|"
    "adresse de messagerie|courriel|mél|correo electrónico|correo|dirección de correo electrónico|"
    "indirizzo e-mail|posta elettronica|e-mailadres|endereço de e-mail|recruiter email|"
    "e-mail 1 address",
    "title": "job title|title|contact title|position title|organization 1 - title|organization title|occupation|"
    "function|position|stelle|stellenbezeichnung|berufsbezeichnung|funktion|titre|poste|fonction|cargo|puesto|"
    "título|ruolo|posizione|titolo|functie|functietitel",
    "company": "company|company name|organization|organisation|employer|organization 1 - name|organization name|"
    "firma|unternehmen|arbeitgeber|firmenname|société|entreprise|employeur|empresa|compañía|azienda|società|"
    "bedrijf|werkgever|organisatie|account",
    "field": "field|industry|sector|area|branche|fachgebiet|bereich|secteur|domaine|sector profesional|settore|"
    "department|organization department|organization 1 - department|abteilung",
    "interests": "interests|interest|topics|likes|hobbies|hobby|interessen|thema|themen|intérêts|"
    "intereses|interessi|interesses",
    "notes": "notes|note|notiz|comments|comment|remarks|description|notizen|bemerkungen|anmerkungen|kommentar|"
    "remarques|commentaires|notas|comentarios|commenti|opmerkingen|notities",
    "note": "url|linkedin|linkedin url|profile url|profile|website|web page|webseite|website 1 - value|connected on|"
    "phone|mobile|mobile phone|telephone|phone number|business phone|home phone|phone 1 - value|phone 2 - value|"
    "telefon|mobiltelefon|telefon (geschäftlich)|handy|téléphone|teléfono|telefono|cellulare|e-mail 2 address|"
    "e-mail 2 - value|e-mail 3 address|e-mail 3 - value|birthday|geburtstag|labels|group membership|categories|"
    "kategorien|where met|how we met|met at|location",
    "cadence": "cadence|how often|months|frequency",
    "last_on": "last contacted|last contact|last contact date|last written|last message|last outreach|last touch|"
    "last contacted on|zuletzt kontaktiert|zuletzt|letzter kontakt|dernier contact|último contacto|ultimo contatto",
    "role": "role|job|job role|applied for|vacancy|opening|job name|job posting|applied position|stellenanzeige|"
    "rolle|beworben als|offre|vacante|candidatura|vacature",
    "status": "status|application status|outcome|result|state|current status|stand|ergebnis|statut|résultat|estado|"
    "resultado|stato|esito|resultaat",
    "rejected_on": "rejected on|date rejected|rejection date|rejected|date of rejection|absage am|absagedatum|"
    "date de refus|fecha de rechazo|data rifiuto|decision date|response date|last updated|updated|date updated|"
    "last update|last activity|date|datum|fecha|data|date applied|applied on|applied|application date|"
    "beworben am|bewerbungsdatum|date de candidature|fecha de solicitud|data candidatura",
    "stage": "stage|stage reached|round|phase|interview stage|furthest stage|etappe|étape|etapa|fase",
    "reason": "reason|reason given|feedback|rejection reason|grund|begründung|raison|motif|motivo|reden",
}
RANK_OF = {
    word: (field, rank) for field, words in WORDS.items() for rank, word in reversed(list(enumerate(words.split("|"))))
}
QUICK_EMAIL = re.compile(
    r"[a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII
)


def tidy_heading(heading: str) -> str:
    text = name_key(heading).replace("_", " ").replace("‑", "-").strip("*: \ufeff")
    return " ".join(unicodedata.normalize("NFC", text).split())


def hash_headings(headings: Sequence[str]) -> str:
    return sha256("\x1f".join(tidy_heading(heading) for heading in headings).encode("utf-8", "replace")).hexdigest()


def guess_columns(headings: Sequence[str], samples: Sequence[Sequence[str]]) -> list[str]:
    """What each column is, as keys of `FIELDS`; empty for what is left out."""
    found = [RANK_OF.get(tidy_heading(heading), ("", 0)) for heading in headings]
    columns = [field for field, _rank in found]
    keep_best_of_each(columns, [rank for _field, rank in found])
    guess_by_content(columns, samples)
    settle_applications(columns, headings)
    settle_names(columns)
    return columns


def keep_best_of_each(columns: list[str], ranks: Sequence[int]) -> None:
    for field in set(columns) - MANY:
        rivals = [at for at, column in enumerate(columns) if column == field]
        best = min(rivals, key=lambda at: (ranks[at], at))
        for at in rivals:
            if at != best:
                columns[at] = "note"


def guess_by_content(columns: list[str], samples: Sequence[Sequence[str]]) -> None:
    """A column of addresses is e-mail, and one of names is the name, whatever they are called."""
    if "email" not in columns:
        put_first(columns, "email", samples, is_email)
    if not {"name", "first_name", "last_name"} & set(columns) and "role" not in columns:
        put_first(columns, "name", samples, looks_like_name)


def put_first(columns: list[str], field: str, samples: Sequence[Sequence[str]], fits: Callable[[str], bool]) -> None:
    """Make the first column that says nothing else, and nearly all of whose values fit, the one of this field."""
    for at, column in enumerate(columns):
        values = [row[at] for row in samples if at < len(row) and row[at].strip()]
        if not column and values and sum(map(fits, values)) > 0.7 * len(values):
            columns[at] = field
            return


def settle_applications(columns: list[str], headings: Sequence[str]) -> None:
    """In a list of applications “position” is the role applied for; elsewhere “status” and “date” tell us nothing."""
    if "company" in columns and "status" in columns:
        # What the contact is there is called “contact title” in such a list.
        if "role" not in columns and "title" in columns:
            columns[columns.index("title")] = "role"
        return
    if {"company", "role", "rejected_on"} <= set(columns) and says_rejected(headings[columns.index("rejected_on")]):
        return
    for at, column in enumerate(columns):
        if column in {"role", "stage", "reason", "rejected_on", "status"}:
            columns[at] = "" if column == "status" else "note"


def says_rejected(heading: str) -> bool:
    return any(word in tidy_heading(heading) for word in ("reject", "absage", "refus", "rechazo", "rifiuto"))


def settle_names(columns: list[str]) -> None:
    """First and last name are better than a name that puts the last one first."""
    if "first_name" in columns and "last_name" in columns and "name" in columns:
        columns[columns.index("name")] = ""
    # French “Nom” and Spanish “Nombre” alone are the whole name.
    for alone, other in (("last_name", "first_name"), ("first_name", "last_name")):
        if alone in columns and other not in columns and "name" not in columns:
            columns[columns.index(alone)] = "name"


def looks_like_name(text: str) -> bool:
    """Two to four words, each with a capital: Dana Weber, Jo van der Berg."""
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= 4 or any(not sign.isalpha() and sign not in " .,'’-" for sign in text.strip()):
        return False
    return words[0][0].isupper() and words[-1][0].isupper()


def is_email(text: str) -> bool:
    words = text.strip().lower()
    if len(words) > 254 or "@" not in words:
        return False
    if QUICK_EMAIL.fullmatch(words) and len(words.partition("@")[0]) <= 64:
        return True
    try:
        validate_email(words)
    except ValidationError:
        return False
    return True


def is_usable(columns: Sequence[str]) -> bool:
    """Whether there is enough to know somebody, or a rejection, by."""
    chosen = set(columns)
    return bool(chosen & {"name", "first_name", "last_name", "email"}) or {"company", "role"} <= chosen


def is_tracker(columns: Sequence[str]) -> bool:
    return "role" in columns and "company" in columns and bool({"status", "rejected_on"} & set(columns))
