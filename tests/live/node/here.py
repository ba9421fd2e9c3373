"""A node inside the test: its services are called in the test's own thread and transaction, one by one."""

import asyncio
from contextlib import asynccontextmanager
from time import monotonic

from django.db import connections

from nastavnik.live.ingest.airing import Airing
from nastavnik.live.ingest.lease import Lease
from nastavnik.live.ingest.node import Node, NodeSettings
from nastavnik.live.ingest.records import Records
from nastavnik.live.services import air


class HereRecords(Records):
    """Asks at once. `troubles` are raised first, in their order; `asked` are the names of services."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.troubles: list[Exception] = []

    async def ask(self, service, **words):
        self.asked.append(service.__name__)
        if self.troubles:
            raise self.troubles.pop(0)
        return service(**words)

    def close(self) -> None:
        pass


def node_of(name: str = "here", **changes) -> Node:
    words = {"address": "", "host": "127.0.0.1", "port": 0, "rtmp_host": "127.0.0.1", "rtmp_port": 0}
    node = Node(NodeSettings(name=name, **(words | changes)))
    node.records = HereRecords()
    return node


def airing_of(broadcast, **changes) -> Airing:
    """Return the broadcast as its node has it. Changes: of what the desk wishes."""
    return Airing(
        wish_of(broadcast, **changes),
        records=HereRecords(),
        lease=Lease(lambda: False, renewed_at=monotonic()),
        most_hours=8,
        can_encode=lambda: None,
    )


def wish_of(broadcast, **changes) -> air.Wish:
    (wish,) = air.wishes(broadcast_ids=[broadcast.pk])
    known = {name: getattr(wish, name) for name in air.Wish.__slots__}
    return air.Wish(**(known | changes))


@asynccontextmanager
async def started(node: Node):
    """Start a node without its loops: the test says when it looks and beats."""
    await node.start()
    try:
        yield node
    finally:
        await node.stop()


async def nothing_measured(_ffmpeg: str = "") -> float:
    return 0.0


def ran(deed, seconds: float = 60.0):
    """Run a coroutine in the test's own transaction; return what it returns."""
    ours = connections["default"]

    async def run():
        connections["default"] = ours  # inside a loop Django would open one of its own
        try:
            return await asyncio.wait_for(deed, seconds)
        finally:
            await started_programs(seconds)

    return asyncio.run(run())


async def started_programs(seconds: float) -> None:
    """Wait until no program is being started: a loop that ends in the middle of it would wait for it for ever."""
    starting = [task for task in asyncio.all_tasks() if task.get_coro().__name__ == "create_subprocess_exec"]
    if starting:
        await asyncio.wait(starting, timeout=seconds)


async def until(is_so, seconds: float = 30.0, step=None) -> None:
    """Wait until it is so; `step` is done again and again meanwhile."""
    deadline = monotonic() + seconds
    while not is_so():
        assert monotonic() < deadline, "it never came to that"
        if step is not None:
            await step()
        await asyncio.sleep(0.05)
