"""`validate --changed` where a name changed: what passes there passes where everything is checked."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from casefile.validation.validation_run import validate

CASE = """schema: casefile/case/1
id: kg-2025-ccccc
tier: {tier}
country: KG
person:
  identification: named
  name: Asel Primerova
  descriptor: accountant
events:
  - id: d3d3d
    type: detention
    date: "2025-05-28"
    kind: arrest
    sources:
      - occrp-2025-06-04
"""
PUBLIC, CLOSED = CASE.format(tier="public"), CASE.format(tier="restricted")
COURT = "schema: casefile/organization/1\nid: supreme-court\nname: {name}\n"
STATUTE = "schema: casefile/statute/1\nid: kg-cc-278\ncountry: KG\ntitle: Mass unrest\n"
SITUATION = "schema: casefile/situation/1\nid: {id}\ntier: public\ntitle: {title}\n"
CHARGE = """  - id: c1c1c
    type: charge
    date: "2025-06-05"
    charges:
      - statute: Mass unrest
    sources:
      - occrp-2025-06-04
"""
OPEN = "cases/kg/2025/kg-2025-aaaaa.yaml"
OTHER = "cases/kg/2025/kg-2025-ccccc.yaml"
BODY = "cases/organizations/supreme-court.yaml"
SWEEP, TRIAL = "cases/situations/sweep.yaml", "cases/situations/primerova-trial.yaml"


class NameChange(NamedTuple):
    """A record as it was and as it is (None: not there), and what is wrong thereby where nobody was."""

    path: str
    before: str | None
    after: str | None
    code: str
    elsewhere: str


TOLD = {
    "a body is there that a case names": NameChange(
        BODY, None, COURT.format(name="Supreme Court"), "CF203", OPEN
    ),
    "a body takes a name": NameChange(
        BODY, COURT.format(name="A court"), COURT.format(name="SUPREME  court"), "CF203", OPEN
    ),
    "a statute is there": NameChange("cases/statutes/kg-cc-278.yaml", None, STATUTE, "CF203", OPEN),
    "a name that a text holds is closed": NameChange(OTHER, None, CLOSED, "CF408", SWEEP),
    "a public name is closed": NameChange(OTHER, PUBLIC, CLOSED, "CF408", SWEEP),
    "an id is made of a name that is closed": NameChange(OTHER, None, CLOSED, "CF404", TRIAL),
    "a name is closed that an id is made of": NameChange(OTHER, PUBLIC, CLOSED, "CF404", TRIAL),
}


def put(desk, path, text):
    (desk / path).parent.mkdir(parents=True, exist_ok=True)
    (desk / path).write_text(text)


@pytest.fixture
def speaking(desk, git_in, open_case):
    """Return a register that says in words what it has no record of."""
    named = open_case.read_text().replace("      - scns\n", "      - scns\n      - Supreme Court\n")
    open_case.write_text(named + CHARGE)
    put(desk, SWEEP, SITUATION.format(id="sweep", title="The arrest of Asel Primerova and others"))
    put(desk, TRIAL, SITUATION.format(id="primerova-trial", title="A trial"))
    git_in(desk).commit("in words")
    return desk


def found(desk, **how):
    return {(problem.path, problem.code) for problem in validate(desk, **how).problems}


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_a_changed_name_causes_problems_in_unchanged_files(speaking, git_in, told):
    if told.before:
        put(speaking, told.path, told.before)
        git_in(speaking).commit("before")
    earlier = found(speaking)
    put(speaking, told.path, told.after)
    new = found(speaking) - earlier
    assert (told.elsewhere, told.code) in new
    chosen = validate(speaking, changed="HEAD")
    assert told.elsewhere in chosen.since.citing
    assert new <= found(speaking, changed="HEAD")
    assert chosen.checked < validate(speaking).checked, "and not everything was checked"


def test_a_public_name_that_goes_closes_an_id_that_another_person_shares(speaking, git_in):
    put(speaking, OTHER, CLOSED)
    public = "cases/kg/2025/kg-2025-ddddd.yaml"
    put(speaking, public, PUBLIC.replace("ccccc", "ddddd").replace("Asel", "Meerim"))
    git_in(speaking).commit("two of one family")
    assert (TRIAL, "CF404") not in found(speaking)
    (speaking / public).unlink()
    assert (TRIAL, "CF404") in found(speaking)
    assert (TRIAL, "CF404") in found(speaking, changed="HEAD")


def test_a_word_of_a_closed_name_is_found_in_unchanged_files(speaking, git_in):
    put(speaking, SWEEP, SITUATION.format(id="sweep", title="Primerova's arrest"))
    put(speaking, OTHER, PUBLIC)
    git_in(speaking).commit("her surname")
    assert (SWEEP, "CF408") not in found(speaking)
    put(speaking, OTHER, CLOSED)
    assert (SWEEP, "CF408") in found(speaking)
    assert (SWEEP, "CF408") in found(speaking, changed="HEAD")


def test_a_body_that_no_longer_explains_a_word_of_a_closed_name_affects_its_texts(speaking, git_in):
    put(speaking, SWEEP, SITUATION.format(id="sweep", title="The Primerova Gazette reported it"))
    put(speaking, OTHER, CLOSED)
    put(speaking, BODY, COURT.format(name="Primerova Gazette") + "tier: public\n")
    git_in(speaking).commit("a newspaper")
    assert (SWEEP, "CF408") not in found(speaking)
    put(speaking, BODY, COURT.format(name="Gazette") + "tier: public\n")
    assert (SWEEP, "CF408") in found(speaking)
    assert (SWEEP, "CF408") in found(speaking, changed="HEAD")


def test_a_public_name_that_goes_no_longer_explains_a_word_of_a_closed_name(speaking, git_in):
    put(speaking, SWEEP, SITUATION.format(id="sweep", title="Meerim Primerova was freed"))
    put(speaking, OTHER, CLOSED)
    public = "cases/kg/2025/kg-2025-ddddd.yaml"
    put(speaking, public, PUBLIC.replace("ccccc", "ddddd").replace("Asel", "Meerim"))
    git_in(speaking).commit("two of one family")
    assert (SWEEP, "CF408") not in found(speaking)
    put(speaking, public, PUBLIC.replace("ccccc", "ddddd").replace("Asel Primerova", "Meerim Orlova"))
    assert (SWEEP, "CF408") in found(speaking)
    assert (SWEEP, "CF408") in found(speaking, changed="HEAD")


def test_a_change_without_a_name_affects_no_other_file(speaking):
    put(speaking, SWEEP, SITUATION.format(id="sweep", title="A sweep"))
    assert validate(speaking, changed="HEAD").since.citing == ()
