from types import SimpleNamespace

import pytest
from django.urls import set_script_prefix
from django.utils import translation

from nastavnik.core import memory
from nastavnik.core.memory import MOST_ANSWERS, forget_all, remembered


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is moved."""
    hands = SimpleNamespace(at=100.0)
    monkeypatch.setattr(memory, "time", SimpleNamespace(monotonic=lambda: hands.at))
    return hands


@pytest.fixture
def asked(clock):
    """A read that counts how often it was made."""
    calls = []

    @remembered
    def read(word, *, times=1):
        calls.append(word)
        return word * times

    yield SimpleNamespace(read=read, calls=calls)
    forget_all()


def test_answer_is_read_once_while_it_is_fresh(asked):
    assert [asked.read("a"), asked.read("a")] == ["a", "a"]
    assert asked.calls == ["a"]


def test_answer_is_read_anew_when_it_is_old(asked, clock):
    asked.read("a")
    clock.at += memory.FRESH_SECONDS

    asked.read("a")

    assert asked.calls == ["a", "a"]


def test_answer_read_before_a_change_is_not_kept_after_it(clock):
    said = ["before", "after"]

    @remembered
    def read():
        answer = said.pop(0)
        forget_all()  # the change is made while the answer is on its way
        return answer

    assert [read(), read()] == ["before", "after"]


def test_nothing_is_an_answer_too(clock):
    calls = []
    read = remembered(lambda: calls.append(1))

    assert [read(), read()] == [None, None]
    assert calls == [1]


def test_other_arguments_have_another_answer(asked):
    assert [asked.read("a"), asked.read("b"), asked.read("a", times=2)] == ["a", "b", "aa"]


def test_other_language_and_other_path_have_another_answer(asked):
    asked.read("a")
    with translation.override("en"):
        asked.read("a")
    set_script_prefix("/rayon/")
    asked.read("a")
    set_script_prefix("/")

    assert asked.calls == ["a", "a", "a"]


def test_full_memory_forgets_what_is_old_first(asked, clock):
    for number in range(MOST_ANSWERS - 1):
        asked.read(str(number))
    clock.at += memory.FRESH_SECONDS
    asked.read("young")
    asked.read("one more")

    asked.read("young")

    assert asked.calls.count("young") == 1


def test_memory_is_bounded(asked):
    for number in range(MOST_ANSWERS + 1):
        asked.read(str(number))

    asked.read("0")

    assert asked.calls.count("0") == 2
