from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from tests.programme.factories import (
    CycleFactory,
    LessonFactory,
    ProgrammeFactory,
)

from nastavnik.core.clock import now as clock_now
from nastavnik.core.http.flash import undo_url_of
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Cycle, Lesson, Programme

pytestmark = pytest.mark.django_db
SHORT = {"title": "Блог", "kind": "seminar", "starts_at": "2027-01-14T14:00", "duration_minutes": "90", "version": "0"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist)
    return client


@pytest.fixture
def lesson(cycle):
    return LessonFactory(cycle=cycle, announced=True, title="Клуб")


def url(name, *args):
    return reverse(f"programme:{name}", args=args)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def undo_of(response):
    return [undo_url_of(message) for message in get_messages(response.wsgi_request)][-1]


def text_of(response):
    return response.content.decode()


# --- years ---


def test_year_is_made(desk, school):
    response = desk.post(
        url("add_programme"),
        {"title": "2027/28", "starts_on": "2027-09-01", "ends_on": "2028-05-31", "enrolment_policy": "invitation"},
    )
    programme = Programme.objects.get()
    assert response.headers["Location"] == url("board", programme.token)
    assert (programme.school, programme.starts_on, programme.is_public) == (school, date(2027, 9, 1), False)


def test_year_with_days_backwards_keeps_what_was_typed(desk):
    response = desk.post(
        url("add_programme"),
        {"title": "Мой год", "starts_on": "2027-09-01", "ends_on": "2027-05-31", "enrolment_policy": "open"},
    )
    assert response.status_code == 200
    assert "Мой год" in text_of(response)
    assert "раньше, чем началась" in text_of(response)


def test_year_is_edited_and_a_late_form_is_told(desk, programme):
    typed = {"starts_on": "2026-09-01", "ends_on": "2027-05-31", "enrolment_policy": "open", "version": "0"}
    response = desk.post(url("edit_programme", programme.token), typed | {"title": "Первое"})
    assert response.status_code == 302
    late = desk.post(url("edit_programme", programme.token), typed | {"title": "Второе"})

    assert "Тем временем сохранено другим человеком: Первое" in text_of(late)
    assert 'value="Второе"' in text_of(late)
    again = desk.post(url("edit_programme", programme.token), typed | {"title": "Второе", "version": "1"})
    assert again.status_code == 302
    programme.refresh_from_db()
    assert programme.title == "Второе"


def test_year_is_published_and_hidden_with_undo(desk, school):
    programme = ProgrammeFactory(school=school, is_public=False)
    response = desk.post(url("publish", programme.token))
    programme.refresh_from_db()
    assert (programme.is_public, undo_of(response)) == (True, url("hide", programme.token))
    response = desk.post(url("hide", programme.token))
    programme.refresh_from_db()
    assert (programme.is_public, undo_of(response)) == (False, url("publish", programme.token))


def test_year_is_copied_and_the_postponed_are_counted(desk, programme, cycle):
    # 1 and 8 January are holidays, so the lesson comes on the 15th
    LessonFactory(cycle=cycle, held=True, starts_at=clock_now().replace(year=2027, month=1, day=2))
    response = desk.post(url("clone", programme.token), {"title": "2027/28", "starts_on": "2027-08-31"})

    copy = Programme.objects.get(title="2027/28")
    assert response.headers["Location"] == url("board", copy.token)
    assert "1 занятие сдвинуто" in said(response)[0]
    assert Lesson.objects.get(cycle__programme=copy).state == LessonState.DRAFT


def test_year_without_holidays_is_copied_without_a_word_of_them(desk, programme):
    response = desk.post(url("clone", programme.token), {"title": "2027/28", "starts_on": "2027-08-31"})
    assert "сдвинут" not in said(response)[0]


def test_copy_without_a_day_is_asked_again(desk, programme):
    assert desk.post(url("clone", programme.token), {"title": "2027/28"}).status_code == 200


# --- the board ---


@pytest.fixture
def two(programme, cycle):
    second = CycleFactory(programme=programme, position=2)
    return LessonFactory(cycle=cycle, number=1, title="А"), LessonFactory(cycle=second, number=1, title="Б")


def test_whole_order_comes_by_script(desk, programme, two):
    first, second = two
    page = text_of(desk.get(url("board", programme.token)))
    mark = page.partition("?seen=")[2].partition('"')[0]
    order = [f"{second.cycle.token}:{lesson.uid}" for lesson in (first, second)]
    response = desk.post(f"{url('order', programme.token)}?seen={mark}", {"order": order})

    assert response.status_code == 204
    first.refresh_from_db()
    assert (first.cycle, first.number) == (second.cycle, 1)


def test_old_order_is_refused_as_a_sentence_for_the_script(desk, programme, two):
    order = [f"{lesson.cycle.token}:{lesson.uid}" for lesson in two]
    response = desk.post(
        f"{url('order', programme.token)}?seen=old", {"order": order}, headers={"Accept": "text/plain"}
    )
    assert (response.status_code, response.headers["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert "кто-то переставил" in text_of(response)


def test_step_comes_by_a_button(desk, programme, two):
    first, second = two
    response = desk.post(url("order", programme.token), {"move": f"{first.uid}:down"})
    assert response.headers["Location"] == f"{url('board', programme.token)}#lesson-{first.uid}"
    first.refresh_from_db()
    assert first.cycle == second.cycle


def test_order_by_the_director_is_denied(client, director, programme, two):
    client.force_login(director)
    assert client.post(url("order", programme.token), {"move": f"{two[0].uid}:down"}).status_code == 403


# --- cycles ---


def test_cycle_is_added_edited_moved_removed_and_brought_back(desk, programme, cycle):
    desk.post(url("add_cycle", programme.token), {"title": "Гранты"})
    added = Cycle.objects.get(title="Гранты")
    assert added.position == 2

    desk.post(url("edit_cycle", added.token), {"title": "Проекты", "version": "0"})
    desk.post(url("move_cycle", added.token, "up"))
    added.refresh_from_db()
    assert (added.title, added.position) == ("Проекты", 1)

    response = desk.post(url("remove_cycle", added.token))
    assert undo_of(response) == url("bring_back_cycle", added.token)
    desk.post(undo_of(response))
    added.refresh_from_db()
    assert added.removed_at is None


def test_cycle_without_a_title_is_asked_again(desk, programme, cycle):
    assert desk.post(url("add_cycle", programme.token), {"title": ""}).status_code == 200
    assert desk.post(url("edit_cycle", cycle.token), {"title": "", "version": "0"}).status_code == 200


def test_cycle_changed_meanwhile_is_told(desk, cycle):
    desk.post(url("edit_cycle", cycle.token), {"title": "Первое", "version": "0"})
    late = desk.post(url("edit_cycle", cycle.token), {"title": "Второе", "version": "0"})
    assert "Тем временем сохранено другим человеком: Первое" in text_of(late)
