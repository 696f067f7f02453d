"""Completion of the fields of a record and of their values, from the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from casefile.cli.completion.complete_records import events, proceedings, records
from casefile.cli.completion.cursor_place import CursorPlace
from casefile.cli.completion.known_records import find_record
from casefile.cli.completion.suggestions import Suggestion
from casefile.model.country_codes import COUNTRIES as CODES
from casefile.model.field import COUNTRY_CODE, EVENT_ID
from casefile.model.plain_data import find_entry, items, mapping
from casefile.model.record_shapes import shape_of, shape_of_entry
from casefile.model.references import names_proceeding
from casefile.model.shape import Shape
from casefile.model.vocabularies import LEDGER

KINDS_OF: Mapping[str, tuple[str, ...]] = {"organization?": ("organization",), "statute?": ("statute",)}
"""The kinds of record to which a field refers, for each value of its `refers` that is not a kind itself."""


def of_option(place: CursorPlace) -> Iterable[Suggestion]:
    """Return the possible values of an option that was made from a field of the model."""
    return _values(place, place.param.metavar.shape)


def source(place: CursorPlace) -> Iterable[Suggestion]:
    """Return the matching sources, for an option such as `mark --source`, which is not made from a field."""
    return _values(place, shape_of_entry("note").fields["sources"])


def paths(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the field paths of the record in the first argument, part by part, and the values after `=`.

    They complete the options of `update`, such as `events.h2v5t.until=`, and FIELD of other commands. Nothing
    is yielded if the record is not found.
    """
    found = find_record(place.directory, place.arguments[0]) if place.arguments else None
    if found is None:
        return
    data = found.fields
    path, equals, value = place.text.partition("=")
    *groups, _last = path.split(".")
    shape, holder = _walk(shape_of(found.kind).seen(data), data, path.split(".") if equals else groups)
    before = ".".join([*groups, ""]) if groups else ""
    if shape is None:
        return
    if equals:
        for each in _values(replace(place, text=value), shape):
            yield each._replace(word=f"{path}={each.word}")
        return
    ending = "" if place.param.metavar in {"FIELD", "FIELD[=VALUE]"} else "="
    for name, about in _steps(shape, holder, ending):
        yield Suggestion(before + name, about)


def _values(place: CursorPlace, shape: Shape) -> Iterable[Suggestion]:
    """Return completions of the value of a field; if it is typed as `key=value,…`, those of the last pair."""
    inner = shape.inner or shape
    return _group(place, inner) if inner.is_mapping else _scalar(place, shape)


def _walk(shape: Shape, data: object, parts: Iterable[str]) -> tuple[Shape | None, object]:
    """Return the shape and the data at a path below `data`; None for both if nothing is there.

    A path names an event of a ledger by its id.
    """
    for part in parts:
        if shape.is_list:
            data = find_entry(data, part)
            if data is None:
                return None, None
            shape = shape.item(data)
            continue
        child = shape.key(part)
        if child is None:
            return None, None
        data = mapping(data).get(part)
        shape = child.seen(data) if child.is_mapping else child
    return shape, data


def _steps(shape: Shape, data: object, ending: str) -> Iterator[tuple[str, str]]:
    """Yield the next parts of a path, with descriptions: fields, or the ids of items such as events.

    A part that has fields below it ends with a dot, any other with `ending`.
    """
    if shape.is_list and shape.match == "id":
        for each in items(data):
            about = (each.get(name) for name in ("date", "type", "kind") if name in each)
            yield f"{each['id']}.", " ".join(map(str, about))
        return
    for name, field in shape.fields.items():
        if name not in FIXED:
            further = field.match == "id" or (field.is_mapping and not field.is_list)
            if field.match == "id" and name != LEDGER:  # items can also be added to the list itself
                yield f"{name}{ending}", field.meta.description
            yield f"{name}{'.' if further else ending}", field.meta.description


FIXED = frozenset({"id", "schema", "type", "formerly", "withdrawn"})
"""Fields that `update` cannot change."""


def _group(place: CursorPlace, shape: Shape) -> Iterator[Suggestion]:
    """Yield completions of `key=value,…`: names of fields, or values of the last one.

    The first value may be typed without its field name.
    """
    before, comma, last = place.text.rpartition(",")
    name, equals, value = last.partition("=")
    field = shape.key(name if equals else shape.bare or "")
    settled = f"{before}{comma}{name}=" if equals else ""
    if field is not None and (equals or not comma):
        for each in _values(replace(place, text=value if equals else last), field):
            yield each._replace(word=settled + each.word)
    if (comma or not shape.bare) and not equals:
        used = {part.partition("=")[0] for part in before.split(",")}
        for key in shape.keys:
            if key not in {*used, shape.bare}:
                yield Suggestion(f"{before}{comma}{key}=", shape.fields[key].meta.description)


def _scalar(place: CursorPlace, shape: Shape) -> Iterable[Suggestion]:
    refers = shape.meta.refers
    if refers:
        return records(place, KINDS_OF.get(refers, (refers,)))
    if names_proceeding(shape) and shape.name != "id":
        return proceedings(place)
    if shape.written == EVENT_ID and shape.name != "id":
        return events(place)
    if (shape.inner or shape).written == COUNTRY_CODE:
        return map(Suggestion, sorted(CODES))
    words = shape.words or (("true", "false") if shape.form == "boolean" else ())
    return map(Suggestion, words)
