import dataclasses

import pytest
from tests.video import films, looking

from nastavnik.video.ffmpeg import probe, remux
from nastavnik.video.ffmpeg.run import FfmpegFailed


@pytest.fixture
def source(tmp_path):
    return probe.probe(films.lecture(), work_dir=tmp_path)


@pytest.mark.parametrize("film", [films.lecture, films.stereo, films.silent, films.voice_aac, films.cut_short])
def test_can_copy_what_browsers_play(film, tmp_path):
    assert remux.can_copy(probe.probe(film(), work_dir=tmp_path))


@pytest.mark.parametrize(
    "film",
    [films.turned, films.varying_rate, films.old_camera, films.interlaced, films.odd_size, films.voice, films.hdr],
)
def test_cannot_copy_what_browsers_do_not_play(film, tmp_path):
    assert not remux.can_copy(probe.probe(film(), work_dir=tmp_path))


@pytest.mark.parametrize(
    "change",
    [
        {"profile": "High 10"},
        {"pixel_format": "yuv422p"},
        {"has_header": False},
        {"has_square_points": False},
        {"is_turned": True},
        {"is_interlaced": True},
        {"max_key_gap_seconds": 21.0},
        {"duration_seconds": 1.0},
    ],
    ids=lambda change: next(iter(change)),
)
def test_cannot_copy_a_picture_that_is_nearly_right(source, change):
    picture = dataclasses.replace(source.picture, **change)

    assert not remux.can_copy(dataclasses.replace(source, picture=picture))


def test_cannot_copy_sound_of_more_than_two_channels(source):
    assert not remux.can_copy(dataclasses.replace(source, sound=dataclasses.replace(source.sound, channels=6)))


def test_copy_gives_the_same_pictures_in_segments(source, tmp_path):
    made, _log = remux.copy_into_hls(films.lecture(), source, tmp_path)

    picture, sound = made
    before, after = looking.decode(films.lecture()), looking.decode(tmp_path / "source.m4s")
    assert after.frames == before.frames
    assert after.seconds == pytest.approx(before.seconds, abs=0.04)
    assert (picture.width, picture.height, picture.codecs[:7]) == (640, 360, "avc1.42")
    assert sound.codecs == "mp4a.40.2"
    assert "#EXT-X-INDEPENDENT-SEGMENTS" in (tmp_path / "source.m3u8").read_text()


def test_copy_of_sound_alone_gives_sound_alone(tmp_path):
    source = probe.probe(films.voice_aac(), work_dir=tmp_path)

    made, _log = remux.copy_into_hls(films.voice_aac(), source, tmp_path)

    assert [rendition.name for rendition in made] == ["sound"]


def test_copy_tells_nothing_of_where_its_owner_lives(source, tmp_path):
    assert b"Sadovaya" in films.with_address().read_bytes()

    remux.copy_into_hls(films.with_address(), source, tmp_path)

    assert b"Sadovaya" not in (tmp_path / "source.m4s").read_bytes()


def test_copy_keeps_sound_and_picture_together(tmp_path):
    remux.copy_into_hls(films.clapper(), probe.probe(films.clapper(), work_dir=tmp_path), tmp_path)

    beep, flash = looking.first_beep(tmp_path / "sound.m4s"), looking.first_flash(tmp_path / "source.m4s")
    assert beep == pytest.approx(flash, abs=0.045)


def test_copy_that_gives_less_than_there_is_fails(source, tmp_path):
    with pytest.raises(FfmpegFailed, match="less was copied"):
        remux.copy_into_hls(films.lecture(), dataclasses.replace(source, duration_seconds=60.0), tmp_path)


def test_copy_of_a_picture_that_cannot_be_in_hls_fails(source, tmp_path):
    film = films.made("vp8.mkv", "-i", str(films.varying_rate()), "-c", "copy")
    picture = dataclasses.replace(source.picture, index=0)

    with pytest.raises(FfmpegFailed):
        remux.copy_into_hls(film, dataclasses.replace(source, picture=picture, sound=None), tmp_path)
