"""parquet: one columnar file for each table, for DuckDB, Spark, Trino and data frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq

from casefile.pages.publication_relations import relations, rows
from casefile.pages.relation import Cell, Cells, Relation, RelationColumn
from casefile.publication.publish import Publication

TYPES = {"text": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "day": pa.date32()}


ROWS_AT_ONCE = 4_000
"""The number of rows of a table in memory before they are written, which is the size of a row group."""


def files(publication: Publication, options: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield a file for each table. The earliest and the latest day of a date have the type date."""
    tables = {relation.name: _Table(relation) for relation in relations()}
    for name, row in rows(publication):
        tables[name].add(row)
    for name, table in tables.items():
        yield f"{name}.parquet", table.content()


class _Table:
    """The Parquet file of one table, which is written while rows are added."""

    def __init__(self, relation: Relation) -> None:
        self._columns = relation.columns
        fields = [
            pa.field(column.name, TYPES[column.holds], nullable=column.name not in relation.key)
            for column in relation.columns
        ]
        self._schema = pa.schema(fields, metadata={"about": relation.about})
        self._out = BytesIO()
        self._rows: list[Cells] = []

    @cached_property
    def _writer(self) -> pq.ParquetWriter:
        """The writer of the file, opened on first use: it takes 1 MB, and most tables are written last."""
        return pq.ParquetWriter(self._out, self._schema, compression="zstd", version="2.6")

    def add(self, row: Cells) -> None:
        self._rows.append(row)
        if len(self._rows) == ROWS_AT_ONCE:
            self._write()

    def content(self) -> bytes:
        self._write()
        self._writer.close()
        return self._out.getvalue()

    def _write(self) -> None:
        columns = [
            pa.array([_value(row[at], column) for row in self._rows], type=TYPES[column.holds])
            for at, column in enumerate(self._columns)
        ]
        self._writer.write_table(pa.table(columns, schema=self._schema))
        self._rows.clear()


def _value(cell: Cell, column: RelationColumn) -> Cell | date:
    return date.fromisoformat(str(cell)) if column.holds == "day" and cell is not None else cell
