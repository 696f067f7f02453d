"""Facts of the register that help to understand an answer of an interview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from casefile.dates import Day
from casefile.model.records import Case
from casefile.register import Register


class InterviewContext(Struct, frozen=True, dict=True):
    """The register and the day of the call, with facts of the register that help to understand answers."""

    register: Register
    today: Day

    @cached_property
    def country(self) -> str:
        """The country of all cases of the register; empty if there is none, or several."""
        known = self.register.countries
        return "".join(known) if len(known) == 1 else ""

    @cached_property
    def towns(self) -> Mapping[str, frozenset[str]]:
        """The places of all events, the most frequent first, each with the countries of its cases."""
        found: Counter[str] = Counter()
        countries: dict[str, set[str]] = {}
        for case in self._cases:
            for place in filter(None, (event.place for event in case.events)):
                found[place] += 1
                countries.setdefault(place, set()).add(case.country)
        return {place: frozenset(countries[place]) for place, _ in found.most_common()}

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The names of the organisations of the register; those that hold or judge people first."""
        rows = self.register.rows_of("organization")
        kinds = {row.id: self.register.by_id[row.id].fields.get("kind") for row in rows}
        acting_first = sorted(rows, key=lambda row: kinds[row.id] not in ACTING)
        return tuple(dict.fromkeys(name for row in acting_first for name in row.names))

    @property
    def _cases(self) -> list[Case]:
        records = (entry.record for entry in self.register.by_id.values())
        return [record for record in records if isinstance(record, Case)]


ACTING = frozenset({"security_body", "court", "prison", "prosecutor", "government"})
"""Kinds of organisations that take, hold or judge people."""
