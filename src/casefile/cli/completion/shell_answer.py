"""The answer to a shell that asks for completions."""

from __future__ import annotations

import os
from collections.abc import Sequence

from casefile.cli.completion.cursor_place import place_of
from casefile.cli.completion.shell_scripts import SHELLS
from casefile.cli.completion.shells import extract_words, shell_lines
from casefile.cli.completion.suggestions import Suggestion, suggestions
from casefile.cli.lazy_commands import LazyGroup


def answer(root: LazyGroup, shell: str, line: Sequence[str]) -> str:
    """Return the completions for the command line of a shell, in its format; empty if there are none.

    `root` is the group of all commands; `line` are the words that the script of the shell passes on. Errors
    give an empty answer too, unless CASEFILE_DEBUG is set.
    """
    try:
        return "\n".join(_answer(root, shell, line)) if shell in SHELLS else ""
    except Exception:
        if os.environ.get("CASEFILE_DEBUG"):
            raise
        return ""


def _answer(root: LazyGroup, shell: str, line: Sequence[str]) -> list[str]:
    words = extract_words(shell, line)
    place = place_of(root, words[1:] if words[:1] == ["help"] and words[1:] else words)
    if place is None:
        return []
    found = suggestions(place)
    if isinstance(found, str):
        return [found]
    fitting = [each._replace(word=place.before + each.word) for each in found if _fits(each, place.text)]
    return shell_lines(shell, line, fitting, place.before + place.text) if fitting else []


def _fits(suggestion: Suggestion, text: str) -> bool:
    """Return whether a suggestion continues the typed text, or is a record that was found by its name."""
    return suggestion.word.startswith(text) or bool(suggestion.names)
