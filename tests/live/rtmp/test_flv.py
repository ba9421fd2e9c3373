import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.live.rtmp.publishing import PROGRAMS, packets, publish

from nastavnik.live.ingest.rtmp.amf0 import encode
from nastavnik.live.ingest.rtmp.flv import (
    Kind,
    Metadata,
    NotFlv,
    StoredTag,
    Tag,
    flv_header,
    flv_tag,
    metadata_of,
    stored_tags,
)

SOUND, PICTURE, SCRIPT = Kind.SOUND, Kind.PICTURE, Kind.SCRIPT
TAGS = [
    Tag(SCRIPT, 0, encode("onMetaData", {"width": 640.0})),
    Tag(PICTURE, 0, b"\x17\x00\x00\x00\x00config"),
    Tag(SOUND, 0, b"\xaf\x00\x12\x10"),
    Tag(PICTURE, 0xFFFFFF, b"\x17\x01\x00\x00\x00key frame"),
    Tag(SOUND, 0x1234567, b"\xaf\x01sound"),
    Tag(PICTURE, 0xFFFFFFFF, b""),
]
FILE = flv_header() + b"".join(map(flv_tag, TAGS))


def walked(content: bytes) -> list[StoredTag]:
    return list(stored_tags(io.BytesIO(content)))


def told(content: bytes) -> list[Tag]:
    """What a walk says of a file, as tags."""
    return [Tag(tag.kind, tag.timestamp_ms, content[tag.body_offset :][: tag.body_bytes]) for tag in walked(content)]


# --- what a tag is ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body", "codec", "is_key_frame", "is_configuration"),
    [
        (PICTURE, b"\x17\x00\x00\x00\x00", "h264", False, True),
        (PICTURE, b"\x17\x01\x00\x00\x00", "h264", True, False),
        (PICTURE, b"\x27\x01\x00\x00\x28", "h264", False, False),
        (PICTURE, b"\x17\x02\x00\x00\x00", "h264", False, False),  # the end of a sequence
        (PICTURE, b"\x57\x00", "h264", False, False),  # a command of a server to its player
        (PICTURE, b"\x1c\x01\x00\x00\x00", "hevc", True, False),  # as some encoders do without a standard
        (PICTURE, b"\x12\x84", "flv1", True, False),
        (PICTURE, b"\x22\x84", "flv1", False, False),
        (PICTURE, b"\x14\x00", "vp6f", True, False),
        (PICTURE, b"\x1f\x00", "unknown", True, False),
        (PICTURE, b"\x90hvc1", "hevc", False, True),
        (PICTURE, b"\x91hvc1\x00\x00\x00", "hevc", True, False),
        (PICTURE, b"\x93hvc1", "hevc", True, False),
        (PICTURE, b"\xa3hvc1", "hevc", False, False),
        (PICTURE, b"\x90av01", "av1", False, True),
        (PICTURE, b"\x91vp09", "vp9", True, False),
        (PICTURE, b"\x91avc1", "h264", True, False),
        (PICTURE, b"\x94av01", "av1", False, False),  # colours
        (PICTURE, b"\x96\x00hvc1", "unknown", False, False),  # several tracks
        (PICTURE, b"\x91what", "unknown", True, False),
        (PICTURE, b"\x91hv", "unknown", True, False),
        (PICTURE, b"", "unknown", False, False),
        (SOUND, b"\xaf\x00\x12\x10", "aac", False, True),
        (SOUND, b"\xaf\x01\x21", "aac", False, False),
        (SOUND, b"\x2f\xff", "mp3", False, False),
        (SOUND, b"\xb2\x00", "speex", False, False),
        (SOUND, b"\x30\x00", "pcm_s16le", False, False),
        (SOUND, b"\xf0", "unknown", False, False),
        (SOUND, b"\x90Opus", "opus", False, True),
        (SOUND, b"\x91Opus", "opus", False, False),
        (SOUND, b"\x91mp4a", "aac", False, False),
        (SOUND, b"", "unknown", False, False),
        (SCRIPT, b"\x02\x00", "", False, False),
    ],
)
def test_classify_a_tag_tells_what_it_holds(kind, body, codec, is_key_frame, is_configuration):
    tag = Tag(kind, 0, body)

    assert (tag.codec, tag.is_key_frame, tag.is_configuration) == (codec, is_key_frame, is_configuration)


def test_show_a_tag_hides_its_body():
    assert "secret" not in repr(Tag(SCRIPT, 0, b"secret"))


def test_read_metadata_tells_what_the_publisher_says():
    said = {
        "width": 1280.0, "height": 720.0, "framerate": 25.0, "videodatarate": 2500.0, "audiodatarate": 160.0,
        "audiosamplerate": 48000.0, "encoder": "obs-output module (libobs version 30.0.2)", "stereo": True,
    }  # fmt: skip

    expected = Metadata(1280, 720, 25.0, 2500.0, 160.0, 48000, "obs-output module (libobs version 30.0.2)")
    assert metadata_of(Tag(SCRIPT, 0, encode("onMetaData", said))) == expected
    assert metadata_of(Tag(SCRIPT, 0, encode("@setDataFrame", "onMetaData", said))) == expected


def test_read_metadata_out_of_bounds_tells_nothing():
    said = {
        "width": 1e300, "height": -1.0, "framerate": float("nan"), "videodatarate": float("inf"), "audiodatarate": "160",
        "audiosamplerate": None, "encoder": 5.0,
    }  # fmt: skip

    assert metadata_of(Tag(SCRIPT, 0, encode("onMetaData", said))) == Metadata()
    assert len(metadata_of(Tag(SCRIPT, 0, encode("onMetaData", {"encoder": "e" * 5000}))).encoder) == 100


@pytest.mark.parametrize(
    "tag",
    [
        Tag(SOUND, 0, encode("onMetaData", {})),
        Tag(SCRIPT, 0, encode("onTextData", {})),
        Tag(SCRIPT, 0, encode("onMetaData", 5)),
        Tag(SCRIPT, 0, b"\xff\xff"),
        Tag(SCRIPT, 0, b""),
    ],
)
def test_read_metadata_in_another_tag_tells_none(tag):
    assert metadata_of(tag) is None


# --- files --------------------------------------------------------------------------------------------------------


def test_walk_over_a_file_gives_back_what_was_written():
    assert told(FILE) == TAGS
    assert [tag.is_key_frame for tag in walked(FILE)] == [False, False, False, True, False, False]
    assert [tag.is_configuration for tag in walked(FILE)] == [False, True, True, False, False, False]
    assert [tag.codec for tag in walked(FILE)][:3] == ["", "h264", "aac"]
    assert walked(FILE)[0].offset == len(flv_header())
    assert walked(FILE)[-1].end == len(FILE)


def test_walk_over_a_file_cut_anywhere_gives_the_whole_tags():
    ends = [tag.end for tag in walked(FILE)]

    for cut in range(9, len(FILE)):
        assert told(FILE[:cut]) == TAGS[: sum(end <= cut for end in ends)]


@pytest.mark.parametrize("content", [b"", b"FLV\x01", b"FLV\x02\x05\x00\x00\x00\x09", b"GIF89a\x00\x00\x00", FILE[:8]])
def test_walk_over_what_is_no_flv_is_refused(content):
    with pytest.raises(NotFlv):
        walked(content)


def test_walk_over_a_file_with_an_empty_end_stops_before_it():
    torn = FILE + flv_tag(TAGS[3])[:12] + bytes(4096)

    assert told(torn) == TAGS


def test_walk_over_a_damaged_tag_stops_before_it():
    second = walked(FILE)[1]
    damaged = bytearray(FILE)
    damaged[second.end - 1] ^= 1

    assert told(bytes(damaged)) == TAGS[:1]


def test_write_a_header_says_what_the_file_has():
    assert flv_header() == b"FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00"
    assert flv_header(has_sound=False)[4] == 1
    assert flv_header(has_picture=False)[4] == 4


def test_write_what_ffmpeg_wrote_gives_the_same_film(tmp_path):
    theirs, ours = tmp_path / "theirs.flv", tmp_path / "ours.flv"
    publish(PROGRAMS[0], str(theirs))

    content = theirs.read_bytes()
    ours.write_bytes(content[:13] + b"".join(map(flv_tag, told(content))))

    assert ours.read_bytes() == content
    assert packets(ours) == packets(theirs) != []


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(FILE)), st.integers(0, len(FILE)))
def test_walk_over_anything_gives_tags_within_the_file_or_refuses_by_its_own_name(noise, begin, end):
    content = FILE[:begin] + noise + FILE[end:]
    try:
        tags = walked(content)
    except NotFlv:
        return
    assert all(tag.end <= len(content) and tag.body_bytes >= 0 for tag in tags)
    assert all(struct.unpack(">I", content[tag.end - 4 : tag.end])[0] == tag.body_bytes + 11 for tag in tags)
    for tag in tags:
        assert isinstance(tag.codec, str)
        assert not (tag.is_key_frame and tag.is_configuration)


@settings(deadline=None)
@given(st.sampled_from(Kind), st.binary(max_size=40))
def test_classify_anything_answers(kind, body):
    tag = Tag(kind, 0, body)

    assert not (tag.is_key_frame and tag.is_configuration)
    assert isinstance(tag.codec, str)
    assert metadata_of(tag) is None or kind == SCRIPT
