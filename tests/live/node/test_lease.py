"""How sure a node is that a broadcast is its own."""

import asyncio
from time import monotonic

import pytest

from nastavnik.live.ingest.lease import Lease, LeaseLost
from nastavnik.live.services.air import LEASE

LONG_AGO = LEASE.total_seconds() + 1


def test_lease_that_was_renewed_is_sure():
    assert Lease(lambda: True, renewed_at=monotonic()).is_sure


def test_lease_that_ran_out_is_not_sure_when_there_are_other_nodes():
    assert not Lease(lambda: True, renewed_at=monotonic() - LONG_AGO).is_sure


def test_lease_of_the_only_node_is_always_sure():
    assert Lease(lambda: False, renewed_at=monotonic() - LONG_AGO).is_sure


def test_writer_waits_until_the_lease_is_renewed():
    lease = Lease(lambda: True, renewed_at=monotonic() - LONG_AGO)

    async def write() -> None:
        waiting = asyncio.create_task(lease.sure())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(waiting), 0.3)
        lease.renewed(monotonic())
        await asyncio.wait_for(waiting, 5)

    asyncio.run(write())


def test_writer_of_a_lease_that_is_given_up_is_told():
    lease = Lease(lambda: True, renewed_at=monotonic() - LONG_AGO)

    async def write() -> None:
        waiting = asyncio.create_task(lease.sure())
        await asyncio.sleep(0)
        lease.give_up()
        with pytest.raises(LeaseLost):
            await asyncio.wait_for(waiting, 5)

    asyncio.run(write())
