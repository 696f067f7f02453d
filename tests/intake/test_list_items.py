"""A list of people speaks in the options of `add`: what can be typed can stand in the list."""

from __future__ import annotations

import pytest

from casefile.cli.commands.add import build
from casefile.intake.list_items import OWN, slots
from casefile.model.events import EVENT_TYPES

OF_THE_COMMAND = {"from", "duplicate_ok", "dry_run", "no_commit", "message", "future_ok", "json", "help"}


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_option_of_a_case_is_a_key_of_the_list(kind):
    made = build("add", ["--event", kind])
    longest = (max(each.opts, key=len) for each in made.params if each.param_type_name == "option")
    options = {name.removeprefix("--").replace("-", "_") for name in longest} - OF_THE_COMMAND
    assert options <= {*slots(kind), *OWN}
    assert len(options) > 20
