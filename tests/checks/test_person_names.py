"""Names that not everybody may know: `validate` finds them in texts as an export does."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casefile.checks.person_names import MayExplain, NameOpening, NonPublicNames, identifying_words
from casefile.checks.run_rules import check
from casefile.model.vocabularies import TIERS
from casefile.names import fold_text
from casefile.publication.name_collector import gather_hidden_names, start_collecting

WORDS = ("Aibek", "Sydykov", "Sydykova", "Asel", "Li", "Xu", "Бекова", "Orlov", "uulu", "Bo")
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
known = st.lists(st.tuples(names, st.sampled_from(TIERS)), max_size=12)
texts = st.lists(st.sampled_from([*WORDS, "A.", "#FreeLiXu", "Айбека"]), max_size=8).map(" ".join)
CASE = """\
schema: casefile/case/1
id: kg-2025-{id}
tier: {tier}
country: KG
person:
  identification: named
  name: {name}
"""


def closed_words(known):
    opened = [identifying_words(name) for name, tier in known if tier == "public"]
    closed = [identifying_words(name) for name, tier in known if tier != "public"]
    return frozenset().union(*closed).difference(*opened)


@given(known)
def test_restricted_names_and_matching_public_ones_give_the_same_secrets(every):
    closed = [each for each in every if each[1] != "public"]
    opening = NameOpening(name for name, _ in closed)
    opened = [(name, tier) for name, tier in every if tier == "public" and opening.takes(name)]
    assert closed_words([*closed, *opened]) == closed_words(every)


@given(st.lists(known, max_size=6), st.lists(names, max_size=2), texts)
@example([[("Aibek", "public"), ("Aibek Li", "partners"), ("Li", "public")]], [], "Aibek Li")
def test_a_text_holds_a_name_where_an_export_withholds_it(cases, bodies, text):
    every = tuple(map(tuple, cases))
    closed = [each for case in cases for each in case if each[1] != "public"]
    suspects = NonPublicNames(closed, lambda: every, lambda: tuple((name, "public") for name in bodies))
    may_explain = MayExplain(tuple(name for name, _ in closed))
    matters = tuple(
        tuple(each for each in case if each[1] != "public" or may_explain(each[0])) for case in every
    )
    for tier in TIERS:
        found = start_collecting()
        for number, case in enumerate(every):
            told = [(name, fold_text(name)) for name, own in case if TIERS.index(own) <= TIERS.index(tier)]
            found.cases.append((str(number), [(name, fold_text(name)) for name, _ in case]))
            found.published.update({str(number): told} if told else {})
        found.bodies.extend(("organization", (name, fold_text(name))) for name in bodies)
        hidden = gather_hidden_names([found]).hidden()
        assert suspects.are_in(text, tier) == (bool(hidden) and hidden.found_in(text))
        enough = NonPublicNames(closed, lambda: matters, lambda: tuple((name, "public") for name in bodies))
        assert enough.are_in(text, tier) == suspects.are_in(text, tier)


def test_no_public_name_is_read_for_a_text_without_any_part_of_a_closed_one():
    suspects = NonPublicNames([("Aibek Sydykov", "restricted")], lambda: pytest.fail("all names were read"))
    assert not suspects.are_in("Asel Orlova was seen", "public")


@pytest.mark.parametrize(
    "title",
    [
        "Osmonbekova was seen", "O. Saltanat", "SaltanatOsmonbekova", "'#osmonbekova'", "S. Osmonbekova",
        "Saltanat *Osmon*bekova", "Осмонбековой продлили арест",
    ],
)  # fmt: skip
def test_a_title_is_warned_of_where_an_export_would_withhold_it(register_of, title):
    files = {
        "casefile.yaml": "schema: casefile/settings/1\ntitle: A\n",
        "cases/kg/2025/kg-2025-a1b2c.yaml": CASE.format(
            id="a1b2c", tier="restricted", name="Saltanat Osmonbekova"
        ),
        "cases/kg/2025/kg-2025-b1b2c.yaml": CASE.format(id="b1b2c", tier="public", name="Saltanat Asanova"),
        "cases/situations/sweep.yaml": (
            f"schema: casefile/situation/1\nid: sweep\ntier: public\ntitle: {title}\n"
        ),
        "cases/situations/other.yaml": (
            "schema: casefile/situation/1\nid: other\ntier: public\ntitle: Saltanat Asanova was freed\n"
        ),
        "cases/situations/inside.yaml": (
            f"schema: casefile/situation/1\nid: inside\ntier: restricted\ntitle: {title}\n"
        ),
    }
    found = [(each.path, each.code, each.level) for each in check(register_of(files))]
    assert found == [("cases/situations/sweep.yaml", "CF408", "warning")]


CLAIM = """\
claims:
  - field: {field}
    value: {value}
    sources: []
    resolution:
      value: {value}
"""


@pytest.mark.parametrize(
    ("name", "suffix", "found"),
    [
        ("Oleg Usenov", "oleg7", True),
        ("Asan Usenov", "asan7", True),
        ("Asan Usenov", "a5an7", False),
        ("Asan Usenov", "7k3mq", False),
    ],
)
def test_a_name_with_a_digit_behind_it_passes_for_no_random_id(register_of, name, suffix, found):
    files = {
        "casefile.yaml": "schema: casefile/settings/1\ntitle: A\n",
        f"cases/kg/2025/kg-2025-{suffix}.yaml": CASE.format(id=suffix, tier="restricted", name=name),
    }
    assert any(each.code == "CF404" for each in check(register_of(files))) is found


BOTH = ["claims.0.value", "claims.0.resolution.value"]
SOURCE = """\
schema: casefile/source/1
id: post-1
tier: public
kind: press_article
title: News
authors:
  - Saltanat Osmonbekova
"""


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("person.name", []),
        ("person.other_names", []),
        ("person.names", []),
        ("person.descriptor", BOTH),
        ("person.occupation", BOTH),
        ("person.name_tier", BOTH),
        ("custody.facility", BOTH),
    ],
)
def test_the_value_of_a_claim_is_a_name_where_the_model_has_one(register_of, field, found):
    files = {
        "casefile.yaml": "schema: casefile/settings/1\ntitle: A\n",
        "cases/kg/2025/kg-2025-a1b2c.yaml": CASE.format(
            id="a1b2c", tier="restricted", name="Saltanat Osmonbekova"
        ),
        "cases/kg/2025/kg-2025-b1b2c.yaml": CASE.format(id="b1b2c", tier="public", name="Asel Asanova")
        + CLAIM.format(field=field, value="sister of Saltanat Osmonbekova"),
    }
    assert [each.field for each in check(register_of(files)) if each.code == "CF408"] == found


def test_an_author_with_a_name_that_fewer_may_know_is_warned_of(register_of):
    files = {
        "casefile.yaml": "schema: casefile/settings/1\ntitle: A\n",
        "cases/kg/2025/kg-2025-a1b2c.yaml": CASE.format(
            id="a1b2c", tier="restricted", name="Saltanat Osmonbekova"
        ),
        "cases/sources/post-1.yaml": SOURCE,
    }
    found = [(each.path, each.code) for each in check(register_of(files)) if each.code == "CF408"]
    assert found == [("cases/sources/post-1.yaml", "CF408")]


def test_a_public_name_without_words_of_a_restricted_one_is_not_needed():
    opening = NameOpening(["Aibek Sydykov"])
    assert [opening.takes(each) for each in ("Asel Orlova", "Aibek Orlov", "Aibek Orlov")] == [
        False, True, False,
    ]  # fmt: skip
