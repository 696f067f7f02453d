"""The whole register before one audience: which records may leave, and what of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from casefile.model.dates import Day
from casefile.model.glance import names_anywhere
from casefile.model.names import folded
from casefile.model.tiers import CLOSE, Facts, record_tier
from casefile.publication.audience import Audience, Scope, admits
from casefile.publication.hidden import Hidden, Secret
from casefile.publication.naming import Naming, all_names, is_opaque, naming
from casefile.publication.redaction import Redacted, Redactor, Subject
from casefile.publication.references import References
from casefile.register import Entry, Register

UNTOUCHED = Naming(open=True)


@dataclass(frozen=True)
class Names:
    """What a text of the register is searched for: names that must not leave, and those that may."""

    secrets: frozenset[Secret]
    told: frozenset[str]
    bodies: frozenset[str]


@dataclass(frozen=True)
class Looked:
    """A register at a first look: which records may leave by their tiers, and which names in them may not.

    `by_tier` is what is left of each record, by its id, before its texts and references are read; `of_names`
    are the ids that may not leave, `hidden` finds in any text what must not stand there.
    """

    register: Register
    audience: Audience
    facts: Facts
    subjects: Mapping[str, Subject]
    by_tier: Mapping[str, Redacted]
    names: Names
    hidden: Hidden
    of_names: frozenset[str]


@dataclass(frozen=True)
class Leaving:
    """What may leave: of each record, by its id in the register, what is left and what was left out.

    `withheld` are the sound records of which nothing may leave, `made_of_names` the ids that may not.
    """

    kept: Mapping[str, Redacted]
    withheld: tuple[str, ...]
    made_of_names: frozenset[str]


def look(
    register: Register, audience: Audience, scope: Scope, day: Day, beside: Looked | None = None
) -> Looked:
    """Take the first look at a register; `day` is the one on which consents are looked at.

    `beside` is that at another state of it, for the same audience, scope and day: what is the same there is
    taken from there.
    """
    facts = _facts(register)
    subjects = {each.entry.id: each for each in _subjects(register, facts, audience, scope, day)}
    known = _as_in(beside, facts, subjects) if beside else {}
    by_tier = {
        key: known.get(key) or Redactor(each, audience, facts).redact() for key, each in subjects.items()
    }
    names = _names(register, by_tier)
    same = beside is not None and names == beside.names
    hidden = beside.hidden if beside and same else Hidden(names.secrets, names.told, names.bodies)
    of_names = frozenset(key for key, each in subjects.items() if _made_of_name(each, hidden))
    return Looked(register, audience, facts, subjects, by_tier, names, hidden, of_names)


def leaving(looked: Looked, only: Collection[str] | None = None) -> Leaving:
    """Redact every sound record of a register, or `only` these.

    That is the same for them as if all were, where none of them names a record that is not among them.
    """
    register, published = looked.register, {key for key, each in looked.by_tier.items() if each.data}
    asked = published if only is None else published & {*only}
    while True:
        unspeakable = frozenset({*register.by_id} - published) | looked.of_names
        resolve = References(register, published, looked.audience)
        kept = {
            key: Redactor(
                looked.subjects[key],
                looked.audience,
                looked.facts,
                looked.hidden,
                resolve,
                unspeakable | _entries(looked.by_tier[key]),
            ).redact()
            for key in sorted(asked & published)
        }
        lost = {key for key, each in kept.items() if not each.data}
        if not lost:
            withheld = tuple(sorted(_sound(register) - published))
            return Leaving(kept, withheld, looked.of_names)
        published -= lost


def changed_sources(one: Facts, other: Facts) -> frozenset[str]:
    """Return the ids of the sources that say by now something else of how strict it is what rests on them."""
    return frozenset({*one.close} ^ {*other.close} | {*(one.known or ())} ^ {*(other.known or ())})


def _as_in(beside: Looked, facts: Facts, subjects: Mapping[str, Subject]) -> dict[str, Redacted]:
    """Return what is left of the records that are as they were, and rest on sources that are."""
    if facts.default != beside.facts.default:
        return {}
    moved = changed_sources(facts, beside.facts)
    known = (key for key, each in subjects.items() if is_of(beside, key, each.entry))
    return {key: beside.by_tier[key] for key in known if not holds(subjects[key].entry, moved)}


def is_of(looked: Looked, key: str, entry: Entry) -> bool:
    """Tell whether a record that may leave by its tier is this very one."""
    subject = looked.subjects.get(key)
    return subject is not None and subject.entry is entry


def holds(entry: Entry, ids: Collection[str]) -> bool:
    """Tell whether a record may name one of these ids, in a field or in the midst of a text."""
    if not ids:
        return False
    text = "\n".join(texts(entry.data)).lower()
    return any(key.lower() in text for key in ids)


def texts(value: object) -> Iterator[str]:
    """Yield every text that stands anywhere in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def _facts(register: Register) -> Facts:
    close = frozenset(key for key, connection in register.connections.items() if connection in CLOSE)
    return Facts(register.settings.default_tier, close, register.sources)


def _sound(register: Register) -> set[str]:
    """Return the ids of the records that could leave: none that is broken, none that was withdrawn."""
    return {key for key, entry in register.by_id.items() if not entry.broken and not entry.withdrawn}


def _subjects(
    register: Register, facts: Facts, audience: Audience, scope: Scope, day: Day
) -> Iterator[Subject]:
    for key in sorted(_sound(register)):
        entry = register.by_id[key]
        tier = record_tier(entry.data or {}, facts.default)
        if admits(audience, tier):
            person = entry.kind == "case"
            yield Subject(
                entry, tier, naming(entry.data or {}, tier, audience, scope, day) if person else UNTOUCHED
            )


def _names(register: Register, by_tier: Mapping[str, Redacted]) -> Names:
    """Gather the names that must not leave: those of broken and of wholly withheld records among them."""
    told = {key: [*all_names(each.data)] for key, each in by_tier.items() if each.data}
    told_anywhere = {folded(name) for names in told.values() for name in names}
    secrets = (_secret(entry, told.get(entry.id, []), told_anywhere) for entry in _cases(register))
    bodies = (name for each in by_tier.values() for name in _names_of_body(each.data))
    return Names(
        frozenset(secrets),
        frozenset([*(name for names in told.values() for name in names), *bodies]),
        frozenset(_withheld_bodies(register, by_tier)),
    )


def _withheld_bodies(register: Register, by_tier: Mapping[str, Redacted]) -> set[str]:
    """Gather what is no person and must not leave, but for what another of its kind is called in public."""
    told = {
        (register.by_id[key].kind, folded(name))
        for key, each in by_tier.items()
        for name in (*_names_of_body(each.data), *_title(each.data))
    }
    return {
        name
        for entry in register.entries.values()
        if entry.kind not in {"case", "settings"}
        for name in (*_names_of_body(entry.data), *_title(entry.data), *_unread(entry))
        if (entry.kind, folded(name)) not in told
    }


def _cases(register: Register) -> Iterator[Entry]:
    """Yield every file of a case: of two that state one id, each holds a name of its own."""
    yield from (entry for entry in register.entries.values() if entry.kind == "case")


def _secret(entry: Entry, told: list[str], told_anywhere: set[str]) -> Secret:
    names = (*all_names(entry.data or {}), *_unread(entry))
    return Secret(tuple(name for name in names if folded(name) not in told_anywhere), tuple(told))


def _unread(entry: Entry) -> Iterator[str]:
    """Yield what may be a name in a file with errors: where it cannot be read, nothing else tells them."""
    if entry.broken:
        yield from names_anywhere(entry.text)


def _names_of_body(data: Mapping[str, object] | None) -> Iterator[str]:
    """Yield the names of an organisation."""
    for field in ("name", "abbreviation"):
        if data and isinstance(data.get(field), str):
            yield str(data[field])
    others = data.get("other_names") if data else None
    for each in others if isinstance(others, list) else []:
        if isinstance(each, Mapping) and "name" in each:
            yield str(each["name"])


def _title(data: Mapping[str, object] | None) -> Iterator[str]:
    """Yield the title of a situation, a law or a source."""
    if data and isinstance(data.get("title"), str):
        yield str(data["title"])


def _made_of_name(subject: Subject, hidden: Hidden) -> bool:
    """Tell whether an id would give a withheld name away, or might where it was not drawn at random."""
    key = subject.entry.id
    if hidden.found_in(key):
        return True
    return not subject.naming.open and bool(subject.naming.names) and not is_opaque(key)


def _entries(redacted: Redacted) -> frozenset[str]:
    """Return the ids of the entries that are withheld, which no text of the record may name either."""
    return frozenset(path.rsplit(".", 1)[-1] for path in redacted.tally.events)
