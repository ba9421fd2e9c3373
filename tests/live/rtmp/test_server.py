"""What the server bears: silence, floods, owners that refuse, fail or are slow; and how it ends."""

import asyncio
import threading
import time
from contextlib import ExitStack
from dataclasses import replace

import pytest
from tests.fakes.rtmp_sender import HungUp, RtmpSender, in_chunks
from tests.fakes.rtmp_sink import LIMITS, SinkGate, TakenStream, running_sink
from tests.live.rtmp.serving import PICTURE, admitted, begin_publishing, is_closed, knock, slow_gate

from nastavnik.live.ingest.rtmp.chunks import Message, MessageKind
from nastavnik.live.ingest.rtmp.gate import Turned
from nastavnik.live.ingest.rtmp.server import RtmpServer
from nastavnik.live.ingest.rtmp.words import Code

# --- time ---------------------------------------------------------------------------------------------------------


def test_connect_and_say_nothing_is_hung_up_after_the_time_for_a_handshake():
    with running_sink(limits=replace(LIMITS, handshake_seconds=0.2)) as sink, knock(sink) as silent:
        began = time.monotonic()

        assert is_closed(silent)
        assert time.monotonic() - began > 0.1


def test_connect_and_drip_a_handshake_is_hung_up_all_the_same():
    with running_sink(limits=replace(LIMITS, handshake_seconds=0.3)) as sink, knock(sink) as slow:

        def drip():
            for byte in b"\x03" + bytes(1535):
                slow.sendall(bytes([byte]))
                time.sleep(0.02)

        with pytest.raises(ConnectionError):
            drip()


def test_shake_hands_and_never_publish_is_hung_up():
    limits = replace(LIMITS, publish_seconds=1)
    with running_sink(limits=limits) as sink, RtmpSender(f"{sink.url}/key") as sender:
        sender.shake_hands()
        sender.connect()

        assert sender.is_hung_up()


def test_publish_and_fall_silent_closes_the_session():
    with running_sink(limits=replace(LIMITS, silence_seconds=1)) as sink, admitted(sink) as sender:
        for _ in range(4):  # longer than may be silent, but not silent
            time.sleep(0.3)
            sender.send(PICTURE)
        assert sink.streams[0].ended == ""

        assert sender.is_hung_up()
        sink.wait_until(lambda sink: sink.streams[0].ended)
        assert sink.streams[0].ended == "silent"
        assert len(sink.streams[0].tags) == 4


def test_ask_on_and_on_and_never_listen_is_hung_up():
    ping = Message(MessageKind.USER_CONTROL, 0, 0, b"\x00\x06" + bytes(4))
    with running_sink(limits=replace(LIMITS, silence_seconds=1)) as sink, admitted(sink) as sender:
        pings = in_chunks(ping, number=2, chunk_bytes=128) * 10_000

        def ask():
            for _ in range(1000):
                sender.socket.sendall(pings)

        with pytest.raises(ConnectionError):
            ask()
        sink.wait_until(lambda sink: sink.streams[0].ended)
        assert sink.streams[0].ended == "silent"


def test_wait_for_a_slow_owner_is_no_silence():
    with running_sink(limits=replace(LIMITS, silence_seconds=0.2)) as sink, admitted(sink) as sender:
        sink.freeze()
        sender.send(PICTURE)
        time.sleep(0.6)
        sender.send(PICTURE)
        sink.thaw()

        sink.wait_until(lambda sink: len(sink.streams[0].tags) == 2)


def test_publish_to_a_slow_owner_stops_the_publisher_and_loses_nothing():
    with running_sink() as sink, admitted(sink) as sender:
        sink.freeze()
        sender.socket.settimeout(0.5)
        tags = [replace(PICTURE, timestamp_ms=number) for number in range(10_000)]  # more than all buffers on the way

        def send_all():
            for tag in tags:
                sender.send(tag)

        with pytest.raises(TimeoutError):
            send_all()
        sink.thaw()

        # The last one went out in part.
        sink.wait_until(lambda sink: len(sink.streams[0].tags) > 10)
        time.sleep(0.3)
        sender.break_off()
        sink.wait_until(lambda sink: sink.streams[0].ended)
        taken = sink.streams[0].tags
        assert taken == tags[: len(taken)]
        assert len(taken) < len(tags)


# --- owners -------------------------------------------------------------------------------------------------------


def ending_with(monkeypatch, wrong: BaseException) -> None:
    async def take(self, tag):
        raise wrong

    monkeypatch.setattr(TakenStream, "take", take)


def test_take_a_tag_that_is_refused_tells_the_publisher_why(monkeypatch):
    ending_with(monkeypatch, Turned(Code.DENIED, "The sound is in speex; the school takes AAC."))
    with running_sink() as sink, admitted(sink) as sender:
        for _ in range(200):
            sender.send(PICTURE)

        assert sender.status() == ("NetStream.Publish.Denied", "The sound is in speex; the school takes AAC.")
        assert sender.is_hung_up()
        assert sink.streams[0].ended == "turned"


@pytest.mark.parametrize("wrong", [ZeroDivisionError(), OSError(28, "disk"), TimeoutError(), asyncio.CancelledError()])
def test_take_a_tag_with_an_error_is_logged_and_closes_the_session(monkeypatch, caplog, wrong):
    ending_with(monkeypatch, wrong)
    with running_sink() as sink, admitted(sink) as sender:
        sender.send(PICTURE)

        assert sender.is_hung_up()
        sink.wait_until(lambda sink: sink.server.connected == 0)
        assert sink.streams[0].ended == "failed"
        assert "the stream of a publisher at 127.0.0.1 failed" in caplog.text


def test_admit_with_an_error_is_logged_and_hung_up(monkeypatch, caplog):
    async def admit(self, **_words):
        raise ZeroDivisionError

    monkeypatch.setattr(SinkGate, "admit", admit)
    with running_sink() as sink, RtmpSender(f"{sink.url}/key") as sender:
        with pytest.raises(HungUp):
            sender.publish()
        sink.wait_until(lambda sink: sink.server.connected == 0)
        assert "ZeroDivisionError" in caplog.text


def test_close_a_session_with_an_error_is_logged_and_frees_the_place(monkeypatch, caplog):
    async def close(self, why):
        raise ZeroDivisionError

    monkeypatch.setattr(TakenStream, "close", close)
    with running_sink() as sink:
        admitted(sink).close()
        sink.wait_until(lambda sink: sink.server.connected == 0)
        assert "could not be closed" in caplog.text


def test_disconnect_a_session_tells_the_publisher_and_returns_when_it_is_closed():
    with running_sink() as sink, admitted(sink, "other"), admitted(sink) as sender:
        assert sink.server.publishing == 2
        sink.wait_for(sink.server.disconnect(sink.streams[1], Turned(Code.DENIED, "The broadcast has ended.")))

        assert [stream.ended for stream in sink.streams] == ["", "turned"]
        assert sender.status() == ("NetStream.Publish.Denied", "The broadcast has ended.")
        assert sink.server.publishing == 1


def test_disconnect_a_session_that_is_taking_a_tag_does_not_wait_for_it():
    with running_sink() as sink, admitted(sink) as sender:
        sink.freeze()
        sender.send(PICTURE)
        time.sleep(0.1)
        sink.wait_for(sink.server.disconnect(sink.streams[0]))

        assert sink.streams[0].ended == "turned"
        assert sender.is_hung_up()
        sink.wait_for(sink.server.disconnect(sink.streams[0]))  # again, which changes nothing


def test_disconnect_from_within_a_session_ends_it(monkeypatch):
    async def take(self, tag):
        await sink.server.disconnect(self, Turned(Code.DENIED, "Enough."))
        await asyncio.sleep(30)

    monkeypatch.setattr(TakenStream, "take", take)
    with running_sink() as sink, admitted(sink) as sender:
        sender.send(PICTURE)

        assert sender.status() == ("NetStream.Publish.Denied", "Enough.")


def test_hang_up_while_being_admitted_closes_the_session_at_once(monkeypatch):
    begun = slow_gate(monkeypatch)
    with running_sink() as sink:
        sink.freeze()
        sender = begin_publishing(sink)
        assert begun.wait(5)
        sender.break_off()
        sink.thaw()

        sink.wait_until(lambda sink: sink.streams and sink.streams[0].ended)
        assert sink.streams[0].ended == "gone"


def test_stop_while_one_is_being_admitted_waits_for_that_and_closes_the_session(monkeypatch):
    begun = slow_gate(monkeypatch)
    with running_sink() as sink, ExitStack() as stack:
        sink.freeze()
        stack.enter_context(begin_publishing(sink))
        assert begun.wait(5)
        threading.Timer(0.2, sink.thaw).start()
        sink.wait_for(sink.server.stop())

        assert [stream.ended for stream in sink.streams] == ["stopped"]
        assert (sink.server.connected, sink.server.publishing) == (0, 0)


# --- the end ------------------------------------------------------------------------------------------------------


def test_stop_closes_every_session_and_listens_no_more():
    with running_sink() as sink, admitted(sink, "a") as first, admitted(sink, "b"), knock(sink) as silent:
        first.send(PICTURE)
        sink.wait_until(lambda sink: sink.streams[0].tags)
        sink.wait_for(sink.server.stop())

        assert [stream.ended for stream in sink.streams] == ["stopped", "stopped"]
        assert is_closed(silent)
        with pytest.raises(ConnectionError):
            knock(sink)


def test_stop_with_an_owner_that_does_not_finish_cancels_it(monkeypatch):
    async def close(self, why):
        try:
            await asyncio.sleep(30)
        finally:
            self.ended = "cancelled"

    monkeypatch.setattr(TakenStream, "close", close)
    with running_sink() as sink, admitted(sink):
        began = time.monotonic()
        sink.wait_for(sink.server.stop(seconds=0.2))

        assert sink.streams[0].ended == "cancelled"
        assert time.monotonic() - began < 5


def test_stop_before_it_has_started_does_nothing():
    asyncio.run(RtmpServer(SinkGate(set(), None), port=0).stop())


def test_die_and_start_again_takes_the_same_port():
    with running_sink() as sink:
        port = sink.port
        with admitted(sink):
            sink.die()
        sink.start()

        assert sink.port == port
        with admitted(sink):
            assert [stream.ended for stream in sink.streams] == ["stopped", ""]
