"""The cases of withdrawal notices that state no digest, inferred from the commits in which the notices came.

Usually that is the commit that removed the case. One that removed several cases, or none, shows less.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct, field

from casefile.model.places import id_by_path
from casefile.model.plain import mapping
from casefile.operations.case_history import CaseHistory, is_case_file, is_removed_case, names_of
from casefile.register import Entry
from casefile.storage.repository.history import Commit, Touched

Located = tuple[str, Entry]
"""A case, with its path from the top of the repository."""


class NoticeOf(Struct, frozen=True):
    """The path of the notice of a case, and whether it is certain that the case is the withdrawn one."""

    notice: str
    is_certain: bool = True


class Inferred(Struct):
    """The paths of cases that were or may have been withdrawn, and the notices whose case nothing shows."""

    paths: dict[str, NoticeOf] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def states_rewriting(entry: Entry) -> bool:
    """Return whether a notice states that its case was removed from the history."""
    return entry.withdrawn and mapping(entry.fields.get("withdrawn")).get("history") == "rewritten"


def cases_by_commits(
    history: CaseHistory, last: Sequence[Commit], notice_at: Mapping[str, str], others: Collection[str]
) -> Inferred:
    """Return the cases of notices without a digest, given by their paths in the repository and the register.

    `last` are files that are not committed, as a commit. `others` are the ids of the cases of other notices.
    """
    if not notice_at:
        return Inferred()
    entries = history.register.entries
    arrivals = _Arrivals.of(history, last, notice_at)
    notices = {*arrivals.notices, *(path for path in notice_at.values() if entries[path].withdrawn)}
    stated = {path for path in notices if states_rewriting(entries[path])}
    certain, possible = dict[str, NoticeOf](), dict[str, NoticeOf]()
    ids, explained, later = {*others}, set[str](), set[str]()
    for commit, paths in arrivals.came:
        notice_of = {path: notice for path, notice in paths.items() if notice in notices}
        gone = [each for each in _gone(commit, history) if each[1].id not in others] if notice_of else []
        pairs, left = _paired(gone, notice_of)
        certain |= {path: NoticeOf(notice_of[notice]) for (path, _), notice in pairs}
        ids.update(case.id for (_, case), _ in pairs)
        left = [path for path in left if notice_of[path] not in stated]
        changed = [*_changed(commit, left, history), *_renamed(commit, history)] if left else []
        may_be = {path: NoticeOf(notice_of[left[0]], False) for path, case in changed if _near(case, left)}
        possible |= may_be
        explained.update(of.notice for of in may_be.values())
        explained.update(notice_of[notice] for _, notice in pairs)
        later.update(notice_of.values() if commit.id and commit.parents else ())
    traced = {of.notice for of in certain.values()}
    untraced = sorted(notices - traced - stated)
    ends = [commit.id for commit, paths in arrivals.came if commit.id and {*paths.values()} & {*untraced}]
    ever = _ever_removed(history, last, ends) if untraced else ()
    removed = [each for each in ever if each[1].id not in ids]
    possible |= {path: NoticeOf(untraced[0], is_certain=False) for path, _ in removed}
    explained.update(path for path in untraced if any(_near(case, [path]) for _, case in removed))
    unknown = [path for path in untraced if path not in explained or path not in later]
    return Inferred({**possible, **certain}, unknown)


class _Arrivals(Struct):
    """The commits in which notices came, each with the paths of these in it and in the register.

    A notice may have been moved since, alone or with the register: then its earlier path is followed, in any
    folder of the repository. `notices` are those of the files that are notices in one of their versions.
    """

    came: list[tuple[Commit, dict[str, str]]]
    notices: set[str]

    @classmethod
    def of(cls, history: CaseHistory, last: Sequence[Commit], notice_at: Mapping[str, str]) -> _Arrivals:
        while True:
            commits = [*last, *history.commits(notice_at)]
            own = [each for commit in commits for each in commit.touched if each.path in notice_at]
            history.load(own)
            came = [(each, paths) for each in commits if (paths := [*_came(each, notice_at, history)])]
            history.load(each for commit, _ in came for each in commit.touched)
            moved = {old: new for commit, paths in came for old, new in _moved(commit, paths, history)}
            if moved.keys() <= notice_at.keys():
                break
            notice_at = {**{old: notice_at[new] for old, new in moved.items()}, **notice_at}
        gone_on = {*moved.values()}
        first = [
            (commit, {path: notice_at[path] for path in paths if path not in gone_on})
            for commit, paths in came
        ]
        after = ((each, history.entry(each.path, each.after)) for each in own if each.after)
        return cls(first, {notice_at[each.path] for each, entry in after if entry.withdrawn})


def _came(commit: Commit, notice_at: Collection[str], history: CaseHistory) -> Iterator[str]:
    """Yield the paths of the notices that a commit added, or made of a case."""
    for each in commit.touched:
        if each.path in notice_at and each.after:
            before = [history.entry(each.path, blob) for blob in each.before if blob]
            is_new = history.entry(each.path, each.after).withdrawn or not before
            if is_new and not any(entry.withdrawn for entry in before):
                yield each.path


def _moved(commit: Commit, paths: Sequence[str], history: CaseHistory) -> Iterator[tuple[str, str]]:
    """Yield the earlier path of a notice, and one of these paths, to which the commit moved it.

    The name of the file or its content is the same: the commit may also have removed another notice.
    """
    after = {each.path: each.after for each in commit.touched if each.after}
    names = {id_by_path(path): path for path in paths}
    texts = {history.entry(path, after[path]).text: path for path in paths}
    for each, entry in history.removed(commit):
        if id_by_path(each.path) in names:
            yield each.path, names[id_by_path(each.path)]
        elif entry.withdrawn and entry.text in texts:
            yield each.path, texts[entry.text]


def _gone(commit: Commit, history: CaseHistory) -> Iterator[Located]:
    """Yield the cases that a commit removed, or made a notice of; not those that it renamed."""
    afters = [
        history.entry(each.path, each.after)
        for each in commit.touched
        if each.after and is_case_file(each.path)
    ]
    renamed = {name for entry in afters if not entry.withdrawn for name in names_of(entry.path, entry)}
    for each, entry in chain(history.removed(commit), _replaced(commit, history)):
        if entry.kind == "case" and entry.id not in renamed and not entry.withdrawn:
            yield each.path, entry


def _replaced(commit: Commit, history: CaseHistory) -> Iterator[tuple[Touched, Entry]]:
    """Yield the files in whose place a commit put a notice; an empty one contained no case."""
    for each in commit.touched:
        if each.after and is_case_file(each.path) and history.entry(each.path, each.after).withdrawn:
            for blob in each.before:
                if blob and not history.is_empty(blob):
                    yield each, history.entry(each.path, blob)


def _renamed(commit: Commit, history: CaseHistory) -> Iterator[Located]:
    """Yield the cases that a commit removed and that another record calls its own former ones."""
    gone = {entry.id for _, entry in _gone(commit, history)}
    for each, entry in history.removed(commit):
        if entry.kind == "case" and entry.id not in gone and not entry.withdrawn:
            yield each.path, entry


def _changed(commit: Commit, notices: Collection[str], history: CaseHistory) -> Iterator[Located]:
    """Yield the cases that a commit changed, but for those that only name one of these notices since.

    A squashed commit may contain a withdrawal together with the return of the case: then each case that the
    commit changed may be the one.
    """
    ids = [id_by_path(path) for path in notices]
    for each in commit.touched:
        if is_case_file(each.path) and each.after and all(each.before) and each.after not in each.before:
            entry = history.entry(each.path, each.after)
            before = [history.entry(each.path, blob).text for blob in each.before if blob]
            if not entry.withdrawn and not any(_only_names(ids, entry.text, text) for text in before):
                yield each.path, entry


def _only_names(notices: Collection[str], after: str, before: str) -> bool:
    """Return whether a text names notices where it named cases, and differs in nothing else."""
    parts = re.split("|".join(map(re.escape, notices)), after)
    return re.fullmatch("[a-z0-9-]+".join(map(re.escape, parts)), before) is not None


def _ever_removed(history: CaseHistory, last: Sequence[Commit], ends: Sequence[str]) -> Iterator[Located]:
    """Yield the cases that any commit removed and did not rename.

    `ends` are the commits in which notices came. A case that an earlier commit removed, and that is in all of
    these, was there again: it was removed by mistake.
    """
    commits = [*last, *history.commits()]
    place = {commit.id: number for number, commit in enumerate(commits)}
    there = [(place[end], history.paths_at(end)) for end in ends]
    removing = [each for each in commits if any(map(is_removed_case, each.touched))]
    history.load(each for commit in removing for each in commit.touched)
    for commit in removing:
        for path, entry in _gone(commit, history):
            again = (place[commit.id] > number and path in paths for number, paths in there)
            if not there or not all(again):
                yield path, entry


def _paired(gone: Iterable[Located], notices: Iterable[str]) -> tuple[list[tuple[Located, str]], list[str]]:
    """Return the notice of each case, and the notices without a case.

    A notice is in the folder of its case, or begins with the same country and year. A commit may have
    removed other cases too: each of these is given the last notice.
    """
    left, pairs = [*notices], list[tuple[Located, str]]()
    last = left[-1:]
    for each in gone:
        near = _near(each[1], left)
        left = [path for path in left if path not in near[:1]]
        pairs += [(each, path) for path in near[:1] or last]
    return pairs, left


def _near(case: Entry, notices: Iterable[str]) -> list[str]:
    """Return the notices that may be of a case, those in its folder first."""
    notices = [*notices]
    folder = case.path.rpartition("/")[0]
    beside = [path for path in notices if f"/{path}".endswith(f"/{folder}/{id_by_path(path)}.yaml")]
    start = "-".join([*case.id.split("-")[:2], ""])
    return [*beside, *(path for path in notices if path not in beside and id_by_path(path).startswith(start))]
