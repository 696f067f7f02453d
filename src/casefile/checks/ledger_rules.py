"""The check rules for events: sources, reasons, dates, and the warnings of the custody rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from functools import cache

from casefile.changes.equality import entry_key_without_id
from casefile.changes.joined_entries import join_entries, may_be_one
from casefile.checks.check_rule import Check, RuleFinding
from casefile.checks.rule_subject import CheckedRecord
from casefile.dates import When
from casefile.dates.other_calendars import is_of_another
from casefile.errors import Fix, add_item, set_field
from casefile.model.events import Event, Hearing, Note
from casefile.model.plain_data import Data, items
from casefile.model.record_dates import dates_of
from casefile.model.shape import Shape
from casefile.model.source import source_id
from casefile.model.vocabularies import ANNOUNCED

MOST_WORDS = 25
WORD = r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:['\u2019.,-]\w+)*"
"""The pattern of a word; in scripts without blanks, two characters count as one."""
NO_LEDGER = Shape("events")


def doubt_has_a_reason(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An event is disputed, refuted or retracted, and no reason is stated.

    It stays in the ledger but does not change the status, so a reader must know why: write the reason in
    `resolution.reason`.
    """
    for place, event in enumerate(subject.events):
        if not event.stands and event.resolution is None:
            yield RuleFinding(
                ("events", place, "standing"),
                "this event does not count, but no reason is stated",
                "give the reason in resolution.reason, or with: casefile mark … --reason",
            )


def public_event_has_source(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A public event cites no source.

    What is published must have a source that states it.
    """
    for place in _find_unsourced(subject, public=True):
        yield RuleFinding(
            ("events", place),
            "a public event needs a source",
            "{fix}",
            _add_source(subject, place),
        )


def event_has_source(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An event that is not public cites no source.

    State at least how your team knows: a call, a message, a letter.
    """
    for place in _find_unsourced(subject, public=False):
        yield RuleFinding(
            ("events", place),
            "this event has no source",
            "{fix}",
            _add_source(subject, place),
        )


def public_event_shows_source(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A public event cites sources, and all of them are stricter than public.

    Readers will see no source. Make one of them public where it may be, or cite one that is.
    """
    if subject.tier != "public":
        return
    is_hidden = subject.around.is_hidden
    for place, event in enumerate(subject.events):
        if not event.sources or not is_hidden(source_id(event.sources[0])):
            continue
        is_public = subject.tier_of(("events", place)) == "public"
        if is_public and all(is_hidden(source_id(ref)) for ref in event.sources):
            yield RuleFinding(
                ("events", place, "sources"),
                "readers will see no source, because none of these sources is public",
                "if it may be public: {fix}; or cite a public source",
                set_field("tier", "public", "SOURCE"),
            )


def note_has_text(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An event of type `note` is empty: it has neither a `summary` nor a `note`.

    It describes in words what no other type of event can record.
    """
    for place, event in enumerate(subject.events):
        if type(event) is Note and not event.summary and not event.note:
            yield RuleFinding(("events", place), "a note needs a summary", "add a summary: --summary …")


def entered_twice(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """Two events are equal in every field but the id: one command was given twice, or a merge took both.

    A count of them would be wrong. `casefile resolve RECORD --join EVENT --join EVENT` makes one of them.
    """
    ledger, entries = _ledger(subject)
    dated = [(entry.get("type"), entry.get("date")) for entry in entries]
    if len(set(dated)) == len(dated):
        return
    days = Counter(dated)
    seen: dict[Hashable, Data] = {}
    for place, entry in enumerate(entries):
        if days[dated[place]] > 1:
            first = seen.setdefault(entry_key_without_id(ledger, entry), entry)
            if first is not entry and first["id"] != entry["id"]:
                hint = _join(subject, first, entry)
                yield RuleFinding(("events", place), f"this repeats {first['id']}", hint)


def recorded_twice(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """Two events of one type and day contradict each other in no field: one event may be recorded twice.

    `casefile resolve RECORD --join EVENT --join EVENT` makes one of them, with the sources of both. If they
    are two, record how they differ: the time, the place, who did it.
    """
    ledger, entries = _ledger(subject)
    known: dict[tuple[object, object], list[Data]] = {}
    for place, entry in enumerate(entries):
        before = known.setdefault((entry.get("type"), entry.get("date")), [])
        accounts = before if subject.events[place].date.day else []
        first = next((each for each in accounts if may_be_one(ledger.item(entry), each, entry)), None)
        if first is not None and entry_key_without_id(ledger, first) != entry_key_without_id(ledger, entry):
            hint = _join(subject, first, entry)
            yield RuleFinding(("events", place), f"this may be the same event as {first['id']}", hint)
        before.append(entry)


def _join(subject: CheckedRecord, first: Data, second: Data) -> str:
    """Return the hint with the command that joins two events.

    The event at whose place the status stays the same is named first. If there is none, the command edits the
    file.
    """
    entry = subject.entry
    ids = (str(first["id"]), str(second["id"]))
    one = join_entries(entry.shape.fields["events"].item(first), first, second).data
    place = subject.place_finder.find(ids, one)
    if place is None:
        return f"if it is one event, first correct the order with dates: casefile edit {entry.id}"
    kept, other = ids if place == ids[0] else reversed(ids)
    return f"if it is one event: casefile resolve {entry.id} --join {kept} --join {other}"


def _ledger(subject: CheckedRecord) -> tuple[Shape, list[Data]]:
    """Return the shape of the events of a record, and the events as its file has them."""
    return subject.entry.shape.key("events") or NO_LEDGER, items(subject.entry.fields.get("events"))


def _find_unsourced(subject: CheckedRecord, *, public: bool) -> Iterator[int]:
    for place, event in enumerate(subject.events):
        if not event.sources and (subject.tier_of(("events", place)) == "public") == public:
            yield place


def _add_source(subject: CheckedRecord, place: int) -> Fix:
    return add_item("sources", "URL", subject.entry.id, subject.events[place].id)


def quote_is_short(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A quotation has more than 25 words.

    Quote only the words that the claim depends on; the source has the rest.
    """
    for node in subject.survey.quotes:
        if len(re.findall(WORD, node.value)) > MOST_WORDS:
            yield RuleFinding(
                node.path,
                f"a quotation has at most {MOST_WORDS} words",
                "quote only the words that support the claim",
            )


def dated_after_report(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An event is dated later than the earliest publication that reports it.

    Only an announced event can be, such as a scheduled hearing. Check the date of the event and that of the
    source; for a future hearing write `outcome: scheduled`.
    """
    published = subject.around.published
    for place, event in enumerate(subject.events):
        if type(event) is Hearing and event.outcome in ANNOUNCED:
            continue
        begins = event.date.earliest
        days = [published(source_id(ref)) for ref in event.sources]
        if any(day is not None and begins > day for day in days):
            yield RuleFinding(
                ("events", place, "date"),
                "the event is later than the publication of its source",
                "check both dates; a future hearing has the outcome scheduled",
            )


ENDS = ("until", "appeal_until", "reply_due", "in_force")


def order_ends_later(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An order or the time for an appeal ends, a reply is due, or a verdict is in force, before the event.

    One of the two dates is wrong.
    """
    for place, event in enumerate(subject.events):
        for name in _ends(type(event)):
            end: When | None = getattr(event, name)
            if end is not None and end.latest < event.date.earliest:
                yield RuleFinding(
                    ("events", place, name), "this date is before the event", "check both dates"
                )


def calendar_is_gregorian(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A date of a record has a year of another calendar: 1300 to 1499 (Hijri) or 2440 to 2600 (Buddhist).

    It is an error, because a status or an age that follows from such a date is false: nothing in a register
    happened in these years. Write the Gregorian date. A command that writes offers it: the Solar Hijri
    reading for Iran and Afghanistan, each reading that fits for other countries (see
    [The law of countries](jurisdictions.md)).
    """
    for path, date in dates_of(subject.record):
        if is_of_another(date):
            message = "this year does not look Gregorian"
            yield RuleFinding(path, message, "write the Gregorian date, such as 2026-11-23")


@cache
def _ends(kind: type[Event]) -> tuple[str, ...]:
    return tuple(name for name in ENDS if name in kind.model_fields)


REMARKS = {
    "out-of-order": """An entry comes after one that must come after it.

    The status follows the dates all the same; `casefile fmt` corrects the order in the file.""",
    "order-matters": """The dates of two entries overlap, so that the file alone orders them, and the status
    depends on it.

    Check that the order is that of the sources, or make a date narrower.""",
    "detained-while-held": """The person is detained again while held.

    A release may be missing, or one detention is recorded twice.""",
    "other-case-open": """The person is released in one case, and another case may still hold them.

    Record where the person went: `then`, `seen_by`, or a confirmation.""",
    "after-death": """An entry comes after a death that is final.

    Either the order or the death is wrong.""",
    "outcome-without-verdict": """A hearing changed or overturned a verdict, and nothing follows.

    Record the new verdict, or the release.""",
    "suspension-unclear": """A verdict has prison beside a suspended or probation penalty.

    In some countries it comes instead of prison, in others after it. State the conditional part in
    `suspended`, where the person went in `then`, or the law of the country in `jurisdictions`.""",
    "time-served": """A sentence may be no longer than the time already spent in custody.

    Record whether the person went home: `then`, or a release.""",
    "sentence-enforceable": """The sentence of a person at liberty is final, and no entry shows custody.

    Record a detention, or a confirmation that the person is at liberty.""",
    "then-contradicts": """`then` of an entry contradicts its other fields.

    `then` decides; check which of the two is right.""",
}
"""The manual pages of the warnings about a ledger, by the code of the warning (`custody.ledger_warnings`)."""


def remark(code: str) -> Check:
    """Return the check for one warning about a ledger, by its code; its docstring is the manual page."""

    def check(subject: CheckedRecord) -> Iterator[RuleFinding]:
        found = [each for each in subject.remarks if each.code == code]
        if found:
            places = {event.id: place for place, event in enumerate(subject.events)}
            for each in found:
                yield RuleFinding(("events", places[each.event_id]), each.message)

    check.__doc__ = REMARKS[code]
    return check
