"""No answer shows until when a withheld order ran, nor a withheld end of a published one."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.publication.publish import publish
from casefile.views.deadlines.deadline import EVER, DeadlineWindow

SOURCES = [
    {"schema": "casefile/source/1", "id": key, "tier": tier, "kind": "court_record", "title": key}
    for key, tier in (("decree", "public"), ("closed", "restricted"))
]
ARREST = {"type": "detention", "kind": "arrest", "sources": ["decree"]}
WITHHELD = {"tier": "restricted"}
CITED = {"sources": ["decree", "closed"]}


LEDGERS = {
    "a withheld arrest, then another one": (
        lambda end: [
            {**ARREST, **WITHHELD, "date": "2025-05-08", "until": end},
            {**ARREST, "date": "2025-06-08"},
        ],
        "2025-07-19",
        ("2025-05-20", "2025-06-01", "2025-06-06", "2025-06-07"),
    ),
    "a withheld administrative detention": (
        lambda end: [
            {**ARREST, "date": "2025-05-08"},
            {**ARREST, **WITHHELD, "kind": "administrative", "date": "2025-05-10", "until": end},
        ],
        "2025-09-19",
        ("2025-05-20", "2025-06-10", "2025-07-20", "2025-09-17"),
    ),
    "an end that only a withheld source states": (
        lambda end: [
            {**ARREST, "date": "2025-05-08"},
            {
                **ARREST, **CITED, "kind": "administrative", "date": "2025-05-10", "until": end,
                "cites": {"until": ["closed"]},
            },
        ],
        "2025-09-19",
        ("2025-05-20", "2025-06-10", "2025-07-20", "2025-09-17"),
    ),
    "such an end before a confirmation": (
        lambda end: [
            {**ARREST, **CITED, "date": "2025-05-19", "until": end, "cites": {"until": ["closed"]}},
            {"type": "confirmation", "found": "held", "date": "2025-06-07", "sources": ["decree"]},
        ],
        "2025-06-10",
        ("2025-05-20", "2025-06-05", "2025-06-06"),
    ),
    "an end after the day of the export": (
        lambda end: [
            {
                **ARREST, **CITED, "kind": "administrative", "date": "2025-05-07", "until": end,
                "cites": {"until": ["closed"]},
            },
        ],
        "2025-06-06",
        ("2025-06-08", "2025-06-20", "2025-08-07", "2026-08-07"),
    ),
    "the end of a sentence that only a withheld source states": (
        lambda end: [
            {**ARREST, "date": "2025-05-08"},
            {
                **CITED, "type": "verdict", "outcome": "convicted", "date": "2025-05-10",
                "sentences": [{"penalty": "administrative_arrest", "until": end}],
                "cites": {"sentences": ["closed"]},
            },
            {**ARREST, "date": "2025-06-08"},
        ],
        "2025-07-19",
        ("2025-05-20", "2025-06-01", "2025-06-06", "2025-06-07"),
    ),
    "a withheld sentence, then an arrest": (
        lambda end: [
            {
                **WITHHELD, "type": "verdict", "outcome": "convicted", "date": "2025-05-08",
                "sentences": [{"penalty": "imprisonment", "until": end}], "taken_into_custody": True,
                "sources": ["decree"],
            },
            {**ARREST, "date": "2025-06-08"},
        ],
        "2025-07-19",
        ("2025-05-20", "2025-06-01", "2025-06-07"),
    ),
    "a withheld term, then an arrest": (
        lambda term: [
            {
                **WITHHELD, "type": "verdict", "outcome": "convicted", "date": "2025-05-08",
                "sentences": [{"penalty": "imprisonment", "term": term}], "taken_into_custody": True,
                "sources": ["decree"],
            },
            {**ARREST, "date": "2025-06-08"},
        ],
        "2025-07-19",
        ("P10D", "P20D", "P29D", "P30D"),
    ),
    "the day of a withheld verdict with a short term": (
        lambda day: [
            {**ARREST, "date": "2025-05-28"},
            {
                **WITHHELD, "type": "verdict", "outcome": "convicted", "date": day,
                "sentences": [{"penalty": "imprisonment", "term": "P3M"}], "sources": ["decree"],
            },
        ],
        "2025-07-29",
        ("2025-06-01", "2025-06-20", "2025-07-01", "2025-07-19"),
    ),
}  # fmt: skip
"""A ledger with a withheld end, the day asked about, and ends between two published days."""


@pytest.mark.parametrize("name", LEDGERS)
def test_no_answer_shows_until_when_something_withheld_ran(name, register_of):
    ledger, day, ends = LEDGERS[name]
    on = date.fromisoformat(day)

    def answer(end):
        events = [{"id": f"h{number}v5t", **each} for number, each in enumerate(ledger(end), 1)]
        case = {
            "schema": "casefile/case/1", "id": "kg-2025-7k3mq", "tier": "public", "country": "KG",
            "person": {"identification": "unnamed", "descriptor": "a teacher"}, "events": events,
        }  # fmt: skip
        publication = publish(register_of(case, *SOURCES), "public", on=on)
        (row,) = publication.of("case")
        due = [each.as_data() for each in publication.due(DeadlineWindow(EVER))]
        return row.view(on).as_data(), due

    assert [answer(end) for end in ends] == [answer(ends[0])] * len(ends)
