"""Validators of the JSON Schemas, with the formats that only our parsers can judge."""

from __future__ import annotations

import re
from functools import cache

from jsonschema import Draft7Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from casefile.dates import BadDate, Duration, When, date_grammar, durations
from casefile.model.json_schema import schema

FORMATS = FormatChecker(formats=())


@FORMATS.checks("casefile-date", raises=BadDate)
def _is_date(value) -> bool:
    return _left_to_the_pattern(date_grammar.PATTERN, value) or bool(When.parse(value))


@FORMATS.checks("casefile-day", raises=BadDate)
def _is_day(value) -> bool:
    return _is_date(value)


@FORMATS.checks("casefile-duration", raises=BadDate)
def _is_duration(value) -> bool:
    return _left_to_the_pattern(durations.PATTERN, value) or bool(Duration.parse(value))


@cache
def field_schema(group: str, field: str) -> dict:
    """Return the schema of a field of a group of fields in a case, such as the date of `Access`."""
    return schema("case")["definitions"][group]["properties"][field]


def _left_to_the_pattern(pattern: str, value: object) -> bool:
    """A format only says what the pattern could not: impossible days and reversed spans."""
    return not isinstance(value, str) or not _matches(pattern, value)


def _matches(pattern: str, value: str) -> bool:
    """Search as ECMA 262 does, where `$` is the very end; Python's own lets a line end follow."""
    return re.search(pattern.replace("$", r"\Z"), value) is not None


def _pattern(validator, pattern, value, _schema):
    if validator.is_type(value, "string") and not _matches(pattern, value):
        yield ValidationError("the text has not the form of the pattern")


Validator = extend(Draft7Validator, {"pattern": _pattern})


@cache
def validator(kind: str):
    """Return the validator of a kind of record."""
    return Validator(schema(kind), format_checker=FORMATS)
