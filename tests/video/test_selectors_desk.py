"""What the desk shows of films."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory
from tests.video.factories import RenditionFactory, UploadFactory, VideoFactory

from nastavnik.core import journal
from nastavnik.video.enums import Access, RefusalCode, RenditionKind, StepName, VideoState, WarningCode
from nastavnik.video.models import ProcessingStep, Upload, Video
from nastavnik.video.selectors import desk

GUEST = AnonymousUser()
NOW = timezone.now()


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school)


@pytest.fixture
def film(lesson):
    return VideoFactory(lesson=lesson, ready=True, token="film2345", build="build2345")


def titles(listing):
    return [row[0].text for row in listing.rows]


def listing_of(actor, school, query=""):
    return desk.films_listing(actor, school, QueryDict(query))


def test_films_listing_filters_by_words_state_and_access(school, lesson, methodist):
    lesson.title = "Ёлка в библиотеке"
    lesson.save()
    VideoFactory(lesson=lesson, title="Запись", ready=True)
    VideoFactory(school=school, title="Вебинар", state=VideoState.PLAYABLE, build="b2", percent=40, access=Access.LINK)
    VideoFactory(school=school, title="Убрано", removed_at=NOW)
    VideoFactory(title="Чужое")

    assert sorted(titles(listing_of(methodist, school))) == ["Вебинар", "Запись"]
    assert titles(listing_of(methodist, school, "q=елка")) == ["Запись"]
    assert titles(listing_of(methodist, school, "state=playable")) == ["Вебинар"]
    assert titles(listing_of(methodist, school, "access=open")) == ["Запись"]
    shown = {row[0].text: row[1].text for row in listing_of(methodist, school).rows}
    assert shown["Вебинар"].endswith(" · 40 %")
    assert "%" not in shown["Запись"]


def test_films_listing_exports_lengths_as_numbers(school, methodist):
    VideoFactory(school=school, ready=True)

    (row,) = listing_of(methodist, school, "export=csv").values()

    assert 60.0 in row


def test_films_in_work_are_those_still_being_made(school, lesson, methodist):
    VideoFactory(lesson=lesson, ready=True)
    VideoFactory(lesson=lesson, state=VideoState.FAILED)
    working = VideoFactory(lesson=lesson, state=VideoState.PREPARING)

    (row,) = desk.films_in_work(methodist, school)

    assert (row.token, row.badge, row.is_in_work) == (working.token, "waiting", True)


def test_desk_is_closed_to_others(school, film, outsider, learner, director):
    for actor in (GUEST, outsider, learner):
        for call in (listing_of, desk.films_in_work, desk.lessons_for_upload):
            with pytest.raises(PermissionDenied):
                call(actor, school)
        for call in (desk.video_at_desk, desk.video_to_edit, desk.film_making):
            with pytest.raises(Video.DoesNotExist):
                call(actor, school, film.token)
        with pytest.raises(Video.DoesNotExist):
            desk.film_desk(actor, school, film.token, NOW)
    with pytest.raises(PermissionDenied):
        desk.video_to_edit(director, school, film.token)
    with pytest.raises(PermissionDenied):
        desk.lessons_for_upload(director, school)
    assert not desk.can_upload(director, school)


def test_desk_opens_for_the_methodist(school, film, lesson, methodist):
    assert desk.video_to_edit(methodist, school, film.token) == film
    assert desk.can_upload(methodist, school)
    assert [card.uid for card in desk.lessons_for_upload(methodist, school)] == [lesson.uid]


def test_upload_of_is_for_its_owner_alone(school, methodist):
    upload = UploadFactory(school=school, owner=methodist)

    assert desk.upload_of(methodist, school, upload.token) == upload
    for actor, place in ((UserFactory(), school), (methodist, LessonFactory().school)):
        with pytest.raises(Upload.DoesNotExist):
            desk.upload_of(actor, place, upload.token)


def test_film_desk_tells_everything_about_a_film(school, film, lesson, methodist):
    RenditionFactory(video=film)
    RenditionFactory(video=film, name="sound", kind=RenditionKind.SOUND, width=None, height=None, bandwidth=48_000)
    RenditionFactory(video=film, build="older", name="v240")
    journal.record(actor=methodist, verb="uploaded", subject=film, now=NOW)
    journal.record(actor=None, verb="something new", subject=film, now=NOW + timedelta(seconds=1))

    page = desk.film_desk(methodist, school, film.token, NOW)

    assert [quality.label for quality in page.qualities] == ["720 строк", "Только звук"]
    assert [(deed.what, deed.actor_name) for deed in page.history] == [
        ("something new", ""),
        ("видео загружено", methodist.full_name),
    ]
    assert page.typed == {"title": film.title, "access": "open", "lesson": lesson.uid}
    assert (page.lesson_url, page.can_edit, page.is_removed) == (f"/lessons/{lesson.slug}/", True, False)
    assert page.making.row.state_label == "Готово"
    assert {step.mark for step in page.making.steps} == {"done"}


def test_film_desk_of_the_shelf_for_the_director_only_shows(school, director):
    film = VideoFactory(school=school, ready=True, removed_at=NOW)

    page = desk.film_desk(director, school, film.token, NOW)

    assert (page.can_edit, page.lessons, page.lesson_url, page.is_removed) == (False, [], "", True)
    assert page.typed["lesson"] == ""


def test_embed_code_keeps_the_shape_and_escapes_the_title(school):
    wide = VideoFactory(school=school, ready=True, title='Сказ "о" <b>')
    heard = replace_size(VideoFactory(school=school, ready=True))

    assert f"/embed/{wide.token}/" in desk.embed_code(wide)
    assert 'height="650"' in desk.embed_code(wide)
    assert "&lt;b&gt;" in desk.embed_code(wide)
    assert 'height="650"' in desk.embed_code(heard)


def replace_size(film):
    film.width = film.height = None
    return film


STEPS_DONE = (StepName.CHECK, StepName.FIRST)
MAKING = [
    (VideoState.QUEUED, (), ["waiting"] * 6),
    (VideoState.CHECKING, (), ["doing", *["waiting"] * 5]),
    (VideoState.PLAYABLE, STEPS_DONE, ["done", "done", "doing", "waiting", "waiting", "waiting"]),
    (VideoState.FAILED, STEPS_DONE, ["done", "done", "stopped", "waiting", "waiting", "waiting"]),
    (VideoState.READY, (), ["done"] * 6),
]


@pytest.mark.parametrize(("state", "done", "marks"), MAKING)
def test_making_marks_each_step(school, methodist, state, done, marks):
    film = VideoFactory(school=school, state=state, build="b2")
    for name in done:
        ProcessingStep.objects.create(video=film, name=name, started_at=NOW, finished_at=NOW, log="x" * 3000)

    making = desk.film_making(methodist, school, film.token)

    assert [step.mark for step in making.steps] == marks
    assert all(len(step.log) == desk.LOG_TAIL_CHARACTERS for step in making.steps[: len(done)])
    assert making.is_failed == (state == VideoState.FAILED)


def test_making_says_why_and_offers_to_try_again(school, methodist, director):
    refused = VideoFactory(school=school, state=VideoState.REFUSED, refusal=RefusalCode.NOT_A_FILM)
    warned = VideoFactory(school=school, ready=True, warning=WarningCode.NO_SOUND)

    making = desk.film_making(methodist, school, refused.token)
    assert "не видео" in making.refusal
    assert making.can_retry
    assert not desk.film_making(director, school, refused.token).can_retry
    assert "нет звука" in desk.film_making(methodist, school, warned.token).warning

    Video.objects.update(removed_at=NOW)
    assert not desk.film_making(methodist, school, refused.token).can_retry


def test_rows_are_told_apart():
    row = desk.film_row(VideoFactory.build(school=None, title="Запись"))

    assert replace(row, title="Другая") != row
