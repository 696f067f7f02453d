"""What a field says about itself, and the forms that a text may have. Loads no pydantic."""

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
    """What a field says about itself: the one source of help, schema, docs, redaction and comparison."""

    description: str
    words: tuple[str, ...] = ()
    tier: Tier | None = None
    match: Match = "sequence"
    refers: str = ""
    tail: bool = False
    low: int | None = None
    high: int | None = None
    tier_of: str = ""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take `X | None` for "may be absent": null itself is refused, and words become a closed set."""
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


def describe_field(  # noqa: PLR0913 - a field says much, each by its name
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
) -> FieldMeta:
    """Describe a field.

    `words` is its vocabulary, separated by blanks; `unknown` and `other` are added unless it is `closed`.
    `tier` is the strictness the model itself gives the field. `match` tells how the items of a list are
    compared: by their id, as a set, or in sequence. `refers` names the kind of record that a value must
    resolve to (`source`, `case`, …; `organization?` also takes plain text). `tail` fields stand after those
    of a subclass. `low` and `high` bound an integer. `tier_of` names a rule by which the value itself decides
    the tier.
    """
    listed = tuple(words.split())
    if listed and not closed:
        listed = (*listed, *(word for word in OPEN_ENDED if word not in listed))
    return FieldMeta(description, listed, tier, match, refers, tail, low, high, tier_of)


def _deep_words(schema: Mapping[str, Any], words: CoreSchema) -> Mapping[str, Any]:
    """Put the closed set in place of the text that the annotation holds, also inside a list."""
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
"""The least and the greatest integer; None where there is none."""
ANY_INTEGER: Bounds = (None, None)


class TextForm(Struct, frozen=True, dict=True):
    """Text of a fixed form: a pattern, and the sentence that says what is expected.

    The pattern is read by pydantic's Rust engine and by the JSON Schema's readers alike: no look-around, and
    `$` is the very end. `never` are texts of this form that are refused all the same. `integers` are the
    bounds of the integers that are accepted, as texts of this form; None if no integer is.
    """

    pattern: str
    expected: str
    integers: Bounds | None = None
    free: bool = False
    longest: int | None = None
    never: tuple[str, ...] = ()

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        # Python's own `$` would let a line end pass.
        return re.compile(self.pattern.replace("$", r"\Z"))

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Accept text (and plain integers where said), refuse what the pattern does not match."""
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
        """Tell whether a text has this form."""
        short = len(value) <= (self.longest or len(value))
        return short and self._compiled.search(value) is not None and value not in self.never

    def _refuse_never(self, value: str) -> str:
        if value in self.never:
            raise ValueError(self.expected)
        return value


WRONG_FORM = "wrong_form"
"""pydantic's word for a value that is not `TextForm` as it should be; its message says what is expected."""

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
"""A name, a title, a place: one line, so that no list is torn by it."""
Label = Annotated[str, TextForm(r"\S", "some text or a number", integers=ANY_INTEGER)]
"""Text that is often a number, such as an article of law; a plain integer is taken as its text."""
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
    """Return the form of the ids of a kind of record."""
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
