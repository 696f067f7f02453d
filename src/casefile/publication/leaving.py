"""The whole register before one audience: which records may leave, and what of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain

from casefile.model.dates import Day
from casefile.model.tiers import CLOSE, Facts, record_tier
from casefile.publication.audience import Audience, Scope, admits
from casefile.publication.heard import Heard, Names, gathered, hear, heard_in_strays, heard_nothing
from casefile.publication.hidden import Hidden
from casefile.publication.limit import Limit
from casefile.publication.naming import Naming, is_opaque, naming
from casefile.publication.redaction import Knowledge, Redacted, Redactor, Subject, mentions, texts
from casefile.publication.references import References
from casefile.register import Entry, Register

UNTOUCHED = Naming(open=True)


@dataclass(frozen=True)
class Looked:
    """A register at a first look: which records may leave by their tiers, and which names in them may not.

    `by_tier` is what is left of each record, by its id, before its texts and references are read; `of_names`
    are the ids that may not leave, `hidden` finds in any text what must not stand there. For an earlier state
    `limit` is what today's register lets out, and `ids` are the ids of today under which its records are
    published.
    """

    register: Register
    audience: Audience
    facts: Facts
    subjects: Mapping[str, Subject]
    by_tier: Mapping[str, Redacted]
    names: Names
    hidden: Hidden
    of_names: frozenset[str]
    limit: Limit | None = None
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Leaving:
    """What may leave: of each record, by its id in the register, what is left and what was left out.

    `withheld` are the sound records of which nothing may leave, `made_of_names` the ids that may not.
    """

    kept: Mapping[str, Redacted]
    withheld: tuple[str, ...]
    made_of_names: frozenset[str]


def look(  # noqa: PLR0913, PLR0917 - each is a question of its own
    register: Register,
    audience: Audience,
    scope: Scope,
    day: Day,
    beside: Looked | None = None,
    limit: Limit | None = None,
) -> Looked:
    """Take the first look at a register; `day` is the one on which consents are looked at.

    `beside` is that at another state of it, for the same audience, scope, day and limit: what is the same
    there is taken from there. `limit` is given for an earlier state.
    """
    facts = facts_of(register)
    entries = (entry for _, entry in sorted(register.by_id.items()))
    found = (subject_of(each, facts, audience, scope, day) for each in entries)
    subjects = {each.entry.id: each for each in found if each is not None}
    today = limit.counterparts(register) if limit else {}
    if limit:
        narrowed = ((key, limit.narrow(each, today.get(key))) for key, each in subjects.items())
        subjects = {key: each for key, each in narrowed if each is not None}
    known = _as_in(beside, facts, subjects) if beside else {}
    by_tier = {
        key: known.get(key) or Redactor(each, audience, facts).redact() for key, each in subjects.items()
    }
    names = gathered([
        _heard(register, subjects, by_tier), heard_in_strays(register), *(limit.names if limit else ()),
    ])  # fmt: skip
    same = beside is not None and names == beside.names
    hidden = beside.hidden if beside and same else names.hidden()
    ids = {key: limit.published_id(today[key]) for key in subjects} if limit else {}
    of_names = frozenset(
        key for key, each in subjects.items() if ids.get(key, key) != key or made_of_name(each, hidden)
    )
    return Looked(register, audience, facts, subjects, by_tier, names, hidden, of_names, limit, ids)


def leaving(looked: Looked, only: Collection[str] | None = None) -> Leaving:
    """Redact every sound record of a register, or `only` these.

    That is the same for them as if all were, where none of them names a record that is not among them.
    """
    register, published = looked.register, {key for key, each in looked.by_tier.items() if each.data}
    asked = published if only is None else published & {*only}
    while True:
        mentions = speakable(published - looked.of_names, remembered(looked.by_tier, published), looked.limit)
        known = knowledge(register, looked.audience, published, looked.hidden, mentions, looked.limit)
        kept = {
            key: read_with(known, looked.subjects[key], looked.by_tier[key], looked.audience, looked.facts)
            for key in sorted(asked & published)
        }
        lost = {key for key, each in kept.items() if not each.data}
        if not lost:
            withheld = tuple(sorted(_sound(register) - published))
            return Leaving(kept, withheld, looked.of_names)
        published -= lost


def remembered(by_tier: Mapping[str, Redacted], published: AbstractSet[str]) -> Iterator[str]:
    """Yield the former ids that the published records show."""
    for key in published:
        former = (by_tier[key].data or {}).get("formerly")
        yield from map(str, former if isinstance(former, list) else ())


def speakable(ids: AbstractSet[str], former: Iterable[str], limit: Limit | None = None) -> frozenset[str]:
    """Return the ids that a text may mention, in small letters: published ids and published former ids."""
    found = frozenset(map(str.lower, chain(ids, former)))
    return found & limit.speakable if limit else found


def known_ids(register: Register) -> frozenset[str]:
    """Return every id that the files of a register state, former ones too, in small letters."""
    ids = chain(register.by_id, register.formerly, ids_of_strays(register))
    return frozenset(map(str.lower, ids))


def knowledge(  # noqa: PLR0913, PLR0917 - all that texts and references are judged by
    register: Register,
    audience: Audience,
    published: AbstractSet[str],
    hidden: Hidden,
    mentions: frozenset[str],
    limit: Limit | None = None,
) -> Knowledge:
    """Return by what texts and references are judged while these records are published.

    `mentions` are the ids that a text may mention (see `speakable`).
    """
    every = known_ids(register) | (limit.known if limit else frozenset())
    return Knowledge(hidden, References(register, published, audience), every - mentions)


def ids_of_strays(register: Register) -> frozenset[str]:
    """Return the ids that files which are no records state, or that their names give."""
    named = (each.path.rpartition("/")[2].partition(".")[0] for each in register.strays)
    return frozenset(filter(None, named)).union(each.id for each in register.strays)


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
    known = (
        key
        for key, each in subjects.items()
        if is_of(beside, key, each.entry) and beside.subjects[key].limit == each.limit
    )
    return {key: beside.by_tier[key] for key in known if not holds(subjects[key].entry, moved)}


def is_of(looked: Looked, key: str, entry: Entry) -> bool:
    """Tell whether a record that may leave by its tier is this very one."""
    subject = looked.subjects.get(key)
    return subject is not None and subject.entry is entry


def holds(entry: Entry, ids: Collection[str]) -> bool:
    """Return whether a record contains one of these ids, in a field or in the midst of a text."""
    known = frozenset(map(str.lower, ids))
    return bool(known) and any(mentions(each, known) for each in texts(entry.data))


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


def heard(looked: Looked) -> Heard:
    """Return the names in all files of a register."""
    return _heard(looked.register, looked.subjects, looked.by_tier)


def _heard(register: Register, subjects: Mapping[str, Subject], by_tier: Mapping[str, Redacted]) -> Heard:
    """Gather the names in all files of a register."""
    found = heard_nothing()
    for entry in register.entries.values():
        subject = subjects.get(entry.id)
        hear(found, entry, by_tier[entry.id] if subject and subject.entry is entry else None)
    return found


def made_of_name(subject: Subject, hidden: Hidden) -> bool:
    """Tell whether an id would give a withheld name away, or might where it was not drawn at random."""
    key = subject.entry.id
    if hidden.found_in(key):
        return True
    return not subject.naming.open and bool(subject.naming.names) and not is_opaque(key)
