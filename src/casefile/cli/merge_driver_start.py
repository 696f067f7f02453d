"""The merge driver, which git runs for each file that both branches changed; it loads no other command."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from casefile.changes.record_merge import contradiction
from casefile.merging.file_merge import MergedFile
from casefile.merging.git_merge import USUAL_SIZE, MergeDriverArguments, merge_driver
from casefile.model.kinds import id_by_path
from casefile.terminal.safe_text import inert

CLEAN, CONFLICT = 0, 1


def merge(top: Path, words: Sequence[str]) -> int:
    """Merge a file for git into ours; return the exit code: 0 if it is clean, 1 for a conflict or problems.

    `words` are the paths of base, ours and theirs, the length of conflict markers, and the path in the
    repository. All paths are relative to `top`, the top folder of the work tree. Conflicts and problems are
    printed on stderr. Raises the errors of reading and writing the files.
    """
    base, ours, theirs, size, path = words
    length = int(size) if size.isdecimal() and int(size) else USUAL_SIZE
    merged = merge_driver(MergeDriverArguments(top, top / base, top / ours, top / theirs, length, path))
    with contextlib.suppress(Exception):  # the merge is done: an error here would make the caller repeat it
        sys.stderr.write("".join(f"{line}\n" for line in _conflict_lines(inert(path), merged)))
        sys.stderr.flush()
    return CLEAN if merged.clean else CONFLICT


def _conflict_lines(named: str, merged: MergedFile) -> Iterator[str]:
    """Yield messages about problems and conflicts of a merged file, with names of fields but without values.

    `named` is the path of the file.
    """
    how = "not merged" if merged.blob is None else "merged line by line"
    for side, problem in merged.unread:
        place = f"line {problem.line}: " if problem.line else ""
        why = f"{place}{problem.code} {inert(problem.message)}"
        yield f"casefile: {named}: {how}, because {side} cannot be read: {why}"
    if merged.by_lines and not merged.unread:
        yield f"casefile: {named}: not merged as a record: {merged.by_lines}"
    for problem in merged.problems:
        yield f"casefile: {named}: {problem.code} {inert(problem.field)}: {inert(problem.message)}"
    for conflict in merged.conflicts:
        yield f"casefile: {named}: {inert(contradiction(conflict))}"
    if merged.conflicts:
        yield f"    casefile resolve {named}"
    if merged.turned:
        record = id_by_path(named)
        yield f"casefile: {named}: after the merge the status differs from both sides: casefile show {record}"
    if (merged.problems or merged.by_lines) and not merged.conflicts:
        if merged.blob is None:
            yield f"    the file contains only our side; to see theirs: git show :3:{named}"
        yield f"    correct the file, then: git add {named}"
