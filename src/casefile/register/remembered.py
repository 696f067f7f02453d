"""An entry of which a summary is remembered: its file is only read where somebody looks into it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from casefile.document.read import read
from casefile.errors import Problem
from casefile.model.words import Tier
from casefile.register.entry import Entry
from casefile.summary import Disclosed, Row, disclosed_by, row_from, stored_row

if TYPE_CHECKING:
    from casefile.model.settings import Settings

READ = ("text", "data", "record")
"""What of an entry is found only in the file itself."""
MADE = ("survey", "places", "row", "disclosed")
"""What is made of that, or of what is remembered, and kept."""


class Remembered(Entry):
    """A file that was read before, with the very same bytes, at the same path.

    `about` is what `about_entry` gave. Of a sound record `row` is what `about_row` gave, as JSON. Instead of
    the bytes there may be what fetches them, once somebody looks into the record.
    """

    def __init__(
        self, path: str, blob: bytes | Callable[[], bytes], about: Mapping[str, Any], row: str | None
    ) -> None:
        problems = tuple(Problem(**each) for each in about["problems"])
        known = {"path": path, "kind": about["kind"], "problems": problems, "about": about, "stored": row}
        self.__dict__.update(known, **{"blob" if isinstance(blob, bytes) else "fetch": blob})

    about: Mapping[str, Any]
    stored: str | None
    fetch: Callable[[], bytes]

    @cached_property
    def blob(self) -> bytes:
        """The bytes of the file."""
        return self.fetch()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - one of three fields
        """Read the file where somebody asks for what only it holds."""
        if name not in READ:
            raise AttributeError(name)
        if name == "text" and self.about["plain"]:
            self.__dict__["text"] = self.blob.decode()
            return self.__dict__["text"]
        if name == "record":
            from casefile.model.admit import admit  # noqa: PLC0415 - pydantic: not for what is in the row

            admitted = None if self.broken or self.data is None else admit(self.kind, self.data).record
            return self.__dict__.setdefault("record", admitted)
        reading = read(self.blob, self.path)
        self.__dict__.update(text=reading.text, data=reading.data)
        return self.__dict__[name]

    def let_go(self) -> None:
        """Forget what was read of the file: it may be read once more."""
        for each in (*READ, *MADE) if "fetch" in self.__dict__ else ():
            self.__dict__.pop(each, None)
        if "fetch" in self.__dict__:
            self.__dict__.pop("blob", None)

    @property
    def id(self) -> str:
        """The id that the file states, or the one that its name gives."""
        return str(self.about["id"])

    @property
    def broken(self) -> bool:
        """Whether the file has errors of its own."""
        return bool(self.about["broken"])

    @property
    def readable(self) -> bool:
        """Whether the file holds data at all, with errors or without."""
        return bool(self.about["readable"])

    @property
    def withdrawn(self) -> bool:
        """Whether nothing but the fact of a withdrawal is left."""
        return bool(self.about["withdrawn"])

    @property
    def formerly(self) -> tuple[str, ...]:
        """The ids that a sound record had before."""
        return tuple(self.about["formerly"])

    @property
    def connection(self) -> str | None:
        """How a sound source stands to the person it speaks of."""
        said = self.about["connection"]
        return None if said is None else str(said)

    @property
    def tier(self) -> Tier | None:
        """The tier that a sound record states."""
        stated: Tier | None = self.about["tier"]
        return stated

    @property
    def may_be_close(self) -> bool:
        """Whether a sound source is, or by one claim may be, the person, a relative or a lawyer."""
        return bool(self.about["may_be_close"])

    @property
    def addresses(self) -> tuple[str, ...]:
        """The keys of the addresses of a sound source, of the page and of its copy in an archive."""
        return tuple(self.about["addresses"])

    @cached_property
    def row(self) -> tuple[Row, list[Any]] | None:
        """The excerpt, and what it was taken by besides the file."""
        return self.passing_row()

    def passing_row(self) -> tuple[Row, list[Any]] | None:
        """Return the same, without keeping it."""
        if self.stored is None:
            return None
        values, taken_by = json.loads(self.stored)
        return row_from(values), taken_by

    @cached_property
    def disclosed(self) -> tuple[Disclosed, str] | None:
        """Who may know what of the record, and the default tier that it was found by."""
        if self.stored is None:
            return None
        values, (default_tier, *_) = json.loads(self.stored)
        return disclosed_by(values), default_tier


def remembered_disclosure(entry: Entry, settings: Settings) -> Disclosed | None:
    """Return who may know what of a remembered record, if that would be the same by these settings."""
    known = entry.disclosed if isinstance(entry, Remembered) else None
    return known[0] if known is not None and known[1] == settings.default_tier else None


def about_entry(entry: Entry, blob: bytes) -> dict[str, Any]:
    """Return what is to be remembered of an entry that was read from these bytes, as plain values."""
    return {
        "plain": entry.text.encode(errors="replace") == blob,
        "kind": entry.kind, "id": entry.id, "broken": entry.broken, "readable": entry.readable,
        "withdrawn": entry.withdrawn, "formerly": [*entry.formerly], "connection": entry.connection,
        "may_be_close": entry.may_be_close, "addresses": [*entry.addresses], "tier": entry.tier,
        "problems": [each.as_data() for each in entry.problems],
    }  # fmt: skip


def about_row(row: Row, settings: Settings, connections: Mapping[str, str | None]) -> list[Any]:
    """Return an excerpt as plain values, with what it was taken by besides the file."""
    return [stored_row(row), _taken_by(row, settings, connections)]


def remembered_row(entry: Entry, settings: Settings, connections: Mapping[str, str | None]) -> Row | None:
    """Return the excerpt that is remembered of an entry, if it would be the same today."""
    known = entry.row if isinstance(entry, Remembered) else None
    if known is None:
        return None
    row, taken_by = known
    return row if taken_by == _taken_by(row, settings, connections) else None


def taken_by(row: Row, settings: Settings, connections: Mapping[str, str | None]) -> str:
    """Return everything beyond its file that an excerpt depends on, as one text."""
    return as_text(_taken_by(row, settings, connections))


def as_text(value: object) -> str:
    """Write plain values as they are remembered: the same values are always the same text."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _taken_by(row: Row, settings: Settings, connections: Mapping[str, str | None]) -> list[Any]:
    """Return everything beyond its file that an excerpt depends on: see `excerpt`."""
    cited = dict.fromkeys(each.target for each in row.references if each.refers == "source")
    laws = [each.model_dump(mode="json") for each in settings.jurisdictions]
    rules = [settings.stale_after, settings.release_after, settings.requires, laws]
    return [settings.default_tier, rules, [[key, connections.get(key)] for key in cited]]
