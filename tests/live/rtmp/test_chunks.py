import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes.rtmp_sender import header, in_chunks

from nastavnik.live.ingest.rtmp.chunks import BrokenStream, ChunkLimits, ChunkReader, Message, MessageKind, chunked

PICTURE, SOUND = MessageKind.PICTURE, MessageKind.SOUND
SMALL = ChunkLimits(message_bytes=4096, memory_bytes=6000, chunk_streams=3)
LATE = 0x1234567  # later than three bytes can say: 5 h 18 min


def read(*pieces: bytes, limits: ChunkLimits | None = None) -> list[Message]:
    reader = ChunkReader(limits or ChunkLimits())
    return [message for piece in pieces for message in reader.feed(piece)]


def times(*pieces: bytes) -> list[int]:
    return [message.timestamp_ms for message in read(*pieces)]


def a_message(body: bytes = b"picture", when: int = 0, kind: int = PICTURE) -> Message:
    return Message(kind, when, 1, body)


def sizes_set_to(count: int) -> bytes:
    return in_chunks(Message(MessageKind.SET_CHUNK_SIZE, 0, 0, struct.pack(">I", count)), number=2, chunk_bytes=128)


# --- whole messages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [2, 3, 63, 64, 319, 320, 65599])
@pytest.mark.parametrize("length", [0, 1, 127, 128, 129, 1000])
def test_read_in_chunks_gives_the_message(number, length):
    message = a_message(bytes(range(250)) * 4 if length == 1000 else b"x" * length, when=40)

    assert read(in_chunks(message, number=number, chunk_bytes=128)) == [message]


@pytest.mark.parametrize("when", [0, LATE])
def test_write_a_long_message_writes_it_in_chunks(when):
    message = a_message(b"p" * 300, when)

    assert chunked(message, chunk_stream=3, chunk_bytes=128) == in_chunks(message, number=3, chunk_bytes=128)
    assert read(chunked(message, chunk_stream=3, chunk_bytes=128)) == [message]


def test_read_cut_at_every_byte_gives_the_same_messages():
    messages = [a_message(b"p" * 300, 5), a_message(b"", 6), a_message(b"s" * 129, LATE, SOUND)]
    sent = b"".join(in_chunks(message, number=7, chunk_bytes=128) for message in messages)

    assert read(*(sent[at : at + 1] for at in range(len(sent)))) == messages
    for cut in range(len(sent)):
        assert read(sent[:cut], sent[cut:]) == messages


def test_read_of_two_streams_in_turns_gives_both_messages():
    picture, sound = b"p" * 200, b"s" * 150
    pieces = [
        header(0, 6, 10, 200, PICTURE, 1) + picture[:128],
        header(0, 4, 11, 150, SOUND, 1) + sound[:128],
        header(3, 6, 10) + picture[128:],
        header(3, 4, 11) + sound[128:],
    ]

    assert [message.body for message in read(b"".join(pieces))] == [picture, sound]


def test_read_after_a_change_of_size_takes_longer_chunks():
    message = a_message(b"p" * 1000)

    assert read(sizes_set_to(1000) + in_chunks(message, number=6, chunk_bytes=1000)) == [message]


def test_read_after_an_abort_forgets_what_had_come():
    begun = header(0, 6, 10, 200, PICTURE, 1) + b"p" * 128
    abort = in_chunks(Message(MessageKind.ABORT, 0, 0, struct.pack(">I", 6)), number=2, chunk_bytes=128)
    again = header(2, 6, 5) + b"q" * 128 + header(3, 6, 5) + b"q" * 72
    reader = ChunkReader(ChunkLimits())

    assert list(reader.feed(begun + abort)) == []
    assert reader.kept_bytes == 0
    assert list(reader.feed(again)) == [a_message(b"q" * 200, 15)]


def test_read_an_abort_of_a_stream_that_is_none_changes_nothing():
    abort = in_chunks(Message(MessageKind.ABORT, 0, 0, struct.pack(">I", 99)), number=2, chunk_bytes=128)

    assert read(abort + in_chunks(a_message(), number=6, chunk_bytes=128)) == [a_message()]


# --- times --------------------------------------------------------------------------------------------------------


def test_read_the_forms_adds_the_steps():
    sent = header(0, 6, 1000, 1, PICTURE, 1) + b"a"
    sent += header(1, 6, 40, 2, SOUND) + b"bb"  # another length and kind, the same stream
    sent += header(2, 6, 33) + b"cc"  # only the step
    sent += header(3, 6, 0) + b"dd"  # the same step again

    assert read(sent) == [
        Message(PICTURE, 1000, 1, b"a"),
        Message(SOUND, 1040, 1, b"bb"),
        Message(SOUND, 1073, 1, b"cc"),
        Message(SOUND, 1106, 1, b"dd"),
    ]


def test_read_the_same_again_after_a_whole_header_steps_by_its_time():
    assert times(header(0, 6, 23, 1, SOUND, 1) + b"a" + header(3, 6, 0) + b"b") == [23, 46]


@pytest.mark.parametrize("when", [0xFFFFFE, 0xFFFFFF, 0x1000000, LATE, 0xFFFFFFFF])
def test_read_a_late_time_takes_all_its_bytes_in_every_chunk(when):
    message = a_message(b"p" * 300, when)

    assert read(in_chunks(message, number=6, chunk_bytes=128)) == [message]


def test_read_a_late_time_that_is_not_repeated_goes_on_without_it():
    sent = header(0, 6, LATE, 300, PICTURE, 1) + b"p" * 128 + b"\xc6" + b"p" * 128 + b"\xc6" + b"p" * 44

    assert read(sent) == [a_message(b"p" * 300, LATE)]


def test_read_steps_after_a_late_time_goes_on_from_it():
    sent = header(0, 6, LATE, 1, PICTURE, 1) + b"a" + header(2, 6, 40) + b"b" + header(3, 6, 0) + b"c"

    assert times(sent) == [LATE, LATE + 40, LATE + 80]


def test_read_a_short_form_with_a_late_time_takes_it_as_the_time():
    sent = header(0, 6, LATE, 1, PICTURE, 1) + b"a" + header(3, 6, LATE + 40) + b"b"

    assert times(sent) == [LATE, LATE + 40]


def test_read_a_long_step_again_adds_it_again():
    sent = header(0, 6, 7, 1, PICTURE, 1) + b"a" + header(2, 6, 0x1000000) + b"b" + header(3, 6, 0x1000000) + b"c"

    assert times(sent) == [7, 0x1000007, 0x2000007]


def test_read_past_the_last_time_begins_again_at_zero():
    assert times(header(0, 6, 0xFFFFFFFF, 1, PICTURE, 1) + b"a" + header(2, 6, 41) + b"b") == [0xFFFFFFFF, 40]


def test_read_a_chunk_stream_that_begins_without_a_number_of_a_stream():
    assert read(header(1, 2, 0, 1, PICTURE) + b"a") == [Message(PICTURE, 0, 0, b"a")]


# --- bounds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(header(2, 6, 5), id="begins with a step"),
        pytest.param(header(3, 6, 0), id="begins with nothing"),
        pytest.param(header(0, 6, 0, 4097, PICTURE, 1), id="too long a message"),
        pytest.param(header(0, 6, 0, 200, PICTURE, 1) + b"p" * 128 + header(0, 6, 0, 1, PICTURE, 1), id="within"),
        pytest.param(b"".join(header(0, number, 0, 0, PICTURE, 1) for number in range(3, 7)), id="too many streams"),
        pytest.param(sizes_set_to(0), id="chunks of nothing"),
        pytest.param(sizes_set_to(127), id="chunks that are all header"),
        pytest.param(sizes_set_to(0x80000000), id="a size with the highest bit"),
        pytest.param(header(0, 2, 0, 3, MessageKind.SET_CHUNK_SIZE) + b"abc", id="a size that is none"),
    ],
)
def test_read_out_of_bounds_is_refused(sent):
    with pytest.raises(BrokenStream):
        read(sent, limits=SMALL)


def test_read_unfinished_messages_keeps_no_more_than_allowed():
    limits = ChunkLimits(message_bytes=4096, memory_bytes=6000, chunk_streams=64)
    reader = ChunkReader(limits)

    def hoard():
        list(reader.feed(sizes_set_to(2048)))
        for number in range(3, 60):
            list(reader.feed(header(0, number, 0, 4096, PICTURE, 1) + b"p" * 2048))

    with pytest.raises(BrokenStream, match="unfinished"):
        hoard()
    assert reader.kept_bytes <= limits.memory_bytes + 2048


def test_read_an_announced_length_keeps_only_what_came():
    reader = ChunkReader(ChunkLimits())

    list(reader.feed(header(0, 6, 0, 8 * 2**20, PICTURE, 1) + b"p"))

    assert reader.kept_bytes == 1


def test_read_with_new_limits_obeys_them_from_the_next_message():
    reader = ChunkReader(SMALL)
    long = a_message(b"p" * 5000)
    messages = reader.feed(
        in_chunks(a_message(), number=6, chunk_bytes=128) + in_chunks(long, number=6, chunk_bytes=128)
    )

    first = next(messages)
    reader.limits = ChunkLimits()

    assert [first, *messages] == [a_message(), long]


# --- anything -----------------------------------------------------------------------------------------------------

BODIES = st.binary(max_size=700)
MESSAGES = st.builds(
    Message, st.sampled_from([8, 9, 18, 20]), st.integers(0, 0xFFFFFFFF), st.integers(0, 0xFFFFFFFF), BODIES
)


@st.composite
def cut(draw, whole: bytes) -> list[bytes]:
    cuts = sorted(draw(st.lists(st.integers(0, len(whole)), max_size=12)))
    return [whole[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]


@settings(deadline=None)
@given(st.data(), st.lists(MESSAGES, max_size=5), st.sampled_from([128, 200, 4096]))
def test_read_what_we_write_gives_it_back_however_it_is_cut(data, messages, chunk_bytes):
    sent = sizes_set_to(chunk_bytes)
    sent += b"".join(chunked(message, chunk_stream=3, chunk_bytes=chunk_bytes) for message in messages)

    assert read(*data.draw(cut(sent))) == messages


@settings(deadline=None)
@given(st.data(), st.lists(MESSAGES, min_size=1, max_size=4))
def test_read_streams_in_any_turn_gives_every_message(data, messages):
    waiting = []
    for number, message in enumerate(messages, start=3):
        chunks = [header(0, number, message.timestamp_ms, len(message.body), message.kind, message.stream_id)]
        chunks[0] += message.body[:128]
        again = header(3, number, message.timestamp_ms)
        chunks += [again + message.body[at : at + 128] for at in range(128, len(message.body), 128)]
        waiting.append(chunks)
    sent = b""
    while waiting:
        chosen = data.draw(st.sampled_from(waiting))
        sent += chosen.pop(0)
        waiting = [chunks for chunks in waiting if chunks]

    def order(message: Message) -> tuple[object, ...]:
        return message.kind, message.timestamp_ms, message.stream_id, message.body

    assert sorted(read(sent), key=order) == sorted(messages, key=order)


PIECES = st.one_of(
    st.binary(max_size=40),
    st.builds(
        header,
        st.integers(0, 3),
        st.integers(2, 400),
        st.integers(0, 0xFFFFFFFF),
        st.integers(0, 5000),
        st.integers(0, 30),
        st.integers(0, 3),
    ),
    st.builds(lambda count: b"p" * count, st.integers(0, 700)),
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_read_anything_breaks_only_by_its_own_name_and_within_its_memory(pieces):
    reader = ChunkReader(SMALL)
    try:
        for piece in pieces:
            for message in reader.feed(piece):
                assert len(message.body) <= SMALL.message_bytes
            assert reader.kept_bytes <= SMALL.memory_bytes + 17
            assert reader.kept_bytes == sum(len(stream.body) for stream in reader._streams.values()) + len(reader._rest)
    except BrokenStream:
        pass
    assert len(reader._streams) <= SMALL.chunk_streams
    assert reader.kept_bytes <= SMALL.memory_bytes + max(map(len, pieces), default=0) + 17
