"""ics: what is due, as icalendar and khal read it; whole days, stable ids, no line too long."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from casefile.exporters.as_ics import coming, write
from casefile.publication.publish import publish
from casefile.register import SETTINGS, Register, read_entry
from support.programs import program

DAY = date(2025, 6, 10)


def entry(eid, kind, day, **fields):
    return {"id": eid, "type": kind, "date": day, "sources": ["press-2025-06-04"], **fields}


@pytest.fixture
def busy(records):
    """The case with a hearing to come, one that passed, one on an uncertain day, and the source."""
    case, _, source = records
    events = [
        *case["events"][:2],
        entry("q1w2z", "hearing", "2025-06-02", outcome="scheduled"),
        entry(
            "r1w2z", "hearing", "2025-06-20", outcome="scheduled", court="City Court; room 3,\nsecond floor",
            place="Ош", time="10:00", summary="Observers may come.",
        ),
        entry("s1w2z", "hearing", "[2025-07-01..2025-07-04]", outcome="scheduled"),
    ]  # fmt: skip
    return {**case, "situations": [], "events": events}, source


@pytest.fixture
def calendar(exported):
    """Return a function that exports records and reads the calendar."""

    def run(*given, audience="public", epoch="1749513600", on=DAY):
        return Calendar.from_ical(exported("ics", *given, audience=audience, epoch=epoch, on=on))

    return run


def by_kind(calendar):
    return {str(event["UID"]).split("@")[0].split(".", 1)[1]: event for event in calendar.walk("VEVENT")}


def test_everything_that_is_overdue_or_has_a_day_ahead_is_an_event(calendar, register_of, busy):
    found = by_kind(calendar(*busy))

    assert [*found] == ["hearing_passed.q1w2z", "hearing.r1w2z", "hearing.s1w2z", "order_ends.2025-07-21"]
    assert len(coming(publish(register_of(*busy), "public", on=DAY))) == len(found)


def test_each_end_of_a_sentence_is_an_event_of_its_own(calendar, busy):
    case, source = busy

    def verdict(eid, day, term):
        sentences = [{"penalty": "imprisonment", "term": term}]
        return entry(eid, "verdict", day, outcome="convicted", sentences=sentences)

    events = [*case["events"][:2], verdict("v1w2z", "2025-06-05", "P1Y")]
    later = verdict("v3w2z", "[2025-06-08..2025-06-20]", "P2Y")
    found = by_kind(calendar({**case, "events": [*events, later]}, source))

    assert len([uid for uid in found if uid.startswith("sentence_ends.")]) > 1


def test_a_day_is_a_date_and_an_uncertain_one_all_that_it_may_be(calendar, busy):
    found = by_kind(calendar(*busy))

    def days(uid):
        return found[uid].decoded("dtstart"), found[uid].decoded("dtend"), str(found[uid]["STATUS"])

    assert days("hearing.r1w2z") == (date(2025, 6, 20), date(2025, 6, 21), "CONFIRMED")
    assert days("hearing.s1w2z") == (date(2025, 7, 1), date(2025, 7, 5), "TENTATIVE")
    assert "not certain: between 1 and 4 July 2025" in str(found["hearing.s1w2z"]["DESCRIPTION"])
    assert all(type(event.decoded("dtstart")) is date for event in found.values())


@pytest.mark.parametrize(
    ("stated", "first", "end"),
    [
        ("[..2025-07-04]", date(2025, 7, 4), date(2025, 7, 5)),
        ("[2025-07-01..]", date(2025, 7, 1), date(2025, 7, 2)),
        ("9999-12-31", date(9999, 12, 31), None),
        ("2025-07", date(2025, 7, 1), date(2025, 8, 1)),
    ],
)
def test_beside_an_open_side_only_the_known_day_is_marked(calendar, busy, stated, first, end):
    case, source = busy
    only = {**case, "events": [entry("r1w2z", "hearing", stated, outcome="scheduled")]}

    (event,) = calendar(only, source).walk("VEVENT")

    assert event.decoded("dtstart") == first
    assert (event.decoded("dtend") if "DTEND" in event else None) == end


def test_an_overdue_item_is_on_its_last_possible_day(calendar, busy):
    case, source = busy
    only = {**case, "events": [entry("r1w2z", "hearing", "[2025-05-01..2025-06-02]", outcome="scheduled")]}

    (event,) = calendar(only, source).walk("VEVENT")

    assert "hearing_passed" in str(event["UID"])
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2025, 6, 2), date(2025, 6, 3))


def test_a_future_item_has_reminders_a_week_and_a_day_before(calendar, busy):
    found = by_kind(calendar(*busy))

    triggers = [alarm.decoded("trigger") for alarm in found["hearing.r1w2z"].walk("VALARM")]
    midnight = datetime(2025, 6, 20)  # noqa: DTZ001 - wherever the reader is
    assert [midnight + each for each in triggers] == [
        datetime(2025, 6, 13, 9), datetime(2025, 6, 19, 9),  # noqa: DTZ001
    ]  # fmt: skip
    assert found["hearing_passed.q1w2z"].walk("VALARM") == []


def test_the_public_reads_names_and_every_other_calendar_ids(calendar, busy):
    public, inside = (
        by_kind(calendar(*busy, audience=each))["hearing.r1w2z"] for each in ("public", "internal")
    )

    assert str(public["SUMMARY"]).startswith("Айдай Эркебаева: hearing on 20 June 2025 at 10:00")
    assert str(inside["SUMMARY"]).startswith("kg-2025-7k3mq: hearing on 20 June 2025 at 10:00")
    assert "Observers may come." in str(public["DESCRIPTION"])
    assert "Айдай" not in inside.to_ical().decode()
    assert "Observers" not in inside.to_ical().decode(), "a line in words may hold a name"
    assert (str(public["CLASS"]), str(inside["CLASS"])) == ("PUBLIC", "CONFIDENTIAL")


def test_the_place_in_a_source_is_shown_only_in_public_exports(calendar, busy):
    case, source = busy
    cited = [{"source": source["id"], "locator": "told by the mother of Айдай"}]
    events = [{**each, "sources": cited} if each["id"] == "r1w2z" else each for each in case["events"]]

    public, inside = (
        str(
            by_kind(calendar({**case, "events": events}, source, audience=each))["hearing.r1w2z"][
                "DESCRIPTION"
            ]
        )
        for each in ("public", "internal")
    )

    assert f"Source: {source['id']}, told by" not in inside
    assert f"Source: {source['id']}\n" in inside
    assert f"Source: {source['id']}, told by the mother" in public


def test_an_id_stays_when_the_day_is_corrected_and_a_later_day_asks(calendar, busy):
    case, source = busy
    corrected = [{**each, "date": "2025-06-27"} if each["id"] == "r1w2z" else each for each in case["events"]]

    before, after = by_kind(calendar(*busy)), by_kind(calendar({**case, "events": corrected}, source))
    later = by_kind(calendar(*busy, on=date(2025, 6, 15)))

    assert {*before} == {*after} == {*later}
    assert after["hearing.r1w2z"].decoded("dtstart") == date(2025, 6, 27)
    assert len({str(event["UID"]) for event in before.values()}) == len(before)


def test_the_stamp_is_the_given_time(calendar, busy):
    stamps = {event.decoded("dtstamp") for event in calendar(*busy, epoch="86400").walk("VEVENT")}
    assert stamps == {datetime(1970, 1, 2, tzinfo=UTC)}


TEXTS = [
    "one, two; three\\n \\ four", "Эркебаева " * 90, "\U0001f54a" * 200, "שלום </script>",
    '=HYPERLINK("https://example.org")', "BEGIN:VEVENT", 'a "quoted" word: x', "y" * 997,
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_unchanged_and_no_line_too_long(exported, calendar, busy, text):
    case, source = busy
    court = f"{text}\n\nDTSTART:19700101T000000Z\nEND:VEVENT\n{text}"
    events = [
        {**each, "summary": text, "court": court} if each["id"] == "r1w2z" else each
        for each in case["events"]
    ]
    told = {**case, "person": {"identification": "named", "name": text}, "events": events}

    blob = exported("ics", told, source, epoch="0")
    found = by_kind(calendar(told, source))

    assert max(len(line) for line in blob.split(b"\r\n")) <= 75
    assert b"\n" not in blob.replace(b"\r\n", b"")
    assert [*found] == [*by_kind(calendar(*busy))]
    event = found["hearing.r1w2z"]
    assert str(event["SUMMARY"]) == f"{text}: hearing on 20 June 2025 at 10:00, {court}"
    assert str(event["DESCRIPTION"]).startswith(f"{text}\n")
    assert str(event["LOCATION"]) == f"{court}, Ош"
    assert not calendar(told, source).walk("VEVENT")[0].errors


def test_a_title_of_several_lines_puts_nothing_into_the_calendar(register_of, busy):
    settings = read_entry(SETTINGS, b'schema: casefile/settings/1\ntitle: "Ours\\nMETHOD:CANCEL"\n')
    register = Register([*register_of(*busy).entries.values(), settings])
    out = io.BytesIO()

    write(publish(register, "public", on=DAY), out, {"epoch": "0"})

    found = Calendar.from_ical(out.getvalue())
    assert str(found["NAME"]) == r"Due: Ours\nMETHOD:CANCEL", "escaped, which this reader leaves as it is"
    assert "X-WR-CALNAME" in found
    assert "METHOD" not in found


def test_nothing_recurs_and_nothing_takes_part(exported, busy):
    blob = exported("ics", *busy, epoch="0")
    assert not any(word in blob for word in (b"RRULE", b"ATTENDEE", b"ORGANIZER", b"TZID", b"VTIMEZONE"))


def test_an_empty_calendar_is_one(calendar, records):
    assert calendar(records[2]).walk("VEVENT") == []


LINE = "{start} {end} {uid}"


def test_khal_reads_as_many_events(exported, busy, tmp_path):
    (tmp_path / "due.ics").write_bytes(exported("ics", *busy, epoch="0"))
    (tmp_path / "calendar").mkdir()
    (tmp_path / "config").write_text(
        f"[calendars]\n[[due]]\npath = {tmp_path}/calendar\n[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
    )

    def khal(*words):
        command = [program("khal"), "-c", str(tmp_path / "config"), *words]
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout

    khal("import", "--batch", "-a", "due", str(tmp_path / "due.ics"))
    listed = khal(
        "list", "--once", "--day-format", "", "--format", "{start} {end} {uid}", "2025-06-01", "90d"
    )

    assert sorted(filter(None, listed.splitlines())) == [
        "2025-06-02 2025-06-02 kg-2025-7k3mq.hearing_passed.q1w2z@casefile",
        "2025-06-20 2025-06-20 kg-2025-7k3mq.hearing.r1w2z@casefile",
        "2025-07-01 2025-07-04 kg-2025-7k3mq.hearing.s1w2z@casefile",
        "2025-07-21 2025-07-21 kg-2025-7k3mq.order_ends.2025-07-21@casefile",
    ]


def test_no_fact_is_called_missing_if_a_withheld_entry_states_it(calendar, busy):
    """The hearing that passed has an outcome, which only the desk may read."""
    case, source = busy
    outcome = entry("t1w2z", "hearing", "2025-06-02", outcome="adjourned", tier="restricted")
    known = {**case, "events": [*case["events"][:3], outcome, *case["events"][3:]]}

    assert "hearing_passed.q1w2z" in by_kind(calendar(*busy))
    assert "hearing_passed.q1w2z" not in by_kind(calendar(known, source))
    assert "hearing.r1w2z" in by_kind(calendar(known, source))


def test_only_chosen_records_have_due_items(exported, busy):
    case, source = busy
    other = {**case, "id": "kg-2025-8k3mq", "person": {"identification": "named", "name": "Other"}}

    blob = exported("ics", case, other, source, chosen=["kg-2025-8k3mq"], epoch="0")

    uids = [str(event["UID"]) for event in Calendar.from_ical(blob).walk("VEVENT")]
    assert uids
    assert {uid.split(".")[0] for uid in uids} == {"kg-2025-8k3mq"}
