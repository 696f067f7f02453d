"""What a rule is asked about: one sound record among the others, and what several rules need of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from operator import attrgetter
from typing import Any, Literal, TypeVar, TypeVarTuple

from msgspec import Struct

from casefile.checks.person_names import Suspects
from casefile.checks.tier_bounds import Tiered, list_tiered_places, tier_of
from casefile.custody.circumstances import circumstances
from casefile.custody.joined_events import PlaceFinder
from casefile.custody.jurisdictions import SHIPPED
from casefile.custody.ledger_fold import PLAIN
from casefile.custody.ledger_warnings import Remark, warnings
from casefile.dates import Day, in_order
from casefile.model.base_model import Model
from casefile.model.case_names import lasting_names, tiered_names
from casefile.model.events import Event
from casefile.model.field import RECORD_ID
from casefile.model.records import Case, Organization
from casefile.model.shape import Path
from casefile.model.tiers import TierFacts
from casefile.model.vocabularies import Tier, is_stricter, strictest
from casefile.names import fold_text
from casefile.names.close_matches import close_to
from casefile.names.groups_by_key import grouped
from casefile.register import Entry, Register
from casefile.register.field_scan import FieldScan, TextField
from casefile.register.record_summary import Disclosure, Known, RecordSummary, Reference

FEW = 500
"""Ids with which each one that leads nowhere is compared: they are much alike, and there may be many such."""


Arguments = TypeVarTuple("Arguments")
Answer = TypeVar("Answer")


def cache_on_instance(method: Callable[[Any, *Arguments], Answer]) -> Callable[[Any, *Arguments], Answer]:
    """Return a method that gives each answer once and keeps it with its object."""
    name = f"_{method.__name__}"

    @wraps(method)
    def answer(self: Any, *asked: *Arguments) -> Answer:  # noqa: ANN401 - any object that has the method
        answers: dict[tuple[*Arguments], Answer] = self.__dict__.setdefault(name, {})
        if asked not in answers:
            answers[asked] = method(self, *asked)
        return answers[asked]

    return answer


@dataclass(frozen=True)
class Around:
    """The register around the records that are checked, and what is looked up in it again and again."""

    register: Register

    @property
    def paths(self) -> Mapping[str, Sequence[str]]:
        """The files that state an id, by the id."""
        return self.register.stated

    @property
    def formerly(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that once had an id, by the old one."""
        return self.register.owners

    @cached_property
    def unread(self) -> frozenset[str]:
        """The ids of files that could not even be read, by their names; they may be there."""
        names = (problem.path.rsplit("/", 1)[-1] for problem in self.register.problems)
        return frozenset(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))

    @property
    def facts(self) -> TierFacts:
        """What decides a tier beyond the record itself."""
        return self.register.facts

    @cached_property
    def organizations(self) -> Mapping[str, list[Organization]]:
        """The organisations that go by a name, by the name, folded; an abbreviation is none."""
        records = (entry.record for entry in self.register.of_kind("organization"))
        return grouped(
            (name, each)
            for each in records
            if isinstance(each, Organization)
            for name in {fold_text(other) for other in [each.name, *(one.name for one in each.other_names)]}
        )

    def namesakes(self, names: Iterable[str], country: str | None) -> tuple[str, ...]:
        """Return the ids of the organisations of one of these names that sit, or may sit, in the country."""
        named = (each for name in names for each in self.organizations.get(fold_text(name), ()))
        here = (each.id for each in named if None in {country, each.country} or each.country == country)
        return tuple(dict.fromkeys(here))

    @cache_on_instance
    def named(self, kind: str) -> Mapping[str, Sequence[str]]:
        """Return the ids of the records of a kind that have a name, by folded name, ordered by path."""
        return self.register.called(kind)

    @cache_on_instance
    def is_present(self, refers: str, target: str) -> bool:
        """Tell whether what a field names by its id is there, of the kind that it refers to, read or not."""
        held = self.register.by_id.get(target)
        kind = refers.removesuffix("?")
        known = target in self.unread if held is None else held.kind == kind
        return known and (kind == refers or RECORD_ID.fits(target))  # the others may be plain text

    @cache_on_instance
    def is_hidden(self, source: str) -> bool:
        """Tell whether a sound record is stricter than public."""
        held = self.register.by_id.get(source)
        return held is not None and not held.broken and not self.register.is_public(source)

    @cache_on_instance
    def published(self, source: str) -> Day | None:
        """Return the last day on which a source may have appeared, nothing where that is not known."""
        held = self.register.by_id.get(source)
        when = held.published if held else None
        return when.latest if when and not when.open_end else None

    def secrets(self, tier: Tier) -> Suspects | None:
        """The names that readers of a tier may not know, nothing where there are none."""
        return self.closed_names if is_stricter(self._closest, tier) else None

    @cached_property
    def _closest(self) -> Tier:
        """The strictest tier of any name."""
        return strictest(*(tier for _, tier in self._closed.known))

    @cached_property
    def closed_names(self) -> Suspects:
        """The names that not everybody may know."""
        return self._suspects("known")

    @cached_property
    def closed_for_ever(self) -> Suspects:
        """The names that not everybody may know where nothing can be called back."""
        return self._suspects("lasting")

    def _suspects(self, which: Literal["known", "lasting"]) -> Suspects:
        named = attrgetter(which)
        return Suspects(named(self._closed), lambda: tuple(map(named, self._cases)), lambda: self._bodies)

    @cached_property
    def _bodies(self) -> tuple[Known, ...]:
        """The names of organisations, each with the tier of its record."""
        return tuple((name, row.tier) for row in self.register.rows_of("organization") for name in row.names)

    @property
    def _closed(self) -> Disclosure:
        return self.register.closed_names

    @property
    def _cases(self) -> tuple[Disclosure, ...]:
        return self.register.case_names

    @cache_on_instance
    def nearest(self, target: str, kind: str) -> str:
        """Return the id of this kind that is spelt most like another, nothing where none is."""
        ids = [each.id for each in self.register.of_kind(kind)]
        return next(iter(close_to(target, ids, n=1, many=FEW)), "")


class AroundNothing(Around):
    """What is known where a record is checked without the others, as the merge driver and `audit` do.

    No tier follows from the sources of an event or a claim, because they are not there.
    """

    @property
    def facts(self) -> TierFacts:
        """The facts beyond a record that its tier depends on."""
        return TierFacts(known=None)


class CheckedRecord(Struct, frozen=True, dict=True):
    """The record that a rule looks at."""

    entry: Entry
    around: Around

    @property
    def register(self) -> Register:
        """The register that holds it."""
        return self.around.register

    @property
    def record(self) -> Model | None:
        """The record as the model has it."""
        return self.entry.record

    @property
    def case(self) -> Case | None:
        """The record, if it is a case."""
        return self.entry.record if isinstance(self.entry.record, Case) else None

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The ledger, empty where the record has none."""
        return self.entry.events

    @cached_property
    def _row(self) -> RecordSummary | None:
        """The excerpt of the record, if somebody took it: of all that is in it rules ask for little."""
        return self.register.known_row(self.entry)

    @cached_property
    def references(self) -> Sequence[Reference]:
        """Every field of the record that names another one."""
        return self.survey.references

    @cached_property
    def tier(self) -> Tier:
        """The tier of the record as a whole."""
        return self.register.tier(self.entry.fields)

    @property
    def tiered(self) -> bool:
        """Whether tiers mean anything here: not in the settings, nor in what is left of a withdrawn case."""
        return self.entry.kind != "settings" and not self.entry.withdrawn

    @cached_property
    def loose(self) -> list[Reference]:
        """The references that lead to no other record."""
        if self.entry.kind == "settings":
            return []
        is_present = self.around.is_present
        return [each for each in self.references if not is_present(each.refers, each.target)]

    @property
    def survey(self) -> FieldScan:
        """What the record names, and the texts that a rule may have something to say of."""
        return self.entry.survey

    @cached_property
    def tiers(self) -> tuple[Tiered, ...]:
        """Every place of the record that may be stricter than what surrounds it, from the top down."""
        return list_tiered_places(self.entry.shape, self.entry.data, self._above, self.around.facts)

    def tier_of(self, path: Path) -> Tier:
        """Return the tier of any place of the record."""
        return tier_of(path, self.entry.shape, self.entry.data, self._above, self.around.facts)

    @property
    def _above(self) -> Tier:
        return self.tier if self.tiered else "public"

    @property
    def stated_tiers(self) -> list[TextField]:
        """Every tier that the record states."""
        return self.survey.tiers if self.tiered else []

    @cached_property
    def names(self) -> tuple[Known, ...]:
        """Every name of the person of a case, and who may know it."""
        if self.case is None:
            return ()
        return self._row.known if self._row else tuple(tiered_names(self.entry.fields, self.tier))

    @cached_property
    def lasting_names(self) -> tuple[Known, ...]:
        """The same names, and who may know them where nothing can be called back."""
        if self.case is None:
            return ()
        return self._row.lasting if self._row else tuple(lasting_names(self.entry.fields, self.tier))

    @cached_property
    def place_finder(self) -> PlaceFinder:
        """The finder of the position at which two events of the record can be one."""
        entry, register = self.entry, self.register
        return PlaceFinder(entry.kind, entry.fields, self.events, register.fold, register.connections)

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What the fold finds worth a look; in a ledger that is not folded, only what its dates say."""
        folds = self.case is not None
        if not folds and in_order(event.date for event in self.events):
            return ()
        course = self._row.course if self._row else self.register.course_of(self.entry)
        about = PLAIN
        if self.case:
            about = circumstances(self.case, self.register.settings, self.register.connections, SHIPPED)
        found = warnings(self.events, about, course=course)
        return tuple(each for each in found if folds or each.code == "out-of-order")
