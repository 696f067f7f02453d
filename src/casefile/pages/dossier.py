"""The dossier of one record as Markdown: who, how things stand and how surely, what happened, who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.custody import ChargeState, Spell, View
from casefile.custody.spoken import day_words, in_sentences, said_date, since_words
from casefile.model.base import word
from casefile.model.records import Statute
from casefile.model.shape import shape_of
from casefile.pages.facts import facts, said
from casefile.pages.markdown import code, escaped, paragraphs
from casefile.pages.totals import reported_and_recorded
from casefile.publication import Publication, Published
from casefile.views.timeline import Cited, Line, article

ENVELOPE = frozenset({"schema", "id", "events", "notes"})
KINDS = {"case": "detention case", "organization": "organisation"}


def dossier(publication: Publication, record: Published) -> str:
    """Write the dossier of a record, without a line break at its end."""
    lines = publication.ledger(record.id) if record.kind in LEDGERS else ()
    blocks = [
        f"# {escaped(record.name)}",
        _head(publication, record),
        *_status(publication, record),
        *_section("What the record says", _facts(publication, record)),
        *_section("Reported and recorded", _counts(publication, record)),
        *_ledger(publication, record, lines),
        *_section("Sources", _sources(publication, record, lines)),
        *_section("Notes", [paragraphs(str(record.data["notes"]))] if "notes" in record.data else []),
    ]
    return "\n\n".join(blocks)


LEDGERS = frozenset({"case", "situation", "organization"})


def _head(publication: Publication, record: Published) -> str:
    kind = KINDS.get(record.kind, record.kind)
    known = f"as known in {escaped(publication.known_at)}, for the audience {publication.audience}"
    return f"{code(record.id)} · {kind} · the world on {day_words(publication.on)}, {known}"


def _section(title: str, lines: Iterator[str] | list[str]) -> list[str]:
    """Give a section its title; one that would be empty is left out."""
    found = [*lines]
    return [f"## {title}", "\n".join(found)] if found else []


def _status(publication: Publication, record: Published) -> list[str]:
    view = record.view(publication.on)
    if view is None:
        return []
    return [
        "## How things stand",
        f"**{escaped(in_sentences(view, publication.on))}**",
        "\n".join(_custody(publication, view)),
    ]


def _custody(publication: Publication, view: View) -> Iterator[str]:
    yield f"- **Certainty:** {view.certainty}"
    if view.facility:
        facility = publication.register.organization(view.facility)
        yield f"- **Held at:** {escaped(facility.name if facility else view.facility)}"
    if view.last_confirmed:
        yield f"- **Last confirmed:** {escaped(said_date(view.last_confirmed))}"
    for spell in view.spells:
        yield f"- **In custody:** {_spell(spell)}"
    if view.spells:
        yield f"- **Days held:** {_days(view.days_held)}"
    for measure in view.restrictions:
        until = f", until {day_words(measure.until)}" if measure.until else ""
        yield f"- **Restriction:** {word(measure.kind)}, {since_words(measure.since)}{until}"
    for charge in view.charges:
        yield f"- **Charge:** {_charge(publication, charge)}"


def _spell(spell: Spell) -> str:
    closed = f" ({word(spell.closed_by)})" if spell.closed_by else ""
    basis = f", {word(spell.basis)}" if spell.basis else ""
    sure = "" if spell.certain else ", not certain"
    return f"{escaped(said_date(spell.start))} to {escaped(said_date(spell.end))}{closed}{basis}{sure}"


def _days(held: tuple[int, int | None]) -> str:
    least, most = held
    if most is None:
        return f"at least {least}"
    return str(least) if least == most else f"{least} to {most}"


def _charge(publication: Publication, charge: ChargeState) -> str:
    statute = publication.register.by_id.get(charge.statute or "")
    law = article(statute.record) if statute and isinstance(statute.record, Statute) else charge.statute
    offence = charge.offence if (charge.offence or "").casefold() != (law or "").casefold() else None
    parts = [law, f"part {charge.part}" if charge.part else None, offence]
    what = ", ".join(escaped(part) for part in parts if part) or "not stated"
    if charge.step == "unknown":
        return f"{what}: the step is not certain"
    return f"{what}: {word(charge.step)} ({escaped(said_date(charge.since))})"


def _facts(publication: Publication, record: Published) -> Iterator[str]:
    shape, data = shape_of(record.kind), record.data
    person = data.get("person")
    if isinstance(person, Mapping):
        yield from facts(publication.register, shape.fields["person"], person)
    yield from facts(publication.register, shape, data, ENVELOPE | {"person", "counts"})


def _ledger(publication: Publication, record: Published, lines: tuple[Line, ...]) -> list[str]:
    """Tell what had happened by the day, and apart from it what the ledger holds beyond."""
    by_id = {each["id"]: each for each in _entries(record)}
    told = {line.event: _line(publication, record, line, by_id[line.event]) for line in lines}
    later = [line for line in lines if line.date.earliest > publication.on]
    return [
        *_section("What happened", [told[line.event] for line in lines if line not in later]),
        *_section(f"After {day_words(publication.on)}", [told[line.event] for line in later]),
    ]


def _entries(record: Published) -> list[Mapping[str, object]]:
    events = record.data.get("events")
    return events if isinstance(events, list) else []


def _counts(publication: Publication, record: Published) -> Iterator[str]:
    """Set each reported total beside what the published cases hold."""
    for total in reported_and_recorded(publication, record):
        for count in total.reported:
            as_of = f" ({escaped(count.as_of.words())})" if count.as_of else ""
            reported = f"{_total(count.min, count.max)} reported{as_of}"
            yield f"- **{word(total.what).capitalize()}:** {reported}, {len(total.recorded)} recorded"


def _total(least: int | None, most: int | None) -> str:
    if least == most:
        return str(least) if least is not None else "an unknown number"
    if most is None:
        return f"at least {least}"
    return f"at most {most}" if least is None else f"{least} to {most}"


def _line(publication: Publication, record: Published, line: Line, data: Mapping[str, object]) -> str:
    """Tell an entry: when, what, where, by whom, who says so; mark what does not stand."""
    who = ", ".join(escaped(_named(publication, each)) for each in line.by)
    told = [
        f"**{escaped(line.date.words())}** — {escaped(line.headline)}",
        *([escaped(line.place)] if line.place else []),
        *([f"by {who}"] if who else []),
    ]
    more = [
        *([escaped(line.summary)] if line.summary else []),
        *_details(publication, record, data),
        *_doubt(line),
        *([f"Note: {escaped(line.note)}"] if line.note else []),
        *([f"Source: {'; '.join(map(_cited, line.cited))}"] if line.cited else []),
    ]
    return "\n".join([f"- {', '.join(told)}", *(f"  - {each}" for each in more)])


def _details(publication: Publication, record: Published, data: Mapping[str, object]) -> Iterator[str]:
    """Say the fields of an entry that the other lines leave out."""
    shape = shape_of(record.kind).fields["events"].item(data)
    entries = {str(each["id"]): each for each in _entries(record)}
    for name, field in shape.fields.items():
        if name in data and name not in TOLD:
            entry = entries.get(str(data[name]))
            what = _entry(entry) if entry else said(publication.register, field, data[name])
            yield f"{word(name).capitalize()}: {what}"


def _entry(data: Mapping[str, object]) -> str:
    """Say which entry of the ledger is meant: `the hearing of 28 May 2025`."""
    return escaped(f"the {word(str(data['type']))} of {said_date(str(data['date']))}")


TOLD = frozenset({
    "id", "type", "date", "place", "by", "summary", "note", "tier", "sources", "standing", "resolution",
    "kind", "step", "outcome", "until",
})  # fmt: skip


def _doubt(line: Line) -> list[str]:
    """Mark what is more or less than reported, and say why."""
    if line.standing == "reported":
        return []
    reason = f": {escaped(line.reason)}" if line.reason else ""
    return [f"*{word(line.standing).capitalize()}*{reason}"]


def _named(publication: Publication, text: str) -> str:
    entry = publication.register.by_id.get(text)
    return publication.register.row(text).name if entry else text


def _cited(cited: Cited) -> str:
    locator = f", {escaped(cited.locator)}" if cited.locator else ""
    quote = f" “{escaped(cited.quote)}”" if cited.quote else ""
    return f"{code(cited.source)}{locator}{quote}"


def _sources(publication: Publication, record: Published, lines: tuple[Line, ...]) -> Iterator[str]:
    """List the sources of a record, each with its title, publisher, day and address."""
    shape = shape_of("source")
    named = {cited.source: None for line in lines for cited in line.cited}
    named |= {each.target: None for each in record.row.references if each.refers == "source"}
    for source in named:
        entry = publication.register.by_id.get(source)
        if entry is None or entry.data is None:
            continue
        parts = [
            said(publication.register, shape.fields[field], entry.data[field])
            for field in ("title", "publisher", "published", "url", "archived_url")
            if field in entry.data
        ]
        yield f"- {code(source)}: {', '.join(parts) or word(str(entry.data['kind']))}"
