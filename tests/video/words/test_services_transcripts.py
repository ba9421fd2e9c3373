from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django_tasks_db.models import DBTaskResult
from tests.video.words.factories import CueFactory, GlossaryTermFactory, TranscriptFactory

from nastavnik.core.journal import history_of
from nastavnik.people.permissions import SYSTEM
from nastavnik.video import services
from nastavnik.video.enums import TranscriptOrigin, TranscriptState, VideoState
from nastavnik.video.events import VideoWordsChanged
from nastavnik.video.models import Cue, Transcript, TranscriptVersion, Video
from nastavnik.video.selectors.words import editor_state
from nastavnik.video.services import editions
from nastavnik.video.services.transcripts import SubtitlesOfAnother, SubtitlesUnreadable, WrongLanguage
from nastavnik.video.services.videos import FilmOnAir, FilmRemoved
from nastavnik.video.text.reading import Fault, read_words

SRT = "1\n00:00:01,000 --> 00:00:03,500\nДобрый день, коллеги.\n\n2\n00:00:04,000 --> 00:00:06,000\nЭто бэбэка.\n"


def bring(actor, film, now, content=SRT, language="ru", name="лекция.srt"):
    return services.import_subtitles(
        actor=actor, video_id=film.pk, language=language, name=name, content=content.encode(), now=now
    )


def texts():
    return list(Cue.objects.order_by("seconds").values_list("text", flat=True))


def test_import_subtitles_makes_a_transcript_with_the_glossary_applied(film, methodist, now, heard):
    GlossaryTermFactory(school=film.school)

    with heard() as news:
        transcript = bring(methodist, film, now)

    transcript.refresh_from_db()
    assert texts() == ["Добрый день, коллеги.", "Это ББК."]
    assert (transcript.origin, transcript.state, transcript.source_name) == ("file", "ready", "лекция.srt")
    assert (transcript.source_mark, transcript.changed_by) == (film.source_mark, methodist)
    assert news == [VideoWordsChanged(film.pk)]
    assert history_of(film)[0].details == {"language": "ru", "file": "лекция.srt", "phrases": 2}


def test_import_subtitles_keeps_what_was_there_as_a_version(film, methodist, now):
    bring(methodist, film, now)

    bring(methodist, film, now, content="00:00:01,000 --> 00:00:02,000\nДругие\n")

    assert texts() == ["Другие"]
    assert Transcript.objects.count() == 1
    assert [one[2] for one in TranscriptVersion.objects.get().cues] == ["Добрый день, коллеги.", "Это бэбэка."]


def test_import_subtitles_in_another_language_leaves_the_first_alone(film, methodist, now):
    bring(methodist, film, now)

    bring(methodist, film, now, language="tt")

    assert set(Transcript.objects.values_list("language", flat=True)) == {"ru", "tt"}
    assert Cue.objects.count() == 4


def test_import_subtitles_of_a_plain_text_shows_it_spread_and_has_it_aligned(film, methodist, now):
    transcript = bring(methodist, film, now, content="Первое предложение. Второе.\n\nТретье.", name="текст.txt")

    assert (transcript.origin, transcript.state) == (TranscriptOrigin.TEXT, TranscriptState.WAITING)
    assert [(cue.text, cue.begins_paragraph) for cue in Cue.objects.order_by("seconds")] == [
        ("Первое предложение.", True),
        ("Второе.", False),
        ("Третье.", True),
    ]
    assert Cue.objects.order_by("seconds").last().end_seconds == 60.0
    assert DBTaskResult.objects.get().args_kwargs["args"] == [transcript.pk]


def test_import_subtitles_of_a_plain_text_before_the_film_is_examined_is_spread_over_an_hour(film, methodist, now):
    Video.objects.update(duration_seconds=None)

    bring(methodist, film, now, content="Одно предложение.")

    assert Cue.objects.get().end_seconds == 3600.0


def test_import_subtitles_of_another_film_is_refused(film, methodist, now):
    with pytest.raises(SubtitlesOfAnother):
        bring(methodist, film, now, content="00:01:30,000 --> 00:01:32,000\nПоздно\n")

    assert not Transcript.objects.exists()


def test_import_subtitles_that_cannot_be_read_is_refused_with_the_reason(film, methodist, now):
    with pytest.raises(SubtitlesUnreadable) as refused:
        bring(methodist, film, now, content="%PDF-1.7")

    assert refused.value.fault == Fault.NOT_TEXT
    assert "neither subtitles nor a text" in str(refused.value.message) or refused.value.message


@pytest.mark.parametrize("language", ["", "русский", "RU", "r", "ru_RU", "../x"])
def test_import_subtitles_in_no_language_is_refused(film, methodist, now, language):
    with pytest.raises(WrongLanguage):
        bring(methodist, film, now, language=language)


def test_import_subtitles_by_others_is_refused(film, learner, outsider, director, now):
    for actor in (learner, outsider, director):
        with pytest.raises(PermissionDenied):
            bring(actor, film, now)


def test_import_subtitles_to_a_film_removed_or_on_air_is_refused(film, methodist, now):
    Video.objects.update(removed_at=now)
    with pytest.raises(FilmRemoved):
        bring(methodist, film, now)
    Video.objects.update(removed_at=None, state=VideoState.RECORDING)
    with pytest.raises(FilmOnAir):
        bring(methodist, film, now)


def test_import_subtitles_reads_only_for_those_who_may_and_before_anything_is_locked(
    film, methodist, learner, now, monkeypatch
):
    outside = len(connection.savepoint_ids)
    depths = []

    def read(content):
        depths.append(len(connection.savepoint_ids))
        Video.objects.update(removed_at=now)
        return read_words(content)

    monkeypatch.setattr("nastavnik.video.services.transcripts.read_words", read)
    with pytest.raises(PermissionDenied):
        bring(learner, film, now)
    assert depths == []

    with pytest.raises(FilmRemoved):  # while it was read
        bring(methodist, film, now)
    assert depths == [outside]
    assert not Transcript.objects.exists()


def test_import_subtitles_by_the_school_itself_has_no_author(film, now):
    transcript = bring(SYSTEM, film, now)
    bring(SYSTEM, film, now)

    assert transcript.changed_by is None
    assert TranscriptVersion.objects.get().author is None


def test_edits_by_the_school_itself_are_kept_like_others(film, now):
    bring(SYSTEM, film, now)
    words = {"actor": SYSTEM, "cue_id": Cue.objects.first().pk}

    services.save_cue(**words, version=1, text="раз", now=now)
    services.save_cue(**words, version=2, text="два", now=now + timedelta(minutes=20))

    assert [one.cues[0][2] for one in TranscriptVersion.objects.all()] == ["раз"]


def test_restore_version_brings_everything_back_and_keeps_the_present(film, methodist, now):
    transcript = bring(methodist, film, now)
    known = editor_state(methodist, film, "ru").transcript.version
    bring(methodist, film, now, content="00:00:01,000 --> 00:00:02,000\nДругие\n")

    services.restore_version(actor=methodist, transcript_id=transcript.pk, number=1, now=now)

    assert texts() == ["Добрый день, коллеги.", "Это бэбэка."]
    assert [one.verb for one in TranscriptVersion.objects.order_by("number")] == [
        "subtitles imported",
        "version restored",
    ]
    assert editor_state(methodist, film, "ru", since_version=known).is_whole


def test_versions_beyond_the_most_are_forgotten_from_the_oldest(film, methodist, now, monkeypatch):
    monkeypatch.setattr(editions, "MOST_VERSIONS", 2)
    for _ in range(4):
        bring(methodist, film, now)

    assert list(TranscriptVersion.objects.order_by("number").values_list("number", flat=True)) == [2, 3]


def test_remove_transcript_takes_it_away_and_tells(film, transcript, cue, methodist, now, heard):
    with heard() as news:
        services.remove_transcript(actor=methodist, transcript_id=transcript.pk, now=now)

    assert not Cue.objects.exists()
    assert news == [VideoWordsChanged(film.pk)]
    assert history_of(film)[0].verb == "transcript removed"


def test_follow_source_moves_the_words_of_the_old_source_once(film, now):
    transcript = TranscriptFactory(video=film, source_mark="another", done_seconds=50.0)
    for one in (4.0, 20.0, 64.0, 1.0):
        CueFactory(transcript=transcript, seconds=one, end_seconds=one + 2, text=str(one), words=[[one, one + 2, 1.0]])

    assert services.follow_source(video_id=film.pk, by_seconds=-5.0, duration_seconds=58.0, now=now) == 1
    assert services.follow_source(video_id=film.pk, by_seconds=-5.0, now=now) == 0

    assert [(one.seconds, one.end_seconds, one.words[0][0]) for one in Cue.objects.order_by("seconds")] == [
        (0.0, 1.0, 0.0),
        (15.0, 17.0, 15.0),
    ]
    transcript.refresh_from_db()
    assert (transcript.source_mark, transcript.done_seconds) == (film.source_mark, 45.0)
    assert len(TranscriptVersion.objects.get().cues) == 4


def test_follow_source_of_a_film_of_unknown_length_keeps_the_end(film, now):
    Video.objects.update(duration_seconds=None)
    CueFactory(transcript=TranscriptFactory(video=film, source_mark="another"), seconds=5000.0)

    services.follow_source(video_id=film.pk, by_seconds=1.0, now=now)

    assert Cue.objects.get().seconds == 5001.0
