"""The version of casefile that a register needs, compared with the one that runs."""

import pytest

from casefile.custody.circumstances import circumstances
from casefile.model.records import Case
from casefile.model.settings import Settings
from casefile.model.versions import is_newer, version_needed

PERSON = {"identification": "unnamed", "descriptor": "reporter"}
CASE = Case.model_validate({
    "schema": "casefile/case/1", "id": "kg-2025-7k3mq", "country": "KG", "person": PERSON, "events": [],
})  # fmt: skip


@pytest.mark.parametrize(
    ("text", "version"),
    [(">=0.2", (0, 2)), (">= 1.10.3", (1, 10, 3)), (">=3", (3,))]
    + [
        (text, ())
        for text in ("0.2", ">0.2", ">=", ">=0.2\n", ">=0.2,<1", ">=1.2.3.4", "", None, 2, [">=0.2"])
    ],
)
def test_only_one_form_states_a_version(text, version):
    assert version_needed(text) == version


@pytest.mark.parametrize("own", ["0.2.0", "0.2", "0.2.0.dev3", "0.2.0rc1", "0.2.1", "0.10.0", "1"])
def test_a_program_of_that_version_or_a_later_one_is_enough(own, monkeypatch):
    monkeypatch.setattr("casefile.model.versions.__version__", own)
    assert not is_newer((0, 2))
    assert not is_newer((0, 2, 0))
    assert not is_newer(())


@pytest.mark.parametrize("own", ["0.1.0", "0.1.9", "0", "0.1.0.dev2"])
def test_an_earlier_program_is_not(own, monkeypatch):
    monkeypatch.setattr("casefile.model.versions.__version__", own)
    assert is_newer((0, 2))
    assert is_newer((0, 1, 10))


@pytest.mark.parametrize(
    ("requires", "is_new"), [(None, False), (">=0.1", False), (">=0.2", True), (">=1", True)]
)
def test_the_new_rules_are_those_of_a_register_that_requires_their_version(requires, is_new):
    stated = {} if requires is None else {"requires": requires}
    settings = Settings.model_validate({"schema": "casefile/settings/1", **stated})
    assert circumstances(CASE, settings, {}).is_new is is_new
