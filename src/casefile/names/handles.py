"""Split handles, tags and addresses into parts, and separate names from words run together with them."""

# ruff: noqa: RUF001 - the words are of several scripts

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from casefile.names.name_words import SHORTEST, NameWord, words_in
from casefile.names.scripts import INITIAL, MARKS

LABEL_SIGNS = re.compile("[@#/]")
"""A text without any of these characters contains no label."""
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'«»]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,4}[A-Za-z]{2,12}/[^\s<>\"'«»]*"
)
"""A web address or an e-mail address."""
LABEL = re.compile(rf"{ADDRESS.pattern}|[@#][\w.{MARKS}]+")
"""A label: a web address, an e-mail address, a handle or a tag."""
PARTING = "/?&=:@#;,|+"
"""Characters between the parts of a label, as part of a character class."""
PART = re.compile(f"[{PARTING}]+")
LETTERS = re.compile(rf"[^\W\d_]+(?:[{MARKS}]+[^\W\d_]*)*")
LATIN_INITIAL = re.compile(r"(?<![^\W_])([a-z])[._](?=[^\W\d_]{2})|(?<=[^\W\d_]{2})[._]([a-z])(?![^\W_])")
"""A single letter next to a word: a.kim@example.org, t.me/kim_a."""


class HandleLabel(NamedTuple):
    """A part of a label: its words, and whether it contains no hyphen (`is_one`)."""

    words: tuple[NameWord, ...]
    is_one: bool


def labels_in(text: str) -> Iterator[HandleLabel]:
    """Yield the parts of the web addresses, e-mail addresses, handles and tags in a text.

    PARTING lists the characters between parts, so each step of a path is one. If a part has no hyphen, its
    words are also given as one word.
    """
    if not LABEL_SIGNS.search(text):
        return
    for found in LABEL.findall(text):
        for part in filter(None, PART.split(found)):
            pieces = LETTERS.findall(part)
            joined = [] if "-" in part or len(pieces) < 2 else ["".join(pieces)]
            marked = [LATIN_INITIAL.sub(_mark, part)] if LATIN_INITIAL.search(part) else []
            words = words_in(" ".join([*pieces, *joined, *marked]))
            yield HandleLabel(tuple(words), "-" not in part)


def _mark(found: re.Match[str]) -> str:
    return f"{INITIAL}{found[1]} " if found[1] else f" {INITIAL}{found[2]}"


def cores(word: NameWord) -> Iterator[NameWord]:
    """Yield a word without the digits around it, then also without a call for freedom at its beginning.

    `freemoroz`, `moroz93` and `freemoroz93` have the core moroz. A word with neither has no core, nor has one
    with digits between letters, or with fewer than SHORTEST letters besides the digits.
    """
    written = word.written
    bare = written.strip(DIGITS)
    if len(bare) >= SHORTEST and bare.isalpha():
        if bare != written:
            yield from words_in(bare)
        if found := CALL.match(bare):
            yield from words_in(bare[found.end() :])


DIGITS = "0123456789"
CALL = re.compile(
    "(?:(?:i?stand|pray)?with|(?:justice|freedom|pray|solidarity)for|freedom|free|save|release|support|help"
    "|justice|свобод[ауы](?:для)?|отпустите|спасите|поддержи(?:м|те)?|держись|мыс|яс|яза"
    "|вол[яюі](?:для)?|звільніть|свабод[ауы](?:для)?|wolno[sś][cć](?:dla)?|uwolni[cć]|murem(?:za)?"
    "|[oö]zg[uü]rl[uü]k|azadl[ıi][gğq]|bostandyq|бостандық|азаттык|эркиндик|боштондук|ozodlik|озод[ӣи]|آزادی)"
    "(?=[^\\W\\d_]{2})"
)
"""Beginnings of tags and handles that call for the freedom of a person."""
PARTS_OF_NAMES = re.compile(
    "ov|ev|of|ef|in|sk|uly|ogl|uulu|kyzy|kizi|bek|bay|bai|gul|jan|zhan|djan|khan|han|ali|din|mirza|ullo|ulla"
)
"""Continuations that make another name of a name: Karim, Karimov, Karimbek."""


def is_separate_word(before: str, behind: str) -> bool:
    """Return whether a name inside a longer word is still that name, not a part of another name.

    `before` and `behind` are the letters around the name in the word; one of the two is empty. True if both
    are, False for fewer than SHORTEST_REST letters and for endings of surnames and other names.
    """
    rest = before or behind
    return not rest or (len(rest) >= SHORTEST_REST and not PARTS_OF_NAMES.match(behind))


SHORTEST_REST = 3
"""The least number of other letters in the word: fewer may be an ending, or a part of a longer name."""
