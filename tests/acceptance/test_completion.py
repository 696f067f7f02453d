"""Completion in the real bash, zsh and fish: the shell is asked, not the script read."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from support.programs import program
from support.terminal import Terminal

ALEKSANDROV = "kg-2025-aleksander-aleksandrov"


@pytest.fixture
def world(environment, executable):
    """Return the environment of a person who has casefile on the PATH."""
    return {**environment, "PATH": f"{Path(executable).parent}{os.pathsep}{environment['PATH']}"}


@pytest.fixture
def bash(world, register):
    """Ask bash what its function for casefile proposes for a line; the function is the shell's own call."""

    def ask(*lines):
        calls = "".join(CALL.format(shlex.quote(line), len(line)) for line in lines)
        script = f"""eval "$(casefile completion bash)"; compopt() {{ :; }}; {calls}"""
        command = [program("bash"), "--norc", "-c", script]
        done = subprocess.run(command, cwd=register, env=world, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return [line.split("|")[:-1] for line in done.stdout.splitlines()]

    return ask


CALL = """
COMP_LINE={0} COMP_POINT={1} COMP_TYPE=9; word=${{COMP_LINE##*[ =]}}
_casefile casefile "$word" ""; printf "%s|" "${{COMPREPLY[@]}}"; echo
"""
"""What bash does when Tab is pressed behind a line."""


@pytest.fixture
def fish(world, register):
    """Ask fish what it would propose for some lines, each word with what it is."""

    def ask(*lines):
        asks = "; ".join(f"complete -C {shlex.quote(line)}; echo ====" for line in lines)
        command = [program("fish"), "--no-config", "-c", f"casefile completion fish | source; {asks}"]
        done = subprocess.run(command, cwd=register, env=world, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return [block.strip().splitlines() for block in done.stdout.split("====\n")[:-1]]

    return ask


@pytest.fixture
def typing(world, register):
    """Start a shell in a terminal, with completion, and return it at its prompt."""
    started = []

    def start(shell, *options):
        home = world["HOME"]
        shown = {**world, "PS1": "> ", "PROMPT": "> ", "ZDOTDIR": home, "HISTFILE": "/dev/null"}
        terminal = Terminal([program(shell), *options, "-i"], register, shown, columns=100)
        started.append(terminal)
        terminal.type(f'{TAUGHT.get(shell, TAUGHT["sh"]).format(shell)}; echo re""ady\r')
        terminal.shows("ready")
        return terminal

    yield start
    for terminal in started:
        terminal.process.close(force=True)


TAUGHT = {"sh": 'PS1="> "; eval "$(casefile completion {})"', "fish": "casefile completion {} | source"}
"""How a shell is taught at its prompt."""


def test_bash_completes_words_and_options(bash):
    assert bash(
        "casefile record hearing aleks --outcome exte", "casefile list --status=he", "casefile -C / show k"
    ) == [["extended"], ["held"], [""]]


def test_bash_proposes_no_event_of_another_person_of_that_name(bash, register):
    for record, person in (
        ("kg-2025-lines", "\n  identification: named\n  name: Болот Асанов"),
        ("kg-2025-braces", " {identification: named, name: Болот Токтоев}"),
    ):
        (register / f"cases/kg/2025/{record}.yaml").write_text(NAMED.format(record, person))
    mark = "casefile mark {} "
    assert bash(mark.format('"Болот"'), mark.format('"Болот Токтоев"')) == [[""], ["k3m9x"]]


NAMED = """\
schema: casefile/case/1
id: {}
country: KG
person:{}
events:
  - id: k3m9x
    type: hearing
    date: "2025-07-19"
    outcome: extended
"""


def test_a_tab_in_bash_puts_the_id_in_place_of_a_name(typing):
    terminal = typing("bash", "--norc", "--noprofile")
    terminal.type("casefile show алекс\t")
    terminal.shows(f"> casefile show {ALEKSANDROV}")
    terminal.type("\x15casefile show court\t\t")
    terminal.shows("2 records match:")
    terminal.shows("bishkek-city-court")
    terminal.asks("casefile show court")


def test_a_tab_in_zsh_puts_the_id_in_place_of_a_name(typing):
    terminal = typing("zsh", "-f")
    terminal.type("casefile show алекс\t")
    terminal.shows(f"> casefile show {ALEKSANDROV}")
    terminal.type("\x15casefile update aleks --set events.q0btq.outc\texte\t")
    terminal.shows("> casefile update aleks --set events.q0btq.outcome=extended")
    terminal.type("\x15casefile show court\t")
    terminal.shows("pervomaisky-district-court  -- Pervomaisky District Court of Bishkek")
    assert "> casefile show court\n" in terminal.text
    terminal.type("\x15casefile show 'Bolot T\t")
    terminal.shows("> casefile show 'kg-2022-bolot-temirov'")


def test_fish_proposes_ids_names_entries_and_files(fish):
    show, name, fields, file, nothing = fish(
        "casefile show kg-2025-al",
        "casefile show Aleksander",
        "casefile update aleks --set person.na",
        "casefile add --from casefile.y",
        "casefile -C / show k",
    )
    assert show == [f"{ALEKSANDROV}\tAleksander Aleksandrov"]
    assert name == [f"Aleksander Aleksandrov\t{ALEKSANDROV}"]
    assert [line.split("\t")[0] for line in fields] == [
        "person.name=",
        "person.name_tier=",
        "person.nationalities=",
    ]
    assert file == ["casefile.yaml"]
    assert nothing == []


def test_a_tab_in_fish_puts_the_id_in_place_of_a_name_of_another_script(typing):
    terminal = typing("fish", "--no-config")
    terminal.type("casefile show алекс\t")
    terminal.shows(f"casefile show {ALEKSANDROV}")
    terminal.type("\x15casefile list --situation=клооп\t")
    terminal.shows("casefile list --situation=kloop-2025")
    terminal.type("\x15casefile show кыз\t")
    terminal.shows("2 records match:")
    terminal.shows("kg-2025-zyyagul-bolot-kyzy")
    terminal.shows("casefile show кыз")


def test_the_script_of_zsh_also_serves_as_a_file_on_its_path(casefile):
    assert casefile("completion", "zsh").stdout.startswith("#compdef casefile\n")
