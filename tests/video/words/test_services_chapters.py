"""Chapters that programs propose and people change."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from nastavnik.core.events import publish
from nastavnik.core.models import JournalEntry
from nastavnik.video.enums import ChapterKind, TranscriptOrigin, TranscriptState, VideoState
from nastavnik.video.events import ChaptersChanged, VideoSlidesChanged, VideoWordsChanged
from nastavnik.video.models import Chapter, Cue, Slide, Transcript, Video
from nastavnik.video.services import (
    ChapterEdit,
    NewChapter,
    TooManyChapters,
    edit_chapters,
    propose_anew,
    propose_chapters,
    set_chapters,
)
from nastavnik.video.services import chapters as services

NOW = timezone.now()


@pytest.fixture
def slides(film):
    return [Slide.objects.create(video=film, seconds=second, title=title) for second, title in SLIDES]


SLIDES = [(0.0, "Начало"), (20.0, "Цель"), (40.5, "Бюджет")]


def rows(kind=None):
    chapters = Chapter.objects.filter(**({"kind": kind} if kind else {})).order_by("seconds")
    return list(chapters.values_list("seconds", "title"))


def edit(film, actor, *edits):
    return edit_chapters(actor=actor, video_id=film.pk, edits=edits, now=NOW)


def propose(film):
    propose_chapters(video_id=film.pk, now=NOW)


def test_propose_chapters_takes_the_slides_and_tells_of_it(film, slides, heard):
    Slide.objects.create(video=film, seconds=50.0, title="Начало", repeats=slides[0])

    with heard() as news:
        propose(film)

    assert rows(ChapterKind.SLIDE) == SLIDES
    assert news == [ChaptersChanged(video_id=film.pk)]


@pytest.mark.parametrize("event", [VideoSlidesChanged, VideoWordsChanged])
def test_chapters_follow_the_news_of_slides_and_words(film, slides, event, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(event(video_id=film.pk))

    assert rows(ChapterKind.SLIDE) == SLIDES


def test_propose_chapters_of_a_film_that_is_gone_does_nothing(db):
    propose_chapters(video_id=987654, now=NOW)

    assert rows() == []


def test_propose_chapters_again_writes_nothing(film, slides):
    propose(film)
    before = JournalEntry.objects.count()

    propose(film)

    assert JournalEntry.objects.count() == before


def test_propose_chapters_titles_slides_by_words_or_numbers(film):
    words = Transcript.objects.create(video=film, origin=TranscriptOrigin.FILE, created_at=NOW, changed_at=NOW)
    Cue.objects.create(transcript=words, seconds=20.5, end_seconds=24.0, text="О цели. И о задачах.")
    Transcript.objects.create(
        video=film, language="en", state=TranscriptState.FAILED, origin="file", created_at=NOW, changed_at=NOW
    )
    Slide.objects.create(video=film, seconds=20.0)
    Slide.objects.create(video=film, seconds=55.0)

    propose(film)

    assert rows() == [(20.0, "О цели"), (55.0, "Часть 2")]


def test_propose_chapters_of_a_film_on_air_waits(film, slides):
    Video.objects.update(state=VideoState.RECORDING)

    propose(film)

    assert rows() == []


def test_edit_chapters_makes_all_proposed_ones_hers(film, slides, methodist, heard):
    propose(film)
    first, second, third = Chapter.objects.order_by("seconds")

    with heard() as news:
        changed = edit(
            film,
            methodist,
            ChapterEdit(first.pk, 0.0, "Начало"),
            ChapterEdit(second.pk, 21.5, " Цели\nи задачи "),
            ChapterEdit(third.pk, 40.5, "", is_removed=True),
            ChapterEdit(None, 999.0, "Итоги"),
        )

    assert changed == 3
    assert rows(ChapterKind.HAND) == [(0.0, "Начало"), (21.5, "Цели и задачи"), (60.0, "Итоги")]
    assert news == [ChaptersChanged(video_id=film.pk)]
    Slide.objects.create(video=film, seconds=30.0, title="Новый")
    propose(film)
    assert len(rows()) == 3


def test_edit_chapters_of_nothing_leaves_proposals_to_come(film, slides, methodist):
    propose(film)
    first = Chapter.objects.order_by("seconds").first()

    assert edit(film, methodist, ChapterEdit(first.pk, 0.0, "Начало")) == 0
    assert edit(film, methodist, ChapterEdit(None, 0.0, "", is_removed=True)) == 0

    assert len(rows(ChapterKind.SLIDE)) == 3


def test_edit_chapters_that_was_removed_meanwhile_makes_it_anew(film, methodist):
    edit(film, methodist, ChapterEdit(123456, 5.0, "Цель"))

    assert rows() == [(5.0, "Цель")]


def test_edit_chapters_of_a_film_of_unknown_length_takes_any_place(film, methodist):
    Video.objects.update(duration_seconds=None)

    edit(film, methodist, ChapterEdit(None, 500.0, "Потом"))

    assert rows() == [(500.0, "Потом")]


def test_edit_chapters_beyond_measure_is_refused(film, methodist, monkeypatch):
    monkeypatch.setattr(services, "MOST_CHAPTERS", 1)

    with pytest.raises(TooManyChapters):
        edit(film, methodist, ChapterEdit(None, 1.0, "Раз"), ChapterEdit(None, 2.0, "Два"))

    assert rows() == []


def test_chapters_are_changed_by_methodists_alone(film, director):
    with pytest.raises(PermissionDenied):
        edit(film, director, ChapterEdit(None, 1.0, "Раз"))
    with pytest.raises(PermissionDenied):
        propose_anew(actor=director, video_id=film.pk, now=NOW)


def test_propose_anew_puts_proposals_in_place_of_what_people_made(film, slides, methodist):
    propose(film)
    edit(film, methodist, ChapterEdit(None, 10.0, "Моя"))

    propose_anew(actor=methodist, video_id=film.pk, now=NOW)

    assert rows(ChapterKind.SLIDE) == SLIDES
    assert rows() == SLIDES


def test_set_chapters_leaves_a_place_that_a_person_named_to_her(film, methodist):
    question = [NewChapter(30.0, "Где взять деньги?"), NewChapter(50.0, "Кто подпишет?")]
    set_chapters(video_id=film.pk, kind=ChapterKind.QUESTION, chapters=question, now=NOW)
    first = Chapter.objects.order_by("seconds").first()
    edit(film, methodist, ChapterEdit(first.pk, 30.0, "Деньги"))

    set_chapters(video_id=film.pk, kind=ChapterKind.QUESTION, chapters=question, now=NOW)

    assert rows() == [(30.0, "Деньги"), (50.0, "Кто подпишет?")]
