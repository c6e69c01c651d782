"""The two parts of the nudge mail, written from templates that are compiled once.

Jinja's, because thousands of these mails are written in a morning: Django's templates take twelve times as long. The
style rules, which mail programs want on every element, are put there once, in the template's source.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup


class StyledLoader(FileSystemLoader):
    """Puts a template's style rules on its elements; only the dark ones stay in the head."""

    def get_source(self, environment: Environment, template: str) -> Any:
        source, *place = super().get_source(environment, template)
        if ".html" not in template:
            return source, *place
        inliner = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)
        return inliner.inline(source), *place


def with_breaks(text: str) -> Markup:
    return Markup("<br>").join(text.splitlines())


@cache
def load_template(name: str) -> Template:
    environment = Environment(
        loader=StyledLoader(Path(settings.BASE_DIR) / "templates" / "emails"),
        autoescape=select_autoescape(["html.jinja"]),
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.filters["with_breaks"] = with_breaks
    return environment.get_template(name)


def write_text(words: Mapping[str, Any]) -> str:
    return tidy(load_template("nudge_mail.txt.jinja").render(words))


def write_html(words: Mapping[str, Any]) -> str:
    return load_template("nudge_mail.html.jinja").render(words)


def tidy(text: str) -> str:
    """The text part without the gaps that template tags leave: no line of blanks, one empty line at most."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for place, line in enumerate(lines) if line or lines[place - 1]) + "\n"
