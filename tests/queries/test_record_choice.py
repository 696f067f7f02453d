import json
from datetime import date

import pytest

from casefile.errors import BadInput, BrokenData, NotFound
from casefile.model.country_lookup import FURTHER_NAMES
from casefile.queries.record_choice import criteria
from casefile.register import Register, read_entry
from casefile.views.case_counts import CountedCase, tally_cases
from casefile.views.record_filter import Filters
from casefile.views.record_selection import choose


def entry(path, **data):
    return read_entry(path, json.dumps(data).encode())


@pytest.fixture
def register():
    """Return a register of one case, whose court is not registered, and one broken file."""
    return Register([
        entry(
            "cases/kg/2025/kg-2025-aaaaa.yaml",
            schema="casefile/case/1",
            id="kg-2025-aaaaa",
            country="KG",
            person={"identification": "named", "name": "A", "affiliations": [{"organization": "Radio One"}]},
        ),
        entry("cases/kg/2025/kg-2025-br0kn.yaml", schema="casefile/case/1", id="kg-2025-br0kn", country="KG"),
        entry(
            "cases/situations/wide.yaml", schema="casefile/situation/1", id="wide", title="The wider story"
        ),
        entry(
            "cases/situations/sweep.yaml",
            schema="casefile/situation/1", id="sweep", title="A sweep", part_of=["wide"],
        ),
    ])  # fmt: skip


def test_an_organisation_that_is_only_text_is_found_by_its_text(register):
    asked = criteria(register, Filters(organization=["radio one"]))

    assert asked.organizations == {"Radio One"}


MINISTRY = entry(
    "cases/organizations/mvd.yaml",
    schema="casefile/organization/1", id="mvd", name="Ministry of the Interior", abbreviation="MVD",
)  # fmt: skip


def taken_by(number, *names):
    return entry(
        f"cases/kg/2025/kg-2025-aaaa{number}.yaml",
        schema="casefile/case/1", id=f"kg-2025-aaaa{number}", country="KG",
        person={"identification": "unnamed"},
        events=[{"id": "d3t3n", "type": "detention", "date": "2025-05-28", "by": [*names]}],
    )  # fmt: skip


BY_NAMES = [
    MINISTRY,
    *(
        taken_by(at, name)
        for at, name in enumerate(("mvd", "MVD", "Ministry of the interior", "Ministry"), 2)
    ),
    *(taken_by(at, name) for at, name in enumerate(("City Guard", "city guard"), 6)),
]


@pytest.mark.parametrize("typed", ["mvd", "MVD", "ministry of the interior", "Interior"])
def test_an_authority_is_each_text_that_names_it(typed):
    found = criteria(Register(BY_NAMES), Filters(authority=[typed])).authorities

    assert found == {"mvd", "MVD", "Ministry of the interior"}


def test_a_list_of_an_authority_has_the_cases_that_stats_counts_for_it():
    register = Register(BY_NAMES)
    cases = register.rows_of("case")
    counted = tally_cases([CountedCase(row, "held") for row in cases], "authority", register)
    totals = {tally.key: tally.total for tally in counted.tallies}

    assert totals == {"mvd": 3, "City Guard": 2, "Ministry": 1}
    for key, total in totals.items():
        wanted = criteria(register, Filters(authority=[key]))
        assert len(choose(cases, wanted, date(2025, 6, 10))) == total


def test_a_name_that_two_organizations_have_matches_both_and_so_none():
    namesake = entry(
        "cases/organizations/mvd-tj.yaml",
        schema="casefile/organization/1", id="mvd-tj", name="Ministry of the Interior",
    )  # fmt: skip
    register = Register([*BY_NAMES, namesake])

    with pytest.raises(NotFound) as refused:
        criteria(register, Filters(authority=["Ministry of the Interior"]))

    assert refused.value.code == "CF303"
    assert criteria(register, Filters(authority=["mvd-tj"])).authorities == {"mvd-tj"}


def test_an_organisation_that_no_record_names_is_not_found(register):
    with pytest.raises(NotFound):
        criteria(register, Filters(organization=["Radio Two"]))


def test_a_situation_is_found_by_a_word_of_its_title_and_brings_its_parts(register):
    assert criteria(register, Filters(situation=["wider"])).situations == {"wide", "sweep"}
    assert criteria(register, Filters(records=["wide"])).records == (frozenset({"wide", "sweep"}),)


def test_a_broken_record_is_reported_by_the_start_of_its_id_too(register):
    for words in ("kg-2025-br0kn", "kg-2025-b"):
        with pytest.raises(BrokenData) as refused:
            register.find(words)
        assert refused.value.problems


@pytest.mark.parametrize(
    ("typed", "word"), [("held", "held"), ("Not-Detained", "not_detained"), ("unknown", "unknown")]
)
def test_a_status_may_be_typed_as_it_is_worded(register, typed, word):
    assert criteria(register, Filters(status=[typed])).statuses == {word}


def test_a_status_that_there_is_not_is_refused_with_the_nearest(register):
    with pytest.raises(BadInput) as refused:
        criteria(register, Filters(status=["relesed"]))

    assert " released?" in refused.value.hint


@pytest.mark.parametrize("text", ["kg", "KG", " kg ", "Kyrgyzstan", "Кыргызстан", "kyrgyz republic"])
def test_a_country_is_taken_in_small_letters_with_blanks_and_by_its_name(register, text):
    assert criteria(register, Filters(country=[text])).countries == {"KG"}


@pytest.mark.parametrize("name", sorted(FURTHER_NAMES))
def test_a_name_in_two_letters_is_no_code(register, name):
    assert criteria(register, Filters(country=[name])).countries == {FURTHER_NAMES[name]}


@pytest.mark.parametrize("text", ["Kyrgyzst", "K1", "", "ÄÖ"])
def test_a_country_is_a_code_or_a_name(register, text):
    with pytest.raises(BadInput) as refused:
        criteria(register, Filters(country=[text]))
    assert refused.value.code == "CF609"


def test_a_record_is_also_meant_by_the_ids_that_it_had(register):
    renamed = entry(
        "cases/situations/raid.yaml",
        schema="casefile/situation/1", id="raid", title="The raid", formerly=["wide"],
    )  # fmt: skip
    old = register.entries["cases/situations/wide.yaml"]
    after = register.replacing(renamed, without=[old.path])
    for words in ("raid", "wide"):
        assert criteria(after, Filters(situation=[words])).situations == {"raid", "wide", "sweep"}
