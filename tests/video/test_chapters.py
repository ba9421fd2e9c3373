import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.core.models import JournalEntry
from nastavnik.video import selectors
from nastavnik.video.enums import Access, ChapterKind
from nastavnik.video.models import Chapter, Video
from nastavnik.video.services import NewChapter, set_chapters

NOW = timezone.now()


@pytest.fixture
def film(school):
    return VideoFactory(lesson=LessonFactory(held=True, cycle__programme__school=school), ready=True)


def set_questions(film, *chapters):
    kind = ChapterKind.QUESTION
    set_chapters(video_id=film.pk, kind=kind, chapters=[NewChapter(*one) for one in chapters], now=NOW)


def test_set_chapters_replaces_those_of_the_kind(film):
    set_questions(film, (5.0, "Первый"))

    set_questions(film, (40.0, "Третий"), (10.5, "Второй"))

    assert list(Chapter.objects.order_by("seconds").values_list("seconds", "title")) == [
        (10.5, "Второй"),
        (40.0, "Третий"),
    ]


def test_set_chapters_that_are_there_writes_nothing(film):
    set_questions(film, (5.0, "Первый"))
    before = (Chapter.objects.get().pk, JournalEntry.objects.count())

    set_questions(film, (5.0, "Первый"))

    assert (Chapter.objects.get().pk, JournalEntry.objects.count()) == before


def test_set_chapters_brings_places_into_the_film_and_titles_onto_a_line(film):
    set_questions(film, (-3.0, "Как\n  писать?"), (4.0, "ё" * 300))

    first, second = Chapter.objects.order_by("seconds")
    assert (first.seconds, first.title) == (0.0, "Как писать?")
    assert (len(second.title), second.title[-1]) == (250, "…")


def test_chapters_last_until_the_next_or_the_end(film):
    set_questions(film, (5.0, "Первый"), (20.0, "Второй"))

    rows = selectors.chapters_of(film)

    assert [(row.seconds, row.until_seconds, row.title) for row in rows] == [
        (5.0, 20.0, "Первый"),
        (20.0, 60.0, "Второй"),
    ]
    assert rows[1].moment == "20"


def test_chapters_of_a_film_of_unknown_length_and_behind_the_end_have_an_end(film):
    set_questions(film, (70.0, "Поздно"))
    assert selectors.chapters_of(film)[0].until_seconds == 70.0

    film.duration_seconds = None
    assert selectors.chapters_of(film)[0].until_seconds == 3670.0


def test_chapters_of_a_film_without_any_are_none(film):
    assert selectors.chapters_of(film) == ()


def test_chapters_as_vtt_are_ones_that_players_read(film):
    set_questions(film, (5.25, "Фонды <и> гранты"), (5.25, "Сразу"), (59.9996, "Конец"))

    text = selectors.chapters_as_vtt(selectors.chapters_of(film))

    assert text == ("WEBVTT\n\n00:00:05.250 --> 00:01:00.000\nФонды &lt;и&gt; гранты\n")


def test_chapters_of_a_film_for_enrolled_are_no_secret_told_to_guests(film):
    Video.objects.update(access=Access.ENROLLED)
    film.refresh_from_db()

    with pytest.raises(Video.DoesNotExist):
        selectors.chapters_for(AnonymousUser(), film)


def test_chapters_are_answered_as_vtt(client, film):
    set_questions(film, (5.0, "Первый"))

    answer = client.get(reverse("video:chapters", args=[film.token]))

    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer.content.decode() == "WEBVTT\n\n00:00:05.000 --> 00:01:00.000\nПервый\n"
