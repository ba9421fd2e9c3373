"""The line between web processes and a node: only with a ticket of ours, once, and within bounds."""

import asyncio
import logging

import pytest
from tests.live.node.lines import address_of, browser_at, ticket
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from nastavnik.live.ingest import link as links
from nastavnik.live.ingest.link import Link
from nastavnik.live.ingest.words import MOST_CHUNK_BYTES, Ack, Refused, signed


class Taker:
    """Takes everything in order, and remembers what it hears."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.heard: list[str] = []
        self.lost = asyncio.Event()

    async def take_chunk(self, number, content, line) -> None:
        if number > len(self.chunks):
            raise ValueError("a chunk is missing")
        if number == len(self.chunks):
            self.chunks.append(content)
        await line.tell(Ack(len(self.chunks)))

    async def say_bye(self) -> None:
        self.heard.append("bye")

    async def lose(self, line) -> None:
        self.heard.append("lost")
        self.lost.set()


def linked(deed, join=None):
    """Run `deed(port, taker)` with a link that lets everybody join; return what it returns."""

    async def run():
        taker = Taker()

        async def let_in(_ticket, _line):
            return taker

        link = Link(host="127.0.0.1", port=0, join=join or let_in)
        await link.start()
        try:
            return await deed(link.port, taker)
        finally:
            await link.stop()

    return asyncio.run(asyncio.wait_for(run(), 30))


def test_chunks_are_taken_and_acknowledged():
    async def send(port, taker):
        async with browser_at(port, ticket()) as browser:
            acks = [(await browser.send(number, b"%d" % number))["next"] for number in (0, 1, 1, 0, 2)]
        await taker.lost.wait()
        return acks, taker.chunks, taker.heard

    acks, chunks, heard = linked(send)

    assert acks == [1, 2, 2, 2, 3]
    assert chunks == [b"0", b"1", b"2"]
    assert heard == ["lost"]


def test_missing_chunk_ends_the_connection():
    async def send(port, taker):
        async with browser_at(port, ticket()) as browser:
            await browser.send(0, b"0")
            with pytest.raises(ConnectionClosed):
                await browser.send(2, b"2")
        return taker.chunks

    assert linked(send) == [b"0"]


@pytest.mark.parametrize("message", [b"", b"\x00\x00\x00\x00", bytes(MOST_CHUNK_BYTES + 1)])
def test_what_is_no_chunk_ends_the_connection(message):
    async def send(port, taker):
        async with browser_at(port, ticket()) as browser:
            await browser.line.send(message)
            with pytest.raises(ConnectionClosed):
                await browser.hear()
        await taker.lost.wait()
        return taker.chunks

    assert linked(send) == []


def test_bye_is_heard_before_the_line_is_lost_and_other_words_are_passed_over():
    async def send(port, taker):
        async with browser_at(port, ticket()) as browser:
            await browser.line.send('{"type": "hello"}')
            await browser.line.send('{"type": "bye"}')
            await taker.lost.wait()
        return taker.heard

    assert linked(send) == ["bye", "lost"]


def test_nobody_takes_what_the_node_refuses():
    async def refuse(_ticket, line):
        await line.tell(Refused("over", "Эфир окончен."))

    async def send(port, _taker):
        async with browser_at(port, ticket()) as browser:
            said = await browser.hear()
            with pytest.raises(ConnectionClosed):
                await browser.hear()
        return said

    assert linked(send, join=refuse) == {"type": "refused", "code": "over", "text": "Эфир окончен."}


def test_line_that_is_gone_hears_nothing():
    gone = asyncio.Event()

    async def keep(_ticket, line):
        await gone.wait()
        await line.hang_up()
        await line.tell(Ack(1))

    async def send(port, _taker):
        async with browser_at(port, ticket()) as browser:
            await browser.line.close()
        gone.set()

    linked(send, join=keep)


@pytest.mark.parametrize("words", ["", "nonsense", "a:b:c"])
def test_connection_without_a_ticket_is_refused(words):
    async def come(port, _taker):
        with pytest.raises(InvalidStatus) as refused:
            await connect(address_of(port, words), proxy=None)
        return refused.value.response.status_code

    assert linked(come) == 403


def test_ticket_opens_one_connection():
    async def come(port, _taker):
        used = ticket()
        async with browser_at(port, used):
            pass
        with pytest.raises(InvalidStatus) as refused:
            await connect(address_of(port, signed(used)), proxy=None)
        return refused.value.response.status_code

    assert linked(come) == 403


def test_used_tickets_are_forgotten_when_they_are_too_old_anyway(monkeypatch):
    link, used = Link(host="127.0.0.1", port=0, join=None), ticket()
    assert link._is_new(used)
    assert not link._is_new(used)

    later = links.monotonic() + 61
    monkeypatch.setattr(links, "monotonic", lambda: later)
    assert link._is_new(ticket())

    assert used.number not in link._used


def test_ticket_comes_into_no_log(caplog, settings):
    """The school's own settings of logs, at their most talkative."""
    for name in ("websockets", "websockets.server", "websockets.client"):
        level = logging.getLogger(name).getEffectiveLevel()
        assert level >= logging.WARNING, name


def test_slow_taker_is_sent_little_more_than_it_has_taken():
    """What a browser may make a node remember is bounded: its lines stand still while the disk is slow."""
    large, may_go_on = bytes(2**20), asyncio.Event()
    taken = []

    class Slow(Taker):
        async def take_chunk(self, number, content, line) -> None:
            taken.append(number)
            await may_go_on.wait()

    async def let_in(_ticket, _line):
        return Slow()

    async def send(port, _taker):
        async with browser_at(port, ticket()) as browser:
            sent = 0

            async def flood() -> None:
                nonlocal sent
                for number in range(64):
                    await browser.line.send(number.to_bytes(4, "big") + large)
                    sent = number + 1

            flooding = asyncio.create_task(flood())
            await asyncio.wait([flooding], timeout=2)
            flooding.cancel()
            may_go_on.set()
            return sent

    sent = linked(send, join=let_in)

    assert taken[:1] == [0]
    assert sent < 24, "the rest waits in the sender, with what the kernel holds between"
