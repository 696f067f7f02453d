"""Parse the arguments of `diff`: which two states are compared, and which records are meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from casefile.errors import BadInput, CasefileError, NotFound
from casefile.git import Repository
from casefile.git.merge_state import merge_base
from casefile.git.snapshots import WorkingTree
from casefile.history.past_record import NOWHERE_FOUND, find_by_path
from casefile.loading.open_register import load_folder_register
from casefile.loading.record_finder import find_record
from casefile.loading.revision import commit_of
from casefile.model.visible_text import shorten_text, visible

TYPED = 40
"""The number of characters of an argument that an error message repeats."""
LETTERS = re.compile(r"[a-f]+")
"""The pattern of a word that may be the beginning of a commit's id as well as a name."""


class DiffWords(Struct, frozen=True):
    """The arguments of `diff`: the words before a `--`, and those after it (`dashed`, None without `--`)."""

    words: Sequence[str] = ()
    dashed: Sequence[str] | None = None


class ComparedRevisions(Struct, frozen=True):
    """The two states to compare, as commit ids, and the words that name records.

    `before` is None if nothing is committed yet, `after` is None for the files on disk. `guessed` is True if
    the first of the records may also have been meant as a revision. `since_parted` is the argument `A...B`
    that shows only the changes of the second commit, if the first has changes of its own.
    """

    before: str | None
    after: str | None
    records: tuple[str, ...]
    guessed: bool = False
    since_parted: str | None = None


def describe_compared(repository: Repository, typed: DiffWords) -> ComparedRevisions:
    """Return which states are compared: HEAD with the files, a revision with the files, or two revisions.

    As in git, a first word that is a revision is read as one. Raises BadInput CF733 for more than one word
    before `--`; NotFound CF302 for an unknown revision, CF734 for a word that is both a revision and a
    record, CF735 for `A...B` without a common commit.
    """
    words = tuple(typed.words)
    if typed.dashed is not None and len(words) > 1:
        raise BadInput("CF733", "only one revision may come before --", "write two revisions as A..B")
    first = words[0] if words else None
    if first is None or (typed.dashed is None and not _is_revision(repository, first)):
        guessed = bool(words)
        return ComparedRevisions(repository.head(), None, (*words, *(typed.dashed or ())), guessed)
    before, after = _split_range(repository, first)
    records = (*words[1:], *(typed.dashed or ()))
    return ComparedRevisions(
        before, after, records, since_parted=_since_parted(repository, first, before, after)
    )


def unknown_word_error(repository: Repository, word: str, hint: str) -> NotFound:
    """Return the error (CF732) for a first word that is neither a revision nor a record.

    `hint` states which record may have been meant.
    """
    message = f"“{shorten_text(visible(word), TYPED)}” is neither a revision nor a record"
    if repository.shallow:
        return NotFound(
            "CF732", f"{message} of this shallow clone", f"{hint}; git fetch --unshallow brings the rest"
        )
    return NotFound("CF732", message, f"{hint}; git log shows the revisions")


def later_word_error(repository: Repository, word: str, error: NotFound) -> NotFound:
    """Return the error for a later word that is not a record.

    It is `error`; if the word is a revision, its hint is how to compare two revisions.
    """
    try:
        commit_of(repository, word)
    except CasefileError:
        return error
    return NotFound(error.code, error.message, "to compare two revisions: casefile diff A..B")


def _is_revision(repository: Repository, word: str) -> bool:
    if ".." in word:
        return not word.endswith((".yaml", ".yml"))
    try:
        commit_of(repository, word)
    except CasefileError:
        return False
    here = WorkingTree(repository.root)
    if find_by_path(here, word) or (LETTERS.fullmatch(word) and _is_a_name(repository, word)):
        message = f"“{shorten_text(visible(word), TYPED)}” is a revision, and also a record"
        hint = f"casefile diff {word} -- for the revision, casefile diff -- {word} for the record"
        raise NotFound("CF734", message, hint)
    return True


def _is_a_name(repository: Repository, word: str) -> bool:
    root: Path = repository.root
    try:
        find_record(load_folder_register(root), word)
    except CasefileError as error:
        return error.code != NOWHERE_FOUND
    return True


def _since_parted(repository: Repository, typed: str, before: str, after: str | None) -> str | None:
    """Return the argument `A...B` if `A..B` would show changes that only A has as removed; else None."""
    if after is None or "..." in typed or merge_base(repository, before, after) in {None, before}:
        return None
    return typed.replace("..", "...", 1)


def _split_range(repository: Repository, typed: str) -> tuple[str, str | None]:
    """Return the commit ids of `A`, `A..B` or `A...B`; the second is None for `A`.

    An absent side is HEAD. With three dots, the first commit is the common ancestor of both. Raises NotFound
    CF735 if they have no commit in common.
    """
    if ".." not in typed:
        return commit_of(repository, typed), None
    dots = "..." if "..." in typed else ".."
    one, _, other = typed.partition(dots)
    before, after = commit_of(repository, one or "HEAD"), commit_of(repository, other or "HEAD")
    if dots == "..":
        return before, after
    parted = merge_base(repository, before, after)
    if parted is None:
        raise NotFound("CF735", "these two have no common commit", "to compare them directly, use A..B")
    return parted, after
