"""The mentor's own pages."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from tests.mentoring.factories import ConsultationFactory, ThemeFactory
from tests.mentoring.routing.reading import give, words
from tests.people.factories import LibraryFactory, UserFactory

from nastavnik.mentoring.models import MentorProfile
from nastavnik.mentoring.selectors.candidates import active_mentors

HOUR = timedelta(hours=1)


def test_queue_shows_what_is_due_first_first(school, at_queue, mentor, methodist):
    now = timezone.now()
    asker = UserFactory(full_name="Анна Спросила", library=LibraryFactory(name="Борисовская"))
    late = ConsultationFactory(school=school, waiting=True, subject="Второй", due_at=now + 90 * HOUR, asker=asker)
    early = ConsultationFactory(school=school, waiting=True, subject="Первый", due_at=now - HOUR)
    strange = ConsultationFactory(school=school, waiting=True, subject="Чужой")
    give(late, mentor, note="Взгляните, коллега")
    give(early, mentor)
    give(early, methodist)
    give(strange, methodist)

    said = words(at_queue.get("/desk/mentor/"))

    assert said.index("Первый") < said.index("Второй")
    assert "Чужой" not in said
    for part in ("Срок прошёл", "Отвечают также: Методист школы", "Анна Спросила", "Взгляните, коллега"):
        assert part in said
    assert "У вас 2 открытых вопроса, одновременно вы берёте 5" in said


def test_queue_has_a_part_for_each_state(school, at_queue, mentor):
    for state, subject in (("asked_back", "Уточняю"), ("answered", "Отвечен"), ("closed", "Закрыт")):
        give(ConsultationFactory(school=school, subject=subject, **{state: True}), mentor)
    give(ConsultationFactory(school=school, subject="Отозван", withdrawn=True), mentor)

    waiting = words(at_queue.get("/desk/mentor/?show=nonsense"))
    asked_back = words(at_queue.get("/desk/mentor/?show=asked-back"))
    answered = words(at_queue.get("/desk/mentor/?show=answered"))

    assert "Ни один вопрос не ждёт" in waiting
    assert "Уточняю" in asked_back
    assert "Срок стоит" in asked_back
    assert "Отвечен" in answered
    assert "Закрыт" in answered
    assert "Отозван" not in waiting + asked_back + answered


def test_empty_queue_says_what_will_be_in_it(at_queue, school, mentor):
    MentorProfile.objects.create(school=school, user=mentor, away_until=timezone.now() + timedelta(days=5))

    waiting = words(at_queue.get("/desk/mentor/"))
    assert "Вас нет на месте до" in waiting
    assert "Вы никого не ждёте" in words(at_queue.get("/desk/mentor/?show=asked-back"))
    assert "Вы пока не отвечали" in words(at_queue.get("/desk/mentor/?show=answered"))


def test_long_queue_has_pages(school, at_queue, mentor, monkeypatch):
    monkeypatch.setattr("nastavnik.mentoring.selectors.queue.PAGE_ROWS", 1)
    for subject in ("Первый", "Второй", "Третий"):
        give(ConsultationFactory(school=school, waiting=True, subject=subject), mentor)

    second = at_queue.get("/desk/mentor/?page=2")

    assert "Второй" in words(second)
    assert 'rel="prev" href="?show=waiting&amp;page=1"' in second.content.decode()
    assert 'rel="next" href="?show=waiting&amp;page=3"' in second.content.decode()


def test_queue_asks_no_more_queries_with_more_questions(school, at_queue, mentor, make_mentor, assert_flat):
    def grow():
        question = ConsultationFactory(school=school, waiting=True, theme=ThemeFactory(school=school))
        give(question, mentor)
        give(question, make_mentor())

    assert_flat(lambda: at_queue.get("/desk/mentor/"), grow)


def test_mentor_says_what_she_takes_on(school, at_queue, mentor):
    theme = ThemeFactory(school=school, title="Квесты")
    ThemeFactory(school=school, title="Прежняя тема", retired_at=timezone.now())
    page = words(at_queue.get("/desk/mentor/profile/"))
    assert "Квесты" in page
    assert "Прежняя тема" not in page

    typed = {"themes": [theme.pk], "capacity": 4, "mentee_capacity": 1, "away_until": "2101-01-01", "about": ""}
    wrong = at_queue.post("/desk/mentor/profile/", typed)
    assert "Этот день слишком далеко" in words(wrong)

    saved = at_queue.post("/desk/mentor/profile/", typed | {"away_until": "2020-01-01"})

    assert saved.headers["Location"] == "/desk/mentor/"
    profile = MentorProfile.objects.get(user=mentor)
    # an absence that is over is none
    assert (profile.capacity, profile.away_until, list(profile.themes.all())) == (4, None, [theme])
    outdated = at_queue.post("/desk/mentor/profile/", typed | {"away_until": "", "capacity": 9})
    assert "Тем временем это изменил кто-то другой" in words(outdated)
    assert 'value="4"' in at_queue.get("/desk/mentor/profile/").content.decode()


def test_profile_without_themes_in_the_school_has_none_to_tick(at_queue, mentor):
    assert "Темы" not in words(at_queue.get("/desk/mentor/profile/")).split("Что я беру")[-1]

    at_queue.post("/desk/mentor/profile/", {"capacity": 2, "mentee_capacity": 1})

    assert MentorProfile.objects.get(user=mentor).capacity == 2


def test_mentor_hands_a_question_over(school, question, at_queue, mentor, make_mentor):
    give(question, mentor)
    colleague = make_mentor("Ольга Коллега")
    make_mentor("Ирина Другая")
    url = reverse("mentoring:hand_over", args=[question.token])

    found = at_queue.post(url, {"words": "ольга", "find": "1", "note": "Это по твоей части"})
    assert "Ольга Коллега" in words(found)
    assert "Ирина Другая" not in words(found)
    assert "Это по твоей части" in found.content.decode()
    assert "Обязательное поле" in words(at_queue.post(url, {"note": "Без наставника"}))

    given = at_queue.post(url, {"mentor": colleague.token, "note": "Это по твоей части"})

    assert given.headers["Location"] == "/desk/mentor/"
    assert active_mentors(question.pk) == [colleague.pk]
    # the question is hers no more
    assert at_queue.get(url).status_code == 404


def test_mentor_asks_a_colleague_in(question, at_queue, mentor, make_mentor):
    give(question, mentor)
    colleague = make_mentor()

    at_queue.post(reverse("mentoring:hand_over", args=[question.token]), {"mentor": colleague.token, "stays": "on"})

    assert active_mentors(question.pk) == [mentor.pk, colleague.pk]


def test_mentor_who_is_alone_has_nobody_to_hand_over_to(question, at_queue, mentor):
    give(question, mentor)
    url = reverse("mentoring:hand_over", args=[question.token])

    assert "Других наставников в школе нет" in words(at_queue.get(url))
    assert "Другого наставника с таким именем нет" in words(at_queue.post(url, {"words": "анна", "find": "1"}))


def test_answered_question_is_not_handed_over(school, at_queue, mentor):
    question = ConsultationFactory(school=school, answered=True)
    give(question, mentor)

    assert "На вопрос уже ответили" in words(at_queue.get(reverse("mentoring:hand_over", args=[question.token])))


def test_mentor_declines_a_question(question, at_queue, mentor, make_mentor):
    give(question, mentor)
    other = make_mentor()
    url = reverse("mentoring:decline", args=[question.token])
    assert question.subject in words(at_queue.get(url))
    assert at_queue.post(url, {"note": "я" * 1001}).status_code == 200

    declined = at_queue.post(url, {"note": "Не моя тема"})

    assert declined.headers["Location"] == "/desk/mentor/"
    assert active_mentors(question.pk) == [other.pk]


def test_decline_of_what_was_answered_meanwhile_says_so(school, at_queue, mentor):
    question = ConsultationFactory(school=school, answered=True)
    give(question, mentor)

    refused = at_queue.post(reverse("mentoring:decline", args=[question.token]), {"note": ""})

    assert "На вопрос тем временем ответили" in words(refused)
