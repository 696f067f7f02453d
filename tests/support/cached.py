"""Answers with the cache and without, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def same_without_cache(answer, folder, asked: Iterable[Sequence[str]]) -> list[object]:
    """Assert that every question has one answer, whatever is remembered, also when it is asked again.

    Return the answers.
    """
    answers = []
    for words in asked:
        plain = answer(folder, "--no-cache", *words)
        assert answer(folder, *words) == plain, words
        assert answer(folder, *words) == plain, words
        answers.append(plain)
    return answers
