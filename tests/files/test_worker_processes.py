"""Work shared out among forks: what all have learned reaches all, and nothing that goes wrong is lost."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from pathlib import Path

import pytest

from casefile.files import worker_processes
from casefile.files.worker_processes import process_count, run_shares

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="files are shared out on Linux alone")


@pytest.fixture(autouse=True)
def _forks_in_a_test():
    """Newer Pythons warn of the threads of xdist, which hold nothing that a fork needs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def children():
    """Return the processes that this one has started and not taken leave of."""
    return {*Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()}


@pytest.fixture(autouse=True)
def _no_child_is_left():
    before = children()
    yield
    assert children() <= before


def test_each_process_gets_the_results_of_all_in_the_order_of_the_shares():
    def work(share):
        told = yield sum(share), os.getpid()
        return share[0], [total for total, _ in told], len({process for _, process in told})

    answers = run_shares([[1, 2], [30], [400, 500]], work)
    assert answers == [(1, [3, 30, 900], 3), (30, [3, 30, 900], 3), (400, [3, 30, 900], 3)]


def test_results_are_shared_in_every_round_of_the_work(monkeypatch):
    def work(share):
        first = yield share
        second = yield share * sum(first)
        third = yield sum(second)
        return share, third

    expected = [(1, [36] * 3), (2, [36] * 3), (3, [36] * 3)]
    assert run_shares([1, 2, 3], work) == expected
    monkeypatch.setattr(os, "fork", lambda: os.read(-1, 1))  # fails as where no process may be made
    assert run_shares([1, 2, 3], work) == expected


def test_a_single_share_is_done_in_the_parent():
    def work(share):
        told = yield os.getpid()
        return told == [os.getpid()]

    assert run_shares(["all"], work) == [True]


def test_more_than_a_pipe_holds_goes_through():
    def work(share):
        told = yield [share] * 300_000
        return [len(each) for each in told], share * 1_000_000

    answers = run_shares(["a", "b"], work)
    assert [(lengths, len(text)) for lengths, text in answers] == [([300_000] * 2, 1_000_000)] * 2


def test_an_error_in_a_process_is_raised_in_the_parent():
    def work(share):
        yield share
        if share == "second":
            raise ValueError("this share cannot be done")

    with pytest.raises(ValueError, match="cannot be done"):
        run_shares(["first", "second"], work)


def test_work_of_a_killed_process_is_done_in_the_parent():
    here = os.getpid()

    def work(share):
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        told = yield share
        return told

    assert run_shares(["a", "b", "c"], work) == [["a", "b", "c"]] * 3


class Garbled:
    """Something that cannot be read from a pipe outside of the process that made it."""

    def __init__(self, made=None):
        if made not in {None, os.getpid()}:
            raise EOFError

    def __reduce__(self):
        return Garbled, (os.getpid(),)


def test_work_of_a_process_with_an_invalid_answer_is_done_in_the_parent():
    here = os.getpid()

    def work(share):
        told = yield share if os.getpid() == here else Garbled()
        return told

    assert run_shares(["a", "b"], work) == [["a", "b"]] * 2


def test_an_error_in_the_parent_leaves_no_process_behind():
    here = os.getpid()

    def work(share):
        yield share
        if os.getpid() == here:
            raise KeyboardInterrupt
        signal.pause()

    with pytest.raises(KeyboardInterrupt):
        run_shares(["a", "b"], work)


def test_a_process_with_threads_is_not_forked():
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        assert process_count() == 1
    finally:
        waiting.set()
        thread.join()


@pytest.mark.parametrize("count", [0, 1, 2, 7, 12, 13])
def test_rounds_make_something_of_each_thing_and_one_process_takes_it(monkeypatch, count):
    monkeypatch.setattr(worker_processes, "PAYS", 1)
    monkeypatch.setattr(worker_processes, "AT_ONCE", 2)
    monkeypatch.setattr(worker_processes, "process_count", lambda: 3)
    taken, here = [], os.getpid()

    def take(made):
        assert os.getpid() == here
        taken.extend(made)

    worker_processes.run_in_rounds(range(count), lambda some: [(each, each * each) for each in some], take)
    assert sorted(taken) == [(each, each * each) for each in range(count)]
