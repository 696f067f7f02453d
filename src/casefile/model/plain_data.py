"""Helpers to read plain data safely: in a file with errors, any field may have a value of any type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from casefile.dates import Day, When
from casefile.model.vocabularies import is_believed

Data = Mapping[str, object]
"""Plain data of a record or a part of it: any field may have any value."""
RecordData = Data | None
"""The plain data of a record at one time; None if the record does not exist."""
KnownData = Mapping[str, Any]
"""The same as `Data`, for code that knows the type of each field."""
Fields = dict[str, object]
"""Plain data that may be changed."""
KnownFields = dict[str, Any]
"""The same as `Fields`, for code that knows the type of each field."""


def mapping(value: object) -> Data:
    """Return a value that is a mapping; an empty mapping for any other value."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> list[Any]:
    """Return a value that is a list; an empty list for any other value."""
    return value if isinstance(value, list) else []


def id_of(value: object) -> object:
    """Return the `id` field of a mapping; None if there is none, and for any other value."""
    return mapping(value).get("id")


def groups(value: object) -> Iterator[Data]:
    """Yield the mappings in a list; nothing for any other value."""
    # A dict is known at once; the check for other mappings takes ten times as long.
    yield from (each for each in items(value) if isinstance(each, (dict, Mapping)))


def former_ids(data: Data) -> list[str]:
    """Return the former ids of a record: the texts in its field `formerly`."""
    return [each for each in items(data.get("formerly")) if isinstance(each, str)]


def find_entry(ledger: object, key: object) -> Data | None:
    """Return the entry of a ledger with the id `key`; None if there is none, or if `ledger` is no list."""
    return next((each for each in groups(ledger) if each.get("id") == key), None)


def value_that_counts(claim: Data) -> object:
    """Return the value that counts in a claim: the value of its resolution, else the value of the claim.

    A resolution may state no value. Then it is not known which value the register follows, and the value of
    the claim is returned. None if neither is stated.
    """
    followed = mapping(claim.get("resolution")).get("value")
    return claim.get("value") if followed is None else followed


def source_of(cited: object) -> object:
    """Return the id of a cited source. A citation is the id alone, or a mapping with the field `source`."""
    return cited.get("source") if isinstance(cited, Mapping) else cited


def when(value: object) -> When | None:
    """Return the date that a value states; None if the value is not a date."""
    return When.find(str(value)) if value is not None else None


def counts_on(event: Data, day: Day) -> bool:
    """Return whether a ledger entry counts on a day: it is believed and may have happened by that day.

    The entry must be valid: a missing date raises KeyError, a wrong one BadDate.
    """
    return is_believed(event.get("standing")) and may_have_happened(event, day)


def may_have_happened(event: Data, day: Day) -> bool:
    """Return whether a valid ledger entry may have happened by a day; see `counts_on` for the errors."""
    return When.parse(str(event["date"])).earliest <= day


def plain_fields(of: Any, *nulls: str) -> KnownFields:  # noqa: ANN401 - a Struct, or a NamedTuple
    """Return the fields of an object as data for JSON: dates as text, tuples as lists, objects as mappings.

    `of` is a Struct or a NamedTuple. `nulls` names the fields that become null if their value is empty, 0 or
    False.
    """
    names = of.__struct_fields__ if isinstance(of, Struct) else of._fields
    return pick_fields(of, *names, nulls=nulls)


def pick_fields(of: object, *names: str, nulls: Iterable[str] = ()) -> KnownFields:
    """Return the named fields of any object as data for JSON, as `plain_fields` does for all of them."""
    data = {name: _plain(getattr(of, name)) for name in names}
    return data | {name: data[name] or None for name in nulls}


def _plain(value: object) -> object:
    if isinstance(value, When):
        return value.text
    if isinstance(value, Day):
        return value.isoformat()
    if isinstance(value, Struct) or hasattr(value, "_asdict"):
        return plain_fields(value)
    return [*map(_plain, value)] if isinstance(value, tuple) else value


def texts(value: object) -> Iterator[str]:
    """Yield every text value at any depth of plain data, with repetitions; keys are not included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from texts(each)


def value_at(path: Iterable[str | int], data: Any) -> Any:  # noqa: ANN401 - plain data
    """Return the value at a path of keys and list indexes in plain data; None if there is none.

    Raises IndexError if the path has an index beyond the end of a list.
    """
    for step in path:
        if isinstance(data, list) and isinstance(step, int):
            data = data[step]
        else:
            data = data.get(step) if isinstance(data, Mapping) else None
    return data


def with_value(path: Sequence[str | int], data: object, value: object) -> object:
    """Return a copy of plain data with another value at a path of keys and list indexes.

    A missing mapping on the path is created, also in the place of a scalar, or of a list for which the path
    has a key. An index beyond the end of a list changes nothing.
    """
    if not path:
        return value
    first, *rest = path
    if isinstance(data, list) and isinstance(first, int):
        return [with_value(rest, each, value) if at == first else each for at, each in enumerate(data)]
    group: Mapping[Any, object] = mapping(data)
    return {**group, first: with_value(rest, group.get(first), value)}


def dotted_path(field: tuple[str | int, ...], data: object) -> str:
    """Return a path as text with dots. An item of a list is named by its id, else by its place from 0."""
    names: list[str] = []
    here = data
    for part in field:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) and part < len(here) else None
            named = id_of(here)
            names.append(named if isinstance(named, str) else str(part))
        else:
            here = mapping(here).get(part)
            names.append(part)
    return ".".join(names)
