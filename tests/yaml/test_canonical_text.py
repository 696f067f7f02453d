from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.representer import SafeRepresenter

from casefile.errors import BadInput, BrokenData
from casefile.model.record_shapes import shape_of
from casefile.yaml.canonical_text import canonical, is_canonical, write
from casefile.yaml.comments import comments_of
from casefile.yaml.emitter import emit
from casefile.yaml.nodes import alike
from casefile.yaml.parser import parse
from casefile.yaml.reader import read
from casefile.yaml.scalars import is_literal, is_plain

FOLDER = Path(__file__).parents[1] / "examples" / "document"
ODD = sorted((FOLDER / "odd").glob("*.yaml"))
CASE = shape_of("case")


def shape_for(data):
    return shape_of(str(data["schema"]).split("/")[1])


def comments(text):
    body = text.removeprefix("\ufeff")
    return Counter(each.text for each in comments_of(body, parse(body)[0]))


@pytest.mark.parametrize("path", ODD, ids=lambda path: path.stem)
def test_the_canonical_text_of_each_odd_file_is_as_written_down(path):
    reading = read(path.read_bytes())
    expected = (FOLDER / "canonical" / path.name).read_text("utf-8")
    assert canonical(reading.text, shape_for(reading.data)) == expected


@pytest.mark.parametrize("path", ODD, ids=lambda path: path.stem)
def test_the_canonical_text_has_no_problems_and_ends_its_lines_as_git_likes(path):
    reading = read((FOLDER / "canonical" / path.name).read_bytes())
    assert reading.problems == ()
    assert reading.text.endswith("\n")
    assert not reading.text.endswith("\n\n")
    assert "\r" not in reading.text
    assert all(line == line.rstrip() for line in reading.text.split("\n"))


@st.composite
def commented(draw):
    """An odd file with more comments and empty lines at any place, still saying the same."""
    folder = draw(st.sampled_from(["odd", "canonical"]))
    text = (FOLDER / folder / draw(st.sampled_from(ODD)).name).read_bytes().decode()
    data = read(text.encode()).data
    lines = text.split("\n")
    for number in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(lines) - 1))
        way = draw(st.sampled_from(["own", "own", "beside", "empty"]))
        if way == "beside":
            line = lines[place].removesuffix("\r")
            lines[place] = f"{line} # beside {number}" + lines[place][len(line) :]
        else:
            own = " " * draw(st.integers(0, 9)) + f"#own {number}"
            lines.insert(place, own if way == "own" else "")
    changed = "\n".join(lines)
    assume(alike(read(changed.encode()).data, data))
    return changed


@settings(deadline=None, max_examples=150)
@given(commented())
def test_formatting_keeps_every_value_and_comment_and_is_idempotent(text):
    data = read(text.encode()).data
    shape = shape_for(data)
    once = canonical(text, shape)
    assert alike(read(once.encode()).data, data)
    assert comments(once) == comments(text)
    assert canonical(once, shape) == once
    assert is_canonical(once, read(once.encode()).data, shape)
    assert is_canonical(text, data, shape) == (once == text)


characters = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn"])
texts = st.text(characters, max_size=20)
data = st.dictionaries(
    st.text(characters, min_size=1, max_size=8),
    st.recursive(
        st.one_of(
            texts,
            st.lists(texts, min_size=1, max_size=4).map("\n".join),
            st.integers(-(10**15) + 1, 10**15 - 1),
            st.booleans(),
            st.none(),
        ),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["a", "no", "1"]), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=300)
@given(data)
def test_any_written_data_reads_back_unchanged(data):
    text = write(CASE, data)
    assert alike(read(text.encode()).data, data)
    assert canonical(text, CASE) == text


class ByRuamel(SafeRepresenter):
    """ruamel.yaml's writer, told only which texts are quoted, and to write everything out."""

    def ignore_aliases(self, data):
        return True

    def text(self, data):
        style = "" if is_plain(data) else "|" if is_literal(data) else '"'
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


ByRuamel.add_representer(str, ByRuamel.text)


@given(data)
def test_canonical_text_equals_that_of_ruamel_without_folding(data):
    writer = YAML(typ="safe", pure=True)
    writer.Representer = ByRuamel
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.width = 2**30
    writer.sort_base_mapping_type_on_output = False
    writer.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    writer.dump(data, out)
    assert emit(data) == out.getvalue()


def test_keys_are_in_model_order_with_unknown_ones_last():
    text = write(
        CASE, {"zzz": 1, "events": [{"date": 2025, "id": "b2222", "type": "note"}], "aaa": 2, "id": "x"}
    )
    assert text == "id: x\nevents:\n  - id: b2222\n    type: note\n    date: 2025\nzzz: 1\naaa: 2\n"


def test_texts_that_yaml_1_1_or_1_2_would_misread_are_quoted():
    data = {
        "country": "NO",
        "date": "2025-05-28",
        "article": "012",
        "time": "12:30",
        "part": "1.10",
        "no": "plain",
    }
    assert write(None, data) == (
        'country: "NO"\ndate: "2025-05-28"\narticle: "012"\ntime: "12:30"\npart: "1.10"\n"no": plain\n'
    )


def test_a_long_line_is_not_folded():
    text = "word " * 3000 + "end"
    assert write(None, {"summary": text, "note": text + " # no comment"}).count("\n") == 2


def test_an_unquoted_span_in_a_date_field_gets_its_quotes():
    text = "events:\n  - date: [2025-05-28..2025-06-04] # span\n    type: note\n    tags: [a..b]\n"
    result = canonical(text, CASE)
    assert 'date: "[2025-05-28..2025-06-04]"  # span\n' in result
    assert "- a..b\n" in result


def test_events_take_the_order_that_is_asked_for_with_their_comments():
    text = "events:\n  # one\n  - id: a1111  # a\n  # two\n  - id: b2222\n    # end of b\n  - id: c3333\n"
    data = read(text.encode()).data
    assert is_canonical(text, data, CASE, ["a1111", "b2222", "c3333"]) == (text == canonical(text, CASE))
    assert not is_canonical(text, data, CASE, ["b2222", "a1111"])
    assert canonical(text, CASE, ["b2222", "a1111"]) == (
        "events:\n  # two\n  - id: b2222\n    # end of b\n  # one\n  - id: a1111  # a\n  - id: c3333\n"
    )


@pytest.mark.parametrize("text", ["a: *b\n", "", "- a\n", "a: [\n"])
def test_a_text_that_cannot_be_read_is_not_formatted(text):
    with pytest.raises(BrokenData) as caught:
        canonical(text, CASE)
    assert caught.value.problems


@pytest.mark.parametrize("value", [1.5, 10**15, b"x", {"a": 0.1}])
def test_values_that_no_record_has_are_not_written(value):
    with pytest.raises(BadInput) as caught:
        write(CASE, {"notes": [value]})
    assert caught.value.code == "CF022"


@pytest.mark.parametrize("value", ["\x1b[31m", "a\u202eb", "a\rb", "\ud800"])
def test_hostile_characters_are_not_written(value):
    with pytest.raises(BadInput) as caught:
        write(CASE, {"notes": value})
    assert caught.value.code == "CF005"
