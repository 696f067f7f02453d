"""The kinds of records, and where in a register each of them lies."""

from __future__ import annotations

from collections.abc import Mapping

FOLDERS = {
    "situations": "situation",
    "organizations": "organization",
    "statutes": "statute",
    "sources": "source",
}
"""The folders under cases/ that hold one kind each; folders of two letters hold the cases of a country."""
KINDS = ("case", *FOLDERS.values())
"""Every kind of record, referring kinds first."""
LEDGER_KINDS = ("case", "situation", "organization")
"""The kinds of records that have a ledger, in the order of KINDS."""
KIND_WORDS = {"case": "detention case", "organization": "organisation"}
"""The words for kinds that are shown under another name."""
FILE_KINDS = (*KINDS, "settings")
"""Every kind of file that has a schema: records first."""
SCHEMA_PATHS = {kind: f"schemas/{kind}.schema.json" for kind in FILE_KINDS}
"""Where a register keeps the JSON Schema of each kind of file."""
SETTINGS = "casefile.yaml"
EVIDENCE = "evidence"
"""The folder of the kept files of sources."""
SIGNERS = "allowed_signers"
"""The file that lists the keys whose signatures count."""


def kind_of(data: Mapping[str, object]) -> str | None:
    """Return the kind that `schema: casefile/KIND/1` names, nothing where it names none that is known."""
    parts = str(data.get("schema", "")).split("/")
    known = len(parts) == 3 and parts[0] == "casefile" and parts[1] in FILE_KINDS
    return parts[1] if known else None


def kind_word(kind: str) -> str:
    """Return the word for a kind of record as users see it."""
    return KIND_WORDS.get(kind, kind)


def id_by_path(path: str) -> str:
    """Return the id that the name of a file gives."""
    return path.rsplit("/", 1)[-1].removesuffix(".yaml")


def kind_by_path(path: str) -> str:
    """Return the kind of record that belongs at a path."""
    if path == SETTINGS:
        return "settings"
    parts = path.split("/")
    return FOLDERS.get(parts[1], "case") if len(parts) > 2 else "case"


def start_of(kind: str, record_id: str) -> str:
    """Return how another id of a record begins: of a case with its country and year, else with its kind."""
    return "-".join(record_id.split("-", 2)[:2]) if kind == "case" else kind


def path_of(kind: str, record_id: str) -> str:
    """Return where the record with this id is kept: the path follows from the id."""
    if kind == "case":
        country, year, _ = record_id.split("-", 2)
        return f"cases/{country}/{year}/{record_id}.yaml"
    folder = next(name for name, held in FOLDERS.items() if held == kind)
    return f"cases/{folder}/{record_id}.yaml"
