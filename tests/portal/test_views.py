import json
import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.contest.factories import ContestFactory
from tests.mentoring.answering.factories import PublicAnswerFactory
from tests.mentoring.factories import ConsultationFactory
from tests.programme.factories import (
    CycleFactory,
    EnrolmentFactory,
    HandoutFactory,
    LessonFactory,
    LessonSpeakerFactory,
    PartnerFactory,
    ProgrammeFactory,
    SchoolFactory,
)
from tests.video.factories import VideoFactory

from nastavnik.core.http.guests import PAGES
from nastavnik.core.templatetags.ui import linked_data
from nastavnik.mentoring.enums import PublicState
from nastavnik.portal.selectors.heads import written
from nastavnik.programme.enums import EnrolmentPolicy
from nastavnik.video.models import WatchPosition

PUBLIC = ["/", "/programme/", "/videos/", "/consultations/", "/contests/", "/collections/", "/about/"]
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def linked(response):
    """The schema.org data of a page, by the names of their types."""
    data = [json.loads(text) for text in LINKED.findall(response.content.decode())]
    things = [thing for one in data for thing in one.get("@graph", [one])]
    return {thing["@type"]: thing for thing in things}


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_without_any_row_teaches(client, school, path):
    response = client.get(path)

    assert response.status_code == 200
    assert school.title in text_of(response)
    assert response["Vary"] == "Cookie, Accept-Encoding"


@pytest.mark.parametrize("path", [*PUBLIC, "/lessons/held/", "/lessons/coming/"])
def test_guest_gets_the_page_once_and_then_not_modified(client, school, held, coming, film, path):
    first = client.get(path)
    second = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert first["Cache-Control"] == "no-cache"
    assert not first.cookies
    assert second.status_code == 304
    assert second.content == b""


def test_home_shows_what_comes_next_and_the_newest_film(client, school, held, coming, film):
    PartnerFactory(school=school, organisation__name="Институт искусств", organisation__short_name="БГИИК")

    page = text_of(client.get("/"))

    assert "Будущее занятие" in page
    assert "через 3" in page
    assert "/lessons/coming.ics" in page
    assert "/lessons/held/" in page
    assert "Институт искусств" in page
    assert "1 из 2 занятий прошли" in page


def test_home_says_that_a_lesson_is_on_air(client, school, cycle, now):
    LessonFactory(cycle=cycle, announced=True, slug="on-air", starts_at=now - timedelta(minutes=5))

    page = text_of(client.get("/"))

    assert "идёт сейчас" in page
    assert "button--live" in page


@pytest.mark.parametrize("path", ["/", "/programme/", "/videos/", "/sitemap.xml"])
def test_guest_never_sees_a_draft_nor_a_hidden_year(client, school, held, draft, path):
    hidden = CycleFactory(programme=ProgrammeFactory(school=school, is_public=False))
    LessonFactory(cycle=hidden, held=True, slug="hidden", title="Закрытое занятие")

    page = text_of(client.get(path))

    assert "Тайный замысел" not in page
    assert "/lessons/draft/" not in page
    assert "Закрытое занятие" not in page
    assert "/lessons/hidden/" not in page


@pytest.mark.parametrize("path", [*PUBLIC, "/sitemap.xml"])
def test_rows_of_another_school_never_leak(client, school, held, path):
    other = SchoolFactory(path="other", title="Чужая школа", tab_texts={"programme": "Чужие слова"})
    strange = CycleFactory(programme=ProgrammeFactory(school=other), title="Чужой цикл")
    lesson = LessonFactory(cycle=strange, held=True, slug="strange", title="Чужое занятие")
    VideoFactory(lesson=lesson, ready=True)
    PartnerFactory(school=other, organisation__name="Чужой партнёр")

    page = text_of(client.get(path))

    assert "Чуж" not in page
    assert "/lessons/strange/" not in page
    assert client.get("/lessons/strange/").status_code == 404


def test_programme_marks_what_is_next_and_what_has_a_film(client, school, held, coming, film):
    page = text_of(client.get("/programme/"))

    assert "stop--next" in page
    assert "stop--past" in page
    assert "film-mark" in page
    assert "Записаться на программу" in page
    assert f"/programme/{held.cycle.programme.token}.ics" in page


def test_programme_by_invitation_offers_no_place(client, school, held):
    programme = held.cycle.programme
    programme.enrolment_policy = EnrolmentPolicy.INVITATION
    programme.save()

    assert "Записаться на программу" not in text_of(client.get("/programme/"))


def test_programme_says_to_a_learner_that_she_is_enrolled(enter, learner, school, held):
    EnrolmentFactory(programme=held.cycle.programme, user=learner)

    page = text_of(enter(learner).get("/programme/"))

    assert "Вы записаны" in page
    assert "Записаться на программу" not in page


def test_programme_of_a_token_leads_to_other_years(client, school, held):
    older = ProgrammeFactory(school=school, title="Прошлый год", starts_on="2025-09-01", ends_on="2026-05-31")

    assert f"/programme/{older.token}/" in text_of(client.get("/programme/"))
    assert "Прошлый год" in text_of(client.get(f"/programme/{older.token}/"))
    assert client.get("/programme/nothing/").status_code == 404


def test_lesson_shows_everything_that_belongs_to_it(client, school, held, coming, film):
    LessonSpeakerFactory(lesson=held, speaker__name="Ведущая Занятия")
    held.partners.add(PartnerFactory(school=school, organisation__name="Научная библиотека").organisation)
    HandoutFactory(lesson=held, title="Памятка участника")

    page = text_of(client.get("/lessons/held/"))

    for words in ("Ведущая Занятия", "Научная библиотека", "Памятка участника", "12+", "nastavnik-player"):
        assert words in page
    assert "/lessons/coming/" in page


def test_lesson_to_come_says_when_and_offers_a_place(client, school, coming):
    page = text_of(client.get("/lessons/coming/"))

    assert "через 3" in page
    assert "/lessons/coming.ics" in page
    assert "Записаться на программу" in page


def test_lesson_that_was_held_offers_no_place_and_no_calendar(client, school, held):
    page = text_of(client.get("/lessons/held/"))

    assert "/lessons/held.ics" not in page
    assert "Записаться на программу" not in page


def test_lesson_without_a_film_says_so(client, school, held):
    assert "Записи этого занятия пока нет" in text_of(client.get("/lessons/held/"))


def test_lesson_whose_film_is_being_made_says_so(client, school, held):
    VideoFactory(lesson=held)

    assert "player-stand" in text_of(client.get("/lessons/held/"))


def test_cancelled_lesson_stays_and_says_why(client, school, cycle):
    LessonFactory(cycle=cycle, cancelled=True, slug="off", cancelled_because="Ведущая заболела.")

    page = text_of(client.get("/lessons/off/"))

    assert "Занятие отменено." in page
    assert "Ведущая заболела." in page
    assert "EventCancelled" in page
    assert "stop--off" in text_of(client.get("/programme/"))


def test_lesson_says_the_time_of_the_school_to_a_viewer_elsewhere(client, school, held):
    client.cookies["zone"] = "Asia/Vladivostok"

    assert "московское время" in text_of(client.get("/lessons/held/")).lower()


def test_methodist_may_edit_from_the_page_of_a_lesson(enter, methodist, school, draft):
    page = text_of(enter(methodist).get("/lessons/draft/"))

    assert "Тайный замысел" in page
    assert reverse("programme:lesson", args=[draft.uid]) in page


def test_short_address_of_lessons_leads_to_the_programme(client, school):
    assert client.get("/lessons/")["Location"] == "/programme/"


def test_linked_data_of_the_first_page_names_school_and_event(client, school, coming):
    data = linked(client.get("/"))

    assert data["EducationalOrganization"]["name"] == school.title
    assert data["EducationEvent"]["name"] == "Будущее занятие"
    assert data["EducationEvent"]["startDate"] == coming.starts_at.isoformat()


def test_linked_data_of_the_programme_is_a_course(client, school, held):
    course = linked(client.get("/programme/"))["Course"]

    assert course["name"] == held.cycle.programme.title
    assert course["hasCourseInstance"]["startDate"] == "2026-09-01"


def test_linked_data_of_a_lesson_has_its_film(client, school, held, film):
    LessonSpeakerFactory(lesson=held, speaker__name="Ведущая Занятия")

    response = client.get("/lessons/held/")

    data = linked(response)
    assert data["VideoObject"]["duration"] == "PT0H1M0S"
    assert data["VideoObject"]["thumbnailUrl"].endswith(f"/videos/{film.token}/poster/")
    assert data["EducationEvent"]["performer"][0]["name"] == "Ведущая Занятия"
    assert '<meta property="og:image"' in text_of(response)


def test_linked_data_lets_no_bracket_through(client, school, held):
    evil = "</script><script>alert(1)</script> & \u2028 <!--"
    held.title = evil
    held.save()

    response = client.get("/lessons/held/")

    assert linked(response)["EducationEvent"]["name"] == evil
    assert "<script>alert" not in text_of(response)
    assert re.fullmatch(
        r'<script type="application/ld\+json">[^<>&\u2028]*</script>', linked_data(written({"name": evil}))
    )


def test_me_shows_where_she_stopped_and_what_comes(enter, learner, school, held, coming, film):
    EnrolmentFactory(programme=held.cycle.programme, user=learner)
    WatchPosition.objects.create(user=learner, video=film, seconds=30, updated_at=held.starts_at)

    page = text_of(enter(learner).get("/me/"))

    assert "Продолжить с места остановки" in page
    assert "Прошедшее занятие" in page
    assert "Будущее занятие" in page
    assert held.cycle.programme.title in page
    assert "/calendar/" in page


def test_me_offers_a_place_to_who_has_none(enter, learner, school, held):
    page = text_of(enter(learner).get("/me/"))

    assert "Вы ещё не записаны" in page
    assert f"/programme/{held.cycle.programme.token}/enrol/" in page


def test_me_without_a_programme_leads_to_the_recordings(enter, learner, school):
    assert "/videos/" in text_of(enter(learner).get("/me/"))


def test_guest_signs_in_before_her_study_and_the_desk(client, school):
    for path in ("/me/", "/desk/"):
        assert client.get(path)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("role", "status"), [("methodist", 200), ("director", 200), ("learner", 404), ("outsider", 404)]
)
def test_desk_opens_to_methodist_and_director_alone(enter, request, school, role, status):
    assert enter(request.getfixturevalue(role)).get("/desk/").status_code == status


def test_robots_keep_to_the_public_pages(client, school):
    page = text_of(client.get("/robots.txt"))

    assert "Disallow: /desk/" in page
    assert f"Sitemap: {school.base_url}/sitemap.xml" in page


def test_sitemap_lists_what_guests_may_open(client, school, held, draft):
    response = client.get("/sitemap.xml")

    found = [element.text for element in ET.fromstring(response.content).findall("*/{*}loc")]  # noqa: S314 -- our own page
    assert f"{school.base_url}/lessons/held/" in found
    assert f"{school.base_url}/" in found
    assert not [address for address in found if "draft" in address]


def test_sitemap_lists_contests_that_guests_may_open(client, school):
    running, over = (ContestFactory(school=school, slug=slug, **{slug: True}) for slug in ("intake", "released"))
    prepared, elsewhere = ContestFactory(school=school), ContestFactory(school=SchoolFactory(path="other"), intake=True)

    page = text_of(client.get("/sitemap.xml"))

    for path in (f"{running.slug}/", f"{running.slug}/regulation/", f"{over.slug}/", f"{over.slug}/results/"):
        assert f"<loc>{school.base_url}/contests/{path}</loc>" in page
    assert f"/{running.slug}/results/" not in page
    assert not [one for one in (prepared, elsewhere) if one.slug in page]


def test_sitemap_lists_public_answers_alone(client, school):
    public, prepared, withdrawn = (
        PublicAnswerFactory(consultation=ConsultationFactory(school=school, answered=True), **state)
        for state in ({"public": True}, {}, {"state": PublicState.WITHDRAWN})
    )
    elsewhere = PublicAnswerFactory(consultation__school=SchoolFactory(path="other"), public=True)

    page = text_of(client.get("/sitemap.xml"))

    assert f"{school.base_url}/consultations/answers/{public.token}/" in page
    assert not [one for one in (prepared, withdrawn, elsewhere) if one.token in page]


def test_addresses_of_a_school_by_path_are_whole(client, school):
    other = SchoolFactory(path="other", title="Вторая школа")
    lesson = LessonFactory(cycle__programme__school=other, held=True, slug="there")

    response = client.get("/other/lessons/there/")

    assert f'<link rel="canonical" href="{other.base_url}/lessons/there/">' in text_of(response)
    assert 'href="/other/programme/"' in text_of(response)
    assert f"{other.base_url}{lesson.path}" in text_of(client.get("/other/sitemap.xml"))


def test_manifest_names_the_school(client, school):
    assert client.get("/manifest.webmanifest").json()["name"] == school.title


def test_old_icon_leads_to_the_picture(client, school):
    assert client.get("/favicon.ico")["Location"].endswith("icon.svg")


def test_unknown_page_speaks_as_the_school(client, school):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert school.title in text_of(response)
    assert "/programme/" in text_of(response)


def test_tab_text_of_the_methodist_outranks_ours(client, school):
    school.tab_texts = {"contest": "Свои слова о конкурсе"}
    school.save()

    assert "Свои слова о конкурсе" in text_of(client.get("/contests/"))


def test_demonstration_says_so_on_every_page(client, school):
    school.is_demo = True
    school.save()
    PAGES.clear()

    for path in PUBLIC:
        assert "демонстрационная школа" in text_of(client.get(path))
