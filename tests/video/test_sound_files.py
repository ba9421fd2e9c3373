"""The sound of films for podcasts: made of a real film, served in ranges, never of what is not for everybody."""

import shutil
from datetime import timedelta

import av
import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.programme.factories import CycleFactory, LessonFactory
from tests.video import films
from tests.video.factories import RenditionFactory, SoundFileFactory, VideoFactory
from tests.video.talking import ask

from nastavnik.video import tasks
from nastavnik.video.asgi.media import media
from nastavnik.video.enums import Access, RenditionKind, VideoState
from nastavnik.video.ffmpeg import remux
from nastavnik.video.ffmpeg.probe import probe
from nastavnik.video.models import SoundFile, Video
from nastavnik.video.selectors.sounds import open_sounds, sound_address
from nastavnik.video.services import sound_files, store

NOW = timezone.now()


@pytest.fixture
def lesson(school):
    return LessonFactory(cycle=CycleFactory(programme__school=school), held=True, slug="held")


def published(video, made):
    """Let `made` be the sound of the film's build."""
    folder = store.media_root() / video.token / video.build
    folder.mkdir(parents=True)
    if made is not None:
        shutil.copyfile(made, folder / "sound.m4s")
    RenditionFactory(video=video, name="sound", kind=RenditionKind.SOUND, width=None, height=None)
    return folder


@pytest.fixture
def film(lesson):
    return VideoFactory(
        lesson=lesson, ready=True, title="Запись; с = знаками \\ и\nстрокой", duration_seconds=films.SECONDS
    )


def make(video):
    sound_files.make_sound_file(video_id=video.pk, now=NOW)
    return SoundFile.objects.filter(video=video).first()


def test_sound_of_a_film_becomes_one_file_that_is_served_whole_and_in_ranges(film, school, tmp_path):
    path = films.lecture()
    hls = tmp_path / "hls"
    hls.mkdir()
    remux.copy_into_hls(path, probe(path, work_dir=tmp_path), hls)
    folder = published(film, hls / "sound.m4s")

    made = make(film)

    assert made.bytes == (folder / "whole.m4a").stat().st_size > 10_000
    with av.open(folder / "whole.m4a") as opened:
        assert [stream.type for stream in opened.streams] == ["audio"]
        assert abs(opened.duration / 1e6 - films.SECONDS) < 0.5
        assert opened.metadata["title"] == film.title
    # its index comes first: it plays before all of it has come
    head = (folder / "whole.m4a").read_bytes()[:200]
    assert b"moov" in head
    address = sound_address(school, film.token, timezone.now())
    reply = ask(media, "GET", address, {"Range": "bytes=100-199"})
    assert (reply.status, len(reply.body), reply.headers["content-type"]) == (206, 100, "audio/x-m4a")
    assert reply.headers["content-range"] == f"bytes 100-199/{made.bytes}"
    assert not any(store.work_dir(film.token).iterdir())


def test_sound_is_made_once_of_a_build_and_anew_of_the_next(film, monkeypatch):
    published(film, films.voice_aac())
    first = make(film)
    monkeypatch.setattr(sound_files, "copy_sound", lambda *_all, **_named: pytest.fail("made twice"))

    assert make(film) == first
    assert sound_files.request_missing() == 0

    Video.objects.update(build="next2345")
    assert sound_files.request_missing() == 1


@pytest.mark.parametrize("made", [None, films.silent, films.text], ids=["gone", "silent", "no sound at all"])
def test_sound_that_cannot_be_made_is_not_tried_again(film, school, made):
    published(film, made and made())

    assert make(film).bytes == 0
    assert sound_files.request_missing() == 0
    assert open_sounds(school, 10) == []


def test_build_without_a_sound_has_none(film):
    assert make(film).bytes == 0


def test_sound_of_a_build_that_was_replaced_meanwhile_is_not_told(film, monkeypatch):
    published(film, films.voice_aac())
    add = store.add_to_build
    monkeypatch.setattr(store, "add_to_build", lambda *words: (add(*words), Video.objects.update(build="next2345")))

    assert make(film) is None


def test_round_asks_once_for_what_is_for_everybody(film, lesson, school):
    for closed in (
        {"access": Access.ENROLLED},
        {"access": Access.LINK},
        {"has_sound": False},
        {"removed_at": NOW},
        {"state": VideoState.PLAYABLE},
    ):
        VideoFactory(lesson=lesson, ready=True, **closed)
    VideoFactory(school=school, ready=True)
    SoundFileFactory(video=VideoFactory(lesson=lesson, ready=True))

    assert [sound_files.request_missing(), sound_files.request_missing()] == [1, 0]

    waiting = DBTaskResult.objects.filter(task_path=tasks.make_sound_file.module_path)
    assert [row.args_kwargs["args"] for row in waiting] == [[film.pk]]


def test_tasks_do_the_round_and_the_file(film):
    published(film, films.voice_aac())

    tasks.look_for_sounds.func()
    tasks.make_sound_file.func(film.pk)

    assert SoundFile.objects.get().bytes > 0


def test_newest_sounds_come_first_and_no_more_than_are_wanted(lesson, school):
    older, newer, _oldest = (
        SoundFileFactory(video=VideoFactory(lesson=lesson, ready=True, playable_at=NOW - timedelta(days=days))).video
        for days in (2, 1, 3)
    )

    assert [row.token for row in open_sounds(school, 2)] == [newer.token, older.token]


def test_row_of_a_film_that_nobody_timed_has_a_day_all_the_same(lesson, school):
    video = VideoFactory(lesson=lesson, ready=True, playable_at=None, duration_seconds=None)
    SoundFileFactory(video=video)

    (row,) = open_sounds(school, 1)

    assert (row.playable_at, row.duration_seconds) == (video.created_at, 0.0)


def test_address_of_a_sound_leads_guests_to_it_and_is_missing_for_what_is_closed(client, film, lesson):
    SoundFileFactory(video=film)
    closed = SoundFileFactory(video=VideoFactory(lesson=lesson, ready=True, access=Access.ENROLLED)).video

    answer = client.get(f"/videos/{film.token}/sound.m4a")

    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, max-age=3600")
    assert answer["Location"].endswith(f"/{film.token}/{film.build}/whole.m4a")
    assert client.get(f"/videos/{closed.token}/sound.m4a").status_code == 404
