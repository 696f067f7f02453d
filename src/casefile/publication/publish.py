"""Make the publication of a register: its records as one audience may see them.

This is the only way out of a register: only `publish` makes a `Publication`, and exporters get nothing else.
"""

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
from casefile.names.groups_by_key import grouped
from casefile.names.hidden_names import HiddenNames
from casefile.progress import STEP, Progress, no_progress
from casefile.publication.audience import SCOPES, Audience, Scope
from casefile.publication.compressed_values import Compressed
from casefile.publication.disclosure import (
    DisclosedRecords,
    FirstLook,
    disclosed_records,
    ids_of,
    take_first_look,
    unreadable_with_ids,
)
from casefile.publication.name_collector import collect_from_other_files, unreadable_with_names
from casefile.publication.present_limit import Limit
from casefile.publication.published_course import published_course
from casefile.publication.published_deadlines import published_deadlines
from casefile.publication.published_references import id_to_publish, referents_first, targets
from casefile.publication.redaction import REPLACED_FIELDS, Redacted, with_other_name
from casefile.publication.shifted_ledgers import with_moved_entries, without_later_entries
from casefile.publication.withheld_counts import Withheld
from casefile.register import SETTINGS, Entry, Register, path_of
from casefile.register.record_summary import RecordSummary
from casefile.views.deadlines.deadline import DeadlineWindow, Due
from casefile.views.deadlines.valid_ledger import Holder, ValidLedger, ledger_with
from casefile.views.ledger_timeline import TimelineLine, ledger, ledger_data

_SEAL = object()
Named = Callable[[str], tuple[str, ...]]
"""Returns for the id of a record the ids of the other records that it refers to and that may be published."""
NAMELESS = "(name withheld)"


class Published(Struct, frozen=True):
    """One record as the audience may see it.

    `id` is the id under which it is published. `chosen` is true for a record that was asked for, and false
    for one that is included because another record refers to it. `entry` is its content, `register` the
    published register that contains it.
    """

    kind: str
    id: str
    chosen: bool
    entry: Entry = field(repr=False)
    register: Register = field(repr=False)

    @property
    def data(self) -> Data:
        """The record as plain data, in the order of the model, and valid."""
        return self.entry.fields

    @property
    def row(self) -> RecordSummary:
        """The record summary. Its course is the published course."""
        return self.register.row(self.id)

    @property
    def name(self) -> str:
        """The name under which this audience sees the record."""
        return self.row.name

    def view(self, day: Day) -> View | None:
        """Return the published custody at the end of a day, or None if the record is not a case."""
        return self.row.course.on(day) if self.row.course else None


class Omission(Struct, frozen=True, order=True):
    """A node that was left out: path of the file and dotted field, never the value. For your team only.

    An empty field means the whole record.
    """

    path: str
    field: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The register as an audience may see it. Exporters get nothing else.

    Only `publish` and `choose` make one; any other caller gets a TypeError. `on` is the day for which the
    course answers. `known_at` describes in words which state of the register this is. `by_id` contains the
    records by the ids under which they are published; a record comes after the records that it refers to.
    `register` contains everything that the audience may see, so that each view of a register is also a view
    of a publication. The exception is deadlines: `due` returns the deadlines of the chosen records that may
    be published, as far ahead as the window reaches. `ledger` returns the entries of a record, by its
    published id, in order.

    `choose` returns a publication of the same register with other records chosen, by their ids in the
    register; `by_id`, `withheld`, `manifest` and `missing` follow from the choice. `limit` returns the
    `Limit` that this publication sets to the publication of an earlier state.

    `withheld` may be shown to the user who exports. The other fields are for your team only:

    - `manifest`: the nodes that were left out.
    - `missing`: ids that were asked for and of which nothing may be published. An id that no record has, and
      the id of a file with errors, are not in it.
    - `replaced`: the published id for each id of the register that is not published, because it may contain a
      withheld name or another withheld id, and for each former id. Of an earlier state it contains each id
      that has a published id, also if both are the same.
    - `unreadable`: paths of unreadable files that contain, or may contain, a name or id because of which an
      id was replaced.
    - `hidden`: finds the withheld names in a text.
    - `full`: returns for a case, by its id in the register, its custody on the day `on` in each version of
      the ledger that contains the withheld entries.
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
    hidden: HiddenNames = field(repr=False)
    full: Callable[[str], Sequence[View]]
    due: Callable[[DeadlineWindow], tuple[Due, ...]]
    ledger: Callable[[str], tuple[TimelineLine, ...]]
    choose: Callable[[Iterable[str]], Publication]
    limit: Callable[[], Limit]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a Publication is made by publish() alone")

    @property
    def title(self) -> str:
        """The title of the register, or a general one if no title may be published."""
        return self.register.settings.title or "Register of detentions"

    @property
    def records(self) -> tuple[Published, ...]:
        """The records, each one after the records that it refers to."""
        return tuple(self.by_id.values())

    def of(self, kind: str, *, chosen: bool = True) -> Iterator[Published]:
        """Yield the records of a kind, sorted by id.

        With `chosen` only those that were asked for, else also those that they refer to.
        """
        found = [each for each in self.by_id.values() if each.kind == kind and (each.chosen or not chosen)]
        yield from sorted(found, key=lambda each: each.id)

    def ledger_with_data(self, record_id: str) -> Iterator[tuple[TimelineLine, Data]]:
        """Yield the entries of a record in order: each as a timeline line, and as its published data."""
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

    `on` is the day for which the publication answers. `chosen` are the ids of the wanted records; None means
    all. Organisations, statutes and other shared records that they refer to are published with them. `label`
    describes the state of the register in words. `scope` is what a consent must cover if the format requires
    a scope of its own. Consents are checked on the later of `on` and `today`: a consent that has expired does
    not permit a name in an answer for an earlier day either. For an earlier state of the register `current`
    is today's register, or its publication for the same audience, days and scope: nothing is published that
    today's register withholds.
    """
    needed = SCOPES[audience] if scope is None else scope
    if isinstance(current, Register):
        current = publish(current, audience, on=on, scope=scope, today=today, progress=progress)
    limit = current.limit() if current is not None else None
    looked = take_first_look(register, audience, needed, max(on, today or on), limit, progress)
    out = disclosed_records(looked, progress=progress)
    seen = _PublishedRegister(looked, out, on, progress)
    return _publication(seen, label, {*out.kept, *out.withheld} if chosen is None else chosen)


def limit_of(looked: FirstLook, out: DisclosedRecords) -> Limit:
    """Return the limit that today's register sets to each publication of an earlier state.

    `looked` and `out` are the first look at today's register and its disclosed records.
    """
    ids = ids_to_publish(looked, out)
    public_ids = ids_of(looked, out.kept, out.kept.keys(), out.replaced)
    shown = public_ids._replace(speakable=public_ids.speakable.union(ids.get(key, key) for key in out.kept))
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
    """Make the publication of the chosen records and of the shared records that they refer to.

    `chosen` contains ids of the register.
    """
    looked, out, ids, named, on = seen.looked, seen.out, seen.replaced, seen.named, seen.on
    register, wanted = looked.register, {*chosen}
    included = _with_referents(register, named, wanted & {*out.kept})
    mentioned = included.union(*map(named, included))
    # A withdrawn case that was asked for is missing too. A file with errors is reported with its errors.
    there = (key for key in wanted - included if key in register.by_id)
    missing = tuple(sorted(key for key in there if not register.by_id[key].broken))
    return Publication(
        audience=looked.audience,
        on=on,
        known_at=label,
        by_id={
            ids.get(key, key): _publish_record(seen, ids.get(key, key), chosen=key in wanted)
            for key in order_ids({key: register.by_id[key].kind for key in included}, named, ids)
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
        limit=partial(limit_of, looked, out),
        seal=_SEAL,
    )


IN_MEMORY = 60
"""Most published records whose content is in memory at one time: all of them together are large."""


class _PublishedRegister(Register):
    """The register of the published records, under their published ids.

    Their courses show nothing that the full ledger contradicts on the day of the export.
    """

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
        """Note that the content of an entry is in memory; if it is too many, drop the one made first."""
        self._made[entry.path] = entry
        if entry.path not in self._seen:
            self._seen.add(entry.path)
            if len(self._seen) % STEP == 0:
                self._progress("writing", len(self._seen), len(self._own))
        if len(self._made) > IN_MEMORY:
            self.forget(self._made.pop(next(iter(self._made))))

    def row_of(self, entry: Entry) -> RecordSummary:
        """Return the record summary of an entry, as it is published."""
        compressed = self._compressed_rows.get(entry.path)
        if compressed is not None and entry.path not in self._rows:
            return compressed.value
        row = super().row_of(entry)
        if compressed is None:
            self._compressed_rows[entry.path] = Compressed(row)
        return row

    @cached_property
    def _ids_naming(self) -> Mapping[str, Sequence[str]]:
        """For each record the ids of the records that refer to it; all ids are published ids."""
        pairs = ((each, key) for key in self.out.kept for each in self.named(key))
        return grouped((self.replaced.get(each, each), self.replaced.get(key, key)) for each, key in pairs)

    def full(self, key: str) -> Iterator[tuple[RecordSummary, Model]]:
        """Yield a case or record unredacted, then its versions with the withheld entries on other days.

        `key` is its id in the register. Each version comes with its record summary. An answer is published
        only if it is true in all versions. Withheld entries after the day of the export are in none of them.
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
        """Return the custody on the day of the export in each version of a case that `full` yields.

        The result is empty for a record of another kind.
        """
        return [row.course.on(self.on) for row, _ in self.full(key) if row.course]

    def full_ledgers(self, key: str, window: DeadlineWindow) -> Iterator[ValidLedger]:
        """Yield the ledger of each version of a record that `full` yields, for the rules of deadlines."""
        for row, record in self.full(key):
            if isinstance(record, Holder):
                yield ledger_with(self._all, row, record, self.on, window.stale)

    def _excerpt(self, entry: Entry) -> RecordSummary:
        row, key = super()._excerpt(entry), self._own[entry.id]
        if row.course is None:
            return row
        courses = [full.course for full, _ in self.full(key) if full.course]
        course = published_course(row.course, courses, self.on, self.replaced)
        return replace(row, course=course, name=_name(entry, row))


class _PublishedEntry(Entry):
    """A record as it is published. Its content is made on first access.

    `full` is the entry in the register, `left` its redaction, `renames` the ids that replace others. `made`
    is called with the entry before the content is made.
    """

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
        """Make the published data or record on first access.

        Raises AttributeError for any other name.
        """
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
        """Always false: no published record has errors."""
        return False

    @property
    def readable(self) -> bool:
        """Always true: each published record contains data."""
        return True

    @property
    def withdrawn(self) -> bool:
        """Always false: a withdrawn case is not published."""
        return False

    @property
    def formerly(self) -> tuple[str, ...]:
        """The former ids of the record that are published."""
        return self.left.formerly

    def let_go(self) -> None:
        """Remove the content from memory; the next access makes it again."""
        for name in ("data", "record", "survey"):
            self.__dict__.pop(name, None)


def _settings(looked: FirstLook, out: DisclosedRecords) -> Settings:
    """Return the settings with only the texts that may be published.

    For an earlier state of the register they are the texts of today's settings.
    """
    settings, texts = looked.register.settings, (looked.limit or looked).register.settings
    title = texts.title if texts.title and out.known.may_be_published(texts.title) else None
    clocks = tuple(each for each in texts.clocks if out.known.may_be_published(each.citation))
    return settings.model_copy(update={"title": title, "clocks": clocks})


def _as_published(entry: Entry, left: Data, ids: Mapping[str, str]) -> Fields:
    """Return the published data of a valid record: with published ids, and with a name where one is required.

    `left` is the redacted data, `ids` the ids that replace others.
    """
    data = rename_ids(entry.shape, left, ids) | {"id": ids.get(entry.id, entry.id)}
    if entry.kind in REPLACED_FIELDS and "name" not in data:
        return with_other_name(entry.shape, data)
    return data


def _admit_data(kind: str, data: Data) -> Model:
    record = admit(kind, data).record
    if record is None:
        raise RuntimeError("the remaining fields of a record are not valid")
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
    """Return a mapping from ids of the register that are not published to the ids published instead.

    It includes all former ids. A record of an earlier state is published under its id of today; then the
    mapping contains each record that tiers permit, also if its id is the same.
    """
    register = looked.register
    if looked.limit is not None:
        return {**looked.ids, **current_ids(register, looked.ids)}
    return new_ids(register, {key: out.kept[key].data or {} for key in out.replaced & {*out.kept}})


def current_ids(register: Register, ids: Mapping[str, str]) -> dict[str, str]:
    """Return for each former id the id under which its record is published; `ids` replaces some ids."""
    return {old: ids.get(new, new) for old, new in register.formerly.items() if old not in register.by_id}


def new_ids(register: Register, replaced: Mapping[str, Data]) -> dict[str, str]:
    """Return a mapping from ids that may not be published, and from former ids, to the ids to publish.

    `replaced` contains the redacted data of the records with such ids, by these ids. A new id is made of this
    data.
    """
    ids: dict[str, str] = {}
    taken = {*register.by_id, *register.formerly}
    for key, data in sorted(replaced.items()):
        entry = register.by_id[key]
        ids[key] = id_to_publish(entry.kind, key, entry.shape, data, taken)
        taken.add(ids[key])
    return {**current_ids(register, ids), **ids}


def _with_referents(register: Register, named: Named, wanted: set[str]) -> set[str]:
    """Return the wanted ids and those of the shared records that they refer to, directly or through others.

    `named` returns the ids to which a record refers. Cases of other people are never added.
    """
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
    """Return the ids to which the redacted data of a record refers, if they are in `published`."""
    current = (register.current(each) for each in targets(entry.shape, data))
    return tuple(each for each in current if each in published)


def order_ids(kinds: Mapping[str, str], named: Named, shown: Mapping[str, str]) -> list[str]:
    """Return the ids in an order in which each comes after those its record refers to, except within a cycle.

    `kinds` gives the kind of each id; the last kinds of KINDS come first. Within a kind the ids are sorted by
    the published ids in `shown`: if they were sorted by an id made of a withheld name, its place would show
    the first letters of the name.
    """

    def place(key: str) -> tuple[int, str]:
        return -KINDS.index(kinds[key]), shown.get(key, key)

    by_kind = sorted(kinds, key=place)
    refers = {
        key: tuple(sorted({each for each in named(key) if each in kinds}, key=place)) for key in by_kind
    }
    return referents_first(by_kind, refers)


def _unreadable(looked: FirstLook, out: DisclosedRecords, mentioned: set[str]) -> tuple[str, ...]:
    """Return the paths of unreadable files because of which an id was replaced.

    For an earlier state they include today's unreadable files.
    """
    found = unreadable_with_names(looked.register, mentioned & looked.of_names)
    found += unreadable_with_ids(looked.register, (mentioned & out.replaced) - looked.of_names)
    if looked.limit is None:
        return tuple(dict.fromkeys(found))
    today, replaced = looked.limit.register, {*looked.limit.ids}
    found += (*unreadable_with_names(today, replaced), *unreadable_with_ids(today, replaced))
    return tuple(dict.fromkeys(found))


def _count_replaced_ids(looked: FirstLook, ids: Mapping[str, str], mentioned: set[str]) -> int:
    """Count the records published or referred to under another id because their own may not be published.

    A record of an earlier state that was only renamed since is not counted.
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
    """Yield the nodes that were left out, with the paths of the files where your team finds them."""
    yield from (Omission(register.by_id[key].path, "") for key in missing)
    for key in included:
        tally = out.kept[key].tally
        for name in (*tally.events, *tally.fields, *tally.names):
            yield Omission(register.by_id[key].path, name)
