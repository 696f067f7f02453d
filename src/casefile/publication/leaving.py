"""The whole register before one audience: which records may leave, and what of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casefile.model.dates import Day
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
class Leaving:
    """What may leave: of each record, by its id in the register, what is left and what was left out.

    `withheld` are the sound records of which nothing may leave, `made_of_names` the ids that may not,
    `hidden` finds what must not stand in any text.
    """

    kept: Mapping[str, Redacted]
    withheld: tuple[str, ...]
    made_of_names: frozenset[str]
    hidden: Hidden


def leaving(register: Register, audience: Audience, scope: Scope, day: Day) -> Leaving:
    """Redact every sound record of a register; `day` is the one on which consents are looked at."""
    facts = _facts(register)
    subjects = {each.entry.id: each for each in _subjects(register, facts, audience, scope, day)}
    by_tier = {key: Redactor(each, audience, facts).redact() for key, each in subjects.items()}
    hidden = _hidden(register, by_tier)
    of_names = frozenset(key for key, each in subjects.items() if _made_of_name(each, hidden))
    published = {key for key, each in by_tier.items() if each.data}
    while True:
        unspeakable = frozenset({*register.by_id} - published) | of_names
        resolve = References(register, published, audience)
        kept = {
            key: Redactor(
                subjects[key], audience, facts, hidden, resolve, unspeakable | _entries(by_tier[key])
            ).redact()
            for key in sorted(published)
        }
        left = {key for key, each in kept.items() if each.data}
        if left == published:
            withheld = tuple(sorted(_sound(register) - published))
            return Leaving(kept, withheld, of_names, hidden)
        published = left


def _facts(register: Register) -> Facts:
    close = frozenset(key for key, connection in register.connections.items() if connection in CLOSE)
    return Facts(register.settings.default_tier, close, frozenset(register.connections))


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


def _hidden(register: Register, by_tier: Mapping[str, Redacted]) -> Hidden:
    """Gather the names that must not leave: those of broken and of wholly withheld records among them."""
    told = {key: [*all_names(each.data)] for key, each in by_tier.items() if each.data}
    told_anywhere = {folded(name) for names in told.values() for name in names}
    secrets = [_secret(entry, told.get(entry.id, []), told_anywhere) for entry in _cases(register)]
    bodies = [name for each in by_tier.values() for name in _names_of_body(each.data)]
    return Hidden(
        secrets,
        [*(name for names in told.values() for name in names), *bodies],
        _withheld_bodies(register, by_tier),
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
        for entry in register.by_id.values()
        if entry.kind not in {"case", "settings"}
        for name in (*_names_of_body(entry.data), *_title(entry.data))
        if (entry.kind, folded(name)) not in told
    }


def _cases(register: Register) -> Iterator[Entry]:
    yield from (entry for entry in register.by_id.values() if entry.kind == "case" and entry.data)


def _secret(entry: Entry, told: list[str], told_anywhere: set[str]) -> Secret:
    names = all_names(entry.data or {})
    return Secret(tuple(name for name in names if folded(name) not in told_anywhere), tuple(told))


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
