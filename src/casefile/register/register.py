"""The register: all files of one moment, read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property

from casefile.errors import BrokenData, NotFound, Problem
from casefile.model.names import folded, matches
from casefile.model.settings import Settings
from casefile.model.source import Source
from casefile.register.entry import SETTINGS, Entry
from casefile.summary import Reference, Row, excerpt

DEFAULTS = Settings.model_validate({"schema": "casefile/settings/1"})


class Register:
    """All entries of a snapshot by path; nothing here reaches the disk, and nothing changes.

    `problems` are those of files that could not even be read as an entry. A broken entry stays listed in
    `entries` and keeps its id, so that what refers to it is not called missing.
    """

    def __init__(self, entries: Iterable[Entry], problems: Iterable[Problem] = ()) -> None:
        self.entries: Mapping[str, Entry] = {
            entry.path: entry for entry in sorted(entries, key=lambda each: each.path)
        }
        self.problems = tuple(problems)
        self._rows: dict[str, Row] = {}

    @cached_property
    def settings(self) -> Settings:
        """The settings, or the defaults where casefile.yaml is broken or absent."""
        entry = self.entries.get(SETTINGS)
        return entry.record if entry and isinstance(entry.record, Settings) else DEFAULTS

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Every record, broken ones too, by its id; the first path wins where two state the same id."""
        found: dict[str, Entry] = {}
        for entry in self.entries.values():
            if entry.kind != "settings":
                found.setdefault(entry.id, entry)
        return found

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The excerpts of all sound records, in the order of their paths."""
        return tuple(self._row(entry) for entry in self.by_id.values() if not entry.broken)

    @cached_property
    def connections(self) -> Mapping[str, str | None]:
        """How each source stands to the person it speaks of."""
        sources = (entry.record for entry in self.by_id.values())
        return {source.id: source.connection for source in sources if isinstance(source, Source)}

    @cached_property
    def formerly(self) -> Mapping[str, str]:
        """Ids that records had before a rename, and the ids that they have now."""
        return {old: row.id for row in self.rows for old in row.formerly}

    def row(self, record_id: str) -> Row:
        """Return the excerpt of a sound record."""
        return self._row(self.by_id[record_id])

    def row_of(self, entry: Entry) -> Row:
        """Return the excerpt of this entry, even where another one has its id."""
        return self._row(entry)

    def replacing(self, *entries: Entry, without: Iterable[str] = ()) -> Register:
        """Return the register as it would be with these entries in place of those at their paths."""
        gone = {*without}
        kept = {path: entry for path, entry in self.entries.items() if path not in gone}
        changed = {entry.path: entry for entry in entries}
        overlay = Register({**kept, **changed}.values(), self.problems)
        if not any(entry.kind in {"source", "settings"} for entry in entries):
            overlay._rows = {
                path: row for path, row in self._rows.items() if path in kept and path not in changed
            }
        return overlay

    def find(self, words: str, kind: str | None = None) -> Entry:
        """Return the one record that an id, a unique prefix of one, or a name or part of one means.

        Raises NotFound with the list where there are several, with the nearest ids where there is none, and
        BrokenData where the record that is meant has errors.
        """
        exact = self.by_id.get(words) or self.by_id.get(self.formerly.get(words, ""))
        if exact and kind in {None, exact.kind}:
            return self._sound(exact)
        found = self._candidates(words, kind)
        if len(found) > 1:
            lines = "".join(f"\n  {row.id}  {row.name}" for row in found[:20])
            raise NotFound("CF303", f"{len(found)} records match{lines}", "type more of the name, or an id")
        if not found:
            raise NotFound("CF301", "no record matches what you typed", self._nearest(words))
        return self.by_id[found[0].id]

    def citing(self, record_id: str) -> Iterator[tuple[Row, Reference]]:
        """Yield every field of a sound record that names this one."""
        for row in self.rows:
            for reference in row.references:
                if reference.target == record_id:
                    yield row, reference

    def organization(self, text: str) -> Row | None:
        """Return the organisation that a text names: by id, or by one of its names exactly."""
        return self._organizations.get(text) or self._organizations.get(folded(text))

    @cached_property
    def _organizations(self) -> Mapping[str, Row]:
        known = [row for row in self.rows if row.kind == "organization"]
        return {folded(name): row for row in known for name in row.names} | {row.id: row for row in known}

    def _candidates(self, words: str, kind: str | None) -> list[Row]:
        """Return the records that the beginning of an id means, else those that a name does."""
        rows = [row for row in self.rows if kind in {None, row.kind}]
        prefixed = [row for row in rows if words and row.id.startswith(words)]
        if prefixed:
            return prefixed
        query = folded(words)
        named = [row for row in rows if any(matches(query, name) for name in row.folded_names)]
        return [row for row in named if row.kind == "case"] or named

    def _sound(self, entry: Entry) -> Entry:
        if entry.broken:
            raise BrokenData("CF305", f"{entry.path} has errors", "mend them first", entry.problems)
        return entry

    def _nearest(self, words: str) -> str:
        close = get_close_matches(words.lower(), self.by_id, n=3, cutoff=0.6)
        return f"did you mean {', '.join(close)}?" if close else "casefile list shows all of them"

    def _row(self, entry: Entry) -> Row:
        row = self._rows.get(entry.path)
        if row is None:
            row = self._rows[entry.path] = self._excerpt(entry)
        return row

    def _excerpt(self, entry: Entry) -> Row:
        if entry.record is None or entry.data is None:
            raise BrokenData("CF305", f"{entry.path} has errors", "mend them first", entry.problems)
        return excerpt(
            entry.record,
            entry.kind,
            entry.path,
            entry.data,
            default_tier=self.settings.default_tier,
            connections=self.connections,
            stale_days=self.settings.stale_after,
        )
