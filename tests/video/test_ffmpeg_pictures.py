import dataclasses
import re

import pytest
from PIL import Image
from tests.video import films

from nastavnik.video.ffmpeg import pictures, playlists, probe, remux
from nastavnik.video.ffmpeg.playlists import MadeRendition
from nastavnik.video.ffmpeg.run import FfmpegFailed


def rendition(name="v240", **changes) -> MadeRendition:
    usual = MadeRendition(
        name=name,
        is_picture=True,
        width=426,
        height=240,
        rate="25",
        codecs="avc1.640015",
        peak_bits=250_000,
        average_bits=200_000,
        bytes=1000,
        duration_seconds=60.0,
    )
    return dataclasses.replace(usual, **changes)


def size_of(path):
    with Image.open(path) as image:
        return image.size


SOUND = rendition(
    "sound",
    is_picture=False,
    width=None,
    height=None,
    rate="",
    codecs="mp4a.40.2",
    peak_bits=50_000,
    average_bits=48_000,
)


@pytest.mark.parametrize(
    ("film", "size"),
    [
        (films.lecture, (640, 360)),
        (films.turned, (360, 640)),
        (films.interlaced, (768, 576)),
        (films.varying_rate, (640, 360)),
        (films.hdr, (320, 180)),
        (films.voice, (1280, 720)),
    ],
    ids=lambda case: getattr(case, "__name__", None),
)
def test_make_poster_of_any_film_gives_all_sizes(film, size, tmp_path):
    source = probe.probe(film(), work_dir=tmp_path)

    pictures.make_poster(film(), source, tmp_path)

    sizes = [size_of(tmp_path / pictures.poster_name(width)) for width in pictures.POSTER_WIDTHS]
    assert sizes[0] == size
    assert [width for width, _height in sizes] == [min(width, size[0]) for width in pictures.POSTER_WIDTHS]


def test_make_poster_of_a_voice_draws_it(tmp_path):
    source = probe.probe(films.voice(), work_dir=tmp_path)

    pictures.make_poster(films.voice(), source, tmp_path)

    with Image.open(tmp_path / "poster-1280.webp") as image:
        cover = image.convert("RGB")
    assert cover.getpixel((5, 5)) == pytest.approx((0x1F, 0x5A, 0x4B), abs=6)
    assert cover.getpixel((200, 360)) == pytest.approx((0xFA, 0xF7, 0xF1), abs=12)


def test_make_poster_of_a_film_without_pictures_fails(tmp_path):
    source = probe.probe(films.lecture(), work_dir=tmp_path)
    wrong = dataclasses.replace(source, picture=dataclasses.replace(source.picture, index=1))

    with pytest.raises(FfmpegFailed):
        pictures.make_poster(films.lecture(), wrong, tmp_path)


def test_make_poster_from_which_nothing_comes_fails(tmp_path, monkeypatch):
    source = probe.probe(films.lecture(), work_dir=tmp_path)
    monkeypatch.setattr(pictures, "_poster_words", lambda *_: ["-f", "lavfi", "-i", "nullsrc=d=0.1", "-f", "null", "-"])

    with pytest.raises(FfmpegFailed, match="no poster"):
        pictures.make_poster(films.lecture(), source, tmp_path)


def test_make_strip_gives_a_small_picture_for_every_time(tmp_path):
    source = probe.probe(films.lecture(), work_dir=tmp_path)
    picture, _sound = remux.copy_into_hls(films.lecture(), source, tmp_path)[0]
    # the copy has key frames every 2 seconds; take it for a film of twice the length with one every 4
    picture = dataclasses.replace(picture, duration_seconds=18.0)

    pictures.make_strip(picture, tmp_path, tmp_path)

    lines = (tmp_path / "strip.vtt").read_text()
    assert size_of(tmp_path / "strip-1.webp") == (160 * 8, 90 * 8)
    assert re.findall(r"strip-1\.webp#xywh=(\S+)", lines) == [f"{160 * number},0,160,90" for number in range(5)]
    assert "00:00:16.000 --> 00:00:18.000" in lines


def test_make_strip_of_a_film_that_is_not_what_it_says_fails(tmp_path):
    source = probe.probe(films.lecture(), work_dir=tmp_path)
    picture, _sound = remux.copy_into_hls(films.lecture(), source, tmp_path)[0]

    with pytest.raises(FfmpegFailed, match="not whole"):
        pictures.make_strip(dataclasses.replace(picture, duration_seconds=600.0), tmp_path, tmp_path)


def test_plan_strip_of_a_long_film_takes_fewer_pictures():
    plan = pictures.plan_strip(rendition(duration_seconds=12 * 3600.0))

    assert plan.tiles <= pictures.MOST_TILES
    assert plan.seconds == 172
    assert plan.sheets == 4


def test_plan_strip_of_an_upright_film_has_upright_pictures():
    plan = pictures.plan_strip(rendition(width=240, height=426))

    assert (plan.tile_width, plan.tile_height) == (90, 160)


def test_strip_vtt_goes_on_in_the_next_sheet():
    plan = pictures.StripPlan(every=1, tiles=65, tile_width=160, tile_height=90)

    lines = pictures.strip_vtt(plan, 260.0)

    assert "strip-1.webp#xywh=1120,630,160,90" in lines
    assert "00:04:16.000 --> 00:04:20.000\nstrip-2.webp#xywh=0,0,160,90" in lines


def test_write_master_names_every_quality_with_the_sound_it_needs(tmp_path):
    large = rendition("v720", width=1280, height=720, rate="30000/1001", codecs="avc1.64001f", peak_bits=1_800_000)
    medium = rendition("v480", width=854, height=480, peak_bits=700_000)

    playlists.write_master(tmp_path, [large, medium, rendition(), SOUND])

    lines = (tmp_path / "master.m3u8").read_text().splitlines()
    assert lines[:3] == ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    assert [line for line in lines if not line.startswith("#")] == [
        "v480.m3u8",
        "v240.m3u8",
        "v720.m3u8",
        "sound.m3u8",
    ]
    assert (
        '#EXT-X-STREAM-INF:BANDWIDTH=1850000,AVERAGE-BANDWIDTH=248000,CODECS="avc1.64001f,mp4a.40.2",'
        'RESOLUTION=1280x720,FRAME-RATE=29.970,AUDIO="sound"'
    ) in lines
    assert '#EXT-X-STREAM-INF:BANDWIDTH=50000,AVERAGE-BANDWIDTH=48000,CODECS="mp4a.40.2",AUDIO="sound"' in lines
    assert not list(tmp_path.glob("*.part"))


def test_write_master_of_a_silent_film_names_no_sound(tmp_path):
    playlists.write_master(tmp_path, [rendition("source", width=1280, height=720, rate="")])

    text = (tmp_path / "master.m3u8").read_text()
    assert "AUDIO" not in text
    assert "FRAME-RATE" not in text
    assert text.endswith("source.m3u8\n")


def test_write_master_of_sound_alone_has_one_variant(tmp_path):
    playlists.write_master(tmp_path, [SOUND])

    assert (tmp_path / "master.m3u8").read_text().count("#EXT-X-STREAM-INF") == 1


def test_read_rendition_of_an_empty_playlist_is_an_error(tmp_path):
    (tmp_path / "v240.m3u8").write_text("#EXTM3U\n#EXT-X-ENDLIST\n")

    with pytest.raises(ValueError, match="empty"):
        playlists.read_rendition(tmp_path, "v240", width=426, height=240)


def test_read_rendition_does_not_take_a_short_end_for_a_peak(tmp_path):
    (tmp_path / "sound.m4s").write_bytes(b"no description of the codec")
    lines = ["#EXTINF:4.0,", "#EXT-X-BYTERANGE:20000@0", "sound.m4s", "#EXTINF:0.1,", "#EXT-X-BYTERANGE:2000@20000"]
    (tmp_path / "sound.m3u8").write_text("\n".join(lines))

    sound = playlists.read_rendition(tmp_path, "sound")

    assert sound.peak_bits == max(sound.average_bits, 40_000)
    assert sound.codecs == "mp4a.40.2"
