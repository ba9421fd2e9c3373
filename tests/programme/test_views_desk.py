from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from tests.people.factories import OrganisationFactory, in_network
from tests.programme.factories import (
    CycleFactory,
    EnrolmentFactory,
    HandoutFactory,
    LessonFactory,
    LessonSpeakerFactory,
    PartnerFactory,
    ProgrammeFactory,
    SpeakerFactory,
)

from nastavnik.core.clock import now as clock_now
from nastavnik.core.http.flash import undo_url_of
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Cycle, Lesson, Partner, Programme, Speaker
from nastavnik.programme.permissions import place_of
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


@pytest.fixture
def pages(programme, cycle, lesson):
    """Every page of the desk that is read, with rows behind it."""
    speaker = LessonSpeakerFactory(lesson=lesson).speaker
    HandoutFactory(lesson=lesson)
    place = EnrolmentFactory(programme=programme)
    return [
        url("years"),
        url("board", programme.token),
        url("enrolled", programme.token),
        url("place", programme.token, place.user.token),
        url("lesson", lesson.uid),
        url("speakers"),
        url("add_programme"),
        url("edit_programme", programme.token),
        url("clone", programme.token),
        url("add_cycle", programme.token),
        url("enrol_people", programme.token),
        url("edit_cycle", cycle.token),
        url("add_lesson", cycle.token),
        url("edit_lesson_short", lesson.uid),
        url("cancel", lesson.uid),
        url("add_handout", lesson.uid),
        url("add_speaker"),
        url("speaker", speaker.token),
        url("school"),
    ]


def test_every_page_opens_for_the_methodist(desk, pages):
    assert {page: desk.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_guest_signs_in_first(client, pages):
    for page in pages:
        response = client.get(page)
        assert (response.status_code, response.headers["Location"]) == (302, f"/accounts/login/?next={page}")


def test_another_schools_methodist_finds_nothing(client, pages, outsider):
    client.force_login(outsider)
    assert {client.get(page).status_code for page in pages} <= {403, 404}


def test_director_reads_and_may_not_change(client, director, pages):
    client.force_login(director)
    assert [client.get(page).status_code for page in pages] == [200] * 6 + [403] * 12 + [404]


def test_director_sees_no_verbs_on_the_board(client, director, programme, lesson):
    client.force_login(director)
    page = text_of(client.get(url("board", programme.token)))
    assert lesson.title in page
    assert "data-reorder-handle" not in page
    assert "Отменить занятие" not in page


@pytest.mark.parametrize("name", ["years", "board", "lesson", "speakers", "enrolled", "school", "enrol_people"])
def test_page_asks_as_often_for_much_as_for_little(desk, school, programme, cycle, lesson, assert_flat, name):
    args = {"board": [programme.token], "enrolled": [programme.token], "enrol_people": [programme.token]}
    address = url(name, *args.get(name, [lesson.uid] if name == "lesson" else []))

    def grow():
        LessonSpeakerFactory(lesson__cycle=cycle)
        HandoutFactory(lesson=lesson)
        EnrolmentFactory(programme=programme)
        ProgrammeFactory(school=school)
        in_network(PartnerFactory(school=school).organisation, place_of(school))

    assert_flat(lambda: desk.get(address), grow)


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


# --- speakers ---


def test_speaker_is_added_edited_and_removed(desk, school, learner):
    organisation = OrganisationFactory()
    in_network(organisation, place_of(school))
    desk.post(url("add_speaker"), {"name": "Вера", "organisation": organisation.pk, "user": learner.pk})
    speaker = Speaker.objects.get()
    assert (speaker.organisation, speaker.user) == (organisation, learner)

    desk.post(url("speaker", speaker.token), {"name": "Вера Сёмина"})
    speaker.refresh_from_db()
    assert (speaker.name, speaker.organisation, speaker.user) == ("Вера Сёмина", None, None)

    desk.post(url("remove_speaker", speaker.token))
    assert not Speaker.objects.exists()


def test_speaker_without_a_name_is_asked_again(desk, school):
    assert desk.post(url("add_speaker"), {"name": ""}).status_code == 200
    assert desk.post(url("speaker", SpeakerFactory(school=school).token), {"name": ""}).status_code == 200


def test_speakers_are_saved_as_a_file(desk, school):
    SpeakerFactory(school=school, name="Вера")
    lines = b"".join(desk.get(f"{url('speakers')}?export=csv").streaming_content).decode().splitlines()
    assert lines[1].startswith("Вера;методист")


# --- the school ---


@pytest.fixture
def settings_typed(school):
    in_network(school.owner, place_of(school))
    return {
        "title": "Новая школа",
        "owner": school.owner_id,
        "time_zone": "Asia/Omsk",
        "accent_light": "#7a1f3d",
        "accent_dark": "#e8a3b8",
        "tab_videos": "Записи",
        "version": "0",
    }


def test_settings_are_saved(desk, school, settings_typed):
    response = desk.post(url("school"), settings_typed)
    assert response.headers["Location"] == url("school")
    school.refresh_from_db()
    assert (school.title, school.time_zone, school.accent_light) == ("Новая школа", "Asia/Omsk", "#7a1f3d")
    assert school.tab_texts == {"videos": "Записи"}


def test_settings_with_a_pale_colour_keep_what_was_typed(desk, school, settings_typed):
    response = desk.post(url("school"), settings_typed | {"accent_light": "#ffcc00"})
    assert "контраст 1.28 к 1" in text_of(response)
    assert "Новая школа" in text_of(response)
    school.refresh_from_db()
    assert school.version == 0


def test_settings_changed_meanwhile_are_told(desk, settings_typed):
    desk.post(url("school"), settings_typed)
    late = desk.post(url("school"), settings_typed | {"title": "Другая"})
    assert "Тем временем сохранено другим человеком: Новая школа" in text_of(late)


def test_partner_is_added_and_removed(desk, school):
    organisation = OrganisationFactory()
    in_network(organisation, place_of(school))
    desk.post(url("add_partner"), {"organisation": organisation.pk})
    assert Partner.objects.get().organisation == organisation
    desk.post(url("remove_partner", organisation.token))
    assert not Partner.objects.exists()


def test_partner_outside_the_network_is_not_added(desk):
    desk.post(url("add_partner"), {"organisation": OrganisationFactory().pk})
    assert not Partner.objects.exists()
