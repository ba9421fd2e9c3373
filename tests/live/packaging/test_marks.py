"""What is noted while a stream is written down, of real streams in any portions and of nonsense."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.live.packaging import streams

from nastavnik.live.ingest.packaging import webm
from nastavnik.live.ingest.packaging.flv_marks import FlvScanner
from nastavnik.live.ingest.packaging.marks import Point, Unreadable, point_before
from nastavnik.live.ingest.packaging.webm import WebmScanner
from nastavnik.live.ingest.rtmp.flv import Kind, Tag, flv_header, flv_tag

STREAMS = [
    (streams.obs, FlvScanner, "h264", "aac"),
    (streams.silent, FlvScanner, "h264", ""),
    (streams.microphone, FlvScanner, "", "aac"),
    (streams.browser, WebmScanner, "h264", "opus"),
    (streams.old_browser, WebmScanner, "vp8", "opus"),
    (streams.browser_microphone, WebmScanner, "", "opus"),
]


def scanned(scanner, content: bytes, portion: int = 5000):
    frames = []
    for start in range(0, len(content), portion):
        frames += scanner.feed(content[start : start + portion])
    return scanner, frames


@pytest.mark.parametrize(
    ("stream", "kind", "picture", "sound"), STREAMS, ids=lambda value: getattr(value, "__name__", "")
)
def test_scanner_tells_codecs_and_every_frame(stream, kind, picture, sound):
    scanner, frames = scanned(kind(), stream().read_bytes())

    assert (scanner.picture_codec, scanner.sound_codec) == (picture, sound)
    assert scanner.is_ready
    assert sum(frame.is_picture for frame in frames) == (len(streams.picture_frames(stream())) if picture else 0)
    sounds = len(streams.sound_frames(stream())) if sound else 0
    # ffmpeg puts the last one into a block group, and nothing comes after it that would end the group
    assert sum(not frame.is_picture for frame in frames) == sounds - (kind is WebmScanner)


@pytest.mark.parametrize(
    ("stream", "kind", "picture", "sound"), STREAMS, ids=lambda value: getattr(value, "__name__", "")
)
def test_stream_can_be_read_from_every_point(stream, kind, picture, sound, tmp_path):
    content = stream().read_bytes()
    scanner, _frames = scanned(kind(), content)
    all_frames = streams.frames(stream(), "v" if picture else "a")

    assert len(scanner.points) >= 4
    for point in scanner.points[1::3]:
        header = b"".join(content[begin:end] for begin, end in scanner.header(point.offset))
        rest = tmp_path / f"rest{stream().suffix}"
        rest.write_bytes(header + content[point.offset :])
        frames = streams.frames(rest, "v" if picture else "a")
        assert frames == all_frames[-len(frames) :]
        assert len(frames) == pytest.approx(len(all_frames) * (1 - point.seconds / streams.SECONDS), abs=2)


@settings(deadline=None, max_examples=15)
@given(portion=st.integers(1, 30_000), which=st.sampled_from([0, 3]))
def test_portions_do_not_matter(portion, which):
    stream, kind, *_ = STREAMS[which]
    content = stream().read_bytes()[:60_000]

    scanner, frames = scanned(kind(), content, portion)
    whole, whole_frames = scanned(kind(), content, len(content))

    assert (scanner.points, frames) == (whole.points, whole_frames)


@settings(deadline=None, max_examples=200)
@given(data=st.data(), which=st.sampled_from([0, 3]))
def test_damaged_stream_is_read_or_refused_by_name(data, which):
    stream, kind, *_ = STREAMS[which]
    content = bytearray(stream().read_bytes()[:20_000])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        scanned(kind(), bytes(content))
    except Unreadable:
        return


@settings(deadline=None)
@given(content=st.binary(max_size=300), kind=st.sampled_from([FlvScanner, WebmScanner]), is_begun=st.booleans())
def test_nonsense_is_refused_by_name(content, kind, is_begun):
    beginning = b"" if not is_begun else flv_header() if kind is FlvScanner else streams.browser().read_bytes()[:40]
    try:
        scanned(kind(), beginning + content, 7)
    except Unreadable:
        return


@pytest.mark.parametrize("cut", [5, 13, 20, 30_000])
def test_torn_flv_is_gone_on_with_after_its_last_whole_tag(cut):
    content = streams.obs().read_bytes()
    scanner, _frames = scanned(FlvScanner(), content[:cut])

    whole = scanner.cut()

    scanned(scanner, content[whole:])
    assert whole <= cut
    assert scanner.points == scanned(FlvScanner(), content)[0].points


def test_torn_flv_followed_by_others_is_refused():
    content = streams.obs().read_bytes()

    with pytest.raises(Unreadable, match="as it began"):
        scanned(FlvScanner(), content[:30_000] + content)


def test_flv_header_is_the_newest_configuration_before_a_point():
    first, second = b"\x17\0\0\0\0first", b"\x17\0\0\0\0second"
    key, frame = b"\x17\1\0\0\0frame", b"\x27\1\0\0\0frame"
    tags = [(0, first), (0, key), (40, frame), (80, second), (1000, key)]
    content = flv_header() + b"".join(flv_tag(Tag(Kind.PICTURE, when, body)) for when, body in tags)
    scanner, _frames = scanned(FlvScanner(), content)

    headers = [b"".join(content[begin:end] for begin, end in scanner.header(point.offset)) for point in scanner.points]

    assert [b"first" in header for header in headers] == [True, False]
    assert [b"second" in header for header in headers] == [False, True]


def test_point_before_is_the_last_that_is_not_later():
    points = [Point(100, 1.0), Point(200, 2.0)]

    assert [point_before(points, seconds) for seconds in (0.5, 1.0, 1.9, 9)] == [None, *points[:1] * 2, points[1]]


# --- clusters by hand -----------------------------------------------------------------------------------------------


def element(name: int, body: bytes, *, size: bytes | None = None) -> bytes:
    return (
        name.to_bytes((name.bit_length() + 7) // 8, "big") + (size or (1 << 28 | len(body)).to_bytes(4, "big")) + body
    )


def block(track: int, shift: int, *, is_key: bool) -> bytes:
    return bytes([0x80 | track]) + shift.to_bytes(2, "big", signed=True) + bytes([0x80 if is_key else 0]) + b"frame"


UNKNOWN_SIZE = b"\x01\xff\xff\xff\xff\xff\xff\xff"
PICTURE = element(0xAE, element(0xD7, b"\1") + element(0x83, b"\1") + element(0x86, b"V_VP9"))
SOUND = element(0xAE, element(0xD7, b"\2") + element(0x83, b"\2") + element(0x86, b"A_OPUS"))
BEGINNING = element(webm.EBML, b"") + element(webm.SEGMENT, b"", size=UNKNOWN_SIZE)


def cluster(when: int, *blocks: bytes, size: bytes | None = UNKNOWN_SIZE) -> bytes:
    return element(webm.CLUSTER, element(webm.TIMESTAMP, when.to_bytes(2, "big")) + b"".join(blocks), size=size)


@pytest.mark.parametrize("size", [None, UNKNOWN_SIZE])
def test_clusters_of_known_and_unknown_size_are_found(size):
    key, other = (
        element(webm.SIMPLE_BLOCK, block(1, 5, is_key=True)),
        element(webm.SIMPLE_BLOCK, block(1, 9, is_key=False)),
    )
    sound = element(webm.SIMPLE_BLOCK, block(2, 0, is_key=True))
    start = BEGINNING + element(webm.TRACKS, PICTURE + SOUND)
    first, second = cluster(0, sound, key, other, size=size), cluster(1000, sound, other, size=size)

    scanner, frames = scanned(WebmScanner(), start + first + second + cluster(2000, key, size=size), 3)

    assert (scanner.picture_codec, scanner.sound_codec) == ("vp9", "opus")
    assert scanner.header_bytes == len(start)
    # nothing can begin with the second: no key frame of the picture is in it
    assert scanner.points == [Point(len(start), 0.005), Point(len(start + first + second), 2.005)]
    assert [frame.is_picture for frame in frames] == [False, True, True, False, True, True]


def test_block_group_is_a_key_frame_unless_it_refers_to_another():
    plain = element(webm.BLOCK_GROUP, element(webm.BLOCK, block(1, 0, is_key=False)))
    referring = (
        element(webm.BLOCK, block(1, 40, is_key=False)) + element(0x9B, b"\x28") + element(webm.REFERENCE, b"\xd8")
    )
    start = BEGINNING + element(webm.TRACKS, PICTURE)

    _scanner, frames = scanned(
        WebmScanner(), start + cluster(0, plain, element(webm.BLOCK_GROUP, referring), plain) + element(0xEC, b"")
    )

    assert [frame.is_key for frame in frames] == [True, False, True]


def test_clock_of_the_file_is_kept_to():
    start = BEGINNING + element(webm.INFO, element(webm.TIMESTAMP_SCALE, (10_000_000).to_bytes(4, "big")))
    content = start + element(webm.TRACKS, PICTURE) + cluster(100, element(webm.SIMPLE_BLOCK, block(1, 5, is_key=True)))

    _scanner, frames = scanned(WebmScanner(), content)

    assert frames[0].seconds == pytest.approx(1.05)


@pytest.mark.parametrize(
    "content",
    [
        b"RIFF" + bytes(20),
        element(webm.SEGMENT, b""),
        BEGINNING + element(webm.TRACKS, b"", size=UNKNOWN_SIZE),
        BEGINNING + element(webm.TRACKS, b"", size=(1 << 28 | 2**27).to_bytes(4, "big")),
        BEGINNING + element(webm.TRACKS, b"\xae\x85\xd7"),
        BEGINNING + element(webm.SIMPLE_BLOCK, b"\x81"),
        BEGINNING + element(webm.SIMPLE_BLOCK, b"", size=b"\x08" + b"\xff" * 4),
    ],
)
def test_broken_webm_is_refused(content):
    with pytest.raises(Unreadable):
        scanned(WebmScanner(), content)


def test_nothing_of_a_webm_is_taken_for_torn():
    scanner, _frames = scanned(WebmScanner(), BEGINNING + b"\x1f\x43")

    assert scanner.cut() == len(BEGINNING) + 2


def test_subtitles_are_passed_over():
    subtitles = element(0xAE, element(0xD7, b"\3") + element(0x83, b"\x11") + element(0x86, b"S_TEXT/UTF8"))

    scanner, _frames = scanned(WebmScanner(), BEGINNING + element(webm.TRACKS, subtitles + SOUND))

    assert (scanner.picture_codec, scanner.sound_codec) == ("", "opus")


def test_strange_codec_is_told_as_unknown():
    strange = element(0xAE, element(0xD7, b"\1") + element(0x83, b"\1") + element(0x86, b"V_THEORA"))

    scanner, _frames = scanned(WebmScanner(), BEGINNING + element(webm.TRACKS, strange))

    assert scanner.picture_codec == webm.UNKNOWN
    assert not scanner.is_ready
