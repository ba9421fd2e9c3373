import dataclasses
import socket
import threading

import pytest
from tests.video import films

from nastavnik.video.enums import REFUSAL_TEXTS, RefusalCode
from nastavnik.video.ffmpeg import limits, probe
from nastavnik.video.ffmpeg.limits import Limits
from nastavnik.video.ffmpeg.probe import Source, SourceRefused, steady_rate

REFUSED = [
    (films.empty, RefusalCode.EMPTY),
    (films.text, RefusalCode.NOT_A_FILM),
    (films.index_missing, RefusalCode.INDEX_MISSING),
    (films.damaged, RefusalCode.UNREADABLE),
    (films.subtitles_only, RefusalCode.NOTHING_INSIDE),
    (films.unknown_codec, RefusalCode.UNKNOWN_CODEC),
    (films.too_long, RefusalCode.TOO_LONG),
    (films.too_large_picture, RefusalCode.TOO_LARGE_PICTURE),
    (films.too_many_tracks, RefusalCode.TOO_MANY_TRACKS),
]


@pytest.mark.parametrize(("film", "code"), REFUSED, ids=[code for _film, code in REFUSED])
def test_probe_of_what_cannot_be_a_film_is_refused_with_its_reason(film, code, tmp_path):
    with pytest.raises(SourceRefused) as refused:
        probe.probe(film(), work_dir=tmp_path)

    assert refused.value.code == code


def test_every_refusal_has_a_text():
    assert set(REFUSAL_TEXTS) == set(RefusalCode)


def test_probe_of_a_usual_film_tells_what_it_is(tmp_path):
    source = probe.probe(films.lecture(), work_dir=tmp_path)

    assert source.duration_seconds == pytest.approx(films.SECONDS, abs=0.05)
    assert not source.is_cut_short
    assert (source.picture.codec, source.picture.width, source.picture.height) == ("h264", 640, 360)
    assert (source.picture.rate, source.picture.max_key_gap_seconds) == ("25", 2.0)
    assert (source.sound.codec, source.sound.channels) == ("aac", 1)


def test_probe_survives_being_kept_as_json(tmp_path):
    source = probe.probe(films.lecture(), work_dir=tmp_path)

    assert Source.from_json(source.to_json()) == source


def test_probe_of_sound_alone_kept_as_json_has_no_picture(tmp_path):
    source = Source.from_json(probe.probe(films.voice(), work_dir=tmp_path).to_json())

    assert source.picture is None
    assert source.sound.codec == "mp3float"


def test_probe_of_a_silent_film_finds_no_sound(tmp_path):
    source = Source.from_json(probe.probe(films.silent(), work_dir=tmp_path).to_json())

    assert source.sound is None
    assert source.picture is not None


def test_probe_takes_a_cover_for_no_picture(tmp_path):
    assert probe.probe(films.voice_with_cover(), work_dir=tmp_path).picture is None


def test_probe_of_a_turned_film_gives_the_size_that_people_see(tmp_path):
    picture = probe.probe(films.turned(), work_dir=tmp_path).picture

    assert picture.is_turned
    assert (picture.coded_width, picture.coded_height, picture.width, picture.height) == (640, 360, 360, 640)


def test_probe_of_a_dvd_sees_half_pictures_and_points_that_are_not_square(tmp_path):
    picture = probe.probe(films.interlaced(), work_dir=tmp_path).picture

    assert picture.is_interlaced
    assert (picture.has_square_points, picture.width, picture.height) == (False, 768, 576)


def test_probe_of_a_new_phones_film_sees_its_light(tmp_path):
    assert probe.probe(films.hdr(), work_dir=tmp_path).picture.is_hdr


def test_probe_of_a_film_cut_short_tells_what_arrived(tmp_path):
    source = probe.probe(films.cut_short(), work_dir=tmp_path)

    assert source.is_cut_short
    assert 4 < source.duration_seconds < 7


def test_probe_of_a_file_that_takes_too_long_is_refused(tmp_path, monkeypatch):
    no_time = Limits(cpu_seconds=60, memory_bytes=4 * 2**30, file_bytes=0, wall_seconds=-1)
    monkeypatch.setattr(limits, "PROBE", no_time)

    with pytest.raises(SourceRefused) as refused:
        probe.probe(films.lecture(), work_dir=tmp_path)

    assert refused.value.code == RefusalCode.TOO_HARD


def test_probe_whose_reader_crashes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "PROBE", dataclasses.replace(limits.PROBE, memory_bytes=40 * 2**20))

    with pytest.raises(SourceRefused) as refused:
        probe.probe(films.lecture(), work_dir=tmp_path)

    assert refused.value.code == RefusalCode.UNREADABLE


@pytest.fixture
def trap():
    """An address of this machine, and whoever came to it."""
    visitors = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            while True:
                try:
                    visitors.append(server.accept())
                except OSError:
                    return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/film.ts", visitors
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_probe_of_a_playlist_reaches_neither_file_nor_address(tmp_path, trap):
    address, visitors = trap
    canary = films.lecture()

    with pytest.raises(SourceRefused) as refused:
        probe.probe(films.playlist_attack(canary, address), work_dir=tmp_path)

    assert refused.value.code == RefusalCode.NOT_A_FILM
    assert visitors == []


def test_probe_of_a_list_of_files_is_refused(tmp_path):
    with pytest.raises(SourceRefused) as refused:
        probe.probe(films.list_attack(films.lecture()), work_dir=tmp_path)

    assert refused.value.code == RefusalCode.NOT_A_FILM


def seen(**changes):
    """What the child says of a good film, with changes."""
    picture = {"codec": "h264", "can_be_decoded": True, "width": 64, "height": 64, "end_seconds": 5.0}
    sound = {
        "index": 1,
        "codec": "aac",
        "profile": "LC",
        "channels": 1,
        "sample_rate": 44100,
        "has_header": True,
        "can_be_decoded": True,
        "end_seconds": 5.0,
        "first_seconds": 0.0,
    }
    header = {"container": "avi", "tracks": 2, "declared_seconds": 5.0, "start_seconds": 0.0}
    return {**header, "picture": picture, "sound": sound, **changes}


def test_read_answer_of_a_film_that_turns_out_longer_than_it_said_is_refused():
    answer = seen(picture=None, declared_seconds=0.0)
    answer["sound"]["end_seconds"] = limits.MAX_DURATION_SECONDS + 1

    with pytest.raises(SourceRefused) as refused:
        probe.read_answer(answer)

    assert refused.value.code == RefusalCode.TOO_LONG


def test_read_answer_of_a_film_without_length_is_refused():
    answer = seen(picture=None)
    answer["sound"]["end_seconds"] = 0.0

    with pytest.raises(SourceRefused) as refused:
        probe.read_answer(answer)

    assert refused.value.code == RefusalCode.UNREADABLE


def test_read_answer_of_a_film_whose_sound_alone_is_broken_keeps_the_picture(tmp_path):
    whole = probe.probe(films.lecture(), work_dir=tmp_path)
    picture = {
        **dataclasses.asdict(whole.picture),
        "can_be_decoded": True,
        "point_ratio": 1.0,
        "rotation": 0,
        "base_rate": 25.0,
        "packets": 125,
        "first_seconds": 0.0,
        "end_seconds": 5.0,
    }
    answer = seen(picture=picture)
    answer["sound"]["can_be_decoded"] = False

    assert probe.read_answer(answer).sound is None


@pytest.mark.parametrize(
    ("base", "average", "rate"),
    [
        (25, 25, "25"),
        (30000 / 1001, 29.97, "30000/1001"),
        (24000 / 1001, 23.976, "24000/1001"),
        (59.94, 59.94, "30000/1001"),
        (50, 50, "25"),
        (60, 11, "30"),
        (90000, 24.3, "24.3"),
        (0, 0, "25"),
        (1, 1, "10"),
        (120, 118, "30"),
    ],
)
def test_steady_rate_keeps_the_films_own_up_to_thirty(base, average, rate):
    assert steady_rate(base, average) == rate
