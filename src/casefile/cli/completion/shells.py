"""How each shell asks for completion, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from casefile.cli.completion.suggestions import Suggestion
from casefile.terminal.safe_text import inert


def words_typed(shell: str, words: Sequence[str]) -> list[str]:
    """Return the words behind the program's name up to the cursor, unquoted; the last is being typed."""
    if shell == "bash":
        line, _, _ = words
        return split(line)[1:]
    return [*words[:-1], split(f"x {words[-1]}" if words[-1] else "x ")[-1]]


def split(line: str) -> list[str]:
    """Take a line apart as a shell does, a quote that is still open included."""
    words, word, quote, begun = [], "", "", False
    characters = iter(line)
    for char in characters:
        if char == "\\" and quote != "'":
            word, begun = word + next(characters, ""), True
        elif char == quote:
            quote = ""
        elif quote:
            word += char
        elif char in "\"'":
            quote, begun = char, True
        elif char.isspace():
            words += [word] if word or begun else []
            word, begun = "", False
        else:
            word, begun = word + char, True
    return [*words, word]


def shell_lines(shell: str, words: Sequence[str], found: Sequence[Suggestion], typed: str) -> list[str]:
    """Return the lines for a shell, of suggestions whose words hold all of what is typed in this word.

    The first says what follows.
    """
    return SHELL_LINES[shell](words, found, typed)


def _bash(words: Sequence[str], found: Sequence[Suggestion], typed: str) -> list[str]:
    """Give bash the part that it replaces; it breaks words at `=` and `:`.

    Readline puts in what all suggestions begin with. Where they were found by their names it would put that
    in place of the name, so a heading that begins like none of them keeps what was typed.
    """
    _, current, kind = words
    settled = typed.removesuffix(current) if typed.endswith(current) else ""
    cut = [each._replace(word=each.word.removeprefix(settled)) for each in found]
    if len(cut) == 1 or kind in MENU:
        return [WORDS, *(each.word for each in cut)]
    width = max((len(each.word) for each in cut), default=0)
    lines = [f"{each.word:<{width}}  ({each.about})" if each.about else each.word for each in cut]
    heading = [] if all(each.word.startswith(typed) for each in found) else [f"{len(found)} records match:"]
    return [WORDS, *heading, *lines]


WORDS, MEANT = "words", "meant"
"""What the first line says: words that go on from what is typed; records that another spelling means."""

MENU = ("37", "42")
"""The kinds of completion, as bash numbers them, that put every suggestion into the line: no words beside."""


def _zsh(_words: Sequence[str], found: Sequence[Suggestion], _typed: str) -> list[str]:
    return [WORDS, *(f"{each.word}\t{each.about}" for each in found)]


def _fish(_words: Sequence[str], found: Sequence[Suggestion], typed: str) -> list[str]:
    """Give fish the names too: it shows only what holds what is typed.

    Where nothing does, for the names stand there in another script, its script puts in the id itself.
    """
    lines = []
    for each in found:
        if each.word.startswith(typed) or not each.names:
            lines.append(f"{each.word}\t{each.about}")
        else:
            lines += [f"{inert(name)}\t{each.word}" for name in each.names]
    if any(typed.casefold() in line.partition("\t")[0].casefold() for line in lines):
        return [WORDS, *lines]
    return [MEANT, *(f"{each.word}\t{each.about}" for each in found)]


SHELL_LINES: Mapping[str, Callable[[Sequence[str], Sequence[Suggestion], str], list[str]]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
}
