"""Words: what is typed is looked at before it is kept, and what is shown accuses nobody."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path

import pytest

import casefile
from casefile.model.record_shapes import shape_of_entry
from support.at_once import at_once

URL = "https://example.org/article"
PHONE, MAIL, NUMBER, STREET = "+996 555 123 456", "aida@example.org", "22805199012345", "ул. Токтогула, 98"
KINDS = {
    PHONE: "a telephone number",
    MAIL: "an e-mail address",
    NUMBER: "an identity number",
    STREET: "a street address",
}


@pytest.fixture(scope="session")
def begun(tmp_path_factory, empty_world):
    """Make a register once: a restricted case, a public one, a restricted body and a restricted situation."""
    folder = tmp_path_factory.mktemp("words") / "desk"

    def done(*words):
        answer = at_once(folder, *words)
        assert answer.code == 0, answer.output

    assert at_once(folder.parent, "init", str(folder), "--identity", "desk-2").code == 0
    on = ["--country", "KG", "--date", "2025-06-01", "--source", URL]
    done("add", "Секретова Зельда", *on, "--id", "kg-2025-c10se")
    done("add", "Open Person", *on, "--tier", "public", "--minor", "adult", "--id", "kg-2025-0pen0")
    done("organization", "add", "--name", "The Hidden Helpers", "--id", "helpers")
    done("situation", "add", "--title", "Quiet Valley arrests", "--id", "valley")
    done("situation", "add", "--title", "The open crackdown", "--tier", "public", "--id", "crackdown")
    return folder


@pytest.fixture
def desk(begun, tmp_path):
    """Return a copy of it."""
    return shutil.copytree(begun, tmp_path / "desk", symlinks=True)


def warned(answer, private):
    """Tell whether a warning names kind and place, and the value is nowhere."""
    told = answer.err + (answer.out if answer.out.startswith("{") else "")
    return "CF407" in told and KINDS[private] in told and private not in answer.err


CASE = "kg-2025-c10se"
WAYS = {
    "a note for the desk": ["record", "note", CASE, "--date", "2025-06-02", "--summary", "x", "--note", "{}"],
    "a summary": ["record", "note", CASE, "--date", "2025-06-02", "--summary", "she said {}"],
    "a place": ["update", CASE, "--set", "events.{event}.place={}"],
    "notes": ["update", CASE, "--set", "notes={}"],
    "a tag": ["update", CASE, "--add", "tags={}"],
    "a reason": ["mark", CASE, "{event}", "disputed", "--reason", "{} says no"],
    "the title of a source": ["source", "add", "--kind", "letter", "--title", "{}"],
    "a situation": ["situation", "add", "--title", "At {}"],
    "a new case": ["add", "--descriptor", "who lives at {}", "--country", "KG", "--date", "2025-06-02"],
    "what is taken in": ["add", "--from", "-"],
}


@pytest.mark.parametrize("private", KINDS)
def test_a_private_thing_is_kept_with_a_warning_that_does_not_repeat_it(desk, private):
    event = re.search("- id: ([0-9a-z]{5})", (desk / f"cases/kg/2025/{CASE}.yaml").read_text())[1]
    taken = {
        "schema": "casefile/source/1",
        "id": "letter-x7k3m",
        "kind": "letter",
        "notes": f"a\nfrom {private}",
    }
    for name, pattern in WAYS.items():
        words = [word.replace("{event}", event).replace("{}", private) for word in pattern]
        answer = at_once(desk, *words, stdin=json.dumps(taken))
        assert answer.code == 0, (name, answer.output)
        assert warned(answer, private), (name, answer.output)
        assert re.search(r"^warning: cases/\S+:\d+:\d+: CF407", answer.err, re.MULTILINE), (name, answer.err)
    checked = at_once(desk, "validate")
    assert checked.code == 0
    assert checked.out.count("CF407") == len(WAYS)
    assert "line 2 " in checked.out
    assert private not in checked.output


def test_validate_warns_of_private_text_written_by_hand(desk):
    path = desk / f"cases/kg/2025/{CASE}.yaml"
    path.write_text(path.read_text() + f"notes: |\n  Her mother:\n  {PHONE}\n")
    answer = at_once(desk, "validate", "--json")
    found = [each for each in json.loads(answer.out)["problems"] if each["code"] == "CF407"]
    assert [(each["field"], each["line"] > 1) for each in found] == [("notes", True)]
    assert PHONE not in answer.output


UNWANTED = {
    "a telephone number": (f"call {PHONE} back", 2, "a telephone number, at character 6"),
    "in Persian digits": ("ring ۰۹۱۲ ۳۴۵ ۶۷۸۹", 2, "a telephone number, at character 6"),
    "a mail address": (f"from {MAIL}", 2, "an e-mail address"),
    "an identity number": (f"PIN {NUMBER}", 2, "an identity number"),
    "a street": (f"seen at {STREET}", 2, "a street address"),
    "a restricted name": ("as Зельда Секретова said", 6, "not public"),
    "one romanised": ("as Zelda Sekretova said", 6, "not public"),
    "one romanised otherwise": ("as Secretova said", 6, "not public"),
    "one bent": ("со слов Секретовой", 6, "not public"),
    "one spelt out": ("s e k r e t o v a", 6, "not public"),
    "one run together": ("#freezeldasekretova", 6, "not public"),
    "a restricted body": ("told by The Hidden Helpers", 6, "not public"),
    "a restricted situation": ("one of the Quiet Valley arrests", 6, "not public"),
    "two lines": ("a\nb", 2, "one line"),
    "an escape": ("a\x1b[31mb", 2, "one line"),
}


def test_a_commit_message_with_private_text_is_refused_without_quoting_it(desk, git_in):
    head = git_in(desk)("rev-parse", "HEAD")
    for name, (message, code, told) in UNWANTED.items():
        for command in (["update", CASE, "--add", "tags=x"], ["commit"]):
            answer = at_once(desk, *command, "-m", message)
            assert (answer.code, answer.out) == (code, ""), (name, answer.output)
            assert told in answer.err, name
            assert not any(word in answer.err for word in message.split() if len(word) > 5), name
    assert git_in(desk)("rev-parse", "HEAD") == head
    assert git_in(desk)("status", "--porcelain") == ""


@pytest.mark.parametrize(
    "message",
    ["heard twice on 28 May 2025", "as Open Person said", f"see {CASE}",
     "article 278-1 of Law No. 118, 50000 KGS", "one of the open crackdown",
     "the helpers of the valley arrived quietly"],
)  # fmt: skip
def test_a_commit_message_without_private_text_is_accepted(desk, git_in, message):
    assert at_once(desk, "update", CASE, "--add", "tags=x", "-m", message).code == 0
    assert message in git_in(desk)("log", "-1", "--format=%B")


# ── what is shown accuses nobody

VERDICTS = re.compile(
    r"\b(?:guilty|terrorists?|offenders?|perpetrators?|culprits?|criminals|crimes?|convicts?|traitors?|"
    r"suspects|inmates?|illegal(?:ly)?)\b",
    re.IGNORECASE,
)


def test_no_text_of_the_program_calls_a_person_guilty():
    paths = [*Path(casefile.__file__).parent.rglob("*.py")]
    texts = [
        (path.name, node.lineno, node.value)
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert len(texts) > 1_000
    found = [(*where, said) for *where, text in texts for said in VERDICTS.findall(text)]
    assert [each for each in found if each[0] != "proceeding_events.py"] == [], "only a court's verdict may"


STEPS = shape_of_entry("charge").key("step").words


def test_a_charge_is_worded_as_an_allegation_at_every_step(desk):
    for day, step in enumerate(STEPS, 1):
        more = ["--summary", "x"] if step == "other" else []
        answer = at_once(
            desk, "record", "charge", "kg-2025-0pen0", "--date", f"2025-06-{day + 1:02}", "--step", step,
            "--source", URL, "--charge", f"'art. {200 + day}',offence='setting fire to house {day}'", *more,
        )  # fmt: skip
        assert answer.code == 0, answer.output
    for words in (["show", "kg-2025-0pen0"], ["show", "kg-2025-0pen0", "--format", "md"], ["timeline"],
                  ["export", "-f", "md"], ["list"]):  # fmt: skip
        text = at_once(desk, *words).out
        for paragraph in re.split(r"\n\n|\n(?=- )", text):
            if "setting fire" in paragraph or "art. 2" in paragraph:
                assert re.search(r"charge|accus|suspic|alleg", paragraph, re.IGNORECASE), (words, paragraph)
        assert not VERDICTS.search(text), words
        assert not re.search(r"\b(?:set fire|committed)\b", text), words
