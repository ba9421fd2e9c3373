"""One question at the methodist's desk, and the mentors."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.mentoring.factories import ConsultationFactory, RecommendationFactory, ThemeFactory
from tests.mentoring.routing.reading import give, words

from nastavnik.mentoring.enums import AssignmentEnd
from nastavnik.mentoring.models import Assignment, MentorProfile, Theme
from nastavnik.mentoring.selectors.candidates import active_mentors

HOUR = timedelta(hours=1)

# --- one question ------------------------------------------------------------------------------------------


def test_routing_page_shows_who_has_and_had_the_question(school, question, at_desk, methodist, make_mentor):
    now = timezone.now()
    has, had = make_mentor("Мария Отвечает"), make_mentor("Ольга Отказалась")
    give(question, has, assigned_by=methodist, note="Помогите с этим")
    give(question, had, ended_at=now, end=AssignmentEnd.DECLINED, end_note="Не моя тема")

    said = words(at_desk.get(reverse("mentoring:routing", args=[question.token])))

    for part in ("Мария Отвечает", "назначил(а) Методист школы", "Помогите с этим", "Ольга Отказалась", "Не моя тема"):
        assert part in said


def test_routing_page_offers_who_suits_best_first(school, at_desk, make_mentor):
    theme, other = ThemeFactory(school=school), ThemeFactory(school=school)
    names = {
        "Не берёт": {"themes": [other]},
        "Нет на месте": {"themes": [theme], "away_until": date(2100, 1, 1)},
        "Полна": {"themes": [theme], "capacity": 1},
        "Свободна": {"themes": [theme]},
    }
    mentors = {name: make_mentor(f"Анна {name}", **offer) for name, offer in names.items()}
    give(ConsultationFactory(school=school, waiting=True), mentors["Полна"])
    question = ConsultationFactory(school=school, waiting=True, theme=theme)

    said = words(at_desk.get(reverse("mentoring:routing", args=[question.token])))

    places = [said.index(f"Анна {name}") for name in ("Свободна", "Полна", "Нет на месте", "Не берёт")]
    assert places == sorted(places)
    assert "Анна Полна — 1 открытый вопрос из 1" in said
    assert "не берёт эту тему" in said
    assert "Вопроса ни у кого нет" in said


def test_routing_page_offers_some_and_says_how_many_more(question, at_desk, make_mentor, monkeypatch):
    monkeypatch.setattr("nastavnik.mentoring.selectors.routing.MOST_CHOICES", 1)
    for _ in range(3):
        make_mentor()

    assert "Подходят ещё 2 наставника" in words(at_desk.get(reverse("mentoring:routing", args=[question.token])))


def test_methodist_gives_a_question_to_a_mentor(question, at_desk, methodist, make_mentor):
    mentor = make_mentor()
    url = reverse("mentoring:routing", args=[question.token])

    given = at_desk.post(url, {"mentor": mentor.token, "note": "Помогите"})

    assert given.headers["Location"] == url
    row = Assignment.objects.get()
    assert (row.mentor, row.assigned_by, row.note) == (mentor, methodist, "Помогите")


def test_methodist_cannot_give_a_question_to_who_is_no_choice(question, at_desk, mentor, learner):
    give(question, mentor)
    url = reverse("mentoring:routing", args=[question.token])

    for token in (mentor.token, learner.token, "nonsense"):
        assert "Выберите корректный вариант" in words(at_desk.post(url, {"mentor": token}))
    assert active_mentors(question.pk) == [mentor.pk]


def test_answered_question_is_given_to_nobody(school, at_desk, mentor):
    question = ConsultationFactory(school=school, answered=True)
    give(question, mentor)
    url = reverse("mentoring:routing", args=[question.token])

    page = at_desk.get(url).content.decode()

    assert 'name="mentor"' not in page
    assert "take-away" not in page
    assert at_desk.post(url, {"mentor": mentor.token}).status_code == 200
    assert Assignment.objects.count() == 1


def test_methodist_takes_a_question_away(question, at_desk, make_mentor):
    own, other = make_mentor(), make_mentor()
    give(question, own)
    url = reverse("mentoring:take_away", args=[question.token, own.token])

    first = at_desk.post(url, {"note": "Болеет"}, follow=True)
    assert "Он у другого наставника" in words(first)
    assert Assignment.objects.get(mentor=own).end_note == "Болеет"

    again = reverse("mentoring:take_away", args=[question.token, other.token])
    second = at_desk.post(again, {"note": "я" * 1001}, follow=True)
    assert "Пока никто другой не свободен" in words(second)
    assert active_mentors(question.pk) == []
    assert at_desk.post(reverse("mentoring:take_away", args=[question.token, "nobody"])).status_code == 404


def test_routing_page_asks_no_more_queries_with_more_mentors(question, at_desk, make_mentor, assert_flat):
    def grow():
        give(question, make_mentor())
        make_mentor(capacity=2)

    address = reverse("mentoring:routing", args=[question.token])
    assert_flat(lambda: at_desk.get(address), grow)
    assert_flat(lambda: at_desk.post(address, {"words": "а", "find": "1"}), grow)


# --- mentors ------------------------------------------------------------------------------------------


@pytest.fixture
def mentors(school, make_mentor):
    theme = ThemeFactory(school=school, title="Квесты")
    people = {
        "Свободна": make_mentor("Анна Свободна", themes=[theme], capacity=2),
        "Полна": make_mentor("Анна Полна", capacity=1),
        "Далеко": make_mentor("Анна Далеко", themes=[ThemeFactory(school=school)], away_until=date(2100, 1, 1)),
        "Новая": make_mentor("Анна Новая"),
        "Вернулась": make_mentor("Анна Вернулась", away_until=date(2020, 1, 1)),
    }
    give(ConsultationFactory(school=school, waiting=True), people["Полна"])
    for _ in range(2):
        RecommendationFactory(
            consultation=ConsultationFactory(school=school, answered=True), mentor=people["Свободна"], sent=True
        )
    RecommendationFactory(consultation=ConsultationFactory(school=school, answered=True), mentor=people["Новая"])
    return people


def named(client, url):
    return re.findall(r"Анна (\w+)</a>", client.get(url).content.decode())


def test_mentors_are_listed_with_what_they_have_and_take(mentors, at_desk):
    said = words(at_desk.get("/desk/consultations/mentors/"))

    assert "Анна Свободна — 0 2 2 —" in said
    assert "Анна Полна — 1 1 0 —" in said
    assert "01.01.2100" in said.replace("1 янв. 2100", "01.01.2100")
    assert "2020" not in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Вернулась", "Далеко", "Новая", "Полна", "Свободна"]),
        ("?q=нов", ["Новая"]),
        ("?state=free", ["Вернулась", "Новая", "Свободна"]),
        ("?state=full", ["Полна"]),
        ("?state=away", ["Далеко"]),
        ("?sort=-load", ["Полна"]),
    ],
)
def test_mentors_are_found_by_name_and_state(mentors, at_desk, query, found):
    assert named(at_desk, f"/desk/consultations/mentors/{query}")[: len(found)] == found


def test_mentors_are_found_by_what_they_take(mentors, at_desk):
    theme = Theme.objects.get(title="Квесты")

    # who names no theme takes every one
    assert named(at_desk, f"/desk/consultations/mentors/?theme={theme.token}") == [
        *("Вернулась", "Новая", "Полна", "Свободна"),
    ]


def test_methodist_says_what_a_mentor_takes_on(school, mentors, at_desk):
    mentor = mentors["Новая"]
    url = reverse("mentoring:mentor", args=[mentor.token])
    assert "Анна Новая" in words(at_desk.get(url))

    saved = at_desk.post(url, {"capacity": 7, "mentee_capacity": 0, "away_until": "2100-12-31"})

    assert saved.headers["Location"] == "/desk/consultations/mentors/"
    profile = MentorProfile.objects.get(user=mentor)
    assert (profile.capacity, profile.away_until) == (7, date(2100, 12, 31))
    assert profile.away_said_at is not None


def test_mentors_ask_no_more_queries_when_there_are_more(school, at_desk, make_mentor, assert_flat):
    def grow():
        mentor = make_mentor(capacity=2)
        give(ConsultationFactory(school=school, waiting=True), mentor)

    assert_flat(lambda: at_desk.get("/desk/consultations/mentors/"), grow)
