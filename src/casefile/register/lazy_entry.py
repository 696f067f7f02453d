"""An entry of which only an outline is in memory; its file is read when more of it is needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec
from msgspec import Struct

from casefile.dates import When
from casefile.errors import Problem
from casefile.model.vocabularies import Tier
from casefile.register.entry import Entry, Rules
from casefile.register.record_summary import Disclosure, RecordSummary
from casefile.register.stored_summary import disclosed_by, row_from, stored_row
from casefile.yaml.reader import read

if TYPE_CHECKING:
    from casefile.model.settings import Settings

READ = ("text", "data", "record")
"""The attributes of an entry that only the file itself contains."""
IN_THE_FILE: Literal["?"] = "?"
"""The value of a tier that is not known without the file."""
MADE = ("survey", "places")
"""The cached attributes that are computed from the attributes in READ."""


class Outline(Struct, frozen=True, array_like=True, omit_defaults=True):
    """The properties of an entry that other records use: ids, validity, and the connection of a source.

    `published` is the text of a date. The tier is `?` if it is not known without the file. `is_utf8` is true
    if the bytes of the file are known to be its text in UTF-8. `rules` are those of valid settings (see
    `rules_of`), None for any other file.
    """

    kind: str
    id: str
    is_utf8: bool = False
    tier: Tier | Literal["?"] | None = None
    connection: str | None = None
    published: str = ""
    may_be_close: bool = False
    addresses: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    broken: bool = False
    readable: bool = True
    withdrawn: bool = False
    problems: tuple[Problem, ...] = ()
    rules: Rules | None = None

    def as_text(self) -> str:
        """Return the outline as JSON."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_text(cls, text: str) -> Outline:
        """Return the outline that `as_text` wrote."""
        return msgspec.json.decode(text, type=cls)


def outline_of(entry: Entry, blob: bytes | None = None) -> Outline:
    """Return the outline of an entry; without `blob`, the content of its file, `is_utf8` is false."""
    return Outline(
        entry.kind,
        entry.id,
        blob is not None and entry.text.encode(errors="replace") == blob,
        entry.tier,
        entry.connection,
        entry.published.text if entry.published else "",
        entry.may_be_close,
        entry.addresses,
        entry.formerly,
        entry.broken,
        entry.readable,
        entry.withdrawn,
        entry.problems,
        rules_of(cast("Settings", entry.record)) if entry.kind == "settings" and entry.record else None,
    )


def _no_text() -> None:
    """Return None: no summary is stored."""


class LazyEntry(Entry):
    """An entry of a file that was read before, with the same content, at the same path.

    Only its outline is in memory at first. `row` returns the stored record summary as `row_as_text` wrote it,
    or None if none is stored. `blob` is the content of the file, or a function that reads it when it is
    needed. `laid_out` is false until then.
    """

    def __init__(
        self,
        path: str,
        blob: bytes | Callable[[], bytes],
        outline: Outline,
        row: Callable[[], str | None] = _no_text,
    ) -> None:
        known = {"path": path, "kind": outline.kind, "problems": outline.problems}
        self.__dict__.update(known, outline=outline, row_text=row)
        self.__dict__["blob" if isinstance(blob, bytes) else "fetch"] = blob

    outline: Outline
    row_text: Callable[[], str | None]
    fetch: Callable[[], bytes]

    @cached_property
    def blob(self) -> bytes:
        """The bytes of the file."""
        return self.fetch()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - one of three fields
        """Return `text`, `data` or `record`, read from the file on first access.

        Raises AttributeError for any other name.
        """
        if name not in READ:
            raise AttributeError(name)
        if name == "text" and self.outline.is_utf8:
            self.__dict__["text"] = self.blob.decode()
            return self.__dict__["text"]
        if name == "record":
            from casefile.model.record_parser import admit  # noqa: PLC0415 - pydantic: most entries need only the row

            admitted = None if self.broken or self.data is None else admit(self.kind, self.data).record
            return self.__dict__.setdefault("record", admitted)
        reading = read(self.blob, self.path)
        self.__dict__.update(text=reading.text, data=reading.data, laid_out=reading.laid_out)
        return self.__dict__[name]

    def let_go(self) -> None:
        """Drop the content of the file, and what was computed from it; it is read again on the next access.

        Nothing is dropped if the entry was made with the bytes themselves.
        """
        for each in (*READ, *MADE) if "fetch" in self.__dict__ else ():
            self.__dict__.pop(each, None)
        if "fetch" in self.__dict__:
            self.__dict__.pop("blob", None)

    @property
    def tier(self) -> Tier | None:
        """The tier that a valid record states, or None; the file is read if the outline does not have it."""
        return super().tier if self.outline.tier == IN_THE_FILE else self.outline.tier

    @property
    def published(self) -> When | None:
        """The date on which a valid source was published, or None."""
        return When.parse(self.outline.published) if self.outline.published else None

    def _stored(self) -> tuple[list[Any], list[Any]]:
        """Return the stored values of the record summary, and the values on which they depended then.

        Both lists are empty if no summary is stored.
        """
        text = self.row_text()
        values, taken_by = ([], []) if text is None else json.loads(text)
        return values, taken_by

    def stored_row(self, rules: Rules, connections: Mapping[str, str | None]) -> RecordSummary | None:
        """Return the stored record summary.

        None if none is stored, or if a setting or a connection on which it depends has changed since.
        """
        values, taken_by = self._stored()
        row = row_from(values) if values else None
        return row if row is not None and taken_by == depends_on(row, rules, connections) else None

    def stored_disclosure(self, default_tier: Tier) -> Disclosure | None:
        """Return the stored tiers of the record and of its names.

        None if none are stored, or if the default tier has changed since.
        """
        values, taken_by = self._stored()
        return disclosed_by(values) if taken_by[:1] == [default_tier] else None


OUTLINED = (
    "id", "broken", "readable", "withdrawn", "formerly", "connection", "may_be_close", "addresses",
)  # fmt: skip
"""Properties of an entry that the outline contains, so that the file is not read for them."""
for _name in OUTLINED:
    setattr(LazyEntry, _name, property(attrgetter(f"outline.{_name}")))


def row_as_text(row: RecordSummary, rules: Rules, connections: Mapping[str, str | None]) -> str:
    """Return a record summary as JSON: a list of its fields, and of the values in `depends_on`."""
    return as_text([stored_row(row), depends_on(row, rules, connections)])


def as_text(value: object) -> str:
    """Return plain values as JSON without blanks, the form of the cache; mappings keep their order."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def rules_of(settings: Settings) -> Rules:
    """Return the settings that a record summary depends on: the default tier, and a list of custody settings.

    All are plain values. The text in the cache is compared with them, so their order must not change.
    """
    laws = [each.model_dump(mode="json") for each in settings.jurisdictions]
    return [settings.default_tier, [settings.stale_after, settings.release_after, settings.requires, laws]]


def depends_on(row: RecordSummary, rules: Rules, connections: Mapping[str, str | None]) -> list[Any]:
    """Return the values outside its file on which a record summary depends.

    They are the settings in `rules`, then a list of pairs: the id and the connection (None if it has none) of
    each source in `row.deciding`.
    """
    return [*rules, [[key, connections.get(key)] for key in row.deciding]]
