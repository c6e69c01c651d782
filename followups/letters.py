"""The letter of the month as the user left it: kept until it is sent, around an idea or without one."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from contacts.models import Contact
from followups.cadence import earliest_outreach_on
from followups.drafts import Draft, draft_for, draft_of_kind
from followups.drafts.article import show_link
from followups.drafts.own import fill_template, read_templates
from followups.locks import lock_contact
from followups.models import Idea, LetterDraft, LetterTemplate, Touchpoint
from followups.versions import ChangedMeanwhile
from followups.wording import is_closing

Kind = Touchpoint.Kind

NOT_SAVED = 0  # the version of a letter that is drafted on the page alone
LONGEST_TEXT = 20_000


class NotNow(Exception):
    """No letter may be composed to them today."""


class HasOwnWords(Exception):
    """There is a letter with words of the user's own, which nothing may replace unasked."""


def read_letter(contact: Contact) -> LetterDraft | None:
    letters = LetterDraft.objects.select_related("idea__article", "idea__opening__company", "idea__peer")
    letter = letters.filter(contact=contact).first()
    if letter:
        letter.contact = contact
        if letter.idea:
            letter.idea.contact = contact
    return letter


def version_of(letter: LetterDraft | None) -> int:
    return letter.version if letter else NOT_SAVED


def write_anew(
    contact: Contact, *, idea: Idea | None = None, kind: str = Kind.CHECK_IN, on: date | None = None
) -> Draft:
    """The app's own wording: around the idea, or of a kind that needs none."""
    return draft_for(idea, on=on) if idea else draft_of_kind(contact, kind, on=on)


def fill_in(template: LetterTemplate, contact: Contact, letter: LetterDraft | None, *, on: date | None = None) -> Draft:
    """The user's template, about the letter's idea where it is one for such ideas."""
    draft = fill_template(template, contact, idea=idea_for(template, letter), on=on)
    return draft if draft.subject else Draft(write_anew(contact, kind=template.kind, on=on).subject, draft.text)


def idea_for(template: LetterTemplate, letter: LetterDraft | None) -> Idea | None:
    return letter.idea if letter and letter.idea and letter.idea.kind == template.kind else None


def offered_templates(contact: Contact, letter: LetterDraft | None) -> list[LetterTemplate]:
    """The user's templates that may take the letter's place: those that need no item, and those for its idea."""
    kinds = dict.fromkeys([Kind.CHECK_IN, Kind.OTHER, *([letter.idea.kind] if letter and letter.idea else [])])
    return [template for kind in kinds for template in read_templates(contact.owner, kind)]


def has_own_words(contact: Contact, draft: Draft, letter: LetterDraft | None) -> bool:
    """Whether the draft says anything that is neither the app's wording nor a template's."""
    text = draft.text.strip()
    if not text:
        return False
    idea, kind = (letter.idea, letter.kind) if letter else (None, Kind.CHECK_IN)
    days = {contact.owner.today(), *([timezone.localdate(letter.saved_at)] if letter else [])}
    written = [write_anew(contact, idea=idea, kind=kind, on=day) for day in days]
    templates = offered_templates(contact, letter)
    written += [fill_in(template, contact, letter, on=day) for template in templates for day in days]
    return all(text != known.text.strip() for known in written)


@transaction.atomic
def save_letter(contact: Contact, draft: Draft, *, version: int) -> LetterDraft:
    """Keep the letter as it was typed. Raises `ChangedMeanwhile` unless it has this version (0: none is kept yet)."""
    letter = hold_letter(contact, version)
    return keep(contact, letter, draft, idea=letter.idea if letter else None, kind=letter.kind if letter else None)


@transaction.atomic
def start_letter(
    contact: Contact,
    *,
    idea: Idea | None = None,
    kind: str = Kind.CHECK_IN,
    template: LetterTemplate | None = None,
    typed: Draft | None = None,
) -> LetterDraft:
    """Draft the letter anew: around the idea, from the template or of the kind. `typed` stands in the editor.

    Raises `NotNow`, and `HasOwnWords` if something would go that only the user can give up.
    """
    lock_contact(contact)
    refuse_if_not_now(contact)
    letter = read_letter(contact)
    there = [typed, Draft(letter.subject, letter.text) if letter else None]
    if any(has_own_words(contact, draft, letter) for draft in there if draft):
        raise HasOwnWords
    return keep_anew(contact, letter, idea=idea, kind=kind, template=template)


@transaction.atomic
def replace_letter(
    contact: Contact,
    *,
    idea: Idea | None = None,
    kind: str = Kind.CHECK_IN,
    template: LetterTemplate | None = None,
    version: int,
) -> LetterDraft:
    """Draft it anew though words of the user's own go: they said so. Raises `NotNow`, `ChangedMeanwhile`."""
    letter = hold_letter(contact, version)
    refuse_if_not_now(contact)
    return keep_anew(contact, letter, idea=idea, kind=kind, template=template)


@transaction.atomic
def add_to_letter(contact: Contact, idea: Idea, draft: Draft, *, version: int) -> LetterDraft:
    """Keep what was typed, with the article's title and address before its end. Raises `NotNow`, `ChangedMeanwhile`."""
    letter = hold_letter(contact, version)
    refuse_if_not_now(contact)
    return keep(contact, letter, Draft(draft.subject, put_link(draft.text, idea)), idea=idea, kind=idea.kind)


def hold_letter(contact: Contact, version: int) -> LetterDraft | None:
    lock_contact(contact)
    letter = read_letter(contact)
    if version != version_of(letter):
        raise ChangedMeanwhile
    return letter


def refuse_if_not_now(contact: Contact) -> None:
    """The rule of the month; and one letter at a time: the question for feedback goes before any other."""
    earliest = earliest_outreach_on(contact)
    is_too_soon = earliest is not None and earliest > contact.owner.today()
    if not contact.is_active or is_too_soon or contact.feedback_requests.proposed().exists():
        raise NotNow


def keep_anew(
    contact: Contact, letter: LetterDraft | None, *, idea: Idea | None, kind: str, template: LetterTemplate | None
) -> LetterDraft:
    if template:
        draft, idea = fill_in(template, contact, letter), idea_for(template, letter)
        return keep(contact, letter, draft, idea=idea, kind=template.kind)
    draft = write_anew(contact, idea=idea, kind=kind)
    return keep(contact, letter, draft, idea=idea, kind=idea.kind if idea else kind)


def keep(
    contact: Contact, letter: LetterDraft | None, draft: Draft, *, idea: Idea | None, kind: str | None = None
) -> LetterDraft:
    # Drawn anew for each letter: a tab that shows one sent since does not pass for the newest.
    letter = letter or LetterDraft(contact=contact, version=secrets.randbelow(2**30))
    letter.idea, letter.kind = idea, kind or Kind.CHECK_IN
    letter.subject, letter.text = draft.subject, draft.text
    letter.saved_at, letter.version = timezone.now(), letter.version + 1
    letter.save()
    return letter


def put_link(text: str, idea: Idea) -> str:
    """The text with the article before its closing words, unless it is there already or there is no room."""
    if not idea.article or idea.article.url in text:
        return text
    paragraphs = text.rstrip().split("\n\n")
    place = len(paragraphs) - 1 if is_closing(paragraphs[-1].split("\n")[0]) else len(paragraphs)
    paragraphs.insert(place, show_link(idea.article))
    longer = "\n\n".join(paragraphs)
    return longer if len(longer) <= LONGEST_TEXT else text
