"""Walk once through a record and collect its references, texts, and groups whose fields are out of order.

Which fields of a group are collected follows from the shape and the names of the fields, and is cached by
both.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple, get_args

from casefile.model.field import COUNTRY_CODE, RECORD_ID, TextForm, Url
from casefile.model.plain_data import KnownData
from casefile.model.shape import Path, Shape
from casefile.model.vocabularies import TIERS
from casefile.register.record_summary import Reference

URL: TextForm = get_args(Url)[1]
"""The form of a field that contains a web address."""


class TextField(NamedTuple):
    """A single text of a record: its path, the shape of its field, and the text."""

    path: Path
    shape: Shape
    value: str


class FieldScan(NamedTuple):
    """The result of a walk through a record; a text may be in several lists, or in none.

    `texts` are free texts and values of claims, `quotes` the quotes from sources, which are in `texts` too.
    `codes` are texts that may be country codes, `tiers` the stated tiers, `others` the vocabulary words
    `other` that need an explanation. `addresses` are URLs, paths of stored files, and places in sources.
    `references` are the fields that refer to records, also with a name in place of an id. `disordered` are
    the paths of mappings whose fields are not in model order.
    """

    texts: list[TextField]
    quotes: list[TextField]
    codes: list[TextField]
    tiers: list[TextField]
    others: list[TextField]
    addresses: list[TextField]
    references: list[Reference]
    disordered: list[Path]


TEXTS, QUOTES, CODES, STATED, OTHERS, ADDRESSES = range(6)
"""The indexes of the lists of `TextField` in `FieldScan`; STATED is that of the tiers."""


def survey(shape: Shape, data: KnownData) -> FieldScan:
    """Walk through the plain data of a record, whose shape is `shape`; fields unknown to it are left out."""
    found = FieldScan([], [], [], [], [], [], [], [])
    _walk(shape, data, (), found)
    return found


class _FieldPlan(NamedTuple):
    """How the text of a field, or of the items of a list, is collected.

    `refers` is the kind of record to which a text refers, or empty. `lists` are the indexes of the lists of
    `FieldScan` to which a text is added, unless the function `unless` returns true for it.
    """

    shape: Shape
    refers: str
    lists: tuple[int, ...]
    unless: Callable[[str], bool]


class _MappingPlan(NamedTuple):
    """How a mapping with given field names is collected.

    `ordered` is true if the names are in model order. `fields` contains only those that must be visited.
    """

    ordered: bool
    fields: tuple[tuple[str, _FieldPlan], ...]


def _walk(shape: Shape, value: KnownData, path: Path, found: FieldScan) -> None:
    here = shape.seen(value)
    ordered, fields = _plan_of_mapping(here, tuple(value))
    if not ordered:
        found.disordered.append(path)
    if "other" in value.values():  # rare, so that vocabulary words need not be visited one by one
        _collect_others(here, value, path, found)
    for name, plan in fields:
        _visit(plan, value[name], (*path, name), found)


def _visit(plan: _FieldPlan, value: object, path: Path, found: FieldScan) -> None:
    shape, refers, lists, unless = plan
    if isinstance(value, str):
        if refers:
            found.references.append(Reference(path, refers, value))
        if lists and not unless(value):
            for each in lists:
                found[each].append(TextField(path, shape, value))  # type: ignore[arg-type]
    elif isinstance(value, dict):
        _walk(shape, value, path, found)
    elif isinstance(value, list) and shape.inner is not None:
        inner = _plan_of_field(shape.inner)
        for place, item in enumerate(value):
            _visit(inner, item, (*path, place), found)


def _collect_others(shape: Shape, value: KnownData, path: Path, found: FieldScan) -> None:
    for name, child in value.items():
        known = shape.fields.get(name)
        if child == "other" and known is not None and _has_other(known):
            found.others.append(TextField((*path, name), known, child))


def _has_other(shape: Shape) -> bool:
    """Return whether `other` is a word of the vocabulary and needs an explanation; for gender it does not."""
    return "other" in shape.words and shape.name != "gender"


@lru_cache(maxsize=1 << 12)
def _plan_of_mapping(shape: Shape, names: tuple[str, ...]) -> _MappingPlan:
    claimed = shape.is_a("Claim") or shape.is_a("ClaimResolution")
    known = [
        (name, _plan_of_field(shape.fields[name], claimed=claimed)) for name in names if name in shape.fields
    ]
    return _MappingPlan(shape.has_in_order(names), tuple(each for each in known if _must_visit(each[1])))


def _must_visit(plan: _FieldPlan) -> bool:
    """Return whether a field must be visited, for itself or for the fields inside it."""
    inner = plan.shape.inner
    if inner is not None:
        return _must_visit(_plan_of_field(inner))
    # A single word `other` is found without a visit of the field.
    return bool(plan.refers or plan.shape.models or plan.lists not in {(), (OTHERS,)})


@cache
def _plan_of_field(shape: Shape, *, claimed: bool = False) -> _FieldPlan:
    """Return how a text with this shape is collected.

    `claimed` is whether the field is in a claim or in the resolution of claims.
    """
    refers = shape.meta.refers if shape.refers_as_text else ""
    if claimed and shape.name == "value":
        return _FieldPlan(shape, refers, (TEXTS,), _never)
    if shape.words == TIERS:
        return _FieldPlan(shape, refers, (STATED,), _never)
    if _has_other(shape):
        return _FieldPlan(shape, refers, (OTHERS,), "other".__ne__)
    wanted = {
        TEXTS: _is_prose(shape),
        QUOTES: shape.name == "quote",
        CODES: _is_code(shape),
        ADDRESSES: shape.written == URL or shape.name in {"file", "locator"},
    }
    lists = tuple(each for each, is_so in wanted.items() if is_so)
    return _FieldPlan(shape, refers, lists, _is_id if shape.meta.refers else _never)


_is_id = lru_cache(maxsize=1 << 12)(RECORD_ID.fits)


def _never(_: str) -> bool:
    return False


NO_PROSE = frozenset({"file", "field", "locator", "timezone"})


def _is_prose(shape: Shape) -> bool:
    """Return whether a field contains free text, not an address, a date, a number or a vocabulary word."""
    prose = shape.form == "text" and shape.name not in NO_PROSE
    return prose and shape.written is not None and shape.written.free


def _is_code(shape: Shape) -> bool:
    """Return whether two capitals in a field may be a country; a departure leads to a country or a place."""
    return shape.written == COUNTRY_CODE or shape.meta.tier_of == "country_or_restricted"
