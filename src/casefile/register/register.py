"""The register: all files of one moment, read once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from typing import TYPE_CHECKING, cast

from casefile.errors import BrokenData, NotFound, Problem
from casefile.model.plain_data import Data
from casefile.model.record_labels import Labels
from casefile.model.tiers import TierFacts, record_tier
from casefile.model.visible_text import shorten_text, visible
from casefile.model.vocabularies import Tier
from casefile.names import fold_text, matches, sounds_like
from casefile.names.close_matches import close_to
from casefile.register.entry import SETTINGS, Entry, Rules
from casefile.register.lazy_entry import LazyEntry, rules_of
from casefile.register.record_summary import Disclosure, RecordSummary, Reference

if TYPE_CHECKING:
    from casefile.custody.course import Course
    from casefile.model.records import Case
    from casefile.model.settings import Settings

TYPED = 40
"""Characters of what was typed that a refusal repeats."""


def stated_settings(entry: Entry | None) -> Settings:
    """Return the settings that casefile.yaml states, the defaults where it is absent.

    Of one with errors they are the strictest: the ids of the register may be made of names.
    """
    if entry is None:
        return _settings()
    is_sound = entry.kind == "settings" and not entry.broken
    return cast("Settings", entry.record) if is_sound else _settings(ids="names")


@cache
def _settings(**stated: str) -> Settings:
    from casefile.model.record_parser import admit  # noqa: PLC0415 - pydantic: not for what is remembered

    return cast("Settings", admit("settings", {"schema": "casefile/settings/1", **stated}).record)


class Register:
    """All entries of a snapshot by path; nothing here reaches the disk, and nothing changes.

    `problems` are those of files that could not even be read as an entry. A broken entry stays listed in
    `entries` and keeps its id, so that what refers to it is not called missing. `strays` are files that are
    no records and may hold what one would: of them only the names matter, which must not leave. `unjudged`
    says why it is not known which withdrawn cases are here again, and what to do about it; None where it is
    known. `taken_out` are these cases as git's history has them. `withdrawn_ids` are the ids that no new
    case may have because withdrawn cases had them. They are set by `write` for its planners; any other
    register has no such attribute.
    """

    unjudged: tuple[str, str] | None = None
    taken_out: tuple[Entry, ...] = ()
    withdrawn_ids: Container[str]
    strays: tuple[Entry, ...] = ()

    def __init__(
        self, entries: Iterable[Entry], problems: Iterable[Problem] = (), strays: Iterable[Entry] = ()
    ) -> None:
        self.entries: Mapping[str, Entry] = {
            entry.path: entry for entry in sorted(entries, key=lambda each: each.path)
        }
        self.problems = tuple(problems)
        self.strays = tuple(strays)
        self._rows: dict[str, RecordSummary] = {}

    @property
    def unreadable(self) -> tuple[Entry, ...]:
        """The files with errors, and those that are no records: they may contain anything."""
        return (*(each for each in self.entries.values() if each.broken), *self.strays)

    @property
    def unlisted(self) -> tuple[Entry, ...]:
        """What is no record of the register and may contain names and ids that must not leave."""
        return (*self.strays, *self.taken_out)

    @cached_property
    def settings(self) -> Settings:
        """The settings: the defaults where casefile.yaml is absent, the strictest where it has errors."""
        return stated_settings(self.entries.get(SETTINGS))

    def tier(self, data: Data) -> Tier:
        """Return who may know of a record; one that states no tier has that of the settings."""
        return record_tier(data, self.settings.default_tier)

    @cached_property
    def rules(self) -> Rules:
        """The settings that the excerpts depend on, as plain values."""
        entry = self.entries.get(SETTINGS)
        known = entry.outline.rules if isinstance(entry, LazyEntry) else None
        return known or rules_of(self.settings)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Every record by its id, broken ones too.

        Where two files state one id nobody can tell whose it is: it stands for a broken entry with the
        problems of both, so that neither is shown in place of the other.
        """
        found: dict[str, Entry] = {}
        for stated, entries in self._stating.items():
            first, *others = entries
            found[stated] = _in_conflict(first, entries) if others else first
        for entry in self.entries.values():
            if not entry.readable and entry.kind != "settings":
                found.setdefault(entry.id, entry)
        return dict(sorted(found.items(), key=lambda item: item[1].path))

    @cached_property
    def _stating(self) -> Mapping[str, list[Entry]]:
        """The entries that state each id, in the order of their paths."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            if entry.readable and entry.kind != "settings":
                found.setdefault(entry.id, []).append(entry)
        return found

    @cached_property
    def unshown(self) -> tuple[Problem, ...]:
        """What is wrong with files that are therefore not shown, in the order of their places."""
        broken = [entry for entry in (*self.by_id.values(), *self.entries.values()) if entry.broken]
        return tuple(sorted({*self.problems, *(problem for entry in broken for problem in entry.problems)}))

    @cached_property
    def rows(self) -> tuple[RecordSummary, ...]:
        """The excerpts of all sound records, in the order of their paths."""
        return tuple(self.row_of(entry) for entry in self.by_id.values() if not entry.broken)

    @property
    def is_empty(self) -> bool:
        """Whether there is no sound record."""
        return all(entry.broken for entry in self.by_id.values())

    @property
    def cases(self) -> int:
        """How many sound cases there are that were not withdrawn."""
        return sum(not (each.broken or each.withdrawn) for each in self.of_kind("case"))

    @cached_property
    def connections(self) -> Mapping[str, str | None]:
        """The connection of each source to the person, where it states one, by its id and its former ones.

        None for a former id of several sources whose connections differ: nobody can tell which one is cited.
        """
        found = {key: self.by_id[key].connection for key in self.sources}
        for old, ids in self.former:
            if self.sources.issuperset(ids):
                of_all = {found[each] for each in ids}
                found[old] = of_all.pop() if len(of_all) == 1 else None
        return found

    @cached_property
    def addresses(self) -> Mapping[str, Sequence[str]]:
        """The ids of the sources that have an address, by its key, in the order of their paths."""
        found: dict[str, list[str]] = {}
        for entry in self.of_kind("source"):
            for key in () if entry.broken or entry.withdrawn else dict.fromkeys(entry.addresses):
                found.setdefault(key, []).append(entry.id)
        return found

    @cached_property
    def sources(self) -> frozenset[str]:
        """The present ids of all sources that can be read, also of those that state no connection."""
        sources = (each for each in self.by_id.items() if each[1].kind == "source")
        return frozenset(key for key, entry in sources if not entry.broken and not entry.withdrawn)

    @cached_property
    def close_sources(self) -> frozenset[str]:
        """The ids, former ones too, of sources that are or may be the person, a relative or a lawyer.

        An entry that rests on them alone would tell who talked.
        """
        return self.with_former({key for key in self.sources if self.by_id[key].may_be_close})

    @property
    def former(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The ids that no record has any more, each with the present ids of those that had it."""
        return ((old, ids) for old, ids in self.owners.items() if old not in self.by_id)

    def with_former(self, ids: AbstractSet[str]) -> frozenset[str]:
        """Return these ids, with each former one that a record with one of these had."""
        return frozenset(ids).union(old for old, present in self.former if not ids.isdisjoint(present))

    @cached_property
    def facts(self) -> TierFacts:
        """The facts beyond the records that tiers depend on; they include former ids of sources."""
        known = self.sources
        known |= {old for old, ids in self.former if known.issuperset(ids)}
        return TierFacts(self.close_sources, known)

    @property
    def ids(self) -> AbstractSet[str]:
        """The id of every record, broken ones too."""
        return self.by_id.keys()

    @cached_property
    def stated(self) -> Mapping[str, Sequence[str]]:
        """The files that state an id, by the id, or whose name gives it."""
        found: dict[str, list[str]] = {}
        for entry in self.entries.values():
            if entry.kind != "settings":
                found.setdefault(entry.id, []).append(entry.path)
        return found

    @cached_property
    def owners(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that once had an id, by the old one."""
        found: dict[str, list[str]] = {}
        for entry in self.by_id.values():
            for old in entry.formerly:
                found.setdefault(old, []).append(entry.id)
        return found

    @cached_property
    def formerly(self) -> Mapping[str, str]:
        """Ids that records had before a rename, and the ids that they have now."""
        return {old: ids[-1] for old, ids in self.owners.items()}

    def current(self, record_id: str) -> str:
        """Return the id of today for an id or a former id; a record that has the id today comes first."""
        return record_id if record_id in self.by_id else self.formerly.get(record_id, record_id)

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a kind, broken ones too, in the order of their paths."""
        return (entry for entry in self.by_id.values() if entry.kind == kind)

    def rows_of(self, kind: str) -> tuple[RecordSummary, ...]:
        """Return the excerpts of the sound records of a kind, in the order of their paths."""
        return tuple(self.row_of(entry) for entry in self.of_kind(kind) if not entry.broken)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries of all sound cases."""
        return frozenset(row.country for row in self.rows if row.kind == "case" and row.country)

    def with_parts(self, ids: Iterable[str]) -> frozenset[str]:
        """Return these ids, with those of all situations that are part of them, however deep."""
        found, situations = frozenset(ids), self.rows_of("situation")
        while True:
            more = found | {row.id for row in situations if not found.isdisjoint(row.situations)}
            if more == found:
                return found
            found = more

    def linked(self, ids: Collection[str]) -> tuple[RecordSummary, ...]:
        """Return the excerpts of the sound records that are, or name, one of these, by their paths."""
        return tuple(map(self.row_of, self.linked_entries(ids)))

    def linked_entries(self, ids: Collection[str]) -> Iterator[Entry]:
        """Yield the sound records that are, or name, one of these, by their paths."""
        found = {*ids}.union(*(self._ids_naming.get(each, ()) for each in ids))
        entries = (self.by_id[each] for each in found if each in self.by_id)
        return iter(sorted((each for each in entries if not each.broken), key=lambda entry: entry.path))

    @cached_property
    def _ids_naming(self) -> Mapping[str, Sequence[str]]:
        """The ids of the sound records that name another one, by its id."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            for target in {each.target for each in row.references}:
                found.setdefault(target, []).append(row.id)
        return found

    def called(self, kind: str) -> Mapping[str, str]:
        """Return the ids of a kind of records by their names, folded; of a name that two have, the first."""
        return {fold_text(name): row.id for row in reversed(self.rows_of(kind)) for name in row.names}

    def titles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the path of every sound shared record with all that it is called by."""
        yield from ((row.path, row.names) for row in self.rows if row.kind != "case")

    def is_public(self, record_id: str) -> bool:
        """Tell whether there is a sound record of this id that everybody may know."""
        entry = self.by_id.get(record_id)
        return entry is not None and not entry.broken and self._disclosed(entry).tier == "public"

    @property
    def case_names(self) -> tuple[Disclosure, ...]:
        """The names of all sound cases, in the order of their paths."""
        return tuple(self.names_by_path.values())

    @cached_property
    def names_by_path(self) -> Mapping[str, Disclosure]:
        """The names of all sound cases by their paths."""
        cases = (entry for entry in self.of_kind("case") if not entry.broken)
        return {entry.path: self._disclosed(entry) for entry in cases}

    def names_holding(self, stems: frozenset[str]) -> Mapping[str, Disclosure] | None:  # noqa: ARG002 - others can
        """Return the names of sound cases, by paths, of which words have these stems, or of more cases.

        None if that takes a look at every case.
        """
        return None

    def _disclosed(self, entry: Entry) -> Disclosure:
        known = entry.stored_disclosure(self.settings.default_tier)
        if known is None:
            row = self.row_of(entry)
            known = Disclosure(row.tier, row.known, row.lasting)
        return known

    @cached_property
    def closed_names(self) -> Disclosure:
        """The names of cases that not everybody may know, now and for ever; the tier means nothing."""
        every = [*self.closed_by_path.values()]
        known = (each for row in every for each in row.known if each[1] != "public")
        lasting = (each for row in every for each in row.lasting if each[1] != "public")
        return Disclosure("sealed", tuple(known), tuple(lasting))

    @property
    def closed_by_path(self) -> Mapping[str, Disclosure]:
        """The closed names of sound cases by their paths, at least of those that have any."""
        return self.names_by_path

    def row(self, record_id: str) -> RecordSummary:
        """Return the excerpt of a sound record."""
        return self.row_of(self.by_id[record_id])

    @cached_property
    def labels(self) -> Labels:
        """The labels of the sound shared records, by id."""
        return Labels(self.label, lambda: self.by_id)

    def label(self, record_id: str) -> tuple[str, str] | None:
        """Return the label of a sound record, and the publisher of a source; None where there is none."""
        entry = self.by_id.get(record_id)
        if entry is None or entry.broken:
            return None
        row = self.row_of(entry)
        return row.label, row.publisher

    def forget(self, entry: Entry) -> None:
        """Drop from memory what can be read, or computed, of an entry once more."""
        self._rows.pop(entry.path, None)
        entry.let_go()

    def row_of(self, entry: Entry) -> RecordSummary:
        """Return the excerpt of this entry, even where another one has its id."""
        row = self.known_row(entry)
        if row is None:
            row = self._rows[entry.path] = self._excerpt(entry)
        return row

    def known_row(self, entry: Entry) -> RecordSummary | None:
        """Return the excerpt of an entry where it need not be taken any more."""
        row = self._rows.get(entry.path) or entry.stored_row(self.rules, self.connections)
        if row is not None:
            self._rows[entry.path] = row
        return row

    def course_of(self, entry: Entry) -> Course | None:
        """Return the course of this entry without the rest of its excerpt; None for what is no sound case."""
        if entry.record is None:
            return None
        from casefile.register.summary_builder import course_of  # noqa: PLC0415 - the model: not for what is remembered

        return course_of(entry.record, self.connections, self.settings)

    def fold(self, case: Case) -> Course:
        """Return the course of a case that need not be a file of the register yet."""
        from casefile.custody.ledger_fold import fold_case  # noqa: PLC0415 - the model: not for what is remembered

        return fold_case(case, self.settings, self.connections)

    def replacing(self, *entries: Entry, without: Iterable[str] = ()) -> Register:
        """Return the register as it would be with these entries in place of those at their paths."""
        gone = {*without}
        kept = {path: entry for path, entry in self.entries.items() if path not in gone}
        changed = {entry.path: entry for entry in entries}
        overlay = Register({**kept, **changed}.values(), self.problems, self.strays)
        overlay.taken_out = self.taken_out
        moved = [*entries, *(self.entries[path] for path in (*changed, *gone) if path in self.entries)]
        if not any(entry.kind == "settings" for entry in moved):
            sources = {entry.id for entry in moved if entry.kind == "source"}
            overlay._rows = {
                path: row
                for path, row in self._rows.items()
                if path in kept and path not in changed and not (sources and row.links(sources))
            }
        return overlay

    def find(self, words: str, kind: str | None = None) -> Entry:
        """Return the one record that an id, a unique prefix of one, or a name or part of one means.

        Only where nothing is spelt so, names are found as any other romanisation of them has it; never one
        that is merely near. Raises NotFound with the list where there are several, with the nearest ids where
        there is none, and BrokenData where the record that is meant has errors.
        """
        exact = self.find_by_id(words)
        if exact and kind in {None, exact.kind}:
            return self._sound(exact)
        found = self._candidates(words, kind)
        broken = self._broken(words, kind)
        if not (found or broken):
            found, broken = self._alike(words, kind), self._broken(words, kind, sounds_like)
        if len(found) > 1:
            lines = "".join(f"\n  {row.id}  {row.name}" for row in found[:20])
            raise NotFound("CF303", f"{len(found)} records match{lines}", "type more of the name, or an id")
        if not found and broken:
            return self._sound(broken[0])
        if not found:
            said = f"no {kind or 'record'} matches “{shorten_text(visible(words), TYPED)}”"
            raise NotFound("CF301", said, self._nearest(words, kind))
        return self.by_id[found[0].id]

    def find_by_id(self, words: str) -> Entry | None:
        """Return the record that has or had exactly this id, one with errors too."""
        return self.by_id.get(words) or self.by_id.get(self.formerly.get(words, ""))

    def citing(self, record_id: str) -> Iterator[tuple[RecordSummary, Reference]]:
        """Yield every field of a sound record that names this one."""
        for row in self.linked([record_id]):
            yield from ((row, each) for each in row.references if each.target == record_id)

    def organization(self, text: str) -> RecordSummary | None:
        """Return the organisation that a text names: by id, or by one of its names exactly (`called`)."""
        plain = fold_text(text)
        found = (self.by_id.get(each) for each in (text, plain, self._bodies.get(plain, "")))
        bodies = (entry for entry in found if entry and entry.kind == "organization" and not entry.broken)
        return next(map(self.row_of, bodies), None)

    def full_name(self, text: str) -> str:
        """Return the full name of an organisation, the label of another shared record, other text as it is.

        It is for readers who do not know the short forms of a country's authorities.
        """
        organization = self.organization(text)
        return organization.name if organization else self.labels.get(text, text)

    @cached_property
    def _bodies(self) -> Mapping[str, str]:
        return self.called("organization")

    def _candidates(self, words: str, kind: str | None) -> list[RecordSummary]:
        """Return the records that the beginning of an id or a part of a name may mean."""
        query = fold_text(words)
        return [
            self.row(record)
            for record, names in self._spellings(kind)
            if (words and record.startswith(words)) or any(matches(query, name) for name in names)
        ]

    def _alike(self, words: str, kind: str | None) -> list[RecordSummary]:
        """Return the records of which a name may be spelt so, in another script or romanisation."""
        rows = [row for row in self.rows if kind in {None, row.kind}]
        return [row for row in rows if any(sounds_like(words, name) for name in row.names)]

    def _broken(
        self, words: str, kind: str | None, fits: Callable[[str, str], bool] = matches
    ) -> list[Entry]:
        """Return the records with errors that are meant: what is broken must not be called absent."""
        query = fold_text(words)
        return [
            entry
            for entry in self.by_id.values()
            if entry.broken
            and kind in {None, entry.kind}
            and (
                (words and entry.id.startswith(words)) or any(fits(query, name) for name in _raw_names(entry))
            )
        ]

    def _sound(self, entry: Entry) -> Entry:
        if entry.broken:
            raise BrokenData("CF305", f"{entry.path} has errors", "mend them first", entry.problems)
        return entry

    def _nearest(self, words: str, kind: str | None) -> str:
        """Say which ids may have been meant, and where all stand."""
        close = self.nearest(words, kind)
        command = "casefile list" if kind in {None, "case"} else f"casefile {kind} list"
        meant = f"did you mean {', '.join(close[:3])}? " if close else ""
        return f"{meant}{command} shows all of them"

    def nearest(self, words: str, kind: str | None = None) -> list[str]:
        """Return the ids that may have been meant by their spelling or that of a name, the nearest first."""
        from casefile.names.name_parts import is_particle  # noqa: PLC0415 - most lookups find something

        spelt: dict[str, str] = {}
        for record, names in self._spellings(kind):
            each = (word for name in names for word in name.split())
            parts = (*names, *(word for word in each if not is_particle(word)))
            for part in parts:
                spelt.setdefault(part, record)
            spelt[record] = record
        typed = dict.fromkeys((words.lower(), fold_text(words)))
        return [*dict.fromkeys(spelt[near] for word in typed for near in close_to(word, spelt, n=3))]

    def _spellings(self, kind: str | None) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the id of each sound record of a kind, of all if None, with its names in plain letters."""
        yield from ((row.id, row.folded_names) for row in self.rows if kind in {None, row.kind})

    def _excerpt(self, entry: Entry) -> RecordSummary:
        return excerpt_of(entry, self.settings, self.connections)


def excerpt_of(entry: Entry, settings: Settings, connections: Mapping[str, str | None]) -> RecordSummary:
    """Take the excerpt of an entry, by settings and how sources stand; BrokenData CF305 if it has errors."""
    from casefile.register.summary_builder import excerpt  # noqa: PLC0415 - the model: not for what is remembered

    if entry.record is None or entry.data is None:
        raise BrokenData("CF305", f"{entry.path} has errors", "mend them first", entry.problems)
    return excerpt(
        entry.record,
        entry.kind,
        entry.path,
        entry.data,
        entry.survey.references,
        connections=connections,
        settings=settings,
    )


def _in_conflict(first: Entry, entries: list[Entry]) -> Entry:
    """Return an entry that stands for several files with one id."""
    problems = [problem for entry in entries if entry is not first for problem in entry.problems]
    for entry in entries:
        other = next(each.path for each in entries if each is not entry)
        problems.append(entry.problem(("id",), "CF312", "error", f"{other} has the same id", ANOTHER_ID))
    return first.with_error(*problems)


ANOTHER_ID = "give one of them another id, and mend what refers to it"


def _raw_names(entry: Entry) -> Iterator[str]:
    """Yield what a record with errors seems to be called, in plain Latin letters."""
    data = entry.fields
    person = data.get("person")
    for holder in (data, person if isinstance(person, dict) else {}):
        yield from (fold_text(str(holder[name])) for name in ("name", "title") if name in holder)
    yield fold_text(entry.id)
