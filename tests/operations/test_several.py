"""One event on several ledgers: what was typed once is refused once, and no file is blamed for it."""

from __future__ import annotations

import pytest

from casefile.errors import BadInput
from casefile.operations.plans import append
from casefile.operations.write import write

BOTH = ("kg-2025-aaaaa", "kg-2025-bbbbb")
CITED = {"date": "2025-07-01", "sources": ["occrp-2025-06-04"]}


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("hearing", {"outcome": "foo"}, ("CF103", "outcome", "", 0)),
        ("hearing", {"outcome": "remanded", "until": "2025-06-01"}, ("CF327", "until", "", 0)),
        ("note", {}, ("CF334", "events", "", 0)),
    ],
)
def test_what_is_wrong_on_every_ledger_is_told_once(desk, today, kind, fields, expected):
    with pytest.raises(BadInput) as refused:
        write(desk, append(BOTH, kind, {**CITED, **fields}, today))
    told = [(each.code, each.field, each.path, each.line) for each in refused.value.problems]
    assert told == [expected]


def test_what_is_wrong_on_one_ledger_names_it(desk, today):
    with pytest.raises(BadInput) as refused:
        write(desk, append(BOTH, "note", {"date": "2025-07-01", "summary": "Said."}, today))
    assert [each.code for each in refused.value.problems] == ["CF323"]
    assert refused.value.problems[0].path.endswith("kg-2025-aaaaa.yaml")
