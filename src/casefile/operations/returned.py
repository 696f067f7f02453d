"""Withdrawn cases that lie in the register again, beside the record that stands for them."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.errors import MachineTrouble, Problem
from casefile.model.plain import mapping
from casefile.operations.trail.pairing import formerly
from casefile.publication.ids import event_ids
from casefile.register import Entry, Register, read_entry
from casefile.storage.repository import Repository
from casefile.storage.repository.history import Commit, Touched, log_pass
from casefile.storage.repository.merges import tips
from casefile.storage.repository.objects import blobs
from casefile.storage.repository.reading import OURS


def returned(
    repository: Repository,
    register: Register,
    wanted: Container[str] | None = None,
    at: str | None = None,
) -> Iterator[Problem]:
    """Yield a problem for each case that was withdrawn and whose content is here again.

    A merge does that where one side withdrew the case and the other went on writing it: git leaves what was
    written. Whoever takes a withdrawal back takes out what stands for it, too; then nothing is told.
    `at` is the commit that the register is of; None stands for the files here.
    """
    yield from _returned(_withdrawals(repository, register, at), register, wanted)


def _returned(
    found: _Withdrawals, register: Register, wanted: Container[str] | None = None
) -> Iterator[Problem]:
    away = found.by_name()
    sure = found.by_name(sure=True)
    events = [(frozenset(event_ids(case.data)), notice) for case, notice in found.gone]
    for path, entry in register.entries.items() if away else ():
        notice = notice_of(away, path, entry) or _notice_by_events(events, entry)
        known = notice_of(sure, path, entry) is not None
        if notice and not entry.withdrawn and (wanted is None or path in wanted or notice in wanted):
            message = RETURNED if known else MAY_BE_RETURNED
            hint = (TAKE_OUT if known else LOOK_FIRST).format(path=path, notice=notice)
            yield Problem(path, 0, 0, "", "CF024", "error", message, hint)


RETURNED = "this case was withdrawn, and lies here again"
TAKE_OUT = "take it out: git rm {path}; only if the withdrawal was a mistake: git rm {notice}"
MAY_BE_RETURNED = (
    "this may be a withdrawn case: they have events in common, or one commit withdrew a case and changed it"
)
LOOK_FIRST = "look first: git log --stat -- {notice}; if this is not the one: git rm {notice}"


def kept_away(root: Path, register: Register, at: str | None = None) -> Register:
    """Return the register in which each case that came back so has an error, so that nothing of it is shown.

    It also contains every version of the cases before their withdrawal: their names and ids must not leave.
    `at` is the commit that the register is of; None stands for the files here. Where git fails, there is no
    repository, its history does not go back to a withdrawal (a shallow clone, or a copy that was put into
    another repository), no commit shows the case of a notice, a notice is in a file that is not read as a
    record, or the text of a case is missing or was replaced by a filter of git, the register is not judged.
    """
    unread = any(map(_is_unread_notice, register.strays))
    if not (unread or any(map(may_be_notice, register.entries.values()))):
        return register
    found, judged = _Withdrawals(), False
    with suppress(MachineTrouble):
        repository = Repository.open(root)
        found = _withdrawals(repository, register, at) if repository else found
        judged = repository is not None and not unread and found.is_known(shallow=repository.shallow)
    entries = [(register.entries[each.path], each) for each in _returned(found, register)]
    kept = register.replacing(*(entry.with_error(each) for entry, each in entries))
    kept.taken_out = (*(case for case, _ in found.gone), *found.removed, *found.versions)
    are_cases = all(SCHEMA in (case.text or "") for case, _ in found.gone)
    kept.is_judged = judged and are_cases and all(entry.text for entry in kept.taken_out)
    return kept


SCHEMA = "casefile/case/"
"""A text without it is no case, but perhaps a pointer of git-lfs or another result of a filter of git."""


def _is_unread_notice(entry: Entry) -> bool:
    """Return whether a file that is not read as a record contains a withdrawal notice."""
    return NOTICE.search(entry.text or "") is not None


NOTICE = re.compile(r"""^\s*["']?withdrawn["']?\s*:""", re.MULTILINE)


def may_be_notice(entry: Entry) -> bool:
    """Return whether a file is a withdrawal notice, or may have been one: a case with errors may."""
    return entry.withdrawn or (entry.broken and entry.kind == "case")


def notice_of(away: Mapping[str, str], path: str, entry: Entry) -> str | None:
    """Return the path of the notice of a withdrawn case; None for a case that was not withdrawn."""
    return next((away[name] for name in _names(path, entry) if name in away), None)


def withdrawn_ids(repository: Repository, register: Register, at: str | None = None) -> Mapping[str, str]:
    """Return the ids of withdrawn cases, former ones too, with the paths of what stands for them.

    A withdrawal leaves nothing that leads back to the case, so the history is asked: what stands for it came
    in the commit that took the case out. Registers in which no case was withdrawn are not looked into.
    """
    return _withdrawals(repository, register, at).by_name()


class _Withdrawals(Struct):
    """The withdrawals in the history of a register.

    `gone` are the cases that a commit removed when it added a notice, and `changed` those that it may have
    removed, each with the path of the notice. `untraced` are the notices that came in no such commit; where
    there are any, `removed` are all cases that history removed and did not rename. `is_copied` is true where
    one of these came with the first commit, or in none. `rewritten` are the notices that state that no commit
    contains their case any more. `versions` are all versions of these cases: a name may have been corrected
    or removed before the withdrawal.
    """

    gone: list[tuple[Entry, str]] = field(default_factory=list)
    changed: list[tuple[Entry, str]] = field(default_factory=list)
    untraced: list[str] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)
    versions: list[Entry] = field(default_factory=list)
    rewritten: frozenset[str] = frozenset()
    is_copied: bool = False

    def is_known(self, *, shallow: bool) -> bool:
        """Whether the history here shows which cases were withdrawn; that of a shallow clone may not.

        The case of a notice that was added without a removal, as by a cherry-pick that kept the case, was
        removed by another commit. If none removed one, the case may still be here. There are two exceptions:
        the commit also changed a case (which then has an error), or the notice states that the history was
        rewritten.
        """
        if not self.untraced:
            return True
        known = self.rewritten.union(notice for _, notice in self.changed)
        unknown = (path for path in self.untraced if path not in known)
        has_case = all(any(_near(case, [path]) for case in self.removed) for path in unknown)
        return has_case and not (shallow or self.is_copied)

    def by_name(self, *, sure: bool = False) -> Mapping[str, str]:
        """Return the paths of notices by the ids of their cases; `sure` leaves out the uncertain ones."""
        possible = [] if sure else [*self.changed, *((case, self.untraced[0]) for case in self.removed)]
        return {name: notice for case, notice in (*possible, *self.gone) for name in _names(case.path, case)}


def _notice_by_events(events: Sequence[tuple[frozenset[str], str]], entry: Entry) -> str | None:
    """Return the path of the notice of a withdrawn case that had two events of this one, or its only one.

    Ids of events are random: one may be the same in two cases by chance.
    """
    own = frozenset(event_ids(entry.data)) if entry.kind == "case" else frozenset[str]()
    if not own:
        return None
    return next((notice for ids, notice in events if ids and len(ids & own) >= min(2, len(ids))), None)


def _withdrawals(repository: Repository, register: Register, at: str | None) -> _Withdrawals:
    """Return the withdrawals in the history of a register.

    A notice may have been moved since, alone or with the register: then its earlier path is followed, in any
    folder of the repository. The files here count as a commit that follows those which are checked out.
    """
    notice_at = {
        repository.prefix + path: path for path, entry in register.entries.items() if may_be_notice(entry)
    }
    ends = () if not notice_at else (at,) if at else tips(repository)
    if not ends:
        untraced = [path for path, entry in register.entries.items() if entry.withdrawn]
        return _Withdrawals(untraced=untraced, is_copied=bool(untraced))
    anywhere = replace(repository, root=repository.top, prefix="")
    contents = _Contents(anywhere.root, repository.prefix, register)
    last = [] if at else [_uncommitted(anywhere, repository.prefix, register, ends)]
    while True:
        commits = [*last, *log_pass(anywhere, ends, sorted(notice_at), whole=True, each_parent=True)]
        contents.load(each for commit in commits for each in commit.touched if each.path in notice_at)
        came = [(commit, paths) for commit in commits if (paths := [*_came(commit, notice_at, contents)])]
        contents.load(each for commit, _ in came for each in commit.touched)
        moved = {old: new for each in came for old, new in _moved(*each, contents)}
        if moved.keys() <= notice_at.keys():
            break
        notice_at = {**{old: notice_at[new] for old, new in moved.items()}, **notice_at}
    notices = {path for path, entry in register.entries.items() if entry.withdrawn} | {
        notice_at[each.path]
        for commit in commits
        for each in commit.touched
        if each.path in notice_at and each.after and contents.entry(each, each.after).withdrawn
    }
    found = _Withdrawals()
    removals = [commit for commit, _ in came]
    traced, later = set[str](), set[str]()
    for commit, paths in came:
        added = [path for path in paths if path not in moved.values() and notice_at[path] in notices]
        gone = [*_gone(commit, contents)] if added else []
        traced.update(notice_at[path] for path in added if gone)
        later.update(notice_at[path] for path in added if commit.id and commit.parents)
        pairs, left = _paired(gone, added)
        found.gone += [(case, notice_at[path]) for case, path in pairs]
        changed = (*_changed(commit, contents), *_renamed(commit, contents)) if left else ()
        found.changed += [
            (case, notice_at[path]) for case in changed for path in left[:1] if _near(case, left)
        ]
    found.untraced = sorted(notices - traced)
    found.rewritten = frozenset(path for path, entry in register.entries.items() if _states_rewriting(entry))
    found.is_copied = not later.issuperset(found.untraced)
    if found.untraced:
        every = log_pass(anywhere, ends, whole=True, each_parent=True)
        removing = [each for each in (*last, *every) if any(map(_is_removed_case, each.touched))]
        contents.load(each for commit in removing for each in commit.touched)
        found.removed = [case for commit in removing for case in _gone(commit, contents)]
        removals += removing
    ids = {case.id for case in (*found.removed, *(case for case, _ in found.gone))}
    at_last = {each.path for commit in removals for each in commit.touched if _removes(each, ids, contents)}
    at_last |= {repository.prefix + case.path for case, _ in found.changed}
    found.versions = [*_versions(anywhere, ends, at_last, contents)]
    return found


def _states_rewriting(entry: Entry) -> bool:
    """Return whether a notice states that its case was removed from the history."""
    return entry.withdrawn and mapping((entry.data or {}).get("withdrawn")).get("history") == "rewritten"


def _removes(touched: Touched, ids: Container[str], contents: _Contents) -> bool:
    """Return whether a commit removed one of these cases at a path, or replaced it with a notice."""
    if not _is_case_file(touched.path):
        return False
    is_gone = touched.after is None or contents.entry(touched, touched.after).withdrawn
    return is_gone and any(contents.entry(touched, blob).id in ids for blob in touched.before if blob)


def _versions(
    anywhere: Repository, ends: Sequence[str], paths: Collection[str], contents: _Contents
) -> Iterator[Entry]:
    """Yield each version of the cases at these paths, and of the earlier ones of which they were made.

    An earlier one has an id that a version states as its own or a former one, or was removed in the commit
    that added the later one, with an event in common.
    """
    seen, known = set[str](), set[str]()
    while paths := {*paths} - seen:
        seen |= paths
        commits = [*log_pass(anywhere, ends, sorted(paths), whole=True, each_parent=True)]
        own = [(commit, each) for commit in commits for each in commit.touched if each.path in paths]
        contents.load(each for _, each in own)
        names, events = set[str](), set[str]()
        for _, each in own:
            for blob in filter(None, (*each.before, each.after)):
                entry = contents.entry(each, blob)
                if not entry.withdrawn and not contents.is_empty(blob):
                    names.update(_names(each.path, entry))
                    events.update(event_ids(entry.data))
                    yield entry
        came = {commit.id for commit, each in own if each.after and not any(each.before)}
        making = [commit for commit in commits if commit.id in came]
        contents.load(each for commit in making for each in commit.touched)
        paths = {
            each.path
            for commit in making
            for each, entry in _removed(commit, contents)
            if _stem(each.path) in names or not events.isdisjoint(event_ids(entry.data))
        }
        new, known = names - known, known | names
        stems = {_stem(path) for path in seen | paths}
        paths |= _paths_of(anywhere, ends, new - stems) if new - stems else set()


def _paths_of(anywhere: Repository, ends: Sequence[str], ids: Container[str]) -> set[str]:
    """Return the paths at which cases of these ids were, in any commit."""
    touched = (each for commit in log_pass(anywhere, ends, each_parent=True) for each in commit.touched)
    return {each.path for each in touched if _is_case_file(each.path) and _stem(each.path) in ids}


class _Contents:
    """The files that commits touched, each read once; those of the register here are among them."""

    def __init__(self, root: Path, prefix: str, register: Register) -> None:
        self._root, self._prefix, self._register = root, prefix, register
        self._blobs: dict[str, bytes | None] = {HERE: None}
        self._read: dict[tuple[str, str], Entry] = {}

    def load(self, touched: Iterable[Touched]) -> None:
        """Read at once the cases among these files, before and after."""
        ids = {
            blob
            for each in touched
            if _is_case_file(each.path)
            for blob in (*each.before, each.after)
            if blob
        }
        self._blobs.update(blobs(self._root, sorted(ids - self._blobs.keys())))

    def entry(self, touched: Touched, blob: str) -> Entry:
        """Return a file of a commit; of one that this clone lacks only the name is known."""
        if blob == HERE:
            return self._register.entries[touched.path.removeprefix(self._prefix)]
        key = touched.path, blob
        if key not in self._read:
            _, cases, path = touched.path.rpartition("cases/")
            self._read[key] = read_entry(cases + path, self._blobs[blob] or b"")
        return self._read[key]

    def is_empty(self, blob: str) -> bool:
        """Return whether a blob is here and has no content."""
        return self._blobs[blob] == b""


HERE = "here"
"""Takes the place of the id of a blob in a file that is not committed."""


def _uncommitted(anywhere: Repository, prefix: str, register: Register, ends: Collection[str]) -> Commit:
    """Return the files of the register as a commit after these: it added files and removed others."""
    paths = [prefix + folder for folder in OURS]
    trees = [{each.path: each.blob_id for each in anywhere.list_tree(end, paths)} for end in ends]
    here = {prefix + path for path in register.entries}
    touched = [Touched(path, (None,), HERE, "") for path in sorted(here.difference(*trees))]
    gone = {path: blob for tree in trees for path, blob in tree.items() if path not in here}
    touched += [Touched(path, (blob,), None, "") for path, blob in sorted(gone.items())]
    return Commit("", (*ends,), "", "", 0, "", "", 0, "", tuple(touched))


def _came(commit: Commit, notice_at: Container[str], contents: _Contents) -> Iterator[str]:
    """Yield the paths of the notices that a commit added, or made of a case."""
    for each in commit.touched:
        if each.path in notice_at and each.after:
            before = [contents.entry(each, blob) for blob in each.before if blob]
            is_new = contents.entry(each, each.after).withdrawn or not before
            if is_new and not any(entry.withdrawn for entry in before):
                yield each.path


def _moved(commit: Commit, paths: list[str], contents: _Contents) -> Iterator[tuple[str, str]]:
    """Yield the earlier path of what stands for a case, and one that came to these paths in its place."""
    stems = {_stem(path): path for path in paths}
    for each, entry in _removed(commit, contents):
        if _stem(each.path) in stems or entry.withdrawn:
            yield each.path, stems.get(_stem(each.path), paths[0])


def _removed(commit: Commit, contents: _Contents) -> Iterator[tuple[Touched, Entry]]:
    """Yield the files that a commit removed, as a parent has them."""
    for each in commit.touched:
        if _is_removed_case(each):
            yield each, contents.entry(each, next(filter(None, each.before)))


def _gone(commit: Commit, contents: _Contents) -> Iterator[Entry]:
    """Yield the cases that a commit removed, or made a notice of; not those that it renamed."""
    afters = [
        contents.entry(each, each.after) for each in commit.touched if each.after and _is_case_file(each.path)
    ]
    renamed = {name for entry in afters if not entry.withdrawn for name in _names(entry.path, entry)}
    removed = (entry for _, entry in _removed(commit, contents))
    for entry in (*removed, *_replaced(commit, contents)):
        if entry.kind == "case" and entry.id not in renamed and not entry.withdrawn:
            yield entry


def _renamed(commit: Commit, contents: _Contents) -> Iterator[Entry]:
    """Yield the cases that a commit removed and that another record calls its own former ones."""
    gone = {entry.id for entry in _gone(commit, contents)}
    for _, entry in _removed(commit, contents):
        if entry.kind == "case" and entry.id not in gone and not entry.withdrawn:
            yield entry


def _replaced(commit: Commit, contents: _Contents) -> Iterator[Entry]:
    """Yield the files in whose place a commit put a notice; an empty one contained no case."""
    for each in commit.touched:
        if each.after and _is_case_file(each.path) and contents.entry(each, each.after).withdrawn:
            yield from (
                contents.entry(each, blob) for blob in each.before if blob and not contents.is_empty(blob)
            )


def _changed(commit: Commit, contents: _Contents) -> Iterator[Entry]:
    """Yield the cases that a commit changed.

    A squashed commit may contain a withdrawal together with the return of the case: then each case that the
    commit changed may be the one.
    """
    for each in commit.touched:
        if _is_case_file(each.path) and each.after and all(each.before) and each.after not in each.before:
            entry = contents.entry(each, each.after)
            if not entry.withdrawn:
                yield entry


def _paired(gone: Iterable[Entry], notices: Iterable[str]) -> tuple[list[tuple[Entry, str]], list[str]]:
    """Return the notice of each case, and the notices without a case.

    A notice is in the folder of its case, or begins with the same country and year. A commit may have
    removed other cases too: each of these is given the last notice.
    """
    left, pairs = [*notices], list[tuple[Entry, str]]()
    last = left[-1:]
    for case in gone:
        near = _near(case, left)
        left = [path for path in left if path not in near[:1]]
        pairs += [(case, path) for path in near[:1] or last]
    return pairs, left


def _near(case: Entry, notices: Iterable[str]) -> list[str]:
    """Return the notices that may be of a case, those in its folder first."""
    notices = [*notices]
    beside = [path for path in notices if f"/{path}".endswith(f"/{_folder(case.path)}/{_stem(path)}.yaml")]
    start = "-".join([*case.id.split("-")[:2], ""])
    return [*beside, *(path for path in notices if path not in beside and _stem(path).startswith(start))]


def _is_removed_case(touched: Touched) -> bool:
    return touched.after is None and any(touched.before) and _is_case_file(touched.path)


def _is_case_file(path: str) -> bool:
    """Return whether a path in a repository may be that of a case."""
    return "/cases/" in f"/{path}" and path.endswith(".yaml")


def _names(path: str, entry: Entry) -> tuple[str, ...]:
    """Return what a case is and was called, by its file and by itself."""
    return (_stem(path), entry.id, *formerly(entry)) if entry.kind == "case" else ()


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".yaml")


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
