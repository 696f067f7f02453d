"""Find the cases of withdrawal notices, in all versions that git's history contains.

A notice states a digest of the id of its case. A notice without a digest can be matched only if it was
written over the file of its case.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from casefile.git import Repository
from casefile.git.log_reader import Commit
from casefile.git.merge_state import find_tips
from casefile.loading.case_history import CaseHistory, case_ids, is_case_file, is_removed_case, may_be_notice
from casefile.model.field import CASE_ID
from casefile.model.kinds import id_by_path
from casefile.model.plain_data import mapping
from casefile.model.records import withdrawal_digest
from casefile.model.same_case import IN_ANY_COMMITS, IN_ONE_COMMIT, has_events_of_case
from casefile.names.groups_by_key import grouped
from casefile.publication.ids_in_text import event_ids
from casefile.register import Entry, Register


class PastCase(Struct, frozen=True):
    """A version of a withdrawn case, with the path of its notice."""

    entry: Entry
    notice: str


class Withdrawals(Struct, frozen=True):
    """The withdrawn cases of a register.

    `ids` are the ids that digests confirm, each with the path of the notice. `cases` are all versions of all
    cases: a name may have been corrected or removed before the withdrawal. `unknown` are the paths of the
    notices whose case git's history does not contain or does not show.
    """

    ids: Mapping[str, str] = {}
    cases: tuple[PastCase, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def notices_by_id(self) -> Mapping[str, str]:
        """The paths of the notices by the ids of their cases, former ids too."""
        names = ((name, each.notice) for each in self.cases for name in case_ids(each.entry.path, each.entry))
        return {**dict(names), **self.ids}


def find_withdrawals(repository: Repository, register: Register, at: str | None = None) -> Withdrawals:
    """Return the withdrawn cases of a register; `at` is its commit, None for the files of the folder.

    Raises MachineTrouble CF810 if git fails.
    """
    notices = {
        repository.prefix + path: path for path, entry in register.entries.items() if may_be_notice(entry)
    }
    if not notices:
        return Withdrawals()
    history = CaseHistory(repository, register, (at,) if at else find_tips(repository))
    last = [] if at else [history.uncommitted()]
    commits = [*last, *history.commits(notices)]
    digests = _digests(history, commits, notices)
    search = _DigestSearch(history, digests)
    search.trace(commits)
    paths, unknown = dict[str, str](), list[str]()
    for path, notice in notices.items():
        entry = register.entries[notice]
        if notice in digests.keys() - search.left:
            continue
        versions = [*_sound_versions(history, commits, path)]
        was_written_over = any(not each.withdrawn for each in versions)
        is_notice = entry.withdrawn or any(each.withdrawn for each in versions)
        if is_notice and was_written_over:
            paths[path] = notice
        if states_rewriting(entry):
            paths |= dict.fromkeys(_removed_beside(history, commits, path, search.ids), notice)
        elif notice in search.left or (not was_written_over and (is_notice or is_decoded(entry))):
            unknown.append(notice)
    paths |= search.paths
    if search.ids:  # the id may come from an uncommitted file, and the history be at another path
        found = (path for path in _paths_in(history.commits()) if id_by_path(path) in search.ids)
        paths |= {path: search.ids[id_by_path(path)] for path in found}
    return Withdrawals(search.ids, tuple(_versions(history, paths)), tuple(unknown))


def states_rewriting(entry: Entry) -> bool:
    """Return whether a notice states that its case was removed from the git history."""
    return entry.withdrawn and mapping(entry.fields.get("withdrawn")).get("history") == "rewritten"


def _removed_beside(
    history: CaseHistory, commits: Iterable[Commit], notice: str, others: Container[str]
) -> Iterator[str]:
    """Yield the paths of the cases that were removed, and not renamed, in the commits that added a notice.

    `others` are ids of the cases of other notices.
    """
    for commit in commits:
        if not any(each.path == notice and each.after and not all(each.before) for each in commit.touched):
            continue
        history.load(commit.touched)
        added = (
            history.entry(each.path, each.after)
            for each in commit.touched
            if each.after and is_case_file(each.path)
        )
        renamed = {name for entry in added if not entry.withdrawn for name in case_ids(entry.path, entry)}
        for each, entry in history.removed_cases(commit):
            if (
                entry.kind == "case"
                and not entry.withdrawn
                and entry.id not in renamed
                and entry.id not in others
            ):
                yield each.path


def _sound_versions(history: CaseHistory, commits: Iterable[Commit], path: str) -> Iterator[Entry]:
    """Yield the versions of a file that have no errors."""
    touched = [each for commit in commits for each in commit.touched if each.path == path]
    history.load(touched)
    yield from (entry for each in touched for entry in history.versions(each) if not entry.broken)


def is_decoded(entry: Entry) -> bool:
    """Return whether the text of a file is known. It is unknown if the file could not be decoded."""
    return bool(entry.text) or any(each.code == EMPTY for each in entry.problems)


EMPTY = "CF018"
"""The code of the problem of an empty file."""
Digests = Mapping[str, frozenset[tuple[str, str]]]
"""The id and the digest that a notice states, in each of its versions, by the path of the notice."""


def _digests(history: CaseHistory, commits: Sequence[Commit], notices: Mapping[str, str]) -> Digests:
    """Return the digests of notices, also those of earlier versions, because a notice may be damaged today.

    A notice with the same digest that one of the commits removed is an earlier version: it was moved by hand.
    """
    own = [each for commit in commits for each in commit.touched if each.path in notices]
    removed = [each for commit in commits for each in commit.touched if is_removed_case(each)]
    history.load((*own, *removed))
    found: dict[str, set[tuple[str, str]]] = {}
    here = ((notice, history.register.entries[notice]) for notice in notices.values())
    versions = ((notices[each.path], entry) for each in own for entry in history.versions(each))
    for notice, entry in chain(here, versions):
        if digest := digest_of_notice(entry):
            found.setdefault(notice, set()).add((entry.id, digest))
    earlier = {(entry.id, digest_of_notice(entry)) for each in removed for entry in history.versions(each)}
    for pairs in found.values():
        known = {digest for _, digest in pairs}
        pairs.update((own_id, digest) for own_id, digest in earlier if digest in known)
    return {notice: frozenset(pairs) for notice, pairs in found.items()}


def digest_of_notice(entry: Entry) -> str:
    """Return the digest that a notice states; an empty string if it states none or is no notice."""
    digest = mapping(entry.fields.get("withdrawn")).get("digest")
    return digest if isinstance(digest, str) else ""


class _DigestSearch:
    """The ids of cases and the paths of their files, found by the digests that notices state.

    `ids` and `paths` map each to the path of the notice. `left` are the notices whose case is not found yet.
    """

    def __init__(self, history: CaseHistory, digests: Digests) -> None:
        self._history = history
        self.left = dict(digests)
        self.ids: dict[str, str] = {}
        self.paths: dict[str, str] = {}

    def trace(self, commits: Iterable[Commit]) -> None:
        """Search the ids in the commits of the notices, then in all paths, then in all versions of cases."""
        self._compare((id_by_path(path), path) for path in _paths_in(commits))
        if self.left:
            every = self._history.commits()
            self._compare(chain(self._ids_here(), ((id_by_path(path), path) for path in _paths_in(every))))
        if self.left:
            self._compare(self._stated_ids(every))

    def _compare(self, named: Iterable[tuple[str, str]]) -> None:
        """Compare ids, each given with the path of a case, with the digests of the notices that are left."""
        paths = grouped(named)
        found = {name: notices for name in paths if (notices := self._notices_of(name))}
        for name, notices in found.items():
            self.ids[name] = notices[0]
            self.paths.update(dict.fromkeys(paths[name], notices[0]))
        for notice in chain.from_iterable(found.values()):
            self.left.pop(notice, None)

    def _notices_of(self, name: str) -> list[str]:
        return [
            notice
            for notice, pairs in self.left.items()
            if any(withdrawal_digest(own, name) == digest for own, digest in pairs)
        ]

    def _ids_here(self) -> Iterator[tuple[str, str]]:
        """Yield the ids of the cases in the register, former ids too, with their paths."""
        for path, entry in self._history.register.entries.items():
            if not entry.withdrawn:
                yield from ((name, self._history.prefix + path) for name in case_ids(path, entry))

    def _stated_ids(self, commits: Iterable[Commit]) -> Iterator[tuple[str, str]]:
        """Yield the ids that a version of a case states as its own or a former one, if a digest matches."""
        touched = [each for commit in commits for each in commit.touched if is_case_file(each.path)]
        self._history.load(touched)
        known: dict[str, bool] = {}
        for path, blob in {(each.path, blob) for each in touched for blob in (*each.before, each.after)}:
            for word in {*A_CASE_ID.findall(self._history.content(blob) or b"")} if blob else ():
                name = word.decode("ascii")
                if name not in known:
                    known[name] = bool(self._notices_of(name))
                if known[name] and name in case_ids(path, self._history.entry(path, blob or "")):
                    yield name, path


A_CASE_ID = re.compile(CASE_ID.pattern.strip("^$").encode("ascii"))


def _paths_in(commits: Iterable[Commit]) -> set[str]:
    """Return the paths of cases that these commits touched."""
    return {each.path for commit in commits for each in commit.touched if is_case_file(each.path)}


def _versions(history: CaseHistory, paths: Mapping[str, str]) -> Iterator[PastCase]:
    """Yield each version of the cases at these paths, and of the earlier cases from which they were made.

    A case is an earlier one if a version states its id as its own or a former one. It is also an earlier one
    if it was removed and has enough events in common with the later one (`has_events_of_case`).
    """
    seen: dict[str, str] = {}
    removed = [*_removed_cases(history)] if paths else []
    while paths:
        seen.update(paths)
        commits = history.commits(paths.keys())
        own = [(commit, each) for commit in commits for each in commit.touched if each.path in paths]
        history.load(each for _, each in own)
        names, events = dict[str, str](), dict[str, str]()
        for _, each in own:
            for entry in history.versions(each):
                if not entry.withdrawn:
                    notice = paths[each.path]
                    names.update(dict.fromkeys(case_ids(each.path, entry), notice))
                    events.update(dict.fromkeys(event_ids(entry.data), notice))
                    yield PastCase(entry, notice)
        made = {commit.id for commit, each in own if each.after and not any(each.before)}
        found = {
            path: names[id_by_path(path)]
            for path in _paths_in(history.commits())
            if id_by_path(path) in names
        }
        for commit, path, ids in removed:
            needed = IN_ONE_COMMIT if commit in made else IN_ANY_COMMITS
            if has_events_of_case(events.keys(), {*ids}, needed):
                found.setdefault(path, next(events[event] for event in ids if event in events))
        paths = {path: notice for path, notice in found.items() if path not in seen}


def _removed_cases(history: CaseHistory) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield the commit, the path and the ids of the events of each case that a commit removed."""
    removing = [each for each in history.commits() if any(map(is_removed_case, each.touched))]
    history.load(each for commit in removing for each in commit.touched if is_removed_case(each))
    for commit in removing:
        for each, entry in history.removed_cases(commit):
            yield commit.id, each.path, [*event_ids(entry.data)]
