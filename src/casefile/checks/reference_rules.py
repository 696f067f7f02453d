"""The check rules for references: a record that is named must exist, and none is created silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefile.checks.check_rule import RuleFinding
from casefile.checks.rule_subject import CheckedRecord
from casefile.errors import Fix, add_item, follow_rename
from casefile.model.events import Appeal, Cites, Event
from casefile.model.field import EVENT_ID, RECORD_ID
from casefile.model.record_shapes import shape_of_entry
from casefile.model.records import Organization
from casefile.model.references import Names, fields_that_name, names_event, names_proceeding
from casefile.model.shape import Path
from casefile.model.source import source_id
from casefile.names import fold_text
from casefile.names.close_matches import close_to
from casefile.register.record_summary import Reference

DELETED = "; to find the commit that deleted it: git log --diff-filter=D --name-only -- cases"
"""The end of a hint about a missing record, without the id: a hint contains no text of a record."""


def resolves(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A source, a situation or a case is named by an id that no record of that kind has.

    Add the record first, or correct the spelling: casefile does not create it for you.
    """
    for reference in subject.loose:
        if not reference.refers.endswith("?"):
            yield _missing(reference, subject)


def id_resolves(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An organisation or a statute is named by what looks like an id, and no such record exists.

    A text of lower-case letters, digits and hyphens is read as an id. Add the record first, or write the name
    as text, with a capital letter or a blank.
    """
    for reference in subject.loose:
        if reference.refers.endswith("?") and RECORD_ID.fits(reference.target):
            yield _missing(reference, subject)


def text_names_record(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A text is the name of an organisation or a statute of the register.

    Write its id, so that lists and filters find it under one name.
    """
    for reference in subject.loose:
        if reference.refers.endswith("?") and not RECORD_ID.fits(reference.target):
            kind = reference.refers.removesuffix("?")
            known = subject.around.named(kind).get(fold_text(reference.target), ())
            if known and subject.entry.id not in known:
                owner = "a" if len(known) == 1 else "more than one"
                message = f"this is the name of {owner} registered {kind}"
                yield RuleFinding(reference.field, message, f"use the id: {' or '.join(known)}")


def appeal_names_entry(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An appeal is against what looks like the id of an event, and this ledger has no event with that id.

    Write the id of the decision that the appeal is against, or describe the decision in words.
    """
    for place, event in enumerate(subject.events):
        against = event.against if type(event) is Appeal else None
        if against is None or not EVENT_ID.fits(against):
            continue
        if all(against != each.id for each in subject.events):
            yield RuleFinding(
                ("events", place, "against"),
                "this ledger has no entry with this id",
                f"to see the ids: casefile show {subject.entry.id}",
            )


def proceeding_resolves(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An event names a proceeding that the case does not list under `proceedings`.

    Correct the spelling, or list it: `casefile update RECORD --add proceedings=ID`. Any short name will do.
    After `casefile resolve --both`, each of two proceedings has a new id: choose the one that the event
    belongs to.
    """
    listed = [each.id for each in subject.case.proceedings] if subject.case else []
    for place, event in enumerate(subject.events):
        for field, named in _named_by(event, names_proceeding):
            if named not in listed:
                hint = _proceeding_hint(subject, named, listed)
                add = add_item("proceedings", "ID", subject.entry.id)  # an id is text of the record
                message = "this record has no proceeding with this id"
                yield RuleFinding(("events", place, *field), message, hint, add if subject.case else Fix())


def _named_by(event: Event, names: Names) -> Iterator[tuple[Path, str]]:
    """Yield each id in the fields of an event that `names` selects, with the path of the field."""
    stated = vars(event)
    for name in fields_that_name(shape_of_entry(event.type), names):
        value = stated[name]
        if isinstance(value, str):
            yield (name,), value
        elif value is not None:
            yield from (((name, place), each) for place, each in enumerate(value))


def _proceeding_hint(subject: CheckedRecord, named: str, listed: Sequence[str]) -> str:
    if subject.case is None:
        return "only a case lists proceedings: remove it here"
    apart = [each for each in listed if each.startswith(f"{named}-")]
    near = apart if len(apart) > 1 else close_to(named, listed, n=1)
    quoted = " or ".join(f"`{each}`" for each in near)
    correct = f"did you mean {quoted}? A new one: " if near else "add it first: "
    return f"{correct}{{fix}}"


def decision_is_recorded(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """An event is about one (`against`, `answers`) that this ledger does not contain, or about itself.

    Write the id of the event that it reviews or answers: `casefile show RECORD` lists them.
    """
    ids = [event.id for event in subject.events]
    for place, event in enumerate(subject.events):
        for field, named in () if type(event) is Appeal else _named_by(event, names_event):
            if named in ids and named != event.id:
                continue
            near = close_to(named, [each for each in ids if each != event.id], n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            message = (
                "an event cannot refer to itself"
                if named == event.id
                else "this ledger has no event with this id"
            )
            yield RuleFinding(("events", place, *field), message, f"{meant}casefile show {subject.entry.id}")


def field_cites_sources(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """`cites` names a field that this type of event does not have, or a source that the event does not cite.

    `sources` of an event is the list of all its sources, on which its tier and its verification status
    depend; `cites` states which of them are the sources of a single field. Add the source there too, or
    correct the spelling.
    """
    for place, event in enumerate(subject.events):
        known = type(event).model_fields
        sources = [*map(source_id, event.sources)]
        for name, path in _cited_alone(event, place):
            if name not in known:
                hint = f"its fields: {', '.join(shape_of_entry(event.type).fields['cites'].keys)}"
                yield RuleFinding(path, "this type of event does not have this field", hint)
                continue
            for at, source in enumerate(event.cites.of(name) if event.cites else ()):
                if source not in sources:
                    message = "the event itself does not cite this source"
                    yield RuleFinding((*path, at), message, "add it to `sources` of the event too")


def cited_field_is_stated(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """`cites` names a field that the event does not state.

    State the field, or remove it from `cites`.
    """
    for place, event in enumerate(subject.events):
        for name, path in _cited_alone(event, place):
            if name in type(event).model_fields and name not in event.model_fields_set:
                yield RuleFinding(path, "the event does not state this field", "state it, or remove it here")


def _cited_alone(event: Event, place: int) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield each field for which `cites` of an event lists sources, with the path of the list in the file.

    A field is given by its attribute name; `place` is the index of the event.
    """
    for name in sorted(event.cites.model_fields_set) if event.cites else ():
        yield name, ("events", place, "cites", Cites.model_fields[name].alias or name)


def not_itself(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A record names itself where only another record makes sense.

    A case is not related to itself, an organisation is no partner of itself. Name the other one, or remove
    it.
    """
    record = subject.record
    related = [each.case for each in subject.case.related] if subject.case else []
    partners = record.partner_of if isinstance(record, Organization) else ()
    for field, targets in (("related", related), ("partner_of", partners)):
        for place, target in enumerate(targets):
            if target == subject.entry.id:
                yield RuleFinding(
                    (field, place), "a record cannot refer to itself", "name another record, or remove it"
                )


def _missing(reference: Reference, subject: CheckedRecord) -> RuleFinding:
    kind = reference.refers.removesuffix("?")
    renamed = subject.around.formerly.get(reference.target)
    message = f"this {kind} has the id {renamed[0]} now" if renamed else f"there is no {kind} with this id"
    if renamed:
        return RuleFinding(reference.field, message, "{fix}", follow_rename(renamed[0]))
    return RuleFinding(reference.field, message, _hint(reference, kind, subject))


def _hint(reference: Reference, kind: str, subject: CheckedRecord) -> str:
    """Return the hint for a reference to an id that no record has or had."""
    register = subject.register
    held = register.by_id.get(reference.target)
    if held is not None:
        return f"{held.path} has this id, but is not a {kind}"
    close = subject.around.nearest(reference.target, kind)
    if close:
        return f"did you mean {close}?"
    add = "casefile add" if kind == "case" else f"casefile {kind} add"
    other = (
        ", or write the name as text, with a capital letter or a space"
        if reference.refers.endswith("?")
        else DELETED
    )
    return f"register it first: {add} --help{other}"
