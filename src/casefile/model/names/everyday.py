"""Everyday words of ten languages and English, from `everyday.txt`, which only sound like names."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from casefile.model.names.scripts import normal

FILE = "everyday.txt"


@cache
def everyday_words() -> frozenset[str]:
    """Return the words in small letters of one form each."""
    lines = (files(__package__) / FILE).read_text(encoding="utf-8").splitlines()
    return frozenset(normal(word) for line in lines if line[:1] != "#" for word in line.split()[1:])
