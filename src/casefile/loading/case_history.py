"""The files of cases in git's history, by their paths from the top of the repository."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from msgspec.structs import replace

from casefile.files.record_paths import looks_like_a_record
from casefile.git import Repository
from casefile.git.commit_parser import NO_COMMITTER
from casefile.git.log_reader import Commit, TouchedPath, log_pass
from casefile.git.objects import blobs
from casefile.git.repository import OURS
from casefile.model.kinds import id_by_path
from casefile.register import Entry, Register, read_entry
from casefile.register.stray_entries import stray_entry

HERE = "here"
"""Used instead of a blob id for a file that is not committed."""


class CaseHistory:
    """The commits that lead to the commits `ends`, and the files of cases in them, each read once.

    A register may have been moved, so its files are looked for in every folder of the repository.
    """

    def __init__(self, repository: Repository, register: Register, ends: Sequence[str]) -> None:
        self._repository = replace(repository, root=repository.top, prefix="")
        self.prefix = repository.prefix
        self.register = register
        self._ends = ends
        self._blobs: dict[str, bytes | None] = {HERE: None}
        self._read: dict[tuple[str, str], Entry] = {}

    def commits(self, paths: Collection[str] | None = None) -> list[Commit]:
        """Return the commits that touched one of these paths, newest first; all if `paths` is None.

        Each has all files that it touched; a merge those that differ from any of its parents.
        """
        if paths is None:
            return self._every
        return self._log(sorted(paths)) if paths else []

    @cached_property
    def _every(self) -> list[Commit]:
        return self._log([])

    def _log(self, paths: Sequence[str]) -> list[Commit]:
        if not self._ends:
            return []
        return [*log_pass(self._repository, self._ends, paths, whole=True, each_parent=True)]

    def uncommitted(self) -> Commit:
        """Return the files of the register as a commit that follows `ends`; its id is empty.

        It adds files and removes others; of the files that it changes it has only the withdrawal notices.
        """
        paths = [self.prefix + folder for folder in OURS]
        trees = [
            {each.path: each.blob_id for each in self._repository.list_tree(end, paths)} for end in self._ends
        ]
        here = {self.prefix + path for path in self.register.entries}
        notices = {self.prefix + path for path, each in self.register.entries.items() if each.withdrawn}
        touched = [TouchedPath(path, (None,), HERE, "") for path in sorted(here.difference(*trees))]
        for tree in trees:
            gone = {path: blob for path, blob in tree.items() if path not in here}
            touched += [TouchedPath(path, (blob,), None, "") for path, blob in sorted(gone.items())]
            touched += [TouchedPath(path, (tree[path],), HERE, "") for path in sorted(notices & tree.keys())]
        return Commit("", (*self._ends,), NO_COMMITTER, NO_COMMITTER, "none", "", tuple(touched))

    def load(self, touched: Iterable[TouchedPath]) -> None:
        """Read the content of the cases among these files, before and after the change, in one git call."""
        ids = {
            blob for each in touched if is_case_file(each.path) for blob in (*each.before, each.after) if blob
        }
        self._blobs.update(blobs(self._repository.root, sorted(ids - self._blobs.keys())))

    def entry(self, path: str, blob: str) -> Entry:
        """Return a file that was loaded, by path and blob id, or by `HERE` from the register.

        It has no content if this clone lacks the blob. Raises KeyError if it was not loaded.
        """
        if blob == HERE:
            return self.register.entries[path.removeprefix(self.prefix)]
        if (path, blob) not in self._read:
            self._read[path, blob] = _read_case(path, self._blobs[blob] or b"")
        return self._read[path, blob]

    def versions(self, touched: TouchedPath) -> Iterator[Entry]:
        """Yield a loaded file as it was before and after a commit; an empty file is no version."""
        for blob in filter(None, (*touched.before, touched.after)):
            if not self.is_empty(blob):
                yield self.entry(touched.path, blob)

    def content(self, blob: str) -> bytes | None:
        """Return a blob that was loaded; None if this clone lacks it."""
        return self._blobs[blob]

    def is_empty(self, blob: str) -> bool:
        """Return whether a blob is in this clone and has no content."""
        return self._blobs[blob] == b""

    def removed_cases(self, commit: Commit) -> Iterator[tuple[TouchedPath, Entry]]:
        """Yield the files of cases that a commit removed, each as the first parent that has it.

        They must be loaded.
        """
        for each in commit.touched:
            if is_removed_case(each):
                yield each, self.entry(each.path, next(filter(None, each.before)))


def is_removed_case(touched: TouchedPath) -> bool:
    """Return whether a commit removed a file that may be that of a case."""
    return touched.after is None and any(touched.before) and is_case_file(touched.path)


def is_notice(path: str, content: bytes) -> bool:
    """Return whether the content of a file at a path is a withdrawal notice, or with errors may be one."""
    return bool(content) and not _is_surely_no_notice(content) and may_be_notice(_read_case(path, content))


def _is_surely_no_notice(content: bytes) -> bool:
    """Return whether `may_be_notice` is False for a file with this content, without parsing it.

    Text with a backslash may state the key `withdrawn` in escaped letters, so it is always parsed.
    """
    if b"withdrawn" in content or b"\\" in content:
        return False
    try:
        return PERSON.search(content.decode()) is not None
    except UnicodeDecodeError:
        return False


def may_be_notice(entry: Entry) -> bool:
    """Return whether a file is a withdrawal notice, or a case with errors that may have been one.

    A notice has no person; if it contains conflict markers, it may have one.
    """
    if entry.withdrawn or not (entry.broken and entry.kind == "case"):
        return entry.withdrawn
    return NOTICE.search(CONSENT.sub("", entry.text)) is not None or PERSON.search(entry.text) is None


_KEY = r"""(?:["']?withdrawn["']?|"[^"\\\n]*\\.(?:[^"\\\n]|\\.)*")\s*:"""
NOTICE = re.compile(rf"^\s*{_KEY}|\A(?:\s*#.*\n)*\s*\{{[\s\S]*[{{,]\s*{_KEY}", re.MULTILINE)
"""The YAML key `withdrawn` at the start of a line or in braces; a key in escaped letters may be it."""
PERSON = re.compile(r"""\bperson["']?\s*:""")
CONSENT = re.compile(r"""^([ \t]*)["']?consent["']?\s*:.*\n(?:\1[ \t]+.*\n|[ \t]*\n)*""", re.MULTILINE)
"""The lines of a consent, which also has a key `withdrawn`."""


def _read_case(path: str, content: bytes) -> Entry:
    """Parse the file of a case; a file in another encoding, such as UTF-16, may contain names too."""
    entry = read_entry(path_in_register(path), content)
    return entry if entry.text or not content else stray_entry(entry.path, content)


def is_case_file(path: str) -> bool:
    """Return whether a path in a repository may be that of a case: a YAML file below a folder `cases`."""
    return "/cases/" in f"/{path}" and looks_like_a_record(path)


def path_in_register(path: str) -> str:
    """Return the path of a case's file from its register, for a register in any folder of the repository."""
    _, cases, below = path.rpartition("cases/")
    return cases + below


def case_ids(path: str, entry: Entry) -> tuple[str, ...]:
    """Return the ids that a case has and had, by the name of its file and by its content.

    Empty for a record of another kind.
    """
    return (id_by_path(path), entry.id, *entry.former_ids) if entry.kind == "case" else ()
