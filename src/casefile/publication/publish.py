"""The only way out of the register: the register as one audience may see it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from functools import cache, cached_property, lru_cache, partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.custody.custody_view import View
from casefile.dates import Day
from casefile.model.base_model import Model
from casefile.model.kinds import KINDS
from casefile.model.plain_data import Data, Fields
from casefile.model.record_parser import admit
from casefile.model.records import Case
from casefile.model.references import rename_ids
from casefile.model.settings import Settings
from casefile.names.hidden_names import Hidden
from casefile.progress import STEP, Progress, no_progress
from casefile.publication.audience import SCOPES, Audience, Scope
from casefile.publication.compressed_values import Compressed
from casefile.publication.disclosure import (
    DisclosedRecords,
    FirstLook,
    ids_of,
    leaving,
    look,
    unreadable_with_ids,
)
from casefile.publication.name_collector import collect_from_other_files, unreadable_with_names
from casefile.publication.present_limit import Limit
from casefile.publication.published_course import published_course
from casefile.publication.published_deadlines import published_deadlines
from casefile.publication.published_references import id_to_publish, referents_first, targets
from casefile.publication.redaction import IS_WITHIN, Redacted, named_otherwise
from casefile.publication.shifted_ledgers import with_moved_entries, without_later_entries
from casefile.publication.withheld_counts import Withheld
from casefile.register import SETTINGS, Entry, Register, path_of
from casefile.register.record_summary import RecordSummary
from casefile.views.deadlines.deadline import Due, Window
from casefile.views.deadlines.valid_ledger import Holder, ValidLedger, ledger_with
from casefile.views.ledger_timeline import Line, ledger, ledger_data

_SEAL = object()
Named = Callable[[str], tuple[str, ...]]
"""Gives the ids that a record names, of those that may leave."""
NAMELESS = "(name withheld)"


class Published(Struct, frozen=True):
    """One record as it may be seen, under the id by which it is published.

    `id` is that by which it is published. `chosen` tells a record that was asked for from one that is there
    because another names it. `entry` is its content, `register` holds it among all that is published.
    """

    kind: str
    id: str
    chosen: bool
    entry: Entry = field(repr=False)
    register: Register = field(repr=False)

    @property
    def data(self) -> Data:
        """The record as plain data, in model order and valid by the model."""
        return self.entry.fields

    @property
    def row(self) -> RecordSummary:
        """The excerpt of the record, whose course is the published one."""
        return self.register.row(self.id)

    @property
    def name(self) -> str:
        """What the record is called before this audience."""
        return self.row.name

    def view(self, day: Day) -> View | None:
        """Return what may be said about custody at the end of a day; nothing but a case has custody."""
        return self.row.course.on(day) if self.row.course else None


class Omission(Struct, frozen=True, order=True):
    """A node that was left out, for the desk alone: path and dotted field, never the value."""

    path: str
    field: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The register as an audience may see it; only this module makes one, and exporters take nothing else.

    `on` is the day that the course is asked for, `known_at` says which state of the register it is. `by_id`
    has the records, referents first, by the ids under which they are published. `register` is all that the
    audience may see, so that every view of a register is one of a publication too, but for deadlines: `due`
    gives those that may be told of the chosen records, as far ahead as the window reaches. `ledger` gives the
    entries of a record by its id, in their order.

    `choose` gives the same publication of other records, by their ids in the register, and `limit` what it
    lets out, as the limit of an earlier state.

    `withheld` may be told to whoever exports. `manifest`, `missing` (ids that were asked for and of which
    nothing may leave), `replaced` (ids of the register made of withheld names, and those that stand for
    them), `unreadable` (paths of unreadable files that may name somebody, which is why an id was replaced),
    `hidden` (finds the withheld names in a text) and `full` (gives the views of the day of all ledgers of a
    case with every entry, by its id in the register) stay inside the desk.
    """

    audience: Audience
    on: Day
    known_at: str
    by_id: Mapping[str, Published] = field(repr=False)
    register: Register
    withheld: Withheld
    manifest: tuple[Omission, ...]
    missing: tuple[str, ...]
    replaced: Mapping[str, str]
    unreadable: tuple[str, ...]
    hidden: Hidden = field(repr=False)
    full: Callable[[str], Sequence[View]]
    due: Callable[[Window], tuple[Due, ...]]
    ledger: Callable[[str], tuple[Line, ...]]
    choose: Callable[[Iterable[str]], Publication]
    limit: Callable[[], Limit]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a Publication is made by publish() alone")

    @property
    def title(self) -> str:
        """What the register is called."""
        return self.register.settings.title or "Register of detentions"

    @property
    def records(self) -> tuple[Published, ...]:
        """The records, referents first."""
        return tuple(self.by_id.values())

    def of(self, kind: str, *, chosen: bool = True) -> Iterator[Published]:
        """Yield the records of a kind by id: those asked for, or also those that they name."""
        found = [each for each in self.by_id.values() if each.kind == kind and (each.chosen or not chosen)]
        yield from sorted(found, key=lambda each: each.id)

    def ledger_with_data(self, record_id: str) -> Iterator[tuple[Line, Data]]:
        """Yield the entries of a record in their order: each as a line, and as it is published."""
        yield from zip(self.ledger(record_id), ledger_data(self.register, record_id), strict=True)


def publish(  # noqa: PLR0913 - each is a question of its own
    register: Register,
    audience: Audience,
    *,
    on: Day,
    chosen: Iterable[str] | None = None,
    label: str = "the working tree",
    scope: Scope | None = None,
    today: Day | None = None,
    current: Publication | Register | None = None,
    progress: Progress = no_progress,
) -> Publication:
    """Make the publication of a register for an audience.

    `on` is the day asked about, `chosen` the ids of the records that are wanted (absent: all), `label` the
    state of the register in words, `scope` what a consent must cover where the format asks for one of its
    own. Consents are looked at on the later of `on` and `today`: what has run out names nobody in a picture
    of an earlier day either. For an earlier state of the register `current` is today's register, or its
    publication for the same audience, days and scope: nothing leaves that today's register withholds.
    """
    needed = SCOPES[audience] if scope is None else scope
    if isinstance(current, Register):
        current = publish(current, audience, on=on, scope=scope, today=today, progress=progress)
    limit = current.limit() if current is not None else None
    looked = look(register, audience, needed, max(on, today or on), limit, progress)
    out = leaving(looked, progress=progress)
    seen = _PublishedRegister(looked, out, on, progress)
    return _publication(seen, label, {*out.kept, *out.withheld} if chosen is None else chosen)


def limited_by(looked: FirstLook, out: DisclosedRecords) -> Limit:
    """Return the limit that a publication of today's register is for every earlier state of it."""
    ids = ids_to_publish(looked, out)
    spoken = ids_of(looked, out.kept, out.kept.keys(), out.replaced)
    shown = spoken._replace(speakable=spoken.speakable.union(ids.get(key, key) for key in out.kept))
    return Limit(
        looked.register,
        looked.audience,
        out.kept,
        frozenset(key for key, each in looked.subjects.items() if each.naming.open),
        {key: ids[key] for key in out.replaced & out.kept.keys()},
        (looked.names_in_files, collect_from_other_files(looked.register)),
        shown,
    )


def _publication(seen: _PublishedRegister, label: str, chosen: Iterable[str]) -> Publication:
    """Make the publication of these records, given by their ids in the register, and of what they name."""
    looked, out, ids, named, on = seen.looked, seen.out, seen.replaced, seen.named, seen.on
    register, wanted = looked.register, {*chosen}
    included = _with_referents(register, named, wanted & {*out.kept})
    mentioned = included.union(*map(named, included))
    # A withdrawn case that was asked for is missing, too; one with errors is named by its errors.
    there = (key for key in wanted - included if key in register.by_id)
    missing = tuple(sorted(key for key in there if not register.by_id[key].broken))
    return Publication(
        audience=looked.audience,
        on=on,
        known_at=label,
        by_id={
            ids.get(key, key): _publish_record(seen, ids.get(key, key), chosen=key in wanted)
            for key in in_order({key: register.by_id[key].kind for key in included}, named, ids)
        },
        register=seen,
        withheld=_count_withheld(out, _count_replaced_ids(looked, ids, mentioned), included, missing),
        manifest=tuple(sorted(_omissions(register, out, included, missing))),
        missing=missing,
        replaced=ids,
        unreadable=_unreadable(looked, out, mentioned),
        hidden=looked.hidden,
        full=seen.full_views,
        due=partial(published_deadlines, seen, seen.full_ledgers, ids, wanted & {*out.kept}, on),
        ledger=lru_cache(IN_MEMORY)(lambda key: ledger(seen, seen.row(key))),
        choose=partial(_publication, seen, label),
        limit=partial(limited_by, looked, out),
        seal=_SEAL,
    )


IN_MEMORY = 200
"""Published records of which the content is in memory: all of them together are large."""


class _PublishedRegister(Register):
    """The records as they are published, and courses that say nothing known to be false."""

    _made: dict[str, _PublishedEntry]
    _compressed_rows: dict[str, Compressed[RecordSummary]]
    _seen: set[str]

    def __init__(self, looked: FirstLook, out: DisclosedRecords, on: Day, progress: Progress) -> None:
        register, ids = looked.register, ids_to_publish(looked, out)
        self.looked, self.out, self.replaced, self.on = looked, out, ids, on
        self.named = cache(self._named)
        self._all, self._own = register, {ids.get(key, key): key for key in out.kept}
        self._made, self._compressed_rows, self._seen, self._progress = {}, {}, set(), progress
        entries = [
            _PublishedEntry(register.by_id[key], left, ids, self._note) for key, left in out.kept.items()
        ]
        super().__init__([*entries, Entry(SETTINGS, "settings", "", {}, _settings(looked, out))])

    def _named(self, key: str) -> tuple[str, ...]:
        return named_by(self._all, self._all.by_id[key], self.out.kept[key].data or {}, self.out.kept)

    def _note(self, entry: _PublishedEntry) -> None:
        """Note that the content of an entry is in memory, and forget that of the one that was made first."""
        self._made[entry.path] = entry
        if entry.path not in self._seen:
            self._seen.add(entry.path)
            if len(self._seen) % STEP == 0:
                self._progress("writing", len(self._seen), len(self._own))
        if len(self._made) > IN_MEMORY:
            self.forget(self._made.pop(next(iter(self._made))))

    def row_of(self, entry: Entry) -> RecordSummary:
        """Return the excerpt of this entry, as it is published."""
        compressed = self._compressed_rows.get(entry.path)
        if compressed is not None and entry.path not in self._rows:
            return compressed.value
        row = super().row_of(entry)
        if compressed is None:
            self._compressed_rows[entry.path] = Compressed(row)
        return row

    @cached_property
    def _ids_naming(self) -> Mapping[str, Sequence[str]]:
        """The ids of the records that name another one, by its id; all as they are published."""
        found: dict[str, list[str]] = {}
        for key in self.out.kept:
            for each in self.named(key):
                found.setdefault(self.replaced.get(each, each), []).append(self.replaced.get(key, key))
        return found

    def full(self, key: str) -> Iterator[tuple[RecordSummary, Model]]:
        """Yield a record with all its entries, by its id there, then with the withheld ones on other days.

        An answer is published only where it is true in each.
        """
        entry, row, left = self._all.by_id[key], self._all.row(key), self.out.kept[key]
        record = entry.record
        if isinstance(record, Case):
            known = without_later_entries(record, left, self.on)
            if known is not record:
                record, row = known, replace(row, course=self._all.fold(known))
        if record is not None:
            yield row, record
        if isinstance(record, Case):
            stale_after = self._all.settings.stale_after
            for case, course in with_moved_entries(record, left, self.on, stale_after, self._all.fold):
                yield replace(row, course=course), case
        self._all.forget(entry)

    def full_views(self, key: str) -> Sequence[View]:
        """Return the views of the day of all these ledgers."""
        return [row.course.on(self.on) for row, _ in self.full(key) if row.course]

    def full_ledgers(self, key: str, window: Window) -> Iterator[ValidLedger]:
        """Yield the ledgers of these."""
        for row, record in self.full(key):
            if isinstance(record, Holder):
                yield ledger_with(self._all, row, record, self.on, window.stale)

    def _excerpt(self, entry: Entry) -> RecordSummary:
        row, key = super()._excerpt(entry), self._own[entry.id]
        if row.course is None:
            return row
        courses = [full.course for full, _ in self.full(key) if full.course]
        course = published_course(row.course, courses, self.on)
        return replace(row, course=course, name=_name(entry, row))


class _PublishedEntry(Entry):
    """A record as it is published: its content is made when something asks for it."""

    def __init__(
        self, entry: Entry, left: Redacted, ids: Mapping[str, str], made: Callable[[_PublishedEntry], None]
    ) -> None:
        key = ids.get(entry.id, entry.id)
        known = {"path": path_of(entry.kind, key), "kind": entry.kind, "text": "", "key": key}
        self.__dict__.update(known, full=entry, left=left, renames=ids, made=made)

    key: str
    full: Entry
    left: Redacted
    renames: Mapping[str, str]
    made: Callable[[_PublishedEntry], None]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - one of two fields
        """Make what is published of the record."""
        if name not in {"data", "record"}:
            raise AttributeError(name)
        self.made(self)
        left = self.left.data or {}
        data = self.__dict__.setdefault("data", _as_published(self.full, left, self.renames))
        if name == "record" or not (self.left.whole and data == left):
            # A record that is published unchanged is valid already.
            self.__dict__["record"] = _admit_data(self.kind, data)
        return self.__dict__[name]

    @property
    def id(self) -> str:
        """The id under which the record is published."""
        return self.key

    @property
    def broken(self) -> bool:
        """Whether it has errors: nothing that is published has."""
        return False

    @property
    def readable(self) -> bool:
        """Whether it contains data."""
        return True

    @property
    def withdrawn(self) -> bool:
        """Whether nothing but the fact of a withdrawal is left: then it is not published."""
        return False

    @property
    def formerly(self) -> tuple[str, ...]:
        """The ids that the record had before, of those that are published."""
        return self.left.formerly

    def let_go(self) -> None:
        """Forget the content: it may be made once more."""
        for name in ("data", "record", "survey"):
            self.__dict__.pop(name, None)


def _settings(looked: FirstLook, out: DisclosedRecords) -> Settings:
    """Return the settings with the texts that may leave; those of an earlier state are the ones of today."""
    settings, texts = looked.register.settings, (looked.limit or looked).register.settings
    title = texts.title if texts.title and out.known.may_be_said(texts.title) else None
    clocks = tuple(each for each in texts.clocks if out.known.may_be_said(each.citation))
    return settings.model_copy(update={"title": title, "clocks": clocks})


def _as_published(entry: Entry, left: Data, ids: Mapping[str, str]) -> Fields:
    """Return what is published of a sound record."""
    data = rename_ids(entry.shape, left, ids) | {"id": ids.get(entry.id, entry.id)}
    if entry.kind in IS_WITHIN and "name" not in data:
        return named_otherwise(entry.shape, data)
    return data


def _admit_data(kind: str, data: Data) -> Model:
    record = admit(kind, data).record
    if record is None:
        raise RuntimeError("what is left of a record does not validate")
    return record


def _name(entry: Entry, row: RecordSummary) -> str:
    person = entry.data.get("person") if entry.data else None
    if not isinstance(person, Mapping) or person.get("identification") != "withheld":
        return row.name
    return row.name if "name" in person or "descriptor" in person else NAMELESS


def _publish_record(seen: Register, record_id: str, *, chosen: bool) -> Published:
    entry = seen.by_id[record_id]
    return Published(entry.kind, record_id, chosen, entry, seen)


def ids_to_publish(looked: FirstLook, out: DisclosedRecords) -> dict[str, str]:
    """Return the ids that take the place of those that may not leave, and of former ones.

    A record of an earlier state is published under its id of today.
    """
    register = looked.register
    if looked.limit is not None:
        return {**looked.ids, **current_ids(register, looked.ids)}
    return new_ids(register, {key: out.kept[key].data or {} for key in out.replaced & {*out.kept}})


def current_ids(register: Register, ids: Mapping[str, str]) -> dict[str, str]:
    """Return the ids under which the records are published that had these former ids."""
    return {old: ids.get(new, new) for old, new in register.formerly.items() if old not in register.by_id}


def new_ids(register: Register, replaced: Mapping[str, Data]) -> dict[str, str]:
    """Return the same for what is left of the records whose ids may not leave, by these."""
    ids: dict[str, str] = {}
    taken = {*register.by_id, *register.formerly}
    for key, data in sorted(replaced.items()):
        entry = register.by_id[key]
        ids[key] = id_to_publish(entry.kind, key, entry.shape, data, taken)
        taken.add(ids[key])
    return {**current_ids(register, ids), **ids}


def _with_referents(register: Register, named: Named, wanted: set[str]) -> set[str]:
    """Add the shared records that these name, and what those name in turn; never other people's cases."""
    found: set[str] = set()
    waiting = [*wanted]
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        waiting += [each for each in named(key) if register.by_id[each].kind != "case"]
    return found


def named_by(register: Register, entry: Entry, data: Data, published: Container[str]) -> tuple[str, ...]:
    """Return the ids that a record names by what is left of it, of those that are published."""
    current = (register.current(each) for each in targets(entry.shape, data))
    return tuple(each for each in current if each in published)


def in_order(kinds: Mapping[str, str], named: Named, shown: Mapping[str, str]) -> list[str]:
    """Return these ids, of which the kinds are given, so that what others refer to comes first.

    Else the order is that of the ids that are `shown`: an id made of a withheld name would tell by its place
    with which letters the name begins.
    """

    def place(key: str) -> tuple[int, str]:
        return -KINDS.index(kinds[key]), shown.get(key, key)

    by_kind = sorted(kinds, key=place)
    refers = {
        key: tuple(sorted({each for each in named(key) if each in kinds}, key=place)) for key in by_kind
    }
    return referents_first(by_kind, refers)


def _unreadable(looked: FirstLook, out: DisclosedRecords, mentioned: set[str]) -> tuple[str, ...]:
    """Return the paths of unreadable files because of which an id was replaced, today's files included."""
    found = unreadable_with_names(looked.register, mentioned & looked.of_names)
    found += unreadable_with_ids(looked.register, (mentioned & out.replaced) - looked.of_names)
    if looked.limit is None:
        return tuple(dict.fromkeys(found))
    today, replaced = looked.limit.register, {*looked.limit.ids}
    found += (*unreadable_with_names(today, replaced), *unreadable_with_ids(today, replaced))
    return tuple(dict.fromkeys(found))


def _count_replaced_ids(looked: FirstLook, ids: Mapping[str, str], mentioned: set[str]) -> int:
    """Count the records that are published, or named, under another id because theirs may not leave.

    A record of an earlier state that was renamed since is not one of them.
    """
    if looked.limit is not None:
        return len({ids.get(key, key) for key in mentioned}.intersection(looked.limit.ids.values()))
    return sum(ids.get(key, key) != key for key in mentioned)


def _count_withheld(
    out: DisclosedRecords, replaced: int, included: set[str], missing: tuple[str, ...]
) -> Withheld:
    tallies = [out.kept[key].tally for key in included]
    return Withheld(
        len(missing),
        sum(len(each.events) for each in tallies),
        sum(len(each.fields) for each in tallies),
        sum(len(each.names) for each in tallies),
        replaced,
    )


def _omissions(
    register: Register, out: DisclosedRecords, included: set[str], missing: tuple[str, ...]
) -> Iterator[Omission]:
    """Name what was left out, at the paths where the desk finds it."""
    yield from (Omission(register.by_id[key].path, "") for key in missing)
    for key in included:
        tally = out.kept[key].tally
        for name in (*tally.events, *tally.fields, *tally.names):
            yield Omission(register.by_id[key].path, name)
