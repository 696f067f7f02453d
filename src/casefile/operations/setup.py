"""Starting a register: what is missing is added, nothing is overwritten, one commit."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from casefile import document
from casefile.errors import BadInput, MachineTrouble
from casefile.model.names import slug
from casefile.model.schema import schema_text
from casefile.model.settings import Settings
from casefile.model.shape import shape_of
from casefile.operations.check import SCHEMAS
from casefile.register import SETTINGS, read_entry
from casefile.storage.atomic import Write, write_all
from casefile.storage.folder import read, reason
from casefile.storage.lock import lock
from casefile.storage.repository import Repository
from casefile.storage.repository.writing import commit_only, initialise, set_identity

ROLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,60}")

README = """# {title}

A register of detentions, kept with casefile: one YAML file a case under `cases/`, git as its history.

- `casefile add` opens a case, `casefile record` appends an event, `casefile list` shows who is held.
- `casefile validate` checks everything; run it before you push.
- What was committed stays in every clone. Records are `restricted` unless they say otherwise.
"""
GITATTRIBUTES = "*.yaml text eol=lf\n"
EDITORCONFIG = """root = true

[*.yaml]
charset = utf-8
end_of_line = lf
indent_style = space
indent_size = 2
insert_final_newline = true
trim_trailing_whitespace = false
"""
EDITOR_KINDS = {
    "case": "cases/[a-z][a-z]/**/*.yaml", "situation": "cases/situations/*.yaml",
    "organization": "cases/organizations/*.yaml", "statute": "cases/statutes/*.yaml",
    "source": "cases/sources/*.yaml", "settings": "casefile.yaml",
}  # fmt: skip
GITHUB = """name: register
on: [push, pull_request]
permissions:
  contents: read
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install casefile
      - run: casefile validate --strict
"""
GITLAB = """validate:
  image: python:3.12
  script:
    - python -m pip install casefile
    - casefile validate --strict
"""
WORKFLOWS = {"github": (".github/workflows/register.yml", GITHUB), "gitlab": (".gitlab-ci.yml", GITLAB)}


@dataclass(frozen=True, slots=True)
class Started:
    """What `init` did: the files that it added, the commit, and whether a git repository was made."""

    root: Path
    added: tuple[str, ...]
    commit: str | None
    identity: str | None
    new_repository: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """How the register shall be."""

    title: str = "A register of detentions"
    ids: str = "opaque"
    identity: str | None = None
    ci: str | None = None


def init(folder: Path, wish: Wish) -> Started:
    """Make a register of a folder; what is there stays as it is.

    Files of an earlier `init` that could not be committed then are committed now. Raises BadInput where the
    wish cannot be met, MachineTrouble where disk or git refuse.
    """
    _check(wish)
    _make(folder)
    found = Repository.open(folder)
    repository = found or initialise(folder)
    with lock(repository.private):
        identity = _identity(repository, wish.identity)
        files = dict(_files(folder, wish))
        writes = [
            Write(path, text.encode(), None) for path, text in files.items() if not _is_there(folder / path)
        ]
        write_all(folder, writes)
        added = tuple(write.path for write in writes)
        left = _left_over(repository, folder, files)
        commit = _commit(repository, sorted({*added, *left})) if added or left else None
    return Started(folder, added, commit, identity, found is None)


def _make(folder: Path) -> None:
    """Make the folder; one inside a register would be a register inside a register."""
    if folder.exists() and not folder.is_dir():
        raise BadInput("CF601", f"{folder} is a file, not a folder", "name another folder")
    above = next((each for each in folder.resolve().parents if _is_there(each / SETTINGS)), None)
    if above is not None:
        raise BadInput("CF601", f"this folder lies in the register {above}", "name a folder outside of it")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineTrouble(
            "CF805", f"{folder} cannot be made: {reason(error)}", "name another folder"
        ) from error


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def _left_over(repository: Repository, folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return what an earlier `init` wrote and git does not know yet: the user's own files are not ours."""
    known = repository.tracked([*files])
    return [
        path
        for path, text in files.items()
        if path not in known and (path == SETTINGS or _holds(folder / path, text))
    ]


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == text.encode()


def _commit(repository: Repository, paths: list[str]) -> str:
    try:
        return commit_only(repository, paths, _message(paths))
    except MachineTrouble as error:
        if error.code != NO_IDENTITY:
            raise
        raise MachineTrouble(
            NO_IDENTITY,
            "the files are written, but not committed: git does not know in whose name",
            "take a role rather than your name, which history would keep: casefile init --identity desk-2",
        ) from error


NO_IDENTITY = "CF811"


def _check(wish: Wish) -> None:
    if wish.ids not in {"opaque", "names"}:
        raise BadInput("CF601", "--ids takes opaque or names", "opaque unless every name here is public")
    if wish.ci not in {None, *WORKFLOWS}:
        raise BadInput("CF601", "--ci takes github or gitlab")
    if not wish.title.isprintable() or not wish.title.strip():
        raise BadInput("CF601", "--title takes one line of text", 'such as "Detentions of journalists"')
    if wish.identity is not None and not ROLE.fullmatch(wish.identity):
        raise BadInput("CF601", "--identity takes a role in plain letters", "such as desk-2")


def _identity(repository: Repository, role: str | None) -> str | None:
    """Name a role as who commits in this clone, so that documenters stay unnamed."""
    if role is None:
        return None
    mail = f"{slug(role)}@register.invalid"
    set_identity(repository, role, mail)
    return f"{role} <{mail}>"


def _files(folder: Path, wish: Wish) -> Iterator[tuple[str, str]]:
    yield SETTINGS, document.write(shape_of("settings"), _settings(wish))
    yield "cases/.gitkeep", ""
    yield "README.md", README.format(title=_title(folder) or wish.title.strip())
    yield ".gitattributes", GITATTRIBUTES
    yield ".editorconfig", EDITORCONFIG
    yield ".vscode/settings.json", _editor_settings()
    for kind in SCHEMAS:
        yield f"schemas/{kind}.schema.json", schema_text(kind)
    if wish.ci:
        yield WORKFLOWS[wish.ci]


def _title(folder: Path) -> str:
    """Return the title of a register that is there already."""
    if not _is_there(folder / SETTINGS):
        return ""
    held = read_entry(SETTINGS, read(folder, SETTINGS)).record
    return (held.title or "") if isinstance(held, Settings) else ""


def _settings(wish: Wish) -> dict[str, object]:
    """Write the defaults out, so that a reader sees them and a change of them shows in git."""
    return {
        "schema": "casefile/settings/1", "title": wish.title.strip(), "ids": wish.ids, "tier": "restricted",
        "stale_days": 90,
    }  # fmt: skip


def _editor_settings() -> str:
    lines = [f'    "schemas/{kind}.schema.json": "{pattern}"' for kind, pattern in EDITOR_KINDS.items()]
    return '{\n  "yaml.schemas": {\n' + ",\n".join(lines) + "\n  }\n}\n"


def _message(paths: Iterable[str]) -> str:
    return "Start the register\n\n" + "".join(f"{path} added\n" for path in paths)
