"""Checks of the content of the register: records, conflicts, schemas, drafts, remotes."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence

from casefile.errors import CasefileError, errors_of
from casefile.files.drafts import drafts
from casefile.git.merge_state import find_merge_parents
from casefile.git.remaining_copies import remote_hosts
from casefile.loading.unfinished_writes import CODES
from casefile.merging.open_conflict import find_record_in_conflict
from casefile.plural import number
from casefile.setup.doctor.doctor_check import (
    CheckedFolder,
    DoctorFinding,
    ask,
    bad,
    fine,
    require_repository,
)

HOSTS = (
    "github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "sr.ht", "sourceforge.net", "gitee.com",
    "gitflic.ru", "dev.azure.com",
)  # fmt: skip
"""Hosts on which every user can make a repository that everybody may read."""
CONFLICT, STALE_SCHEMA = "CF021", "CF502"
FEW = 5


def register(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check that the register can be read, and report the number of valid cases that were not withdrawn."""
    yield fine(f"a register of {number(place.register.cases, 'case')}")


def records(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Report the number of errors and warnings of `validate`.

    Schemas and unfinished writes are not counted: they have checks of their own.
    """
    levels = Counter(each.level for each in place.problems if each.code not in {STALE_SCHEMA, *CODES})
    counts = [number(levels[level], level) for level in ("error", "warning") if levels[level]]
    hint = "casefile validate"
    yield bad(f"records have {' and '.join(counts)}", hint) if counts else fine("records have no problems")


def check_unfinished(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Report the write that was interrupted, and up to FEW temporary files that such writes left."""
    found = [each for each in place.problems if each.code in CODES]
    for each in found[:FEW]:
        yield bad(f"{each.code} {each.path}: {each.message}", each.hint)
    if found[FEW:]:
        yield bad(f"{number(len(found) - FEW, 'more temporary file')}", "casefile validate")
    if not found:
        yield fine("no interrupted writes")


def conflicts(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Report the files in which a merge left a conflict, and a git operation that is in progress.

    Files that a merge by lines made invalid are reported too; of each sort at most FEW by name.
    """
    found = {each.path: each for each in reversed(place.problems) if each.code == CONFLICT}
    paths = sorted(found)
    state = require_repository(place).state()
    for path in paths[:FEW]:
        in_file = f"casefile resolve {shlex.quote(path)}"
        yield bad(
            f"{path}: a merge conflict is not resolved", in_file if found[path].line else found[path].hint
        )
    if paths[FEW:]:
        yield bad(f"{number(len(paths) - FEW, 'more conflict')}", "casefile validate")
    torn = [*_badly_merged(place, paths)]
    for path in torn:
        message = f"{path}: a merge by lines produced an invalid record"
        yield bad(message, f"casefile resolve {shlex.quote(path)}")
    if state:
        yield bad(f"a git {state} is not finished", "git status")
    elif not paths and not torn:
        yield fine("no unfinished merge")


def _badly_merged(place: CheckedFolder, known: Sequence[str]) -> Iterator[str]:
    """Yield the files that a merge by lines made invalid and that can be merged again from its two sides.

    `known` are the files that are in conflict. At most FEW files are tried.
    """
    wrong = {each.path for each in errors_of(place.problems)}
    for path in (
        sorted(wrong.difference(known))[:FEW] if find_merge_parents(require_repository(place)) else ()
    ):
        try:
            yield find_record_in_conflict(place.root, path).path
        except CasefileError:
            continue


def schemas(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check that the JSON Schemas in the register are those of this version of casefile."""
    stale = sum(each.code == STALE_SCHEMA for each in place.problems)
    if stale:
        yield bad(f"{number(stale, 'schema')} of a different version of casefile", "casefile schema --write")
    else:
        yield fine("schemas are those of this version")


def kept_drafts(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Report the number of saved drafts."""
    kept = drafts(require_repository(place).private)
    if kept:
        message = f"{number(len(kept), 'draft')} of unfinished text, readable only by you"
        yield bad(message, f"casefile today shows them; ls {shlex.quote(str(kept[0].parent))}")
    else:
        yield fine("no unfinished drafts")


def remotes(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Ask whether a remote is private, if some records are not public and its host is one of HOSTS.

    Only the host knows who may read the repository.
    """
    closed = sum(row.tier != "public" for row in place.register.rows)
    leading = [name for name, host in remote_hosts(require_repository(place)) if _is_public(host)]
    if not closed or not leading:
        yield fine("no record that is not public goes to a public host")
        return
    records = "1 record is" if closed == 1 else f"{closed} records are"
    message = f"{records} not public, and {', '.join(dict.fromkeys(leading))} leads to a host"
    hint = "check: git remote -v; pushed commits cannot be recalled"
    yield ask(f"{message} that anyone may use: is the repository private?", hint)


def _is_public(host: str) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in HOSTS)
