"""Statements: who says what, a line each, so that sources that contradict each other stand side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from casefile.exporters.as_ftm.ftm_entity import Entity, FtmFact

REGISTER = "casefile"
"""The dataset of what the register says on nobody's word: names, what is derived."""
Row = dict[str, str | bool | None]


def statements(entity: Entity) -> Iterator[Row]:
    """Yield the statements of an entity: one a value and source, and one a source that it is there at all."""
    made: dict[str, dict[str, Row]] = {}
    for fact in entity.sourced:
        for source in fact.sources or ("",):
            row = _row(entity, fact, source)
            made.setdefault(source, {}).setdefault(str(row["id"]), row)
    for source, rows in made.items():
        yield _of_entity(entity, source, [*rows])
        yield from rows.values()


def dataset(source: str) -> str:
    """Return the dataset of a source: its id as a name of a dataset must be, with single underscores."""
    if not source:
        return REGISTER
    plain = "_".join(part for part in source.split("-") if part)
    told = f"{REGISTER}_{plain}"
    if plain.count("_") == source.count("-"):
        return told
    return f"{told}_{hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()[:8]}"


def _row(entity: Entity, fact: FtmFact, source: str) -> Row:
    original = fact.original if fact.original != fact.value else ""
    return _statement(entity, fact.prop, fact.value, source, original, fact.lang)


def _of_entity(entity: Entity, source: str, ids: list[str]) -> Row:
    """Make the statement that stands for the entity; its value is a digest of the others."""
    digest = hashlib.sha1(entity.schema.encode(), usedforsecurity=False)
    for each in sorted(ids):
        digest.update(each.encode())
    return _statement(entity, "id", digest.hexdigest(), source)


def _statement(  # noqa: PLR0913, PLR0917 - a statement has so many parts
    entity: Entity, prop: str, value: str, source: str, original: str = "", lang: str = ""
) -> Row:
    held = dataset(source)
    key = f"{held}.{entity.id}.{prop}.{value}{f'@{lang}' if lang else ''}"
    return {
        "canonical_id": entity.id,
        "entity_id": entity.id,
        "prop": prop,
        "schema": entity.schema,
        "value": value,
        "dataset": held,
        "lang": lang or None,
        "original_value": original or None,
        "first_seen": None,
        "last_seen": None,
        "external": False,
        "origin": source or None,
        "id": hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),
    }
