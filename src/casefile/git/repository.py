"""Read the state of a git repository: commits, refs, its staging area, the work tree.

Nothing here changes the repository, and no program that its configuration names is started.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from msgspec import Struct

from casefile.errors import BadInput, MachineTrouble, NotFound
from casefile.files.clone_paths import PRIVATE, journal_in
from casefile.files.record_paths import RECORDS
from casefile.git.objects import blobs, missing_blob_error
from casefile.git.runner import (
    WHOLE_ID,
    GitAnswer,
    git_output,
    printable_output,
    run_git,
    whole_id,
    with_settings,
)
from casefile.model.kinds import EVIDENCE, IMPORTS, SETTINGS, SIGNERS

OURS = (RECORDS, SETTINGS)
"""The paths of a register that contain its records and settings."""
REGISTER = (*OURS, SIGNERS, EVIDENCE, IMPORTS)
"""All paths of a register: `OURS`, the list of allowed signing keys, files of evidence, imported rows."""
BRANCHES = ("refs/heads", "refs/remotes")
"""The prefixes of the refs of branches, here and of remotes."""
NOT_HERE = (b"not a git repository", b"must be run in a work tree")
"""Parts of git's messages for a folder that is in no work tree."""
OPENING = (
    "rev-parse", "--path-format=absolute",
    "--absolute-git-dir", "--git-common-dir", "--show-toplevel", "--is-shallow-repository", "--show-prefix",
)  # fmt: skip
"""The git command that is run when a repository is opened; it prints five lines, in this order."""
STATES = (
    ("MERGE_HEAD", "merge"),
    ("rebase-merge", "rebase"),
    ("rebase-apply/applying", "am"),
    ("rebase-apply", "rebase"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("BISECT_LOG", "bisect"),
)
"""Files in the git directory, and the operation that is in progress while the file exists."""
EMPTY_BLOBS = frozenset({
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
})  # fmt: skip
"""The ids of the empty blob, by SHA-1 and by SHA-256."""
INTENT_TO_ADD = 1 << 29
"""The flag of a staged entry that reserves a path without content (`git add -N`)."""


class TreeEntry(Struct, frozen=True):
    """A file of a commit: its path from the register, its blob id, and its mode, such as 100644."""

    path: str
    blob_id: str
    mode: str


class IndexEntry(Struct, frozen=True):
    """A file of git's staging area.

    `stage` is 0; for a file in conflict it is 1 for the base, 2 for ours, 3 for theirs.
    """

    path: str
    blob_id: str
    mode: str
    stage: int


class Branches(Struct, frozen=True):
    """The commit that is checked out, and the branches with commits that it does not contain.

    `head` is the id of the commit, None on a branch without commits. `newer` is the name of a branch that has
    commits after the one that is checked out: its upstream branch, as it was last fetched, or on a detached
    HEAD any branch that contains HEAD. `unmerged` has the name and the last commit of each branch with other
    commits, also of remotes.
    """

    head: str | None
    newer: str | None = None
    unmerged: tuple[tuple[str, str], ...] = ()


class Repository(Struct, frozen=True):
    """A git work tree with a register in its top folder or below.

    `root` is the folder of the register, `top` that of the work tree, `prefix` the path from `top` to `root`,
    with a slash at its end, or empty. `git_dir` is the git directory of the work tree, `common_dir` the one
    that all work trees of the clone share; `shallow` is whether the clone is. Paths of files are relative to
    the register. Methods raise MachineTrouble CF802 if git is missing, and CF810 if it fails and they name no
    other result for that.
    """

    root: Path
    top: Path
    prefix: str
    git_dir: Path
    common_dir: Path
    shallow: bool

    @classmethod
    def open(cls, root: Path) -> Repository | None:
        """Open the work tree around a register; return None if the folder is in no work tree.

        Raises MachineTrouble CF802 if git is missing, CF808 if git refuses the folder because another user
        owns it, CF810 if git cannot open it for another reason.
        """
        result = run_git(root, *OPENING)
        if any(words in result.err for words in NOT_HERE):
            return None
        if result.code:
            raise _not_opened(root, result)
        git_dir, common_dir, top, shallow, prefix = _five_lines(root, result)
        return cls(root, Path(top), prefix, Path(git_dir), Path(common_dir), shallow == "true")

    @property
    def private(self) -> Path:
        """The folder of casefile in the clone, for locks and drafts: shared by work trees, not committed."""
        return self.common_dir / PRIVATE

    @property
    def journal(self) -> Path:
        """The path of the journal of a write; the file exists until the write is complete or dropped."""
        return journal_in(self.git_dir, self.prefix)

    @property
    def git_places(self) -> tuple[Path, ...]:
        """The paths of git's own files: `.git`, which may be a file, and the folders that it refers to."""
        return (self.top / ".git", self.git_dir, self.common_dir)

    @property
    def linked(self) -> bool:
        """Whether this is a linked work tree (`git worktree add`)."""
        return self.git_dir != self.common_dir

    def head(self) -> str | None:
        """Return the id of the commit that is checked out; None on a branch without commits."""
        return self.commit("HEAD")

    def commit(self, name: str) -> str | None:
        """Return the id of the commit that a revision name refers to; None if there is no such commit."""
        return self._verify(name).text or None

    def _verify(self, name: str) -> GitAnswer:
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options")
        return run_git(self.root, *words, f"{name}^{{commit}}")

    def branch(self) -> str | None:
        """Return the branch that is checked out, also one without commits; None on a detached HEAD."""
        return run_git(self.root, "symbolic-ref", "--quiet", "--short", "HEAD").text or None

    def branches(self) -> Branches:
        """Return the commit that is checked out, and the branches with commits that it does not contain."""
        refs = self._refs(("HEAD", "refname", "objectname", "upstream"), *BRANCHES)
        current = next((each for each in refs if each[0] == "*"), None)
        head = current[2] if current else self.head()
        upstream = current[3] if current else ""
        is_listed = upstream in {"", *(name for _, name, *_ in refs)}
        if head is None or (is_listed and all(tip == head for _, _, tip, _ in refs)):
            return Branches(head)  # a second process would find nothing
        fields = ("refname", "refname:short", "objectname")
        others = self._refs(fields, "--no-merged=HEAD", *BRANCHES, *filter(None, [upstream]))
        later = self._refs(("refname",), "--contains=HEAD", *BRANCHES) if others and not current else []
        newer = {upstream, *(name for (name,) in later)}
        return Branches(
            head,
            next((short for name, short, _ in others if name in newer), None),
            tuple((short, tip) for _, short, tip in others),
        )

    def _refs(self, fields: Sequence[str], *words: str) -> list[list[str]]:
        """Return the values of these fields of `git for-each-ref`, for each ref that it lists."""
        form = "%00".join(f"%({field})" for field in fields)
        output = git_output(self.root, "for-each-ref", f"--format={form}", *words)
        return [os.fsdecode(line).split("\0") for line in output.split(b"\n") if line]

    def names(self) -> tuple[str, ...]:
        """Return the short names of all branches and tags, also of the branches of remotes."""
        return self.names_of("refs/heads", "refs/tags", "refs/remotes")

    def names_of(self, *asked: str) -> tuple[str, ...]:
        """Return the short names of the refs that match these patterns or options of `git for-each-ref`."""
        return tuple(name for (name,) in self._refs(("refname:short",), *asked))

    def resolve(self, revision: str) -> str:
        """Return the id of the commit that a revision typed by a user refers to.

        Raises BadInput CF604 if it is not a possible revision, NotFound CF302 if it is unknown or ambiguous.
        """
        if not revision.strip() or revision.startswith("-") or not revision.isprintable():
            raise BadInput(
                "CF604", f"{revision!a} is not a revision", "give a commit, a branch, a tag or a day"
            )
        result = self._verify(revision)
        if result.code and b"ambiguous" in result.err:
            raise NotFound("CF302", f"revision {revision} names several commits", "give more digits")
        if result.code or not WHOLE_ID.fullmatch(result.text):
            raise NotFound(
                "CF302", f"revision {revision} is not a commit of this clone", self._see("git log")
            )
        return result.text

    def resolve_date(self, day: date) -> str:
        """Return the id of the last commit at the end of a day in UTC, along the first parents of HEAD.

        The committer date counts; a commit whose date cannot be read is skipped. Raises NotFound CF302 if
        there is no such commit.
        """
        tip = self.resolve("HEAD")
        end = datetime.combine(day, time.max, UTC)
        # git takes a negative time for no limit at all; no commit is older than its first second.
        seconds = max(int(end.timestamp()), 0)
        words = ("--first-parent", "--timestamp", f"--min-age={seconds}")
        output = git_output(self.root, "rev-list", *words, "--end-of-options", tip).decode("ascii")
        dated = (line.split(" ") for line in output.split("\n") if line)
        found = next((commit for seconds, commit in dated if seconds != "0"), None)
        if found is None:
            why = f"nothing was committed on or before {day}"
            raise NotFound("CF302", why, self._see("git log --reverse"))
        return found

    def _see(self, command: str) -> str:
        return (
            "this clone is shallow: git fetch --unshallow"
            if self.shallow
            else f"to see the commits: {command}"
        )

    def state(self) -> str | None:
        """Return the operation in progress: merge, rebase, am, cherry-pick, revert, bisect, or None."""
        return next((word for name, word in STATES if (self.git_dir / name).exists()), None)

    def identity(self) -> str | None:
        """Return the author of a commit made here, as `Name <mail>`; None if that is not configured.

        An identity that git guesses from the login and the host name does not count: it would name the user.
        """
        return next(iter(self.identities()), None)

    def identities(self) -> tuple[str, ...]:
        """Return the author and the committer of a commit made here, each as `Name <mail>`.

        Empty if they are not configured.
        """
        return identities(self.root)

    def editor(self) -> str | None:
        """Return the editor that git would open, as a shell command; None if git has none."""
        result = run_git(self.root, "var", "GIT_EDITOR")
        return result.text or None if result.code == 0 else None

    def signs(self) -> bool:
        """Return whether git is configured to sign commits here."""
        return run_git(self.root, "config", "--type=bool", "--get", "commit.gpgsign").text == "true"

    def has_replacements(self) -> bool:
        """Return whether the clone has grafts or replacement objects, by which git shows another history."""
        grafts = self.common_dir / "info" / "grafts"
        replaced = run_git(
            self.root, "for-each-ref", "--count=1", "--format=%(refname)", "refs/replace/"
        ).text
        return bool(replaced) or (grafts.is_file() and grafts.stat().st_size > 0)

    def read_shallow_file(self) -> bytes:
        """Return the content of git's file that states where a shallow clone ends; empty for a full clone."""
        place = self.common_dir / "shallow"
        return place.read_bytes() if place.is_file() else b""

    def changed_paths(self, paths: Iterable[str] = OURS) -> tuple[str, ...]:
        """Return the paths of records and settings, or those under `paths`, that differ from HEAD, sorted.

        They differ in the staging area or on the disk; untracked files are included, ignored ones are not.
        git does not count line ends that it converts itself, by its settings or by `.gitattributes`.
        """
        words = ("--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all")
        output = git_output(self.root, "status", *words, "--", *paths, extra=self._without_filters())
        lines = (os.fsdecode(line)[3:] for line in output.split(b"\0") if line)
        return tuple(sorted({path.removeprefix(self.prefix) for path in lines}))

    def skips_files(self) -> bool:
        """Return whether git omits records or settings from the work tree, as in a sparse checkout."""
        output = git_output(self.root, "ls-files", "-t", "-z", "--", *OURS)
        return any(line.startswith(b"S ") for line in output.split(b"\0"))

    def missing_files(self) -> tuple[str, ...]:
        """Return the paths of the records and settings that git tracks but that are not in the folder.

        This includes files that a sparse checkout omits, and files that git assumes to be unchanged.
        """
        output = git_output(self.root, "ls-files", "-z", "--", *OURS)
        paths = dict.fromkeys(os.fsdecode(path) for path in output.split(b"\0") if path)
        return tuple(path for path in paths if not os.path.lexists(self.root / path))

    def list_tree(self, commit: str, paths: Iterable[str] = OURS) -> list[TreeEntry]:
        """Return the records and settings in a commit (a full id), or the files under `paths`, by path."""
        output = git_output(
            self.root, "ls-tree", "-r", "-z", "--end-of-options", whole_id(commit), "--", *paths
        )
        entries = (TreeEntry(path, blob_id, mode) for mode, _, blob_id, path in _lines_of(output))
        return sorted(entries, key=lambda entry: entry.path)

    def index_entries(self, paths: Iterable[str]) -> list[IndexEntry]:
        """Return the register's staged files under these paths, sorted by path and stage.

        A path that is only reserved (`git add -N`) is left out. Inside a hook this is the staging area that
        git is about to commit, which can be another one than the user's.
        """
        output = git_output(self.root, "ls-files", "-s", "-z", "--", *paths, extra=self._index_of_the_hook())
        entries = _index_entries(output)
        reserved = self._reserved_paths([entry.path for entry in entries if entry.blob_id in EMPTY_BLOBS])
        there = (entry for entry in entries if entry.path not in reserved)
        return sorted(there, key=lambda entry: (entry.path, entry.stage))

    def unmerged(self) -> list[IndexEntry]:
        """Return the staged entries of the records and settings that are in conflict, by path and stage."""
        return _index_entries(git_output(self.root, "ls-files", "--unmerged", "-z", "--", *OURS))

    def tracked(self, paths: Iterable[str]) -> frozenset[str]:
        """Return the files at or below these paths that are staged, reserved (`git add -N`) or in HEAD."""
        paths, head = list(paths), self.head()
        output = git_output(self.root, "ls-files", "-z", "--", *paths)
        indexed = {os.fsdecode(line) for line in output.split(b"\0") if line}
        committed = {entry.path for entry in self.list_tree(head, paths)} if head else set()
        return frozenset(indexed | committed)

    def read_blobs(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield ids with the content of their blobs, in the order of the ids, from one process.

        Oversized ones are cut as by `Objects.read`. Raises MachineTrouble CF816 if this clone lacks
        a blob.
        """
        for blob_id, blob in blobs(self.root, ids):
            if blob is None:
                raise missing_blob_error(blob_id)
            yield blob_id, blob

    def _reserved_paths(self, paths: list[str]) -> frozenset[str]:
        if not paths:
            return frozenset()
        output = git_output(
            self.root, "ls-files", "--debug", "-z", "--", *paths, extra=self._index_of_the_hook()
        )
        found = re.findall(rb"(?:^|\n|\0)([^\0\n]+)\0  ctime.*?flags: ([0-9a-f]+)", output, re.DOTALL)
        return frozenset(os.fsdecode(path) for path, flags in found if int(flags, 16) & INTENT_TO_ADD)

    def _index_of_the_hook(self) -> dict[str, str]:
        """Return GIT_INDEX_FILE as a variable if it is inside this repository's git directory, else nothing.

        Relative values are taken from the top of the work tree.
        """
        named = os.environ.get("GIT_INDEX_FILE")
        if not named:
            return {}
        place = (self.top / named).resolve()
        return {"GIT_INDEX_FILE": str(place)} if place.is_relative_to(self.git_dir.resolve()) else {}

    def _without_filters(self) -> dict[str, str]:
        """Return variables that switch off the configured content filters: `git status` would start them.

        Variables are used rather than `-c`, since the name of a filter may contain an equals sign.
        """
        output = run_git(self.root, "config", "-z", "--name-only", "--get-regexp", r"^filter\.").out
        names = {os.fsdecode(key).rpartition(".")[0] for key in output.split(b"\0") if key}
        off = [(f"{name}.{key}", "") for name in sorted(names) for key in ("clean", "smudge", "process")]
        off += [(f"{name}.required", "false") for name in sorted(names)]
        return with_settings(off)


def _index_entries(output: bytes) -> list[IndexEntry]:
    """Parse the output of `git ls-files -s -z`."""
    return [IndexEntry(path, blob_id, mode, int(stage)) for mode, blob_id, stage, path in _lines_of(output)]


def _lines_of(output: bytes) -> Iterator[list[str]]:
    """Yield the fields of each line of `git ls-tree -z` or `ls-files -s -z`; the last one is the path."""
    return (re.split("[ \t]", os.fsdecode(line), maxsplit=3) for line in output.split(b"\0") if line)


def _not_opened(root: Path, result: GitAnswer) -> MachineTrouble:
    if b"dubious ownership" in result.err:
        return MachineTrouble(
            "CF808",
            f"git does not trust {root}, because another user owns it",
            f"if you trust its content: git config --global --add safe.directory {root}",
        )
    return MachineTrouble(
        "CF810", f"git cannot open {root}: {printable_output(result.err)}", "see: git status"
    )


def _five_lines(root: Path, result: GitAnswer) -> list[str]:
    lines = os.fsdecode(result.out).split("\n")[:-1]
    if len(lines) != 5:
        raise MachineTrouble("CF810", f"git gave no valid answer about {str(root)!a}", "rename that")
    return lines


def identities(where: Path) -> tuple[str, ...]:
    """Return the author and the committer of a commit made in a folder, each as `Name <mail>`.

    Empty if git would have to guess. The environment takes precedence over the configuration, as it does for
    git. The folder need not be in a repository yet.
    """
    words = ("-c", "user.useConfigOnly=true", "var")
    results = [run_git(where, *words, f"GIT_{who}_IDENT") for who in ("AUTHOR", "COMMITTER")]
    if any(each.code for each in results):
        return ()
    return tuple(each.out.decode("utf-8", "replace").rpartition(">")[0] + ">" for each in results)
