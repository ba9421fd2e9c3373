"""Many at once: strangers, the silent, those who guess keys, those who say anything."""

import asyncio
import errno
import logging
import os
import socket
import time
from contextlib import ExitStack, suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fakes.rtmp_sender import HungUp, RtmpSender, in_chunks
from tests.fakes.rtmp_sink import LIMITS, SinkGate, running_sink
from tests.live.rtmp.serving import PICTURE, admitted, begin_publishing, is_closed, knock, slow_gate

from nastavnik.live.ingest.rtmp.amf0 import encode
from nastavnik.live.ingest.rtmp.chunks import Message, MessageKind
from nastavnik.live.ingest.rtmp.server import RtmpServer
from nastavnik.live.ingest.rtmp.words import Code

HTTP = b"GET / HTTP/1.1\r\nHost: school.example\r\n\r\n"


def test_flood_of_strangers_is_closed_cheaply_while_a_publisher_goes_on():
    with running_sink(limits=replace(LIMITS, waiting_per_address=20, connections_per_address=25)) as sink:
        with admitted(sink) as publisher, ExitStack() as strangers:
            for number in range(400):
                stranger = strangers.enter_context(knock(sink))
                words = (b"", HTTP, os.urandom(64))[number % 3]
                with suppress(ConnectionError):  # closed at the door already
                    stranger.sendall(words)
                if not number % 10:
                    publisher.send(PICTURE)
            sink.wait_until(lambda sink: len(sink.streams[0].tags) == 40)

            assert sink.server.connected <= 25
            sink.wait_until(lambda sink: sink.server.counts.refused_at_door > 50)
            sink.wait_until(lambda sink: sink.server.counts.broken > 10)
        sink.wait_until(lambda sink: sink.streams[0].ended)
        assert sink.streams[0].ended == "gone"


def test_flood_of_silent_connections_does_not_keep_a_publisher_out():
    with running_sink(limits=replace(LIMITS, waiting=5, connections_per_address=500)) as sink, ExitStack() as strangers:
        silent = [strangers.enter_context(knock(sink)) for _ in range(30)]
        with admitted(sink):
            assert sink.server.publishing == 1
            assert sink.server.connected <= 6
        assert all(map(is_closed, silent[:20]))


def test_crowd_out_one_who_is_being_admitted_lets_it_publish(monkeypatch):
    begun = slow_gate(monkeypatch)
    with running_sink(limits=replace(LIMITS, waiting=2)) as sink, ExitStack() as stack:
        sink.freeze()
        first = stack.enter_context(begin_publishing(sink))
        assert begun.wait(5)
        for _ in range(6):
            stack.enter_context(knock(sink))
        sink.wait_until(lambda sink: sink.server.counts.refused_at_door >= 4)
        sink.thaw()

        assert first.status()[0] == Code.STARTED


def test_try_too_many_wrong_keys_closes_the_door_to_the_right_one_too():
    with running_sink({"key"}, limits=replace(LIMITS, wrong_keys_per_minute=3)) as sink:
        for number in range(3):
            with RtmpSender(f"{sink.url}/guess-{number}") as sender:
                assert sender.publish()[0] == Code.BAD_NAME
                assert sender.is_hung_up()
            sink.wait_until(lambda sink, done=number + 1: sink.server.counts.turned == done)

        with RtmpSender(f"{sink.url}/key") as sender, pytest.raises((HungUp, ConnectionError)):
            sender.publish()
        assert sink.server.counts.refused_at_door == 1


def test_ask_for_a_stream_that_is_taken_counts_as_no_guess():
    with running_sink({"key"}, limits=replace(LIMITS, wrong_keys_per_minute=1)) as sink, admitted(sink):
        for _ in range(3):
            with RtmpSender(f"{sink.url}/key") as second:
                assert second.publish()[0] == Code.DENIED


def test_refuse_a_key_takes_its_time():
    limits = replace(LIMITS, refusal_seconds=0.4)
    with running_sink({"key"}, limits=limits) as sink, RtmpSender(f"{sink.url}/wrong") as sender:
        began = time.monotonic()

        assert sender.publish()[0] == Code.BAD_NAME
        assert time.monotonic() - began >= 0.4


def test_listen_without_free_files_pauses_and_goes_on(monkeypatch, caplog):
    monkeypatch.setattr("nastavnik.live.ingest.rtmp.server._PAUSE_SECONDS", 0.1)
    real, failures = socket.socket.accept, [OSError(errno.EMFILE, "Too many open files"), ConnectionAbortedError()]

    def accept(self):
        if failures:
            raise failures.pop()
        return real(self)

    monkeypatch.setattr(socket.socket, "accept", accept)
    with running_sink() as sink, admitted(sink):
        assert [record.levelno for record in caplog.records] == [logging.WARNING]
        assert "Too many open files" in caplog.text


def test_stop_while_it_pauses_listens_no_more(monkeypatch):
    def accept(self):
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("nastavnik.live.ingest.rtmp.server._PAUSE_SECONDS", 0.1)
    with running_sink() as sink:
        with monkeypatch.context() as patch:
            patch.setattr(socket.socket, "accept", accept)
            with knock(sink):
                sink.wait_until(lambda sink: sink.server._pause is not None)
                sink.wait_for(sink.server.stop())
        time.sleep(0.2)

        assert sink.server._socket is None


def test_listen_on_ipv6_lets_publishers_in():
    def publish(port):
        with RtmpSender(f"rtmp://[::1]:{port}/other/key") as sender:
            return sender.publish()[0]

    async def publish_over_v6():
        server = RtmpServer(SinkGate(set(), None), host="::1", port=0, limits=LIMITS)
        await server.start()
        try:
            return await asyncio.to_thread(publish, server.port)
        finally:
            await server.stop()

    assert asyncio.run(publish_over_v6()) == Code.BAD_NAME


# --- anything -----------------------------------------------------------------------------------------------------


def said(kind: int, body: bytes, number: int = 3) -> bytes:
    return in_chunks(Message(kind, 40, 1, body), number=number, chunk_bytes=128)


HANDSHAKE = b"\x03" + bytes(1536) + bytes(1536)
CONVERSATION = [
    said(MessageKind.COMMAND, encode("connect", 1, {"app": "live"})),
    said(MessageKind.WINDOW_SIZE, b"\x00\x00\x10\x00", 2),
    said(MessageKind.COMMAND, encode("createStream", 2, None)),
    said(MessageKind.COMMAND, encode("publish", 3, None, "key", "live")),
    said(MessageKind.SCRIPT, encode("@setDataFrame", "onMetaData", {"width": 640})),
    said(MessageKind.PICTURE, PICTURE.body[:700], 6),
    said(MessageKind.USER_CONTROL, b"\x00\x06\x00\x00\x00\x00", 2),
    said(MessageKind.AGGREGATE, b"\x08\x00\x00\x01" + bytes(7) + b"\xaf" + bytes(4), 7),
    said(MessageKind.COMMAND, encode("deleteStream", 4, None, 1)),
]


@st.composite
def conversations(draw) -> bytes:
    """What a publisher says, with messages left out, repeated and in another order, and with noise somewhere."""
    words = draw(st.one_of(st.just(CONVERSATION), st.lists(st.sampled_from(CONVERSATION), max_size=9)))
    whole = b"".join(words)
    begin = draw(st.integers(0, len(whole)))
    return whole[:begin] + draw(st.binary(max_size=30)) + whole[begin + draw(st.integers(0, 30)) :]


@pytest.fixture(scope="module")
def open_sink():
    """Takes whoever comes."""
    with running_sink(limits=replace(LIMITS, farewell_seconds=0.05)) as sink:
        yield sink


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conversations())
def test_say_anything_breaks_nothing(open_sink, caplog, whole):
    with knock(open_sink) as stranger:
        with suppress(OSError):  # hung up already
            stranger.sendall(HANDSHAKE + whole)
            stranger.shutdown(socket.SHUT_WR)

        assert is_closed(stranger)
    open_sink.wait_until(lambda sink: sink.server.connected == 0)
    assert all(stream.ended in {"gone", "broken", "unpublished"} for stream in open_sink.streams)
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []
