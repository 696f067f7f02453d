"""The rows of a spreadsheet as they were imported last: `imports/ID.jsonl`, one row a line.

They are the base of the next import: a cell that differs from its row here was changed in the spreadsheet, a
field that differs from it was changed in the register.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import asdict

from casefile.editing.edits import OtherFile
from casefile.errors import BrokenData
from casefile.files.atomic_writes import content_of, open_folder, write_private
from casefile.git import Repository
from casefile.git.runner import git_output
from casefile.model.kinds import IMPORTS
from casefile.model.plain_data import Fields


class ImportedRow(Struct, frozen=True):
    """One row as it was imported last: its key, the id of its case (`record`), its mapped cells by header.

    A header that several columns have gets a list of cells. `fields` are the values that the row gave to the
    case by dotted path, `events` those of its events by their name in the map (`event_names`), each with the
    id of the event in the ledger. So a map may change between two imports.
    """

    key: str
    record: str
    cells: Mapping[str, str | list[str]] = field(default_factory=dict)
    fields: Mapping[str, object] = field(default_factory=dict)
    events: Mapping[str, Fields] = field(default_factory=dict)


def path_of_rows(import_id: str) -> str:
    """Return the path of the rows of an import in the register."""
    return f"{IMPORTS}/{import_id}.jsonl"


def read_imported(blob: bytes, path: str) -> dict[str, ImportedRow]:
    """Return the rows of a file by key; of two lines with one key, as after a merge, the last one counts.

    Raises BrokenData CF665 if a line cannot be read.
    """
    rows: dict[str, ImportedRow] = {}
    for number, line in enumerate(blob.decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            row = ImportedRow(
                str(found["key"]),
                str(found["record"]),
                dict(found["cells"]),
                dict(found["fields"]),
                {name: dict(each) for name, each in found["events"].items()},
            )
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise BrokenData(
                "CF665", f"{path}:{number}: this line is not an imported row",
                f"restore the file: git checkout HEAD -- {path}",
            ) from error  # fmt: skip
        rows[row.key] = row
    return rows


def write_imported(rows: Mapping[str, ImportedRow]) -> str:
    """Return the text of a file of rows: JSON lines, in the order of their keys."""
    return "".join(f"{json.dumps(asdict(each), ensure_ascii=False)}\n" for _, each in sorted(rows.items()))


def files_without(root: Path, record_ids: Iterable[str]) -> Iterator[OtherFile]:
    """Yield the files of imported rows that contain rows of these cases, with their text without these rows.

    Raises BrokenData CF665 if a line of a file cannot be read.
    """
    gone = {*record_ids}
    for place in sorted((root / IMPORTS).glob("*.jsonl")):
        blob, path = place.read_bytes(), f"{IMPORTS}/{place.name}"
        rows = read_imported(blob, path)
        kept = {key: each for key, each in rows.items() if each.record not in gone}
        if len(kept) < len(rows):
            yield OtherFile(path, write_imported(kept), blob)


# Rows of withdrawn cases.

NOTED = "withdrawn-rows.json"
"""The file in git's folder with the digests of the keys of withdrawn cases."""


class WithdrawnRows(Struct, frozen=True):
    """The keys of rows whose cases were withdrawn, as digests with a salt of this clone.

    A key is often a short number: without the salt anybody could try all of them.
    """

    salt: str = ""
    digests: frozenset[str] = frozenset()

    def has(self, import_id: str, key: str) -> bool:
        """Return whether the case of a row was withdrawn in this clone."""
        return bool(self.salt) and self._digest(import_id, key) in self.digests

    def _digest(self, import_id: str, key: str) -> str:
        text = f"{import_id}\0{key}".encode()
        return hashlib.blake2b(text, key=bytes.fromhex(self.salt), digest_size=16).hexdigest()

    def with_rows(self, rows: Iterable[tuple[str, str]]) -> WithdrawnRows:
        """Return a copy with more rows, each given as the id of the import and the key of the row."""
        salted = WithdrawnRows(self.salt or secrets.token_hex(32), self.digests)
        return WithdrawnRows(salted.salt, salted.digests | {salted._digest(*each) for each in rows})


def withdrawn_rows(repository: Repository) -> WithdrawnRows:
    """Return the rows whose cases were withdrawn in this clone.

    Raises BrokenData CF665 if the file cannot be read: without it a withdrawn case could be imported again.
    """
    place = repository.private / NOTED
    blob = content_of(place)
    if blob is None:
        return WithdrawnRows()
    try:
        found = json.loads(blob)
        return WithdrawnRows(str(found["salt"]), frozenset(map(str, found["digests"])))
    except (ValueError, LookupError, TypeError) as error:
        message = f"{place.name} in the git folder is damaged; it lists the rows of withdrawn cases"
        hint = f"restore it from a backup, or remove it and check each imported case: {place}"
        raise BrokenData("CF665", message, hint) from error


def note_withdrawn_rows(repository: Repository, record_ids: Iterable[str]) -> None:
    """Note in git's folder, before cases are withdrawn, which imported rows must not add them again.

    Nothing is written if no row was imported into these cases. Raises BrokenData CF665 if a file of imported
    rows cannot be read.
    """
    gone = {*record_ids}
    rows = [
        (place.stem, each.key)
        for folder in (repository.root / IMPORTS, repository.private / IMPORTS)
        for place in sorted(folder.glob("*.jsonl"))
        for each in read_imported(place.read_bytes(), f"{IMPORTS}/{place.name}").values()
        if each.record in gone
    ]
    if rows:
        noted = withdrawn_rows(repository).with_rows(rows)
        data = {"salt": noted.salt, "digests": sorted(noted.digests)}
        write_private_file(repository.private / NOTED, json.dumps(data))


def write_private_file(place: Path, text: str) -> None:
    """Write a text, in place of an earlier one, to a file that only its owner can read.

    Its folder is made, readable by its owner only, if it does not exist.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_folder(place.parent) as folder:
        write_private(folder, place.name, text.encode())


ROW = re.compile(r'^([-+])\{"key": ("(?:[^"\\]|\\.)*")', re.MULTILINE)
"""A line of a diff that removes or adds an imported row: the sign, and the key as JSON."""


def keys_withdrawn_before(repository: Repository, import_id: str) -> frozenset[str]:
    """Return the keys of an import whose rows were removed by commits that also added a withdrawal notice.

    The history of HEAD is searched; without a commit the result is empty. So an import does not add a case
    again that another clone withdrew. An import that was only reverted may be repeated.
    """
    if not repository.head():
        return frozenset()
    plain = ("--no-textconv", "--no-ext-diff", "--no-renames")
    words = ("log", "-p", *plain, "--format=%x00%H", "--", repository.prefix + path_of_rows(import_id))
    found: set[str] = set()
    for part in git_output(repository.root, *words).decode("utf-8", "replace").split("\0")[1:]:
        commit, _, diff = part.partition("\n")
        keys: dict[str, set[str]] = {"-": set(), "+": set()}
        for sign, key in ROW.findall(diff):
            keys[sign].add(json.loads(key))
        gone = keys["-"] - keys["+"]
        if gone and _adds_a_notice(repository, commit.strip()):
            found |= gone
    return frozenset(found)


def _adds_a_notice(repository: Repository, commit: str) -> bool:
    words = ("diff-tree", "-r", "--root", "--no-commit-id", "--name-only", "--no-renames")
    pattern = ("--diff-filter=A", "-G^withdrawn:", commit, "--", f"{repository.prefix}cases")
    return bool(git_output(repository.root, *words, *pattern).strip())
