"""The comparison of export --compared-with: content of an earlier export that today's rules withhold."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from casefile.exporters import FORMATS
from casefile.files.register_folder import find_root
from casefile.git.log_reader import committed_on
from casefile.git.snapshots import Revision
from casefile.loading.open_register import load_snapshot_register
from casefile.loading.present_register import current_register
from casefile.loading.read_times import QueryTimes, local_day
from casefile.loading.revision import commit_of, work_tree
from casefile.publication.audience import Audience
from casefile.publication.export_comparison import ExportDeparture, compare_exports


class Comparison(Struct, frozen=True):
    """A description of the earlier state, and the differences between its export and today's rules."""

    earlier: str
    departures: tuple[ExportDeparture, ...]


def compare_with(
    directory: Path, revision: str, clocks: QueryTimes, audience: Audience, form: str
) -> Comparison:
    """Compare an export of a revision, made on the day of its commit, with today's rules.

    If that day is not known or after today, it is today. A format may need a consent of its own, so `form`
    decides which consents count. Raises NotFound CF302 for an unknown revision, and the errors of
    `current_register`.
    """
    root = find_root(directory)
    repository = work_tree(root)
    commit = commit_of(repository, revision)
    snapshot, current = Revision(repository, commit), current_register(root)
    earlier = load_snapshot_register(snapshot, current)
    today = local_day(current.settings.timezone, clocks.now)
    scope = FORMATS[form].scope if form in FORMATS else None
    then = committed_on(repository, commit) or today
    found = compare_exports(earlier, current, audience, then=min(then, today), today=today, scope=scope)
    return Comparison(snapshot.label, found)
