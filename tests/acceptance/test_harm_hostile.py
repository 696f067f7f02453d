"""What a record holds cannot act on the terminal that shows it, whichever command shows it."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.at_once import at_once

HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
SIGNS = st.text(
    st.sampled_from("a Ж[]<>*_`#|&\\\x00\x07\x08\r\x1b\x7f\x85\x9b\u061c\u200e\u202e\u2028\u2066\ufeff"),
    min_size=1,
)
READING = [
    ["show", "kg-2025-7k3mq"], ["show", "kg-2025-7k3mq", "--format", "md"], ["show", "s1tuat"], ["list"],
    ["list", "--format", "md"], ["timeline"], ["timeline", "--format", "md"], ["source", "list"],
    ["situation", "list"], ["organization", "list"], ["export", "-f", "md"],
    ["export", "-f", "md", "--audience", "internal"], ["export", "-f", "csv"], ["export", "-f", "json"],
    ["validate"], ["search", "a"], ["due"], ["stats"], ["today"], ["list", "--json"],
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory, empty_world):
    """Make a register to write hostile files into."""
    folder = tmp_path_factory.mktemp("hostile") / "desk"
    assert at_once(folder.parent, "init", str(folder), "--identity", "desk-2").code == 0
    return folder


def written(text, *, escaped):
    """Write a text as a YAML scalar: raw, as an editor saves it, or by YAML's own escapes."""
    return json.dumps(text) if escaped else "'" + text.replace("'", "''") + "'"


def lay(desk, text, *, escaped):
    """Write records that hold the text wherever a text may stand."""
    said = written(text, escaped=escaped)
    case = f"""schema: casefile/case/1
id: kg-2025-7k3mq
tier: public
country: KG
situations: [s1tuat]
person:
  identification: named
  name: {said}
  other_names:
    - name: {said}
  occupation: {said}
  affiliations:
    - organization: 0utlet
      role: {said}
tags: [{said}]
notes: {said}
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
    place: {said}
    facility: {said}
    summary: {said}
    by: [{said}]
    sources: [{{source: paper, locator: {said}, quote: {said}}}]
"""
    head = "schema: casefile/{0}/1\nid: {1}\ntier: public\n"
    files = {
        "kg/2025/kg-2025-7k3mq": case,
        "situations/s1tuat": head.format("situation", "s1tuat") + f"title: {said}\nnotes: {said}\n",
        "organizations/0utlet": head.format("organization", "0utlet") + f"name: {said}\n",
        "sources/paper": head.format("source", "paper")
        + f"kind: press_article\ntitle: {said}\npublisher: {said}\nauthors: [{said}]\n",
    }
    shutil.rmtree(desk / "cases")
    for path, content in files.items():
        place = desk / f"cases/{path}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode("utf-8", "surrogatepass"))


def harmless(desk):
    for words in READING:
        answer = at_once(desk, *words)
        assert answer.code in {0, 1, 3}, (words, answer.output)
        shown = answer.output.replace("\r\n", "\n") if "csv" in words else answer.output
        assert HARMFUL.findall(shown) == [], words


@given(text=SIGNS, escaped=st.booleans())
@settings(deadline=None, max_examples=3, suppress_health_check=[*HealthCheck])
def test_no_control_character_of_a_record_reaches_the_terminal(desk, text, escaped):
    lay(desk, text, escaped=escaped)
    harmless(desk)


@pytest.mark.long
@given(text=SIGNS, escaped=st.booleans())
@settings(deadline=None, max_examples=200, suppress_health_check=[*HealthCheck])
def test_no_control_character_of_many_records_reaches_the_terminal(desk, text, escaped):
    lay(desk, text, escaped=escaped)
    harmless(desk)


@pytest.mark.parametrize(
    "text", ["\x1b]0;title\x07 \x1b[2J", "\u202egnp.exe", "a\r\x08b", "\x9b31m", "[bold]x[/]"]
)
def test_known_terminal_attacks_are_shown_as_symbols(desk, text):
    lay(desk, text, escaped=True)
    harmless(desk)


def test_markup_of_the_libraries_that_draw_is_shown_as_it_is_written(desk):
    lay(desk, "[bold]x[/] <b>&amp; \\[red]", escaped=False)
    for words in (["list"], ["show", "kg-2025-7k3mq"], ["source", "list"]):
        assert "[bold]x[/]" in at_once(desk, *words).out, words
