"""Withdrawn cases that lie in the register again, beside the record that stands for them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from casefile.errors import MachineTrouble, Problem
from casefile.operations.trail.pairing import formerly
from casefile.register import Entry, Register, read_entry
from casefile.storage.repository import Repository
from casefile.storage.repository.history import Commit, Touched, log_pass
from casefile.storage.repository.merges import tips
from casefile.storage.repository.objects import blobs


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
    groups: Sequence[_Withdrawals], register: Register, wanted: Container[str] | None = None
) -> Iterator[Problem]:
    away = _by_name(groups)
    sure = _by_name(groups, sure=True)
    for path, entry in register.entries.items() if away else ():
        stands = stands_for(away, path, entry)
        known = stands_for(sure, path, entry) is not None
        if stands and not entry.withdrawn and (wanted is None or path in wanted or stands in wanted):
            message = RETURNED if known else MAY_BE_RETURNED
            hint = (TAKE_OUT if known else LOOK_FIRST).format(path=path, stands=stands)
            yield Problem(path, 0, 0, "", "CF024", "error", message, hint)


RETURNED = "this case was withdrawn, and lies here again"
TAKE_OUT = "take it out: git rm {path}; only if the withdrawal was a mistake: git rm {stands}"
MAY_BE_RETURNED = "this may be a case that was withdrawn: one commit withdrew a case and changed this one"
LOOK_FIRST = "look first: git log --stat -- {stands}; if this is not the one: git rm {stands}"


def kept_away(root: Path, register: Register, at: str | None = None) -> Register:
    """Return the register in which each case that came back so has an error, so that nothing of it is shown.

    It also contains the cases as they were before their withdrawal, whose names and ids must not leave.
    `at` is the commit that the register is of; None stands for the files here. Where git fails, a shallow
    clone does not go back to a withdrawal, or a partial one lacks the text of the case, the register is not
    judged.
    """
    if not any(entry.withdrawn for entry in register.entries.values()):
        return register
    try:
        repository = Repository.open(root)
        groups = _withdrawals(repository, register, at) if repository else []
        judged = repository is None or not repository.shallow or _is_traced(repository, register, at)
    except MachineTrouble:
        groups, judged = [], False
    entries = [(register.entries[each.path], each) for each in _returned(groups, register)]
    kept = register.replacing(*(entry.with_error(each) for entry, each in entries))
    kept.taken_out = tuple(entry for each in groups for entry in each.gone)
    kept.is_judged = judged and all(entry.text for entry in kept.taken_out)
    return kept


def _is_traced(repository: Repository, register: Register, at: str | None) -> bool:
    """Return whether the history here goes back to every withdrawal; that of a shallow clone may not."""
    stands = {path for path, entry in register.entries.items() if entry.withdrawn}
    return stands <= {
        path for each in _withdrawals(repository, register, at) for path in each.stubs if each.gone
    }


def stands_for(away: Mapping[str, str], path: str, entry: Entry) -> str | None:
    """Return the path of what stands for a case that was withdrawn; None for one that was not."""
    return next((away[name] for name in _names(path, entry) if name in away), None)


def withdrawn_ids(repository: Repository, register: Register, at: str | None = None) -> Mapping[str, str]:
    """Return the ids of withdrawn cases, former ones too, with the paths of what stands for them.

    A withdrawal leaves nothing that leads back to the case, so the history is asked: what stands for it came
    in the commit that took the case out. Registers in which no case was withdrawn are not looked into.
    """
    return _by_name(_withdrawals(repository, register, at))


def _by_name(groups: Iterable[_Withdrawals], *, sure: bool = False) -> Mapping[str, str]:
    """Return the paths of what stands for withdrawn cases by their ids; `sure` leaves out the uncertain."""
    return {
        name: each.stubs[min(place, len(each.stubs) - 1)]
        for each in groups
        for place, gone in enumerate(each.gone if sure else each.taken_out)
        for name in _names(gone.path, gone)
    }


class _Withdrawals(NamedTuple):
    """What one commit did in one folder.

    `stubs` are the files that stand for withdrawn cases, `gone` the cases that went, `changed` those that are
    still there with other content.
    """

    stubs: list[str]
    gone: list[Entry]
    changed: list[Entry]

    @property
    def taken_out(self) -> list[Entry]:
        """The cases that were withdrawn, or may have been.

        A squashed commit may hold a withdrawal together with the return of the case: then fewer cases went
        than there are withdrawals, and each case that the commit changed may be the one.
        """
        return self.gone if len(self.gone) >= len(self.stubs) else [*self.gone, *self.changed]


def _withdrawals(repository: Repository, register: Register, at: str | None) -> list[_Withdrawals]:
    """Return the withdrawals in the history of a register, by commit and folder.

    What stands for a case may have been moved since, alone or with the register: then its earlier path is
    followed, in any folder of the repository.
    """
    stands = {repository.prefix + path: path for path, entry in register.entries.items() if entry.withdrawn}
    ends = () if not stands else (at,) if at else tips(repository)
    anywhere = replace(repository, root=repository.top, prefix="")
    while True:
        commits = log_pass(anywhere, ends, sorted(stands), whole=True) if ends else ()
        came = [(commit, paths) for commit in commits if (paths := [*_came(commit, stands)])]
        touched = {each for commit, _ in came for each in commit.touched}
        ids = {blob for each in touched for blob in (*each.before[:1], each.after) if blob}
        held = dict(blobs(repository.root, sorted(ids)))
        moved = {old: new for each in came for old, new in _moved(*each, held)}
        if moved.keys() <= stands.keys():
            break
        stands = {**{old: stands[new] for old, new in moved.items()}, **stands}
    later = {*moved.values()}
    groups = ((commit, [each for each in paths if each not in later]) for commit, paths in came)
    return [
        _Withdrawals(
            [stands[path] for path in paths if _folder(path) == folder],
            [*_taken_out(commit, folder, held)],
            [*_changed(commit, folder, held)],
        )
        for commit, paths in groups
        for folder in sorted({*map(_folder, paths)})
    ]


def _came(commit: Commit, stands: Container[str]) -> Iterator[str]:
    """Yield what stands for a withdrawn case since this commit."""
    for each in commit.touched:
        if each.path in stands and not any(each.before):
            yield each.path


def _moved(commit: Commit, paths: list[str], held: Mapping[str, bytes | None]) -> Iterator[tuple[str, str]]:
    """Yield the earlier path of what stands for a case, and one that came to these paths in its place."""
    stems = {_stem(path): path for path in paths}
    for each in commit.touched:
        if each.after is None and each.before[0]:
            gone = _entry(each, each.before[0], held)
            if _stem(each.path) in stems or gone.withdrawn:
                yield each.path, stems.get(_stem(each.path), paths[0])


def _taken_out(commit: Commit, folder: str, held: Mapping[str, bytes | None]) -> Iterator[Entry]:
    """Yield the cases that went from a folder; not those that were renamed."""
    afters = [_entry(each, each.after, held) for each in commit.touched if each.after]
    renamed = {name for entry in afters if not entry.withdrawn for name in _names(entry.path, entry)}
    for each in commit.touched:
        if each.after is None and each.before[0] and _folder(each.path) == folder:
            gone = _entry(each, each.before[0], held)
            if gone.id not in renamed and not gone.withdrawn:
                yield gone


def _changed(commit: Commit, folder: str, held: Mapping[str, bytes | None]) -> Iterator[Entry]:
    """Yield the cases of a folder that a commit changed."""
    for each in commit.touched:
        if each.after and each.before[0] and _folder(each.path) == folder:
            entry = _entry(each, each.after, held)
            if not entry.withdrawn:
                yield entry


def _entry(touched: Touched, blob: str, held: Mapping[str, bytes | None]) -> Entry:
    """Read a file of a commit; of one that this clone lacks only the name is known."""
    _, cases, path = touched.path.rpartition("cases/")
    return read_entry(cases + path, held[blob] or b"")


def _names(path: str, entry: Entry) -> tuple[str, ...]:
    """Return what a case is and was called, by its file and by itself."""
    return (_stem(path), entry.id, *formerly(entry)) if entry.kind == "case" else ()


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".yaml")


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
