"""Make a case of the answers: they become its first events, restricted, with the call as their source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

from msgspec.structs import replace

from casefile.dates import Day, When
from casefile.editing.edit_plans import new_entry, plan_event
from casefile.editing.edits import Edit, Plan, Planner
from casefile.editing.field_edits import list_items
from casefile.intake.call_events import new_call
from casefile.intake.interview.answer import Answers, Days
from casefile.intake.interview.body_answers import BETWEEN
from casefile.intake.interview.choice_answers import (
    AGREED,
    CALLED,
    LEAVES,
    MISSING,
    OTHER,
    SEARCHED,
    TAKEN,
    label_of,
)
from casefile.intake.new_records import open_case
from casefile.model.minors import may_be_under_age
from casefile.model.plain_data import Fields
from casefile.model.record_shapes import shape_of
from casefile.model.vocabularies import TIERS
from casefile.register import Register, read_entry
from casefile.yaml.canonical_text import write as write_text

TIER = "restricted"
"""The tier of what was reported in a call, until a user decides otherwise."""
UNIDENTIFIED = "not identified yet"
NOTHING_YET = "What happened is not known yet."


def plan_new_case(answers: Answers, situations: Sequence[str], days: Days, *, duplicate_ok: bool) -> Planner:
    """Plan a new case of the answers; a probable duplicate is refused unless `duplicate_ok`.

    An event without a stated date is dated by the day on which its answers were given, the call by the last
    of these days. The planner raises the errors of `open_case`.
    """
    first, *others = events(answers, days)
    consent = _consent(answers, days)
    fields: Fields = {
        "tier": TIER,
        "country": answers.get("country", ""),
        **({"situations": [*situations]} if situations else {}),
        "person": _person(answers, days),
        **({"consent": consent} if consent else {}),
    }
    last = _last(answers, days)
    opening = open_case(fields, first, last, connection=_caller(answers), duplicate_ok=duplicate_ok)

    def plan(register: Register) -> Plan:
        made = opening(register)
        (case,) = made.edits
        beside = tuple(_add_notes(each, answers) for each in made.beside)
        ledger = list_items(case.data, "events")
        for event in others:
            fields = {**event, "sources": ledger[0]["sources"]}
            ledger = [*ledger, new_entry(shape_of("case").fields["events"], ledger, fields)]
        return replace(made, edits=(replace(case, data={**case.data, "events": ledger}),), beside=beside)

    return plan


def plan_added_entries(answers: Answers, situations: Sequence[str], record: str, days: Days) -> Planner:
    """Plan the answers as events of an existing case; answers that fit no event go into a note.

    `record` is the id of the case. The rest of the case is not changed: the note of the first new event
    contains the name as heard, the age, the consent and the situations, so that a user can compare them.
    """
    day = _last(answers, days)

    def plan(register: Register) -> Plan:
        source = _add_notes(new_call(register, _caller(answers), day), answers)
        entry = register.find(record, "case")
        tier = register.tier(entry.fields)
        new_events = [{**event, "sources": [source.data["id"]]} for event in events(answers, days)]
        new_events[0]["note"] = _reported_words(answers, situations)
        made, here = Plan(()), register
        for event in new_events:
            looser = TIERS.index(tier) < TIERS.index(TIER)
            fields = {**event, **({"tier": TIER} if looser else {})}
            kind = str(fields.pop("type"))
            made = plan_event([entry.id], kind, fields, day)(here)
            (edit,) = made.edits
            here = here.replacing(read_entry(edit.path, write_text(entry.shape, edit.data).encode()))
        return replace(made, beside=(source,))

    return plan


def _last(answers: Answers, days: Days) -> Day:
    """Return the day on which the last answer was given that becomes part of an event."""
    return days.on(*(name for name, value in answers.items() if value and name not in ABOUT_THE_CALL))


ABOUT_THE_CALL = frozenset({"caller", "eyes", "leaves", "agreed", "same"})
"""Names of answers about the call and the case, which state nothing about the situation of the person."""


def events(answers: Answers, days: Days) -> list[Fields]:
    """Return the events that the answers make, in ledger order, without ids and sources; at least one."""
    date = answers.get("when") or f"[..{days.on('what', 'words').isoformat()}]"
    where = {"place": answers["town"]} if answers.get("town") else {}
    acting = {"by": answers["by"].split(BETWEEN)} if answers.get("by") else {}
    first: Fields = {**_first(answers, days.on("when")), **where, **acting}
    began = When.parse(str(first.get("date", date)))
    return [{"date": date, **first}, *_later_events(answers, began, days), *_further_events(answers, days)]


def further_keys(number: int) -> tuple[str, str]:
    """Return the keys of the answers about a further event: its text, its day. Numbers begin with 1."""
    return f"more_{number}", f"more_{number}_when"


def further_events(answers: Answers) -> list[tuple[str, str]]:
    """Return the text and the day of each further event; the day is empty if it is not known."""
    found: list[tuple[str, str]] = []
    for number in count(1):
        text, day = further_keys(number)
        if text not in answers:
            return found
        if answers[text]:
            found.append((answers[text], answers.get(day, "")))
    return found


def _further_events(answers: Answers, days: Days) -> Iterator[Fields]:
    for number, (text, date) in enumerate(further_events(answers), start=1):
        told = days.on(*further_keys(number)).isoformat()
        yield {"type": "note", "date": date or f"[..{told}]", "summary": text}


def _first(answers: Answers, day: Day) -> Fields:
    """Return the fields of the first event; it is a note if the answers do not show what happened.

    `day` is that of the answer to when it happened: a summons for a later day is a note too.
    """
    when = answers.get("when")
    where = f", to {answers['now']}" if answers.get("now") else ""
    if answers.get("what") == CALLED and when and When.parse(when).earliest > day:
        return {
            "type": "note",
            "date": day.isoformat(),
            "summary": f"Summoned for {When.parse(when).words()}{where}.",
        }
    make = FIRST.get(answers.get("what", ""), _note)
    return make(answers)


def _detention(answers: Answers) -> Fields:
    held = {"facility": answers["now"]} if answers.get("now") else {}
    return {"type": "detention", **held}


def _note(answers: Answers) -> Fields:
    return {"type": "note", "summary": answers.get("words") or NOTHING_YET}


FIRST: Mapping[str, Callable[[Answers], Fields]] = {
    TAKEN: _detention,
    # Whether the person may leave nobody knows: questioning is possibly held and possibly not.
    CALLED: lambda answers: {**_detention(answers), "kind": "questioning"},
    SEARCHED: lambda _: {"type": "search"},
    MISSING: lambda _: {"type": "disappearance"},
    OTHER: _note,
}
"""The function that makes the first event, by the answer to "what happened?"."""


def _later_events(answers: Answers, began: When, days: Days) -> Iterator[Fields]:
    """Yield the events after the first one, dated between it and the day of the answer."""

    def since(name: str) -> str:
        until = max(days.on(name), began.earliest)
        return When.span(began.earliest, until, open_start=began.open_start).text

    if answers.get("lawyer"):
        outcome = "permitted" if answers["lawyer"] == "yes" else "denied"
        yield {"type": "access", "date": since("lawyer"), "to": "counsel", "outcome": outcome}
    note = {"note": f"As reported: {answers['as_told']}"} if answers.get("as_told") else {}
    if answers.get("free"):
        seen = {"seen_by": answers["seen_by"]} if answers.get("seen_by") else {}
        went = {"then": answers["went"]} if answers.get("went") else {}
        yield {"type": "release", "date": since("free"), **seen, **went, **note}
    if answers.get("held") == "yes":
        facility = {"facility": answers["now"]} if answers.get("now") else {}
        yield {"type": "confirmation", "date": days.on("held").isoformat(), "found": "held", **facility}
    if answers.get("dead"):
        yield {"type": "death", "date": since("dead"), **note}
    if answers.get("risk") == "yes":
        condition = {"condition": answers["condition"]} if answers.get("condition") else {}
        yield {"type": "health", "date": days.on("risk").isoformat(), **condition, "urgency": "urgent"}


def _person(answers: Answers, days: Days) -> Fields:
    minor = {"minor": answers["adult"]} if answers.get("adult") else {}
    as_of = days.on("age").isoformat()
    age: Fields = {"age": {"years": int(answers["age"]), "as_of": as_of}} if answers.get("age") else {}
    if answers.get("name"):
        return {"identification": "named", "name": answers["name"], **age, **minor}
    ties: Fields = {}
    if answers.get("role_at"):
        ties = {"affiliations": [{"organization": answers["role_at"], "role": answers["role_as"]}]}
    described = {"descriptor": answers.get("role") or UNIDENTIFIED}
    return {"identification": "unnamed", **described, **age, **minor, **ties}


def may_be_minor(answers: Answers, days: Days) -> bool:
    """Return whether the person of the case that the answers make may be under age."""
    return may_be_under_age({"person": _person(answers, days), "events": events(answers, days)})


def _consent(answers: Answers, days: Days) -> Fields:
    """Return the consent that was given, with its scope and basis; empty if it is not known who gave it."""
    scope, basis = answers.get("leaves", ""), answers.get("agreed", "")
    if scope not in AGREEABLE or not basis:
        return {}
    role = label_of(basis, AGREED)
    obtained = days.on("leaves", "agreed").isoformat()
    return {"basis": basis, "given_by": role, "scope": [scope], "obtained": obtained}


AGREEABLE = frozenset(choice.word for choice in LEAVES[1:])


def _caller(answers: Answers) -> str:
    return answers.get("caller") or "unknown"


def _add_notes(source: Edit, answers: Answers) -> Edit:
    """Return the call with notes of answers that no field of an event records.

    They are how the caller knows, and each "no".
    """
    denied = (words for name, words in DENIED.items() if answers.get(name) == "no")
    notes = " ".join(filter(None, (HOW.get(answers.get("eyes", "")), *denied)))
    if not notes or source.data.get("kind") != "call":
        return source
    return replace(source, data=shape_of("source").sort_fields({**source.data, "notes": notes}))


HOW = {"own": "The caller saw it.", "heard": "The caller heard it from others."}
DENIED = {
    "held": "The caller reports that the person was not held at that time.",
    "risk": "The caller reports that life and health were not at risk.",
}
"""The note for the answer "no", by the name of the question."""


def _reported_words(answers: Answers, situations: Sequence[str]) -> str:
    """Return a note with the answers about the person and about consent, word for word."""
    reported = {
        "name as heard": answers.get("name"),
        "role": answers.get("role"),
        "adult": answers.get("adult"),
        "age": answers.get("age"),
        "may be shared": label_of(answers.get("leaves", ""), LEAVES),
        "agreed": label_of(answers.get("agreed", ""), AGREED),
        "situation": ", ".join(situations),
    }
    text = "; ".join(f"{what}: {words}" for what, words in reported.items() if words)
    return f"As reported in a call: {text or 'nothing more'}."
