"""The record that a rule checks, and facts about the register around it that several rules need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from operator import attrgetter
from typing import Any, Literal, TypeVar, TypeVarTuple

from msgspec import Struct

from casefile.checks.person_names import NonPublicNames
from casefile.checks.tier_bounds import TieredPlace, list_tiered_places, tier_of
from casefile.custody.circumstances import circumstances
from casefile.custody.joined_events import PlaceFinder
from casefile.custody.jurisdictions import SHIPPED
from casefile.custody.ledger_fold import PLAIN
from casefile.custody.ledger_warnings import LedgerWarning, warnings
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

MOST_COMPARED = 500
"""The greatest number of ids that are compared to propose one for an unknown id; both may be many."""


Arguments = TypeVarTuple("Arguments")
Answer = TypeVar("Answer")


def cache_on_instance(method: Callable[[Any, *Arguments], Answer]) -> Callable[[Any, *Arguments], Answer]:
    """Return a method that stores its results in the object, one for each tuple of hashable arguments."""
    name = f"_{method.__name__}"

    @wraps(method)
    def answer(self: Any, *asked: *Arguments) -> Answer:  # noqa: ANN401 - any object that has the method
        answers: dict[tuple[*Arguments], Answer] = self.__dict__.setdefault(name, {})
        if asked not in answers:
            answers[asked] = method(self, *asked)
        return answers[asked]

    return answer


@dataclass(frozen=True)
class RegisterContext:
    """The register of the checked records, with cached answers to questions that rules ask often."""

    register: Register

    @property
    def paths(self) -> Mapping[str, Sequence[str]]:
        """The paths of the files that state an id, by the id."""
        return self.register.stated

    @property
    def formerly(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that once had another id, by the former id."""
        return self.register.owners

    @cached_property
    def unread(self) -> frozenset[str]:
        """The ids that files may have which could not be read, from their names; such records may exist."""
        names = (problem.path.rsplit("/", 1)[-1] for problem in self.register.problems)
        return frozenset(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))

    @property
    def facts(self) -> TierFacts:
        """The facts apart from the record itself that decide its tiers."""
        return self.register.facts

    @cached_property
    def organizations(self) -> Mapping[str, list[Organization]]:
        """The organisations that have a name, by the folded name; abbreviations are not included."""
        records = (entry.record for entry in self.register.of_kind("organization"))
        return grouped(
            (name, each)
            for each in records
            if isinstance(each, Organization)
            for name in {fold_text(other) for other in [each.name, *(one.name for one in each.other_names)]}
        )

    def namesakes(self, names: Iterable[str], country: str | None) -> tuple[str, ...]:
        """Return the ids of organisations with one of these names that are, or may be, in the country.

        An organisation that states no country may be in any; so may all if `country` is None.
        """
        named = (each for name in names for each in self.organizations.get(fold_text(name), ()))
        here = (each.id for each in named if None in {country, each.country} or each.country == country)
        return tuple(dict.fromkeys(here))

    @cache_on_instance
    def named(self, kind: str) -> Mapping[str, Sequence[str]]:
        """Return the ids of the records of a kind by their folded names; a name's ids are ordered by path."""
        return self.register.called(kind)

    @cache_on_instance
    def is_present(self, refers: str, target: str) -> bool:
        """Return whether a field names an existing record of the right kind, also if its file cannot be read.

        `refers` is the kind that the field refers to, with `?` if it may contain plain text; `target` is its
        value.
        """
        held = self.register.by_id.get(target)
        kind = refers.removesuffix("?")
        known = target in self.unread if held is None else held.kind == kind
        return known and (kind == refers or RECORD_ID.fits(target))  # the others may be plain text

    @cache_on_instance
    def is_hidden(self, source: str) -> bool:
        """Return whether the record with this id has no errors and is not public."""
        held = self.register.by_id.get(source)
        return held is not None and not held.broken and not self.register.is_public(source)

    @cache_on_instance
    def published(self, source: str) -> Day | None:
        """Return the last day on which a source may have been published; None if that is not known."""
        held = self.register.by_id.get(source)
        when = held.published if held else None
        return when.latest if when and not when.open_end else None

    def secrets(self, tier: Tier) -> NonPublicNames | None:
        """Return the finder of non-public names, or None if a text of the tier may contain them all."""
        return self.closed_names if is_stricter(self._strictest_name_tier, tier) else None

    @cached_property
    def _strictest_name_tier(self) -> Tier:
        """The strictest tier of a name in the register."""
        return strictest(*(tier for _, tier in self._closed.known))

    @cached_property
    def closed_names(self) -> NonPublicNames:
        """The finder of the names that are not public."""
        return self._make_finder("known")

    @cached_property
    def closed_for_ever(self) -> NonPublicNames:
        """The finder of the names that may not be public permanently, for texts such as ids."""
        return self._make_finder("lasting")

    def _make_finder(self, which: Literal["known", "lasting"]) -> NonPublicNames:
        named = attrgetter(which)
        return NonPublicNames(
            named(self._closed),
            lambda: tuple(map(named, self._cases)),
            lambda: self._bodies,
            self.register.finder_of,
        )

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
        """Return the id of a record of this kind that is spelt most like `target`; empty if none is close."""
        ids = [each.id for each in self.register.of_kind(kind)]
        return next(iter(close_to(target, ids, n=1, many=MOST_COMPARED)), "")


class AroundNothing(RegisterContext):
    """The register around a record that is checked without the others, as the merge driver and `audit` do.

    No tier follows from the sources of an event or a claim, because their records are not known.
    """

    @property
    def facts(self) -> TierFacts:
        """The facts apart from the record itself that decide its tiers: none is known."""
        return TierFacts(known=None)


class CheckedRecord(Struct, frozen=True, dict=True):
    """The record that a rule checks, with facts about it that are computed once."""

    entry: Entry
    around: RegisterContext

    @property
    def register(self) -> Register:
        """The register that contains the record."""
        return self.around.register

    @property
    def record(self) -> Model | None:
        """The parsed record; None if the file has errors."""
        return self.entry.record

    @property
    def case(self) -> Case | None:
        """The record if it is a case, else None."""
        return self.entry.record if isinstance(self.entry.record, Case) else None

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events of the record; empty for a kind without events."""
        return self.entry.events

    @cached_property
    def _row(self) -> RecordSummary | None:
        """The summary of the record, if the register has it already: most rules need no more."""
        return self.register.known_row(self.entry)

    @cached_property
    def references(self) -> Sequence[Reference]:
        """Every field of the record that names another record."""
        return self.survey.references

    @cached_property
    def tier(self) -> Tier:
        """The tier of the record as a whole."""
        return self.register.tier(self.entry.fields)

    @property
    def tiered(self) -> bool:
        """Whether tiers apply to the record: not to the settings, nor to a withdrawal notice."""
        return self.entry.kind != "settings" and not self.entry.withdrawn

    @cached_property
    def loose(self) -> list[Reference]:
        """The references whose value is not the id of a record of the right kind; none for the settings.

        Names in plain text are among them.
        """
        if self.entry.kind == "settings":
            return []
        is_present = self.around.is_present
        return [each for each in self.references if not is_present(each.refers, each.target)]

    @property
    def survey(self) -> FieldScan:
        """The fields of the record that rules need: references, tiers, codes and texts."""
        return self.entry.survey

    @cached_property
    def tiers(self) -> tuple[TieredPlace, ...]:
        """Every place of the record that may be stricter than the data around it, the outer ones first.

        The first one is the record itself.
        """
        return list_tiered_places(self.entry.shape, self.entry.data, self._above, self.around.facts)

    def tier_of(self, path: Path) -> Tier:
        """Return the tier of the value at a path of the record; KeyError or IndexError if there is none."""
        return tier_of(path, self.entry.shape, self.entry.data, self._above, self.around.facts)

    @property
    def _above(self) -> Tier:
        return self.tier if self.tiered else "public"

    @property
    def stated_tiers(self) -> list[TextField]:
        """Every `tier` field that the record states."""
        return self.survey.tiers if self.tiered else []

    @cached_property
    def names(self) -> tuple[Known, ...]:
        """Every name of the person of a case, with its tier; empty for other records."""
        if self.case is None:
            return ()
        return self._row.known if self._row else tuple(tiered_names(self.entry.fields, self.tier))

    @cached_property
    def lasting_names(self) -> tuple[Known, ...]:
        """The same names with the tier that each has in texts that cannot be withdrawn, such as ids."""
        if self.case is None:
            return ()
        return self._row.lasting if self._row else tuple(lasting_names(self.entry.fields, self.tier))

    @cached_property
    def place_finder(self) -> PlaceFinder:
        """The finder of the position in the ledger at which two events can be joined to one."""
        entry, register = self.entry, self.register
        return PlaceFinder(entry.kind, entry.fields, self.events, register.fold, register.connections)

    @cached_property
    def remarks(self) -> tuple[LedgerWarning, ...]:
        """The warnings about the ledger of the record; if it is not a case, only those about dates."""
        folds = self.case is not None
        if not folds and in_order(event.date for event in self.events):
            return ()
        course = self._row.course if self._row else self.register.course_of(self.entry)
        about = PLAIN
        if self.case:
            about = circumstances(self.case, self.register.settings, self.register.connections, SHIPPED)
        found = warnings(self.events, about, course=course)
        return tuple(each for each in found if folds or each.code == "out-of-order")
