"""The register: all entries of one snapshot, read once, with lookups between them."""

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
from casefile.names import find_begun, fold_text, matches, sounds_like
from casefile.names.close_matches import close_to
from casefile.names.groups_by_key import grouped
from casefile.register.entry import SETTINGS, Entry, Rules
from casefile.register.lazy_entry import LazyEntry, rules_of
from casefile.register.record_summary import Disclosure, RecordSummary, Reference

if TYPE_CHECKING:
    from casefile.custody.course import Course
    from casefile.model.records import Case
    from casefile.model.settings import Settings
    from casefile.names.hidden_names import HiddenNames

TYPED = 40
"""The most characters of a typed word that an error message repeats."""


def stated_settings(entry: Entry | None) -> Settings:
    """Return the settings in the entry of casefile.yaml, or the defaults if the file is absent (None).

    If it has errors, the defaults are returned with `ids: names`: the ids may contain names, which are then
    protected.
    """
    if entry is None:
        return _settings()
    is_sound = entry.kind == "settings" and not entry.broken
    return cast("Settings", entry.record) if is_sound else _settings(ids="names")


@cache
def _settings(**stated: str) -> Settings:
    from casefile.model.record_parser import admit  # noqa: PLC0415 - pydantic: cached answers do not need it

    return cast("Settings", admit("settings", {"schema": "casefile/settings/1", **stated}).record)


class Register:
    """All entries of a snapshot by path. Its entries do not change; only lazy entries read their own files.

    `problems` are those of files that could not be read as an entry at all. An entry with errors stays in
    `entries` and keeps its id, so that references to it are not reported as missing. `strays` are files that
    are not records but may contain the data of one: only the names in them matter, which may not be
    published. `unjudged` is the reason why it is not known which withdrawn cases are in the register again,
    with a hint; None if it is known. `taken_out` are the withdrawn cases as git's history has them.
    `withdrawn_ids` are the ids that no new case may have because withdrawn cases had them. They are set when
    a write is planned; any other register has no such attribute.
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
        """The files with errors, and those that are not records: they may contain anything."""
        return (*(each for each in self.entries.values() if each.broken), *self.strays)

    @property
    def unlisted(self) -> tuple[Entry, ...]:
        """Files that are not records of the register, but may contain names and ids to withhold."""
        return (*self.strays, *self.taken_out)

    @cached_property
    def settings(self) -> Settings:
        """The settings: the defaults if casefile.yaml is absent, the strictest if it has errors."""
        return stated_settings(self.entries.get(SETTINGS))

    def tier(self, data: Data) -> Tier:
        """Return the tier of a record; one that states none has the default tier of the settings."""
        return record_tier(data, self.settings.default_tier)

    @cached_property
    def rules(self) -> Rules:
        """The settings on which the record summaries depend, as plain values."""
        entry = self.entries.get(SETTINGS)
        known = entry.outline.rules if isinstance(entry, LazyEntry) else None
        return known or rules_of(self.settings)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """All records by id, also those with errors, in the order of their paths.

        If two files state the same id, the id belongs to an entry with errors that has the problems of both,
        so that neither file is shown in place of the other.
        """
        found: dict[str, Entry] = {}
        for stated, entries in self._stating.items():
            first, *others = entries
            found[stated] = _join_conflicting(first, entries) if others else first
        for entry in self.entries.values():
            if not entry.readable and entry.kind != "settings":
                found.setdefault(entry.id, entry)
        return dict(sorted(found.items(), key=lambda item: item[1].path))

    @cached_property
    def _stating(self) -> Mapping[str, list[Entry]]:
        """The entries of readable files by the id that they state, in the order of their paths."""
        stating = (each for each in self.entries.values() if each.readable and each.kind != "settings")
        return grouped((each.id, each) for each in stating)

    @cached_property
    def unshown(self) -> tuple[Problem, ...]:
        """The problems of files that could not be read or have errors, and so are not shown, sorted."""
        broken = [entry for entry in (*self.by_id.values(), *self.entries.values()) if entry.broken]
        return tuple(sorted({*self.problems, *(problem for entry in broken for problem in entry.problems)}))

    def valid_entries(self, kind: str | None = None) -> Iterable[Entry]:
        """Yield the valid records of a kind (all kinds if None), withdrawal notices too, ordered by path."""
        found = self.by_id.values() if kind is None else self.of_kind(kind)
        return (entry for entry in found if not entry.broken)

    @cached_property
    def rows(self) -> tuple[RecordSummary, ...]:
        """The record summaries of all valid records, in the order of their paths."""
        return self.rows_of(None)

    @property
    def is_empty(self) -> bool:
        """Whether the register contains no valid record."""
        return not any(True for _ in self.valid_entries())

    @cached_property
    def cases(self) -> int:
        """The number of valid cases that were not withdrawn."""
        return sum(not (each.broken or each.withdrawn) for each in self.of_kind("case"))

    @cached_property
    def connections(self) -> Mapping[str, str | None]:
        """The connection of each source to the person, or None, by the id and the former ids of the source.

        It is None for a former id of several sources with different connections: it is not known which of
        them is cited.
        """
        found = {key: self.by_id[key].connection for key in self.sources}
        for old, ids in self.former:
            if self.sources.issuperset(ids):
                of_all = {found[each] for each in ids}
                found[old] = of_all.pop() if len(of_all) == 1 else None
        return found

    @cached_property
    def addresses(self) -> Mapping[str, Sequence[str]]:
        """The ids of the sources with a URL, by its digest (`address_key`), in the order of their paths."""
        sources = (each for each in self.of_kind("source") if not each.broken and not each.withdrawn)
        return grouped((key, each.id) for each in sources for key in dict.fromkeys(each.addresses))

    @cached_property
    def sources(self) -> frozenset[str]:
        """The present ids of all valid sources, also of those that state no connection."""
        sources = (each for each in self.by_id.items() if each[1].kind == "source")
        return frozenset(key for key, entry in sources if not entry.broken and not entry.withdrawn)

    @cached_property
    def close_sources(self) -> frozenset[str]:
        """The ids and former ids of sources that are or may be the person, a relative or a lawyer.

        An entry that cites only such sources would reveal who gave the information.
        """
        return self.with_former({key for key in self.sources if self.by_id[key].may_be_close})

    @property
    def former(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The ids that no record has any more, each with the present ids of the records that had it."""
        return ((old, ids) for old, ids in self.owners.items() if old not in self.by_id)

    def with_former(self, ids: AbstractSet[str]) -> frozenset[str]:
        """Return these ids, and the former ids of the records that have them."""
        return frozenset(ids).union(old for old, present in self.former if not ids.isdisjoint(present))

    @cached_property
    def facts(self) -> TierFacts:
        """The facts outside a record on which the tiers in it depend; they include former ids of sources."""
        known = self.sources
        known |= {old for old, ids in self.former if known.issuperset(ids)}
        return TierFacts(self.close_sources, known)

    @cached_property
    def stated(self) -> Mapping[str, Sequence[str]]:
        """The paths of the files with an id, stated in the file or else given by its path, by the id."""
        return grouped((each.id, each.path) for each in self.entries.values() if each.kind != "settings")

    @cached_property
    def owners(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that had a former id, by the former id."""
        return grouped((old, each.id) for each in self.by_id.values() for old in each.formerly)

    @cached_property
    def formerly(self) -> Mapping[str, str]:
        """The present id of a record by each of its former ids; if several had one, the last by path."""
        return {old: ids[-1] for old, ids in self.owners.items()}

    def current(self, record_id: str) -> str:
        """Return the present id for an id or a former id; an unknown id is returned unchanged.

        A record that has the id now has priority over one that had it.
        """
        return record_id if record_id in self.by_id else self.formerly.get(record_id, record_id)

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a kind, also those with errors, in the order of their paths."""
        return (entry for entry in self.by_id.values() if entry.kind == kind)

    def rows_of(self, kind: str | None) -> tuple[RecordSummary, ...]:
        """Return the record summaries of the valid records of a kind, or of all kinds, ordered by path."""
        return tuple(map(self.row_of, self.valid_entries(kind)))

    @property
    def summaries_in_memory(self) -> dict[str, RecordSummary]:
        """A copy of the summaries that were computed or read from the index so far, by path."""
        return {**self._rows}

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries of all valid cases."""
        return frozenset(row.country for row in self.rows if row.kind == "case" and row.country)

    def with_parts(self, ids: Iterable[str]) -> frozenset[str]:
        """Return these ids with those of all situations that are part of them, at any depth, and former ids.

        A record that was changed on another branch may still refer to a situation by its former id.
        """
        found, situations = self.with_former({*ids}), self.rows_of("situation")
        while True:
            parts = {row.id for row in situations if not found.isdisjoint(row.situations)}
            more = found | self.with_former(parts)
            if more == found:
                return found
            found = more

    def linked(self, ids: Collection[str]) -> tuple[RecordSummary, ...]:
        """Return the summaries of the valid records with these ids, and of those that refer to them.

        They are in the order of their paths.
        """
        return tuple(map(self.row_of, self.linked_entries(ids)))

    def linked_entries(self, ids: Collection[str]) -> Iterator[Entry]:
        """Yield the valid records with these ids, and those that refer to them, ordered by path."""
        found = {*ids}.union(*(self._ids_naming.get(each, ()) for each in ids))
        entries = (self.by_id[each] for each in found if each in self.by_id)
        return iter(sorted((each for each in entries if not each.broken), key=lambda entry: entry.path))

    @cached_property
    def _ids_naming(self) -> Mapping[str, Sequence[str]]:
        """The ids of the valid records that refer to a record, by the id of the record they refer to."""
        return grouped((key, row.id) for row in self.rows for key in {each.target for each in row.references})

    def called(self, kind: str) -> Mapping[str, Sequence[str]]:
        """Return the ids of the records of a kind that have a name, by folded name, ordered by path."""
        rows = self.rows_of(kind)
        return grouped((name, row.id) for row in rows for name in dict.fromkeys(map(fold_text, row.names)))

    def similar(self, names: Collection[str]) -> tuple[RecordSummary, ...]:  # noqa: ARG002 - the index uses them
        """Return the summaries of all valid cases that may have a name similar to one of these names.

        The result may contain other cases too: in this class it contains all of them, ordered by path.
        """
        return self.rows_of("case")

    def titles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the path and the names of each valid record that is not a case."""
        yield from ((row.path, row.names) for row in self.rows if row.kind != "case")

    def is_public(self, record_id: str) -> bool:
        """Return whether a valid record with this id exists and its tier is public."""
        entry = self.by_id.get(record_id)
        return entry is not None and not entry.broken and self.disclosure_of(entry).tier == "public"

    @property
    def case_names(self) -> tuple[Disclosure, ...]:
        """The names of all valid cases, in the order of their paths."""
        return tuple(self.names_by_path.values())

    @cached_property
    def names_by_path(self) -> Mapping[str, Disclosure]:
        """The names of all valid cases by their paths."""
        cases = (entry for entry in self.of_kind("case") if not entry.broken)
        return {entry.path: self.disclosure_of(entry) for entry in cases}

    def disclosure_of(self, entry: Entry) -> Disclosure:
        """Return the tier of a valid record, and the names of a case with their tiers.

        Raises BrokenData CF305 if the entry has errors.
        """
        known = entry.stored_disclosure(self.settings.default_tier)
        if known is None:
            row = self.row_of(entry)
            known = Disclosure(row.tier, row.known, row.lasting)
        return known

    @cached_property
    def closed_names(self) -> Disclosure:
        """The names in all valid cases that are not public, each with its tier.

        `known` are those that are not public today, `lasting` those that are not public in texts that stay
        for ever. The tier of the result itself has no meaning.
        """
        every = [*self.closed_by_path.values()]
        known = (each for row in every for each in row.known if each[1] != "public")
        lasting = (each for row in every for each in row.lasting if each[1] != "public")
        return Disclosure("sealed", tuple(known), tuple(lasting))

    def finder_of(self, closed: tuple[str, ...]) -> HiddenNames:
        """Return a finder of any part of these names; it may also find other names."""
        from casefile.names.hidden_names import find_any_of  # noqa: PLC0415 - only a check of texts needs the search

        return find_any_of(closed)

    @property
    def closed_by_path(self) -> Mapping[str, Disclosure]:
        """The names of valid cases and their tiers, by path.

        Cases whose names are all public may be left out.
        """
        return self.names_by_path

    def row(self, record_id: str) -> RecordSummary:
        """Return the record summary of a valid record.

        Raises KeyError if no record has this id, BrokenData CF305 if the record has errors.
        """
        return self.row_of(self.by_id[record_id])

    @cached_property
    def labels(self) -> Labels:
        """The labels of the valid records other than cases, by id."""
        return Labels(self.label, lambda: self.by_id)

    def label(self, record_id: str) -> tuple[str, str] | None:
        """Return the label of a record, and the publisher of a source, each perhaps empty.

        The result is None if no record has this id, or if it has errors.
        """
        entry = self.by_id.get(record_id)
        if entry is None or entry.broken:
            return None
        row = self.row_of(entry)
        return row.label, row.publisher

    def forget(self, entry: Entry) -> None:
        """Drop from memory the data of an entry that can be read or computed again."""
        self._rows.pop(entry.path, None)
        entry.let_go()

    def row_of(self, entry: Entry) -> RecordSummary:
        """Return the record summary of this entry, even if another entry has its id too.

        Raises BrokenData CF305 if the entry has errors.
        """
        row = self.known_row(entry)
        if row is None:
            row = self._rows[entry.path] = self._excerpt(entry)
        return row

    def known_row(self, entry: Entry) -> RecordSummary | None:
        """Return the record summary of an entry if it is in memory, or up to date in the index; else None."""
        row = self._rows.get(entry.path) or entry.stored_row(self.rules, self.connections)
        if row is not None:
            self._rows[entry.path] = row
        return row

    def course_of(self, entry: Entry) -> Course | None:
        """Return the custody course of an entry without the rest of its summary.

        The result is None if it is no valid case.
        """
        if entry.record is None:
            return None
        from casefile.register.summary_builder import course_of  # noqa: PLC0415 - the model: cached answers do not need it

        return course_of(entry.record, self.connections, self.settings)

    def fold(self, case: Case) -> Course:
        """Return the custody course of a case, which need not be in a file of the register yet."""
        from casefile.custody.ledger_fold import fold_case  # noqa: PLC0415 - the model: cached answers do not need it

        return fold_case(case, self.settings, self.connections)

    def replacing(self, *entries: Entry, without: Iterable[str] = ()) -> Register:
        """Return a new register with these entries added, or in place of those at the same path.

        The other entries at the paths in `without` are left out.
        """
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
        """Return the one record that an id, a unique prefix of one, a path, or a name or part of one means.

        A former id counts too; `kind` limits the search. Only if no spelling matches, names are compared by
        sound, in any romanisation; a name that is merely similar is never returned. Raises NotFound CF303
        with a list if there are several, NotFound CF301 with the nearest ids if there is none, and BrokenData
        CF305 if the record has errors.
        """
        there = self.entries.get(words) if words != SETTINGS else None
        exact = self.find_by_id(there.id if there else words)
        if exact and kind in {None, exact.kind}:
            return self._require_valid(exact)
        found, broken = self.find_matches(words, kind)
        if len(found) > 1:
            lines = "".join(f"\n  {row.id}  {row.name}" for row in found[:20])
            raise NotFound("CF303", f"{len(found)} records match{lines}", "type more of the name, or an id")
        if not found and broken:
            return self._require_valid(broken[0])
        if not found:
            message = f"no {kind or 'record'} matches “{shorten_text(visible(words), TYPED)}”"
            raise NotFound("CF301", message, self._suggest_ids(words, kind))
        return self.by_id[found[0].id]

    def find_matches(self, words: str, kind: str | None = None) -> tuple[list[RecordSummary], list[Entry]]:
        """Return the summaries of the valid records, and the entries with errors, that the words may mean.

        The words are the start of an id, or begin words of a name. Names are compared by sound only if no
        spelling matches.
        """
        found, broken = self._candidates(words, kind), self._broken(words, kind)
        if found or broken:
            return found, broken
        return self._alike(words, kind), self._broken(words, kind, sounds_like)

    def find_by_id(self, words: str) -> Entry | None:
        """Return the record that has or had exactly this id, also one with errors; None if there is none."""
        return self.by_id.get(words) or self.by_id.get(self.formerly.get(words, ""))

    def citing(self, record_id: str) -> Iterator[tuple[RecordSummary, Reference]]:
        """Yield the references to this id in valid records, each after the summary of its record."""
        for row in self.linked([record_id]):
            yield from ((row, each) for each in row.references if each.target == record_id)

    def organization(self, text: str) -> RecordSummary | None:
        """Return the organisation with this id, or the only one with exactly this name (folded).

        None if there is none, or if several have the name: the text does not decide which is meant.
        """
        plain = fold_text(text)
        named = self.organizations_named(text)
        found = (self.by_id.get(each) for each in (text, plain, *(named if len(named) == 1 else ())))
        bodies = (entry for entry in found if entry and entry.kind == "organization" and not entry.broken)
        return next(map(self.row_of, bodies), None)

    def organizations_named(self, text: str) -> Sequence[str]:
        """Return the ids of all organisations with exactly this name (folded), ordered by path."""
        return self._bodies.get(fold_text(text), ())

    def full_name(self, text: str) -> str:
        """Return the name of an organisation for its id or name, or the label for the id of another record.

        Text that names no record is returned unchanged. The result is for readers who do not know the short
        forms of a country's authorities.
        """
        organization = self.organization(text)
        return organization.name if organization else self.labels.get(text, text)

    def body(self, text: str) -> str:
        """Return the id of the organisation with a text as its id, former id or name; else the text itself.

        Two texts name one authority if these results are the same, folded.
        """
        organization = self.organization(text)
        return organization.id if organization else self.current(text)

    @cached_property
    def _bodies(self) -> Mapping[str, Sequence[str]]:
        return self.called("organization")

    def _candidates(self, words: str, kind: str | None) -> list[RecordSummary]:
        """Return the records whose id begins with the words, or whose name has words that begin with them."""
        return [self.row(record) for record in find_begun(words, self._spellings(kind))]

    def _alike(self, words: str, kind: str | None) -> list[RecordSummary]:
        """Return the records with a name that sounds like the words, in any script or romanisation."""
        rows = [row for row in self.rows if kind in {None, row.kind}]
        return [row for row in rows if any(sounds_like(words, name) for name in row.names)]

    def _broken(
        self, words: str, kind: str | None, fits: Callable[[str, str], bool] = matches
    ) -> list[Entry]:
        """Return the records with errors that match the words; they must not be reported as absent.

        `fits` compares the folded words with a folded name.
        """
        query = fold_text(words)
        return [
            entry
            for entry in (self.by_id.values() if self.unshown else ())
            if entry.broken
            and kind in {None, entry.kind}
            and (
                (words and entry.id.startswith(words)) or any(fits(query, name) for name in _raw_names(entry))
            )
        ]

    def _require_valid(self, entry: Entry) -> Entry:
        if entry.broken:
            raise BrokenData("CF305", f"{entry.path} has errors", "fix them first", entry.problems)
        return entry

    def _suggest_ids(self, words: str, kind: str | None) -> str:
        """Return a hint: up to three ids that may have been meant, and the command that lists all."""
        close = self.nearest(words, kind)
        command = "casefile list" if kind in {None, "case"} else f"casefile {kind} list"
        meant = f"did you mean {', '.join(close[:3])}? " if close else ""
        return f"{meant}to list all: {command}"

    def nearest(self, words: str, kind: str | None = None) -> list[str]:
        """Return the ids of valid records whose id or name is spelt nearly like the words, nearest first."""
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
        """Yield the id of each valid record of a kind (all kinds if None) with its names in plain letters."""
        yield from ((row.id, row.folded_names) for row in self.rows if kind in {None, row.kind})

    def _excerpt(self, entry: Entry) -> RecordSummary:
        return excerpt_of(entry, self.settings, self.connections)


def excerpt_of(entry: Entry, settings: Settings, connections: Mapping[str, str | None]) -> RecordSummary:
    """Return the record summary of an entry, which depends on settings and on the connections of sources.

    Raises BrokenData CF305 if the entry has errors.
    """
    from casefile.register.summary_builder import build_summary  # noqa: PLC0415 - the model: cached answers do not need it

    if entry.record is None or entry.data is None:
        raise BrokenData("CF305", f"{entry.path} has errors", "fix them first", entry.problems)
    return build_summary(
        entry.record,
        entry.kind,
        entry.path,
        entry.data,
        entry.survey.references,
        connections=connections,
        settings=settings,
    )


def _join_conflicting(first: Entry, entries: list[Entry]) -> Entry:
    """Return an entry with errors that represents several files with the same id."""
    problems = [problem for entry in entries if entry is not first for problem in entry.problems]
    for entry in entries:
        other = next(each.path for each in entries if each is not entry)
        problems.append(entry.problem(("id",), "CF312", "error", f"{other} has the same id", ANOTHER_ID))
    return first.with_error(*problems)


ANOTHER_ID = "give one of them a new id, and update the references to it"
"""The hint for two files with the same id."""


def _raw_names(entry: Entry) -> Iterator[str]:
    """Yield the names that a record with errors seems to have, and its id, in plain Latin letters."""
    data = entry.fields
    person = data.get("person")
    for holder in (data, person if isinstance(person, dict) else {}):
        yield from (fold_text(str(holder[name])) for name in ("name", "title") if name in holder)
    yield fold_text(entry.id)
