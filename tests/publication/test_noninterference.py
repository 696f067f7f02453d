"""No export shows a withheld fact, nor its day: registers that differ in it give the same bytes.

Each register holds one public case for each restricted fact in each public ledger. In the first test all
facts move by some days and no byte of any format may change. In the second each fact is there or absent, and
the fields of the published answer that may differ are the rows of ALLOWED.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import product
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
import typst
import vl_convert
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from casefile.exporters import FORMATS, load, load_folder
from casefile.model.vocabularies import CROCKFORD
from casefile.pages.pictures import overview, timeline
from casefile.publication.publish import Publication, publish
from casefile.views.deadlines.deadline import EVER, DeadlineWindow
from support.ledgers import PROCEEDINGS, course_of, ledgers

EPOCH = "1749513600"
DAY = date(2025, 6, 30)
DAYS = (DAY, date(2026, 6, 30))
"""The days asked about: while orders run, and long after they ended without news."""
HIDDEN = date(2025, 3, 3)
"""The first day of a withheld fact: after the last published entry, before the days asked about."""
AHEAD = date(2026, 7, 10)
"""The first day of a fact that lies ahead of every day asked about."""
MOVES = (1, 7, 30)
PERIODS = [(HIDDEN, DAYS[0]), (HIDDEN, DAYS[1]), (AHEAD, DAYS[0])]

Fact = Callable[[date], list[dict]]


def later(day: date, days: int) -> str:
    return (day + timedelta(days)).isoformat()


def entry(kind: str, /, **fields: object) -> Fact:
    return lambda day: [{"type": kind, "date": day.isoformat(), **fields}]


FACTS: Mapping[str, Fact] = {
    "release": entry("release"),
    "bail": entry("hearing", outcome="bail"),
    "re-detention": entry("detention", kind="arrest"),
    "release and re-detention": lambda day: [
        {"type": "release", "date": day.isoformat()},
        {"type": "detention", "kind": "arrest", "date": later(day, 9)},
    ],
    "release on some day": lambda day: [{"type": "release", "date": f"[{day}..{later(day, 20)}]"}],
    "extension": entry("hearing", outcome="extended", until="2027-01-01"),
    "order that ran out": entry("hearing", outcome="extended", until="2025-05-05"),
    "hearing ahead": entry("hearing", outcome="scheduled", time="10:00"),
    "hearing": entry("hearing", outcome="adjourned"),
    "transfer": entry("transfer", facility="Colony 27"),
    "house arrest": entry("transfer", basis="house_arrest"),
    "restriction": entry("restriction", kind="curfew"),
    "restriction lifted": entry("restriction", kind="travel_ban", step="lifted"),
    "death": entry("death", standing="confirmed"),
    "reported death": entry("death"),
    "disappearance": entry("disappearance"),
    "found free": entry("confirmation", found="free"),
    "access": entry("access", to="counsel", outcome="permitted"),
    "health": entry("health", urgency="urgent", summary="Ill."),
    "ill-treatment": entry("ill_treatment", methods=["beating"]),
    "charge": entry("charge", charges=[{"statute": "art-330", "part": "2"}]),
    "charges dropped": entry("charge", charges=[{"statute": "art-330"}], step="dropped"),
    "acquittal": entry("verdict", outcome="acquitted"),
    "sentence": entry(
        "verdict", outcome="convicted", sentences=[{"penalty": "imprisonment", "until": "2027-01-01"}]
    ),
    "departure": entry("departure", kind="fled"),
    "reply": entry("official_response", summary="No."),
    "appeal": entry("appeal", against="h0002"),
}  # fmt: skip
"""What a ledger holds that is withheld, by its first day."""
QUIET = frozenset({"hearing ahead", "health", "ill-treatment", "restriction lifted"})
"""Facts that change nothing that is published, be they there or absent."""


LEDGERS: Mapping[str, list[dict]] = {
    "held": [
        {"type": "detention", "kind": "arrest", "date": "2025-01-10"},
        {
            "type": "hearing", "outcome": "remanded", "date": "2025-01-12", "until": "2025-09-01",
            "appeal_until": "2025-07-15", "sources": ["press"],
        },
        {"type": "charge", "charges": [{"statute": "art-330"}], "date": "2025-01-15"},
        {
            "type": "intervention", "kind": "open_letter", "date": "2025-01-20", "reply_due": "2025-07-20",
        },
        {"type": "hearing", "outcome": "scheduled", "date": "2026-08-01"},
    ],
    "served": [
        {"type": "detention", "kind": "arrest", "date": "2025-01-10"},
        {
            "type": "verdict", "outcome": "convicted", "date": "2025-01-20",
            "sentences": [{"penalty": "imprisonment", "until": "2026-01-20"}],
        },
    ],
    "released": [
        {"type": "detention", "kind": "arrest", "date": "2025-01-10"},
        {"type": "release", "date": "2025-02-01", "conditions": ["travel_ban"]},
    ],
    "questioned": [{"type": "detention", "kind": "questioning", "date": "2025-01-10"}],
    "twice": [
        {"type": "detention", "kind": "arrest", "date": "2024-03-01"},
        {"type": "release", "date": "2024-05-01"},
        {"type": "detention", "date": "[2025-01-05..2025-01-10]"},
        {"type": "access", "to": "family", "outcome": "permitted", "date": "2025-02-20"},
    ],
    "missing": [
        {"type": "detention", "kind": "abduction", "date": "2025-01-10"},
        {"type": "disappearance", "date": "2025-01-11"},
    ],
    "searched": [{"type": "search", "date": "2025-01-10"}],
}  # fmt: skip
"""What is published of a case, by how the person is after the last entry."""


def case(key: str, ledger: str, fact: str, day: date | None) -> dict:
    """Return a public case with the entries of a ledger, and with a day a restricted fact of that day."""
    hidden = FACTS[fact](day) if day else []
    events = [*LEDGERS[ledger], *({**each, "tier": "restricted"} for each in hidden)]
    return {
        "schema": "casefile/case/1",
        "id": key,
        "tier": "public",
        "country": "KG",
        "situations": ["sweep"],
        "person": {"identification": "unnamed", "descriptor": f"reporter {key[-5:]}"},
        "events": [{"id": f"h{number:04d}", **each} for number, each in enumerate(events, 1)],
    }


def shared(day: date | None) -> list[dict]:
    """Return the records that the cases name, and with a day a restricted case and source of that day."""
    found = [
        {
            "schema": "casefile/situation/1", "id": "sweep", "tier": "public", "title": "The sweep",
            "counts": [{"what": "detained", "min": 8, "as_of": "2025-01-30", "sources": ["press"]}],
        },
        {
            "schema": "casefile/source/1", "id": "press", "tier": "public", "kind": "press_article",
            "published": "2025-01-20",
        },
        {
            "schema": "casefile/statute/1", "id": "art-330", "tier": "public", "country": "KG",
            "code": "Criminal Code", "article": "330",
        },
    ]  # fmt: skip
    if day is None:
        return found
    extra = {**case("kg-2025-zzzzz", "held", "release", None), "tier": "restricted"}
    extra["events"] = [{"id": "h9999", "type": "detention", "date": day.isoformat()}]
    source = {
        "schema": "casefile/source/1", "id": "call", "tier": "restricted", "kind": "call",
        "connection": "official", "published": day.isoformat(),
    }  # fmt: skip
    return [*found, extra, source]


def key_of(number: int) -> str:
    return "kg-2025-" + "".join(CROCKFORD[number >> shift & 31] for shift in (20, 15, 10, 5, 0))


PAIRS = {(ledger, name): key_of(1000 + at) for at, (ledger, name) in enumerate(product(LEDGERS, FACTS))}
"""Each fact in each ledger, and the id of the case that holds it."""

EVERY = (*PAIRS,)
FEW = (
    ("held", "release"), ("held", "release and re-detention"), ("held", "extension"), ("held", "death"),
    ("released", "re-detention"), ("released", "restriction lifted"), ("twice", "access"),
    ("missing", "found free"), ("served", "transfer"), ("questioned", "health"),
)  # fmt: skip
SLOW = frozenset({"html", "pdf", "pdf-parts", "site", "wgad"})
"""Formats of which some cases are enough: each composes the same dossier of every case."""


@pytest.fixture(scope="module")
def publication_with(register_of):
    """Return a function that publishes a case for each of some pairs, for one format.

    The facts begin on a day, or are absent.
    """

    @cache
    def made(
        start: date | None, on: date, scope: str | None, pairs: tuple[tuple[str, str], ...]
    ) -> Publication:
        register = register_of(*(case(PAIRS[pair], *pair, start) for pair in pairs), *shared(start))
        return publish(register, "public", on=on, scope=scope)

    return lambda start, on, form, pairs: made(start, on, FORMATS[form].scope, pairs)


def exported(form: str, publication: Publication, **options: str) -> Mapping[str, bytes]:
    """Return what a format writes, the files of a folder by their paths."""
    if FORMATS[form].folder:
        return dict(load_folder(FORMATS[form])(publication, {"epoch": EPOCH, **options}))
    out = io.BytesIO()
    suffix = (*FORMATS[form].as_text, FORMATS[form].suffix)[0]
    with TemporaryDirectory() as scratch:
        given = {"epoch": EPOCH, "suffix": suffix, "scratch": scratch, **options}
        load(FORMATS[form])(publication, out, given)
    return {"": out.getvalue()}


@pytest.fixture(autouse=True, scope="module")
def rendered_once():
    """Render each picture and each page of paper once: what is drawn is a function of its description."""
    with pytest.MonkeyPatch.context() as patch:
        draw, compose = vl_convert.vega_to_svg, typst.compile
        drawings: dict[str, str] = {}
        papers: dict[tuple[str, object], bytes] = {}

        def drawn(spec):
            key = json.dumps(spec)
            drawings[key] = drawings.get(key) or draw(spec)
            return drawings[key]

        def composed(template, *, sys_inputs, timestamp, **more):
            key = sys_inputs["given"], timestamp
            papers[key] = papers.get(key) or compose(
                template, sys_inputs=sys_inputs, timestamp=timestamp, **more
            )
            return papers[key]

        patch.setattr(vl_convert, "vega_to_svg", drawn)
        patch.setattr(typst, "compile", composed)
        yield


MOVED = [
    *(
        pytest.param(form, {}, period, (1, 7, 30) if number == 0 else (7,), id=f"{form}-{number}")
        for form in FORMATS
        for number, period in enumerate(PERIODS)
    ),
    *(
        pytest.param(form.name, {option: value}, PERIODS[0], (7,), id=f"{form.name}-{option}-{value}")
        for form in FORMATS.values()
        for option, allowed in form.options.items()
        for value in allowed.values
    ),
]
"""Every format on several days, and every value of its options that are words."""


@pytest.mark.sample(3)
@pytest.mark.sweep
@pytest.mark.parametrize(("form", "options", "period", "moves"), MOVED)
def test_no_byte_shows_when_a_withheld_fact_was(form, options, period, moves, publication_with):
    start, on = period

    def files(move: int) -> Mapping[str, bytes]:
        pairs = FEW if form in SLOW else EVERY
        return exported(form, publication_with(start + timedelta(move), on, form, pairs), **options)

    first = files(0)

    for move in moves:
        moved = files(move)
        assert [*moved] == [*first]
        assert [name for name in first if moved[name] != first[name]] == [], move


def answers(publication: Publication) -> dict[str, dict[str, object]]:
    """Return by id what is derived of each case: the fields of its answer, and each kind of deadline."""
    found = {each.id: each.view(publication.on).as_data() for each in publication.of("case")}
    for each in publication.due(DeadlineWindow(EVER)):
        if each.record in found:
            found[each.record].setdefault(f"due.{each.kind}", []).append(each.as_data())
    return found


class Allowed(NamedTuple):
    """Rows of the list of what may differ where a fact is there or absent: each fact, format and field."""

    facts: frozenset[str]
    formats: frozenset[str]
    fields: frozenset[str]
    reason: str


def words(text: str) -> frozenset[str]:
    return frozenset(text.split(", "))


ANSWERED = words("json, csv, md, html, pdf, pdf-parts, xlsx, sqlite, parquet, ftm, wgad, site")
"""Formats that state the answer of the day. A timeline states none, so svg is in no row."""
ALLOWED = (
    Allowed(
        words(
            "release, bail, re-detention, release and re-detention, release on some day, extension, "
            "order that ran out, house arrest, restriction, restriction lifted, death, reported death, "
            "disappearance, found free, transfer, charges dropped, acquittal, sentence, departure"
        ),
        ANSWERED,
        words(
            "status, possible, certainty, basis, since, until, until_kind, last_confirmed, restrictions, "
            "spells, days_held"
        ),
        "The full ledger has another status, so it is unknown.",
    ),
    Allowed(
        words("release and re-detention, extension, order that ran out, house arrest, sentence"),
        ANSWERED,
        words("basis, since, until, until_kind, spells, days_held, certainty"),
        "The status is the same. The full ledger has another value, so there is none or a weaker one.",
    ),
    Allowed(
        words("restriction"),
        ANSWERED - words("csv, xlsx"),
        words("restrictions"),
        "Another restriction is in force.",
    ),
    Allowed(
        words("charge, charges dropped"),
        ANSWERED - words("ftm, wgad"),
        words("charges"),
        "The charges took another step.",
    ),
    Allowed(
        frozenset(FACTS) - QUIET - words("charge, disappearance"),
        words("ics"),
        words("due.appeal, due.clock, due.lapsed, due.order_ends, due.reply, due.stale"),
        "The deadline has ended, moved or been met.",
    ),
)
WEAKER = words("certainty, spells, days_held")
"""Fields that may state less; any other may only be absent."""


def rows_of(fact: str, field: str) -> list[Allowed]:
    return [row for row in ALLOWED if fact in row.facts and field in row.fields]


@pytest.fixture(scope="module")
def differing(publication_with):
    """Return the fields that differ where facts are there or absent: by period, and by ledger and fact."""
    found = {}
    for start, on in PERIODS:
        absent, present = (answers(publication_with(day, on, "json", EVERY)) for day in (None, start))
        for pair, key in PAIRS.items():
            before, after = absent[key], present[key]
            found[start, on, pair] = {
                name: after.get(name) for name in {**before, **after} if before.get(name) != after.get(name)
            }
    return found


def test_a_fact_that_is_there_changes_allowed_fields_alone(differing):
    used = set()
    for (start, _, (ledger, fact)), fields in differing.items():
        assert start == HIDDEN or not fields, (ledger, fact)
        unknown = fields.get("status") == "unknown"
        assert unknown or "status" not in fields, (ledger, fact)
        for name, value in fields.items():
            rows = rows_of(fact, name)
            assert rows, (ledger, fact, name)
            assert unknown or name in WEAKER or not value, (ledger, fact, name)
            used |= {(row, part) for row in rows for part in (fact, name)}

    assert used == {(row, part) for row in ALLOWED for part in (*row.facts, *row.fields)}


@pytest.mark.sample(3)
@pytest.mark.sweep
@pytest.mark.parametrize("form", FORMATS)
def test_a_fact_that_is_there_changes_allowed_formats_alone(form, differing, publication_with):
    """Of cases in which the same fields differ one is exported; those that may not differ all at once."""
    silent, examples = {}, {}
    for (start, on, pair), fields in differing.items():
        rows = {name: [row for row in rows_of(pair[1], name) if form in row.formats] for name in fields}
        may = frozenset(name for name, found in rows.items() if found)
        if may:
            examples.setdefault(may, (start, on, pair))
        else:
            silent.setdefault((start, on), []).append(pair)

    def files(start: date | None, on: date, *pairs: tuple[str, str]) -> Mapping[str, bytes]:
        return exported(form, publication_with(start, on, form, pairs))

    for (start, on), pairs in silent.items():
        some = pairs[:: len(pairs) // 8] if form in SLOW else pairs
        assert files(None, on, *some) == files(start, on, *some)
    used = set()
    for fields, (start, on, pair) in examples.items():
        if files(None, on, pair) != files(start, on, pair):
            used |= {row for row in ALLOWED if form in row.formats and fields <= row.fields}
    assert used == {row for row in ALLOWED if form in row.formats}


@pytest.mark.parametrize(("start", "on"), PERIODS)
def test_a_timeline_is_the_same_whether_a_fact_is_there_or_absent(start, on, publication_with):
    absent, present = (publication_with(day, on, "svg", EVERY) for day in (None, start))

    for one, other in zip(absent.of("case"), present.of("case"), strict=True):
        assert timeline(absent, [one]) == timeline(present, [other])
    some = [overview(each, [*each.of("case")][::8]) for each in (absent, present)]
    assert some[0] == some[1] is not None


def test_a_day_on_which_two_rules_meet_shows_no_more_than_others(register_of):
    """On 14 February alone the sentence is just served, and the next arrest is too late to be at the gate."""
    first = {"date": "2025-01-01", "type": "detention", "kind": "arrest"}
    bail = {"date": "2025-01-01", "type": "release", "kind": "bail", "conditions": ["travel_ban"]}
    shown = [
        {"id": f"h000{at}", **event}
        for at, event in enumerate((first, bail, first, {**first, "date": "2025-02-18"}))
    ]
    made = []
    for day in ("2025-01-01", "2025-02-13", "2025-02-14", "2025-02-15"):
        verdict = {
            "id": "h0009", "date": day, "type": "verdict", "tier": "restricted", "outcome": "convicted",
            "sentences": [{"penalty": "imprisonment", "term": "P3M"}],
        }  # fmt: skip
        record = {**case("kg-2025-7k3mq", "searched", "release", None), "events": [*shown, verdict]}
        publication = publish(register_of(record, *shared(None)), "public", on=date(2026, 1, 1))
        made.append((publication.full("kg-2025-7k3mq")[0], exported("csv", publication)))
    truths, files = zip(*made, strict=True)
    assert len({len(view.spells) for view in truths}) == 2
    assert [*files] == [files[0]] * 4


@pytest.mark.parametrize("sentence", [{"term": "P1Y"}, {"term": "P3Y"}, {"term": "P9999Y"}])
def test_no_export_shows_whether_a_withheld_sentence_is_over(sentence, register_of):
    """The sentence is over on the day asked about if the verdict was long before the published arrest."""
    on, files = date(2026, 1, 1), []
    arrest = {"id": "h0001", "type": "detention", "kind": "arrest", "date": "2025-06-16"}
    for day in ("2025-06-15", "2025-01-01", "2024-06-15", "2022-01-01", "2015-01-01"):
        verdict = {
            "id": "h0002", "type": "verdict", "date": day, "outcome": "convicted", "then": "held",
            "tier": "restricted", "sentences": [{"penalty": "imprisonment", **sentence}],
        }  # fmt: skip
        record = {**case("kg-2025-7k3mq", "searched", "release", None), "events": [arrest, verdict]}
        publication = publish(register_of(record, *shared(None)), "public", on=on)
        assert publication.full("kg-2025-7k3mq")[0].status == "held"
        files.append({form: exported(form, publication) for form in ("csv", "json", "ics")})
    assert files[1:] == files[:-1]


def test_a_withheld_day_between_two_published_ones_is_not_moved(register_of):
    shown = [
        {"id": "h0001", "date": "2025-01-02", "type": "detention", "kind": "arrest"},
        {"id": "h0002", "date": "2025-01-03", "type": "hearing", "outcome": "remanded"},
    ]
    hidden = {"id": "h0003", "date": "2025-01-02", "type": "note", "summary": "A call.", "tier": "restricted"}
    record = {**case("kg-2025-7k3mq", "searched", "release", None), "events": [*shown, hidden]}
    publication = publish(register_of(record, *shared(None)), "public", on=date(2025, 1, 2))
    assert [view.status for view in publication.full("kg-2025-7k3mq")] == ["held"] * 3


def days_in(events: list[dict]) -> set[date]:
    return {*map(date.fromisoformat, re.findall(r"\d{4}-\d{2}-\d{2}", json.dumps(events)))}


@st.composite
def moved_ledgers(draw):
    """Draw a day, a ledger, what of it is published, and the same ledger with a withheld entry moved.

    The entry keeps its place in the order of the ledger, and its side of the end of the day asked about. It
    may be on a published day, as the last entry of that day.
    """
    events, seen = draw(ledgers())
    on = draw(st.dates(date(2025, 1, 1), date(2026, 3, 1)))
    withheld = [
        at for at, event in enumerate(events) if not seen[at] and re.fullmatch(r"[-0-9]{10}", event["date"])
    ]
    assume(withheld)
    at = draw(st.sampled_from(withheld))
    day = date.fromisoformat(events[at]["date"])
    shown = days_in([event for event, published in zip(events, seen, strict=True) if published])
    fixed = days_in(
        [
            event | ({"date": ""} if place == at else {})
            for place, event in enumerate(events)
            if place > at or not seen[place]
        ]
    )
    edges = {on + timedelta(1), *shown, *fixed}
    first = max((edge for edge in edges if edge <= day), default=day - timedelta(200))
    before = min((edge for edge in edges if edge > day), default=day + timedelta(60))
    assume(day not in fixed and (before - first).days > 2)
    first += timedelta(first in fixed)
    new = draw(st.just(first) | st.dates(first, before - timedelta(1)))
    return on, seen, events, [*events[:at], {**events[at], "date": new.isoformat()}, *events[at + 1 :]]


@pytest.mark.sweep
@pytest.mark.parametrize("many", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_no_export_of_a_random_ledger_shows_when_a_withheld_entry_was(many, register_of):
    @given(moved_ledgers())
    @settings(deadline=None, max_examples=many, suppress_health_check=[*HealthCheck])
    def check(drawn):
        on, seen, *both = drawn
        full = [course_of(events).on(on) for events in both]
        assume(len({(view.status, frozenset(view.possible), view.certainty) for view in full}) == 1)
        made = []
        for events in both:
            entries = [
                {**event, **({} if shown else {"tier": "restricted"})}
                for event, shown in zip(events, seen, strict=True)
            ]
            record = {
                **case("kg-2025-7k3mq", "searched", "release", None),
                "proceedings": PROCEEDINGS,
                "events": entries,
            }
            publication = publish(register_of(record, *shared(None)), "public", on=on)
            files = {form: exported(form, publication) for form in ("csv", "json", "ics")}
            made.append((files, timeline(publication, [*publication.of("case")])))
        assert made[0] == made[1]

    check()
