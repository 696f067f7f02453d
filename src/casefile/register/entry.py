"""One file of the register: its text, its data, its record, and its problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from casefile.dates import When
from casefile.errors import Level, Problem
from casefile.model.kinds import FOLDERS, KINDS, SETTINGS, id_by_path, kind_by_path, kind_of, path_of
from casefile.model.plain_data import Fields, dotted_path, former_ids
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Path, Shape
from casefile.model.tiers import may_be_close
from casefile.model.vocabularies import Tier
from casefile.register.field_scan import FieldScan, survey
from casefile.register.record_summary import Disclosure, RecordSummary
from casefile.yaml.field_locations import FieldPlaces, locate
from casefile.yaml.reader import read

if TYPE_CHECKING:
    from casefile.model.base_model import Model
    from casefile.model.events import Event
    from casefile.model.record_parser import Refusal
    from casefile.model.source import Source

Rules = list[Any]
"""The settings that a record summary depends on, as plain values: see `rules_of`."""


@dataclass(frozen=True, eq=False)
class Entry:
    """A file of the register: `record` is None if the file has errors, `data` is None if it cannot be read.

    `kind` is one of `FILE_KINDS`. An entry is equal only to itself, so that it can be the key of results that
    were computed from it. `laid_out` is true if its text is known to be canonical except for the order of its
    fields and events.
    """

    path: str
    kind: str
    text: str
    data: Fields | None
    record: Model | None
    problems: tuple[Problem, ...] = ()
    laid_out: bool = False

    @property
    def id(self) -> str:
        """The id that the file states, else the one of its path; for settings the file name."""
        if self.kind == "settings":
            return SETTINGS
        stated = self.data.get("id") if self.data else None
        return stated if isinstance(stated, str) else id_by_path(self.path)

    @property
    def broken(self) -> bool:
        """Whether there is no record, because the file has errors or is not a record at all."""
        return self.record is None

    @property
    def shape(self) -> Shape:
        """The shape of the model of a file of this kind."""
        return shape_of(self.kind)

    @property
    def readable(self) -> bool:
        """Whether the file could be parsed to data, even if the model refuses the data."""
        return self.data is not None

    @property
    def withdrawn(self) -> bool:
        """Whether the file is a withdrawal notice: its data has the key `withdrawn`, valid or not."""
        return self.data is not None and "withdrawn" in self.data

    @property
    def fields(self) -> Fields:
        """The data of the file; empty if it cannot be read."""
        return self.data or {}

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of a valid record that has a ledger, else none."""
        return getattr(self.record, "events", ())

    @property
    def formerly(self) -> tuple[str, ...]:
        """The former ids of a valid record; empty if the file has errors."""
        return getattr(self.record, "formerly", ())

    @property
    def former_ids(self) -> tuple[str, ...]:
        """The former ids of the record, also if the file has errors."""
        return tuple(former_ids(self.fields)) if self.broken else self.formerly

    @property
    def ids(self) -> frozenset[str]:
        """The id and the former ids of the record, also if the file has errors."""
        return frozenset((self.id, *self.former_ids))

    @property
    def tier(self) -> Tier | None:
        """The tier that a valid record states, or None."""
        return getattr(self.record, "tier", None)

    @property
    def connection(self) -> str | None:
        """The connection of a valid source to the person, such as `lawyer`; None for any other entry."""
        return self._source.connection if self._source else None

    @cached_property
    def may_be_close(self) -> bool:
        """Whether a valid source is, or by one of its claims may be, the person, a relative or a lawyer."""
        return self._source is not None and may_be_close(self.fields)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The digests (`address_key`) of the URLs of a valid source: its page and its copy in an archive.

        Empty for any other entry.
        """
        return self._source.addresses if self._source else ()

    @property
    def published(self) -> When | None:
        """The date on which a valid source was published, or None."""
        return self._source.published if self._source else None

    @property
    def known_by(self) -> tuple[object, ...]:
        """The values on which other records depend, to be compared with those of another version.

        They are id, kind and former ids; of a source also connection, `may_be_close` and addresses.
        """
        close = self.connection, self.may_be_close
        return self.id, self.kind, self.formerly, *close, self.addresses

    @property
    def _source(self) -> Source | None:
        """The record of a valid source; None for any other entry."""
        return cast("Source", self.record) if self.kind == "source" and self.record is not None else None

    @cached_property
    def survey(self) -> FieldScan:
        """The references, the texts and the groups out of order in the data of the file."""
        return survey(self.shape, self.fields)

    @cached_property
    def places(self) -> FieldPlaces:
        """The line and column of each field in the text of the file."""
        return locate(self.text)

    def let_go(self) -> None:
        """Drop from memory the content that can be read again from the file; this class drops nothing."""

    def stored_row(self, _rules: Rules, _connections: Mapping[str, str | None]) -> RecordSummary | None:
        """Return None: only a `LazyEntry` may have a record summary that the index stores."""
        return None

    def stored_disclosure(self, _default_tier: Tier) -> Disclosure | None:
        """Return None: only a `LazyEntry` may have tiers that the index stores."""
        return None

    def with_error(self, *problems: Problem) -> Entry:
        """Return a new entry with these errors added to its own problems, and without a record."""
        every = (*self.problems, *problems)
        return Entry(self.path, self.kind, self.text, self.data, None, every, self.laid_out)

    def with_content(self, data: Fields | None, record: Model | None) -> Entry:
        """Return an entry with the same path, kind and text, but other data and record, and no problems."""
        return Entry(self.path, self.kind, self.text, data, record)

    def problem(self, field: Path, code: str, level: Level, message: str, hint: str = "") -> Problem:
        """Return a problem of this file at a field; the line and column are as near to it as possible."""
        line, column = self.places.position(field)
        name = dotted_path(field, self.data)
        return Problem(self.path, line, column, name, code, level, message, hint)


def read_entry(path: str, blob: bytes) -> Entry:
    """Return the entry of a file from its bytes.

    Errors are returned as problems of the entry; text and data are kept as far as they can be read. The kind
    is the one that the file states in `schema`, or else the one that belongs at its path.
    """
    from casefile.model.record_parser import admit  # noqa: PLC0415 - pydantic: cached entries do not need it

    reading = read(blob, path)
    kind = kind_by_path(path)
    if reading.data is None:
        return Entry(path, kind, reading.text, None, None, reading.problems)
    stated = kind_of(reading.data)
    kind = stated or kind
    verdict = admit(kind, reading.data)
    entry = Entry(path, kind, reading.text, reading.data, verdict.record, reading.problems, reading.laid_out)
    if not verdict.refusals:
        return entry
    found = tuple(_place_problem(entry, refusal) for refusal in verdict.refusals)
    return entry.with_error(*found)


def _place_problem(entry: Entry, refusal: Refusal) -> Problem:
    return entry.problem(refusal.field, refusal.code, "error", refusal.message, refusal.hint)


__all__ = ["FOLDERS", "KINDS", "SETTINGS", "Entry", "dotted_path", "kind_by_path", "path_of", "read_entry"]
