from casefile.terminal.record_page import claims
from casefile.terminal.terminal_pages import Screen, draw


def test_contradicting_claims_are_listed_together_each_with_its_source():
    data = {
        "claims": [
            {"field": "connection", "value": "relative", "sources": ["one"]},
            {"field": "title", "value": "A call"},
            {"field": "connection", "value": "lawyer", "sources": ["two"]},
        ]
    }

    drawn = draw([*claims(data, {"one": 1, "two": 2})], Screen(80))

    assert [each.split() for each in drawn.splitlines() if each][1:] == [
        ["connection", "relative", "·", "[1]"],
        ["lawyer", "·", "[2]"],
        ["title", "A", "call"],
    ]
    assert [*claims({}, {})] == []
