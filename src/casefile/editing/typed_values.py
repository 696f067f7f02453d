"""Parse the values that a user types for a field, into the plain data of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from casefile.dates import BadDate, Day, Duration, When
from casefile.errors import BadInput
from casefile.model.field import COUNTRY_CODE
from casefile.model.plain_data import Fields, items
from casefile.model.record_dates import MAY_BE_AHEAD
from casefile.model.shape import Form, Shape
from casefile.views.record_filter import country_typed
from casefile.yaml.reader import read
from casefile.yaml.scalars import HOSTILE_IN_VALUE

OPENING = {"'": "'", '"': '"'}
TRUTH = {"true": True, "yes": True, "false": False, "no": False}
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})")


def parse_typed(shape: Shape, text: str, today: Day | None = None) -> object:
    """Return the data for one field; unsuitable text stays text, so that the model reports the error.

    With `today` a date may be a phrase that means one day or span, such as `yesterday`. A list takes one
    item, or YAML in brackets; a mapping is `key=value,…` where the key of the first field may be
    omitted, or YAML in braces. Raises BadInput: CF607 if the text cannot be parsed, CF107 if it is not a date
    or duration, with a suggestion, CF106 for a word that the field never has, CF609 for a country that is not
    known, CF005 for characters that no record may contain.
    """
    _check_characters(text)
    if shape.is_list:
        return [*(_yaml_list(text) if text.lstrip().startswith("[") else _items(shape, text, today))]
    return _group(shape, text, today) if shape.is_mapping else _scalar(shape, text, today)


def typed_all(shape: Shape, texts: Iterable[str], today: Day | None = None) -> list[object]:
    """Return the items of a list from the texts of an option that is given once or several times.

    `shape` is that of the list. Raises BadInput as `parse_typed` does, which explains `today`.
    """
    found: list[object] = []
    for text in texts:
        _check_characters(text)
        found += _items(shape, text, today)
    return found


def _check_characters(text: str) -> None:
    bad = HOSTILE_IN_VALUE.search(text)
    if bad:
        message = f"it contains a control or bidi character (U+{ord(bad.group()):04X})"
        raise BadInput("CF005", message, "remove it; such characters hide or reorder text")


def _items(shape: Shape, text: str, today: Day | None) -> Iterator[object]:
    if shape.inner is not None and shape.inner.is_mapping:
        yield _group(shape.inner, text, today)
    elif shape.form == "word":
        yield from (word.strip() for word in text.split(",") if word.strip())
    else:
        yield _scalar(shape.inner or shape, text, today)


def _scalar(shape: Shape, text: str, today: Day | None) -> object:
    value = text.strip()
    if shape.form == "integer":
        return int(value) if NUMBER.fullmatch(value) else value
    if shape.form == "boolean":
        return TRUTH.get(value.lower(), value)
    if shape.written == COUNTRY_CODE and value:
        return country_typed(value)
    if shape.form in READERS and value and value not in shape.words:
        return _read_as(shape, value, today)
    if shape.written is not None and value in shape.written.never:
        # In a file this word would be read as another value: see `former_names`.
        raise BadInput("CF106", "wrong format", f"expected {shape.written.expected}")
    return value


READERS: dict[Form, Callable[[str], When | Duration]] = {"date": When.parse, "duration": Duration.from_option}


def _read_as(shape: Shape, text: str, today: Day | None) -> str:
    """Return a typed date or duration in its stored form; with `today` a date may be a phrase.

    Raises BadInput CF107, whose hint suggests the value that was probably meant.
    """
    try:
        return READERS[shape.form](text).text
    except BadDate as bad:
        near = None
        if today is not None and shape.form == "date":
            from casefile.dates.phrases import parse_clear_phrase, suggested_date  # noqa: PLC0415 - where a phrase is typed

            date = parse_clear_phrase(text, today, ahead=shape.name in MAY_BE_AHEAD)
            if date is not None:
                return date.text
            near = suggested_date(text, today)
        instead = bad.instead or (near.text if near else "")
        meant = f"did you mean {instead}?" if instead else bad.hint
        raise BadInput("CF107", bad.message, meant) from None


def _group(shape: Shape, text: str, today: Day | None) -> object:
    """Return `key=value,…` as a mapping of this shape, or one value as text if the field also takes text.

    Raises BadInput CF607 if it cannot be parsed.
    """
    if text.lstrip().startswith("{"):
        return _yaml(text)
    pieces = [*split(text)]
    if shape.scalar and len(pieces) == 1 and _key(pieces[0]) in {None, shape.bare}:
        return unquote(_value(pieces[0]))
    found: Fields = {}
    for place, piece in enumerate(pieces):
        name = _key(piece) or (shape.bare if place == 0 else None)
        if name is None:
            raise BadInput(
                "CF607", f"a part has an unknown field; choose from: {', '.join(shape.keys)}", QUOTES
            )
        _put(found, shape, name, unquote(_value(piece)), today)
    return shape.sort_fields(found)


QUOTES = 'quote a value that contains a comma: KEY="this, and that"'


def _put(found: Fields, shape: Shape, name: str, value: str, today: Day | None) -> None:
    field = shape.key(name)
    if field is not None and field.is_list:
        found[name] = [*items(found.get(name)), *_items(field, value, today)]
    elif name in found:
        raise BadInput("CF607", f"it contains `{name}` twice", "remove one of them")
    else:
        found[name] = value if field is None else _typed_in_group(field, name, value, today)


def _typed_in_group(field: Shape, name: str, value: str, today: Day | None) -> object:
    """Return the data for one field of a mapping; raise the error of `parse_typed` with the field's name."""
    try:
        return parse_typed(field, value, today)
    except BadInput as bad:
        raise BadInput(bad.code, f"{name}: {bad.message}", bad.hint) from None


def _key(piece: str) -> str | None:
    """Return the word before `=` in a piece of `key=value,…`; None if there is none that can be a field."""
    name, equals, _ = piece.partition("=")
    name = name.strip().replace("-", "_")
    return name if equals and name.isidentifier() else None


def _value(piece: str) -> str:
    return piece.partition("=")[2] if _key(piece) else piece


def split(text: str) -> Iterator[str]:
    """Yield the parts of a text between commas outside quotes, with their quotes and without outer blanks.

    A quote opens only where a value starts. Raises BadInput CF607 if it is not closed.
    """
    piece, closing, before = "", "", ","
    for sign in text:
        if closing:
            closing = "" if sign == closing else closing
        elif sign in OPENING and before in ",=":
            closing = OPENING[sign]
        elif sign == ",":
            yield piece.strip()
            piece, before = "", ","
            continue
        piece += sign
        before = sign if not sign.isspace() else before
    if closing:
        raise BadInput("CF607", f"a quote ({closing}) is not closed", "close it at the end of the value")
    yield piece.strip()


def unquote(text: str) -> str:
    """Return a value without outer blanks and the quotes around it, if it has any."""
    value = text.strip()
    quoted = len(value) > 1 and value[0] in OPENING and value[-1] == value[0]
    return value[1:-1] if quoted else value


def _yaml_list(text: str) -> list[object]:
    value = _yaml(text)
    return value if isinstance(value, list) else [value]


def _yaml(text: str) -> object:
    reading = read(f"value: {text}\n".encode())
    if reading.data is None:
        reason = reading.problems[0]
        raise BadInput("CF607", f"it cannot be read as YAML: {reason.message}", reason.hint)
    if len(reading.data) > 1:
        raise BadInput("CF607", "it contains more than one value", "write one value in brackets or braces")
    return reading.data["value"]
