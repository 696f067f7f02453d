"""Statements of FollowTheMoney: one for each value and source, so that contradictions are visible."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from casefile.exporters.as_ftm.ftm_entity import Entity, FtmFact

REGISTER = "casefile"
"""The dataset of statements without a source, such as names and derived facts."""
Row = dict[str, str | bool | None]


def statements(entity: Entity) -> Iterator[Row]:
    """Yield the statements of an entity: one for each value and source, and one for each source.

    The one for a source states that the entity exists, and comes before the values of that source.
    """
    made: dict[str, dict[str, Row]] = {}
    for fact in entity.sourced:
        for source in fact.sources or ("",):
            row = _row(entity, fact, source)
            made.setdefault(source, {}).setdefault(str(row["id"]), row)
    for source, rows in made.items():
        yield _of_entity(entity, source, [*rows])
        yield from rows.values()


def dataset(source: str) -> str:
    """Return the name of the dataset of a source: its id with single underscores, as the library requires.

    If the id contains empty parts (two hyphens in a row), a digest is added, so that names stay different.
    """
    if not source:
        return REGISTER
    plain = "_".join(part for part in source.split("-") if part)
    name = f"{REGISTER}_{plain}"
    if plain.count("_") == source.count("-"):
        return name
    return f"{name}_{hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()[:8]}"


def _row(entity: Entity, fact: FtmFact, source: str) -> Row:
    original = fact.original if fact.original != fact.value else ""
    return _statement(entity, fact.prop, fact.value, source, original, fact.lang)


def _of_entity(entity: Entity, source: str, ids: list[str]) -> Row:
    """Return the statement that the entity exists; its value is a digest of the other statements."""
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
