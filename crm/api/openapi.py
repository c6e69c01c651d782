"""The API's description, OpenAPI 3.1: what the library knows of it, and what holds for every operation."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from crm.api.examples import EXAMPLES
from crm.api.root import api

PREFIX = "/api/v1/"
INTRODUCTION = Path(__file__).with_name("introduction.md")
ANSWERS = Path(__file__).with_name("answers.json")

ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "fields"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "fields": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        }
    },
}
WORDS = {
    304: "Nothing has changed since (If-None-Match).",
    400: "The request, or its body, cannot be read.",
    401: "No valid token.",
    403: "The token may only read.",
    404: "There is nothing of yours with this id.",
    409: "A rule stands against it: the code says which.",
    412: "It was changed since you read it (If-Match).",
    413: "The body is larger than one megabyte.",
    415: "The body is not JSON.",
    422: "Something in it is not right: the fields say what.",
    429: "Too often. Retry-After says when.",
    500: "Something went wrong here.",
    503: "The database is away for a moment.",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag of what you have seen.",
}
IF_NONE_MATCH = {**IF_MATCH, "name": "If-None-Match"}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200, "pattern": "^[ -~]*$"},
    "description": "Any text of your own, another one for each thing to be done.",
}


@cache
def read_schema() -> dict[str, Any]:
    # Through JSON: the library puts parts of the schema into it more than once, and they are completed here.
    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    schema["info"] |= {"title": "Afterword", "version": "1", "description": INTRODUCTION.read_text()}
    schema["servers"] = [{"url": "/"}]
    components = schema["components"]
    components["schemas"]["Error"] = ERROR
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "aw_…"}}
    describe_texts([schema["paths"], components["schemas"]])
    schema["security"] = [{"token": []}]
    schema["paths"] = {path.replace("{pk}", "{id}"): operations for path, operations in schema["paths"].items()}
    answers = json.loads(ANSWERS.read_text())
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            complete(path, method, operation, answers.get(operation["operationId"]))
    return schema


def describe_texts(part: Any) -> None:
    """No text may hold a NUL: databases keep none."""
    if isinstance(part, dict):
        if part.get("type") == "string" and not part.keys() & {"enum", "format", "pattern"}:
            part["pattern"] = r"^[^\u0000]*$"
        part = list(part.values())
    for each in part if isinstance(part, list) else []:
        describe_texts(each)


def complete(path: str, method: str, operation: dict[str, Any], answer: Any) -> None:
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter |= {"name": "id", "schema": {"type": "integer", "minimum": 1}, "description": "Its id."}
    operation["parameters"] += list_headers(path, method)
    success, described = next(iter(operation["responses"].items()))
    described["description"] = "Done." if success == "204" else "Here it is."
    for status in list_refusals(path, method, operation):
        operation["responses"][str(status)] = describe_refusal(status)
    example = EXAMPLES.get(operation["operationId"], {})
    if "body" in example:
        operation["requestBody"]["content"]["application/json"]["example"] = example["body"]
    for parameter in operation["parameters"]:
        if parameter["name"] in example.get("query", {}):
            parameter["example"] = example["query"][parameter["name"]]
        elif parameter["in"] == "path" and "id" in example:
            parameter["example"] = example["id"]
    if answer is not None:
        described["content"]["application/json"]["example"] = answer


def list_headers(path: str, method: str) -> list[dict[str, Any]]:
    is_of_one = "{id}" in path or path.endswith("/me")
    if method == "get":
        return [IF_NONE_MATCH] if is_of_one and not path.endswith("/draft") else []
    return ([KEY] if method == "post" else []) + ([IF_MATCH] if is_of_one else [])


def list_refusals(path: str, method: str, operation: dict[str, Any]) -> list[int]:
    headers = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "header"}
    found = {400, 401, 422, 429, 500, 503}
    if "If-None-Match" in headers:
        found.add(304)
    if "If-Match" in headers:
        found.add(412)
    if method != "get":
        found |= {403, 409, 413, 415}
    if path.endswith("/draft"):
        found.add(409)
    if "{id}" in path or method == "post" or path.endswith("/ideas"):
        found.add(404)  # also of what a body refers to
    return sorted(found)


def describe_refusal(status: int) -> dict[str, Any]:
    described: dict[str, Any] = {"description": WORDS[status]}
    if status >= 400:
        described["content"] = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return described
