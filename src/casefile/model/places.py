"""Where in a register each kind of record lies."""

from __future__ import annotations

FOLDERS = {
    "situations": "situation",
    "organizations": "organization",
    "statutes": "statute",
    "sources": "source",
}
"""The folders under cases/ that hold one kind each; folders of two letters hold the cases of a country."""
SETTINGS = "casefile.yaml"


def kind_by_path(path: str) -> str:
    """Return the kind of record that belongs at a path."""
    if path == SETTINGS:
        return "settings"
    parts = path.split("/")
    return FOLDERS.get(parts[1], "case") if len(parts) > 2 else "case"


def path_of(kind: str, record_id: str) -> str:
    """Return where the record with this id is kept: the path follows from the id."""
    if kind == "case":
        country, year, _ = record_id.split("-", 2)
        return f"cases/{country}/{year}/{record_id}.yaml"
    folder = next(name for name, held in FOLDERS.items() if held == kind)
    return f"cases/{folder}/{record_id}.yaml"
