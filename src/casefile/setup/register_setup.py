"""Start a register: add the files that are missing, in one commit, and set git up for it."""

from __future__ import annotations

import json
import os
import shlex
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from casefile.errors import BadInput, MachineTrouble, Problem
from casefile.files.atomic_writes import FileWrite, write_all
from casefile.files.disk_errors import reason
from casefile.files.leftovers import IGNORED
from casefile.files.register_folder import find_root, read
from casefile.files.write_lock import lock
from casefile.git import Repository
from casefile.git.commit_writer import commit_only, initialise, set_identity
from casefile.git.repository import identities
from casefile.loading.open_register import load_folder_settings
from casefile.loading.revision import detached_head_warning
from casefile.model.json_schema import schema_text
from casefile.model.kinds import FOLDERS, SCHEMA_PATHS, SETTINGS
from casefile.model.record_shapes import shape_of
from casefile.model.settings import Settings
from casefile.register import read_entry
from casefile.setup.ci_workflows import WORKFLOWS
from casefile.setup.commit_roles import PROPOSED, fits, mail_of
from casefile.setup.exposed_folders import commands_to_close
from casefile.setup.git_drivers import RULE, GitSetupResult, gives_records, set_up
from casefile.yaml.canonical_text import write as write_text

README = """# {title}

A register of detentions, kept with casefile: one YAML file for each case under `cases/`, git as its history.

- `casefile add` opens a case, `casefile record` appends an event, `casefile list` shows who is held.
- `casefile validate` checks everything; run it before you push.
- In a new clone, run `casefile init` once: git then merges records field by field instead of by lines.
- Committed data stays in every clone. Records without a tier are `restricted`.
"""
GITATTRIBUTES = f"*.yaml text eol=lf\n{RULE}\nimports/*.jsonl text eol=lf merge=union\n"
GITIGNORE = f"# Copies of records that a killed command leaves: never commit them.\n{IGNORED}\n"
EDITORCONFIG = """root = true

[*.yaml]
charset = utf-8
end_of_line = lf
indent_style = space
indent_size = 2
insert_final_newline = true
trim_trailing_whitespace = false
"""
# The files to which an editor applies the JSON Schema of each kind, as glob patterns.
EDITOR_PATTERNS = {
    "case": "cases/[a-z][a-z]/**/*.yaml",
    **{kind: f"cases/{folder}/*.yaml" for folder, kind in FOLDERS.items()},
    "settings": SETTINGS,
}


class InitResult(Struct, frozen=True):
    """The result of `init`: the files that it added, the commit, and the identity of commits.

    `commit` is None if there was nothing to commit, `identity` if no role was set. `drivers` are the settings
    of git that it wrote, `has_rule` is whether git uses them for records. `problems` are warnings about the
    commit. `signed` is True if commits are signed, so that they show a key besides the role. `to_close` are
    the commands that close the folder to other users of the computer who can read it.
    """

    root: Path
    added: tuple[str, ...]
    commit: str | None
    identity: str | None
    drivers: GitSetupResult
    has_rule: bool
    problems: tuple[Problem, ...]
    signed: bool = False
    to_close: tuple[str, ...] = ()


class InitOptions(Struct, frozen=True):
    """The options of `init`: `identity` is the role to set, `ci` the forge of the workflow to write.

    `source` is the pip requirement of casefile in the workflow, None if it is not known.
    """

    title: str = "A register of detentions"
    ids: str = "opaque"
    identity: str | None = None
    ci: str | None = None
    source: str | None = None


def signed_as(folder: Path, wish: InitOptions) -> tuple[str, ...]:
    """Return author and committer that commits in a folder would have without a role, as `Name <mail>`.

    Empty if git would have to guess them. Raises BadInput if the options are not valid or the folder cannot
    be a register, so that the user is not asked for a role in vain.
    """
    _check_options(wish)
    _check_place(folder, wish)
    return identities(_existing_folder(folder))


def init(folder: Path, wish: InitOptions, typed: str = "") -> InitResult:
    """Make a register of a folder; a new folder is readable by its owner only, and existing files stay.

    A git repository is created if there is none around the folder, and the added files are committed. So are
    files that an earlier `init` added and could not commit. The role in `wish` is set for this clone, and
    git's drivers for records are set up. `typed` is the folder as the user types it in a command. Raises
    BadInput if the options are not valid or the folder cannot be a register, MachineTrouble if the disk or
    git refuses, Collision if another process writes.
    """
    _check_options(wish)
    _check_place(folder, wish)
    _make(folder)
    found = Repository.open(folder)
    repository = found or initialise(folder)
    with lock(repository.private):
        identity = _identity(repository, wish.identity)
        files = dict(_files(folder, wish))
        writes = [
            FileWrite(path, text.encode(), None)
            for path, text in files.items()
            if not _is_there(folder / path)
        ]
        write_all(folder, writes)
        added = tuple(write.path for write in writes)
        left = _uncommitted_files(repository, folder, files)
        commit = _commit(repository, sorted({*added, *left}), typed) if added or left else None
    drivers = set_up(folder, "local", overrides=False)
    public = load_folder_settings(folder).ceiling == "public"
    return InitResult(
        root=folder,
        added=added,
        commit=commit,
        identity=identity,
        drivers=drivers,
        has_rule=gives_records(repository),
        problems=detached_head_warning(repository, commit) if commit else (),
        signed=repository.signs(),
        to_close=() if public else commands_to_close(folder, repository),
    )


def _check_place(folder: Path, wish: InitOptions) -> None:
    """Raise BadInput CF601 for a folder that cannot be a register, before any file is written."""
    if any(unicodedata.category(sign) == "Cc" for sign in str(folder.absolute())):
        raise BadInput(
            "CF601", "the name of the folder contains a line break or another control character", "remove it"
        )
    if folder.exists() and not folder.is_dir():
        raise BadInput("CF601", f"{folder} is a file, not a folder", "choose a different folder")
    above = next((each for each in folder.resolve().parents if _is_there(each / SETTINGS)), None)
    if above is not None:
        raise BadInput(
            "CF601", f"this folder is inside the register {above}", "choose a folder outside of it"
        )
    if _is_there(folder / SETTINGS):
        find_root(folder)  # raises an error if the register needs a newer casefile
    around = Repository.open(_existing_folder(folder)) if wish.ci else None
    if around is not None and around.top.resolve() != folder.resolve():
        below = folder.resolve().relative_to(around.top.resolve()).as_posix()
        raise BadInput(
            "CF601",
            f"--ci: {wish.ci} reads workflows only at the top of the repository, {around.top}",
            f"omit --ci; add this to a workflow there: casefile -C {shlex.quote(below)} validate --strict",
        )


def _existing_folder(folder: Path) -> Path:
    """Return the folder itself, or the nearest existing folder above it."""
    return next(each for each in (folder.resolve(), *folder.resolve().parents) if each.is_dir())


def _make(folder: Path) -> None:
    """Make the folder and the missing ones above it, each readable by its owner only.

    Raises MachineTrouble CF805 if that fails.
    """
    whole = folder.absolute()
    try:
        for each in (*reversed(whole.parents), whole):
            if not each.is_dir():
                each.mkdir(mode=stat.S_IRWXU, exist_ok=True)
    except OSError as error:
        raise MachineTrouble(
            "CF805", f"{folder} cannot be created: {reason(error)}", "choose a different folder"
        ) from error


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def _uncommitted_files(repository: Repository, folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return the files that an earlier `init` wrote and git does not track.

    Files that the user wrote or changed are left out, except for casefile.yaml.
    """
    known = repository.tracked([*files])
    return [
        path
        for path, text in files.items()
        if path not in known and (path == SETTINGS or _has_text(folder / path, text))
    ]


def _has_text(path: Path, text: str) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == text.encode()


def _commit(repository: Repository, paths: list[str], typed: str) -> str:
    try:
        added = "".join(f"{path} added\n" for path in paths)
        return commit_only(repository, paths, f"Start the register\n\n{added}")
    except MachineTrouble as error:
        if error.code != NO_IDENTITY:
            raise
        raise MachineTrouble(
            NO_IDENTITY,
            "the files are written, but not committed: git has no author",
            f"use a role instead of your name, which the history would keep: {with_role(typed, 'desk-2')}",
        ) from error


NO_IDENTITY = "CF811"
"""The code of the error that git has no author for commits."""


def with_role(typed: str, role: str = PROPOSED) -> str:
    """Return the command that sets a role for commits in a register; `typed` is the folder as an argument."""
    return " ".join(filter(None, ("casefile init", typed, "--identity", role)))


def _check_options(wish: InitOptions) -> None:
    if wish.ids not in {"opaque", "names"}:
        raise BadInput(
            "CF601",
            "invalid value for --ids; choose from: opaque, names",
            "choose opaque unless every name here is public",
        )
    if wish.ci not in {None, *WORKFLOWS}:
        raise BadInput("CF601", "invalid value for --ci; choose from: github, gitlab")
    if not wish.title.isprintable() or not wish.title.strip():
        raise BadInput("CF601", "--title must be one line of text", 'for example "Detentions of journalists"')
    if wish.identity is not None and not fits(wish.identity):
        raise BadInput("CF601", "--identity must be a role in plain letters", "such as desk-2")


def _identity(repository: Repository, role: str | None) -> str | None:
    """Set a role as committer in this clone, so that documenters stay unnamed; return it as git writes it.

    Raises MachineTrouble CF817 if environment variables would still give another name.
    """
    if role is None:
        return None
    identity = f"{role} <{mail_of(role)}>"
    set_identity(repository, role, mail_of(role))
    if {*repository.identities()} != {identity}:
        raise MachineTrouble(
            "CF817",
            "the author of commits would still be different: GIT_AUTHOR_… or GIT_COMMITTER_… is set",
            "remove it: unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL",
        )
    return identity


def _files(folder: Path, wish: InitOptions) -> Iterator[tuple[str, str]]:
    # Write the defaults, so that a reader sees them and git shows a change of them.
    settings = {
        "schema": "casefile/settings/1", "title": wish.title.strip(), "ids": wish.ids, "tier": "restricted",
        "stale_days": 90,
    }  # fmt: skip
    yield SETTINGS, write_text(shape_of("settings"), settings)
    yield "cases/.gitkeep", ""
    yield "README.md", README.format(title=_title(folder) or wish.title.strip())
    yield ".gitattributes", GITATTRIBUTES
    yield ".gitignore", GITIGNORE
    yield ".editorconfig", EDITORCONFIG
    yield ".vscode/settings.json", _editor_settings()
    for kind, path in SCHEMA_PATHS.items():
        yield path, schema_text(kind)
    if wish.ci:
        workflow = WORKFLOWS[wish.ci]
        yield workflow.path, workflow.written(wish.source)


def _title(folder: Path) -> str:
    """Return the title of the register that exists in a folder already; "" without a valid one."""
    if not _is_there(folder / SETTINGS):
        return ""
    held = read_entry(SETTINGS, read(folder, SETTINGS)).record
    return (held.title or "") if isinstance(held, Settings) else ""


def _editor_settings() -> str:
    patterns = {SCHEMA_PATHS[kind]: pattern for kind, pattern in EDITOR_PATTERNS.items()}
    return json.dumps({"yaml.schemas": patterns}, indent=2) + "\n"
