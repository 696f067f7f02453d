"""A small register with text that would do harm, and a way to export it."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest

from casefile.exporters import FORMATS, load, load_folder
from casefile.model.record_shapes import shape_of
from casefile.publication.publish import publish
from casefile.register import SETTINGS, Register, path_of, read_entry
from casefile.yaml.canonical_text import write


def kind_of(data):
    return data["schema"].split("/")[1]


@pytest.fixture
def register_of():
    """Return a function that makes a register of records, by way of their text in a file, and of settings."""

    def make(*records, settings=None):
        entries = [
            read_entry(path_of(kind_of(each), each["id"]), write(shape_of(kind_of(each)), each).encode())
            for each in records
        ]
        entries += [read_entry(SETTINGS, json.dumps(settings).encode())] if settings else []
        assert [entry.problems for entry in entries if entry.broken] == []
        return Register(entries)

    return make


@pytest.fixture
def exported(register_of, tmp_path_factory):
    """Return a function that exports records: `exported("csv", case, audience="public")` gives bytes."""

    def run(form, *records, audience="public", on=date(2025, 6, 10), chosen=None, **options):
        publication = publish(register_of(*records), audience, on=on, chosen=chosen, label="3f2a91c")
        out = io.BytesIO()
        scratch = tmp_path_factory.mktemp("scratch")
        load(FORMATS[form])(publication, out, {**options, "scratch": str(scratch)})
        return out.getvalue()

    return run


@pytest.fixture
def exported_files(register_of):
    """Return a function that exports records into a folder: its files by their paths."""

    def run(form, *records, audience="public", on=date(2025, 6, 10), **options):
        publication = publish(register_of(*records), audience, on=on, label="3f2a91c")
        return dict(load_folder(FORMATS[form])(publication, options))

    return run


SOURCE = {
    "schema": "casefile/source/1",
    "id": "press-2025-06-04",
    "tier": "public",
    "kind": "press_article",
    "title": "Four were held",
    "url": "https://example.org/a_b*c",
    "published": "2025-06-04",
}
CASE = {
    "schema": "casefile/case/1",
    "id": "kg-2025-7k3mq",
    "tier": "public",
    "country": "KG",
    "situations": ["sweep-2025"],
    "person": {"identification": "named", "name": "Айдай Эркебаева", "occupation": "журналистка"},
    "events": [
        {
            "id": "h2v5t",
            "type": "detention",
            "date": "2025-05-28",
            "place": "Ош",
            "kind": "arrest",
            "sources": [{"source": "press-2025-06-04", "locator": "¶4"}],
        },
        {
            "id": "k3m9x",
            "type": "hearing",
            "date": "2025-05-30",
            "outcome": "remanded",
            "until": "2025-07-21",
            "sources": ["press-2025-06-04"],
        },
        {
            "id": "p5w2z",
            "type": "release",
            "date": "2025-08-01",
            "sources": ["press-2025-06-04"],
            "standing": "disputed",
            "resolution": {"reason": "Her lawyer denies it."},
        },
    ],
}
SITUATION = {
    "schema": "casefile/situation/1",
    "id": "sweep-2025",
    "tier": "public",
    "title": "The sweep",
    "counts": [
        {"what": "detained", "min": 8, "max": 8, "as_of": "2025-05-30", "sources": ["press-2025-06-04"]}
    ],
}


@pytest.fixture
def records():
    """The case, the situation and the source."""
    return CASE, SITUATION, SOURCE


@pytest.fixture
def hostile():
    """Return a function that makes a case whose texts are all this text."""

    def make(text):
        return {
            **CASE,
            "situations": [],
            "person": {"identification": "named", "name": text, "occupation": text},
            "notes": text,
            "tags": [text],
            "events": [
                {
                    "id": "h2v5t",
                    "type": "detention",
                    "date": "2025-05-28",
                    "place": text,
                    "by": [f"the {text}"],
                    "summary": text,
                    "reasons": text,
                    "standing": "disputed",
                    "resolution": {"reason": text},
                }
            ],
        }

    return make
