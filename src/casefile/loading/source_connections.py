"""The connections of sources to the person, each looked up when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from casefile.register import Entry, path_of

Look = Callable[[str], Entry | None]
"""Returns the file at a path as it was at one time; None if there was none."""


class Connections(Mapping[str, str | None]):
    """How sources are connected to the person at one time; a source is read when it is looked up."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def __getitem__(self, source: str) -> str | None:
        """Return the connection of a source; KeyError if there was no such source, or if it had errors."""
        entry = self._look(path_of("source", source))
        if entry is None or entry.broken:
            raise KeyError(source)
        return entry.connection

    def __iter__(self) -> Iterator[str]:
        """Raise TypeError: the list of all sources is not known."""
        raise TypeError("sources can only be looked up one by one")

    __len__ = None  # type: ignore[assignment]
