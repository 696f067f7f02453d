"""The difference between two states of the register, as far as one audience may know it.

Each side is a publication of its own, so the difference shows nothing that the audience could not have read
in one of the two. That is not enough: a value that was published before may be withheld now. So the value of
a removed node is never shown. The old value of a corrected field is shown only if its form is closed (a
vocabulary word, a date, an id) and today's register permits it. Outside your team, a case whose id was given
to another person, and an event that has another type, count as removed: today's limit (see `present_limit`)
withholds all of them, closed values too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, partial
from typing import NamedTuple

from msgspec.structs import replace

from casefile.changes.change import Change, field_of
from casefile.changes.change_text import (
    describe_change,
    entry_of,
    is_entry,
    item_name,
    name_of_field,
    node_in,
    node_of,
)
from casefile.changes.compare import compare
from casefile.changes.entry_text import Wording, format_public_value
from casefile.changes.equality import ABSENT, find_node, is_ledger, is_set, within
from casefile.changes.record_difference import Difference, Status
from casefile.changes.value_text import format_value
from casefile.custody.status_text import in_short_with_end
from casefile.dates import Day
from casefile.model.case_names import all_names
from casefile.model.kinds import suffix_of
from casefile.model.plain_data import groups, items
from casefile.model.random_ids import is_drawn, is_nameless
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape
from casefile.model.visible_text import in_short
from casefile.model.vocabularies import LEDGER
from casefile.publication.audience import Audience
from casefile.publication.present_limit import find_counterparts
from casefile.publication.publish import Publication, Published, publish
from casefile.register import Entry, Register
from casefile.views.status_changes import cited_by_change, entries

GONE = "no longer shown"
NOT_READABLE = "A file with errors"
HAS_ERRORS = "it has errors now, so its content cannot be compared"


class PublishedSides(NamedTuple):
    """The publications of two states of the register.

    `limited` returns the publication of the earlier state that shows no more than the later register permits.
    """

    before: Publication
    after: Publication
    limited: Callable[[], Publication]


def publish_sides(  # noqa: PLR0913 - each is a question of its own
    earlier: Register,
    later: Register,
    audience: Audience,
    *,
    on: Day,
    today: Day | None = None,
    current: Register | None = None,
) -> PublishedSides:
    """Return the publications of two states of the register for an audience.

    `current` is today's register. If it is given, it limits both publications; it is None if `later` is
    today's register itself. `on` and `today` are those of `publish`.
    """
    side = partial(publish, audience=audience, on=on, today=today)
    limit = side(current) if current is not None else None
    before, after = side(earlier, current=limit), side(later, current=limit)
    return PublishedSides(before, after, cache(lambda: before if limit else side(earlier, current=after)))


def differences(sides: PublishedSides, earlier: Register, full: Register, on: Day) -> Iterator[Difference]:
    """Yield the differences that an audience may know, first those of the records that were removed.

    A record whose file has errors now is left out: see `not_readable`. `earlier` and `full` are the registers
    that both sides were made of. The earlier status is included only if nothing of the present status is
    withheld, because the two could be the same. It is left out too if it may depend on a value that today's
    register withholds.
    """
    before, after, limited = sides
    pairs = _find_pairs(before, after, earlier, full)
    paired = {each.id for each in pairs.values()}
    broken = {before.replaced.get(key, key) for key, entry in full.by_id.items() if entry.broken}
    yield from (_removed_record(each) for each in before.records if each.id not in paired | broken)
    own, inside = _find_full_ids(after, full), after.audience == "internal"
    for new in after.records:
        was = pairs.get(new.id)
        shape = shape_of(new.kind)
        shown = was.data if was else None
        changes = _find_changes(was, new) if was and not inside else compare(shape, shown, new.data)
        if changes:
            key = own.get(new.id, new.id)
            change_wording = _ChangeWording(after, full, key, new, limited)
            yield _difference(was, new, changes, change_wording, on)


def not_readable(before: Publication, entry: Entry) -> Difference:
    """Return the difference of a file that has errors now.

    It is not known what of the file may be published, or whose it is. So the difference contains no changes,
    and no id unless the earlier id was published and cannot be a name.
    """
    was = before.by_id.get(before.replaced.get(entry.id, entry.id))
    known = was.id if was and _is_no_name(was) else None
    return Difference(known, entry.kind, NOT_READABLE, note=f"{HAS_ERRORS}: casefile validate")


def _find_pairs(
    before: Publication, after: Publication, earlier: Register, full: Register
) -> dict[str, Published]:
    """Return the records of `before` that are published in `after` too, by their ids in `after`.

    The two records of a pair have the same id, or the later one shows the earlier id as a former id. Outside
    your team both must also be one record by their full entries, so that no values of another person are
    shown.
    """
    ids, ids_then = _find_full_ids(after, full), _find_full_ids(before, earlier)
    known = None if after.audience == "internal" else find_counterparts(earlier, full)
    old = {**before.by_id}
    pairs: dict[str, Published] = {}
    for new in after.records:
        now = full.by_id[ids.get(new.id, new.id)]
        for key in (new.id, *items(new.data.get("formerly"))):
            then = earlier.by_id[ids_then.get(key, key)] if key in old else None
            if then and (known is None or then.data == now.data or known.get(then.id) == now.id):
                pairs[new.id] = old.pop(key)
                break
    return pairs


def _find_full_ids(publication: Publication, register: Register) -> dict[str, str]:
    """Return the ids in the register of records that are published under another id, by the published id."""
    return {shown: key for key, shown in publication.replaced.items() if key in register.by_id}


def _find_changes(was: Published, new: Published) -> tuple[Change, ...]:
    """Return the changes of a record; an event with another type is one event removed and one added."""
    types = {each["id"]: each["type"] for each in groups(new.data.get(LEDGER))}
    events = [*groups(was.data.get(LEDGER))]
    kept = [each for each in events if types.get(each["id"], each["type"]) == each["type"]]
    gone = [str(each["id"]) for each in events if each not in kept]
    changes = compare(shape_of(new.kind), {**was.data, LEDGER: kept} if gone else was.data, new.data)
    at = next((place for place, each in enumerate(changes) if each.path[:1] == (LEDGER,)), 0)
    removed = (Change(field_of((LEDGER, key)), "removed", None, None) for key in gone)
    return (*changes[:at], *removed, *changes[at:])


def _difference(
    was: Published | None,
    new: Published,
    changes: tuple[Change, ...],
    change_wording: _ChangeWording,
    on: Day,
) -> Difference:
    redacted = [change_wording.redact_change(change) for change in changes]
    lost = any(change.kind == "removed" for change in changes)
    return Difference(
        record=new.id,
        kind=new.kind,
        name=new.name,
        changes=tuple(change for change, _ in redacted),
        texts=tuple(text for _, text in redacted),
        entries=tuple(entries(changes, change_wording.shape)),
        status=change_wording.status(was, new, on, lost=lost or change_wording.withholds(changes)),
        sources=cited_by_change(changes, new.data),
    )


def _removed_record(was: Published) -> Difference:
    """Return the difference of a record that was removed, or is withheld by now.

    It contains the kind of the record, and the id only if it was drawn at random and so is no name.
    """
    change = Change("", "removed", None, None)
    known = was.id if _is_no_name(was) else None
    return Difference(known, was.kind, "", (change,), (f"record {GONE}",))


def _is_no_name(was: Published) -> bool:
    """Return whether an id cannot be a name, so that it may be shown even if the record is withheld."""
    return was.kind == "case" and is_drawn(suffix_of(was.id))


class _ChangeWording:
    """Writes the changes of one record in words, from the content that is published of it now.

    `key` is its id in the register `full`. `limited` is that of `PublishedSides`.
    """

    def __init__(
        self,
        after: Publication,
        full: Register,
        key: str,
        new: Published,
        limited: Callable[[], Publication],
    ) -> None:
        self.shape = shape_of(new.kind)
        self.data = new.data
        self._published, self._limited = new.id, limited
        self.full = full
        self._full_views = after.full
        self.key = key
        self.known = frozenset(after.register.by_id)
        self.hidden = after.hidden

    def redact_change(self, change: Change) -> tuple[Change, str]:
        """Return a change without the earlier values that may not be shown, and its description in words."""
        if change.kind == "removed":
            return self._redact_removal(change)
        if change.path == ("name",) and self._replaces_a_name(change.new):
            return self._redact_removal(replace(change, kind="removed", new=None))
        if change.kind == "changed" and change.path != ("id",):  # that is published as a former one
            node = node_of(self.shape, change.path)
            old = self._closed(node, change.old)
            if old is None or not self._may_show_old_value(change):
                return replace(change, old=None), self._describe_correction(change)
        redacted = replace(change, old=None) if change.kind == "moved" else change
        return redacted, describe_change(change, self.shape, self.data)

    def withholds(self, changes: Iterable[Change]) -> bool:
        """Return whether today's register withholds an old value of a closed form."""
        return any(
            each.kind == "changed"
            and self._closed(node_of(self.shape, each.path), each.old) is not None
            and not self._may_show_old_value(each)
            for each in changes
        )

    def _may_show_old_value(self, change: Change) -> bool:
        """Return whether today's register permits to publish the old value of a change."""
        return find_node(self._earlier, change.path) == change.old

    @cached_property
    def _earlier(self) -> object:
        """The earlier record, as far as today's register allows to publish it."""
        found = self._limited().by_id.get(self._published)
        return found.data if found else {}

    def _replaces_a_name(self, value: object) -> bool:
        """Return whether a published name of a record takes the place of a name that is withheld."""
        entry = self.full.by_id.get(self.key)
        return entry is not None and entry.fields.get("name") != value

    def _redact_removal(self, change: Change) -> tuple[Change, str]:
        """Return the removal of a node without its value, and its description in words.

        If the id of the removed entry may be a name, only the list that contained the entry is named.
        """
        bare = replace(change, old=None, after=None)
        shown = self._shown_part(change.path)
        if shown != change.path:
            name = item_name(shown[-1])
            what = f"an {name}" if shown[-1] == LEDGER else name
            return replace(bare, field=field_of(shown)), f"{what} {GONE}"
        if is_entry(self.shape, change.path):
            return bare, f"event {in_short(change.path[1])} {GONE}"
        return bare, f"{self._named(change)} {GONE}"

    def _shown_part(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return a path up to the first entry whose id may not be shown."""
        shape: Shape | None = self.shape
        value: object = self.data
        for at, part in enumerate(path):
            value = within(value, part)
            if shape and is_ledger(shape) and value is ABSENT and not self._is_random(path[at - 1], part):
                return path[:at]
            shape = node_of(self.shape, path[: at + 1])
        return path

    def _is_random(self, ledger: str, key: str) -> bool:
        """Return whether the id of an entry was drawn at random; the short name of a proceeding never is.

        An id that was typed may be a name, of this person or of another one.
        """
        if ledger != LEDGER or self.hidden.found_in(key):
            return False
        entry = self.full.by_id.get(self.key)
        return is_nameless(key, all_names((entry.data if entry else None) or {}))

    def _describe_correction(self, change: Change) -> str:
        node = node_in(self.shape, change.path, entry_of(self.data, change.path))
        value = format_value(node, change.new) if node is not None else change.new
        return f"{self._named(change)} corrected to: {in_short(value)}"

    def _named(self, change: Change) -> str:
        """Return the name of the field of a change, with the entry that the field belongs to."""
        path = change.path
        inside = len(path) > 2 and is_entry(self.shape, path[:2])
        node = node_of(self.shape, path)
        name = field_of(path[2:] if inside else path)
        name = item_name(name) if node is not None and is_set(node) and change.kind != "changed" else name
        return f"{name_of_field(entry_of(self.data, path), path)}: {name}" if inside else name

    def _closed(self, node: Shape | None, value: object) -> object:
        """Return a value if its form is closed: a vocabulary word, a date, a published id.

        Returns None for free text.
        """
        scalar = isinstance(value, str | int) and node is not None and node.is_scalar
        return value if scalar and node and format_public_value(node, value, Wording(self.known)) else None

    def status(self, was: Published | None, new: Published, on: Day, *, lost: bool) -> Status | None:
        """Return the status before and after a change, as far as it may be published; None if not a case.

        The status before is left out if a value was `lost`, because that status may depend on the value.
        """
        now = new.view(on)
        if now is None:
            return None
        words = in_short_with_end(now, on)
        before = was.view(on) if was else None
        if before is None or lost or not self._all_agree(words, on):
            return Status(None, now.status, words if before != now else "", words)
        earlier = in_short_with_end(before, on)
        return Status(before.status, now.status, "" if earlier == words else f"{earlier} → {words}", words)

    def _all_agree(self, words: str, on: Day) -> bool:
        """Return whether the full ledger gives the published status, also with withheld entries moved."""
        return {in_short_with_end(each, on) for each in self._full_views(self.key)} == {words}
