"""The labels by which a line of output names a source, an organization, a statute or a situation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache


class Labels(Mapping[str, str]):
    """A mapping from the ids of shared records to their labels, such as `article 278 of the Criminal Code`.

    The label of a source is its publisher and date: `OCCRP, 4 June 2025`, `24.kg, seen 20 July 2025`. `find`
    returns for an id the label of the record and its publisher, which is empty if it is not a source; both
    are empty for a case. It returns None for an unknown id. `ids` returns the ids of all records.
    """

    def __init__(
        self, find: Callable[[str], tuple[str, str] | None], ids: Callable[[], Iterable[str]]
    ) -> None:
        self._find = cache(find)  # cached, because many lines name the same few sources
        self._ids = ids

    def __getitem__(self, record_id: str) -> str:
        """Return the label of a shared record. Raises KeyError for a case and for an unknown id.

        If the publisher of a source is the id of an organization, the label of that organization is used.
        """
        label, publisher = self._find(record_id) or ("", "")
        if not (label or publisher):
            raise KeyError(record_id)
        if not publisher:
            return label
        name, published_by = self._find(publisher) or ("", "")
        return ", ".join(filter(None, (publisher if published_by else name or publisher, label)))

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the shared records."""
        return (each for each in self._ids() if each in self)

    def __len__(self) -> int:
        """Return the number of shared records."""
        return sum(1 for _ in self)
