"""A film as one MP4 with its chapters."""

import subprocess

import pytest
from django.utils import timezone
from tests.video import films
from tests.video.factories import VideoFactory
from typer.testing import CliRunner

from nastavnik.cli.app import app
from nastavnik.video.enums import ChapterKind
from nastavnik.video.ffmpeg.binary import find_ffmpeg
from nastavnik.video.ffmpeg.chapters import MarkedPlace, as_metadata, copy_with_chapters
from nastavnik.video.models import Video
from nastavnik.video.services import NewChapter, set_chapters, store, takeaway


def told_by_ffmpeg(path):
    """Return what ffmpeg says of a file: it has no other way to be asked."""
    command = [find_ffmpeg("").path, "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


@pytest.fixture
def brought(film):
    store.data_path("originals").mkdir()
    store.data_path("originals/talk.mp4").write_bytes(films.lecture().read_bytes())
    Video.objects.update(source_path="originals/talk.mp4", duration_seconds=films.SECONDS)
    new = [NewChapter(0.0, "Начало"), NewChapter(4.0, "Цель = смысл; #1")]
    set_chapters(video_id=film.pk, kind=ChapterKind.HAND, chapters=new, now=timezone.now())
    film.refresh_from_db()
    return film


def test_copy_puts_title_and_chapters_into_the_file(tmp_path):
    places = [MarkedPlace(0.0, 3.0, "Начало"), MarkedPlace(3.0, 3.0, "Без длины"), MarkedPlace(3.0, 9.0, "Итоги")]

    copy_with_chapters(films.lecture(), tmp_path / "film.mp4", title="Занятие", chapters=places, duration_seconds=9.0)

    told = told_by_ffmpeg(tmp_path / "film.mp4")
    assert told.count("Chapter #") == 2
    assert "start 3.000000" in told
    assert "Итоги" in told
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_metadata_of_odd_titles_is_escaped():
    assert "title=а\\=б\\;в\\#г\\\\" in as_metadata("а=б;в#г\\", [])


def test_save_as_mp4_writes_the_film_and_leaves_no_scratch(brought, tmp_path):
    takeaway.save_as_mp4(video_id=brought.pk, target=tmp_path / "out.mp4")

    assert "Цель = смысл; #1" in told_by_ffmpeg(tmp_path / "out.mp4")
    assert list(store.work_dir(brought.token).iterdir()) == []


def test_save_as_mp4_of_a_film_without_a_file_is_refused(film, tmp_path):
    Video.objects.update(source_path="")

    with pytest.raises(takeaway.NoSource):
        takeaway.save_as_mp4(video_id=film.pk, target=tmp_path / "out.mp4")


def test_save_as_mp4_of_what_mp4_does_not_take_is_refused(film, tmp_path):
    store.data_path("originals").mkdir()
    store.data_path("originals/talk.mp4").write_bytes(b"no film at all")
    Video.objects.update(source_path="originals/talk.mp4")

    with pytest.raises(takeaway.NotForMp4):
        takeaway.save_as_mp4(video_id=film.pk, target=tmp_path / "out.mp4")


def test_save_film_command_says_what_it_did(brought, tmp_path, monkeypatch):
    monkeypatch.setattr("nastavnik.cli.app.load_school", lambda: None)
    run = CliRunner().invoke

    done = run(app, ["save-film", brought.token, str(tmp_path / "out.mp4")])
    missing = run(app, ["save-film", "nosuchfilm", str(tmp_path / "other.mp4")])
    refused = run(app, ["save-film", VideoFactory(source_path="", build="b1").token, str(tmp_path / "other.mp4")])

    assert (done.exit_code, missing.exit_code, refused.exit_code) == (0, 5, 6)
    assert brought.title in done.output
