"""The input and the output of completion for each shell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from casefile.cli.completion.suggestions import Suggestion
from casefile.terminal.safe_text import inert


def extract_words(shell: str, words: Sequence[str]) -> list[str]:
    """Return the words after the program's name up to the cursor, unquoted; the last is being typed.

    `words` are the arguments from the script of the shell: for bash the line up to the cursor, the word and
    the type of completion; for zsh and fish the words, of which only the last may be quoted.
    """
    if shell == "bash":
        line, _, _ = words
        return split(line)[1:]
    return [*words[:-1], split(f"x {words[-1]}" if words[-1] else "x ")[-1]]


def split(line: str) -> list[str]:
    """Return the words of a line, unquoted and split at blanks as in a shell, without expansions.

    The last word is empty after a blank; its quote may still be open.
    """
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
    """Return the lines of the answer for a shell: the kind of answer, then one suggestion a line.

    `words` are the arguments from the script of the shell, `typed` is the word that a suggestion replaces.
    """
    return SHELL_LINES[shell](words, found, typed)


def _bash(words: Sequence[str], found: Sequence[Suggestion], typed: str) -> list[str]:
    """Return the answer for bash, reduced to the part that bash replaces: it splits words at `=` and `:`.

    Readline inserts the common prefix of all suggestions. For records found by a name, that would replace the
    typed name; a heading line that shares no prefix with them prevents it.
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
"""The first line of an answer: the words continue the typed text, or records match another spelling of it."""

MENU = ("37", "42")
"""Bash's completion types that insert the whole line of a suggestion: `%` (37) and `*` (42), no descriptions.
"""


def _zsh(_words: Sequence[str], found: Sequence[Suggestion], _typed: str) -> list[str]:
    return [WORDS, *(f"{each.word}\t{each.about}" for each in found)]


def _fish(_words: Sequence[str], found: Sequence[Suggestion], typed: str) -> list[str]:
    """Return the answer for fish, with lines of names too.

    Fish shows only lines that contain the typed text. If no line contains it, because the names are in
    another script, the answer is MEANT with the ids, and casefile's fish script inserts the id itself.
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
