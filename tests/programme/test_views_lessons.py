from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from tests.programme.factories import (
    EnrolmentFactory,
    LessonFactory,
    PartnerFactory,
    SpeakerFactory,
)

from nastavnik.core.clock import now as clock_now
from nastavnik.core.http.flash import undo_url_of
from nastavnik.programme.models import Lesson, Speaker
from nastavnik.programme.services.lessons import speaker_ids_of

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


# --- lessons ---


def test_lesson_is_added_on_a_page(desk, programme, cycle):
    response = desk.post(url("add_lesson", cycle.token), SHORT)
    lesson = Lesson.objects.get()
    assert response.headers["Location"] == f"{url('board', programme.token)}#lesson-{lesson.uid}"
    assert (lesson.title, lesson.starts_at.isoformat()) == ("Блог", "2027-01-14T11:00:00+00:00")
    desk.post(undo_of(response))
    lesson.refresh_from_db()
    assert lesson.removed_at is not None


def test_lesson_is_added_in_place(desk, cycle):
    form = desk.get(url("add_lesson", cycle.token), headers=HTMX)
    assert "<html" not in text_of(form)
    assert f'form="form-{cycle.token}"' in text_of(form)
    assert 'hx-swap-oob="beforeend:#board-forms"' in text_of(form)
    response = desk.post(url("add_lesson", cycle.token), SHORT, headers=HTMX)
    assert response.headers["HX-Refresh"] == "true"
    assert Lesson.objects.count() == 1


def test_lesson_with_a_mistake_is_asked_again_in_place(desk, cycle):
    response = desk.post(url("add_lesson", cycle.token), SHORT | {"title": ""}, headers=HTMX)
    assert (response.status_code, "errorlist" in text_of(response)) == (200, True)
    assert "hx-swap-oob" not in text_of(response)


def test_lesson_is_edited_in_place_and_undone(desk, lesson):
    assert "<html" not in text_of(desk.get(url("edit_lesson_short", lesson.uid), headers=HTMX))
    response = desk.post(url("edit_lesson_short", lesson.uid), SHORT, headers=HTMX)
    assert response.headers["HX-Refresh"] == "true"
    lesson.refresh_from_db()
    assert lesson.title == "Блог"

    desk.post(undo_of(response))
    lesson.refresh_from_db()
    assert lesson.title == "Клуб"


def test_lesson_is_edited_on_the_short_page(desk, lesson, programme):
    response = desk.post(url("edit_lesson_short", lesson.uid), SHORT)
    assert response.headers["Location"] == f"{url('board', programme.token)}#lesson-{lesson.uid}"
    assert desk.post(url("edit_lesson_short", lesson.uid), SHORT | {"title": ""}).status_code == 200


@pytest.fixture
def full(lesson):
    return SHORT | {"age_rating": "16+", "slug": lesson.slug, "summary": "Фраза", "place": "Зал"}


def test_lesson_is_edited_in_full(desk, school, lesson, full):
    speaker, partner = SpeakerFactory(school=school), PartnerFactory(school=school).organisation
    chosen = {"speaker_ids": [speaker.pk], "partner_ids": [partner.pk], "new_speaker": "Сёмина Вера"}
    response = desk.post(url("lesson", lesson.uid), full | chosen)

    assert response.headers["Location"] == url("lesson", lesson.uid)
    lesson.refresh_from_db()
    assert (lesson.age_rating, lesson.place, list(lesson.partners.all())) == ("16+", "Зал", [partner])
    assert speaker_ids_of(lesson) == [speaker.pk, Speaker.objects.get(name="Сёмина Вера").pk]


def test_lesson_saved_without_a_change_offers_no_undo(desk, lesson):
    typed = {"title": lesson.title, "kind": lesson.kind, "duration_minutes": "60", "version": "0"}
    moment = lesson.starts_at.astimezone(lesson.zone)
    response = desk.post(url("edit_lesson_short", lesson.uid), typed | {"starts_at": f"{moment:%Y-%m-%dT%H:%M}"})
    assert (said(response), undo_of(response)) == (["Занятие сохранено."], "")


def test_two_forms_at_once_lose_nothing(desk, lesson, full):
    desk.post(url("lesson", lesson.uid), full | {"title": lesson.title})
    moment = f"{lesson.starts_at.astimezone(lesson.zone):%Y-%m-%dT%H:%M}"
    opened = {"kind": lesson.kind, "duration_minutes": "60", "starts_at": moment, "version": "0"}
    desk.post(url("edit_lesson_short", lesson.uid), opened | {"title": "Клуб читателей"})

    lesson.refresh_from_db()
    assert (lesson.title, lesson.place, lesson.duration_minutes) == ("Клуб читателей", "Зал", 90)


def test_two_forms_that_dispute_a_title_are_told(desk, lesson, full):
    desk.post(url("lesson", lesson.uid), full | {"title": "Первое"})
    late = desk.post(url("lesson", lesson.uid), full | {"title": "Второе"})
    assert "Тем временем сохранено другим человеком: Первое" in text_of(late)
    assert 'value="Второе"' in text_of(late)
    lesson.refresh_from_db()
    assert lesson.title == "Первое"


@pytest.mark.parametrize(
    ("state", "deed", "after", "undo"),
    [
        ("draft", "announce", "announced", "withdraw"),
        ("announced", "withdraw", "draft", "announce"),
        ("announced", "hold", "held", "reopen"),
        ("held", "reopen", "announced", "hold"),
        ("cancelled", "restore", "announced", ""),
    ],
)
def test_deed_changes_the_state_and_offers_its_undo(desk, cycle, programme, state, deed, after, undo):
    lesson = LessonFactory(cycle=cycle, state=state, starts_at=clock_now() - timedelta(minutes=1), title="Клуб")
    response = desk.post(url("do", lesson.uid, deed))

    lesson.refresh_from_db()
    assert lesson.state == after
    assert undo_of(response) == (url("do", lesson.uid, undo) if undo else "")
    assert "Клуб" in said(response)[0]
    assert response.headers["Location"] == f"{url('board', programme.token)}#lesson-{lesson.uid}"


def test_deed_goes_back_to_the_page_it_came_from(desk, cycle):
    lesson = LessonFactory(cycle=cycle, held=True)
    page = f"http://testserver{url('lesson', lesson.uid)}"
    assert desk.post(url("do", lesson.uid, "reopen"), headers={"Referer": page}).headers["Location"] == page


def test_deed_never_goes_to_another_site(desk, cycle, programme):
    lesson = LessonFactory(cycle=cycle, held=True)
    response = desk.post(url("do", lesson.uid, "reopen"), headers={"Referer": "https://evil.example/"})
    assert response.headers["Location"] == f"{url('board', programme.token)}#lesson-{lesson.uid}"


def test_removed_draft_comes_back_by_undo(desk, cycle, programme):
    lesson = LessonFactory(cycle=cycle)
    page = f"http://testserver{url('lesson', lesson.uid)}"
    response = desk.post(url("do", lesson.uid, "remove"), headers={"Referer": page})
    assert response.headers["Location"].startswith(url("board", programme.token))
    assert desk.get(url("lesson", lesson.uid)).status_code == 404
    desk.post(undo_of(response))
    assert desk.get(url("lesson", lesson.uid)).status_code == 200


def test_deed_that_is_too_late_is_told(desk, lesson):
    response = desk.post(url("do", lesson.uid, "announce"), headers={"Referer": "http://testserver/desk/programme/"})
    assert (response.status_code, response.headers["Location"]) == (302, "http://testserver/desk/programme/")
    assert "уже нельзя" in said(response)[0]


def test_deed_by_link_is_not_allowed(desk, lesson):
    assert desk.get(url("do", lesson.uid, "withdraw")).status_code == 405


def test_lesson_is_cancelled_with_a_reason(desk, lesson, programme):
    EnrolmentFactory(programme=programme)
    assert "1 записанный слушатель" in text_of(desk.get(url("cancel", lesson.uid)))
    assert desk.post(url("cancel", lesson.uid), {"reason": ""}).status_code == 200
    response = desk.post(url("cancel", lesson.uid), {"reason": "Болезнь"})
    lesson.refresh_from_db()
    assert (lesson.state, lesson.cancelled_because) == ("cancelled", "Болезнь")
    assert undo_of(response) == url("do", lesson.uid, "restore")


def test_lesson_cancelled_meanwhile_keeps_the_reason_typed(desk, cycle):
    lesson = LessonFactory(cycle=cycle)
    response = desk.post(url("cancel", lesson.uid), {"reason": "Моя причина"})
    assert "Моя причина" in text_of(response)
    assert "уже нельзя" in text_of(response)
