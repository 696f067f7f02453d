"""Select the records of an export so that a filter reveals nothing that is withheld."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefile.dates import Day
from casefile.files.register_folder import find_root
from casefile.loading.indexed.index_lookup import DatedSnapshot, find_dated_snapshot
from casefile.loading.missing_files import check_files
from casefile.loading.present_register import current_register, judge_withdrawals
from casefile.loading.read_times import QueryTimes, local_day
from casefile.progress import Progress, no_progress
from casefile.publication.audience import Audience
from casefile.publication.publish import Publication, publish
from casefile.queries.record_choice import candidates, named_criteria
from casefile.register import Register
from casefile.views.record_filter import Filters
from casefile.views.record_selection import Criteria, choose


class ExportScope(Struct, frozen=True):
    """The selected part of a register: its dated snapshot, its folder, and the ids of the selected records.

    `chosen` are these ids, or None without a filter. `today` is the day in the time zone of the register.
    `named` are the ids that the user named. `withheld` match the filters only on the unpublished data:
    nothing of them is published, or not the data that the filters match. `current` is today's register if the
    snapshot is an earlier state, else None. `publication` is the publication of the whole register that the
    filters used.
    """

    snapshot: DatedSnapshot
    root: Path
    today: Day
    chosen: frozenset[str] | None
    named: frozenset[str]
    withheld: frozenset[str] = frozenset()
    current: Register | None = None
    publication: Publication | None = None


def choose_export_scope(
    directory: Path, clocks: QueryTimes, asked: Filters, audience: Audience, progress: Progress = no_progress
) -> ExportScope:
    """Return the records whose published form matches the filters in `asked`.

    If records are named by id and there is no other filter, they are chosen even if nothing of them is
    published. Raises MachineTrouble CF810 if files of the register are missing, and the errors of
    `named_criteria`. The filters read only the publication. The result of a filter on the full register would
    reveal the status of a case whose status is withheld.
    """
    root = find_root(directory)
    check_files(root)
    snapshot = find_dated_snapshot(directory, clocks)
    register: Register = snapshot.register
    current = current_register(root) if clocks.known_at is not None else None
    today = local_day((current or register).settings.timezone, clocks.now)
    if asked == Filters():
        return ExportScope(snapshot, root, today, None, frozenset(), current=current)
    wanted = named_criteria(register, asked if current is None else _by_ids_of_then(asked, register, current))
    named = frozenset[str]().union(*wanted.records)
    alone = asked == Filters(records=asked.records)
    register = judge_withdrawals(register)
    inside = _answering(register, wanted, snapshot.on, with_parts=alone)
    publication = publish(
        register,
        audience,
        on=snapshot.on,
        label=snapshot.known_at,
        today=today,
        current=current,
        progress=progress,
    )
    published = wanted.with_ids(publication.replaced)
    seen = _answering(publication.register, published, snapshot.on, with_parts=alone)
    chosen = frozenset(key for key in register.by_id if publication.replaced.get(key, key) in seen)
    if alone:
        chosen, withheld = named | chosen, inside - chosen - named
    else:
        named, withheld = named & chosen, inside - chosen
    return ExportScope(snapshot, root, today, chosen, named, withheld, current, publication)


def _by_ids_of_then(asked: Filters, then: Register, current: Register) -> Filters:
    """Return filters in which an id of today is replaced by the former id that the record had then.

    A record of an earlier state is published under its id of today, so a user may type that.
    """

    def id_then(text: str) -> str:
        entry = current.find_by_id(text) if text not in then.by_id else None
        return next((old for old in entry.former_ids if old in then.by_id), text) if entry else text

    named = ("records", "situation", "organization", "authority", "statute")
    return replace(asked, **{name: tuple(map(id_then, getattr(asked, name))) for name in named})


def _answering(register: Register, wanted: Criteria, day: Day, *, with_parts: bool) -> frozenset[str]:
    """Return the ids of the cases of a register that match; `with_parts` adds named records and their parts.

    The parts of a situation are taken from this register alone.
    """
    asked = wanted.with_parts(register)
    cases = frozenset(each.id for each in choose(candidates(register, asked), asked, day))
    return cases.union(*asked.records).intersection(register.by_id) if with_parts else cases
