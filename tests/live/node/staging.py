"""A broadcast with its node inside the test, and whoever sends to it."""

import json
from dataclasses import asdict
from time import monotonic

from tests.live.factories import SenderFactory
from tests.live.node.here import airing_of, wish_of
from tests.live.node.lines import Quiet

from nastavnik.core import clock
from nastavnik.live.enums import BroadcastState
from nastavnik.live.ingest import places
from nastavnik.live.ingest.airing import Airing
from nastavnik.live.ingest.feed import BrowserFeed, Kept, RtmpFeed
from nastavnik.live.ingest.packaging.journal import Journal
from nastavnik.live.models import Broadcast, DeskNote, Sender
from nastavnik.live.services import broadcasts
from nastavnik.people.permissions import SYSTEM
from nastavnik.video.enums import Access
from nastavnik.video.services import begin_recording


class Stage:
    """A broadcast with its node, and whoever sends to it."""

    def __init__(self, broadcast) -> None:
        self.broadcast = broadcast
        self.airing: Airing = airing_of(broadcast)
        self.lines: dict[str, Quiet] = {}

    async def browser(self, session: str) -> BrowserFeed:
        sender = SenderFactory(broadcast=self.broadcast, label=session)
        feed = BrowserFeed(
            session=session,
            sender_id=sender.pk,
            token=sender.token,
            label=session,
            on_lost=self.airing.on_lost,
            on_unusable=self.airing.on_unusable,
        )
        self.lines[session] = Quiet()
        await feed.join(self.lines[session])
        await self.airing.welcome(feed)
        return feed

    async def program(self, label: str = "OBS") -> RtmpFeed:
        sender = SenderFactory(broadcast=self.broadcast, label=label)
        feed = RtmpFeed(
            sender_id=sender.pk,
            token=sender.token,
            label=label,
            on_end=self.airing.on_end,
            on_unusable=self.airing.on_unusable,
        )
        await self.airing.welcome(feed)
        return feed

    async def send(self, feed: BrowserFeed, pieces: list[bytes], first: int = 0) -> None:
        for number, content in enumerate(pieces, first):
            await feed.take_chunk(number, content, self.lines[feed.session])

    async def lose(self, feed: BrowserFeed, seconds_ago: float = 0.0) -> None:
        await feed.lose(self.lines[feed.session])
        feed.lost_at = monotonic() - seconds_ago

    async def look(self, **changes) -> None:
        """Let the airing follow what the desk wishes now."""
        await self.airing.follow(wish_of(self.broadcast, **changes))

    def go_live(self) -> None:
        Broadcast.objects.filter(pk=self.broadcast.pk).update(health_at=clock.now())
        broadcasts.go_live(actor=SYSTEM, broadcast_id=self.broadcast.pk, now=clock.now())

    def end(self) -> None:
        broadcasts.end_broadcast(actor=SYSTEM, broadcast_id=self.broadcast.pk, now=clock.now())


def states() -> dict[str, str]:
    return dict(Sender.objects.values_list("label", "state"))


def codes() -> list[str]:
    return list(DeskNote.objects.order_by("pk").values_list("code", flat=True))


def put_on_air(stage) -> None:
    """Go on air whoever sends; the airing hears of it with its next look."""
    lesson = stage.broadcast.lesson
    video = begin_recording(actor=SYSTEM, lesson=lesson, title="Эфир", access=Access.OPEN, now=clock.now())
    changes = {"state": BroadcastState.LIVE, "live_at": clock.now(), "video": video}
    Broadcast.objects.filter(pk=stage.broadcast.pk).update(**changes)


def preview_pieces(stage) -> int:
    return len(list(places.preview_of(stage.broadcast.token).glob("main-0*.m4s")))


def left_behind(stage, content: bytes, **kept) -> None:
    """Leave a journal as a killed node does."""
    path = places.home_of(stage.broadcast.token) / "part-1.webm"
    journal = Journal(path)
    for number in range(0, len(content), 4000):
        journal.append_chunk(number // 4000, content[number : number + 4000])
    journal.forget()
    if kept:
        words = {"session": "1-first", "sender_id": 0, "sender_token": "t", "label": "1-first", "first_chunk": 0}
        text = json.dumps(asdict(Kept(**words | {"zero_at": clock.now().timestamp() - 60} | kept)))
        path.with_suffix(".session").write_text(text)
