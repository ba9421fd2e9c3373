"""The desk of films: the list, the page of a film, what a methodist does with it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.programme.factories import LessonFactory
from tests.video.factories import RenditionFactory, VideoFactory

from nastavnik.video.enums import Access, RefusalCode, StepName, VideoState
from nastavnik.video.models import ProcessingStep, Video


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school, title="Сказки на ночь")


@pytest.fixture
def film(lesson):
    return VideoFactory(lesson=lesson, ready=True, title="Запись сказок")


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(name, film):
    return reverse(f"video:{name}", args=[film.token])


def test_list_shows_films_and_those_in_work(desk, film, lesson):
    VideoFactory(lesson=lesson, state=VideoState.PREPARING, title="Готовится", percent=12)

    page = desk.get(reverse("video:desk")).content.decode()

    assert "Запись сказок" in page
    assert 'hx-get="/desk/videos/in-work/?film=' in page
    assert 'value="12"' in page
    assert reverse("video:new") in page


def test_list_is_empty_and_teaches(desk):
    page = desk.get(reverse("video:desk")).content.decode()

    assert "Загрузите первое" in page
    assert "hx-get" not in page


def test_list_exports_its_rows(desk, film):
    response = desk.get(reverse("video:desk"), {"export": "csv"})

    assert "Запись сказок" in b"".join(response.streaming_content).decode()


def test_list_takes_as_many_queries_for_many_films(desk, lesson, assert_flat):
    def grow():
        VideoFactory(lesson=lesson, ready=True)
        VideoFactory(lesson=lesson, state=VideoState.QUEUED)

    assert_flat(lambda: desk.get(reverse("video:desk")), grow)


def test_films_in_work_are_shown_again_until_one_is_through(desk, lesson):
    film = VideoFactory(lesson=lesson, state=VideoState.PREPARING, percent=12)
    address = f"{reverse('video:in_work')}?film={film.token}"

    assert 'value="12"' in desk.get(address).content.decode()
    Video.objects.update(state=VideoState.FAILED)
    assert desk.get(address).headers["HX-Refresh"] == "true"


def test_page_of_a_film_shows_player_qualities_and_code(desk, film):
    RenditionFactory(video=film)

    page = desk.get(address("film", film)).content.decode()

    assert "<nastavnik-player" in page
    assert "720 строк" in page
    assert f"/embed/{film.token}/" in page
    assert "hx-get" not in page


def test_page_of_a_film_takes_few_queries_however_much_happened(desk, film, assert_flat):
    def grow():
        RenditionFactory(video=film, name=f"v{Video.objects.count()}{film.renditions.count()}")
        LessonFactory(held=True, cycle=film.lesson.cycle)

    assert_flat(lambda: desk.get(address("film", film)), grow)


def test_page_of_a_refused_film_says_what_to_do(desk, lesson):
    film = VideoFactory(lesson=lesson, state=VideoState.REFUSED, refusal=RefusalCode.NOT_A_FILM)
    ProcessingStep.objects.create(video=film, name=StepName.CHECK, started_at=timezone.now(), log="moov not found")

    page = desk.get(address("film", film)).content.decode()

    assert "не видео" in page
    assert "moov not found" in page
    assert address("retry", film) in page


def test_page_of_a_film_for_the_director_has_nothing_to_press(client, film, director):
    client.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(address("film", film)).content.decode()

    assert address("remove", film) not in page
    assert address("edit", film) not in page


def test_progress_is_shown_again_until_the_state_moves(desk, lesson):
    film = VideoFactory(lesson=lesson, state=VideoState.CHECKING, percent=5)

    assert 'value="5"' in desk.get(address("progress", film), {"state": "checking"}).content.decode()
    Video.objects.update(state=VideoState.PLAYABLE, build="b2")
    assert desk.get(address("progress", film), {"state": "checking"}).headers["HX-Refresh"] == "true"


def test_edit_changes_title_access_and_lesson(desk, film, school):
    other = LessonFactory(held=True, cycle__programme__school=school)
    typed = {"title": "Другое имя", "access": "link", "lesson": other.uid}

    response = desk.post(address("edit", film), typed)

    assert response.status_code == 302
    film.refresh_from_db()
    assert (film.title, film.access, film.lesson) == ("Другое имя", Access.LINK, other)
    desk.post(address("edit", film), {**typed, "lesson": ""})
    film.refresh_from_db()
    assert film.lesson is None


def test_edit_of_nothing_keeps_what_was_typed(desk, film):
    page = desk.post(address("edit", film), {"title": "", "access": "link", "lesson": "nosuch"}).content.decode()

    assert "field--wrong" in page
    assert desk.get(address("edit", film)).status_code == 200
    film.refresh_from_db()
    assert film.title == "Запись сказок"


def test_retry_puts_a_failed_film_back_to_work(desk, lesson):
    film = VideoFactory(lesson=lesson, state=VideoState.FAILED)

    desk.post(address("retry", film))

    film.refresh_from_db()
    assert film.state == VideoState.QUEUED


def test_retry_of_a_ready_film_is_refused_in_words(desk, film):
    response = desk.post(address("retry", film), headers={"Referer": f"http://testserver{address('film', film)}"})

    assert response.status_code == 302
    assert "нечего" in desk.get(address("film", film)).content.decode()


def test_remove_can_be_undone(desk, film):
    page = desk.post(address("remove", film), follow=True).content.decode()

    assert address("restore", film) in page
    assert Video.objects.get().removed_at is not None
    assert address("restore", film) in desk.get(address("film", film)).content.decode()
    desk.post(address("restore", film))
    assert Video.objects.get().removed_at is None
