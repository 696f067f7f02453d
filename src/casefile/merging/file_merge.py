"""Merge one file that two branches have changed: by meaning if it is a record, otherwise by lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.changes.change import SIDES, Path, Side, parts_of
from casefile.changes.compare import compare
from casefile.changes.equality import ABSENT, child_of, is_ledger
from casefile.changes.record_merge import Conflict, Merged, apply_settlements, choose_sides, merge
from casefile.changes.smallest_conflict import find_smallest_conflict, find_smallest_difference
from casefile.checks.all_rules import RULES
from casefile.checks.run_rules import check_alone
from casefile.custody.circumstances import NO_CONNECTIONS
from casefile.errors import CasefileError, Problem, errors_of
from casefile.git.merge_state import ByLines
from casefile.loading.read_times import local_day
from casefile.merging.merge_of_joins import join_on_all_sides
from casefile.merging.proceeding_merge import add_proceeding_conflicts, events_of, find_different_proceedings
from casefile.merging.status_order import StatusFacts, ThreeWayRecord, has_new_status, order_lists
from casefile.model.kinds import kind_of
from casefile.model.plain_data import KnownData, former_ids
from casefile.model.record_shapes import shape_of
from casefile.model.same_case import have_common_event, is_another_case
from casefile.model.shape import Shape
from casefile.model.web_addresses import address_key
from casefile.names import fold_text
from casefile.register import Entry, read_entry, stated_settings
from casefile.yaml.canonical_text import write
from casefile.yaml.conflict_markers import regions, take_side
from casefile.yaml.reader import FileReading
from casefile.yaml.reader import read as read_text
from casefile.yaml.text_merge import Markers, ThreeWayTexts, merged_text, text_in_conflict

Connections = Mapping[str, str | None]
RULES_ACROSS_RECORDS = frozenset({"reference-resolves", "id-resolves", "id-is-unique"})
"""Rules that need the other records: they are not checked here, but by `validate` after the whole merge."""
RULES_OF_ONE_RECORD = tuple(
    rule for rule in RULES if rule.level == "error" and rule.name not in RULES_ACROSS_RECORDS
)
"""The rules that a record can break by itself, without other records."""


class ThreeWayBlobs(Struct, frozen=True):
    """One file on three sides; `base` is empty if both sides have added it."""

    base: bytes
    ours: bytes
    theirs: bytes


class MergedFile(Struct, frozen=True):
    """The result of a merge: the content to write to the file; a `blob` of None leaves the file as it is.

    `clean` is False for a text with markers, for a record that breaks the schema or a rule, and for a file
    that was not merged as a record; `conflicts`, `problems` and `by_lines` are the reasons. `by_lines` is
    empty for a file merged as a record; `unread` contains for each side the problem that prevents it from
    being read as one. `turned` is True if the custody status is now that of neither side, whichever side is
    chosen in the conflicts.
    """

    blob: bytes | None
    clean: bool
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Problem, ...] = ()
    by_lines: str = ""
    unread: tuple[tuple[Side, Problem], ...] = ()
    turned: bool = False


class RecordSides(Struct, frozen=True, dict=True):
    """One record on three sides, each of which can be read.

    `settings` is casefile.yaml, if it is known: it decides the status, and which data is valid. `others` are
    the settings that may apply instead, if both sides changed casefile.yaml. `connections` maps the id of
    each known source to its connection to the person. `branches` are the sides in git's staging area, if
    these sides were read between the markers of a file, where both contain the merged events.
    """

    path: str
    kind: str
    texts: ThreeWayTexts
    base: KnownData | None
    ours: KnownData
    theirs: KnownData
    settings: Entry | None = None
    connections: Connections = field(default_factory=dict)
    branches: RecordSides | None = None
    others: tuple[Entry, ...] = ()

    @property
    def shape(self) -> Shape:
        """The shape of the model of the record, by its kind."""
        return shape_of(self.kind)

    def merge(self, apart: Collection[Path] = ()) -> Merged:
        """Return the changes of both sides merged, with new entries at positions that their dates allow.

        The nodes at the paths in `apart` are never merged: they are conflicts in which one side is chosen. If
        the result has the same content as one side, the order of that side stays. If the order of events that
        both sides have added decides the status, the ledger is in conflict. Two sources or proceedings that
        got one id on both sides are never merged into one.
        """
        if self.are_two_records:
            return merge(self.shape, self.base, self.ours, self.theirs, [()])
        return self.merge_as_one(apart)

    def merge_as_one(self, apart: Collection[Path] = ()) -> Merged:
        """Return the same as `merge`, but merge two records with one id as if they were one record."""
        two = self._different_proceedings
        return add_proceeding_conflicts(self._in_order({*apart, *two}), two)

    def _in_order(self, apart: Collection[Path]) -> Merged:
        base, ours, theirs, torn = self.joins
        made = merge(self.shape, base, ours, theirs, {*apart, *torn})
        is_of_one = any(not compare(self.shape, side, made.data) for side in (theirs, ours))
        return made if is_of_one else self.with_order(made)

    def with_order(self, merged: Merged) -> Merged:
        """Return a merge, with a conflict added if the order of its events has to be chosen by a person.

        In `merged` proceedings may have other ids than on the sides. While an event is in conflict, no
        conflict about the order is added.
        """
        return order_lists(self.kind, self.joins, merged, self._facts)

    @cached_property
    def joins(self) -> ThreeWayRecord:
        """The three sides, in each of which the events that either side has joined into one are joined.

        See `join_on_all_sides`, also for joins that are left out and events that are in conflict.
        """
        return join_on_all_sides(self.kind, ThreeWayRecord(self.base, self.ours, self.theirs), self._facts)

    @property
    def _facts(self) -> StatusFacts:
        first, *others = map(stated_settings, (self.settings, *self.others))
        return StatusFacts(first, self.connections, tuple(others))

    def errors(self, text: str) -> tuple[Problem, ...]:
        """Return the errors that a text of this record has by itself under every settings that may apply.

        Errors are the same under two settings if their field and code are.
        """
        entry = read_entry(self.path, text.encode())
        first, *others = (errors(entry, each) for each in (self.settings, *self.others))
        known = [{(each.field, each.code) for each in found} for found in others]
        return tuple(each for each in first if all((each.field, each.code) in one for one in known))

    @property
    def _different_proceedings(self) -> frozenset[Path]:
        known = self.branches or self
        ours, theirs = events_of(self.ours, known.ours), events_of(self.theirs, known.theirs)
        return find_different_proceedings(self.kind, known.base, ours, theirs)

    @property
    def are_two_records(self) -> bool:
        """Whether the sides are two different records, though both sides added them under one id.

        Two sources differ in their addresses. Two cases have no event in common; a common name is no proof.
        Two bodies or statutes differ in name, title, country, code or article. A part of an article is a
        different statute from the whole article. With two ids, they are one record that both sides renamed.
        """
        is_added = self.base is None and self.ours.get("id") == self.theirs.get("id")
        return self.is_wrong_pair or (is_added and self._differ)

    @property
    def is_wrong_pair(self) -> bool:
        """Whether git paired a record that one side added with a different record that it took for a rename.

        Git does so if one file disappeared and a similar one was added. A record that was really renamed
        lists its old id in `formerly`.
        """
        return names_of(self.ours).isdisjoint(names_of(self.theirs))

    @property
    def _differ(self) -> bool:
        ours, theirs = self.ours, self.theirs
        if self.kind == "source":
            one, other = _addresses(ours), _addresses(theirs)
            return one.isdisjoint(other) if one or other else ours != theirs
        if self.kind == "case":
            return not have_common_event(ours, theirs)
        if self.kind == "statute" and ours.get("part") != theirs.get("part"):
            return True
        stated = [name for name in IDENTIFYING_FIELDS if name in ours and name in theirs]
        return any(fold_text(str(ours[name])) != fold_text(str(theirs[name])) for name in stated)

    def gives_new_status(self, data: KnownData) -> bool:
        """Return whether `data`, a merge of the sides, gives a custody status that neither side has.

        The status is compared today (by the clock, in the register's time zone) and later than all events.
        """
        facts = self._facts
        today = local_day(facts.settings.timezone, datetime.now(UTC))
        return has_new_status(self.kind, data, (self.ours, self.theirs), today, facts)

    def smallest_conflict_at(self, field: str, taken: Collection[Path]) -> Path:
        """Return the path of the smallest node around a field that both sides changed differently.

        Nodes at or below the paths in `taken` are skipped. The path is empty for the whole ledger and for the
        whole record.
        """
        path = parts_of(field)
        base, ours, theirs, _ = self.joins
        while path := find_smallest_conflict(self.shape, base, ours, theirs, path):
            if not _within(path, taken):
                return () if len(path) == 1 and is_ledger(child_of(self.shape, self.shape, path[0])) else path
            path = path[:-1]
        return ()

    def smallest_difference_at(self, field: str) -> Path:
        """Return the path of the smallest node around a field at which the sides differ.

        Empty for the whole record.
        """
        return find_smallest_difference(self.shape, self.ours, self.theirs, parts_of(field))


IDENTIFYING_FIELDS = ("name", "title", "country", "code", "article")
"""Fields in which a different value means a different body, statute or situation."""


def names_of(data: KnownData) -> frozenset[str]:
    """Return the id of a record and its former ids."""
    return frozenset({str(data.get("id")), *former_ids(data)})


def _addresses(data: KnownData) -> frozenset[str]:
    """Return the URLs that a source states, normalised for comparison (`address_key`)."""
    stated = (data.get(name) for name in ("url", "archived_url"))
    return frozenset(address_key(each) for each in stated if isinstance(each, str))


class MergeAttempt(NamedTuple):
    """The changes of two sides merged: the data with the conflicts, the problems, and the text.

    In a conflict, `text` has our side; it is empty if the text could not be made.
    """

    merged: Merged
    problems: tuple[Problem, ...]
    text: str = ""


NO_LINES = ByLines(None, clean=False)
NO_RECORDS = "the two sides and their common ancestor are not records of one kind"


def merge_file(  # noqa: PLR0913, PLR0917 - the file, and the facts around it
    path: str,
    blobs: ThreeWayBlobs,
    lines: ByLines,
    settings: Entry | None,
    markers: Markers,
    connections: Connections = NO_CONNECTIONS,
    others: tuple[Entry, ...] = (),
) -> MergedFile:
    """Merge one file; `path` is its path in the register, `settings` the content of casefile.yaml.

    `settings` is None if it is not known. `lines` is git's merge of the lines, `markers` the form of conflict
    markers. `others` are settings that may apply instead, if both sides changed casefile.yaml. `connections`
    maps each source to its connection to the person, as far as it is known. Sides that cannot be read as
    records of one kind are merged by lines as git does: the result is never clean, even if git finds no
    conflict, because it is not checked. Nothing is written. Raises CasefileError if no text with markers can
    be made.
    """
    sides = sides_of(path, blobs, settings, connections, others)
    if sides is None:
        unread = tuple(_unread(path, blobs))
        return MergedFile(lines.text, clean=False, by_lines=NO_RECORDS, unread=unread)
    merged, wrong, text = attempt_merge(sides, lines)
    turned = all(sides.gives_new_status(data) for data in choose_sides(sides.shape, merged))
    if merged.conflicts:
        return replace(_in_conflict(sides, merged, markers), problems=wrong, turned=turned)
    return MergedFile(text.encode(), clean=not wrong, problems=wrong, turned=turned)


def attempt_merge(
    sides: RecordSides, lines: ByLines = NO_LINES, apart: Collection[Path] = ()
) -> MergeAttempt:
    """Return both sides merged, with conflicts wide enough that either choice adds no error to the record.

    If the merge has an error that neither side has, the smallest node around it that both sides changed
    becomes a conflict; if that is the ledger or the whole record, the merge stays as it is, and its problems
    are returned. If one side of a conflict is not valid together with the rest, the conflict grows until it
    is, in the end to the whole record; so it does if a text cannot be made. `apart` are paths that are
    conflicts from the start if the sides differ there.
    """
    problems: tuple[Problem, ...] = ()
    while True:
        merged = sides.merge(apart)
        try:
            texts = outcomes(sides, merged) if merged.conflicts else (_text(sides, merged, lines),)
        except CasefileError:
            # Where both sides mean the same, there is no conflict, and either text may stay.
            return MergeAttempt(sides.merge([()]), problems, sides.texts.ours)
        found = map(sides.errors, texts)
        wrong = tuple(dict.fromkeys(chain.from_iterable(found)))
        wider = (
            _find_wider_conflicts(sides, _new_problems(sides, wrong), merged, apart) if wrong else frozenset()
        )
        if not wider:
            return MergeAttempt(merged, problems if merged.conflicts else wrong, texts[0])
        apart, problems = {*apart, *wider}, problems or wrong


def outcomes(sides: RecordSides, merged: Merged) -> tuple[str, str]:
    """Return the two texts of a merge: with our side chosen in every conflict, and with theirs.

    They are in canonical form, without comments. Raises BadInput for values that no record can contain.
    """
    ours, theirs = (write(sides.shape, data) for data in choose_sides(sides.shape, merged))
    return ours, theirs


def sides_of(
    path: str,
    blobs: ThreeWayBlobs,
    settings: Entry | None,
    connections: Connections = NO_CONNECTIONS,
    others: tuple[Entry, ...] = (),
) -> RecordSides | None:
    """Parse the three sides; None if one of them is not a record, or if they are of different kinds.

    The parameters are those of `merge_file`. A base is left out (None) if its id is not an id or former id of
    both sides: git chose it because one file disappeared and a similar one was added. It is also left out if
    one side gave the id to another person: events of two persons are never merged.
    """
    base, ours, theirs = (read_text(each, path) for each in (blobs.base, blobs.ours, blobs.theirs))
    base = _merge_bases(base, path)
    if ours.data is None or theirs.data is None or (base.data is None and blobs.base.strip()):
        return None
    kinds = {kind_of(each.data) for each in (base, ours, theirs) if each.data is not None}
    kind = kinds.pop()
    if kinds or kind is None:
        return None
    before = base.data
    if before and "id" in before and str(before["id"]) not in names_of(ours.data) & names_of(theirs.data):
        before = None
    if before and kind == "case" and is_another_case(ours.data, theirs.data, [before]):
        before = None
    texts = ThreeWayTexts(base.text if before is not None else "", ours.text, theirs.text)
    return RecordSides(
        path, kind, texts, before, ours.data, theirs.data, settings, connections, others=others
    )


def _unread(path: str, blobs: ThreeWayBlobs) -> Iterator[tuple[Side, Problem]]:
    """Yield for each side the first problem that prevents it from being read as a record of a known kind."""
    for side in SIDES:
        entry = read_entry(path, getattr(blobs, side))
        known = entry.data is None or kind_of(entry.data) is not None
        problems = [each for each in errors_of(entry.problems) if known or each.field == "schema"]
        if entry.data is None or not known:
            yield from ((side, each) for each in problems[:1])


def _merge_bases(base: FileReading, path: str) -> FileReading:
    """Return a base without the parts in which its halves differ.

    A base has halves if git has merged two bases of a merge, with conflict markers.
    """
    if not regions(base.text):
        return base
    ours, theirs = (read_text((take_side(base.text, side) or "").encode(), path) for side in SIDES)
    kind = kind_of(ours.data or {})
    if ours.data is None or theirs.data is None or kind is None:
        return base
    shape = shape_of(kind)
    differing = [each.path for each in compare(shape, ours.data, theirs.data)]
    both = merge(shape, None, ours.data, theirs.data, differing)
    return FileReading(
        ours.text, apply_settlements(shape, both, {each.field: ABSENT for each in both.conflicts}), ()
    )


def errors(entry: Entry, settings: Entry | None) -> tuple[Problem, ...]:
    """Return the errors that a record has by itself, under the settings of its register."""
    return errors_of(check_alone(entry, settings, RULES_OF_ONE_RECORD))


def _new_problems(sides: RecordSides, wrong: Iterable[Problem]) -> list[Problem]:
    """Return the problems of `wrong` that neither side has by itself.

    The index of an item in its list does not count: the item may have moved.
    """
    texts = (sides.texts.ours, sides.texts.theirs)
    known = {(_unnumbered(each.field), each.code) for text in texts for each in sides.errors(text)}
    return [each for each in wrong if (_unnumbered(each.field), each.code) not in known]


def _unnumbered(field: str) -> Path:
    return tuple(part for part in parts_of(field) if not part.isdecimal())


def _find_wider_conflicts(
    sides: RecordSides, fresh: Sequence[Problem], merged: Merged, apart: Collection[Path]
) -> frozenset[Path]:
    """Return the paths of the outermost nodes not to merge either, because of the problems `fresh`.

    For a problem it is a node that both sides have changed; if there are conflicts already, otherwise a node
    in which the sides differ, otherwise the whole record. `apart` are the nodes that are not merged so far.
    The result is empty if nothing more can be kept apart.
    """
    taken = [each.path for each in merged.conflicts]
    paths = {sides.smallest_conflict_at(each.field, taken) for each in fresh}
    if taken:
        paths |= {
            sides.smallest_difference_at(each.field)
            for each in fresh
            if not sides.smallest_conflict_at(each.field, taken)
        }
    new = {path for path in paths if path and path not in apart and not _within(path, taken)}
    if not new and taken and fresh and () not in apart:
        return frozenset({()})
    return frozenset(path for path in new if not _within(path, new - {path}))


def _within(path: Path, others: Collection[Path]) -> bool:
    """Return whether a path is one of the others, or below one."""
    return any(path[:depth] in others for depth in range(len(path) + 1))


def _text(sides: RecordSides, merged: Merged, lines: ByLines) -> str:
    """Return the text of a merge: git's own if it has the same data, else one made from the three texts.

    Of a case that one side withdrew only the notice is left, not even comments that the other side wrote.
    """
    if "withdrawn" in merged.data:
        return sides.texts.ours if "withdrawn" in sides.ours else sides.texts.theirs
    if lines.clean and lines.text is not None:
        read = read_text(lines.text, sides.path)
        if read.data is not None and not compare(sides.shape, read.data, merged.data):
            return read.text
    return merged_text(sides.shape, sides.texts, merged.data)


def _in_conflict(sides: RecordSides, merged: Merged, markers: Markers) -> MergedFile:
    """Return the file with markers around each field in conflict, or around the whole record.

    The latter if the text does not allow the former.
    """
    try:
        text = text_in_conflict(sides.shape, sides.texts, merged, markers)
    except CasefileError:
        whole = Conflict("", sides.base, sides.ours, sides.theirs)
        merged = Merged(dict(sides.ours), (whole,))
        text = text_in_conflict(sides.shape, sides.texts, merged, markers)
    return MergedFile(text.encode(), clean=False, conflicts=merged.conflicts)
