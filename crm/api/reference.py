"""The documentation for people: the description of the API, laid out for a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from crm.api.openapi import read_schema

FORMATS = {"date": "day (2026-11-20)", "email": "e-mail", "uri": "link"}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    body: list[Field]
    request: str  # as a program would send it
    answer: str
    refusals: list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    title: str
    slug: str
    operations: list[Operation]


@cache
def read_sections() -> list[Section]:
    """The operations by noun, in the order in which the nouns are listed."""
    sections: dict[str, list[Operation]] = {}
    for path, operations in read_schema()["paths"].items():
        for method, described in operations.items():
            sections.setdefault(described["tags"][0], []).append(lay_out(path, method, described))
    return [Section(title, title.lower().replace(" ", "-"), operations) for title, operations in sections.items()]


def lay_out(path: str, method: str, described: dict[str, Any]) -> Operation:
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    responses = described["responses"]
    success = next(iter(responses))
    content = responses[success].get("content", {}).get("application/json", {})
    return Operation(
        name=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described["summary"],
        description=described.get("description", ""),
        parameters=[lay_out_parameter(each) for each in described["parameters"]],
        body=sorted(lay_out_body(body["schema"]), key=lambda field: not field.is_required) if body else [],
        request=write_request(path, method, described, body.get("example")),
        answer=write_answer(success, content.get("example")),
        refusals=[(status, each["description"]) for status, each in responses.items() if status[0] in "345"],
    )


def lay_out_parameter(parameter: dict[str, Any]) -> Field:
    return Field(
        parameter["name"], say_kind(parameter["schema"]), parameter["required"], parameter.get("description", "")
    )


def lay_out_body(schema: dict[str, Any]) -> Iterator[Field]:
    schema = follow(schema)
    required = schema.get("required", [])
    for name, each in schema["properties"].items():
        yield Field(name, say_kind(each), name in required, each.get("description", ""))


def follow(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema that this one refers to, else itself."""
    if "allOf" in schema:
        schema = schema["allOf"][0]
    if "$ref" in schema:
        found: dict[str, Any] = read_schema()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def say_kind(schema: dict[str, Any]) -> str:
    """“text up to 200”, “integer 1 to 100”, “one of open, closed”."""
    schema = follow(schema)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(say_kind(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return "one of " + ", ".join(json.dumps(word) if word == "" else str(word) for word in schema["enum"])
    match schema.get("type"):
        case "string" if "format" in schema:
            return FORMATS.get(schema["format"], str(schema["format"]))
        case "string":
            return f"text up to {schema['maxLength']:,}" if "maxLength" in schema else "text"
        case "array":
            return f"list of {say_kind(schema['items'])}"
        case "object":
            return "object: " + ", ".join(schema.get("properties", {}))
        case "boolean":
            return "true or false"
        case "null":
            return "null"
        case None:
            return '""'
        case "integer" if schema.get("minimum") == 1 and schema.get("maximum", 0) > 1e9:
            return "id"
        case kind:
            limits = [schema[name] for name in ("minimum", "maximum") if name in schema]
            return f"{kind} {limits[0]} to {limits[1]}" if len(limits) == 2 and limits[1] < 1e9 else str(kind)


def write_request(path: str, method: str, described: dict[str, Any], body: Any) -> str:
    """The request of the example, as it goes over the line."""
    query = []
    for parameter in described["parameters"]:
        if "example" in parameter and parameter["in"] == "path":
            path = path.replace("{id}", str(parameter["example"]))
        elif "example" in parameter:
            query.append(f"{parameter['name']}={json.dumps(parameter['example']).strip(chr(34))}")
    line = f"{method.upper()} {path}" + ("?" + "&".join(query) if query else "")
    return f"{line}\n\n{pretty(body)}" if body is not None else line


def write_answer(status: str, example: Any) -> str:
    return f"{status}\n\n{pretty(example)}" if example is not None else status


def pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def read_introduction() -> SafeString:
    """The description's paragraphs; of its marks only what it uses is known."""
    text = str(escape(read_schema()["info"]["description"]))
    for mark, tag in (("**", "strong"), ("`", "code")):
        parts = text.split(mark)
        text = "".join(part if place % 2 == 0 else f"<{tag}>{part}</{tag}>" for place, part in enumerate(parts))
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in text.strip().split("\n\n")]
    return mark_safe("\n".join(paragraphs))  # noqa: S308 (our own words, escaped)
