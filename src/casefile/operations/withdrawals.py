"""The cases of withdrawal notices, in all versions that git's history contains.

A notice states a digest of the id of its case. The case of a notice that states none, written by an earlier
version of casefile, is inferred from the commits (`withdrawals_by_commits`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from casefile.model.places import id_by_path
from casefile.model.plain import mapping
from casefile.model.records import withdrawal_digest
from casefile.operations.case_history import CaseHistory, is_case_file, is_removed_case, names_of
from casefile.operations.withdrawals_by_commits import NoticeOf, cases_by_commits, states_rewriting
from casefile.publication.ids import event_ids
from casefile.register import Entry, Register
from casefile.storage.repository import Repository
from casefile.storage.repository.history import Commit
from casefile.storage.repository.merges import tips


class PastCase(Struct, frozen=True):
    """A version of a withdrawn case, with its notice."""

    entry: Entry
    of: NoticeOf


class Withdrawals(Struct, frozen=True):
    """The withdrawn cases of a register.

    `ids` are the ids that digests confirm, each with the path of the notice. `cases` are all versions of all
    cases: a name may have been corrected or removed before the withdrawal. `unknown` are the notices whose
    case git's history does not contain or does not show.
    """

    ids: Mapping[str, str] = {}
    cases: tuple[PastCase, ...] = ()
    unknown: tuple[str, ...] = ()

    def notices_by_id(self, *, certain: bool = False) -> Mapping[str, str]:
        """Return the paths of notices by the ids of their cases; `certain` leaves out possible cases."""
        found = [each for each in self.cases if each.of.is_certain or not certain]
        found.sort(key=lambda each: each.of.is_certain)
        by_id = {name: each.of.notice for each in found for name in names_of(each.entry.path, each.entry)}
        return {**by_id, **self.ids}


def find_withdrawals(repository: Repository, register: Register, at: str | None = None) -> Withdrawals:
    """Return the withdrawn cases of a register: of the files here, or of the commit `at`."""
    notices = {
        repository.prefix + path: path for path, entry in register.entries.items() if may_be_notice(entry)
    }
    if not notices:
        return Withdrawals()
    history = CaseHistory(repository, register, (at,) if at else tips(repository))
    last = [] if at else [history.uncommitted()]
    commits = [*last, *history.commits(notices)]
    digests = _digests(history, commits, notices)
    traced = _Traced(history, digests)
    traced.trace(commits)
    # A case may have been renamed and withdrawn in one commit, so that none has the id of the digest.
    older = {path: notice for path, notice in notices.items() if notice not in digests.keys() - traced.left}
    inferred = cases_by_commits(history, last, older, traced.ids)
    paths = {**inferred.paths, **{path: NoticeOf(notice) for path, notice in traced.paths.items()}}
    if traced.ids:  # a file that is not committed may have shown the id, and another path its history
        found = (path for path in _paths_in(history.commits()) if id_by_path(path) in traced.ids)
        paths |= {path: NoticeOf(traced.ids[id_by_path(path)]) for path in found}
    unknown = [path for path in traced.left if not states_rewriting(register.entries[path])]
    unknown += [path for path in inferred.unknown if path not in traced.left]
    unknown += _never_sound(history, [path for path in older.items() if path[1] not in unknown])
    return Withdrawals(traced.ids, tuple(_versions(history, paths)), tuple(unknown))


def _never_sound(history: CaseHistory, notices: Iterable[tuple[str, str]]) -> list[str]:
    """Return the files here with errors that no version shows to be a notice or a case.

    `notices` are their paths in the repository and in the register.
    """
    found: list[str] = []
    for path, notice in notices:
        entry = history.register.entries[notice]
        if entry.withdrawn or not is_decoded(entry):
            continue
        touched = [each for commit in history.commits([path]) for each in commit.touched if each.path == path]
        history.load(touched)
        if not any(not entry.broken for each in touched for entry in history.versions(each)):
            found.append(notice)
    return found


def may_be_notice(entry: Entry) -> bool:
    """Return whether a file is a withdrawal notice, or a case with errors that may have been one.

    A notice has no person; with the marks of a conflict it may have one beside it.
    """
    if entry.withdrawn or not (entry.broken and entry.kind == "case"):
        return entry.withdrawn
    return NOTICE.search(CONSENT.sub("", entry.text)) is not None or PERSON.search(entry.text) is None


def is_decoded(entry: Entry) -> bool:
    """Return whether the text of a file is known; of another encoding a stray file has it."""
    return bool(entry.text) or any(each.code == EMPTY for each in entry.problems)


EMPTY = "CF018"
NOTICE = re.compile(r"""^\s*["']?withdrawn["']?\s*:""", re.MULTILINE)
PERSON = re.compile(r"""\bperson["']?\s*:""")
CONSENT = re.compile(r"""^([ \t]*)["']?consent["']?\s*:.*\n(?:\1[ \t]+.*\n|[ \t]*\n)*""", re.MULTILINE)
"""A consent has a day on which it was withdrawn, too."""


Digests = Mapping[str, frozenset[tuple[str, str]]]
"""The id and the digest that a notice states, in each of its versions, by the path of the notice."""


def _digests(history: CaseHistory, commits: Sequence[Commit], notices: Mapping[str, str]) -> Digests:
    """Return the digests of notices; those of earlier versions too, for a notice may be damaged today.

    A notice with the same digest that one of the commits removed is an earlier version: it was moved by hand.
    """
    own = [each for commit in commits for each in commit.touched if each.path in notices]
    removed = [each for commit in commits for each in commit.touched if is_removed_case(each)]
    history.load((*own, *removed))
    found: dict[str, set[tuple[str, str]]] = {}
    here = ((notice, history.register.entries[notice]) for notice in notices.values())
    versions = ((notices[each.path], entry) for each in own for entry in history.versions(each))
    for notice, entry in chain(here, versions):
        if digest := _digest(entry):
            found.setdefault(notice, set()).add((entry.id, digest))
    earlier = {(entry.id, _digest(entry)) for each in removed for entry in history.versions(each)}
    for pairs in found.values():
        known = {digest for _, digest in pairs}
        pairs.update((own_id, digest) for own_id, digest in earlier if digest in known)
    return {notice: frozenset(pairs) for notice, pairs in found.items()}


def _digest(entry: Entry) -> str:
    """Return the digest that a notice states; nothing where it states none, or is no notice."""
    digest = mapping(entry.fields.get("withdrawn")).get("digest")
    return digest if isinstance(digest, str) else ""


class _Traced:
    """The ids of cases and the paths of their files by the digests of notices; `left` are those not found."""

    def __init__(self, history: CaseHistory, digests: Digests) -> None:
        self._history = history
        self.left = dict(digests)
        self.ids: dict[str, str] = {}
        self.paths: dict[str, str] = {}

    def trace(self, commits: Iterable[Commit]) -> None:
        """Look for the ids in the commits of the notices; then everywhere, by paths; then in all versions."""
        self._look_in((id_by_path(path), path) for path in _paths_in(commits))
        if self.left:
            every = self._history.commits()
            self._look_in(chain(self._here(), ((id_by_path(path), path) for path in _paths_in(every))))
        if self.left:
            self._look_in(self._stated(every))

    def _look_in(self, named: Iterable[tuple[str, str]]) -> None:
        """Compare each id with the digests; an id comes with the path of a case."""
        paths: dict[str, set[str]] = {}
        for name, path in named:
            paths.setdefault(name, set()).add(path)
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

    def _here(self) -> Iterator[tuple[str, str]]:
        """Yield the ids of the cases here, former ones too."""
        for path, entry in self._history.register.entries.items():
            if not entry.withdrawn:
                yield from ((name, self._history.prefix + path) for name in names_of(path, entry))

    def _stated(self, commits: Iterable[Commit]) -> Iterator[tuple[str, str]]:
        """Yield the ids that a version of a case states as its own or a former one, where a digest has it."""
        touched = [each for commit in commits for each in commit.touched if is_case_file(each.path)]
        self._history.load(touched)
        known: dict[str, bool] = {}
        for path, blob in {(each.path, blob) for each in touched for blob in (*each.before, each.after)}:
            for word in {*A_CASE_ID.findall(self._history.content(blob) or b"")} if blob else ():
                name = word.decode("ascii")
                if name not in known:
                    known[name] = bool(self._notices_of(name))
                if known[name] and name in names_of(path, self._history.entry(path, blob or "")):
                    yield name, path


A_CASE_ID = re.compile(rb"[a-z]{2}-[1-9][0-9]{3}-[a-z0-9-]+")


def _paths_in(commits: Iterable[Commit]) -> set[str]:
    """Return the paths of cases that these commits touched."""
    return {each.path for commit in commits for each in commit.touched if is_case_file(each.path)}


def _versions(history: CaseHistory, paths: Mapping[str, NoticeOf]) -> Iterator[PastCase]:
    """Yield each version of the cases at these paths, and of the earlier ones of which they were made.

    An earlier one has an id that a version states as its own or a former one, or was removed: in the commit
    that added the later one, with an event in common, or in another, with two or its only one.
    """
    seen: dict[str, NoticeOf] = {}
    removed = [*_removed_cases(history)] if paths else []
    while paths:
        seen.update(paths)
        commits = history.commits(paths.keys())
        own = [(commit, each) for commit in commits for each in commit.touched if each.path in paths]
        own.sort(key=lambda pair: paths[pair[1].path].is_certain)
        history.load(each for _, each in own)
        names, events = dict[str, NoticeOf](), dict[str, NoticeOf]()
        for _, each in own:
            for entry in history.versions(each):
                if not entry.withdrawn:
                    of = paths[each.path]
                    names.update(dict.fromkeys(names_of(each.path, entry), of))
                    events.update(dict.fromkeys(event_ids(entry.data), of))
                    yield PastCase(entry, of)
        made = {commit.id for commit, each in own if each.after and not any(each.before)}
        found = {
            path: names[id_by_path(path)]
            for path in _paths_in(history.commits())
            if id_by_path(path) in names
        }
        for commit, path, ids in removed:
            shared = [events[event] for event in ids if event in events]
            if shared and len(shared) >= (1 if commit in made else min(2, len(ids))):
                found.setdefault(path, shared[0])
        paths = {path: of for path, of in found.items() if path not in seen}


def _removed_cases(history: CaseHistory) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield the commit, the path and the ids of the events of each case that a commit removed."""
    removing = [each for each in history.commits() if any(map(is_removed_case, each.touched))]
    history.load(each for commit in removing for each in commit.touched if is_removed_case(each))
    for commit in removing:
        for each, entry in history.removed(commit):
            yield commit.id, each.path, [*event_ids(entry.data)]
