"""What is said between a publisher and the server, word by word."""

import logging
import os
import struct
import time

import pytest
from tests.fakes.rtmp_sender import STREAM_ID, HungUp, RtmpSender, in_chunks
from tests.fakes.rtmp_sink import LIMITS, running_sink

from nastavnik.live.ingest.rtmp.amf0 import decode, encode
from nastavnik.live.ingest.rtmp.chunks import Message, MessageKind
from nastavnik.live.ingest.rtmp.flv import Kind, Tag, flv_tag

METADATA = Tag(Kind.SCRIPT, 0, encode("onMetaData", {"width": 640.0}))
PICTURE = Tag(Kind.PICTURE, 0, b"\x17\x01\x00\x00\x00" + os.urandom(9000))
SOUND = Tag(Kind.SOUND, 23, b"\xaf\x01" + os.urandom(200))


@pytest.fixture
def sink():
    with running_sink({"key"}) as sink:
        yield sink


@pytest.fixture
def sender(sink):
    """A publisher that has not said anything yet."""
    with RtmpSender(f"{sink.url}/key") as sender:
        yield sender


@pytest.fixture
def publisher(sender):
    """A publisher whose key has been admitted."""
    assert sender.publish() == ("NetStream.Publish.Start", "The stream is being taken.")
    return sender


def begin(sender: RtmpSender) -> None:
    sender.shake_hands()
    sender.connect()


# --- publishing ---------------------------------------------------------------------------------------------------


def test_publish_tags_hands_them_on_as_they_are(sink, publisher):
    for tag in (METADATA, PICTURE, SOUND):
        publisher.send(tag)
    publisher.unpublish()

    sink.wait_until(lambda sink: sink.streams[0].ended)
    assert sink.streams[0].tags == [METADATA, PICTURE, SOUND]
    assert sink.streams[0].ended == "unpublished"


def test_publish_hands_on_app_and_key_with_its_query(sink):
    sink.gate.keys.clear()
    with RtmpSender(f"{sink.url}/key/part?token=%41&x=1") as sender:
        sender.publish()

    assert (sink.streams[0].app, sink.streams[0].key) == ("live", "key/part?token=%41&x=1")


def test_publish_to_an_app_with_a_slash_behind_takes_it_without(sink, sender):
    sender.app = "live/"

    assert sender.publish()[0] == "NetStream.Publish.Start"
    assert sink.streams[0].app == "live"


def test_publish_with_a_wrong_key_is_refused_and_hung_up(sink, sender):
    sender.key = "wrong"

    assert sender.publish() == ("NetStream.Publish.BadName", "There is no such key.")
    assert sender.is_hung_up()
    sink.wait_until(lambda sink: sink.server.counts.turned == 1)
    assert sink.streams == []


def test_publish_with_a_wrong_key_and_without_waiting_takes_nothing(sink, sender):
    begin(sender)
    sender.command("publish", None, "wrong", "live", stream_id=STREAM_ID)
    for _ in range(50):
        sender.send(PICTURE)

    assert sender.status() == ("NetStream.Publish.BadName", "There is no such key.")
    assert sink.streams == []


def test_publish_without_waiting_takes_all(sink, sender):
    begin(sender)
    sender.command("publish", None, "key", "live", stream_id=STREAM_ID)
    for _ in range(50):
        sender.send(PICTURE)
    sender.unpublish()

    sink.wait_until(lambda sink: sink.streams and sink.streams[0].ended)
    assert sink.streams[0].tags == [PICTURE] * 50


def test_publish_what_somebody_publishes_is_refused_and_leaves_the_first_alone(sink, publisher):
    with RtmpSender(f"{sink.url}/key") as second:
        answer = second.publish()
    publisher.send(PICTURE)

    assert answer == ("NetStream.Publish.Denied", "Somebody is already publishing with this key.")
    sink.wait_until(lambda sink: sink.streams[0].tags)
    assert len(sink.streams) == 1


@pytest.mark.parametrize("name", ["FCUnpublish", "deleteStream", "closeStream"])
def test_end_a_stream_by_any_word_is_confirmed(sink, publisher, name):
    publisher.command(name, None, "key")

    assert publisher.status() == ("NetStream.Unpublish.Success", "The stream has ended.")
    publisher.close()
    sink.wait_until(lambda sink: sink.server.connected == 0)
    assert sink.streams[0].ended == "unpublished"


def test_end_a_stream_that_has_not_begun_changes_nothing(sink, sender):
    begin(sender)
    sender.command("FCUnpublish", None, "key")
    sender.command("deleteStream", None, 1)
    sender.command("publish", None, "key", "live", stream_id=STREAM_ID)

    assert sender.status()[0] == "NetStream.Publish.Start"


@pytest.mark.parametrize("leave", [RtmpSender.close, RtmpSender.break_off])
def test_hang_up_without_a_word_closes_the_session_as_gone(sink, publisher, leave):
    publisher.send(SOUND)
    sink.wait_until(lambda sink: sink.streams[0].tags)
    leave(publisher)

    sink.wait_until(lambda sink: sink.streams[0].ended)
    assert sink.streams[0].ended == "gone"


# --- the protocol -------------------------------------------------------------------------------------------------


def test_shake_hands_answers_a_wish_for_the_complex_handshake_with_the_simple_one(sender):
    theirs = b"\x00\x00\x00\x00\x80\x00\x07\x02" + os.urandom(1528)

    answer = sender.shake_hands(theirs=theirs)

    assert answer[:1] == b"\x03"
    assert answer[5:9] == bytes(4)  # a version of zeros: no digests
    assert answer[1537:] == theirs


def test_connect_says_who_we_are(sender):
    sender.shake_hands()

    name, number, about, answer = sender.connect()

    assert (name, number) == ("_result", 1)
    assert about["fmsVer"].startswith("FMS/")
    assert (answer["code"], answer["objectEncoding"]) == ("NetConnection.Connect.Success", 0)


def test_ping_is_answered_with_its_time(publisher):
    ping = struct.pack(">HI", 6, 123456)
    publisher.write(Message(MessageKind.USER_CONTROL, 0, 0, ping), number=2)

    assert publisher.message().body == struct.pack(">HI", 7, 123456)


def test_ask_for_acknowledgements_gives_them_at_half_of_the_window(publisher):
    publisher.write(Message(MessageKind.WINDOW_SIZE, 0, 0, struct.pack(">I", 40_000)), number=2)
    for _ in range(10):
        publisher.send(PICTURE)

    message = publisher.message()
    assert message.kind == MessageKind.ACKNOWLEDGEMENT
    assert 20_000 <= struct.unpack(">I", message.body)[0] <= 120_000


def test_ask_for_no_acknowledgements_gives_none(sink, publisher):
    for _ in range(400):
        publisher.send(PICTURE)
    sink.wait_until(lambda sink: len(sink.streams[0].tags) == 400)
    publisher.command("deleteStream", None, 1)

    assert publisher.message().kind == MessageKind.COMMAND


def test_call_an_unknown_command_is_refused_politely(publisher):
    number = publisher.command("getStreamLength", None, "key")

    name, _, _, report = publisher.answer_to(number)
    assert (name, report["code"]) == ("_error", "NetConnection.Call.Failed")
    publisher.send(SOUND)


def test_call_a_command_that_awaits_no_answer_gets_none(publisher):
    publisher._transactions = -1
    publisher.command("somethingElse", None)
    publisher._transactions = -1
    publisher.command("FCPublish", None, "key")
    publisher._transactions = 10

    publisher.command("createStream", None)
    assert decode(publisher.message().body) == ["_result", 11, None, STREAM_ID]


@pytest.mark.parametrize("name", ["play", "play2"])
def test_play_is_refused_and_hung_up(sender, name):
    begin(sender)
    sender.command(name, None, "key", stream_id=STREAM_ID)

    assert sender.status() == ("NetStream.Play.Failed", "This server takes streams and plays none.")
    assert sender.is_hung_up()


def test_command_of_the_third_format_is_read(sink, sender):
    begin(sender)
    body = b"\x00" + encode("publish", 9, None, "key", "live")
    sender.write(Message(MessageKind.COMMAND_AMF3, 0, STREAM_ID, body), number=3)

    assert sender.status()[0] == "NetStream.Publish.Start"
    sender.write(Message(MessageKind.SCRIPT_AMF3, 7, STREAM_ID, b"\x00" + METADATA.body), number=5)
    sink.wait_until(lambda sink: sink.streams[0].tags)
    assert sink.streams[0].tags == [Tag(Kind.SCRIPT, 7, METADATA.body)]


def test_send_an_aggregate_hands_on_its_tags_at_the_message_time(sink, publisher):
    body = flv_tag(Tag(Kind.SOUND, 50, b"\xaf\x01a")) + flv_tag(Tag(Kind.PICTURE, 60, b"\x27\x01b"))
    body += b"\x05" + bytes(14)  # of no kind that we know
    publisher.write(Message(MessageKind.AGGREGATE, 1000, STREAM_ID, body), number=6)

    sink.wait_until(lambda sink: len(sink.streams[0].tags) == 2)
    assert sink.streams[0].tags == [Tag(Kind.SOUND, 1000, b"\xaf\x01a"), Tag(Kind.PICTURE, 1010, b"\x27\x01b")]


def test_send_empty_and_unknown_messages_hands_on_none(sink, publisher):
    for kind in (MessageKind.SOUND, MessageKind.PICTURE, MessageKind.SCRIPT, MessageKind.AGGREGATE, 19, 77):
        publisher.write(Message(kind, 0, STREAM_ID, b""), number=6)
    publisher.write(Message(MessageKind.ACKNOWLEDGEMENT, 0, 0, bytes(4)), number=2)
    publisher.write(Message(MessageKind.USER_CONTROL, 0, 0, b"\x00"), number=2)
    publisher.send(SOUND)

    sink.wait_until(lambda sink: sink.streams[0].tags)
    assert sink.streams[0].tags == [SOUND]


def test_send_very_many_small_messages_hands_on_each(sink, publisher):
    small = Tag(Kind.SOUND, 0, b"\xaf")
    publisher.socket.sendall(in_chunks(Message(8, 0, 1, b"\xaf"), number=9, chunk_bytes=128) + b"\xc9\xaf" * 4999)

    sink.wait_until(lambda sink: len(sink.streams[0].tags) == 5000)
    assert sink.streams[0].tags == [small] * 5000


# --- out of the protocol ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [b"G", b"\x06", b"\x16", b"\x00"])
def test_begin_with_another_protocol_is_cut_off_at_its_first_byte(sink, sender, first):
    sender.socket.sendall(first)

    assert sender.is_hung_up()
    sink.wait_until(lambda sink: sink.server.connected == 0)
    assert sink.server.counts.broken == 1


def command(*values: object) -> Message:
    return Message(MessageKind.COMMAND, 0, STREAM_ID, encode(*values))


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(command("connect", 2, {"app": "live"}), id="a second connect"),
        pytest.param(Message(MessageKind.PICTURE, 0, STREAM_ID, b"\x17\x01"), id="a stream that is not published"),
        pytest.param(Message(MessageKind.COMMAND, 0, 0, b"\x02\x00\x09play"), id="half a command"),
        pytest.param(command("publish"), id="a command without a number"),
        pytest.param(command(5, 5), id="a command without a name"),
        pytest.param(Message(MessageKind.WINDOW_SIZE, 0, 0, b"\x00"), id="half a number"),
        pytest.param(Message(MessageKind.COMMAND, 0, 0, bytes(17_000)), id="too long a command"),
    ],
)
def test_say_what_is_out_of_place_is_cut_off(sink, sender, message):
    begin(sender)
    sender.write(message, number=7)

    assert sender.is_hung_up()
    sink.wait_until(lambda sink: sink.server.connected == 0)
    assert (sink.server.counts.broken, sink.streams) == (1, [])


@pytest.mark.parametrize("about", [{}, {"app": 5}, None, "live"])
def test_connect_without_an_app_is_cut_off(sender, about):
    sender.shake_hands()
    sender.command("connect", about)

    assert sender.is_hung_up()


def test_publish_before_connect_is_cut_off(sink, sender):
    sender.shake_hands()
    sender.command("publish", None, "key", "live", stream_id=STREAM_ID)

    assert sender.is_hung_up()
    assert sink.streams == []


def test_publish_twice_is_cut_off_and_closes_the_session(sink, publisher):
    publisher.command("publish", None, "key", "live", stream_id=STREAM_ID)

    assert publisher.is_hung_up()
    sink.wait_until(lambda sink: sink.streams[0].ended)
    assert (len(sink.streams), sink.streams[0].ended) == (1, "broken")


def test_send_a_broken_aggregate_is_cut_off(sink, publisher):
    publisher.write(Message(MessageKind.AGGREGATE, 0, STREAM_ID, flv_tag(SOUND)[:50]), number=6)

    assert publisher.is_hung_up()
    sink.wait_until(lambda sink: sink.streams[0].ended == "broken")


def test_talk_on_and_on_without_publishing_is_cut_off(sink, sender):
    begin(sender)

    def chatter():
        for _ in range(100_000):
            sender.command("releaseStream", None, "key")

    with pytest.raises(ConnectionError):
        chatter()
    sink.wait_until(lambda sink: sink.server.counts.broken == 1)


def test_hang_up_within_the_handshake_leaves_nothing(sink, sender):
    sender.socket.sendall(b"\x03" + bytes(100))
    sender.close()

    sink.wait_until(lambda sink: sink.server.connected == 0)
    assert sink.server.counts.broken == 0


def test_publish_never_puts_a_key_into_the_log(caplog):
    caplog.set_level(logging.DEBUG)
    with running_sink({"key-secret"}, limits=LIMITS) as sink:
        for key in ("key-secret", "key-wrong"):
            with RtmpSender(f"{sink.url}/{key}") as sender:
                sender.publish()
                sender.command("publish", None, key)
                sender.is_hung_up()
        sink.wait_until(lambda sink: sink.server.connected == 0)

    assert "a publisher at 127.0.0.1 is cut off: publish before connect, or twice" in caplog.text
    assert "key-" not in caplog.text


def test_wait_for_a_server_that_hung_up_says_so(sender):
    sender.socket.sendall(b"G")
    time.sleep(0.1)

    with pytest.raises(HungUp):
        sender.message()
