"""What somebody answered, cut out of the mail that was pasted: without what it quotes, and without the signature.

mail-parser-reply knows how a dozen languages introduce a quote. Its patterns take minutes on a hostile text, so it is
asked about single lines of a bounded length; what it misses (Outlook's blocks, answers between the quoted lines, lines
broken in two, signatures) is found here, in one pass over the lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailparser_reply import EmailReplyParser
from mailparser_reply.constants import MAIL_LANGUAGES

from followups.signatures import cut_signature

LONGEST_LINE = 300
MOST_ASKED = 60  # lines of one mail that the library is asked about
LINES_OF_AN_INTRODUCTION = 3
LINES_OF_A_HEADER = 8

LANGUAGES = sorted(MAIL_LANGUAGES.keys() - {"david"})  # that one is a program, not a language
WROTE = re.compile(
    r"\b(wrote|writes|schrieb|schreibt|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał|napsal|kirjoitti)\b",
    re.IGNORECASE,
)
DAY_OR_ADDRESS = re.compile(r"\d{1,4}[./ -]|\d{1,2}:\d\d|@")
HEADER = re.compile(
    r"[\s*]{0,4}(?P<name>from|sent|to|cc|bcc|subject|date|reply-to|von|gesendet|an|kopie|betreff|datum|de|envoyé|à|objet"
    r"|date|répondre à|enviado|enviada|para|asunto|assunto|fecha|da|inviato|a|oggetto|van|verzonden|aan|onderwerp)"
    r"\s?\*{0,2}:",
    re.IGNORECASE,
)
SENDER = {"from", "von", "de", "da", "van"}
ABOUT = {
    "sent", "subject", "date", "gesendet", "betreff", "datum", "envoyé", "objet", "enviado", "enviada", "asunto",
    "assunto", "fecha", "inviato", "oggetto", "verzonden", "onderwerp",
}  # fmt: skip
SEPARATOR = re.compile(
    r"\s*(-{2,}|_{2,}|={2,})?\s*(begin )?(original message|original-?nachricht|ursprüngliche nachricht"
    r"|message d.origine|message transféré|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht|forwarded message|weitergeleitete nachricht)\s*(-{2,}|_{2,}|={2,}|:)?\s*",
    re.IGNORECASE,
)
RULER = re.compile(r"\s*[_-]{10,}\s*")
FROM_OUTSIDE = re.compile(
    r"\W*(caution|external|warning|attention|vorsicht|achtung|extern)\b.{0,300}"
    r"(external|outside|originated|do not click|extern|außerhalb|sender)|\[\W*(external|extern)\W*\]\W*$",
    re.IGNORECASE,
)


def cut_answer(pasted: str) -> str:
    """What they wrote, without the mail that it answers and the signature; all of it if nothing else is left."""
    text = pasted.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in text.split("\n")]
    kept = cut_signature(cut_quotes(drop_top(lines)))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip() or text.strip()


def drop_top(lines: list[str]) -> list[str]:
    """Without the mail's own headers, and without the banner that warns of mail from outside."""
    start = first_written(lines)
    if start < len(lines) and FROM_OUTSIDE.match(lines[start][:LONGEST_LINE]):
        start = first_written(lines, start + 1)
    if header := measure_header(lines, start):
        start += header
    return lines[start:]


def first_written(lines: Sequence[str], start: int = 0) -> int:
    return next((place for place in range(start, len(lines)) if lines[place].strip()), len(lines))


def cut_quotes(lines: list[str], *, may_begin_with_it: bool = True) -> list[str]:
    """Without the mail that is quoted below; what was written between or below its quoted lines stays."""
    place, length = find_quote(lines)
    if place == len(lines):
        return unquoted(lines)
    above, below = unquoted(lines[:place]), lines[place + length :]
    if may_begin_with_it and not any(line.strip() for line in above):
        # “On Monday Dana wrote:” is the first line, and what follows is the answer.
        return cut_quotes(below, may_begin_with_it=False)
    return [*above, "", *written_between(below)]


def find_quote(lines: list[str]) -> tuple[int, int]:
    """Where the quoted mail begins, and how many lines introduce it; the number of lines if nothing is quoted."""
    asked = 0
    for place, line in enumerate(lines):
        if SEPARATOR.fullmatch(line[:LONGEST_LINE]):
            return place, 1 + measure_header(lines, first_written(lines, place + 1))
        if RULER.fullmatch(line[:LONGEST_LINE]) and (header := measure_header(lines, place + 1)):
            return place, 1 + header
        if header := measure_header(lines, place):
            return place, header
        if asked < MOST_ASKED and (length := measure_introduction(lines, place)):
            asked += 1
            if introduces(" ".join(part.strip() for part in lines[place : place + length])):
                return place, length
    return len(lines), 0


def measure_introduction(lines: list[str], place: int) -> int:
    """Of how many lines “On Monday Dana wrote:” may consist here: up to the first that ends in a colon; 0: none."""
    for length in range(1, LINES_OF_AN_INTRODUCTION + 1):
        line = lines[place + length - 1].strip() if place + length <= len(lines) else ""
        if not line or line.startswith(">") or len(line) > LONGEST_LINE:
            return 0
        if line.endswith((":", "：")):
            return length
    return 0


def introduces(line: str) -> bool:
    """Whether the line says who wrote what follows, and when or from where."""
    if len(line) > LONGEST_LINE or not DAY_OR_ADDRESS.search(line):
        return False
    if WROTE.search(line):
        return True
    mail = f"x\n\n{line}\n"
    return len(EmailReplyParser(languages=list(LANGUAGES)).read(mail).replies) > 1


def measure_header(lines: list[str], place: int) -> int:
    """How many lines from here are headers of a mail, “From:” and “Subject:” among them; 0: none."""
    names, last = set(), place
    for number in range(place, min(place + LINES_OF_A_HEADER, len(lines))):
        match = HEADER.match(lines[number][:LONGEST_LINE])
        if match:
            names.add(match["name"].lower())
            last = number + 1
        elif number == place or not lines[number].strip():
            break
    return last - place if names & SENDER and names & ABOUT else 0


def unquoted(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if not line.lstrip().startswith(">")]


def written_between(below: list[str]) -> list[str]:
    """The paragraphs that stand between quoted lines. A line right below a quoted one is the end of it, broken off."""
    if not any(line.lstrip().startswith(">") for line in below):
        return []
    kept: list[str] = []
    is_theirs = False
    for line in below:
        if line.lstrip().startswith(">"):
            is_theirs = False
        elif not line.strip():
            is_theirs = True
        if is_theirs:
            kept.append(line)
    return kept
