"""Moments follow their films: words corrected, moved, taken away; a source cut or replaced. Never silently wrong."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult
from tests.video.moments.factories import MomentFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.video import receivers, tasks
from nastavnik.video.enums import TranscriptState
from nastavnik.video.events import VideoPlayable, VideoWordsChanged
from nastavnik.video.models import Cue, Moment, Transcript, Video
from nastavnik.video.selectors.moments import is_doubtful
from nastavnik.video.services import follow_source, refind_moments, save_cue, shift_cues
from nastavnik.video.services.refinding import requeue_unchecked


def refound(moment, now):
    refind_moments(video_id=moment.video_id, now=now)
    moment.refresh_from_db()
    return moment


def place_of(moment):
    return round(moment.seconds), round(moment.end_seconds), moment.is_lost


def test_moment_whose_word_is_corrected_stays_and_says_the_new_word(moment, said, methodist, now):
    cue = said[2]
    text = "Цель отвечает на вопрос, что изменится к концу работы."
    words = {"seconds": cue.seconds, "end_seconds": cue.end_seconds, "text": text}
    save_cue(actor=methodist, cue_id=cue.pk, version=cue.version, now=now, begins_paragraph=False, **words)

    refound(moment, now)

    assert (moment.seconds, moment.end_seconds, moment.is_lost) == (12.0, 16.0, False)
    assert moment.quote == text
    assert moment.checked_at == now


def test_moment_follows_words_that_are_shifted(moment, said, transcript, methodist, now):
    shift_cues(actor=methodist, transcript_id=transcript.pk, from_seconds=0.0, by_seconds=20.0, now=now)

    assert place_of(refound(moment, now)) == (32, 36, False)


@pytest.mark.parametrize(
    "text",
    [
        "Цели отвечают на вопрос, что изменится к концу проекта.",
        "Цель отвечает на вопрос, что же изменится к концу проекта.",
        "Да, отвечает на вопрос, что изменится к концу проекта.",
        "Цель отвечает на вопрос, что изменится к концу.",
    ],
)
def test_moment_whose_words_are_put_right_keeps_its_seconds(moment, said, now, text):
    Cue.objects.filter(pk=said[2].pk).update(text=text)

    assert (refound(moment, now).seconds, moment.end_seconds, moment.quote) == (12.0, 16.0, text)


def test_moment_follows_words_that_come_a_little_later(moment, said, transcript, methodist, now):
    shift_cues(actor=methodist, transcript_id=transcript.pk, from_seconds=0.0, by_seconds=0.8, now=now)

    assert (refound(moment, now).seconds, moment.end_seconds) == (12.8, 16.8)


def test_moment_whose_words_are_gone_is_lost_where_it_was(moment, said, now):
    Cue.objects.filter(pk=said[2].pk).update(text="Здесь сказано совсем иное и о другом.")

    assert refind_moments(video_id=moment.video_id, now=now) == 1
    moment.refresh_from_db()
    assert place_of(moment) == (12, 16, True)
    assert moment.quote.startswith("Цель отвечает")


def test_lost_moment_is_found_when_its_words_are_back(moment, said, now):
    Moment.objects.update(is_lost=True, seconds=40.0, end_seconds=44.0)

    assert place_of(refound(moment, now)) == (12, 16, False)


def test_moment_without_a_quote_takes_the_words_that_have_come(film, said, collection, now):
    moment = MomentFactory(video=film, collection=collection, seconds=12.0, end_seconds=16.0)
    silent = MomentFactory(video=film, collection=collection, seconds=40.0, end_seconds=50.0)

    assert refound(moment, now).quote.startswith("Цель отвечает")
    assert moment.language == "ru"
    assert (refound(silent, now).quote, silent.language) == ("", "")


def test_moment_of_one_word_lasts_a_second_at_least(film, transcript, collection, now):
    CueFactory(transcript=transcript, seconds=12.0, end_seconds=12.4, text="Измеримо")
    moment = MomentFactory(video=film, collection=collection, quote="измеримо", seconds=9.0, end_seconds=10.0)

    assert (refound(moment, now).end_seconds - moment.seconds, moment.is_lost) == (1.0, False)


@pytest.mark.parametrize(
    "change", [{"state": TranscriptState.RECOGNISING}, {"source_mark": "another"}, {"language": "en"}]
)
def test_moment_is_left_alone_by_words_that_are_not_its_own(moment, said, now, change):
    Transcript.objects.update(**change)
    Cue.objects.all().delete()

    assert place_of(refound(moment, now)) == (12, 16, False)


def test_moment_is_looked_for_in_the_language_of_its_words(moment, film, said, now):
    english = TranscriptFactory(video=film, language="en")
    CueFactory(transcript=english, seconds=12.0, end_seconds=16.0, text="The aim says what changes.")

    assert refound(moment, now).quote.startswith("Цель")


def test_refind_of_a_film_that_is_gone_finds_nothing(db, now):
    assert refind_moments(video_id=0, now=now) == 0


# --- another source ----------------------------------------------------------------------------------------------------


def cut(film, by):
    """Let the film have a source that begins so much earlier, as a broadcast that was trimmed."""
    Video.objects.filter(pk=film.pk).update(source_path="originals/film/trimmed.mp4")
    follow_source(video_id=film.pk, by_seconds=by, now=film.created_at)


def test_moment_of_a_replaced_film_is_doubtful_until_its_words_are_found(moment, film, said, now):
    Video.objects.update(source_path="originals/film/other.mp4")
    refound(moment, now)
    assert is_doubtful(moment)

    Transcript.objects.all().delete()
    new = TranscriptFactory(video=Video.objects.get())
    CueFactory(transcript=new, seconds=42.0, end_seconds=46.0, text=moment.quote)

    assert place_of(refound(moment, now)) == (42, 46, False)
    assert not is_doubtful(Moment.objects.get())


def test_moment_of_a_replaced_film_whose_words_are_not_found_is_lost(moment, film, now):
    Video.objects.update(source_path="originals/film/other.mp4")
    new = TranscriptFactory(video=Video.objects.get())
    CueFactory(transcript=new, seconds=12.0, end_seconds=16.0, text="Здесь сказано совсем иное и о другом.")

    assert place_of(refound(moment, now)) == (12, 16, True)


def test_moments_follow_a_film_that_is_cut(moment, film, said, collection, now):
    silent = MomentFactory(video=film, collection=collection, seconds=40.0, end_seconds=50.0)

    cut(film, -10.0)
    cut(film, -10.0)

    assert place_of(refound(moment, now)) == (2, 6, False)
    assert place_of(refound(silent, now)) == (30, 40, False)
    assert not any(is_doubtful(one) for one in Moment.objects.select_related("video"))


def test_moment_of_what_was_cut_off_is_lost(film, collection, now):
    before = MomentFactory(video=film, collection=collection, seconds=2.0, end_seconds=9.0)
    across = MomentFactory(video=film, collection=collection, seconds=5.0, end_seconds=15.0)
    unknown = MomentFactory(video=film, collection=collection, seconds=55.0, end_seconds=59.0)
    Video.objects.filter(pk=film.pk).update(source_path="originals/film/trimmed.mp4", duration_seconds=None)

    follow_source(video_id=film.pk, by_seconds=-10.0, duration_seconds=None, now=now)

    places = [place_of(Moment.objects.get(pk=one.pk)) for one in (before, across, unknown)]
    assert places == [(2, 9, True), (0, 5, False), (45, 49, False)]


# --- who hears of it ---------------------------------------------------------------------------------------------------


def queued():
    return [task.args_kwargs["args"] for task in DBTaskResult.objects.filter(task_path__endswith="refind_moments")]


@pytest.mark.parametrize(
    ("hear", "event"),
    [
        (receivers.follow_words_with_moments, VideoWordsChanged),
        (receivers.follow_source_with_moments, VideoPlayable),
    ],
)
def test_news_of_a_film_with_moments_has_them_looked_for(film, said, now, hear, event):
    hear(event(video_id=film.pk))
    assert queued() == []

    MomentFactory(video=film)
    hear(event(video_id=film.pk))
    assert queued() == [[film.pk]]


def test_task_finds_moments(moment, said):
    Moment.objects.update(seconds=40.0, end_seconds=44.0)

    tasks.refind_moments.call(moment.video_id)

    moment.refresh_from_db()
    assert place_of(moment) == (12, 16, False)


def test_news_that_nobody_heard_is_found_later(moment, said, transcript, now):
    assert requeue_unchecked(now=now) == 0

    Transcript.objects.update(changed_at=moment.checked_at + timedelta(minutes=1))

    assert requeue_unchecked(now=now) == 1
    assert queued() == [[moment.video_id]]
