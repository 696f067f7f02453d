"""The whole register before one audience: which records may leave, and what of each."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from casefile.model.dates import Day
from casefile.model.glance import names_anywhere
from casefile.model.names import folded
from casefile.model.tiers import CLOSE, Facts, record_tier
from casefile.publication.audience import Audience, Scope, admits
from casefile.publication.hidden import Hidden, Secret
from casefile.publication.naming import Naming, all_names, is_opaque, naming
from casefile.publication.redaction import Knowledge, Redacted, Redactor, Subject
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
    facts = facts_of(register)
    entries = (entry for _, entry in sorted(register.by_id.items()))
    found = (subject_of(each, facts, audience, scope, day) for each in entries)
    subjects = {each.entry.id: each for each in found if each is not None}
    known = _as_in(beside, facts, subjects) if beside else {}
    by_tier = {
        key: known.get(key) or Redactor(each, audience, facts).redact() for key, each in subjects.items()
    }
    names = gathered([_heard(register, subjects, by_tier)])
    same = beside is not None and names == beside.names
    hidden = beside.hidden if beside and same else Hidden(names.secrets, names.told, names.bodies)
    of_names = frozenset(key for key, each in subjects.items() if made_of_name(each, hidden))
    return Looked(register, audience, facts, subjects, by_tier, names, hidden, of_names)


def leaving(looked: Looked, only: Collection[str] | None = None) -> Leaving:
    """Redact every sound record of a register, or `only` these.

    That is the same for them as if all were, where none of them names a record that is not among them.
    """
    register, published = looked.register, {key for key, each in looked.by_tier.items() if each.data}
    asked = published if only is None else published & {*only}
    while True:
        known = knowledge(register, looked.audience, published, looked.hidden, looked.of_names)
        kept = {
            key: read_with(known, looked.subjects[key], looked.by_tier[key], looked.audience, looked.facts)
            for key in sorted(asked & published)
        }
        lost = {key for key, each in kept.items() if not each.data}
        if not lost:
            withheld = tuple(sorted(_sound(register) - published))
            return Leaving(kept, withheld, looked.of_names)
        published -= lost


def knowledge(
    register: Register,
    audience: Audience,
    published: AbstractSet[str],
    hidden: Hidden,
    of_names: frozenset[str],
) -> Knowledge:
    """Return by what texts and references are judged while these records are published."""
    unspeakable = frozenset(register.by_id) - published | of_names
    return Knowledge(hidden, References(register, published, audience), unspeakable)


def read_with(
    known: Knowledge, subject: Subject, by_tier: Redacted, audience: Audience, facts: Facts
) -> Redacted:
    """Redact a record whose texts and references can be judged by now, too.

    Nothing else is judged anew: where all of these may be told, what its tiers leave is what may leave.
    """
    entries = by_tier.entries
    if by_tier.asked is not None and by_tier.asked.are_told(known, entries):
        return by_tier
    return Redactor(subject, audience, facts, known, entries).redact()


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


def facts_of(register: Register) -> Facts:
    """Return what decides tiers beyond the records themselves."""
    close = frozenset(key for key, connection in register.connections.items() if connection in CLOSE)
    return Facts(register.settings.default_tier, close, register.sources)


def _sound(register: Register) -> set[str]:
    """Return the ids of the records that could leave: none that is broken, none that was withdrawn."""
    return {key for key, entry in register.by_id.items() if is_sound(entry)}


def is_sound(entry: Entry) -> bool:
    """Tell whether a record could leave: one that is broken or withdrawn cannot."""
    return not entry.broken and not entry.withdrawn


def subject_of(entry: Entry, facts: Facts, audience: Audience, scope: Scope, day: Day) -> Subject | None:
    """Return a record that may leave at least in part; None for one that is kept from this audience."""
    tier = record_tier(entry.data or {}, facts.default) if is_sound(entry) else None
    if tier is None or not admits(audience, tier):
        return None
    if entry.kind != "case":
        return Subject(entry, tier, UNTOUCHED)
    return Subject(entry, tier, naming(entry.data or {}, tier, audience, scope, day))


Plain = tuple[str, str]
"""A name, and how it is in plain letters."""


class Heard(NamedTuple):
    """The names in some files: `told` are those of people that the tiers let out, by the id of their record.

    `cases` has the id and the names of each file of a case, whatever it is: of two that state one id, each
    holds a name of its own. `bodies` are what is no person and is told, each with its kind, `titles` too;
    `others` are all of these, told or not, and what may be one in a file that cannot be read.
    """

    told: dict[str, list[Plain]]
    cases: list[tuple[str, list[Plain]]]
    bodies: list[tuple[str, Plain]]
    titles: list[tuple[str, Plain]]
    others: list[tuple[str, Plain]]


def heard_nothing() -> Heard:
    """Begin to gather names."""
    return Heard({}, [], [], [], [])


def hear(found: Heard, entry: Entry, left: Redacted | None) -> None:
    """Add the names in a file, of which this may leave by its tiers; nothing where it is not sound."""
    if entry.kind == "case":
        names = (*all_names(entry.data or {}), *_unread(entry))
        found.cases.append((entry.id, [*map(_plain, names)]))
    elif entry.kind != "settings":
        names = (*_names_of_body(entry.data), *_title(entry.data), *_unread(entry))
        found.others.extend((entry.kind, _plain(name)) for name in names)
    data = left.data if left is not None else None
    if data:
        told = [*map(_plain, all_names(data))]
        found.told.update({entry.id: told} if told else {})
        found.bodies.extend((entry.kind, _plain(name)) for name in _names_of_body(data))
        found.titles.extend((entry.kind, _plain(name)) for name in _title(data))


def _heard(register: Register, subjects: Mapping[str, Subject], by_tier: Mapping[str, Redacted]) -> Heard:
    """Gather the names in all files of a register."""
    found = heard_nothing()
    for entry in register.entries.values():
        subject = subjects.get(entry.id)
        hear(found, entry, by_tier[entry.id] if subject and subject.entry is entry else None)
    return found


def _plain(name: str) -> Plain:
    return name, folded(name)


def gathered(parts: Sequence[Heard]) -> Names:
    """Find the names that must not leave: those of broken and of wholly withheld records among them.

    Of what is no person nothing is withheld that another of its kind is called in public.
    """
    told = {key: names for each in parts for key, names in each.told.items()}
    anywhere = {plain for names in told.values() for _, plain in names}
    secrets = (_secret(names, told.get(key, []), anywhere) for each in parts for key, names in each.cases)
    bodies = {name for each in parts for _, (name, _) in each.bodies}
    in_public = {(kind, plain) for each in parts for kind, (_, plain) in (*each.bodies, *each.titles)}
    withheld = (
        name for each in parts for kind, (name, plain) in each.others if (kind, plain) not in in_public
    )
    return Names(
        frozenset(each for each in secrets if each.withheld),
        frozenset(bodies.union(name for names in told.values() for name, _ in names)),
        frozenset(withheld),
    )


def _secret(names: Iterable[Plain], told: Iterable[Plain], anywhere: Container[str]) -> Secret:
    withheld = tuple(name for name, plain in names if plain not in anywhere)
    return Secret(withheld, tuple(name for name, _ in told))


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


def made_of_name(subject: Subject, hidden: Hidden) -> bool:
    """Tell whether an id would give a withheld name away, or might where it was not drawn at random."""
    key = subject.entry.id
    if hidden.found_in(key):
        return True
    return not subject.naming.open and bool(subject.naming.names) and not is_opaque(key)
