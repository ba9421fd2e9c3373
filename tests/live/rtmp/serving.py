"""Publishers and strangers of the tests of the server."""

import os
import socket
import threading

from tests.fakes.rtmp_sender import RtmpSender
from tests.fakes.rtmp_sink import RtmpSink, SinkGate

from nastavnik.live.ingest.rtmp.flv import Kind, Tag
from nastavnik.live.ingest.rtmp.words import Code

PICTURE = Tag(Kind.PICTURE, 0, b"\x17\x01\x00\x00\x00" + os.urandom(9000))


def admitted(sink: RtmpSink, key: str = "key") -> RtmpSender:
    """Return a publisher whose stream is being taken."""
    sender = RtmpSender(f"{sink.url}/{key}")
    assert sender.publish()[0] == Code.STARTED
    return sender


def begin_publishing(sink: RtmpSink) -> RtmpSender:
    """Return a publisher that has asked and has no answer yet."""
    sender = RtmpSender(f"{sink.url}/key")
    sender.shake_hands()
    sender.connect()
    sender.command("publish", None, "key", "live", stream_id=1)
    return sender


def knock(sink: RtmpSink) -> socket.socket:
    """Return a connection of somebody who has not said anything."""
    return socket.create_connection(("127.0.0.1", sink.port), timeout=5)


def is_closed(knocking: socket.socket) -> bool:
    """Wait until the server hangs up."""
    try:
        while knocking.recv(65536):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


def slow_gate(monkeypatch) -> threading.Event:
    """Make admissions wait while the sink is frozen; what is returned is set once one has begun."""
    begun = threading.Event()
    original = SinkGate.admit

    async def admit(self, **words):
        begun.set()
        await self.thawed.wait()
        return await original(self, **words)

    monkeypatch.setattr(SinkGate, "admit", admit)
    return begun
