"""Replace what users type in fields: a web address by the id of a source, a former id by the present one."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from casefile.checks.tier_bounds import tier_of
from casefile.dates import Day
from casefile.editing.edits import Edit
from casefile.editing.field_edits import without_repeats
from casefile.editing.new_ids import shared_id
from casefile.model.plain_data import with_value
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape
from casefile.model.tiers import TierFacts
from casefile.model.vocabularies import Tier, is_stricter
from casefile.model.web_addresses import address_key
from casefile.register import Register, path_of

ADDRESS = ("https://", "http://")


class CitedFacts(TierFacts, frozen=True):
    """The facts on which tiers in a plan depend; a cited web address counts as a source that can be read."""

    def cannot_read(self, source: object) -> bool:
        """Return whether a source cannot be read, so that its connection to the person is not known."""
        is_address = isinstance(source, str) and source.startswith(ADDRESS)
        return not is_address and self.known is not None and source not in self.known


class Citations:
    """Replaces web addresses in typed fields by sources, and former ids by present ones, for one plan.

    For each address that no source of the register has, one new source is created.
    """

    def __init__(self, register: Register, today: Day) -> None:
        self.register = register
        self.today = today
        self._known = {*(register.facts.known or ())}
        self.facts = CitedFacts(register.facts.close, self._known)
        self._made: dict[str, Edit] = {}
        self._renamed: dict[str, str] = {}

    @property
    def created(self) -> tuple[Edit, ...]:
        """The edits of the new sources, to be written together with the records that cite them."""
        return tuple(self._made.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """The messages about new sources and about former ids, to be shown to the user."""
        created = ((str(each.data["id"]), self.register.tier(each.data)) for each in self.created)
        described = (
            f"new source {made} ({tier}): describe it with casefile update {made} --set …"
            for made, tier in created
        )
        return (*described, *(f"{old} has the id {present} now" for old, present in self._renamed.items()))

    def resolve(self, data: Mapping[str, object], shape: Shape, tier: Tier) -> dict[str, object]:
        """Return fields of this shape with each web address that cites a source replaced by the source's id.

        A former id of one record is replaced by its present id. A new source gets an id (`shared_id`), and
        the kind `unknown`: nothing is fetched, nothing is guessed. It is public if the place that cites it
        is, because readers must see the source; `tier` is that of the mapping with these fields. An item that
        is then in an unordered list twice is kept once.
        """
        changed: Any = dict(data)
        for path, node, value in [*shape.walk(changed)]:
            refers = node.meta.refers.removesuffix("?")
            if not refers or not node.is_scalar or not isinstance(value, str):
                continue
            if refers == "source" and value.startswith(ADDRESS):
                tier_there = tier_of(path, shape, changed, tier, self.facts)
                changed = with_value(path, changed, self._id_of(value, tier_there))
            elif present := self._present_id(value, refers):
                self._renamed[value] = present
                changed = with_value(path, changed, present)
        return without_repeats(shape, changed)

    def _present_id(self, record_id: str, kind: str) -> str | None:
        """Return the present id of the only record of this kind with this former id; None for none."""
        register = self.register
        ids = register.owners.get(record_id, ()) if record_id not in register.by_id else ()
        return ids[0] if len(ids) == 1 and register.by_id[ids[0]].kind == kind else None

    def _id_of(self, url: str, tier: Tier) -> str:
        key = address_key(url)
        known = self.register.addresses.get(key)
        if known:
            return known[0]
        made = self._made.get(key)
        public = "public" in {tier, self.register.settings.default_tier}
        if made is None or (public and made.data.get("tier") != "public"):
            own = {"id": made.data["id"]} if made else {}
            fields = {**own, "kind": "unknown", "url": url}
            ids = {str(edit.data["id"]) for edit in self.created}
            made = new_source(self.register, fields, self.today, "public" if public else None, ids)
            self._made[key] = made
            self._known.add(str(made.data["id"]))
        return str(made.data["id"])


def new_source(
    register: Register,
    fields: Mapping[str, object],
    today: Day,
    tier: Tier | None = None,
    made: Container[str] = (),
) -> Edit:
    """Return the edit of a new source with these fields, accessed on the day `today`.

    Its tier is no stricter than the ceiling of the register. If its fields contain no id, it gets a new id,
    which no record of the register has and which is not in `made`.
    """
    wanted = tier or register.settings.default_tier
    ceiling = register.settings.ceiling
    if ceiling is not None and is_stricter(wanted, ceiling):
        wanted = ceiling
    stated = {"tier": wanted} if wanted != register.settings.default_tier else {}
    data = {"schema": "casefile/source/1", **stated, **fields, "accessed": today.isoformat()}
    record_id = str(data.get("id") or shared_id(register, "source", data, made))
    data["id"] = record_id
    return Edit(path_of("source", record_id), "source", shape_of("source").sort_fields(data))
