"""The pages of the queue and of the methodist's desk, through the browser's door."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory, RecommendationFactory, ThemeFactory
from tests.people.factories import LibraryFactory, UserFactory, grant

from nastavnik.mentoring.enums import AssignmentEnd
from nastavnik.mentoring.models import Assignment, CalendarDay, Consultation, MentorProfile, Theme
from nastavnik.mentoring.permissions import can_route, consultations_routed_by
from nastavnik.mentoring.selectors import mentors as mentor_pages
from nastavnik.mentoring.selectors import overview
from nastavnik.mentoring.selectors import routing as routing_pages
from nastavnik.mentoring.selectors import rules as rule_pages
from nastavnik.mentoring.selectors.candidates import active_mentors
from nastavnik.mentoring.selectors.terms import rules_of
from nastavnik.mentoring.services import routing
from nastavnik.mentoring.services.routing_refusals import NothingToAnswer
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of

HOUR = timedelta(hours=1)


@pytest.fixture
def at_desk(client, methodist):
    client.force_login(methodist)
    return client


@pytest.fixture
def at_queue(client, mentor):
    client.force_login(mentor)
    return client


def give(question, mentor, **fields):
    return AssignmentFactory(consultation=question, mentor=mentor, **fields)


def words(response):
    """Return the text of a page as people read it, without the spaces between words that keep numbers together."""
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\u00a0", " ").split())


def columns(response):
    """Return the heads of a table's columns."""
    return re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', response.content.decode())


# --- the queue -------------------------------------------------------------------------------------------------------


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


# --- the methodist's overview ----------------------------------------------------------------------------------------


@pytest.fixture
def questions(school, make_mentor):
    """Return questions in every state, by the word that tells them apart."""
    now = timezone.now()
    theme = ThemeFactory(school=school, title="Квесты")
    rows = {
        "Ждёт": ConsultationFactory(school=school, waiting=True, subject="Прошу Ждёт", theme=theme),
        "Поздно": ConsultationFactory(school=school, waiting=True, subject="Прошу Поздно", due_at=now - HOUR),
        "Уточнён": ConsultationFactory(school=school, asked_back=True, subject="Прошу Уточнён"),
        "Отвечен": ConsultationFactory(school=school, answered=True, subject="Прошу Отвечен", has_helped=True),
        "Закрыт": ConsultationFactory(school=school, closed=True, subject="Прошу Закрыт", due_at=now - HOUR),
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


# --- one question ----------------------------------------------------------------------------------------------------


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

    assert_flat(lambda: at_desk.get(reverse("mentoring:routing", args=[question.token])), grow, ceiling=13)


# --- mentors ---------------------------------------------------------------------------------------------------------


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


# --- themes and rules ------------------------------------------------------------------------------------------------


def test_themes_are_added_renamed_and_retired(school, at_desk, make_mentor):
    assert "Тем пока нет" in words(at_desk.get("/desk/consultations/themes/"))
    at_desk.post("/desk/consultations/themes/", {"title": "  Квесты   и игры "})
    theme = Theme.objects.get(title="Квесты и игры")
    make_mentor(themes=[theme])
    ConsultationFactory(school=school, waiting=True, theme=theme)
    assert "её назвал 1 наставник · 1 вопрос" in words(at_desk.get("/desk/consultations/themes/"))
    assert "Тема с таким названием уже есть" in words(
        at_desk.post("/desk/consultations/themes/", {"title": "Квесты и игры"})
    )

    url = reverse("mentoring:theme", args=[theme.token])
    other = ThemeFactory(school=school, title="Блоги")
    assert "уже есть" in words(at_desk.post(url, {"title": "Блоги"}))
    at_desk.post(url, {"title": "Квесты"})
    at_desk.post(reverse("mentoring:retire_theme", args=[theme.token]))
    assert "Больше не предлагаются" in words(at_desk.get("/desk/consultations/themes/"))
    assert "Больше не предлагать" not in words(at_desk.get(url))
    at_desk.post(reverse("mentoring:restore_theme", args=[theme.token]))

    theme.refresh_from_db()
    assert (theme.title, theme.retired_at) == ("Квесты", None)
    assert other.pk != theme.pk


def test_themes_are_put_in_order(school, at_desk):
    first, second = ThemeFactory(school=school, position=1), ThemeFactory(school=school, position=2)
    url = "/desk/consultations/themes/order/"

    step = at_desk.post(url, {"move": f"{second.token}:up"})
    assert step.headers["Location"] == "/desk/consultations/themes/"
    assert list(Theme.objects.filter(school=school)) == [second, first]

    whole = at_desk.post(url, {"order": [f"themes:{first.token}", f"themes:{second.token}"]})
    assert whole.status_code == 204
    assert list(Theme.objects.filter(school=school)) == [first, second]


def test_rules_are_shown_and_changed(school, at_desk):
    page = words(at_desk.get("/desk/consultations/rules/"))
    assert "На вопрос, заданный сейчас, ответят до:" in page
    typed = {"term_days": 5, "opens_at": "10:00", "closes_at": "09:00", "warn_hours": 4}
    assert "День должен кончаться позже, чем начинается" in words(at_desk.post("/desk/consultations/rules/", typed))
    assert at_desk.post("/desk/consultations/rules/", typed | {"opens_at": "x"}).status_code == 200

    at_desk.post("/desk/consultations/rules/", typed | {"closes_at": "19:00"})

    assert (rules_of(school).term_days, f"{rules_of(school).closes_at:%H:%M}") == (5, "19:00")
    outdated = at_desk.post("/desk/consultations/rules/", typed | {"closes_at": "20:00"})
    assert "Тем временем это изменил кто-то другой" in words(outdated)


def test_rules_name_the_decree_of_the_year_or_say_that_there_is_none(at_desk, monkeypatch, now):
    monkeypatch.setattr("nastavnik.core.clock.now", lambda: now)

    page = words(at_desk.get("/desk/consultations/rules/"))

    assert "2026 : Постановление Правительства Российской Федерации от 24 сентября 2025 г. № 1466" in page
    assert "2027 : постановление Правительства школе ещё не известно" in page


def test_days_of_the_schools_own_are_added_and_removed(school, at_desk):
    day = timezone.now().date() + timedelta(days=30)
    url = "/desk/consultations/rules/days/"
    assert "Выберите день не раньше сегодняшнего" in words(at_desk.post(url, {"day": "2020-01-01", "is_working": "no"}))

    added = at_desk.post(url, {"day": f"{day}", "is_working": "no", "note": "Санитарный день"})

    assert added.headers["Location"] == "/desk/consultations/rules/"
    assert CalendarDay.objects.get(school=school).is_working is False
    assert "Санитарный день" in words(at_desk.get("/desk/consultations/rules/"))
    at_desk.post(reverse("mentoring:remove_day", args=[f"{day}"]))
    assert not CalendarDay.objects.exists()
    assert at_desk.post(reverse("mentoring:remove_day", args=["2026-99-99"])).status_code == 404


def test_too_many_days_are_refused_beside_what_was_typed(school, at_desk, monkeypatch):
    monkeypatch.setattr("nastavnik.mentoring.services.rules.MOST_DAYS", 0)
    day = timezone.now().date() + timedelta(days=30)

    refused = at_desk.post(
        "/desk/consultations/rules/days/", {"day": f"{day}", "is_working": "yes", "note": "Рабочая суббота"}
    )

    assert "Собственных дней больше не добавить" in words(refused)
    assert "Рабочая суббота" in refused.content.decode()


def test_mentor_of_one_school_is_nobody_in_another(client, make_mentor, question):
    stranger = make_mentor(of=ThemeFactory().school)
    grant(stranger, Role.LEARNER, place_of(question.school))
    client.force_login(stranger)

    assert client.get("/desk/mentor/").status_code == 403
    assert client.get(reverse("mentoring:hand_over", args=[question.token])).status_code == 403


# --- rights and races ------------------------------------------------------------------------------------------------


def test_pages_of_the_desk_are_the_methodists(school, question, mentor, make_mentor, learner, director):
    now, other = timezone.now(), make_mentor()
    for actor in (mentor, learner, director):
        for read in (
            lambda actor=actor: mentor_pages.mentor_listing(actor, school, {}, now),
            lambda actor=actor: mentor_pages.profile_page(actor, school, other.token),
            lambda actor=actor: routing_pages.routing_page(actor, school, question.token, words="", now=now),
            lambda actor=actor: rule_pages.themes_page(actor, school),
        ):
            with pytest.raises(PermissionDenied):
                read()
    with pytest.raises(PermissionDenied):
        overview.overview(mentor, school, {}, now, is_all=False)
    with pytest.raises(PermissionDenied):
        mentor_pages.profile_page(learner, school)


def test_question_that_is_answered_a_moment_ago_is_given_to_nobody(
    question, client, methodist, mentor, make_mentor, monkeypatch
):
    def refuse(**_words):
        raise NothingToAnswer

    monkeypatch.setattr(routing, "assign", refuse)
    monkeypatch.setattr(routing, "hand_over", refuse)
    give(question, mentor)
    typed = {"mentor": make_mentor().token, "note": "Взгляните"}

    for person, name in ((methodist, "mentoring:routing"), (mentor, "mentoring:hand_over")):
        client.force_login(person)
        refused = client.post(reverse(name, args=[question.token]), typed)
        assert "На вопрос тем временем ответили" in words(refused)
        assert "Взгляните" in refused.content.decode()
