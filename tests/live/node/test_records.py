"""A node's way to the database: in order, and insistent where nothing may be lost."""

import asyncio

import pytest
from django.db import InterfaceError, OperationalError

from nastavnik.live.ingest import records
from nastavnik.live.ingest.records import Records


def asked(deed):
    """Run `deed` with records that are closed afterwards; return what it returns."""

    async def run():
        kept = Records()
        try:
            return await deed(kept)
        finally:
            kept.close()

    return asyncio.run(run())


def test_calls_are_made_one_after_another_in_their_order(db):
    done = []

    def note(number):
        done.append(number)

    async def ask(kept):
        await asyncio.gather(*(kept.ask(note, number=number) for number in range(20)))

    asked(ask)

    assert done == list(range(20))


def test_call_that_has_begun_is_made_although_its_caller_is_cancelled(db):
    done = []

    async def ask(kept):
        task = asyncio.create_task(kept.ask(lambda: done.append(1)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asked(ask)

    assert done == [1]


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_insist_asks_again_until_the_database_answers(trouble, db, monkeypatch):
    monkeypatch.setattr(records, "PAUSE_SECONDS", 0.01)
    troubles = [trouble("gone"), trouble("gone")]

    def service(word):
        if troubles:
            raise troubles.pop()
        return word

    assert asked(lambda kept: kept.insist(service, word="here")) == "here"


def test_insist_does_not_repeat_what_is_wrong_in_itself(db):
    calls = []

    def service():
        calls.append(1)
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        asked(lambda kept: kept.insist(service))

    assert calls == [1]
