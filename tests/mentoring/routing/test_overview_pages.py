"""All questions at the methodist's desk."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from tests.mentoring.factories import ConsultationFactory, RecommendationFactory, ThemeFactory
from tests.mentoring.routing.reading import columns, give, words
from tests.people.factories import grant

from nastavnik.mentoring.models import Consultation, Theme
from nastavnik.mentoring.permissions import can_route, consultations_routed_by
from nastavnik.mentoring.selectors import overview
from nastavnik.mentoring.services import answering, asking
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of

HOUR = timedelta(hours=1)


@pytest.fixture
def questions(school, make_mentor):
    """Return questions in every state, by the word that tells them apart."""
    now = timezone.now()
    theme = ThemeFactory(school=school, title="Квесты")
    rows = {
        "Ждёт": ConsultationFactory(school=school, waiting=True, subject="Прошу Ждёт", theme=theme),
        "Поздно": ConsultationFactory(school=school, waiting=True, subject="Прошу Поздно", due_at=now - HOUR),
        "Уточнён": ConsultationFactory(school=school, asked_back=True, subject="Прошу Уточнён"),
        "Отвечен": ConsultationFactory(school=school, answered=True, subject="Прошу Отвечен", was_in_time=True),
        "Закрыт": ConsultationFactory(school=school, closed=True, subject="Прошу Закрыт", was_in_time=False),
    }
    first, second = make_mentor("Мария Первая"), make_mentor("Ольга Вторая")
    give(rows["Ждёт"], first)
    give(rows["Ждёт"], second)
    give(rows["Уточнён"], second)
    ConsultationFactory(school=school, subject="Прошу Черновик")
    ConsultationFactory(school=school, withdrawn=True, subject="Прошу Отозван")
    ConsultationFactory(waiting=True, subject="Прошу Чужой")
    ConsultationFactory(school=school, waiting=True, asker=None, subject="Прошу Забыт")
    return rows


def shown(client, url):
    return set(re.findall(r"Прошу (\w+)", words(client.get(url))))


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("/desk/consultations/", {"Ждёт", "Поздно", "Уточнён"}),
        ("/desk/consultations/?state=waiting", {"Ждёт", "Поздно"}),
        ("/desk/consultations/?state=overdue", {"Поздно"}),
        ("/desk/consultations/?state=no_mentor", {"Поздно"}),
        ("/desk/consultations/?state=asked_back", {"Уточнён"}),
        ("/desk/consultations/?mentor=ольга", {"Ждёт", "Уточнён"}),
        ("/desk/consultations/?mentor=мария+вторая", set()),
        ("/desk/consultations/all/", {"Ждёт", "Поздно", "Уточнён", "Отвечен", "Закрыт"}),
        ("/desk/consultations/all/?state=answered", {"Отвечен"}),
        ("/desk/consultations/all/?state=closed", {"Закрыт"}),
        ("/desk/consultations/all/?q=№+1", {"Ждёт"}),
        ("/desk/consultations/all/?q=99999999999999999999", set()),
        ("/desk/consultations/all/?q=один", set()),
    ],
)
def test_overview_shows_what_is_asked_for(questions, at_desk, url, found):
    assert shown(at_desk, url) == found


def test_overview_is_filtered_by_theme(questions, at_desk):
    theme = Theme.objects.get(title="Квесты")

    assert shown(at_desk, f"/desk/consultations/?theme={theme.token}") == {"Ждёт"}


def test_overview_without_themes_has_no_filter_of_them(at_desk, question):
    assert "Тема" in columns(at_desk.get("/desk/consultations/"))
    assert 'id="filter-theme"' not in at_desk.get("/desk/consultations/").content.decode()


def test_overview_counts_and_names_mentors(questions, at_desk):
    response = at_desk.get("/desk/consultations/")

    assert "Мария Первая +1" in words(response)
    # what is forgotten, or of another school, is in no figure
    figures = re.findall(r"<dt>([^<]+)</dt><dd>(?:<a[^>]*>)?(\d+)", response.content.decode())
    assert dict(figures) == {
        "ждут ответа": "2",
        "без наставника": "1",
        "просрочено": "1",
        "ждут уточнения": "1",
    }


def test_overview_says_how_many_were_answered_in_time(questions, at_desk):
    assert "За последние 30 дней задано 5 вопросов, отвечено: 2. В срок — 50 % ответов." in words(
        at_desk.get("/desk/consultations/")
    )


@pytest.mark.parametrize(("late", "percent"), [(timedelta(0), 100), (HOUR, 0)])
def test_overview_keeps_what_was_in_time_when_the_asker_is_content_and_when_she_asks_on(school, mentor, late, percent):
    now = timezone.now()
    question = ConsultationFactory(school=school, waiting=True, due_at=now - late)
    give(question, mentor)
    asker, row = question.asker, RecommendationFactory(consultation=question, mentor=mentor)
    grant(asker, Role.LEARNER, place_of(school))
    answering.send(actor=mentor, recommendation_id=row.pk, version=0, now=now)
    at_once = overview.figures_of(school, now).in_time_percent

    asking.judge(actor=asker, consultation_id=question.pk, has_helped=True, now=now)
    content = overview.figures_of(school, now).in_time_percent
    asking.remark(actor=asker, consultation_id=question.pk, text="А ещё?", now=now)
    second = RecommendationFactory(consultation=question, mentor=mentor)
    answering.send(actor=mentor, recommendation_id=second.pk, version=0, now=now + timedelta(minutes=1))

    assert [at_once, content, overview.figures_of(school, now).in_time_percent] == [percent] * 3


def test_file_of_questions_has_no_word_of_them_and_not_who_asked(questions, at_desk):
    Consultation.objects.update(text="Тайный текст")
    asker = questions["Ждёт"].asker

    response = at_desk.get("/desk/consultations/all/?export=xlsx")

    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    rows = [[str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
    assert rows[0][:4] == ["№", "Тема", "Состояние", "Наставник"]
    assert sorted(row[0] for row in rows[1:]) == ["1", "2", "3", "4", "5"]
    flat = " ".join(cell for row in rows for cell in row)
    assert "Мария Первая +1" in flat
    for secret in ("Прошу", "Тайный", asker.full_name):
        assert secret not in flat
    table = b"".join(at_desk.get("/desk/consultations/?export=csv").streaming_content).decode()
    assert "Прошу" not in table
    assert asker.full_name not in table


def test_director_sees_figures_and_no_question(questions, client, director):
    client.force_login(director)

    response = client.get("/desk/consultations/all/?export=xlsx")

    assert "Директор видит цифры" in words(response)
    assert shown(client, "/desk/consultations/all/") == set()
    assert questions["Ждёт"].token not in response.content.decode()


def test_pair_of_permissions_of_routing_agrees(school, questions, methodist, director, mentor, learner, outsider):
    own = ConsultationFactory(school=school, waiting=True, asker=methodist)
    for actor in (methodist, director, mentor, learner, outsider):
        seen = set(consultations_routed_by(actor, school))
        expected = {*questions.values(), own} if can_route(actor, school) else set()
        assert seen == expected


def test_figures_of_a_school_without_questions_are_nothing(school):
    figures = overview.figures_of(school, timezone.now())

    assert (figures.waiting, figures.asked, figures.in_time_percent) == (0, 0, None)


def test_overview_asks_no_more_queries_with_more_questions(school, at_desk, make_mentor, assert_flat):
    def grow():
        question = ConsultationFactory(school=school, waiting=True, theme=ThemeFactory(school=school))
        give(question, make_mentor())

    assert_flat(lambda: at_desk.get("/desk/consultations/"), grow)
