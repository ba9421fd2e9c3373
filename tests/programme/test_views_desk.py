import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from tests.people.factories import OrganisationFactory, in_network
from tests.programme.factories import (
    EnrolmentFactory,
    HandoutFactory,
    LessonFactory,
    LessonSpeakerFactory,
    PartnerFactory,
    ProgrammeFactory,
    SpeakerFactory,
)

from nastavnik.core.http.flash import undo_url_of
from nastavnik.programme.models import Partner, Speaker
from nastavnik.programme.permissions import place_of

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
