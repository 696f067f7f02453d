"""The sources of a record as footnotes: numbered in the order in which the ledger cites them."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.operations.read import Shown
from casefile.render.blocks import Cell, Line, Table, cell, joined, labelled, muted


def numbered(shown: Shown) -> dict[str, int]:
    """Number the sources that a record cites."""
    in_ledger = [cited.source for each in (*shown.lines, *shown.ahead) for cited in each.cited]
    elsewhere = [each.target for each in shown.row.references if each.refers == "source"]
    return {source: number for number, source in enumerate(dict.fromkeys([*in_ledger, *elsewhere]), 1)}


def sources(shown: Shown, numbers: Mapping[str, int]) -> Table:
    """Lay out the footnotes: who, when, title, how the source stands to the person, address, id."""
    rows = tuple((cell(muted(f"[{number}]")), _source(shown, source)) for source, number in numbers.items())
    width = len(f"[{len(numbers)}]")
    return labelled(rows, width)


def _source(shown: Shown, source_id: str) -> Cell:
    entry = shown.moment.register.by_id.get(source_id)
    called = shown.moment.labels.get(source_id, source_id)
    if entry is None or entry.broken or entry.kind != "source":
        return cell(muted(called))
    source = entry.fields
    return cell(
        joined([_called(called, source), muted(source_id)], "  "),
        muted(str(source["url"])) if "url" in source else None,
    )


def _called(called: str, source: Mapping[str, object]) -> Line:
    connection = str(source.get("connection", ""))
    stands = "" if connection in {"media", "unknown"} else connection
    return joined([called, str(source.get("title", "")), stands])
