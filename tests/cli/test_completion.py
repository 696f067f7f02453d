"""What may stand where the cursor is: the answer that a shell's script gets."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import pytest

from casefile.cli import edge
from casefile.cli.command_table import COMMANDS
from casefile.cli.completion import known_records
from casefile.cli.completion.known_records import find_record
from casefile.cli.completion.shell_answer import answer
from casefile.cli.completion.shell_scripts import SHELLS, script
from casefile.cli.completion.shells import split
from casefile.cli.completion.suggestions import TABLE
from casefile.files import register_folder
from casefile.loading.indexed.index_lookup import find_indexed_snapshot

ROOT = Path(__file__).resolve().parents[2]
ALEKSANDROV, COURT = "kg-2025-aleksander-aleksandrov", "bishkek-city-court"


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """Return a copy of the sample register, with a broken file in it, and a case that was withdrawn."""
    folder = tmp_path_factory.mktemp("register")
    shutil.copy2(ROOT / "casefile.yaml", folder)
    shutil.copytree(ROOT / "cases", folder / "cases")
    (folder / "cases/kg/2025/kg-2025-broken.yaml").write_bytes(b"name: [\xff\n")
    (folder / "cases/kg/2025/kg-2025-wwwww.yaml").write_text(WITHDRAWN)
    (folder / "cases/kg/2025/kg-2025-judged.yaml").write_text(JUDGED)
    return folder


JUDGED = """\
schema: casefile/case/1
id: kg-2025-judged
formerly:
  - kg-2024-xj2dw
country: KG
person:
  identification: unnamed
  descriptor: carpenter
proceedings:
  - id: main
    kind: criminal
    numbers:
      - 1/2030
  - id: strike
events:
  - id: k3m9x
    type: hearing
    date: "2025-07-19"
    outcome: extended
"""
WITHDRAWN = "schema: casefile/case/1\nid: kg-2025-wwwww\nwithdrawn:\n  date: 2025-07-01\n  reason: safety\n"


@pytest.fixture
def asked(register, monkeypatch):
    """Ask as a shell does what the last of these words may be; return word and description."""
    monkeypatch.chdir(register)

    def ask(*words):
        kind, *lines = answer(edge._app(), "zsh", words).split("\n")
        return dict(line.split("\t") for line in lines) if kind == "words" else kind

    return ask


def test_commands_are_completed_with_their_help(asked):
    assert asked("sho") == {"show": COMMANDS["show"].help}
    assert {"add", "record", "search"} <= asked("").keys()
    assert set(asked("record", "he")) == {"hearing", "health"}
    assert set(asked("help", "sho")) == {"show"}
    assert asked("source", "").keys() == {"add", "list"}


def test_options_are_completed_except_those_given(asked):
    assert asked("list", "--st").keys() == {"--status", "--statute"}
    assert "--limit" not in asked("list", "--limit", "3", "--")
    assert "--country" in asked("list", "--country", "KG", "--")
    assert asked("--no").keys() == {"--no-input", "--no-cache"}


def test_ids_are_completed_with_the_names_of_records(asked):
    assert asked("show", "kg-2025-al")[ALEKSANDROV] == "Aleksander Aleksandrov"
    assert "kg-2025-broken" in asked("show", "kg-2025-")


@pytest.mark.parametrize(
    "typed",
    ["aleks", "Aleksandrov", "АЛЕКС", "Aleksander Al", '"Aleksander Al', "Aleksander\\ Al", "alexandr"],
)
def test_a_name_in_any_script_becomes_the_id(asked, typed):
    assert asked("show", typed) == {ALEKSANDROV: "Aleksander Aleksandrov"}


def test_a_whole_id_is_one_record_where_another_id_begins_so(tmp_path):
    (tmp_path / "cases/kg/2025").mkdir(parents=True)
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    for record in ("kg-2025-judged", "kg-2025-judged-2"):
        text = JUDGED.replace("formerly:\n  - kg-2024-xj2dw\n", "").replace("kg-2025-judged", record)
        (tmp_path / f"cases/kg/2025/{record}.yaml").write_text(text)
    assert find_record(tmp_path, "kg-2025-judged").id == "kg-2025-judged"
    assert find_record(tmp_path, "kg-2025-judge") is None


def test_only_records_of_fitting_kinds_are_completed(asked):
    assert asked("list", "--situation", "kloop").keys() == {"kloop-2025"}
    assert asked("list", "--organization=klo") == {"--organization=kloop": "Kloop"}
    assert asked("record", "hearing", "x", "--by", "").keys() >= {"scns", "kloop"}
    assert "kloop-2025" not in asked("record", "hearing", "x", "--by", "")
    assert asked("mark", "occrp") == asked("record", "note", "occrp") == {"occrp": "OCCRP"}


@pytest.mark.parametrize("command", ["record note", "mark", "update", "edit", "rename", "withdraw"])
def test_a_withdrawn_case_is_shown_and_not_offered_to_be_changed(asked, command):
    assert "kg-2025-wwwww" in asked("show", "kg-2025-")
    assert "kg-2025-wwwww" not in asked(*command.split(), "kg-2025-")
    assert ALEKSANDROV in asked(*command.split(), "kg-2025-")


def test_a_record_given_already_is_not_offered_again(asked):
    assert ALEKSANDROV not in asked("list", ALEKSANDROV, "kg-2025-al")


def test_events_of_the_given_record_are_completed(asked):
    assert "q0btq" in asked("mark", ALEKSANDROV, "")
    assert asked("record", "note", "aleksandrov", "--after", "q0")["q0btq"].endswith("hearing remanded")
    assert asked("mark", ALEKSANDROV, "q0btq", "dis").keys() == {"disputed"}
    assert asked("mark", "kg", "") == ""


@pytest.mark.parametrize("named", ["kg-2025-judged", "judged", "kg-2024-xj2dw", "carpenter"])
def test_completion_finds_the_record_that_the_command_finds(asked, named):
    assert asked("mark", named, "").keys() == {"k3m9x"}
    assert asked("update", named, "--set", "events.k3").keys() == {"events.k3m9x."}


def test_no_ledger_is_offered_where_several_records_match(asked, register):
    """The other record called so is written in braces, in which a search of lines finds no name."""
    person = "\n  identification: unnamed\n  descriptor: carpenter"
    for record, named in (
        ("kg-2025-called", "\n  identification: named\n  name: Нурлан Асанов"),
        ("kg-2025-braced", " {identification: named, name: Нурлан Токтоев}"),
    ):
        path = register / f"cases/kg/2025/{record}.yaml"
        text = JUDGED.replace("formerly:\n  - kg-2024-xj2dw\n", "").replace("kg-2025-judged", record)
        path.write_text(text.replace(person, named))
    assert asked("show", "Нурлан").keys() == {"kg-2025-called", "kg-2025-braced"}
    assert asked("mark", "Нурлан", "") == asked("update", "Нурлан", "--set", "events.") == ""
    assert asked("mark", "Нурлан Токтоев", "").keys() == {"k3m9x"}


def test_a_record_with_errors_is_found_by_its_name(asked, register):
    text = JUDGED.replace("formerly:\n  - kg-2024-xj2dw\n", "").replace("kg-2025-judged", "kg-2025-faulty")
    text = text.replace("unnamed\n  descriptor: carpenter", "named\n  name: Zhyldyz")
    (register / "cases/kg/2025/kg-2025-faulty.yaml").write_text(text.replace("hearing", "heering"))
    assert asked("edit", "Жылдыз") == {"kg-2025-faulty": "Zhyldyz"}
    assert asked("mark", "Zhyldyz", "").keys() == {"k3m9x"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["show", "kg-2025-al"], {ALEKSANDROV: "case"}),
        (["show", "aleks"], ""),
        (["mark", "aleks", ""], ""),
        (["mark", "kg-2025-judged", ""], {"k3m9x": "2025-07-19 hearing extended"}),
    ],
    ids=str,
)
def test_a_large_register_without_an_index_is_not_read(asked, monkeypatch, words, found):
    read = []
    monkeypatch.setattr(known_records, "MOST", 3)
    monkeypatch.setattr(register_folder, "read_or_problem", _counting(register_folder.read_or_problem, read))
    assert asked(*words) == found
    assert {*read} <= {"casefile.yaml", "cases/kg/2025/kg-2025-judged.yaml"}


def _counting(read, paths):
    def counted(root, path):
        paths.append(path)
        return read(root, path)

    return counted


def test_many_files_too_young_to_be_known_are_not_read(git, monkeypatch):
    """Directly after an import, no file's times prove that it is the one in the index."""
    path = git.folder / "cases/kg/2025/kg-2025-judged.yaml"
    path.parent.mkdir(parents=True)
    (git.folder / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    path.write_text(JUDGED)
    git.commit("The register")
    monkeypatch.chdir(git.folder)
    assert edge.run(["list"]) == 0
    told = [find_indexed_snapshot(git.folder, most) is not None for most in (1, 2, None)]
    assert told == [False, True, True]
    for most, found in ((1, ""), (2, "words\nk3m9x\t2025-07-19 hearing extended")):
        monkeypatch.setattr(known_records, "MOST", most)
        assert answer(edge._app(), "zsh", ["mark", "carpenter", ""]) == found


def test_vocabularies_come_from_the_model(asked):
    assert asked("record", "hearing", "x", "--outcome", "exte").keys() == {"extended"}
    assert asked("add", "X", "--kind", "arr").keys() == {"arrest"}
    assert asked("add", "X", "--event", "release", "--kind", "paro").keys() == {"parole"}
    assert asked("add", "X", "--tier", "p").keys() == {"public", "partners"}
    assert asked("add", "X", "--country", "K").keys() >= {"KG", "KZ"}
    assert asked("source", "add", "--kind", "press").keys() == {"press_article"}
    assert asked("list", "--status=he").keys() == {"--status=held"}
    assert asked("--color", "a").keys() == {"auto", "always"}
    assert asked("export", "-f", "csv").keys() == {"csv", "csv-events"}
    assert asked("list", "--columns", "id,na").keys() == {"id,name"}
    assert asked("withdraw", "x", "--reason", "s").keys() == {"subject_request", "safety"}
    assert asked("stats", "--by", "s").keys() == {"status", "statute", "situation"}


def test_the_fields_of_a_group_are_completed(asked):
    source = ("record", "hearing", "x", "--source")
    assert asked(*source, "occrp-2025-11").keys() == {"occrp-2025-11"}
    assert asked(*source, "occrp-2025-11,").keys() == {"occrp-2025-11,locator=", "occrp-2025-11,quote="}
    assert asked(*source, "occrp-2025-11,locator=1,").keys() == {"occrp-2025-11,locator=1,quote="}
    assert asked("record", "verdict", "x", "--sentence", "susp").keys() == {"suspended"}


def test_fields_and_values_are_completed_step_by_step(asked):
    at = ("update", ALEKSANDROV, "--set")
    assert asked(*at, "per").keys() == {"person."}
    assert {"person.name=", "person.age."} <= asked(*at, "person.").keys()
    assert asked(*at, "events.q0").keys() == {"events.q0btq."}
    assert asked(*at, "events.q0btq.outcome=exte").keys() == {"events.q0btq.outcome=extended"}
    assert asked("update", ALEKSANDROV, "--unset", "person.na").keys() == {
        "person.name", "person.name_tier", "person.nationalities"
    }  # fmt: skip
    assert asked(*at, "events.zzzzz.") == asked(*at, "nothing.") == asked("update", "kg", "--set", "") == ""


def test_proceedings_and_decisions_of_the_given_record_are_completed(asked):
    at = ("record", "verdict", "kg-2025-judged")
    assert asked(*at, "--proceeding", "") == {"main": "criminal 1/2030", "strike": ""}
    assert asked(*at, "--proceeding", "ma").keys() == {"main"}
    assert asked(*at, "--absorb", "st").keys() == {"strike"}
    assert asked("record", "case", "carpenter", "--into-proceeding", "").keys() == {"main", "strike"}
    assert asked(*at, "--against", "") == {"k3m9x": "2025-07-19 hearing extended"}
    assert asked("record", "verdict", ALEKSANDROV, "--proceeding", "") == ""
    assert asked("record", "verdict", "--proceeding", "") == ""
    change = ("update", "kg-2025-judged")
    assert asked(*change, "--set", "events.k3m9x.proceeding=").keys() == {
        "events.k3m9x.proceeding=main", "events.k3m9x.proceeding=strike",
    }  # fmt: skip
    assert asked(*change, "--add", "proc").keys() == {"proceedings=", "proceedings."}
    assert asked(*change, "--set", "proceedings.m") == {"proceedings.main.": "criminal"}
    assert asked(*change, "--set", "proceedings.main.kind=crim").keys() == {"proceedings.main.kind=criminal"}
    assert asked(*change, "--add", "proceedings=second,k").keys() == {"proceedings=second,kind="}


@pytest.mark.parametrize("source", sorted({each for each in TABLE.values() if ":" in each}))
def test_every_source_of_suggestions_exists(source):
    module, _, name = source.partition(":")
    whole = module if "." in module else f"casefile.cli.completion.{module}"
    assert hasattr(importlib.import_module(whole), name)


@pytest.mark.parametrize("words", [("list", "--known-at", ""), ("diff", "")])
def test_revisions_are_completed(git, monkeypatch, words):
    (git.folder / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    git("tag", "checked")
    monkeypatch.chdir(git.folder)
    found = answer(edge._app(), "zsh", words).split("\n")[1:]
    assert [line.split("\t")[0] for line in found] == ["HEAD", "main", "checked"]


def test_file_names_are_left_to_the_shell(asked):
    assert asked("add", "--from", "x") == "files"
    assert asked("-C", "x") == "folders"


@pytest.mark.parametrize(
    "words",
    [
        ["nothing", ""], ["show", "--nothing="], ["show", "zzzz"], ["record", "nothing", ""],
        ["-C", "/", "show", "k"], ["-C", "/nowhere", "show", "k"], ["add", "--event", "nothing", "--k"],
        ["show", "\x1b[31m"], ["\udcff"],
    ],
)  # fmt: skip
def test_where_nothing_fits_the_answer_is_none(asked, words):
    assert asked(*words) == ""


def test_completion_without_a_shell_or_words_does_not_fail():
    assert answer(edge._app(), "tcsh", ["show"]) == ""
    assert answer(edge._app(), "zsh", []) == ""
    assert answer(edge._app(), "bash", ["casefile sh"]) == ""


def test_another_folder_counts_where_it_is_named(register, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert ALEKSANDROV in answer(edge._app(), "zsh", ["-C", str(register), "show", "kg-2025-al"])


def test_completed_names_cannot_control_a_terminal(tmp_path, monkeypatch):
    shutil.copy2(ROOT / "casefile.yaml", tmp_path)
    (tmp_path / "cases/organizations").mkdir(parents=True)
    text = 'id: hostile\nname: "\\u001b]0;x\\u0007\\tHostile\\nname"\n'
    (tmp_path / "cases/organizations/hostile.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    told = [answer(edge._app(), shell, ["show", "ho"]) for shell in ("zsh", "fish")]
    told.append(answer(edge._app(), "bash", ["casefile show ho", "ho", "9"]))
    assert all("hostile" in each for each in told)
    assert all(not {"\x1b", "\x07"} & {*each} for each in told)
    assert told[0].count("\n") == told[0].count("\t") == 1


def test_bash_gets_only_the_part_after_its_last_word_break(register, monkeypatch):
    monkeypatch.chdir(register)
    line = "casefile list --status=he"
    assert answer(edge._app(), "bash", [line, "he", "9"]) == "words\nheld"


def test_bash_keeps_the_typed_word_if_several_names_match(register, monkeypatch):
    monkeypatch.chdir(register)
    heading, first, _ = answer(edge._app(), "bash", ["casefile show court", "court", "9"]).split("\n")[1:]
    assert heading == "2 records match:"
    assert first.split() == [COURT, "(Bishkek", "City", "Court)"]


def test_fish_gets_names_that_contain_the_typed_word(register, monkeypatch):
    monkeypatch.chdir(register)
    assert answer(edge._app(), "fish", ["show", "Aleks"]) == f"words\nAleksander Aleksandrov\t{ALEKSANDROV}"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("casefile show ", ["casefile", "show", ""]),
        ("casefile show al", ["casefile", "show", "al"]),
        ('casefile show "Bolot ky', ["casefile", "show", "Bolot ky"]),
        ("casefile show 'a\\b' c\\ d", ["casefile", "show", "a\\b", "c d"]),
        ('casefile -C "" x', ["casefile", "-C", "", "x"]),
        ("", [""]),
        ("a\\", ["a"]),
    ],
)
def test_a_line_is_taken_apart_as_a_shell_does(line, words):
    assert split(line) == words


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_is_printed(shell, capsys):
    assert edge.run(["completion", shell]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (script(shell), "")
    assert "_CASEFILE_COMPLETE" in said.out


def test_an_unknown_shell_exits_with_2(capsys):
    assert edge.run(["completion", "tcsh"]) == 2
    refused = capsys.readouterr().err
    assert [shell for shell in ("bash", "zsh", "fish", "tcsh") if shell in refused] == ["bash", "zsh", "fish"]
