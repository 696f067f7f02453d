"""sqlite: a database with foreign keys, full text and views, for questions in SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from errno import EIO, ENOSPC
from functools import partial
from typing import BinaryIO

from casefile.errors import BrokenData
from casefile.names import fold_text
from casefile.pages.publication_relations import about, relations, rows_of, timeline_ranks
from casefile.pages.relation import Relation, RelationColumn, everything
from casefile.publication.publish import Publication, Published

TYPES = {"text": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "day": "TEXT"}
CHUNK = 1 << 20
"""The number of bytes that are copied in one step."""
FILE_KIND = 0x63_61_73_65
"""The application id in the header of the file: the letters `case`."""
VIEWS = {
    "held": """
        SELECT cases.id, records.name, cases.country, custody.status, custody.certainty, custody.basis,
               custody.since, custody.until, custody.last_confirmed, custody.facility,
               custody.days_held_min, custody.days_held_max
        FROM custody JOIN cases ON cases.id = custody.record JOIN records ON records.id = cases.id
        WHERE custody.status = 'held' ORDER BY records.name, cases.id
    """,
    "timeline": """
        SELECT events.date, events.date_earliest, events.date_latest, events.record, records.name,
               events.id AS event, events.type, events.what, events.summary, events.place, events.standing
        FROM events JOIN records ON records.id = events.record
        ORDER BY events.rank
    """,
    "charged": """
        SELECT charge_states.record, records.name, charge_states.statute, charge_states.part,
               charge_states.offence, charge_states.step, charge_states.since
        FROM charge_states JOIN records ON records.id = charge_states.record
        ORDER BY charge_states.record, charge_states.number
    """,
    "said_by": """
        SELECT sources.id AS source, sources.title, sources.publisher, sources.published, citations.record,
               citations.event, citations.field, citations.locator, citations.quote
        FROM citations JOIN sources ON sources.id = citations.source
        ORDER BY sources.id, citations.record, citations.number
    """,
}
"""Views for the most frequent questions; each is one SELECT that users can learn from."""
TEXTS = """
    CREATE TABLE texts (
        rowid INTEGER PRIMARY KEY, record TEXT NOT NULL REFERENCES records (id), kind TEXT NOT NULL,
        name TEXT NOT NULL, text TEXT NOT NULL, latin TEXT NOT NULL
    );
    CREATE VIRTUAL TABLE texts_fts USING fts5 (
        name, text, latin, content="texts", content_rowid="rowid", tokenize='unicode61 remove_diacritics 2'
    );
"""
"""The full text of each record, as written and in plain Latin letters, so that either can be searched."""


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write one database. Text is stored unchanged, a date as text next to its earliest and latest day.

    The database is made in the folder of the option `scratch`. Raises OSError if SQLite cannot write it
    (ENOSPC if the disk is full, else EIO), and BrokenData CF316 if two entries of a record have the same id,
    which is the key of a row.
    """
    made = f"{options['scratch']}/register.sqlite"
    try:
        _make(made, publication)
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(ENOSPC if full else EIO, str(error)) from error
    with open(made, "rb") as file:  # noqa: PTH123 - by the path that was given
        out.writelines(iter(partial(file.read, CHUNK), b""))


def _make(path: str, publication: Publication) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 1024")
        database.execute(f"PRAGMA application_id = {FILE_KIND}")
        database.execute("PRAGMA user_version = 1")
        database.execute("BEGIN")
        _fill(database, publication)
        database.execute("INSERT INTO texts_fts (texts_fts) VALUES ('rebuild')")
        for name, query in VIEWS.items():
            database.execute(f"CREATE VIEW {_name(name)} AS {query.strip()}")
        database.execute("COMMIT")
        database.execute("VACUUM")


def _fill(database: sqlite3.Connection, publication: Publication) -> None:
    """Create the tables and insert their rows, record by record.

    Raises BrokenData CF316 if two entries of a record have the same id.
    """
    inserts = {}
    for relation in relations():
        database.execute(_create(relation))
        for index in _indexes(relation):
            database.execute(index)
        places = ", ".join("?" for _ in relation.columns)
        inserts[relation.name] = f"INSERT INTO {_name(relation.name)} VALUES ({places})"  # noqa: S608 - our names
    for statement in filter(str.strip, TEXTS.split(";")):
        database.execute(statement)
    for name, row in about(publication):
        database.execute(inserts[name], row)
    ranks = timeline_ranks(publication)
    for record in everything(publication):
        try:
            for name, row in rows_of(publication, record, ranks):
                database.execute(inserts[name], row)
        except sqlite3.IntegrityError as error:
            message = f"two entries of {record.id} have the same id, and a database needs different ones"
            raise BrokenData("CF316", message, f"casefile validate; casefile edit {record.id}") from error
        text = "\n".join(_words(record))
        values = (record.id, record.kind, record.name, text, fold_text(text))
        database.execute("INSERT INTO texts (record, kind, name, text, latin) VALUES (?, ?, ?, ?, ?)", values)


def _create(relation: Relation) -> str:
    keys = ", ".join(map(_name, relation.key))
    columns = ",\n  ".join(_column(column, relation) for column in relation.columns)
    return f"CREATE TABLE {_name(relation.name)} (\n  {columns},\n  PRIMARY KEY ({keys}){_event(relation)}\n)"


def _column(column: RelationColumn, relation: Relation) -> str:
    needed = " NOT NULL" if column.name in relation.key else ""
    refers = f" REFERENCES {_name(column.refers)} (id)" if column.refers else ""
    return f"{_name(column.name)} {TYPES[column.holds]}{needed}{refers}"


def _event(relation: Relation) -> str:
    """Return the SQL for a foreign key to `events`; empty for tables without columns `record` and `event`."""
    names = {column.name for column in relation.columns}
    if {"record", "event"} <= names:
        return ",\n  FOREIGN KEY (record, event) REFERENCES events (record, id)"
    return ""


def _indexes(relation: Relation) -> Iterator[str]:
    """Yield a CREATE INDEX for each column that refers to another table, except the first key column."""
    for column in relation.columns:
        if column.refers and relation.key[0] != column.name:
            index = _name(f"{relation.name}_by_{column.name}")
            yield f"CREATE INDEX {index} ON {_name(relation.name)} ({_name(column.name)})"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _words(record: Published) -> Iterator[str]:
    waiting: list[object] = [record.data]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, Mapping):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            yield value
