"""The formats: each a file of its own that writes a Publication and knows no other; loaded on use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO, Protocol, cast

from casefile.publication import Publication, Scope


class Write(Protocol):
    """Writes a publication; the same publication and options give the same bytes.

    `options` hold the format's own and `epoch`, the moment of writing in seconds since 1970, for formats that
    must state one.
    """

    def __call__(self, publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
        """Write all of it to `out`."""


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table: what a format is called, where it lives, what it needs and takes.

    `extra` is the optional part of the installation that it needs; `options` what `--option` may set, with
    the values allowed (none: any). `scope` is what a consent must cover, where the audience does not say it.
    `kinds` are those of which it holds records (none: all).
    """

    name: str
    module: str
    suffix: str
    line: str
    extra: str = ""
    binary: bool = False
    scope: Scope | None = None
    options: Mapping[str, tuple[str, ...]] | None = None
    kinds: tuple[str, ...] = ()


YES_OR_NO = ("yes", "no")
LEDGERS = ("case", "situation", "organization")
FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("json", "as_json", ".json", "Every record with what is derived from it, in one object."),
        Format(
            "jsonl", "as_jsonl", ".jsonl", "Every record as it is kept, one a line, ready for `add --from`."
        ),
        Format("csv", "as_csv", ".csv", "One row a case.", options={"bom": YES_OR_NO}, kinds=("case",)),
        Format(
            "csv-events",
            "as_csv_events",
            ".csv",
            "One row an entry.",
            options={"bom": YES_OR_NO},
            kinds=LEDGERS,
        ),
        Format("md", "as_md", ".md", "A readable dossier of each record, in Markdown."),
    )
}
"""In the order in which `-f list` shows them."""


def load(form: Format) -> Write:
    """Import a format; ImportError where its extra is not installed."""
    return cast("Write", import_module(f"{__name__}.{form.module}").write)
