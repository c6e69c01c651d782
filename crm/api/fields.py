"""What fields of bodies and answers are made of. Their shape is checked here, their sense by the pages' forms."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, ClassVar, get_args

from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator

from crm.api.access import LARGEST_ID

LONGEST_NAME = 200


class Body(BaseModel):
    """What a program sends. Types are not guessed, and a name that is unknown is refused instead of passed over."""

    model_config = ConfigDict(strict=True, extra="forbid")
    # What is only read may come along, as in a thing that was read and is sent back changed.
    only_read: ClassVar[frozenset[str]] = frozenset({"id"})

    @model_validator(mode="before")
    @classmethod
    def drop_what_is_only_read(cls, typed: Any) -> Any:
        if not isinstance(typed, dict):
            return typed
        return {name: value for name, value in typed.items() if name in cls.model_fields or name not in cls.only_read}

    @property
    def given(self) -> dict[str, Any]:
        """The fields that came, as they came."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Query(BaseModel):
    """What stands behind the question mark."""


def read_flag(value: Any) -> Any:
    if value in ("true", "false"):
        return value == "true"
    raise ValueError(_("This has to be true or false."))


def read_number(value: Any) -> Any:
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise ValueError(_("This has to be a whole number."))
    return value


def read_day(value: Any) -> Any:
    day = parse_date(value) if isinstance(value, str) and len(value) == 10 else None
    if day is None:
        raise ValueError(_("This is not a day, such as 2026-11-20."))
    return day


def read_time(value: Any) -> Any:
    clock = parse_time(value) if isinstance(value, str) and len(value) == 5 else None
    if clock is None:
        raise ValueError(_("This is not a time of the day, such as 09:00."))
    return clock


def read_reference(value: Any) -> Any:
    """A name, or an id."""
    if isinstance(value, str) and value.strip() and len(value) <= LONGEST_NAME:
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST_ID:
        return value
    raise ValueError(_("This has to be a name of 200 characters at most, or an id."))


def read_reference_or_none(value: Any) -> Any:
    return None if value is None or value == "" else read_reference(value)


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
# Behind the question mark everything is text: it has to be exactly what it is taken for.
Flag = Annotated[bool, BeforeValidator(read_flag)]
Count = Annotated[int, BeforeValidator(read_number)]
IdAsked = Annotated[int, BeforeValidator(read_number), Field(ge=1, le=LARGEST_ID)]
# In the description alone; here the forms see to it, in better words.
SOMETHING = r"^[^\u0000]*[^\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069][^\u0000]*$"
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, json_schema_extra={"pattern": SOMETHING})]
Line = Annotated[str, Field(max_length=LONGEST_NAME)]
ShortLine = Annotated[str, Field(max_length=120)]
Subject = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=20_000)]
LongText = Annotated[str, Field(max_length=50_000)]
Address = Annotated[str, Field(max_length=254, json_schema_extra={"format": "email"})]
Url = Annotated[str, Field(max_length=2000, json_schema_extra={"format": "uri"})]
Day = Annotated[date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})]
Clock = Annotated[
    time, BeforeValidator(read_time), WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
]
A_NAME = {"type": "string", "maxLength": LONGEST_NAME, "pattern": SOMETHING}
AN_ID = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
OF_A_COMPANY = {"description": "The name of a company, known or new, or the id of a known one."}
Company = Annotated[Any, PlainValidator(read_reference), WithJsonSchema({"anyOf": [A_NAME, AN_ID], **OF_A_COMPANY})]
CompanyOrNone = Annotated[
    Any,
    PlainValidator(read_reference_or_none),
    WithJsonSchema({"anyOf": [A_NAME, AN_ID, {"const": ""}, {"type": "null"}], **OF_A_COMPANY}),
]
Interests = Annotated[list[ShortLine], Field(max_length=30)]


def omitted(**limits: Any) -> Any:
    """The default of a field that may be left out, and may not be null."""
    return Field(default=None, **limits)


def allowed(words: Any) -> WithJsonSchema:
    """Of an answer's field: one of the words of that `Literal`."""
    return WithJsonSchema({"type": "string", "enum": [*get_args(words)]})
