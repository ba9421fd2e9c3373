import pytest
from tests.video import films

from nastavnik.video.ffmpeg import probe
from nastavnik.video.ffmpeg.cut import cut_by_copying
from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.ffmpeg.samples import decode_sound


@pytest.mark.parametrize(("head", "really"), [(0.0, 0.0), (4.0, 4.0), (5.3, 4.0)])
@pytest.mark.parametrize("tail", [0.0, 1.0])
def test_cut_begins_with_the_key_frame_before_and_ends_where_it_was_asked(tmp_path, head, really, tail):
    target = tmp_path / "part.mp4"

    told = cut_by_copying(films.lecture(), target, head_seconds=head, tail_seconds=tail)

    part = probe.probe(target, work_dir=tmp_path)
    assert told == pytest.approx(really, abs=0.06)
    assert part.duration_seconds == pytest.approx(films.SECONDS - tail - really, abs=0.06)
    assert part.picture.codec == "h264"


def test_cut_of_sound_alone_begins_at_once(tmp_path):
    told = cut_by_copying(films.voice_aac(), tmp_path / "part.mp4", head_seconds=3.0, tail_seconds=3.0)

    assert told == pytest.approx(3.0, abs=0.1)


def test_decode_sound_writes_as_many_samples_as_the_film_lasts(tmp_path):
    decode_sound(films.lecture(), tmp_path / "sound.raw", rate=4000, duration_seconds=films.SECONDS)

    assert (tmp_path / "sound.raw").stat().st_size == pytest.approx(films.SECONDS * 4000 * 2, rel=0.02)


def test_decode_sound_of_a_silent_film_fails(tmp_path):
    with pytest.raises(FfmpegFailed):
        decode_sound(films.silent(), tmp_path / "sound.raw", rate=4000, duration_seconds=9)
