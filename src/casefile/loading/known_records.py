"""The records and their names for shell completion, with as little reading as possible."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from casefile.files.register_folder import find_root, read_or_problem, record_paths
from casefile.model.kinds import SETTINGS, id_by_path, kind_by_path
from casefile.model.line_scan import is_withdrawn, names
from casefile.model.plain_data import former_ids
from casefile.names import begins_record, fold_text, sounds_like


class KnownRecord(Struct, frozen=True, dict=True):
    """A record of which only the path is known; its names are read when they are needed."""

    root: Path
    path: str

    @property
    def id(self) -> str:
        """The id, taken from the name of the file."""
        return id_by_path(self.path)

    @property
    def kind(self) -> str:
        """The kind of record, taken from the folder."""
        return kind_by_path(self.path)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the record; empty if the file cannot be read."""
        return tuple(dict.fromkeys(names(self._blob)))

    @cached_property
    def folded_names(self) -> tuple[str, ...]:
        """The names of the record and its id, in plain Latin letters, for lookups."""
        return tuple(fold_text(name) for name in (*self.names, self.id))

    def was_called(self, record_id: str) -> bool:
        """Return whether the record had this id before; most files need not be parsed for that."""
        return b"formerly:" in self._blob and record_id in former_ids(self.data)

    @property
    def withdrawn(self) -> bool:
        """Whether the record is only a withdrawal notice."""
        return is_withdrawn(self._blob)

    @cached_property
    def data(self) -> Mapping[str, object]:
        """The record as plain data; empty if it has errors."""
        from casefile.yaml.reader import read as read_text  # noqa: PLC0415 - a record's id is asked for more often

        return read_text(self._blob).data or {}

    @property
    def _blob(self) -> bytes:
        blob = read_or_problem(self.root, self.path)
        return blob if isinstance(blob, bytes) else b""


def list_known_records(directory: Path, kinds: Collection[str] = ()) -> Iterator[KnownRecord]:
    """Yield the records of these kinds in the register around a folder; of all kinds if none is named.

    Raises MachineTrouble if there is no register.
    """
    root = find_root(directory)
    for path in record_paths(root).paths:
        if path != SETTINGS and (not kinds or kind_by_path(path) in kinds):
            yield KnownRecord(root, path)


def find_known(directory: Path, words: str) -> KnownRecord | None:
    """Return the one record that the words mean, as `Register.find` does; None for none or several."""
    found = [*list_known_records(directory)]
    ways: tuple[Callable[[KnownRecord], bool], ...] = (
        lambda each: each.id == words,
        lambda each: each.was_called(words),
        *_by_name(words),
    )
    met = _first_met(found, ways)
    return met[0] if len(met) == 1 else None


def match_known_records(directory: Path, words: str, kinds: Collection[str] = ()) -> tuple[KnownRecord, ...]:
    """Return the records that partly typed words may mean.

    These are the records whose id begins with the words; if there are none, those whose names match.
    """
    return _first_met(
        [*list_known_records(directory, kinds)], (lambda each: each.id.startswith(words), *_by_name(words))
    )


Ways = Sequence[Callable[[KnownRecord], bool]]


def _by_name(words: str) -> Ways:
    return (
        lambda each: begins_record(words, each.id, each.folded_names),
        lambda each: any(sounds_like(words, name) for name in each.names),
    )


def _first_met(records: Sequence[KnownRecord], ways: Ways) -> tuple[KnownRecord, ...]:
    """Return the records that match by the first way that matches any record."""
    return next((met for way in ways if (met := tuple(filter(way, records)))), ())
