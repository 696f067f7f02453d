"""The kinds of records, and the path of each kind in a register."""

from __future__ import annotations

from collections.abc import Mapping

FOLDERS = {
    "situations": "situation",
    "organizations": "organization",
    "statutes": "statute",
    "sources": "source",
}
"""The folders under cases/ that contain one kind each; folders of two letters are for cases by country."""
KINDS = ("case", *FOLDERS.values())
"""Every kind of record: cases first, sources, to which all others refer, last."""
LEDGER_KINDS = ("case", "situation", "organization")
"""The kinds of records that have a ledger, in the order of KINDS."""
KIND_WORDS = {"case": "detention case", "organization": "organisation"}
"""The words that users see for kinds that have another name in files."""
FILE_KINDS = (*KINDS, "settings", "import-map")
"""Every kind of file that has a JSON Schema: records first."""
SCHEMA_PATHS = {kind: f"schemas/{kind}.schema.json" for kind in FILE_KINDS}
"""The path of the JSON Schema of each kind of file in a register."""
SETTINGS = "casefile.yaml"
EVIDENCE = "evidence"
"""The folder with the stored files of sources."""
IMPORTS = "imports"
"""The folder with the rows of imported spreadsheets, as they were imported last."""
SIGNERS = "allowed_signers"
"""The file that lists the keys whose signatures on commits are trusted."""


def kind_of(data: Mapping[str, object]) -> str | None:
    """Return the kind in `schema: casefile/KIND/1`; None if it is not known. The version is not checked."""
    parts = str(data.get("schema", "")).split("/")
    known = len(parts) == 3 and parts[0] == "casefile" and parts[1] in FILE_KINDS
    return parts[1] if known else None


def kind_word(kind: str) -> str:
    """Return the word that users see for a kind of record."""
    return KIND_WORDS.get(kind, kind)


def id_by_path(path: str) -> str:
    """Return the id of the record at a path: the file name without `.yaml`; for the settings the path."""
    return path if path == SETTINGS else path.rsplit("/", 1)[-1].removesuffix(".yaml")


def kind_by_path(path: str) -> str:
    """Return the kind of file that belongs at a path of the register; a case if no other kind fits."""
    if path == SETTINGS:
        return "settings"
    parts = path.split("/")
    return FOLDERS.get(parts[1], "case") if len(parts) > 2 else "case"


def start_of(kind: str, record_id: str) -> str:
    """Return the start of a new id for a record: country and year of its present id (a case), or its kind."""
    return "-".join(record_id.split("-", 2)[:2]) if kind == "case" else kind


def suffix_of(case_id: str) -> str:
    """Return the id of a case without its country and year."""
    return case_id.split("-", 2)[-1]


def path_of(kind: str, record_id: str) -> str:
    """Return the path of a record in the register, which follows from its kind and id alone.

    Raises ValueError for the id of a case without country, year and suffix.
    """
    if kind == "case":
        country, year, _ = record_id.split("-", 2)
        return f"cases/{country}/{year}/{record_id}.yaml"
    folder = next(name for name, held in FOLDERS.items() if held == kind)
    return f"cases/{folder}/{record_id}.yaml"
