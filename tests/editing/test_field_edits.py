"""`update`: fields are found by their path, set, added to and taken out."""

from __future__ import annotations

import pytest

from casefile.editing.edit_plans import Correction, plan_update
from casefile.editing.write_records import write
from casefile.errors import BadInput, NotFound

CASE = "kg-2025-aaaaa"


@pytest.fixture
def correct(desk, today):
    """Correct the public case and return what it holds now, as the changes tell."""

    def run(*corrections):
        return write(desk, plan_update(CASE, [Correction(*each) for each in corrections], today))

    return run


def test_several_corrections_are_one_change(correct, desk, git_in):
    written = correct(
        ("set", "person.occupation", "video operator"),
        ("add", "person.nationalities", "KG"),
        ("set", "events.h1h1h.openness", "closed"),
        ("unset", "events.d1d1d.place"),
    )
    assert [change.field for change in written.records[0].changes] == [
        "person.nationalities",
        "person.occupation",
        "events.d1d1d.place",
        "events.h1h1h.openness",
    ]
    assert git_in(desk)("rev-list", "--count", "HEAD") == "3"


def test_setting_a_field_creates_its_missing_group(correct, open_case):
    correct(("set", "consent.basis", "family"), ("add", "consent.scope", "internal,anonymous"))
    assert "consent:\n  basis: family\n  scope:\n    - internal\n    - anonymous\n" in open_case.read_text()


def test_objects_are_typed_in_short_or_as_yaml(correct, open_case):
    correct(
        ("set", "person.age", "31,as_of=2025-05-28"),
        ("add", "person.affiliations", "Kloop,role=video operator,relation=staff"),
        ("set", "tags", "[urgent, kloop]"),
        ("add", "grounds", '{kind: expression, text: "a film, and more"}'),
    )
    text = open_case.read_text()
    assert '  age:\n    years: 31\n    as_of: "2025-05-28"\n' in text
    assert "    - organization: Kloop\n      role: video operator\n      relation: staff\n" in text
    assert "tags:\n  - urgent\n  - kloop\n" in text
    assert "  - kind: expression\n    text: a film, and more\n" in text


def test_an_equal_item_is_not_added_again(correct):
    correct(("add", "tags", "café"))
    assert correct(("add", "tags", "cafe\u0301"), ("add", "tags", "café")).records[0].changes == ()
    assert correct(("add", "events.d1d1d.sources", "https://www.occrp.org/article")).records[0].changes == ()


def test_an_item_is_removed_by_any_part_that_identifies_it(correct, open_case):
    correct(
        ("add", "person.affiliations", "Kloop,role=operator"),
        ("add", "person.affiliations", "Azattyk,role=operator"),
    )
    with pytest.raises(BadInput) as refused:
        correct(("unset", "person.affiliations", "{role: operator}"))
    assert refused.value.code == "CF602"
    correct(("unset", "person.affiliations", "Kloop"))
    assert "Kloop" not in open_case.read_text()
    correct(("unset", "person.affiliations", "Azattyk"))
    assert "affiliations" not in open_case.read_text()


REFUSED = {
    "an unknown field": (("set", "person.nam", "x"), "did you mean `name`"),
    "the id": (("set", "id", "x"), ""),
    "the id of an event": (("set", "events.d1d1d.id", "zzzzz"), ""),
    "the kind": (("set", "schema", "x"), ""),
    "the ledger": (("set", "events", "[]"), "casefile record"),
    "an entry": (("unset", "events.d1d1d"), "retracted"),
    "a field of a scalar": (("set", "person.name.first", "x"), ""),
    "an item of a list by number": (("set", "tags.0", "x"), "--unset"),
    "adding to a single value": (("add", "person.name", "x"), "--set"),
    "taking out what is not there": (("unset", "person.birth"), ""),
    "taking out an item that is not there": (("unset", "events.d1d1d.by", "gknb"), ""),
    "no field": (("set", "", "x"), ""),
    "setting a field to nothing": (("set", "person.name", ""), ""),
    "a path of traversal": (("set", "../../x", "y"), ""),
}


@pytest.mark.parametrize(("correction", "hint"), REFUSED.values(), ids=REFUSED)
def test_an_impossible_correction_is_refused_with_a_hint(correct, desk, git_in, correction, hint):
    with pytest.raises(BadInput) as refused:
        correct(correction)
    assert hint in refused.value.hint
    assert git_in(desk)("status", "--porcelain") == ""


def test_a_refused_date_names_its_field(correct):
    with pytest.raises(BadInput, match=r"events\.h1h1h\.until: ") as refused:
        correct(("set", "events.h1h1h.until", "21.07.2025"))
    assert "2025-07-21" in refused.value.hint


def test_the_same_field_set_twice_is_refused(correct):
    with pytest.raises(BadInput, match="twice"):
        correct(("set", "tags", "a"), ("set", "tags", "b"))


def test_an_unknown_event_is_not_found(correct):
    with pytest.raises(NotFound):
        correct(("set", "events.zzzzz.place", "x"))


def test_two_new_addresses_of_one_host_in_one_call_are_two_sources(correct):
    written = correct(
        ("add", "events.d1d1d.sources", "https://24.kg/1"), ("add", "events.h1h1h.sources", "https://24.kg/2")
    )
    assert [each.record for each in written.beside] == ["24-kg-2025-07-20-g1snt", "24-kg-2025-07-20-0csv8"]
