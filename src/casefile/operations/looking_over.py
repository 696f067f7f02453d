"""The register of a morning, read where the board does not know all of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from msgspec.structs import replace

from casefile.checks.run import check
from casefile.operations.board.looking import sight
from casefile.operations.clocks import Clocks
from casefile.operations.moment import moment_of
from casefile.operations.today import LOOKED_FOR, LookedOver, stem
from casefile.operations.verdict import found_now
from casefile.views.due.deadlines import due
from casefile.views.due.row import EVER, Window
from casefile.views.listing import listed
from casefile.views.stats import standing


def looked_over(directory: Path, clocks: Clocks) -> LookedOver:
    """Read the moment that is asked for, and the files here."""
    # The files come first: nothing is kept of a commit before the board has seen them.
    now = moment_of(directory, replace(clocks, known_at=None)) if clocks.known_at is not None else None
    moment = moment_of(directory, clocks)
    here = (now or moment).register
    rows = [(row, row.course.on(moment.on)) for row in moment.register.rows if row.course]
    seen = sight(directory)
    known = found_now(directory, seen) if seen else None
    unread = {problem.path for problem in here.problems}

    def named(path: str) -> str | None:
        entry = here.entries.get(path)
        return entry.id if entry else stem(path) if path in unread else None

    return LookedOver(
        moment=moment,
        counts=Counter(standing(view) for _, view in rows),
        held=[listed(row, view, moment.on) for row, view in rows if standing(view) in LOOKED_FOR],
        views={row.id: view for row, view in rows},
        owed=due(moment.register, moment.register.rows, moment.on, Window(EVER)),
        problems=check(here) if known is None else known,
        named=named,
        zone=here.settings.timezone,
    )
