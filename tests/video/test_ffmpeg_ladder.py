import dataclasses

import pytest
from tests.video import films, looking

from nastavnik.video.ffmpeg import ladder, limits, loudness, probe
from nastavnik.video.ffmpeg.ladder import Step
from nastavnik.video.ffmpeg.loudness import AS_IT_IS, Loudness
from nastavnik.video.ffmpeg.run import FfmpegFailed

ODD_FILMS = [
    films.lecture,
    films.silent,
    films.turned,
    films.varying_rate,
    films.old_camera,
    films.interlaced,
    films.odd_size,
    films.picture_ends_early,
    films.cut_short,
    films.hdr,
]


def made_of(film, folder):
    source = probe.probe(film(), work_dir=folder)
    evened = loudness.measure(film(), source, folder)
    made, _log = ladder.make_rungs(film(), source, ladder.plan(source.picture), folder, loudness=evened)
    return source, made


@pytest.mark.parametrize("film", ODD_FILMS, ids=lambda film: film.__name__)
def test_make_rungs_of_any_film_gives_aligned_qualities_of_its_length(film, tmp_path):
    source, made = made_of(film, tmp_path)

    pictures = [rendition for rendition in made if rendition.is_picture]
    frame = 1 / 10 if source.picture is None else looking_frame(source)
    seen = [looking.decode(tmp_path / picture.files[1]) for picture in pictures]
    assert [one.sizes for one in seen] == [{(picture.width, picture.height)} for picture in pictures]
    assert {tuple(one.key_times) for one in seen} == {tuple(seen[0].key_times)}
    assert seen[0].key_times == pytest.approx([4.0 * number for number in range(len(seen[0].key_times))], abs=frame)
    for one, picture in zip(seen, pictures, strict=True):
        assert one.seconds == pytest.approx(source.duration_seconds, abs=1.5 * frame)
        assert picture.duration_seconds == pytest.approx(one.seconds, abs=frame)
        assert "#EXT-X-INDEPENDENT-SEGMENTS" in (tmp_path / picture.files[0]).read_text()


def looking_frame(source) -> float:
    above, _, below = source.picture.rate.partition("/")
    return float(below or 1) / float(above)


def test_make_rungs_brings_quiet_sound_to_the_target(tmp_path):
    source, _made = made_of(films.lecture, tmp_path)

    assert loudness.measure(films.lecture(), source, tmp_path).lufs < -24
    assert looking.lufs_of(tmp_path / "sound.m4s", tmp_path) == pytest.approx(-16, abs=0.7)


def test_make_rungs_of_sound_alone_gives_sound_alone(tmp_path):
    source, made = made_of(films.voice, tmp_path)

    assert [rendition.name for rendition in made] == ["sound"]
    assert looking.decode(tmp_path / "sound.m4s").seconds == pytest.approx(source.duration_seconds, abs=0.06)


def test_make_rungs_of_a_silent_film_has_no_sound(tmp_path):
    _source, made = made_of(films.silent, tmp_path)

    assert all(rendition.is_picture for rendition in made)


def test_make_rungs_turns_the_picture(tmp_path):
    made_of(films.turned, tmp_path)
    upright, turned = films.lecture(), tmp_path / "v360.m4s"

    # turned against the clock by a quarter: what was on the right is above
    before = looking.pixel(upright, at=1, x=0.9, y=0.75)
    after = looking.pixel(turned, at=1, x=0.75, y=0.1)
    assert after == pytest.approx(before, abs=40)


def test_make_rungs_keeps_sound_and_picture_together(tmp_path):
    made_of(films.clapper, tmp_path)

    beep, flash = looking.first_beep(tmp_path / "sound.m4s"), looking.first_flash(tmp_path / "v240.m4s")
    assert beep == pytest.approx(flash, abs=0.045)


def test_make_rungs_without_loudness_leaves_the_sound_out(tmp_path):
    source = probe.probe(films.lecture(), work_dir=tmp_path)

    made, _log = ladder.make_rungs(films.lecture(), source, ladder.plan(source.picture)[-1:], tmp_path, loudness=None)

    assert [rendition.name for rendition in made] == ["v240"]


def test_make_rungs_of_stereo_keeps_both_channels(tmp_path):
    source = probe.probe(films.stereo(), work_dir=tmp_path)

    ladder.make_rungs(films.stereo(), source, [], tmp_path, loudness=AS_IT_IS)

    assert probe.probe(tmp_path / "sound.m4s", work_dir=tmp_path).sound.channels == 2


def test_make_rungs_whose_picture_stops_holds_the_last_one(tmp_path):
    made_of(films.picture_ends_early, tmp_path)

    late = looking.pixel(tmp_path / "v360.m4s", at=8, x=0.5, y=0.5)
    assert late == pytest.approx(looking.pixel(tmp_path / "v360.m4s", at=4, x=0.5, y=0.5), abs=25)


def test_make_rungs_over_the_size_that_it_may_write_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(
        ladder, "for_encoding", lambda *_: dataclasses.replace(limits.for_reading(10), file_bytes=20_000)
    )

    with pytest.raises(FfmpegFailed):
        made_of(films.lecture, tmp_path)


def test_make_rungs_of_a_track_without_pictures_fails(tmp_path, monkeypatch):
    source = probe.probe(films.lecture(), work_dir=tmp_path)
    monkeypatch.setattr(ladder, "graph", lambda *_, **_words: "[0:0]trim=end_frame=0[v240]")

    with pytest.raises(FfmpegFailed):
        ladder.make_rungs(films.lecture(), source, ladder.plan(source.picture)[-1:], tmp_path, loudness=None)


@pytest.fixture
def picture(tmp_path):
    return probe.probe(films.lecture(), work_dir=tmp_path).picture


@pytest.mark.parametrize(
    ("size", "rungs"),
    [
        ((3840, 2160), ["1920x1080", "1280x720", "854x480", "640x360", "426x240"]),
        ((1920, 1080), ["1920x1080", "1280x720", "854x480", "640x360", "426x240"]),
        ((1280, 720), ["1280x720", "854x480", "640x360", "426x240"]),
        ((1366, 768), ["1280x720", "854x480", "640x360", "426x240"]),
        ((1280, 536), ["1280x536", "854x358", "640x268", "426x178"]),
        ((768, 576), ["768x576", "640x480", "480x360", "320x240"]),
        ((720, 1280), ["720x1280", "480x854", "360x640", "240x426"]),
        ((640, 480), ["640x480", "480x360", "320x240"]),
        ((320, 240), ["320x240"]),
        ((160, 120), ["160x120"]),
        ((3, 1), ["16x16"]),
    ],
)
def test_plan_never_makes_larger_and_fits_the_picture(picture, size, rungs):
    planned = ladder.plan(dataclasses.replace(picture, width=size[0], height=size[1]))

    assert [f"{rung.width}x{rung.height}" for rung in planned] == rungs


def test_plan_without_a_picture_is_empty():
    assert ladder.plan(None) == []
    assert ladder.first_rung([]) == []


def test_first_rung_is_modest(picture):
    full = dataclasses.replace(picture, width=1920, height=1080)

    assert [rung.name for rung in ladder.first_rung(ladder.plan(full))] == ["v480"]


def test_first_rung_of_a_picture_without_a_modest_one_is_the_smallest(picture, monkeypatch):
    monkeypatch.setattr(ladder, "STEPS", (Step(1080, 23, 4_000_000), Step(720, 23, 1_800_000)))
    full = dataclasses.replace(picture, width=1920, height=1080)

    assert [rung.name for rung in ladder.first_rung(ladder.plan(full))] == ["v720"]


SUMMARY = """
  Integrated loudness:
    I:         {lufs} LUFS
  Sample peak:
    Peak:      {peak} dBFS
"""


@pytest.mark.parametrize(
    ("lufs", "peak", "expected"),
    [
        ("-20.8", "-0.4", Loudness(-20.8, 4.8, needs_limiter=True)),
        ("-20.8", "-9.0", Loudness(-20.8, 4.8, needs_limiter=False)),
        ("-9.0", "-0.1", Loudness(-9.0, -7.0, needs_limiter=False)),
        ("-55.0", "-40.0", Loudness(-55.0, 24.0, needs_limiter=False)),
        ("-70.0", "-inf", AS_IT_IS),
        ("-inf", "-inf", AS_IT_IS),
        ("nan", "nan", AS_IT_IS),
    ],
)
def test_read_summary_tells_the_gain(lufs, peak, expected):
    assert loudness.read_summary(SUMMARY.format(lufs=lufs, peak=peak)) == expected


def test_read_summary_without_one_fails():
    with pytest.raises(FfmpegFailed, match="no loudness"):
        loudness.read_summary("nothing")


def test_measure_of_an_empty_room_leaves_it_quiet(tmp_path):
    source = probe.probe(films.quiet_room(), work_dir=tmp_path)

    assert loudness.measure(films.quiet_room(), source, tmp_path) == AS_IT_IS


def test_gain_filters_of_loud_peaks_hold_them_below_the_ceiling():
    filters = loudness.gain_filters(Loudness(-20.0, 4.0, needs_limiter=True))

    assert filters[0] == "volume=4.0dB"
    assert filters[1].startswith("alimiter=limit=0.8414")
    assert loudness.gain_filters(AS_IT_IS) == []
