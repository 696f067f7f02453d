"""parquet: a columnar file a table, for DuckDB, Spark, Trino and data frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq

from casefile.pages.relation import Cell, Column, Relation
from casefile.pages.relations import relations
from casefile.publication.publish import Publication

TYPES = {"text": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "day": pa.date32()}


def files(publication: Publication, options: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield one file a table; the outermost days of a date are of the type date."""
    for relation in relations(publication):
        out = BytesIO()
        pq.write_table(_table(relation), out, compression="zstd", version="2.6")
        yield f"{relation.name}.parquet", out.getvalue()


def _table(relation: Relation) -> pa.Table:
    fields = [
        pa.field(column.name, TYPES[column.holds], nullable=column.name not in relation.key)
        for column in relation.columns
    ]
    schema = pa.schema(fields, metadata={"about": relation.about})
    columns = [
        pa.array([_value(row[at], column) for row in relation.rows], type=TYPES[column.holds])
        for at, column in enumerate(relation.columns)
    ]
    return pa.table(columns, schema=schema)


def _value(cell: Cell, column: Column) -> Cell | date:
    return date.fromisoformat(str(cell)) if column.holds == "day" and cell is not None else cell
