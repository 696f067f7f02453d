"""Withdrawn cases that are in the register again, next to their withdrawal notices."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from casefile.errors import MachineTrouble, Problem
from casefile.git import Repository
from casefile.loading.case_history import case_ids, may_be_notice
from casefile.loading.withdrawn_cases import (
    Withdrawals,
    digest_of_notice,
    find_withdrawals,
    is_decoded,
    states_rewriting,
)
from casefile.model.records import withdrawal_digest
from casefile.model.same_case import has_events_of_case
from casefile.publication.ids_in_text import event_ids
from casefile.register import Entry, Register


def find_reinstated_cases(
    repository: Repository, register: Register, wanted: Container[str] | None
) -> Iterator[Problem]:
    """Yield a problem (CF024) for each case that was withdrawn and whose content is in the register again.

    That happens in a merge where one branch withdrew the case and the other one changed it: git keeps the
    changed file. To take a withdrawal back, remove the notice as well: then there is no problem. `wanted`
    limits the problems to cases at these paths, or with notices at them.
    """
    yield from _find_returned(find_withdrawals(repository, register), register, wanted)


def check_withdrawals_here(
    repository: Repository, register: Register, wanted: Container[str] | None
) -> Iterator[Problem]:
    """Yield the problems of `find_reinstated_cases`, and one (CF025) for each notice that lacks its digest.

    In a shallow clone the latter are left out. Nothing leaves (CF810) while a notice states no digest and
    git's history does not show its case.
    """
    found = find_withdrawals(repository, register)
    yield from _find_returned(found, register, wanted)
    for path in () if repository.shallow else found.unknown:
        entry = register.entries[path]
        if entry.withdrawn and not digest_of_notice(entry) and (wanted is None or path in wanted):
            hint = STATE_DIGEST.format(id=entry.id, path=path)
            yield entry.problem(("withdrawn",), "CF025", "error", NO_DIGEST, hint)


NO_DIGEST = "this notice states no digest, and git's history does not show its case: no export is written"
STATE_DIGEST = (
    "compute the digest: printf '%s %s' {id} CASE | sha256sum | cut -c 1-20; then state it: casefile update "
    "{id} --set withdrawn.digest=DIGEST; to see which case it was: git log --stat -- {path}"
)
"""The commands that state the digest of a notice, as docs/protecting.md explains them."""


def _find_returned(
    found: Withdrawals, register: Register, wanted: Container[str] | None = None
) -> Iterator[Problem]:
    notices = found.notices_by_id
    events = [(frozenset(event_ids(each.entry.data)), each.notice) for each in found.cases]
    for path, entry in register.entries.items() if notices else ():
        by_name = notice_of(notices, path, entry)
        notice = by_name or _notice_by_events(events, entry)
        if notice and not entry.withdrawn and (wanted is None or path in wanted or notice in wanted):
            message, hint = RETURNED if by_name else HAS_ITS_EVENTS
            yield Problem.of_file(path, "CF024", message, hint.format(path=path, notice=notice))


RETURNED = (
    "this case was withdrawn, and is in the register again",
    "remove it: git rm {path}; only if the withdrawal was a mistake: git rm {notice}",
)
"""The message and the hint for a withdrawn case that is in the register again."""
HAS_ITS_EVENTS = (
    "this may be a withdrawn case: its events have the same ids",
    "remove it: git rm {path}; if it is a different person, give its events new ids: casefile edit {path}",
)


def _notice_by_events(events: Sequence[tuple[frozenset[str], str]], entry: Entry) -> str | None:
    """Return the path of the notice of a withdrawn case that had the same events; None if there is none.

    `events` are the ids of the events of each withdrawn case, with the path of its notice.
    """
    own = frozenset(event_ids(entry.data)) if entry.kind == "case" else frozenset[str]()
    return next((notice for ids, notice in events if has_events_of_case(own, ids)), None) if own else None


def hide_reinstated_cases(root: Path, register: Register, at: str | None = None) -> Register:
    """Return the register in which each withdrawn case that returned has an error, and is not shown.

    It also contains every version of the cases before their withdrawal: their names and ids must not leave.
    `at` is the commit that the register is of; None means the files of the folder. `unjudged` is the reason
    why it is not known which cases returned: there is no repository, or git fails; a shallow clone, where the
    history of a case may be cut off; git's history does not show the case of a notice; a file that is not
    read as a record contains a notice; the text of a case is missing or was replaced by a filter of git.
    """
    unread = next((each.path for each in register.strays if _is_unread_notice(each)), None)
    if unread is None and not any(map(may_be_notice, register.entries.values())):
        return register
    found = Withdrawals()
    unjudged: tuple[str, str] | None = NO_REPOSITORY
    try:
        repository = Repository.open(root)
        if repository is not None:
            found = find_withdrawals(repository, register, at)
            unjudged = _why_not_judged(found, repository, register, unread)
    except MachineTrouble as trouble:
        unjudged = (trouble.message, trouble.hint)
    entries = [(register.entries[each.path], each) for each in _find_returned(found, register)]
    kept = register.replacing(*(entry.with_error(each) for entry, each in entries))
    kept.taken_out = tuple(each.entry for each in found.cases)
    kept.unjudged = unjudged
    return kept


NO_REPOSITORY = (
    "this folder has withdrawal notices and no git history",
    "export from the register itself; a copy: git clone it",
)
"""The reason why withdrawn cases are not known, and the hint."""


def _why_not_judged(
    found: Withdrawals, repository: Repository, register: Register, unread: str | None
) -> tuple[str, str] | None:
    """Return why it is not known which withdrawn cases are in the register again, with a hint.

    None if it is known. `unread` is the path of an unrecognised file that is or may be a withdrawal notice.
    """
    if unread is not None:
        return f"{unread} is not a record and may be a withdrawal notice", "casefile validate"
    if repository.shallow and any(map(_has_history, register.entries.values())):
        return "a shallow clone lacks the history of withdrawn cases", "git fetch --unshallow"
    if found.unknown:
        notice = found.unknown[0]
        hint = (
            "git rm the case and casefile commit, if it is still here; restore the digest, if it was "
            f"changed: git log -p -- {notice}; compute it, if there was none: docs/protecting.md; only where "
            "the history was rewritten: state `history: rewritten` in it"
        )
        return f"git's history does not contain the case of {notice}", hint
    lacking = next((each for each in found.cases if not _is_text_of_case(each.entry)), None)
    if lacking is not None:
        hint = "partial clone: clone without --filter; filter of git, such as git-lfs: git lfs fetch --all"
        return f"a version of the case of {lacking.notice} is not in this clone", hint
    return None


def _has_history(entry: Entry) -> bool:
    """Return whether a file is or may be a notice whose case may be in the history."""
    return may_be_notice(entry) and is_decoded(entry) and not states_rewriting(entry)


def _is_text_of_case(entry: Entry) -> bool:
    """Return whether a version of a case is the text of one.

    Instead it may be missing, or a pointer of git-lfs, or the result of another filter of git.
    """
    return bool(entry.text) and (SCHEMA in entry.text or entry.data is not None)


SCHEMA = "casefile/case/"


def _is_unread_notice(entry: Entry) -> bool:
    """Return whether a file that is not read as a record is, or with errors may be, a withdrawal notice."""
    return entry.withdrawn if entry.readable else bool(entry.text) and may_be_notice(entry)


def notice_of(notices: Mapping[str, str], path: str, entry: Entry) -> str | None:
    """Return the path of the notice of a withdrawn case; None for a case that was not withdrawn.

    `notices` are the paths of the notices by the ids of their cases.
    """
    return next((notices[name] for name in case_ids(path, entry) if name in notices), None)


class WithdrawnIds:
    """The ids that withdrawn cases have or had, by the digests in their notices and by git's history.

    The history is read only if no digest matches. A digest matches also in a clone without the history.
    """

    def __init__(self, repository: Repository, register: Register) -> None:
        self._repository, self._register = repository, register

    def __contains__(self, case: object) -> bool:
        """Return whether a withdrawn case has or had this id."""
        known = any(withdrawal_digest(own, str(case)) == digest for own, digest in self._stated)
        return known or case in self._traced

    @cached_property
    def _stated(self) -> tuple[tuple[str, str], ...]:
        """The id and the digest of each notice."""
        notices = (each for each in self._register.of_kind("case") if each.withdrawn)
        return tuple((each.id, digest_of_notice(each)) for each in notices)

    @cached_property
    def _traced(self) -> Mapping[str, str]:
        return withdrawn_ids(self._repository, self._register)


def withdrawn_ids(repository: Repository, register: Register) -> Mapping[str, str]:
    """Return the ids of withdrawn cases, former ones too, with the paths of their notices."""
    return find_withdrawals(repository, register).notices_by_id
