"""Edit a record in the user's own editor: prepare the text, and plan the edited text as a write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from casefile.editing.commit_message import check_message_texts, committed_contents, committed_data
from casefile.editing.consequences import combine_problems
from casefile.editing.edit_plans import describe_meant_record
from casefile.editing.edits import AS_USUAL, Edit, Plan, Planner, RecordOrigin, WriteOptions
from casefile.errors import BadInput, BrokenData, Collision, Problem, errors_of
from casefile.files.edit_buffers import EditBuffer, list_edit_buffers
from casefile.files.record_paths import LARGEST
from casefile.files.register_folder import find_root, read
from casefile.git import Repository
from casefile.loading.open_register import open_register
from casefile.loading.record_finder import find_record
from casefile.loading.revision import work_tree
from casefile.model.kinds import id_by_path, kind_of
from casefile.model.plain_data import Data, groups
from casefile.register import Entry, Register, kind_by_path
from casefile.yaml.field_locations import locate
from casefile.yaml.reader import BOM
from casefile.yaml.reader import read as read_text


class RecordToEdit(Struct, frozen=True):
    """A record to be edited in the user's editor.

    `blob` is the content of its file, `id` the id that it must keep, `matched` its name and id as shown to
    the user. `event_labels` has the type and id of each of its events, by id, and `kept` the edited texts of
    it that were never written, oldest first.
    """

    root: Path
    repository: Repository
    entry: Entry
    blob: bytes
    id: str
    matched: str
    event_labels: Mapping[str, str]
    kept: tuple[EditBuffer, ...]

    @property
    def private(self) -> Path:
        """The private folder of casefile in the clone, which contains drafts."""
        return self.repository.private

    @property
    def name(self) -> str:
        """The name of the record's edit buffers: its path without folders and suffix, which is its id."""
        return id_by_path(self.entry.path)


def find_record_to_edit(directory: Path, words: str, how: WriteOptions = AS_USUAL) -> RecordToEdit:
    """Return the record that the words mean, also one with errors; `how` has the user's message line.

    Raises the errors of `find_record` and `check_message_texts`; BadInput CF626 for a case that was
    withdrawn, BrokenData CF305 for a file that is too large.
    """
    root = find_root(directory)
    repository = work_tree(root)
    register = open_register(root).shown
    entry = find_record(register, words)
    check_message_texts(register, how)
    if entry.withdrawn:
        raise BadInput("CF626", f"{entry.id} was withdrawn: there is nothing to edit", "")
    matched = entry.path if entry.broken else describe_meant_record(register, entry)
    data = entry.data
    if data is None:
        data = committed_data(entry.path, committed_contents(repository, [entry.path])) or {}
    events = groups(data.get("events"))
    event_labels = {str(each.get("id")): f"{each.get('type')} {each.get('id')}" for each in events}
    kept = list_edit_buffers(repository.private, id_by_path(entry.path))
    blob = read(root, entry.path)
    if len(blob) > LARGEST:
        raise BrokenData("CF305", f"{entry.path} is too large to be edited", "", entry.problems)
    return RecordToEdit(root, repository, entry, blob, id_by_path(entry.path), matched, event_labels, kept)


def typed_text(subject: RecordToEdit, buffer: EditBuffer) -> str:
    """Return the text of an edit buffer, ended by a line break and without a byte order mark.

    CRLF becomes LF unless the record has CRLF. Raises BadInput CF625 if the text is empty, CF632 if notes of
    casefile are still in it, and with the problems of the reader if it is not text.
    """
    refuse_emptied(buffer)
    reading = read_text(buffer.text or b"", name_edit_buffer(subject, buffer))
    if not reading.text:
        raise combine_problems(reading.problems)
    text = reading.text.removeprefix(BOM)
    if b"\r\n" not in buffer.began:
        text = text.replace("\r\n", "\n")
    text += "" if text.endswith("\n") else "\n"
    noted = next((at for at, each in enumerate(text.split("\n"), 1) if each.startswith(NOTE)), 0)
    if noted:
        hint = "remove these lines when the text is correct"
        place = name_edit_buffer(subject, buffer), noted, 1, ""
        raise combine_problems(
            [Problem(*place, "CF632", "error", "the text still contains a note of casefile", hint)]
        )
    return text


def refuse_emptied(buffer: EditBuffer) -> None:
    """Raise BadInput CF625 if the text of the edit buffer is empty: as in git, that cancels the command."""
    if buffer.empty:
        message = "the text is empty; the record is unchanged"
        raise BadInput(EMPTIED, message, "to remove a case: casefile withdraw")


EMPTIED = "CF625"
NOTE = "# casefile: "
"""The start of a line that shows the user what another writer has changed meanwhile."""


def name_edit_buffer(subject: RecordToEdit, buffer: EditBuffer) -> str:
    """Return the path of an edit buffer, relative to the folder of the register if it is in it."""
    place = buffer.place
    return str(place.relative_to(subject.root)) if place.is_relative_to(subject.root) else str(place)


def plan_edited_text(subject: RecordToEdit, buffer: EditBuffer, text: str, *, drop: bool) -> Planner:
    """Plan to write a text as it was typed; with `drop` also if events are missing in it.

    The planner raises Collision CF707 if the record is not as it was when the user began, BadInput CF631 if
    events are missing, and BadInput for a text that is not this record: each problem with its line in the
    text.
    """
    name, path = name_edit_buffer(subject, buffer), subject.entry.path

    def plan(register: Register) -> Plan:
        _same_as_began(register, path, buffer)
        reading = read_text(text.encode(), name)
        data = reading.data
        if data is None:
            raise combine_problems(errors_of(reading.problems))
        kind = _kind(name, text, data, path)
        if data.get("id") != subject.id:
            hint = f"to change it: casefile rename {subject.id} ID"
            raise _with_place(name, text, "id", BadInput("CF630", f"the id must stay {subject.id}", hint))
        if "withdrawn" in data:
            hint = f"casefile withdraw {subject.id} --reason CODE"
            raise _with_place(
                name, text, "withdrawn", BadInput("CF630", "a case cannot be withdrawn in the editor", hint)
            )
        if not drop:
            _refuse_dropped(subject, data)
        edit = Edit(path, kind, data, text=text, origin=RecordOrigin(name, 1, text), over=buffer.began)
        return Plan((edit,))

    return plan


def _same_as_began(register: Register, path: str, buffer: EditBuffer) -> None:
    """Raise Collision CF707 if another writer has changed the record since the user began to edit it.

    A file that could not be decoded is compared later, when it is written.
    """
    entry = register.entries.get(path)
    text = buffer.began.decode("utf-8", "replace")
    if entry is None or (entry.text and entry.text != text):
        what = "is gone" if entry is None else "was changed by someone else"
        raise Collision("CF707", f"{path} {what} during your edit; it was not changed", "")


def _kind(name: str, text: str, data: Data, path: str) -> str:
    """Return the kind of record that the text states; raise BadInput CF630 if its folder is for another."""
    kind, of_path = kind_of(data), kind_by_path(path)
    if kind == of_path:
        return kind
    hint = f"write: schema: casefile/{of_path}/1"
    raise _with_place(name, text, "schema", BadInput("CF630", f"this path is for a {of_path}", hint))


def _with_place(name: str, text: str, field: str, error: BadInput) -> BadInput:
    """Return the error with the line and column of a top-level field in the text named `name`."""
    line, column = locate(text).position((field,))
    return BadInput(error.code, error.message, error.hint, (error.as_problem(name, line, column, field),))


def _refuse_dropped(subject: RecordToEdit, data: Data) -> None:
    """Raise BadInput CF631 if events are missing in a text: recorded events are marked, not deleted."""
    left = {each.get("id") for each in groups(data.get("events"))}
    dropped = [event for event in subject.event_labels if event not in left]
    if dropped:
        names = ", ".join(subject.event_labels[event] for event in dropped)
        raise BadInput(
            DROPPED,
            f"removed from the ledger: {names}",
            "a recorded event is not deleted; mark it instead:\n"
            f"casefile mark {subject.id} {dropped[0]} retracted --reason …\n"
            "if it was recorded by mistake: --yes",
        )


DROPPED = "CF631"
