"""The events that a merge dropped: `audit` and `log` name the same ones, in each combination of the sides."""

from __future__ import annotations

from itertools import product

import pytest

from casefile.history.record_log import read_log
from support.trail import SETTINGS, case, event, path_of

KEPT, CHANGED = event("a1aaa"), event("a1aaa", "2025-05-29")
OTHER = event("b2bbb", "2025-05-30")
STATES = {"": "", "kept": KEPT, "changed": CHANGED}
"""What a file states of the event in question; each file has another event too, which stays."""
COMBINATIONS = [(base, side, main) for base, side, main in product(STATES, repeat=3) if base != "changed"]


@pytest.fixture
def merged(past):
    """Return the cases that a merge leaves without the event, by their id, and the merge."""
    cases = {f"kg-2025-{number:05}": each for number, each in enumerate(COMBINATIONS)}

    def files(place):
        return {
            path_of(name): case(name, STATES[each[place]] + OTHER if place is not None else OTHER)
            for name, each in cases.items()
        }

    past.commit({"casefile.yaml": SETTINGS, **files(0)})
    past.git("checkout", "-q", "-b", "side")
    past.commit({**files(1), "side.txt": ""}, "-m", "Reason: a letter")
    past.git("checkout", "-q", "main")
    past.commit({**files(2), "main.txt": ""}, "-m", "Reason: a letter")
    past.git("merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "side")
    return cases, past.commit(files(None))


def test_audit_and_log_name_the_same_events(past, merged):
    cases, merge = merged
    audited = {each.record for each in past.audit().findings if (each.code, each.commit) == ("CF742", merge)}
    (entry,) = (each for each in read_log(past.folder).entries if each.commit.id == merge)
    logged = {
        each.record
        for each in entry.differences
        if any((one.kind, one.path) == ("removed", ("events", "a1aaa")) for one in each.changes)
    }
    dropped = {name for name, (base, *sides) in cases.items() if any(sides) and (all(sides) or not base)}
    assert audited == dropped
    # One side removed what the other one changed: audit names the commit that removed it.
    both = {name for name, (base, *sides) in cases.items() if base and {*sides} == {"", "changed"}}
    assert logged == dropped | both


def test_audit_and_log_name_an_event_that_two_of_three_sides_had(past):
    """Two sides have it from a commit of both, so neither changed it since it parted from the other one."""
    path = path_of("kg-2025-00000")
    past.commit({"casefile.yaml": SETTINGS, path: case("kg-2025-00000", OTHER), "main.txt": ""})
    past.git("checkout", "-q", "-b", "one")
    past.commit({path: case("kg-2025-00000", KEPT + OTHER)})
    past.git("branch", "two")
    past.commit({path_of("kg-2025-00001"): case("kg-2025-00001", OTHER)})
    past.git("checkout", "-q", "two")
    past.commit({path_of("kg-2025-00002"): case("kg-2025-00002", OTHER)})
    past.git("checkout", "-q", "main")
    past.commit({path_of("kg-2025-00003"): case("kg-2025-00003", OTHER)})
    past.git("merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "one", "two")
    merge = past.commit({path_of(name): case(name, OTHER) for name in ("kg-2025-00001", "kg-2025-00002")})
    assert len(past.git("show", "-s", "--format=%P").split()) == 3
    audited = {each.record for each in past.audit().findings if (each.code, each.commit) == ("CF742", merge)}
    logged = {
        each.record
        for entry in read_log(past.folder).entries
        if entry.commit.id == merge
        for each in entry.differences
        if any((one.kind, one.path) == ("removed", ("events", "a1aaa")) for one in each.changes)
    }
    assert audited == logged == {"kg-2025-00000"}
