"""The query of the command `today`: the overview of a team in the morning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.dates import Day
from casefile.errors import MachineTrouble, Problem, errors_of
from casefile.files.drafts import drafts
from casefile.files.record_paths import is_text
from casefile.files.register_folder import find_root, is_record_path
from casefile.git import Repository
from casefile.loading.indexed.deadline_list import deadlines_on
from casefile.loading.indexed.index_lookup import DatedSnapshot, answer_from_index, find_dated_snapshot
from casefile.loading.read_times import QueryTimes, local_day
from casefile.loading.unfinished_writes import find_unfinished_writes
from casefile.model.kinds import id_by_path
from casefile.model.plain_data import Fields, pick_fields, plain_fields
from casefile.queries.list_query import row_texts, rows_of, store_list_rows
from casefile.validation.validation_run import find_problems
from casefile.views.case_counts import counts_as_data, standing
from casefile.views.case_rows import CaseRow, in_order
from casefile.views.deadlines.deadline import DeadlineWindow, Due
from casefile.views.record_selection import has_status

LOOKED_FOR = ("held", "missing")
"""The statuses of the cases that the overview lists, also where they are only possible."""
GROUPS = ("held", "presumed", "lapsed", "possibly", "missing", "unknown")
"""The groups of `stats` that contain such cases; of `unknown`, only cases with a status in LOOKED_FOR."""


class _Row(Struct, frozen=True):
    """The base of rows whose fields are the keys of the output of `--json`."""

    def as_data(self) -> Fields:
        """Return the row as plain data for JSON."""
        return plain_fields(self)


class UncommittedRecord(_Row, frozen=True):
    """A record whose file differs from the last commit; `change` is `new`, `changed`, `moved` or `gone`.

    `path` is its path now, or the former one if it is gone. A record that `diff` and `commit` follow to
    another path is moved, whether it was changed too or not.
    """

    record: str
    path: str
    change: str


class FileWithProblems(_Row, frozen=True):
    """A file with problems: the number of errors and of warnings."""

    path: str
    errors: int
    warnings: int


class KeptDraft(Struct, frozen=True):
    """A text that a person has not finished and that was saved: its name, its path and its day."""

    name: str
    path: Path
    day: Day

    def as_data(self) -> Fields:
        """Return the draft as plain data for the output of `--json`."""
        return {"name": self.name, "path": str(self.path), "date": self.day.isoformat()}


class TodayOverview(Struct, frozen=True):
    """The result of `today`.

    `counts` is the number of cases by counted status. `held` are the cases of persons who are or may be held
    or missing, the newest first. `urgent`, `due` and `stale` are urgent reports, deadlines and persons
    without news. `uncommitted`, `troubled` and `drafts` describe the folder as it is now, whatever commit of
    the register is read; `uncommitted` and `drafts` are None outside of git. `unfinished` are traces of
    interrupted writes. `words` contains the status in short of each case in `held`, by id. `operation` is the
    git operation in progress, such as merge, during which `casefile commit` is refused.
    """

    snapshot: DatedSnapshot
    counts: Mapping[str, int]
    held: tuple[CaseRow, ...]
    urgent: tuple[Due, ...]
    due: tuple[Due, ...]
    stale: tuple[Due, ...]
    uncommitted: tuple[UncommittedRecord, ...] | None
    troubled: tuple[FileWithProblems, ...]
    drafts: tuple[KeptDraft, ...] | None
    unfinished: tuple[Problem, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    operation: str | None = None

    def as_data(self) -> Fields:
        """Return the overview as plain data for the output of `--json`."""
        return {
            "urgent": self.urgent,
            "held": {
                **counts_as_data(self.counts),
                "total": sum(self.counts.values()),
                "newest": [
                    pick_fields(each, "id", "name", "since") | {"standing": standing(each)}
                    for each in self.held
                ],
            },
            "due": self.due,
            "stale": self.stale,
            "uncommitted": self.uncommitted,
            "problems": self.troubled,
            "drafts": self.drafts,
            "unfinished": self.unfinished,
        }


def today_overview(directory: Path, clocks: QueryTimes) -> TodayOverview:
    """Return the daily overview of the whole register: the persons first, then the work to do.

    Files that are not checked yet are checked, and what is computed is stored in the index.
    """
    found = answer_from_index(directory, clocks, partial(_read_facts, directory, clocks))
    near = DeadlineWindow().near(found.deadlines, found.snapshot.on)
    root = find_root(directory)
    repository = _repository(root)
    return TodayOverview(
        snapshot=found.snapshot,
        counts=found.counts,
        held=in_order(found.held, ("-since", "name")),
        urgent=tuple(row for row in near if row.urgency == "urgent"),
        due=tuple(row for row in near if row.urgency not in {"urgent", "quiet"}),
        stale=tuple(row for row in near if row.urgency == "quiet"),
        uncommitted=tuple(_find_uncommitted(repository, found.here)) if repository else None,
        troubled=tuple(_count_problems(found.problems)),
        drafts=tuple(_read_drafts(repository, found.here.state.facts["zone"])) if repository else None,
        unfinished=find_unfinished_writes(root),
        words=found.words,
        operation=repository.state() if repository else None,
    )


class TodayFacts(Struct, frozen=True):
    """The facts for `today`: of the snapshot that is read, and of the files in the folder.

    `words` contains the status in short of each case in `held`, by id. `here` is the snapshot of the folder.
    """

    snapshot: DatedSnapshot
    counts: Mapping[str, int]
    held: Sequence[CaseRow]
    words: Mapping[str, str]
    deadlines: Sequence[Due]
    problems: tuple[Problem, ...]
    here: DatedSnapshot


def _read_facts(directory: Path, clocks: QueryTimes, dated_snapshot: DatedSnapshot) -> TodayFacts:
    """Return the facts of `today` from the index; raise ValueError if it is damaged.

    Files that are not checked yet are checked first; list rows and deadlines that it lacks are stored in it.
    """
    here = (
        dated_snapshot
        if dated_snapshot.commit is None
        else find_dated_snapshot(directory, replace(clocks, known_at=None))
    )
    problems = _problems(directory, here)
    list_rows, deadlines = store_list_rows(dated_snapshot), deadlines_on(dated_snapshot)
    state, day = dated_snapshot.state, dated_snapshot.on.toordinal()
    with dated_snapshot.snapshot_index.steady(state):
        counts = list_rows.counts_on(state, day)
        lines = list_rows.rows_on(state, day, GROUPS, standing=True, by_path=True)
    if sum(counts.values()) != dated_snapshot.cases:
        raise ValueError("the index does not contain all cases")
    rows, words = rows_of(lines, dated_snapshot.on), {row.id: row.short for row in row_texts(lines)}
    held = [row for row in rows if has_status(row, frozenset(LOOKED_FOR), possibly=True)]
    return TodayFacts(dated_snapshot, counts, held, words, deadlines, problems, here)


def _problems(directory: Path, here: DatedSnapshot) -> tuple[Problem, ...]:
    """Return the problems of the files in the folder, without those of text form (ABOUT_TEXT, no line)."""
    found = find_problems(directory, here).problems
    return tuple(each for each in found if each.line or each.code not in ABOUT_TEXT)


ABOUT_TEXT = frozenset({"CF005", "CF022", "CF023", "CF501", "CF502"})
"""Codes for a text that is not canonical or cannot be made so, and for a schema that differs from the
model's.

These problems have no line; problems found by the reader of a text have one.
"""


def _record_id_at(here: DatedSnapshot, path: str) -> str | None:
    """Return the id of the record at a path in the folder, or None if there is no record."""
    if not is_text(path):
        return None
    found = here.snapshot_index.at(here.state, path)
    if found is not None and found.id:
        return found.id
    if found is None:
        return id_by_path(path) if any(each["path"] == path for each in here.state.facts["unread"]) else None
    if not here.broken:
        return id_by_path(path)
    return here.register.entries[path].id


def _repository(root: Path) -> Repository | None:
    """Return the repository, or None without a working tree or without git: a register needs neither."""
    try:
        return Repository.open(root)
    except MachineTrouble:
        return None


def _find_uncommitted(repository: Repository, here: DatedSnapshot) -> Iterator[UncommittedRecord]:
    """Yield the records that differ from the last commit."""
    changed = [path for path in repository.changed_paths() if is_record_path(repository.root, path)]
    head = repository.head() if changed else None
    committed = {entry.path for entry in repository.list_tree(head)} if head else set()
    named = {path: _record_id_at(here, path) for path in changed}
    new = [path for path, record in named.items() if record and path not in committed]
    gone = [path for path, record in named.items() if record is None and path in committed]
    moved = _find_moved(repository, head, gone, here, new) if head and new and gone else {}
    left = {*moved.values()}
    for path, record in named.items():
        if path not in left:
            known = "moved" if path in moved else "changed" if path in committed else "new"
            yield UncommittedRecord(record or id_by_path(path), path, known if record else "gone")


def _find_moved(
    repository: Repository, head: str, gone: Sequence[str], here: DatedSnapshot, new: Sequence[str]
) -> dict[str, str]:
    """Return the former path of each record whose file moved since a commit, by its path now."""
    from casefile.git.snapshots import read_files_at_commit  # noqa: PLC0415 - only if files moved
    from casefile.loading.record_pairs import pair_records  # noqa: PLC0415 - as above
    from casefile.register import read_entry  # noqa: PLC0415 - the model, which a stored answer does not need

    befores = {
        path: read_entry(path, blob) for path, blob in read_files_at_commit(repository, head, gone).items()
    }
    entries = here.register.entries
    pairs = pair_records(befores, {path: entries[path] for path in new if path in entries})
    return {
        pair.after.path: before.path for pair in pairs for before in pair.befores if before and pair.after
    }


def _count_problems(problems: tuple[Problem, ...]) -> Iterator[FileWithProblems]:
    """Yield the number of errors and warnings of each file with a problem, files with errors first."""
    errors = Counter(each.path for each in errors_of(problems))
    warnings = Counter(each.path for each in problems if each.level == "warning")
    for path in sorted({*errors, *warnings}, key=lambda path: (not errors[path], path)):
        yield FileWithProblems(path, errors[path], warnings[path])


def _read_drafts(repository: Repository, timezone: str | None) -> Iterator[KeptDraft]:
    for path in drafts(repository.private):
        kept = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        yield KeptDraft(path.stem, path, local_day(timezone, kept))
