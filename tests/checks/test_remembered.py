"""Answers that an object gives once and keeps."""

from __future__ import annotations

from casefile.checks.rule_subject import cache_on_instance


class Asked:
    def __init__(self):
        self.times = []

    @cache_on_instance
    def doubled(self, number):
        self.times.append(number)
        return number * 2 or None


def test_an_answer_is_given_once_by_each_object_and_for_each_question():
    one, other = Asked(), Asked()
    assert [each.doubled(number) for each in (one, other) for number in (0, 1, 0, 1)] == [None, 2] * 4
    assert (one.times, other.times) == ([0, 1], [0, 1])
