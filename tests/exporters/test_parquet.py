"""parquet: a file a table, with the types of its columns; DuckDB and pyarrow read the same rows as ours."""

from __future__ import annotations

import io
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from casefile.pages.publication_relations import relations, rows
from casefile.publication.publish import publish

DAY = date(2025, 6, 10)


@pytest.fixture
def expected(register_of, records):
    """Each table, and the rows that it has."""
    found = {each.name: (each, []) for each in relations()}
    for name, row in rows(publish(register_of(*records), "public", on=DAY, label="3f2a91c")):
        found[name][1].append(row)
    return found


@pytest.fixture
def folder(exported_files, records, tmp_path):
    for name, blob in exported_files("parquet", *records).items():
        (tmp_path / name).write_bytes(blob)
    return tmp_path


def plain(relation, found):
    """Return rows as another reader gives them: days as days."""
    return [
        tuple(
            date.fromisoformat(cell) if column.holds == "day" and cell else cell
            for cell, column in zip(row, relation.columns, strict=True)
        )
        for row in found
    ]


def test_pyarrow_reads_the_same_rows(folder, expected):
    for name, (relation, found) in expected.items():
        table = pq.read_table(folder / f"{name}.parquet")
        assert table.column_names == [column.name for column in relation.columns]
        assert [tuple(row.values()) for row in table.to_pylist()] == plain(relation, found), name
        assert table.schema.metadata[b"about"].decode() == relation.about


def test_duckdb_reads_the_same_rows(folder, expected):
    for name, (relation, found) in expected.items():
        read = duckdb.sql(f"SELECT * FROM '{folder / name}.parquet'").fetchall()
        assert read == plain(relation, found), name
    joined = duckdb.sql(
        f"SELECT r.name, c.until FROM '{folder}/custody.parquet' c JOIN '{folder}/records.parquet' r"
        " ON r.id = c.record WHERE c.status = 'held'"
    )
    assert joined.fetchall() == [("Айдай Эркебаева", date(2025, 7, 21))]


def test_column_types_do_not_depend_on_the_records(exported_files, records):
    full, empty = exported_files("parquet", *records), exported_files("parquet")

    for name, blob in full.items():
        assert pq.read_schema(io.BytesIO(empty[name])) == pq.read_schema(io.BytesIO(blob)), name
    events = pq.read_schema(io.BytesIO(empty["events.parquet"]))
    assert events.field("date_earliest").type == pa.date32()
    assert events.field("number").type == pa.int64()
