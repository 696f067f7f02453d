"""Citing: an address that the register does not know yet becomes a source, offline, and that is said."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from casefile.changes.sameness import is_set
from casefile.model.base import TIERS, Tier
from casefile.model.dates import Day
from casefile.model.names import slug
from casefile.model.shape import Shape, shape_of
from casefile.model.source import Source
from casefile.operations.edits import Edit
from casefile.operations.fields import in_order, together
from casefile.operations.ids import LONGEST_ID, host_of, numbered
from casefile.register import Register, path_of


class Citations:
    """The sources that come into being for one plan: each address once, whatever cites it."""

    def __init__(self, register: Register, today: Day) -> None:
        self.register = register
        self.today = today
        self._made: dict[str, Edit] = {}

    @property
    def created(self) -> tuple[Edit, ...]:
        """The new sources, to be written beside what cites them."""
        return tuple(self._made.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person should hear of them."""
        ids = (str(edit.data["id"]) for edit in self.created)
        return tuple(f"new source {each}: say what it is with casefile update {each} --set …" for each in ids)

    def settled(self, data: Mapping[str, object], shape: Shape) -> dict[str, object]:
        """Return fields of this shape with every address, where a source is cited, replaced by its id.

        A new source gets the host and the day as id, and the kind unknown: nothing is fetched, nothing is
        guessed. An item that then stands twice in a set is there once.
        """
        changed: dict[str, Any] = deepcopy(dict(data))
        nodes = [*shape.walk(changed)]
        for path, node, value in nodes:
            cites = node.says.refers == "source" and node.is_scalar and isinstance(value, str)
            if cites and value.startswith(("https://", "http://")):
                _replace(changed, path, self._id_of(value))
        for _, node, value in nodes:
            if is_set(node) and isinstance(value, list):
                value[:] = together(node, [], value)
        return changed

    def _id_of(self, url: str) -> str:
        for entry in self.register.by_id.values():
            if isinstance(entry.record, Source) and url in {entry.record.url, entry.record.archived_url}:
                return entry.id
        if url not in self._made:
            host = slug(host_of(url))[:LONGEST_ID] or "web"
            taken = {*self.register.by_id, *(str(edit.data["id"]) for edit in self.created)}
            made_id = numbered(f"{host}-{self.today.isoformat()}", taken)
            self._made[url] = new_source(self.register, made_id, {"kind": "unknown", "url": url}, self.today)
        return str(self._made[url].data["id"])


def new_source(
    register: Register, record_id: str, fields: Mapping[str, object], today: Day, tier: Tier | None = None
) -> Edit:
    """Make a source that comes into being on the way; its tier is at most the register's ceiling."""
    wanted = tier or register.settings.default_tier
    ceiling = register.settings.ceiling
    if ceiling is not None and TIERS.index(wanted) > TIERS.index(ceiling):
        wanted = ceiling
    stated = {"tier": wanted} if wanted != register.settings.default_tier else {}
    data = {"schema": "casefile/source/1", "id": record_id, **stated, **fields, "accessed": today.isoformat()}
    return Edit(path_of("source", record_id), "source", in_order(shape_of("source"), data))


def _replace(data: Any, path: tuple[str | int, ...], value: str) -> None:  # noqa: ANN401 - plain data
    for part in path[:-1]:
        data = data[part]
    data[path[-1]] = value
