"""Withdraw a case: only a notice stays; copies that cannot be deleted from here are listed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from casefile.dates import Day
from casefile.editing.edit_plans import describe_meant_record
from casefile.editing.edits import Edit, Plan, Planner
from casefile.editing.imported_rows import files_without, note_withdrawn_rows
from casefile.editing.new_ids import draw_free_id
from casefile.editing.referring_records import paths_with_text, rewrite_references
from casefile.errors import BadInput, BrokenData, TierForbids
from casefile.files.edit_buffers import EditBuffer, list_edit_buffers
from casefile.files.register_folder import find_root
from casefile.git import Repository
from casefile.git.remaining_copies import RemainingCopies, all_paths, find_remaining_copies
from casefile.loading.open_register import load_folder_register
from casefile.loading.record_finder import find_record
from casefile.loading.record_pairs import former_paths
from casefile.loading.revision import work_tree
from casefile.model.field import CASE_ID
from casefile.model.kinds import id_by_path
from casefile.model.plain_data import former_ids
from casefile.model.records import withdrawal_digest
from casefile.publication.disclosure import ids_in
from casefile.publication.ids_in_text import IdFinder
from casefile.publication.name_collector import hidden_of
from casefile.register import Entry, Register, path_of
from casefile.register.record_summary import RecordSummary


class WithdrawalRemains(Struct, frozen=True):
    """The things that the withdrawal of a case leaves behind, to be shown before and after it.

    `called` is the name and the id of the case (its path if it has errors), `path` its file, `ids` its
    present and former ids. `sources` are those that only this case cites, `texts` the paths of files that
    mention the person or one of the ids, `held` are the copies of the file that git still has, `drafts`
    edited texts of it that were never written.
    """

    called: str
    path: str
    sources: tuple[RecordSummary, ...]
    texts: tuple[str, ...]
    held: RemainingCopies
    drafts: tuple[EditBuffer, ...]
    ids: frozenset[str] = frozenset()


def find_remains(directory: Path, words: str) -> WithdrawalRemains:
    """Return the things that the withdrawal of a case would leave behind; no file of the register is changed.

    `words` mean the case. Raises the errors of `find_record`; BadInput for a record that is no case, or was
    withdrawn before; BrokenData CF305 if its file is not text.
    """
    root = find_root(directory)
    repository = work_tree(root)
    register = load_folder_register(root)
    entry = _case(register, words)
    paths = [entry.path, *former_paths(entry)]
    # The same search as in exports, which withhold such texts.
    ids, hidden = IdFinder(ids_in(entry)), hidden_of(entry)
    return WithdrawalRemains(
        entry.path if entry.broken else describe_meant_record(register, entry),
        entry.path,
        tuple(_own_sources(register, entry)),
        tuple(
            paths_with_text(register, entry, entry.id, lambda text: ids.is_in(text) or hidden.found_in(text))
        ),
        find_remaining_copies(repository, paths),
        list_edit_buffers(repository.private, id_by_path(entry.path)),
        frozenset({entry.id, *former_ids(entry.fields)}),
    )


def keep_rows_away(directory: Path, ids: Iterable[str]) -> None:
    """Note in git's folder that imported rows must not add the cases with these ids again in this clone."""
    note_withdrawn_rows(work_tree(find_root(directory)), ids)


def plan_withdrawal(directory: Path, words: str, reason: str, today: Day, line: str = "") -> Planner:
    """Plan a withdrawal: a notice under a random id, with day, reason and digest, replaces the case.

    References to the case then have the id of the notice, and the imported rows of the case are removed.
    `words` mean the case, `reason` is the code for the notice, `line` the user's line for the commit message.
    The planner raises the errors of `find_record`; BadInput for a record that is no case, or was withdrawn
    before; BrokenData if the file is not text, or a file that may refer to it has errors; TierForbids CF405
    if the line contains the person's name.
    """
    root = find_root(directory)

    def plan(register: Register) -> Plan:
        entry = _case(register, words)
        _refuse_name(entry, line)
        new = _new_id(register, entry)
        data: dict[str, object] = {
            "schema": "casefile/case/1",
            "id": new,
            "withdrawn": {"date": today.isoformat(), "reason": reason, **_trace(work_tree(root), entry, new)},
        }
        along = rewrite_references(register, entry.id, new).edits
        rows = tuple(files_without(root, {entry.id, *former_ids(entry.fields)}))
        edit = Edit(path_of("case", new), "case", data)
        return Plan((edit,), along=along, gone=(entry.path,), files=rows)

    return plan


def _case(register: Register, words: str) -> Entry:
    """Return the case that the words mean, also one with errors: safety must not need corrections first.

    Raises BadInput if it is no case or was withdrawn before, BrokenData CF305 if its file is not text.
    """
    entry = find_record(register, words)
    if entry.kind != "case" or not entry.path.startswith("cases/"):
        hint = "remove the text with: casefile edit; or delete the file and: casefile commit"
        raise BadInput("CF629", f"{entry.id} is a {entry.kind}; only cases are withdrawn", hint)
    if entry.withdrawn:
        raise BadInput("CF626", f"{entry.id} was already withdrawn", "")
    if not entry.text:
        raise BrokenData(
            "CF305",
            f"{entry.path} is not a text file",
            f"fix it first: casefile edit {entry.path}",
            entry.problems,
        )
    return entry


def _new_id(register: Register, entry: Entry) -> str:
    """Return a random id with the country and year of the case.

    They come from the folder, also if the file has errors; in an unusual folder they come from the id.
    """
    _, *folders, _ = entry.path.split("/")
    starts = ("-".join(folders) if len(folders) == 2 else "", "-".join(entry.id.split("-")[:2]))
    start = next((each for each in starts if CASE_ID.fits(f"{each}-{SUFFIX}")), starts[-1])
    return draw_free_id(register, start)


def _trace(repository: Repository, entry: Entry, new: str) -> dict[str, object]:
    """Return the fields of the notice that identify the case, or state that no commit contains it.

    `new` is the id of the notice. If only other branches or the reflog contain the case, a clone may lack it:
    the notice then states both. A commit may contain the case under an earlier id if a file of a case is
    missing here that HEAD has.
    """
    name = id_by_path(entry.path)
    names = {name, *entry.ids}
    digest = {"digest": withdrawal_digest(new, entry.id if CASE_ID.fits(entry.id) else name)}
    is_known = not repository.shallow and not repository.missing_files()
    if not is_known or _has_one(all_paths(repository, of_head=True), names):
        return {**digest}
    rewritten = {"history": "rewritten"}
    return {**rewritten, **digest} if _has_one(all_paths(repository), names) else {**rewritten}


def _has_one(paths: Iterable[str], names: Container[str]) -> bool:
    """Return whether one of these files has one of these names; a name is an id."""
    return any(id_by_path(path) in names for path in paths)


SUFFIX = "aaaaa"
"""The end of a valid case id, used to test whether a start is valid."""


def _refuse_name(entry: Entry, line: str) -> None:
    """Raise TierForbids CF405 if the line for the commit message contains the person's name.

    The history is permanent.
    """
    if line and hidden_of(entry).found_in(line):
        raise TierForbids("CF405", "--message names the person who is withdrawn", "remove the name")


def _own_sources(register: Register, entry: Entry) -> Iterator[RecordSummary]:
    """Yield the summaries of the sources that only this case cites."""
    if entry.broken:
        return
    cited = dict.fromkeys(
        each.target for each in register.row_of(entry).references if each.refers == "source"
    )
    for source in cited:
        held = register.by_id.get(source)
        others = {row.id for row, _ in register.citing(source)} - {entry.id}
        if held is not None and not held.broken and not others:
            yield register.row(source)
