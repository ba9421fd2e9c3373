"""Broadcasts as a node finds them in the database."""

from tests.live.node.here import node_of, ran, started
from tests.live.node.lines import Quiet, ticket
from tests.video.factories import VideoFactory

from nastavnik.core import clock
from nastavnik.live.enums import BroadcastState, EndReason
from nastavnik.live.ingest.rtmp.gate import Turned
from nastavnik.live.models import Broadcast


def put_on_air(broadcast):
    changes = {"state": BroadcastState.LIVE, "live_at": clock.now(), "video": VideoFactory(lesson=broadcast.lesson)}
    Broadcast.objects.filter(pk=broadcast.pk).update(**changes)


def end(broadcast):
    Broadcast.objects.filter(pk=broadcast.pk).update(
        state=BroadcastState.ENDED, live_at=clock.now(), ended_at=clock.now(), ended_because=EndReason.DESK
    )


def leased_to() -> list[str]:
    held = Broadcast.objects.filter(leased_until__gt=clock.now())
    return list(held.order_by("pk").values_list("node__name", flat=True))


def refusal_of(node, **changes):
    async def come():
        async with started(node):
            line = Quiet()
            assert await node.join(ticket(**changes), line) is None
            return line.told[-1]["code"]

    return come()


def admitted(deed, **changes):
    async def come():
        async with started(node_of(**changes)) as node:
            return await deed(node)

    return ran(come())


def turned_away(*wanted, **changes):
    async def come(node):
        turned = []
        for key in wanted:
            try:
                await node.admit(app="live", key=key, peer="198.51.100.7")
            except Turned as away:
                turned.append(away.code)
        return turned

    return admitted(come, **changes)
