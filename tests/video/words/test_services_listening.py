import os
import shutil
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.video import films
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.video import services, tasks
from nastavnik.video.enums import TranscriptOrigin, TranscriptState
from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.models import Cue, Transcript, Video
from nastavnik.video.selectors.wave import known_wave, wave_of
from nastavnik.video.services import listening, store
from nastavnik.video.services.word_sweeps import clear_old_scratch
from nastavnik.video.speech import asking


@pytest.fixture
def source(film, settings):
    """A film of nine seconds in which a tone is heard for 1.4 of every two."""
    path = settings.DATA_DIR / film.source_path
    path.parent.mkdir(parents=True)
    shutil.copyfile(films.lecture(), path)
    Video.objects.update(duration_seconds=9.0)
    film.refresh_from_db()
    return path


@pytest.fixture
def text(film, source, methodist, now):
    """A text without times that waits to be aligned: as many sentences as tones."""
    content = "Первое слово. Второе слово. Третье слово. Четвёртое слово. Пятое.".encode()
    return services.import_subtitles(
        actor=methodist, video_id=film.pk, language="ru", name="текст.txt", content=content, now=now
    )


def align(transcript):
    listening.align(transcript_id=transcript.pk, clock=timezone.now)
    transcript.refresh_from_db()


def begins():
    return [round(one.seconds, 1) for one in Cue.objects.order_by("seconds", "pk")]


def test_listen_makes_the_wave_once(film, source, monkeypatch):
    wave = listening.listen(video_id=film.pk)

    monkeypatch.setattr(asking, "write_levels", None)
    assert listening.listen(video_id=film.pk).peaks == wave.peaks
    assert len(wave.peaks) in {90, 100}
    assert list((store.data_path("work/words")).iterdir()) == []


def test_listen_to_another_source_makes_another_wave(film, source):
    listening.listen(video_id=film.pk)
    Video.objects.update(source_path=f"{film.source_path[:-4]}-other.mp4")
    film.refresh_from_db()

    assert known_wave(film) is None


def test_listen_to_what_has_no_source_hears_nothing(film, now):
    Video.objects.update(source_path="")
    assert listening.listen(video_id=film.pk) is None
    Video.objects.update(source_path="originals/x/y.mp4", removed_at=now)
    assert listening.listen(video_id=film.pk) is None


def test_wave_goes_with_the_film(film, source, settings):
    listening.listen(video_id=film.pk)
    assert known_wave(film) is not None

    store.delete_all(film.token)

    assert known_wave(film) is None


def test_wave_of_is_for_who_may_edit(film, source, methodist, learner, director):
    assert wave_of(methodist, film) is None
    listening.listen(video_id=film.pk)
    assert len(wave_of(methodist, film)) >= 90
    for actor in (learner, director):
        with pytest.raises(Video.DoesNotExist):
            wave_of(actor, film)


def test_request_wave_has_it_made_unless_it_is_there(film, source, methodist):
    services.request_wave(actor=methodist, video_id=film.pk)
    assert DBTaskResult.objects.get().task_path == tasks.listen_to_video.module_path

    listening.listen(video_id=film.pk)
    services.request_wave(actor=methodist, video_id=film.pk)
    assert DBTaskResult.objects.count() == 1


def test_request_wave_of_a_film_without_a_source_waits_for_nothing(film, methodist):
    Video.objects.update(source_path="")

    services.request_wave(actor=methodist, video_id=film.pk)

    assert not DBTaskResult.objects.exists()


def test_local_source_that_was_fetched_is_given_up_again(film, monkeypatch):
    fetched = store.work_dir(film.token) / "fetched-source.mp4"
    fetched.parent.mkdir(parents=True)
    fetched.write_bytes(b"film")
    monkeypatch.setattr(store, "local_source", lambda _token, _path: fetched)

    with listening.local_source(film) as path:
        assert path.exists()

    assert not fetched.exists()


def test_clear_old_scratch_leaves_what_may_be_in_use(settings, now):
    old, new = (store.data_path(listening.SCRATCH) / name for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir(parents=True)
    month_ago = (now - timedelta(days=31)).timestamp()
    os.utime(old, (month_ago, month_ago))
    os.utime(new, (now.timestamp(), now.timestamp()))

    assert clear_old_scratch(now=now) == 1
    assert (old.exists(), new.exists()) == (False, True)


def test_align_brings_sentences_to_where_they_are_heard(text):
    align(text)

    assert begins() == pytest.approx([0, 2, 4, 6, 8], abs=0.15)
    assert (text.state, text.problem, text.version) == (TranscriptState.READY, "", 2)


def test_align_twice_changes_nothing_more(text):
    align(text)
    align(text)

    assert text.version == 2


def test_align_lays_out_what_somebody_edited_meanwhile(text, methodist, now, monkeypatch):
    cue = Cue.objects.order_by("seconds").first()
    layouts = []

    def aligned(texts, stretches):
        layouts.append(texts)
        if len(layouts) == 1:
            services.save_cue(actor=methodist, cue_id=cue.pk, version=1, text="Исправлено.", now=now)
        return real(texts, stretches)

    real = listening.aligned
    monkeypatch.setattr(listening, "aligned", aligned)
    align(text)

    assert [one[0] for one in layouts] == ["Первое слово.", "Исправлено."]
    assert text.state == TranscriptState.READY


def test_align_stops_when_other_words_were_brought_or_all_were_taken_away(text, methodist, now, film, monkeypatch):
    def bring(texts, stretches):
        content = "00:00:01,000 --> 00:00:02,000\nСлово\n".encode()
        services.import_subtitles(actor=methodist, video_id=film.pk, language="ru", name="a", content=content, now=now)
        return []

    monkeypatch.setattr(listening, "aligned", bring)
    align(text)
    assert (text.origin, text.state, begins()) == (TranscriptOrigin.FILE, TranscriptState.READY, [1.0])

    waiting = TranscriptFactory(video=film, language="en", origin=TranscriptOrigin.TEXT, state=TranscriptState.WAITING)
    monkeypatch.setattr(
        listening, "listen", lambda **_: Transcript.objects.filter(pk=waiting.pk).delete() and known_wave(film)
    )
    listening.align(transcript_id=waiting.pk, clock=timezone.now)
    assert not Transcript.objects.filter(pk=waiting.pk).exists()


def test_align_of_a_film_that_got_another_source_meanwhile_waits_for_that_one(text, source, monkeypatch):
    other = source.with_name("other.mp4")
    shutil.copyfile(source, other)
    real = listening.aligned

    def replaced(texts, stretches):
        Video.objects.update(source_path=str(other.relative_to(store.data_path(""))))
        return real(texts, stretches)

    before = begins()
    monkeypatch.setattr(listening, "aligned", replaced)
    align(text)
    assert (text.state, begins()) == (TranscriptState.WAITING, before)

    monkeypatch.setattr(listening, "aligned", real)
    align(text)
    assert (text.state, text.source_mark) == (TranscriptState.READY, "other")
    assert begins() == pytest.approx([0, 2, 4, 6, 8], abs=0.15)


def test_align_to_silence_leaves_the_text_spread_and_says_so(film, methodist, settings, now, text):
    shutil.copyfile(films.quiet_room(), settings.DATA_DIR / film.source_path)
    before = begins()

    align(text)

    assert (begins(), text.state, text.problem) == (before, TranscriptState.READY, listening.NOTHING_HEARD)


def test_align_without_a_source_waits_for_it(text):
    Video.objects.update(source_path="")

    align(text)

    assert text.state == TranscriptState.WAITING


def test_align_gives_up_the_third_time_the_sound_cannot_be_read(text, monkeypatch):
    def fail(**_words):
        raise FfmpegFailed("ended with 1", "log")

    monkeypatch.setattr(listening, "listen", fail)
    for _ in range(2):
        with pytest.raises(FfmpegFailed):
            align(text)

    align(text)

    assert (text.state, text.problem) == (TranscriptState.READY, listening.UNREADABLE)


def test_tasks_hand_over_to_the_services(film, text, source):
    tasks.listen_to_video.func(film.pk)
    tasks.align_transcript.func(text.pk)
    tasks.requeue_stuck_words.func()
    tasks.sweep_words.func()
    tasks.recognise_transcript.func(text.pk)

    assert known_wave(film) is not None
    assert Transcript.objects.get().state == TranscriptState.READY
    assert CueFactory._meta.model.objects.count() == 5
