"""The forms on a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class PageForm:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.by_id: dict[str, PageForm] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in pairs}
        if tag == "form":
            form = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(form)
            self.by_id[given.get("id", "")] = form
        form = self.by_id.get(given.get("form", "")) or (self.forms[-1] if self.forms else None)
        if form is None or "disabled" in given:
            return
        name, kind = given.get("name", ""), given.get("type", "")
        if tag == "input" and kind == "file":
            form.files.add(name)
        elif tag == "input" and name and (kind not in {"checkbox", "radio"} or "checked" in given):
            form.fields[name] = given.get("value", "on")
        elif tag == "button" and name:
            form.fields.setdefault(name, given.get("value", ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in form.fields):
            form.fields[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area = name
            form.fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        self.select = "" if tag == "select" else self.select
        self.area = "" if tag == "textarea" else self.area

    def handle_data(self, text: str) -> None:
        if self.area:
            self.forms[-1].fields[self.area] += text


def forms_of(page: Any) -> list[PageForm]:
    reader = FormReader()
    reader.feed(page.content.decode())
    return reader.forms
