from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.changes.decisive_fields import PHRASES
from casefile.custody.ledger_order import list_in_order
from casefile.dates import When
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of_model
from casefile.views.ledger_timeline import TimelineSpan, _keys, ledger, timeline


@pytest.fixture
def timeline_of(register_of):
    """Return the lines of the timeline of these records."""

    def run(*records, since=None, until=None):
        register = register_of(*records)
        return timeline([ledger(register, row) for row in register.rows], TimelineSpan(since, until))

    return run


def test_ledgers_are_read_as_one_by_date(timeline_of, a_case):
    lines = timeline_of(
        a_case("first", {"type": "detention", "date": "2025-05-30"}),
        a_case("second", {"type": "detention", "date": "2025-05-28"}),
    )

    assert [line.record for line in lines] == ["kg-2025-second", "kg-2025-first"]


def test_an_exact_date_comes_before_a_span_of_the_same_start(timeline_of, a_case):
    lines = timeline_of(
        a_case("vague", {"type": "detention", "date": "[2025-05-28..2025-06-04]"}),
        a_case("sharp", {"type": "detention", "date": "2025-05-28"}),
    )

    assert [line.record for line in lines] == ["kg-2025-sharp", "kg-2025-vague"]


def test_a_ledger_keeps_its_own_order_where_dates_overlap(timeline_of, a_case):
    lines = timeline_of(
        a_case(
            "aaaaa",
            {"type": "detention", "date": "[2025-05-28..2025-06-04]"},
            {"type": "charge", "date": "[..2025-06-04]"},
            {"type": "interrogation", "date": "2025-05-29"},
        )
    )

    assert [line.type for line in lines] == ["detention", "charge", "interrogation"]


def test_an_entry_with_an_open_start_does_not_come_before_everything(timeline_of, a_case):
    lines = timeline_of(
        a_case("early", {"type": "detention", "date": "2024"}),
        a_case("open", {"type": "note", "date": "[..2025-06-04]", "summary": "Something."}),
    )

    assert [line.record for line in lines] == ["kg-2025-early", "kg-2025-open"]


def test_events_that_may_be_within_the_bounds_are_shown(timeline_of, a_case):
    case = a_case(
        "aaaaa",
        {"type": "detention", "date": "2025-05-28"},
        {"type": "hearing", "date": "[2025-05-29..2025-06-04]"},
        {"type": "release", "date": "2025-06-10"},
    )

    lines = timeline_of(case, since=date(2025, 6, 4), until=date(2025, 6, 9))

    assert [line.type for line in lines] == ["hearing"]


@pytest.mark.parametrize(
    ("event", "headline"),
    [
        (
            {"type": "hearing", "outcome": "remanded", "until": "2025-07-21"},
            "hearing: remanded until 21 July 2025",
        ),
        ({"type": "release", "kind": "after_questioning"}, "release (after questioning)"),
        (
            {"type": "release", "kind": "furlough", "until": "2025-06-04"},
            "release (furlough) until 4 June 2025",
        ),
        ({"type": "restriction", "kind": "non_disclosure"}, "restriction: non-disclosure imposed"),
        ({"type": "search", "premises": "technical_office"}, "search of technical office"),
        ({"type": "appeal", "kind": "appeal", "step": "filed"}, "appeal: filed"),
        ({"type": "note", "summary": "Words."}, "note"),
        (
            {
                "type": "verdict",
                "instance": "first",
                "outcome": "convicted",
                "sentences": [{"penalty": "imprisonment", "term": "P5Y6M"}],
            },
            "verdict: convicted, imprisonment 5 years and 6 months",
        ),
        ({"type": "hearing", "outcome": "released", "then": "free"}, "hearing: released, then free"),
        ({"type": "hearing", "outcome": "released", "then": "held"}, "hearing: released, then held"),
        ({"type": "transfer", "then": "home_guarded"}, "transfer: then under house arrest"),
        ({"type": "clemency", "kind": "pardon", "then": "elsewhere"}, "clemency: pardon, then elsewhere"),
        (
            {"type": "release", "kind": "bail", "seen_by": "family"},
            "release (bail), seen by the family",
        ),
        ({"type": "release", "seen_by": "custodian"}, "release: known only from the custodian"),
        ({"type": "release", "seen_by": "nobody", "then": "held"}, "release: seen by nobody, then held"),
        (
            {"type": "hearing", "outcome": "overturned", "overturns": "custody_order", "then": "free"},
            "hearing: overturned (custody order), then free",
        ),
        (
            {
                "type": "verdict",
                "outcome": "convicted",
                "sentences": [{"penalty": "imprisonment", "term": "P4Y", "suspended": "P2Y"}],
            },
            "verdict: convicted, imprisonment 4 years (2 years suspended)",
        ),
        (
            {
                "type": "verdict",
                "outcome": "convicted",
                "sentences": [
                    {"penalty": "imprisonment", "term": "P4Y", "suspended": "all"},
                    {"penalty": "fine"},
                ],
                "then": "free",
            },
            "verdict: convicted, imprisonment 4 years (all suspended), fine, then free",
        ),
        ({"type": "hearing", "outcome": "released", "proceeding": "main"}, "hearing: released"),
        ({"type": "hearing", "outcome": "upheld", "against": "zzzzz"}, "hearing: upheld"),
    ],
)
def test_an_event_is_described_in_words_for_readers(timeline_of, a_case, event, headline):
    (line,) = timeline_of(a_case("aaaaa", {**event, "date": "2025-05-28"}))

    assert line.headline == headline


@pytest.mark.parametrize("other", ["listed", "of an event", "joined to"])
def test_a_proceeding_is_named_where_the_case_has_several(timeline_of, a_case, other):
    release = {"type": "hearing", "date": "2025-06-10", "outcome": "released", "proceeding": "2019-11"}
    second = {"type": "case", "date": "2025-06-11", "step": "joined", "proceeding": "2019-11"}
    second |= {"of an event": {"proceeding": "b"}, "joined to": {"into_proceeding": "b"}}.get(other, {})
    listed = {"proceedings": [{"id": "2019-11"}, {"id": "b"}]} if other == "listed" else {}

    lines = timeline_of({**a_case("aaaaa", release, second), **listed})

    assert lines[0].headline == "hearing: released, proceeding 2019-11"
    if other == "joined to":
        assert lines[1].headline == "case: joined, proceeding 2019-11 into b"


def test_the_decision_that_a_hearing_is_about_is_named(timeline_of, a_case):
    case = a_case(
        "aaaaa",
        {"type": "verdict", "date": "2024-07-08", "outcome": "convicted"},
        {"type": "hearing", "date": "[2024-07-09..2024-07-12]", "outcome": "remanded"},
        {"type": "hearing", "date": "2024-11-14", "outcome": "overturned", "overturns": "conviction"},
        {"type": "hearing", "date": "2024-11-15", "outcome": "upheld"},
    )
    verdict, remand, overturned, upheld = case["events"]
    overturned["against"] = verdict["id"]
    upheld["against"] = remand["id"]

    lines = timeline_of(case)

    assert [line.headline for line in lines[2:]] == [
        "hearing: overturned (conviction), about the verdict of 8 July 2024",
        "hearing: upheld, about the hearing (between 9 and 12 July 2024)",
    ]


def test_every_word_of_a_deciding_field_has_a_phrase():
    known = {
        (name, said)
        for event in EVENT_TYPES.values()
        for name, field in shape_of_model(event.__name__).fields.items()
        if name in PHRASES
        for said in field.words
    }

    assert known == {(name, said) for name, phrases in PHRASES.items() for said in phrases}


def test_a_statute_is_named_by_its_article(timeline_of, a_case):
    statute = {
        "schema": "casefile/statute/1", "id": "kg-cc-278", "country": "KG",
        "code": "Criminal Code", "article": 278,
    }  # fmt: skip
    case = a_case("aaaaa", {"type": "charge", "date": "2025-05-28", "charges": [{"statute": "kg-cc-278"}]})

    (line,) = timeline_of(statute, case)

    assert line.headline == "charge: accused under article 278 of the Criminal Code"


def test_the_row_falls_back_on_the_headline_where_there_is_no_summary(timeline_of, a_case):
    first, second = timeline_of(
        a_case(
            "aaaaa",
            {"type": "detention", "date": "2025-05-28", "kind": "arrest"},
            {"type": "note", "date": "2025-05-29", "summary": "In words."},
        )
    )

    assert first.as_data()["summary"] == "detention: arrest"
    assert second.as_data()["summary"] == "In words."


def test_an_open_side_of_a_date_is_null_in_the_row(timeline_of, a_case):
    (line,) = timeline_of(a_case("aaaaa", {"type": "detention", "date": "[..2025-06-04]"}))

    row = line.as_data()

    assert (row["date"], row["earliest"], row["latest"]) == ("[..2025-06-04]", None, "2025-06-04")


def test_a_disputed_entry_is_shown_with_the_reason(timeline_of, a_case):
    (line,) = timeline_of(
        a_case(
            "aaaaa",
            {
                "type": "release",
                "date": "2025-05-28",
                "standing": "disputed",
                "resolution": {"reason": "He is held."},
            },
        )
    )

    assert (line.standing, line.stands, line.reason) == ("disputed", False, "He is held.")


def test_the_tier_of_a_line_is_the_strictest_around_it(timeline_of, a_case):
    public, by_event, by_model = timeline_of(
        a_case(
            "aaaaa",
            {"type": "detention", "date": "2025-05-28"},
            {"type": "release", "date": "2025-05-29", "tier": "partners"},
            {"type": "health", "date": "2025-05-30"},
        )
    )

    assert (public.tier, by_event.tier, by_model.tier) == ("public", "partners", "restricted")


def test_an_event_of_close_sources_alone_is_restricted_as_in_an_export(timeline_of, a_case):
    call = {"schema": "casefile/source/1", "id": "call-7h2kq", "kind": "call", "connection": "relative",
            "accessed": "2025-05-29", "formerly": ["call-old"]}  # fmt: skip
    paper = {"schema": "casefile/source/1", "id": "paper-1", "kind": "call", "accessed": "2025-05-29"}
    cited = (["call-7h2kq"], ["call-old"], [{"source": "call-7h2kq"}, "paper-1"], ["gone"])
    events = [{"type": "note", "summary": "x", "date": "2025-05-28", "sources": each} for each in cited]
    lines = timeline_of(call, paper, a_case("aaaaa", *events))

    assert [line.tier for line in lines] == ["restricted", "restricted", "public", "restricted"]


days = st.dates(date(2025, 1, 1), date(2025, 1, 20)).map(date.isoformat)
spans = st.one_of(
    days,
    days.map("[..{}]".format),
    days.map("[{}..]".format),
    st.tuples(days, days).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
)


@given(st.lists(st.lists(spans, max_size=5), min_size=2, max_size=3))
def test_an_event_that_is_certainly_earlier_comes_first(ledgers):
    class Entry:
        type, stands, standing = "note", True, None

        def __init__(self, text):
            self.date = When.parse(text)

    placed = []
    for which, texts in enumerate(ledgers):
        entries = [Entry(text) for text in texts]
        dates = [entries[index].date for index in list_in_order(entries)]
        keys = list(_keys(dates))
        assert keys == sorted(keys)
        placed += [(*key, which, at, when) for at, (key, when) in enumerate(zip(keys, dates, strict=True))]
    placed.sort(key=lambda each: each[:-1])
    dates = [when for *_, when in placed]

    for at, earlier in enumerate(dates):
        assert all(later.latest >= earlier.earliest for later in dates[at + 1 :])
