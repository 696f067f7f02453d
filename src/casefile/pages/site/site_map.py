"""The paths of the pages of the site, and the links between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from msgspec import Struct

from casefile.custody.custody_view import View
from casefile.custody.status_text import end_words, in_short
from casefile.names.groups_by_key import grouped
from casefile.pages.relation import TABLES
from casefile.pages.standing_marks import mark
from casefile.publication.publish import Publication, Published
from casefile.register.record_summary import RecordSummary
from casefile.views.case_counts import standing
from casefile.views.case_rows import CaseRow, in_order, make_case_row

T = TypeVar("T")
ROWS = 250
"""The number of rows of a table or list on one page: more would make the page slow."""
LISTS: Mapping[str, str] = {
    "case": "Cases", "situation": "Situations", "organization": "Organisations", "statute": "Statutes",
    "source": "Sources",
}  # fmt: skip
"""The kinds of records in the order of the navigation, with the titles of their lists."""


class SiteCaseRow(Struct, frozen=True):
    """A case on the day as a row of a list: its row, its view, its counted status, its status in words.

    `until` is the end of the order or sentence in words.
    """

    row: CaseRow
    view: View
    standing: str
    words: str
    until: str

    @property
    def mark(self) -> str:
        """Return the CSS class of the mark of the case."""
        return mark(self.standing)


class Site(Struct, frozen=True, dict=True):
    """A publication as pages.

    `title` is the name of the register, `url` the address of the site, if known.
    """

    publication: Publication
    title: str
    url: str = ""

    @cached_property
    def cases(self) -> tuple[SiteCaseRow, ...]:
        """Return the chosen cases, in the order of `list`."""
        day = self.publication.on
        rows: dict[str, tuple[RecordSummary, View]] = {}
        for case in self.publication.of("case"):
            view = case.view(day)
            if view is not None:
                rows[case.id] = (case.row, view)
        ordered = in_order(make_case_row(row, view, day) for row, view in rows.values())
        return tuple(
            SiteCaseRow(each, view, standing(view), in_short(view), end_words(view.until, day))
            for each in ordered
            for view in (rows[each.id][1],)
        )

    @cached_property
    def _named_by(self) -> Mapping[str, tuple[Published, ...]]:
        """Return for each record the records with a page that refer to it, in the order of the lists."""
        found = grouped(
            (key, record)
            for kind in LISTS
            for record in self.of(kind)
            for key in dict.fromkeys(each.target for each in record.row.references)
        )
        return {key: tuple(records) for key, records in found.items()}

    def named_by(self, record_id: str) -> tuple[Published, ...]:
        """Return the records with a page that refer to this one.

        The cases and parts of a situation are left out: the table of the situation shows the cases.
        """
        return tuple(
            each for each in self._named_by.get(record_id, ()) if record_id not in each.row.situations
        )

    def cases_of(self, situation: str) -> tuple[SiteCaseRow, ...]:
        """Return the chosen cases of a situation and of its parts as rows."""
        ids = self.publication.register.with_parts([situation])
        return tuple(each for each in self.cases if ids.intersection(each.row.situations))

    def of(self, kind: str) -> tuple[Published, ...]:
        """Return the records of a kind that have a page, by name."""
        found = self.publication.of(kind, chosen=kind != "case")
        return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))

    def has_page(self, record_id: str) -> bool:
        """Return whether a record has a page: every published record, but a case only if it was chosen."""
        found = self.publication.by_id.get(record_id)
        return found is not None and (found.chosen or found.kind != "case")

    def name(self, record_id: str) -> str:
        """Return the label of a shared record; any other text is returned unchanged."""
        return self.publication.register.labels.get(record_id, record_id)


def path(record: Published | RecordSummary) -> str:
    """Return the path of the page of a record: `cases/kg-2025-7k3mq.html`."""
    return f"{TABLES[record.kind]}/{record.id}.html"


def list_path(kind: str, page: int = 1) -> str:
    """Return the path of a page of a list: `cases.html`, `cases-2.html`."""
    return f"{TABLES[kind]}{f'-{page}' if page > 1 else ''}.html"


def path_to_top(page: str) -> str:
    """Return the relative path from a page to the top of the site: empty, or `../`."""
    return "../" * page.count("/")


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield the rows of a table or list in groups of ROWS, one for each page; at least one group."""
    for start in range(0, max(len(rows), 1), ROWS):
        yield rows[start : start + ROWS]
