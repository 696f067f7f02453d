"""The command `log`: for every commit the changes of records, and their effect on the status."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from casefile.changes.record_difference import Difference
from casefile.errors import Problem
from casefile.files.register_folder import find_root
from casefile.git.log_reader import Commit, cut_at
from casefile.git.snapshots import label_of
from casefile.history.merge_losses import MergeLoss, PastMerges
from casefile.history.past_record import find_past_record
from casefile.loading.open_register import snapshot_of
from casefile.loading.past_registers import Past, past, shallow_clone_warning
from casefile.loading.record_pairs import (
    RecordKey,
    TouchedRecord,
    WantedRecords,
    follow_records,
    is_another_person,
    pair_touched_records,
)
from casefile.loading.revision import work_tree
from casefile.register import Entry
from casefile.views.ledger_timeline import TimelineSpan
from casefile.views.status_changes import difference, merge_status

ALWAYS = TimelineSpan()
"""A span without bounds: all days, and commits whose date cannot be read."""
UNREAD = "the earlier state could not be read; these are the differences from the last readable state"
ANOTHERS_NOW = "another person has this id now: the two cases have no event and no name in common"
ANOTHERS_BEFORE = "another person had this id before: the two cases have no event and no name in common"
REMOVED_UNREAD = "the file was removed; it could not be read before either"


class LoggedCommit(Struct, frozen=True):
    """A commit and its changes.

    `cut` is True if a shallow clone ends here, so that all content of the commit looks new.
    """

    commit: Commit
    differences: tuple[Difference, ...]
    cut: bool = False

    def as_data(self) -> Iterator[dict[str, object]]:
        """Yield the rows of the JSON output, one for each record."""
        day = self.commit.day
        who = {
            "commit": self.commit.id,
            "author": self.commit.author.name,
            "date": day.isoformat() if day else None,
        }
        for each in self.differences:
            yield who | each.as_data() | ({"cut": True} if self.cut else {})


class Log(Struct, frozen=True):
    """The answer of `log`: commits with their changes, newest first.

    `known_at` is the label of the commit at which the history ends, None if there is none. `named` are the
    present ids of the records that were typed; empty if all records are shown.
    """

    entries: tuple[LoggedCommit, ...]
    known_at: str | None
    named: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_log(
    directory: Path,
    records: Sequence[str] = (),
    limit: int | None = None,
    within: TimelineSpan = ALWAYS,
    known_at: str | None = None,
) -> Log:
    """Return the changes to records that the commits up to now made; a commit without any is left out.

    `records` are words that mean records; all are shown if there are none. With `known_at`, a revision or a
    day, it returns the commits up to then, and records have their ids of that time. `limit` is the greatest
    number of commits, `within` are the first and last day on which they were committed, in UTC. If it is
    given, commits without a readable date are left out, and a warning (CF731) names them. Raises
    MachineTrouble CF809 outside of git, and the errors of `find_past_record` and `snapshot_of`.
    """
    root = find_root(directory)
    repository = work_tree(root)
    snapshot = snapshot_of(root, known_at)
    with past(repository, snapshot.commit or repository.head()) as looked_at:
        named = [find_past_record(looked_at, snapshot, root, words) for words in records]
        undated: list[Commit] = []
        strand, wanted = follow_records(looked_at, named) if records else (looked_at, None)
        logged = _read_commits(strand, wanted, within, undated)
        found = tuple(islice(logged, limit))
    ends_at = label_of(repository, looked_at.tip) if looked_at.tip else None
    problems = (*shallow_clone_warning(repository), *_undated_warning(undated))
    return Log(found, ends_at, tuple(entry.id for entry in named), problems)


def _undated_warning(undated: Sequence[Commit]) -> tuple[Problem, ...]:
    if not undated:
        return ()
    ids = ", ".join(commit.id[:9] for commit in undated[:SHOWN])
    message = f"commits with an invalid date, not shown with --since and --until: {ids}"
    return (Problem.of_file("", "CF731", message, "omit both options to see them", "warning"),)


SHOWN = 5
"""The number of commits that a warning names."""


def _read_commits(
    looked_at: Past, wanted: WantedRecords | None, within: TimelineSpan, undated: list[Commit]
) -> Iterator[LoggedCommit]:
    cut = cut_at(looked_at.repository)
    merges = PastMerges(looked_at)
    for commit in looked_at.walk():
        rows = _differences(looked_at, commit, wanted, merges.losses(commit))
        differences = (*rows, *_status_rows(looked_at, commit, merges))
        if not differences:
            continue
        if commit.day is None and within != ALWAYS:
            undated.append(commit)
        elif commit.day is None or within.overlaps(commit.day, commit.day):
            yield LoggedCommit(commit, differences, commit.id in cut)


def _differences(
    looked_at: Past,
    commit: Commit,
    wanted: WantedRecords | None,
    losses: Mapping[RecordKey, list[MergeLoss]],
) -> Iterator[Difference]:
    """Yield the changes that a commit made to each record: cases first, then records they refer to.

    `wanted` are the records to show, None for all; `losses` are the changes that the commit, a merge,
    dropped.
    """
    touched = _touched(looked_at, commit, wanted, losses)
    for pair, states in sorted(touched, key=lambda each: each[0].place):
        lost = tuple(change for loss in losses.get(pair.key, ()) for change in loss.changes)
        for befores, after, note in pair_readable_states(looked_at, states, pair):
            row = difference(
                [looked_at.side(each.entry, looked_at.at(each.commit), commit.day) for each in befores],
                looked_at.side(after, looked_at.at(commit.id), commit.day),
                note,
                lost,
            )
            if row is not None:
                yield row


def _status_rows(looked_at: Past, commit: Commit, merges: PastMerges) -> Iterator[Difference]:
    """Yield a row for each case whose status after a merge differs from that in a parent that counts."""
    for case in merges.merged_cases(commit):
        parents = {
            parent: looked_at.side(entry, looked_at.at(parent), commit.day)
            for parent, entry in case.parents.items()
        }
        after = looked_at.side(case.after, looked_at.at(commit.id), commit.day)
        row = merge_status(parents, after, case.counted)
        if row is not None:
            yield row


def _touched(
    looked_at: Past,
    commit: Commit,
    wanted: WantedRecords | None,
    losses: Mapping[RecordKey, list[MergeLoss]],
) -> Iterator[tuple[TouchedRecord, list[CommittedRecord]]]:
    """Yield the records that differ from all parents, then those whose changes on one side a merge dropped.

    Each comes with its states in the parents. If the merge also took changes of other sides, the effect of
    the loss alone cannot be determined: such a record gets no change of status.
    """
    parents = commit.parents or ("",)
    met: set[RecordKey] = set()
    for pair in pair_touched_records(looked_at, commit, wanted):
        met.add(pair.key)
        yield (
            pair,
            [CommittedRecord(entry, parent) for entry, parent in zip(pair.befores, parents, strict=True)],
        )
    for key, (loss, *_) in losses.items():
        if key not in met:
            now = CommittedRecord(loss.after, commit.id)
            was = CommittedRecord(loss.before, loss.parent) if loss.whole else now
            yield loss.record, [was, now]


class CommittedRecord(NamedTuple):
    """A record as a commit contains it; `commit` is the id of the commit, `entry` is None without record."""

    entry: Entry | None
    commit: str


def _is_unreadable(entry: Entry | None) -> bool:
    return entry is not None and not entry.readable


def pair_readable_states(
    looked_at: Past, states: list[CommittedRecord], record: TouchedRecord
) -> Iterator[tuple[list[CommittedRecord], Entry | None, str]]:
    """Yield the states of a record before a commit and after it, with a note.

    A state before that cannot be read is replaced by the last readable one, unless the file still cannot be
    read. If that last readable state is of another person, the result is two pairs: the removal of one record
    and the start of the other. The note is empty if nothing was replaced and no id was reused.
    """
    after = record.after
    if record.reused:
        yield states, after, ANOTHERS_NOW if after is None else ANOTHERS_BEFORE
        return
    befores, note = _readable(looked_at, states, after)
    there = [each.entry for each in befores if each.entry]
    if note and after and any(is_another_person(each, after, there) for each in there):
        yield befores, None, ANOTHERS_NOW
        befores, note = [CommittedRecord(None, each.commit) for each in befores], ANOTHERS_BEFORE
    yield befores, after, note


def _readable(
    looked_at: Past, states: list[CommittedRecord], after: Entry | None
) -> tuple[list[CommittedRecord], str]:
    broken = [each for each in states if _is_unreadable(each.entry)]
    if not broken or _is_unreadable(after):
        return states, ""
    sound = [each for each in states if each not in broken] or [find_last_state(looked_at, broken[0])]
    if after is None and sound[0].entry is None:
        return states, REMOVED_UNREAD
    return sound, UNREAD


def find_last_state(
    looked_at: Past, state: CommittedRecord, is_unusable: Callable[[Entry | None], bool] = _is_unreadable
) -> CommittedRecord:
    """Return the last state of a file, along the first parents, for which `is_unusable` is false.

    By default that is the last one that can be read. The entry of the result is None if there is none.
    """
    path = state.entry.path if state.entry else ""
    here = looked_at.find(state.commit)
    while here:
        touched = next((each for each in here.touched if each.path == path), None)
        if touched is not None:
            state = CommittedRecord(looked_at.after(touched), here.id)
            if not is_unusable(state.entry):
                return state
        here = looked_at.find(here.parents[0]) if here.parents else None
    return CommittedRecord(None, state.commit)
