"""What stands under a mail and says nothing: the signature, the small print, “Sent from my iPhone”."""

from __future__ import annotations

import re

LONGEST_FAREWELL = 60
LONGEST_NAME = 60
LINES_OF_A_SIGNATURE = 25

RULE = re.compile(r"\s*(--|—|__)\s*")
SENT_FROM = re.compile(
    r"\W*(sent from (my|outlook|mail|yahoo|samsung|proton|a mobile)|sent (with|via) \w+|get outlook for"
    r"|von meinem .{1,40} gesendet|gesendet (von|mit|über) |outlook für |holen sie sich outlook"
    r"|envoyé (de|depuis) |(obtenez|obtenir|télécharger) outlook|enviado (desde|do|de) (mi|meu|outlook)|obtener outlook"
    r"|inviato da|verzonden (vanaf|met|vanuit)|wysłano z|skickat från|sendt fra|hent outlook|odesláno z)",
    re.IGNORECASE,
)
SMALL_PRINT = re.compile(
    r"\W*(this (e-?mail|message|communication|transmission)\b.{0,200}\b(confidential|intended|privileged|recipient)"
    r"|(confidentiality|privacy|legal) (notice|note|statement)|disclaimer\b"
    r"|the information (contained )?in this e-?mail"
    r"|diese (e-?mail|nachricht)\b.{0,200}(vertraulich|bestimmt|empfänger)"
    r"|ce (message|courriel|mail)\b.{0,200}(confid|destin)|este (mensaje|correo)\b.{0,200}(confid|destin)"
    r"|please consider the environment|bitte denken sie an die umwelt"
    r"|pensez à l.environnement)",
    re.IGNORECASE,
)
FAREWELL = re.compile(
    r"\W{0,3}(with |mit |avec |con )?((my |our )?(very )?(best|kind(est)?|warm(est|ly)?|many thanks|sincerely|regards"
    r"|cheers|thanks( again)?|thank you|yours|all the best|take care|respectfully|good luck)"
    r"|(freundlich|viele|beste|herzlich|liebe|schön)\w{0,3} (grü(ß|ss)|gruß|gruss)\w*|lg|mfg|vg|bg|danke|alles gute"
    r"|(bien |très )?cordialement|bien à vous|(meilleures |sincères )?salutations|merci( encore)?|amicalement"
    r"|(un )?(cordial )?saludos?|atentamente|un abrazo|(muchas )?gracias)\b(?P<rest>[\w\s,.’'-]{0,45})[,.!–-]?",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(r"\s*(p\.?\s?s\.?|n\.?\s?b\.?)\W", re.IGNORECASE)
NO_NAME = re.compile(r"\d|@|https?:|www\.")


def cut_signature(lines: list[str]) -> list[str]:
    """The lines of a mail without its signature. The farewell and the name stay: they are words of a person."""
    lines = [line for line in lines if not (len(line) < 100 and SENT_FROM.match(line))]
    lines = lines[: find_first(RULE, lines)]
    lines = lines[: find_first(SMALL_PRINT, lines)]
    at = find_farewell(lines)
    if at is None:
        return lines
    end, name = read_name(lines, at)
    rest = lines[end:]
    if any(is_prose(line) for line in until_postscript(rest)):
        return lines
    return [*lines[: at + 1], *name, *from_postscript(rest)]


def find_first(pattern: re.Pattern[str], lines: list[str]) -> int:
    """The first line that the pattern is the whole of (a rule) or the start of, below something written."""
    is_below = False
    for place, line in enumerate(lines):
        match = pattern.match(line[:400])
        if match and is_below and (pattern is not RULE or match.end() == len(line)):
            return place
        is_below = is_below or bool(line.strip())
    return len(lines)


def find_farewell(lines: list[str]) -> int | None:
    """The last farewell, not the first thing said, and with no more below it than a signature takes."""
    written = [place for place, line in enumerate(lines) if line.strip()]
    for place in reversed(written[1:][-LINES_OF_A_SIGNATURE:]):
        line = lines[place].strip()
        if len(line) <= LONGEST_FAREWELL and FAREWELL.fullmatch(line):
            return place
    return None


def read_name(lines: list[str], at: int) -> tuple[int, list[str]]:
    """Where the name under the farewell ends, and the lines of it; no line if the farewell has it."""
    farewell = FAREWELL.fullmatch(lines[at].strip())
    if farewell and re.search(r"[,\s][A-ZÀ-Þ]\w+", farewell["rest"]):
        return at + 1, []
    for place in range(at + 1, min(at + 4, len(lines))):
        line = lines[place].strip()
        if line:
            name = re.split(r"\s*[|·•]\s*|\s[–—-]\s|,\s", line)[0]
            is_name = len(name) <= LONGEST_NAME and len(name.split()) <= 5 and not NO_NAME.search(name)
            return (place + 1, [*lines[at + 1 : place], name]) if is_name else (at + 1, [])
    return at + 1, []


def is_prose(line: str) -> bool:
    return len(line.split()) >= 7 and line.rstrip().endswith((".", "!", "?", "…"))


def until_postscript(lines: list[str]) -> list[str]:
    return lines[: next((place for place, line in enumerate(lines) if POSTSCRIPT.match(line)), len(lines))]


def from_postscript(lines: list[str]) -> list[str]:
    said = lines[len(until_postscript(lines)) :]
    return ["", *said] if said else []
