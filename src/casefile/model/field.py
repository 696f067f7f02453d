"""The metadata of a field, and the forms of text that fields accept. Importing it does not load pydantic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Struct

from casefile.model.former_fields import NEVER_PROCEEDINGS
from casefile.model.versions import FORM as VERSION_FORM
from casefile.model.vocabularies import OPEN_ENDED, Match, Tier

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class FieldMeta(Struct, frozen=True):
    """The metadata of a field: the single source for help, schema, docs, redaction and comparison.

    `describe_field` makes it and explains each attribute.
    """

    description: str
    words: tuple[str, ...] = ()
    tier: Tier | None = None
    match: Match = "sequence"
    refers: str = ""
    tail: bool = False
    low: int | None = None
    high: int | None = None
    tier_of: str = ""
    rare: bool = False

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the pydantic schema of the field.

        `X | None` means that the field may be absent, so an explicit null is refused. A vocabulary becomes a
        closed set of words, `low` and `high` become the bounds of an integer.
        """
        from pydantic_core import core_schema  # noqa: PLC0415 - only where a validator is made

        schema = handler(source)
        if schema["type"] == "nullable":
            schema = schema["schema"]
        if self.low is not None:
            schema = core_schema.int_schema(strict=True, ge=self.low, le=self.high)
        if not self.words:
            return schema
        words = core_schema.literal_schema(list(self.words))
        return _deep_words(schema, words)


def describe_field(  # noqa: PLR0913 - a field has many attributes, all given by keyword
    description: str,
    words: str = "",
    *,
    closed: bool = False,
    tier: Tier | None = None,
    match: Match = "sequence",
    refers: str = "",
    tail: bool = False,
    low: int | None = None,
    high: int | None = None,
    tier_of: str = "",
    rare: bool = False,
) -> FieldMeta:
    """Return the metadata of a field, to be used in its annotation; `description` is its text in the help.

    `words` is the vocabulary, separated by blanks; `unknown` and `other` are added unless it is `closed`.
    `tier` is the least tier of the field, by the model. `match` is how two lists are compared: items by
    their id, as a set, or in sequence. `refers` names the kind of record whose id the value must be
    (`source`, `case`, …; `organization?` also accepts plain text). `tail` fields come after the fields of a
    subclass. `low` and `high` are the bounds of an integer, both included. `tier_of` names a rule in
    `tiers.BY_VALUE` that computes the tier from the value. The option of a `rare` field is
    described only on the full help page, `--help-all`.
    """
    listed = tuple(words.split())
    if listed and not closed:
        listed = (*listed, *(word for word in OPEN_ENDED if word not in listed))
    return FieldMeta(description, listed, tier, match, refers, tail, low, high, tier_of, rare)


def _deep_words(schema: Mapping[str, Any], words: CoreSchema) -> Mapping[str, Any]:
    """Return a schema in which `words` replaces the text, also inside a list or another wrapper.

    Raises TypeError if the annotation contains no text.
    """
    if schema["type"] == "str":
        return words
    if "items_schema" in schema:
        items = schema["items_schema"]
        inner = (
            [_deep_words(item, words) for item in items]
            if isinstance(items, list)
            else _deep_words(items, words)
        )
        return {**schema, "items_schema": inner}
    if "schema" in schema:
        return {**schema, "schema": _deep_words(schema["schema"], words)}
    message = f"words are for text, not for {schema['type']}"
    raise TypeError(message)


Bounds = tuple[int | None, int | None]
"""The least and the greatest integer, both included; None if there is no bound."""
ANY_INTEGER: Bounds = (None, None)


class TextForm(Struct, frozen=True, dict=True):
    """The form of a text: a regular expression, and a phrase for messages that describes the expected text.

    The pattern must work in pydantic's Rust engine and in validators of JSON Schemas: it has no look-around,
    and `$` is the very end of the text. `never` lists texts that match but are refused. `integers` are the
    bounds of the integers that are accepted and converted to text; None if no integer is accepted. `free` is
    True for free text, which may contain names. `longest` is the greatest number of characters; None if there
    is no limit.
    """

    pattern: str
    expected: str
    integers: Bounds | None = None
    free: bool = False
    longest: int | None = None
    never: tuple[str, ...] = ()

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        # In Python `$` also matches before a final line end, which must not be accepted.
        return re.compile(self.pattern.replace("$", r"\Z"))

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the pydantic schema: text that matches the pattern, and integers if `integers` is set."""
        from pydantic_core import core_schema  # noqa: PLC0415 - only where a validator is made

        taken: CoreSchema = core_schema.str_schema(strict=True, pattern=self.pattern, max_length=self.longest)
        if self.integers:
            number = core_schema.no_info_after_validator_function(str, core_schema.int_schema(strict=True))
            as_text = core_schema.chain_schema([number, taken])
            taken = core_schema.union_schema([taken, as_text], mode="left_to_right")
        if self.never:
            taken = core_schema.no_info_after_validator_function(self._refuse_never, taken)
        return core_schema.custom_error_schema(taken, WRONG_FORM, custom_error_message=self.expected)

    def fits(self, value: str) -> bool:
        """Return whether a text has this form."""
        short = len(value) <= (self.longest or len(value))
        return short and self._compiled.search(value) is not None and value not in self.never

    def _refuse_never(self, value: str) -> str:
        if value in self.never:
            raise ValueError(self.expected)
        return value


WRONG_FORM = "wrong_form"
"""The type of the pydantic error for a value that does not fit its `TextForm`.

The message of the error is `TextForm.expected`.
"""

Text = Annotated[str, TextForm(r"\S", "some text", free=True)]
"""Any text that is not blank."""
Line = Annotated[
    str,
    TextForm(
        r"^[^\r\n\t]*\S[^\r\n\t]*$",
        "one line of text, of at most 1,000 characters",
        free=True,
        longest=1000,
    ),
]
"""A name, a title or a place: always one line, so that it does not break the layout of a list."""
Label = Annotated[str, TextForm(r"\S", "some text or a number", integers=ANY_INTEGER)]
"""Text that is often a number, such as an article of law. An integer is accepted and converted to text."""
RECORD_ID = TextForm(
    r"^[a-z0-9][a-z0-9-]{0,99}$", "an id: lower-case letters, digits and hyphens, at most 100"
)
RecordId = Annotated[str, RECORD_ID]
PROCEEDING_ID = TextForm(
    RECORD_ID.pattern,
    "a short name such as main: lower-case letters, digits and hyphens; "
    "criminal, administrative and civil are the `matter` of a verdict",
    never=NEVER_PROCEEDINGS,
)
ProceedingId = Annotated[str, PROCEEDING_ID]
CASE_ID = TextForm(
    r"^[a-z]{2}-[1-9][0-9]{3}-[a-z0-9][a-z0-9-]{0,80}$",
    "a case id such as kg-2025-7k3mq: country, year, suffix",
)
CaseId = Annotated[str, CASE_ID]


def id_form(kind: str) -> TextForm:
    """Return the form of the ids of a kind of record: `CASE_ID` for cases, `RECORD_ID` for all others."""
    return CASE_ID if kind == "case" else RECORD_ID


EVENT_ID = TextForm(
    r"^[a-hjkmnp-tv-z][0-9a-hjkmnp-tv-z]{4}$", "five characters, a letter first, without i, l, o and u: h2v5t"
)
EventId = Annotated[str, EVENT_ID]
COUNTRY_CODE = TextForm(r"^[A-Z]{2}$", 'a country code of two capital letters, such as KG or "NO"')
CountryCode = Annotated[str, COUNTRY_CODE]
LanguageTag = Annotated[
    str, TextForm(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "a language tag such as ky or ru-Latn")
]
Url = Annotated[str, TextForm(r"^https?://[^\s/]+\S*$", "an address that starts with https:// or http://")]
Sha256 = Annotated[str, TextForm(r"^[0-9a-f]{64}$", "64 hexadecimal digits in lower case")]
WithdrawalDigest = Annotated[str, TextForm(r"^[0-9a-f]{20}$", "20 hexadecimal digits in lower case")]
Clock = Annotated[str, TextForm(r"^([01][0-9]|2[0-3]):[0-5][0-9]$", 'a time of day such as "09:30"')]
Amount = Annotated[
    str, TextForm(r"\S", 'an amount with its currency, such as "50000 KGS"', integers=ANY_INTEGER)
]
Ratio = Annotated[
    str, TextForm(r"^[0-9]{1,2}(\.[0-9]{1,3})?$", 'a number such as "1.5", in quotes', integers=(0, 99))
]
VersionNeeded = Annotated[str, TextForm(VERSION_FORM, 'a version such as ">=0.2"')]
