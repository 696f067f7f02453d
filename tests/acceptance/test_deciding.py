"""Each command that would decide a status is one that the command line takes."""

from __future__ import annotations

import shlex
from datetime import date

import pytest

from casefile.custody.state import STATUSES
from casefile.custody.view import Reason, RestrictionInForce, View
from casefile.views.deciding import decisions

CASE = "kg-2025-aleksander-aleksandrov"
DAY = date(2026, 1, 10)
RULE = Reason("released", "", "", "")
CURFEW = RestrictionInForce("curfew", "2025-12-01", None)
VIEWS = {
    "unknown": View("unknown", "uncertain", STATUSES, rule=RULE),
    **{each: View(each, "presumed", (each,), rule=RULE) for each in ("held", "released", "missing")},
    "restricted": View("restricted", "presumed", ("restricted",), restrictions=(CURFEW,), rule=RULE),
}


@pytest.mark.parametrize("asked", VIEWS)
def test_each_command_can_be_given_as_it_is(casefile, asked):
    proposed = decisions(VIEWS[asked], DAY, "KG")
    assert proposed
    for each in proposed:
        words = shlex.split(each.command(CASE).replace("ADDRESS", "https://example.org/a"))
        done = casefile(*words[1:], "--dry-run")
        assert done.returncode == 0, (each.command(CASE), done.stderr)
