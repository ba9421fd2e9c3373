"""Reading ffmpeg's fragments: any portions, the sound alone, and nothing but our own error on nonsense."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.live.packaging import streams

from nastavnik.live.ingest.packaging.boxes import NotFragments, box, boxes, inside
from nastavnik.live.ingest.packaging.fragments import Fragment, FragmentReader
from nastavnik.live.ingest.packaging.header import Init, joined, read_init


def read_all(content: bytes, portion: int = 4096) -> list[Init | Fragment]:
    reader = FragmentReader()
    found = []
    for start in range(0, len(content), portion):
        found += reader.feed(content[start : start + portion])
    return found


def test_read_init_tells_codecs_and_size():
    init = read_all(streams.fragmented().read_bytes())[0]

    assert isinstance(init, Init)
    assert (init.picture.width, init.picture.height) == (320, 180)
    assert init.codecs.startswith("avc1.4d40")
    assert init.codecs.endswith(",mp4a.40.2")


def test_read_fragments_tells_times_and_key_frames():
    _init, *fragments = read_all(streams.fragmented().read_bytes())

    assert len(fragments) == streams.SECONDS
    assert all(fragment.picture.begins_with_key_frame for fragment in fragments)
    assert [fragment.picture.frames for fragment in fragments] == [25] * streams.SECONDS
    for before, after in itertools.pairwise(fragments):
        assert after.leading.begin_seconds == pytest.approx(before.leading.end_seconds, abs=0.001)
    assert sum(fragment.sound.frames for fragment in fragments) == len(streams.sound_frames(streams.obs()))


@settings(deadline=None, max_examples=20)
@given(portion=st.integers(1, 60_000))
def test_read_fragments_in_any_portions_gives_the_same(portion):
    content = streams.fragmented().read_bytes()[:150_000]

    assert read_all(content, portion) == read_all(content, len(content))


def test_sound_alone_holds_the_same_packets(tmp_path):
    init, *fragments = read_all(streams.fragmented().read_bytes())
    alone = tmp_path / "sound.mp4"

    alone.write_bytes(init.of_sound().content + b"".join(fragment.sound_content for fragment in fragments))

    assert streams.sound_frames(alone) == streams.sound_frames(streams.obs())
    assert streams.decodes_whole(alone)
    assert read_init(init.of_sound().content) == init.of_sound()


def test_sound_of_a_film_without_picture_is_the_film():
    reader = FragmentReader()
    init, *fragments = read_all(streams.fragmented().read_bytes())
    sound = init.of_sound()

    found = list(reader.feed(sound.content + b"".join(fragment.sound_content for fragment in fragments)))

    assert found[0].of_sound() is found[0]
    assert all(fragment.sound_content == fragment.content for fragment in found[1:])


def test_sound_of_a_silent_film_is_none():
    init = read_all(streams.fragmented().read_bytes())[0]
    movie = list(boxes(inside(init.content, b"moov")))
    sound_track = [number for number, (kind, _body) in enumerate(movie) if kind == b"trak"][1]
    del movie[sound_track]

    silent = read_init(box(b"moov", *(box(kind, body) for kind, body in movie)))

    assert silent.of_sound() is None
    assert silent.codecs == init.picture.codec


# --- fragments by hand ----------------------------------------------------------------------------------------------


def longs(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(4, "big") for number in numbers)


def fragment(
    *, track: int = 2, flags: int = 0x20038, clock: bytes = longs(0, 48_000), run: bytes | None = None
) -> bytes:
    """Two frames of five bytes of the sound; its header says how long and large each is."""
    run = longs(0x1, 2, 0) if run is None else run  # with an offset, and nothing for each frame
    header = box(b"tfhd", longs(flags, track, 1024, 5, 0x10000))
    moof = box(b"moof", box(b"mfhd", longs(0, 1)), box(b"traf", header, box(b"tfdt", clock), box(b"trun", run)))
    return moof.replace(longs(0x1, 2, 0), longs(0x1, 2, len(moof) + 8)) + box(b"mdat", b"1234567890")


def header() -> bytes:
    return read_all(streams.fragmented().read_bytes())[0].content


def test_frames_take_what_their_header_says_of_all():
    _init, found = read_all(header() + fragment())

    assert (found.sound.begin_seconds, found.sound.frames) == (1.0, 2)
    assert found.sound.seconds == pytest.approx(2048 / 48_000)
    assert found.sound.begins_with_key_frame is False
    assert found.picture is None
    assert found.sound_content.endswith(b"1234567890")
    assert len(read_all(header() + fragment(run=longs(0x1, 0, 0)))) == 1, "no frames, no fragment"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"track": 7}, "no track"),
        ({"flags": 0x39}, "from the file's beginning"),
        ({"clock": longs(1 << 24, 0)}, "too short"),
        ({"clock": longs(0)}, "too short"),
        ({"run": longs(0, 2)}, "nowhere"),
        ({"run": longs(1, 10_000, 0)}, "nowhere"),
        ({"run": longs(1, 90, 100)}, "outside"),
        ({"run": longs(0x101, 2, 100, 1024)}, "cut off"),
    ],
)
def test_frames_that_cannot_be_are_refused(options, why):
    with pytest.raises(NotFragments, match=why):
        read_all(header() + fragment(**options))


def test_picture_of_one_film_with_the_sound_of_none_is_the_picture():
    init = read_all(streams.fragmented().read_bytes())[0]

    assert joined(init, None) is init
    assert joined(init, init).content != b""
    assert (joined(init, init).picture, joined(init, init).sound) == (init.picture, init.sound)


@settings(deadline=None)
@given(content=st.binary(max_size=400))
def test_nonsense_is_refused_by_name(content):
    try:
        read_all(content)
    except NotFragments:
        return


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_damaged_film_is_read_or_refused_by_name(data):
    content = bytearray(streams.fragmented().read_bytes()[:30_000])
    header_bytes = content.index(b"mdat")
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, header_bytes))] = data.draw(st.integers(0, 255))

    try:
        for found in read_all(bytes(content)):
            _ = found.of_sound() if isinstance(found, Init) else found.leading
    except NotFragments:
        return


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\0\0\0\x08moov", "no box b'mvex'"),
        (b"\0\0\0\x08free\0\0\0\x08mdat", "without a header"),
        (b"\x7f\xff\xff\xffmdat", "bytes"),
        (b"\0\0\0\x10junk12345678", "junk"),
        (box(b"moov", box(b"mvex")), "0 pictures"),
        (box(b"moov", box(b"mvex"), b"\0\0"), "cut off"),
    ],
)
def test_what_is_no_film_is_refused(content, why):
    with pytest.raises(NotFragments, match=why):
        read_all(content)
