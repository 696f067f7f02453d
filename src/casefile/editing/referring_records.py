"""Find the references to a record: fields with its id, which are rewritten, and texts that mention it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from casefile.editing.edits import Edit
from casefile.errors import BrokenData
from casefile.model.references import rename_ids
from casefile.plural import number
from casefile.publication.ids_in_text import IdFinder
from casefile.register import Entry, Register


class ReferringRecords(Struct, frozen=True):
    """The records that refer to another one, as edits with the new id, and the number of their references."""

    edits: tuple[Edit, ...]
    count: int


def rewrite_references(register: Register, old: str, new: str) -> ReferringRecords:
    """Return edits of all valid records that refer to the id `old`, with the id `new` in its place.

    The result also has the number of references. The record itself is not among the edits. Raises BrokenData
    CF305 if a file that refers to it, or may, has errors: it could not be rewritten safely.
    """
    _refuse_broken(register, old)
    citing = [row.path for row, _ in register.citing(old) if row.id != old]
    entries = [register.entries[path] for path in dict.fromkeys(citing)]
    edits = tuple(Edit(each.path, each.kind, data_with_new_id(each, old, new)) for each in entries)
    return ReferringRecords(edits, len(citing))


def data_with_new_id(entry: Entry, old: str, new: str) -> dict[str, object]:
    """Return the data of a record in which all references to the id `old` have the id `new`."""
    return rename_ids(entry.shape, entry.fields, {old: new})


def _refuse_broken(register: Register, old: str) -> None:
    """Raise BrokenData CF305 if a file with errors contains the id, or cannot be searched for it."""
    broken = [entry for entry in register.entries.values() if entry.broken and entry.id != old]
    finder = IdFinder([old])
    naming = [entry for entry in broken if not entry.text or finder.is_in(entry.text)]
    if naming:
        paths = ", ".join(entry.path for entry in naming)
        raise BrokenData(
            "CF305",
            f"{paths} {'has' if len(naming) == 1 else 'have'} errors, and may name {old}",
            f"fix {'it' if len(naming) == 1 else 'them'} first: casefile edit {naming[0].path}",
            tuple(problem for entry in naming for problem in entry.problems),
        )


def paths_with_text(
    register: Register, entry: Entry, old: str, is_found: Callable[[str], bool]
) -> Iterator[str]:
    """Yield the paths of files other than that of `entry` with a text for which `is_found` is true.

    Files with errors and the settings are searched too. References to the id `old` are left out: they are
    rewritten. Other values of such fields are searched, as they may be plain text, or the id of another
    record that contains a name.
    """
    for other in register.entries.values():
        if other.id != entry.id and any(map(is_found, _texts_left_in(other, old))):
            yield other.path


def _texts_left_in(entry: Entry, old: str) -> Iterator[str]:
    """Yield the texts of a record that are no references to an id; all of its text if it has errors."""
    if entry.broken or not isinstance(entry.data, Mapping):
        yield entry.text
        return
    for path, shape, value in entry.shape.walk(entry.data):
        is_reference = shape.meta.refers and value == old
        if isinstance(value, str) and not is_reference and path[0] not in {"schema", "formerly"}:
            yield value


def describe_rewritten_references(referring: ReferringRecords) -> Iterator[str]:
    """Yield one sentence: the number of rewritten references and their records, or that there are none."""
    if not referring.count:
        yield "no other record refers to it"
        return
    ids = [str(edit.data["id"]) for edit in referring.edits]
    fields, records = number(referring.count, "reference"), number(len(ids), "record")
    yield f"{fields} in {records} rewritten: {_listed(ids)}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"


SHOWN = 6
"""The number of ids that a note lists; the commit names all."""


def list_remaining_texts(register: Register, entry: Entry, old: str) -> Iterator[str]:
    """Yield one note with the paths of files whose texts still contain the id `old`; nothing without any.

    casefile does not change such texts.
    """
    paths = [*paths_with_text(register, entry, old, IdFinder([old]).is_in)]
    if paths:
        yield f"the text of these files still contains {old}: {_listed(paths)}"
