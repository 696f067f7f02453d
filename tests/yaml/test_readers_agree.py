"""What casefile writes, every YAML reader reads alike, of YAML 1.1 and of 1.2."""

import json
import os
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import yaml
from casefile.yaml.canonical_text import write
from casefile.yaml.nodes import alike
from casefile.yaml.reader import read
from support.programs import node_package, program

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parents[1] / "examples" / "document"
FILES = [*sorted((FOLDER / "canonical").glob("*.yaml")), *sorted((ROOT / "cases").rglob("*.yaml"))]

NORWEGIAN = """\
schema: casefile/case/1
id: no-2025-7k3mq
country: "NO"
person:
  identification: named
  name: "Null"
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
    time: "12:30"
    place: "Y"
    legal_basis: "012"
    until: 2025-06
    tags:
      - "on"
      - "1.10"
      - "0x1F"
      - "1_000"
      - 7
      - true
      - null
"""

JAVASCRIPT = """
const yaml = require("js-yaml");
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => yaml.load(text))));
"""


def pyyaml(text):
    return yaml.load(text, Loader=yaml.SafeLoader)


def libyaml(text):
    return yaml.load(text, Loader=yaml.CSafeLoader)


def ruamel(text):
    return YAML(typ="safe", pure=True).load(StringIO(text))


def ruamel_1_1(text):
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    return reader.load(StringIO(text))


READERS = [pyyaml, libyaml, ruamel, ruamel_1_1]


def ours(text):
    reading = read(text.encode())
    assert reading.problems == ()
    return reading.data


def javascript(texts):
    """Read texts with js-yaml; without it the test is skipped here and fails in CI."""
    node, package = program("node"), node_package("js-yaml")
    done = subprocess.run(
        [node, "-e", JAVASCRIPT],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "NODE_PATH": str(package.parent)},
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_python_readers_read_every_record_as_we_do(reader, path):
    text = path.read_text("utf-8")
    assert alike(reader(text), ours(text))


@pytest.mark.parametrize("reader", READERS)
def test_python_readers_read_a_norwegian_case_as_we_do(reader):
    assert alike(reader(NORWEGIAN), ours(NORWEGIAN))
    assert write(None, ours(NORWEGIAN)) == NORWEGIAN


def test_javascript_reads_every_record_and_a_norwegian_case_as_we_do():
    texts = [NORWEGIAN, *(path.read_text("utf-8") for path in FILES)]
    for text, found in zip(texts, javascript(texts), strict=True):
        assert alike(found, ours(text))


signs = st.text("0123456789-+.:_eExXoObBaAfFtTzZ ", min_size=1, max_size=12)
WORDS = """\
y Y n N yes Yes YES no No NO on On ON off Off OFF true True TRUE false False FALSE null Null NULL ~ = <<
.inf .Inf -.INF .nan .NaN 0x1F 0o17 017 1_000 12:30 1:30:00 190:20:30.15 1.10 1e3 1.e+3 .5 5. +1 -01
685_230.15 2025-05-28 2025-5-8 2025-05-28T10:00:00Z 2001-12-14t21:59:43.10-05:00 -- --- ... - ? : [a..b]
{a} a:b
""".split()  # noqa: SIM905 - a table of words
words = st.sampled_from(WORDS)
marks = st.text(" \t\n#:-?,[]{}&*!|>'\"%@`\\aé¶\u200d\u00a0😀", max_size=8)
prose = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20)
texts = st.one_of(signs, words, marks, prose.filter(lambda text: not read(f'a: "{text}"'.encode()).problems))
scalars = st.one_of(texts, st.integers(-(10**15) + 1, 10**15 - 1), st.booleans(), st.none())
records = st.dictionaries(
    st.one_of(words, st.sampled_from(["id", "name", "a b", "é"])),
    st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
        max_leaves=6,
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=200)
@given(records)
def test_python_readers_agree_on_any_written_data(data):
    text = write(None, data)
    assert alike(ours(text), data)
    for reader in READERS:
        assert alike(reader(text), data), reader.__name__


@settings(deadline=None, max_examples=8)
@given(st.lists(records, min_size=20, max_size=40))
def test_javascript_agrees_on_any_written_data(several):
    for data, found in zip(several, javascript([write(None, data) for data in several]), strict=True):
        assert alike(found, data)
