"""What refers to a record: the fields that name it, rewritten; the texts that mention it, found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from casefile.checks.names import Secrets
from casefile.errors import BrokenData
from casefile.model.references import rename_ids
from casefile.operations.edits import Edit
from casefile.register import Entry, Register


class Referring(Struct, frozen=True):
    """The records that name another one, as they shall be, and how many of their fields do."""

    edits: tuple[Edit, ...]
    count: int

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of these records."""
        return tuple(str(edit.data["id"]) for edit in self.edits)


def rewritten(register: Register, old: str, new: str) -> Referring:
    """Return every record that names `old`, with `new` in its place; the record itself is not among them.

    Raises BrokenData CF305 where a file that names it, or may, has errors: it could not be rewritten safely.
    """
    _refuse_broken(register, old)
    citing = [row.path for row, _ in register.citing(old) if row.id != old]
    edits = tuple(_edit(register.entries[path], old, new) for path in dict.fromkeys(citing))
    return Referring(edits, len(citing))


def _edit(entry: Entry, old: str, new: str) -> Edit:
    return Edit(entry.path, entry.kind, renaming(entry, old, new))


def renaming(entry: Entry, old: str, new: str) -> dict[str, object]:
    """Return what a record holds, with one id in the place of another wherever it names a record."""
    return rename_ids(entry.shape, entry.fields, {old: new})


def _refuse_broken(register: Register, old: str) -> None:
    """Refuse where a file with errors holds the id, or is no text in which it could be looked for."""
    broken = [entry for entry in register.entries.values() if entry.broken and entry.id != old]
    naming = [entry for entry in broken if not entry.text or mentions(entry.text, old)]
    if naming:
        paths = ", ".join(entry.path for entry in naming)
        raise BrokenData(
            "CF305",
            f"{paths} {'has' if len(naming) == 1 else 'have'} errors, and may name {old}",
            f"mend {'it' if len(naming) == 1 else 'them'} first: casefile edit {naming[0].path}",
            tuple(problem for entry in naming for problem in entry.problems),
        )


def mentions(text: str, record_id: str) -> bool:
    """Tell whether an id stands in a text as a word of its own."""
    return re.search(rf"(?<![0-9a-z-]){re.escape(record_id)}(?![0-9a-z-])", text) is not None


def mentioning(register: Register, record_id: str, names: Iterable[str] = ()) -> Iterator[str]:
    """Yield the paths of records in whose free text an id or one of these names stands.

    Fields that name a record are passed over: they are rewritten.
    """
    secrets = Secrets.of((name, "sealed") for name in names)
    for entry in register.entries.values():
        if entry.id != record_id and any(
            mentions(text, record_id) or secrets.stand_in(text, "public") for text in _prose(entry)
        ):
            yield entry.path


def _prose(entry: Entry) -> Iterator[str]:
    """Yield the texts of a record that name no other; all of its text where it has errors."""
    if entry.broken or not isinstance(entry.data, Mapping):
        yield entry.text
        return
    for path, shape, value in entry.shape.walk(entry.data):
        if isinstance(value, str) and not shape.says.refers and path[0] not in {"schema", "id", "formerly"}:
            yield value


def followed(referring: Referring) -> Iterator[str]:
    """Yield how many references were rewritten, and where, in words."""
    if not referring.count:
        yield "nothing else names it"
        return
    ids = referring.ids
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    fields = f"{referring.count} reference{'s' if referring.count > 1 else ''}"
    records = f"{len(ids)} record{'s' if len(ids) > 1 else ''}"
    yield f"{fields} in {records} rewritten: {', '.join(ids[:SHOWN])}{more}"


SHOWN = 6
"""How many ids a note lists; the commit names all."""


def texts_left(register: Register, entry: Entry) -> Iterator[str]:
    """Yield the paths of texts that still contain the id of a record: only a person can rewrite them."""
    paths = [*mentioning(register, entry.id)]
    if paths:
        more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
        yield f"the text of these still says {entry.id}: {', '.join(paths[:SHOWN])}{more}"
