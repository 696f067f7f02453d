import random
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.yaml.canonical_text import canonical
from casefile.yaml.emitter import emit
from casefile.yaml.fast_parser import DEEPEST, read_canonical
from casefile.yaml.nodes import alike, data_of
from casefile.yaml.parser import parse

FOLDER = Path(__file__).parents[1] / "examples"
REGISTER = Path(__file__).parents[2] / "cases"
CANONICAL = sorted([*(FOLDER / "document" / "canonical").glob("*.yaml"), *REGISTER.rglob("*.yaml")])
CASE = """\
# what the desk heard first
schema: casefile/case/1
id: kg-2025-7k3mq
notes: |-
  Two lines, # no comment,

  and a third: with a colon.
events:
  # the first one
  - id: h2v5t
    date: "2025-05-28"
    demands:
      - release
      - |
        all of it
          at once
    charges:
      - part: "3"
        count: 2
        known: true
        counsel: null
"""


def by_the_grammar(text):
    node, problems = parse(text)
    return None if node is None or problems else data_of(node)


def test_canonical_text_is_read_without_the_parser():
    assert alike(read_canonical(CASE), by_the_grammar(CASE))
    assert [*read_canonical(CASE)] == ["schema", "id", "notes", "events"]


@pytest.mark.parametrize("path", CANONICAL, ids=lambda path: path.stem)
def test_the_fast_parser_agrees_with_the_full_one(path):
    text = path.read_text("utf-8")
    seen = read_canonical(text)
    assert seen is None or alike(seen, by_the_grammar(text))


def test_the_fast_parser_reads_nearly_every_record():
    texts = [path.read_text("utf-8") for path in REGISTER.rglob("*.yaml")]
    assert sum(read_canonical(text) is not None for text in texts) > 0.9 * len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "# alone\n", "{}\n", "- a\n", "a: b", "a: b\n\n", "a: b\n# at the end\n", "\ufeffa: b\n",
        "a: b\r\n", "a: 'b'\n", "a: ~\n", "a:\n", "a:  b\n", "a: b \n", "a: 012\n", "a: -0\n", "a: yes\n",
        "yes: a\n", "a: 2025-05-28\n", 'a: "b"\n', 'a: "\\u0062"\n', 'a: "two\\nlines"\n', 'a: "b\\q"\n',
        "a: &b c\n", "a: *b\n", "a: !b c\n", "a: [b]\n", "a: {b: c}\n", "a: []\n", "a: b # c\n", "a: b: c\n",
        "a: b\na: c\n", "<<: a\n", "? a\n: b\n", "---\na: b\n", "%YAML 1.2\n---\na: b\n", "a: b\n...\n",
        "a:\n- b\n", "a:\n   - b\n", "a:\n b: c\n", "a:\n    b: c\n", "a:\n  - b\n  c: d\n", "a: b\n  c: d\n",
        "a: b\n  c\n", "a:\n  - - b\n", "a:\n  -\n    b: c\n", "a:\n  - b: c\n   d: e\n", "a: >-\n  b\n  c\n",
        "a: |+\n  b\n  c\n\n", "a: |2\n   b\n  c\n", "a: |-\n  b\n  c \n", "a: |-\n\n  b\n  c\n",
        "a:\n  # wide\n    # wider\n  b: c\n", "a:\n# out\n  b: c\n", "a: b\n  # in\nc: d\n", "# x \na: b\n",
        "a: \u202eb\n", "a: |-\n  b\n  \u202ec\n", "# \u202e\na: b\n", 'a: "\u2066"\n', "a: \tb\n",
        "\ta: b\n",
        "<<<<<<< ours\na: b\n=======\na: c\n>>>>>>> theirs\n", "A: b\n", "a-b: c\n",
    ],
)  # fmt: skip
def test_unusual_texts_are_left_to_the_full_parser(text):
    assert read_canonical(text) is None


def test_deeply_nested_texts_are_left_to_the_full_parser():
    lines = [f"{'  ' * level}a:\n" for level in range(DEEPEST + 1)]
    assert read_canonical("".join(lines[:-1]) + "  " * DEEPEST + "a: b\n") is not None
    assert read_canonical("".join(lines) + "  " * (DEEPEST + 1) + "a: b\n") is None


names = st.sampled_from(["a", "note", "id", "tier", "yes", "n", "x1", "A b", "on", ""])
texts = st.one_of(
    st.text(max_size=12),
    st.text("ab \n#:-|\"'\\\t?,[]{}", max_size=12),
    st.sampled_from(
        ["2025", "2025-05", "true", "null", "~", "=", "1e3", "0x1", "12:30", ".5", "word", "two"]
    ),
)
scalars = st.one_of(texts, st.integers(-99, 10**14), st.booleans(), st.none())
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(names, values, min_size=1, max_size=4))
def test_the_fast_parser_reads_written_data_unchanged(data):
    text = emit(data)
    seen = read_canonical(text)
    assert seen is None or alike(seen, data)


@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_on_damaged_texts_the_fast_parser_agrees_or_declines(chance, often):
    lines = CASE.split("\n")
    for _ in range(often):
        damage(lines, chance)
    text = "\n".join(lines)
    seen = read_canonical(text)
    if seen is not None:
        assert alike(seen, by_the_grammar(text))
        with patch.dict(canonical.__globals__, read_canonical=lambda _: None):
            assert canonical(text, None) == text


def damage(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    line = lines[at]
    place = chance.randint(0, len(line))
    sign = chance.choice(
        [*" :#-|\"'\\,[]{}?&*!%@`~<>=\t\r0ab", "\u202e", "\u0085", "\ufeff", "  ", "- ", ": ", " #"]
    )
    match chance.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, line)
        case 2:
            lines.insert(at, chance.choice(["", "# c", "  # c", "    # c", "x: |-", "x:", "  - y", "---"]))
        case 3:
            lines[at] = line[:place] + sign + line[place:]
        case 4:
            lines[at] = line[:place] + line[place + 1 :]
        case _:
            lines[at] = (
                chance.choice(["  ", " "]) + line if chance.random() < 0.5 else line.removeprefix("  ")
            )
    if not lines:
        lines.append("")
