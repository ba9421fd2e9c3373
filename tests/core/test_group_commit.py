"""Group commit: everybody is answered after what she brought is written, and nobody before."""

import asyncio
import threading

import pytest

from nastavnik.core.group_commit import Full, GroupCommit, NotWritten

WAIT_SECONDS = 10


class Notebook:
    """Writes when it is let."""

    def __init__(self):
        self.batches, self.may_write, self.is_writing = [], threading.Event(), threading.Event()

    def write(self, items):
        self.is_writing.set()
        assert self.may_write.wait(WAIT_SECONDS)
        self.batches.append(items)
        if "bad" in items:
            raise OSError("the disk is full")
        return [item.upper() for item in items]


async def has_begun(notebook):
    """Wait until it is writing."""
    assert await asyncio.to_thread(notebook.is_writing.wait, WAIT_SECONDS)


def group(notebook, *, most_waiting=10, most_at_once=10):
    return GroupCommit(notebook.write, most_waiting=most_waiting, most_at_once=most_at_once)


def test_put_answers_each_with_its_own_after_it_is_written():
    async def scenario():
        notebook = Notebook()
        commits = group(notebook)
        puts = [asyncio.ensure_future(commits.put(item)) for item in "abc"]
        await has_begun(notebook)
        assert not any(put.done() for put in puts)
        notebook.may_write.set()
        assert await asyncio.gather(*puts) == ["A", "B", "C"]

    asyncio.run(scenario())


def test_what_comes_during_a_commit_is_one_batch():
    async def scenario():
        notebook = Notebook()
        commits = group(notebook)
        first = asyncio.ensure_future(commits.put("first"))
        await has_begun(notebook)
        rest = [asyncio.ensure_future(commits.put(item)) for item in "abcd"]
        await asyncio.sleep(0.01)
        notebook.may_write.set()
        await asyncio.gather(first, *rest)
        assert notebook.batches == [["first"], ["a", "b", "c", "d"]]

    asyncio.run(scenario())


def test_long_queue_is_written_in_batches_of_a_bound_size():
    async def scenario():
        notebook = Notebook()
        commits = group(notebook, most_at_once=2)
        puts = [asyncio.ensure_future(commits.put(item)) for item in "abcde"]
        notebook.may_write.set()
        await asyncio.gather(*puts)
        assert max(map(len, notebook.batches)) == 2
        assert sorted(item for batch in notebook.batches for item in batch) == list("abcde")

    asyncio.run(scenario())


def test_put_into_a_full_queue_is_refused_at_once():
    async def scenario():
        notebook = Notebook()
        commits = group(notebook, most_waiting=2)
        first = asyncio.ensure_future(commits.put("first"))
        await has_begun(notebook)
        waiting = [asyncio.ensure_future(commits.put(item)) for item in "ab"]
        await asyncio.sleep(0)
        with pytest.raises(Full):
            await commits.put("c")
        notebook.may_write.set()
        assert await asyncio.gather(first, *waiting) == ["FIRST", "A", "B"]

    asyncio.run(scenario())


def test_batch_that_is_not_written_tells_so_and_the_next_is():
    async def scenario():
        notebook = Notebook()
        notebook.may_write.set()
        commits = group(notebook)
        with pytest.raises(NotWritten):
            await commits.put("bad")
        assert await commits.put("good") == "GOOD"

    asyncio.run(scenario())


def test_who_has_gone_away_keeps_nobody_waiting():
    async def scenario():
        notebook = Notebook()
        commits = group(notebook)
        gone, here = (asyncio.ensure_future(commits.put(item)) for item in ("gone", "here"))
        await has_begun(notebook)
        gone.cancel()
        notebook.may_write.set()
        assert await here == "HERE"

    asyncio.run(scenario())


def test_loop_that_was_closed_meanwhile_harms_no_other():
    notebook = Notebook()
    commits = group(notebook)

    left = []

    async def leave():
        left.append(asyncio.ensure_future(commits.put("left")))
        await has_begun(notebook)

    async def stay():
        put = asyncio.ensure_future(commits.put("stayed"))
        await asyncio.sleep(0.01)
        notebook.may_write.set()
        assert await put == "STAYED"

    asyncio.run(leave())
    asyncio.run(stay())
    assert notebook.batches == [["left"], ["stayed"]]
