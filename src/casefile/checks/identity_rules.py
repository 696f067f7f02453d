"""The check rules for ids: one record has one id and one path."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from casefile.changes.equality import entry_key_without_id
from casefile.checks.check_rule import RuleFinding
from casefile.checks.rule_subject import CheckedRecord
from casefile.errors import remove_item
from casefile.model.country_codes import COUNTRIES
from casefile.model.field import COUNTRY_CODE
from casefile.model.plain_data import items
from casefile.model.records import Organization
from casefile.model.source import Source
from casefile.register import SETTINGS, path_of


def path_follows_id(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A file is not at the path that follows from its id.

    A case belongs at cases/COUNTRY/YEAR/ID.yaml, a shared record in the folder of its kind. Move the file
    with `git mv`, or correct the id if it was mistyped.
    """
    entry = subject.entry
    right = SETTINGS if entry.kind == "settings" else path_of(entry.kind, entry.id)
    if right != entry.path:
        field = "schema" if entry.kind == "settings" else "id"
        yield RuleFinding((field,), "this file is in the wrong folder", f"it belongs at {right}")


def id_is_unique(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """Another record has the same id, or had it before a rename.

    Ids are unique in the register across kinds, but a random id of two branches can be the same one. An
    interrupted rename leaves both files: repeat the command, and it completes.
    """
    entry = subject.entry
    if entry.kind == "settings":
        return
    others = [path for path in subject.around.paths.get(entry.id, ()) if path != entry.path]
    if others:
        yield RuleFinding(
            ("id",),
            f"{others[0]} has the same id",
            "give one of them a different id, in its `id` and in its file name",
        )
    formerly = subject.around.formerly
    if owners := [owner for owner in formerly.get(entry.id, ()) if owner != entry.id]:
        again = (
            f"give this record another id; was a rename interrupted? casefile rename {entry.id} {owners[0]}"
        )
        yield RuleFinding(("id",), f"{owners[0]} had this id before", again)
    for place, old in enumerate(getattr(subject.record, "formerly", ())):
        if there := [path for path in subject.around.paths.get(old, ()) if path != entry.path]:
            again = f"was a rename interrupted? casefile rename {old} {entry.id}"
            hint = f"{again}; if they are two records: {{fix}}"
            apart = remove_item("formerly", old, entry.id)
            yield RuleFinding(("formerly", place), f"{there[0]} has this id now", hint, apart)
        if owners := [owner for owner in formerly.get(old, ()) if owner != entry.id]:
            yield RuleFinding(
                ("formerly", place),
                f"{owners[0]} had this id too",
                f"if they are one record: casefile resolve {entry.id} --join {owners[0]}",
            )


def country_as_in_id(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """The country of a case is not the one that its id begins with.

    Correct the country; if the id is wrong: `casefile rename RECORD ID`.
    """
    case = subject.case
    if case is not None and case.country.lower() != case.id[:2]:
        yield RuleFinding(
            ("country",), "the country and the id do not match", f"the id begins with {case.id[:2].upper()}"
        )


def country_is_known(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """A country code is not one of ISO 3166-1; XK for Kosovo is accepted too.

    Write the two letters of the country: GB, not UK.
    """
    for node in subject.survey.codes:
        if COUNTRY_CODE.fits(node.value) and node.value not in COUNTRIES:
            yield RuleFinding(
                node.path, "no country has this code", "use a code such as KG, KZ or DE (ISO 3166-1)"
            )


def organization_is_listed_once(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """Two organisations of one country have the same name, so that a text may mean either of them.

    If they are one, let every reference name the same record and remove the other; if they are two, write in
    the `name` how they differ.
    """
    record = subject.record
    if isinstance(record, Organization):
        names = (record.name, *(other.name for other in record.other_names))
        others = [key for key in subject.around.namesakes(names, record.country) if key != record.id]
        if others:
            hint = "if it is one organisation, keep one record; if there are two, give them different names"
            yield RuleFinding(("name",), f"{others[0]} has the same name", hint)


def address_is_unique(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """Two sources have one address, because one article was recorded twice: events cite one or the other.

    `casefile resolve RECORD --join OTHER` makes one record of them, and every citation refers to that. Both
    files get the same hint, so that two teams do not join them in opposite ways.
    """
    source = subject.record
    if isinstance(source, Source):
        found = (each for key in source.addresses for each in subject.register.addresses.get(key, ()))
        others = [each for each in dict.fromkeys(found) if each != source.id]
        if others:
            kept, gone = sorted((source.id, others[0]))
            hint = f"if it is one source: casefile resolve {kept} --join {gone}"
            field = "url" if source.url else "archived_url"
            yield RuleFinding((field,), f"{others[0]} has the same address", hint)


def year_as_in_id(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """No event of a case can have happened in the year of its id.

    An id takes its year from the first event of the case, and keeps it when earlier ones are recorded later.
    Check the dates; if the id is wrong: `casefile rename RECORD ID`.
    """
    case = subject.case
    if case is None or not case.events:
        return
    year = int(case.id[3:7])
    if not any(event.date.earliest.year <= year <= event.date.latest.year for event in case.events):
        yield RuleFinding(
            ("id",), "no event can have happened in the year of the id", "check the dates for a typing error"
        )


def proceeding_ids_are_unique(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """Two proceedings of one case have the same id, so that an event that names it may mean either.

    Give one of them another id, or remove one: its numbers can go to the other.
    """
    seen: set[str] = set()
    for place, each in enumerate(subject.case.proceedings if subject.case else ()):
        if each.id in seen:
            message, hint = "another proceeding of this case has the same id", "give this one another id"
            yield RuleFinding(("proceedings", place, "id"), message, hint)
        seen.add(each.id)


def event_ids_are_unique(subject: CheckedRecord) -> Iterator[RuleFinding]:
    """Two events of one record have the same id, so that neither can be marked or corrected by it.

    If both are equal, a merge has left one event twice: remove one. `casefile resolve` does so right after
    the merge. Otherwise give the later one another id.
    """
    if len({event.id for event in subject.events}) == len(subject.events):
        return
    ledger, entries = subject.entry.shape.fields["events"], items(subject.entry.fields["events"])
    seen: dict[str, set[Hashable]] = {}
    for place, event in enumerate(subject.events):
        content = entry_key_without_id(ledger, entries[place])
        if content in seen.get(event.id, ()):
            hint = f"remove one of them; after a merge: casefile resolve {subject.entry.id}"
            yield RuleFinding(("events", place, "id"), "this event occurs twice", hint)
        elif event.id in seen:
            yield RuleFinding(
                ("events", place, "id"), "another event of this record has the same id", "change one letter"
            )
        seen.setdefault(event.id, set()).add(content)
