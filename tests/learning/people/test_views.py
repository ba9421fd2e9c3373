"""The pages of progress as a browser gets them: forms, messages, files, and how often they ask."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.learning.factories import (
    AttendanceFactory,
    CheckInFactory,
    CheckInPersonFactory,
    CompletionFactory,
    SurveyAnswerFactory,
)
from tests.programme.factories import LessonFactory

from nastavnik.core import clock
from nastavnik.learning.enums import AttendanceWay
from nastavnik.learning.models import Attendance, CheckIn, CheckInPerson, LessonRule, Nudge, SurveyAnswer
from nastavnik.learning.selectors import nudges
from nastavnik.learning.services import completion


@pytest.fixture
def anna(join, branch, lessons):
    return join("Лесная Анна Ивановна", branch, 1, lessons)


@pytest.fixture
def coming(cycle, now, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: now)
    return LessonFactory(cycle=cycle, announced=True, starts_at=now + timedelta(minutes=30), slug="coming")


def text_of(response):
    return response.content.decode()


def sheet_of(response):
    return list(load_workbook(BytesIO(b"".join(response.streaming_content))).active.values)


def test_branch_checks_in_and_the_lesson_page_says_so(enter, head, anna, coming):
    browser = enter(head)
    assert "Лесная Анна Ивановна" in text_of(browser.get("/lessons/coming/check-in/"))

    told = {"people": "5", "user_ids": [anna.pk], "names": " Мария  из клуба \n\n"}
    response = browser.post("/lessons/coming/check-in/", told, follow=True)

    assert response.redirect_chain[0][0] == "/lessons/coming/"
    assert "У вашего экрана 5 человек." in text_of(response)
    assert CheckIn.objects.get().people == 5
    assert set(CheckInPerson.objects.values_list("name", flat=True)) == {"", "Мария из клуба"}
    assert "Мария из клуба" in text_of(browser.get("/lessons/coming/check-in/"))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"people": "0"}, "больше либо равно 1"),
        ({"people": "3", "names": "Имя\n" * 101}, "не больше 100 имён"),
        ({"people": "3", "user_ids": ["999999"]}, "999999"),
    ],
)
def test_check_in_that_is_typed_wrongly_stays_in_its_form(enter, head, anna, coming, told, said):
    response = enter(head).post("/lessons/coming/check-in/", told)

    assert said in text_of(response)
    assert not CheckIn.objects.exists()


def test_check_in_too_late_says_so_in_the_form(enter, head, anna, coming, monkeypatch):
    browser = enter(head)
    coming.state = "held"
    coming.save(update_fields=["state"])

    assert "Сейчас закрыто" in text_of(browser.get("/lessons/coming/check-in/"))
    browser.post("/lessons/coming/check-in/", {"people": "2"})
    assert not CheckIn.objects.exists()


def test_named_person_denies_in_her_study_and_takes_it_back(enter, head, anna, coming):
    CheckInPersonFactory(check_in=CheckInFactory(lesson=coming, user=head), user=anna)
    browser, token = enter(anna), CheckIn.objects.get().token
    assert "Меня там не было" in text_of(browser.get("/me/"))

    response = browser.post(f"/me/check-ins/{token}/deny/", follow=True)
    assert "Я там был(а)" in text_of(response)
    assert CheckInPerson.objects.get().denied_at is not None

    response = browser.post(f"/me/check-ins/{token}/confirm/", follow=True)
    assert CheckInPerson.objects.get().denied_at is None


def test_survey_is_answered_once(enter, anna, lessons):
    browser, address = enter(anna), f"/lessons/{lessons[0].slug}/survey/"
    assert "Насколько полезно?" in text_of(browser.get(address))

    answer = {"usefulness": "5", "clarity": "3", "will_use": "Чек-лист", "next_themes": ""}
    response = browser.post(address, answer, follow=True)

    assert "Ответ сохранён" in text_of(response)
    assert (SurveyAnswer.objects.get().clarity, SurveyAnswer.objects.get().user) == (3, None)
    assert "Вы уже ответили" in text_of(browser.get(address))
    browser.post(address, answer)
    assert SurveyAnswer.objects.count() == 1


def test_survey_without_marks_is_not_taken(enter, anna, lessons):
    enter(anna).post(f"/lessons/{lessons[0].slug}/survey/", {"will_use": "Всё"})

    assert not SurveyAnswer.objects.exists()


def test_survey_before_the_end_says_when_it_opens(enter, anna, coming):
    assert "Занятие ещё не закончилось" in text_of(enter(anna).get("/lessons/coming/survey/"))


def test_study_shows_what_counts_and_what_is_left(enter, anna, lessons):
    page = text_of(enter(anna).get("/me/"))

    assert "Зачтено 1 занятие из 4" in page
    assert "2 академических часа" in page
    assert "Занятие 2" in page
    assert "Моя библиотека" not in page


def test_own_lessons_are_listed_one_by_one(enter, anna, lessons):
    page = text_of(enter(anna).get("/me/learning/"))

    assert all(lesson.title in page for lesson in lessons)


def test_who_takes_part_in_nothing_is_told_so(enter, learner):
    assert "Не участвует ни в одной программе" in text_of(enter(learner).get("/me/learning/"))


def test_head_finds_her_people_and_one_of_them(enter, head, anna):
    browser = enter(head)

    assert "Моя библиотека" in text_of(browser.get("/me/"))
    assert f"/me/colleagues/{anna.token}/" in text_of(browser.get("/me/library/"))
    assert "Зачтено 1 занятие из 4" in text_of(browser.get(f"/me/colleagues/{anna.token}/"))


def test_head_saves_her_people_as_a_file(enter, head, anna):
    rows = sheet_of(enter(head).get("/me/library/?export=xlsx"))

    assert rows[2][:1] + rows[2][2:5] == ("Лесная Анна Ивановна", 1, 25, 2)


def test_network_is_saved_as_a_file(enter, methodist, anna, branch):
    rows = sheet_of(enter(methodist).get("/desk/progress/?export=xlsx"))

    assert rows[1][:4] == ("№ 3 · Отрадненская", 1, 25, 2)


def test_network_page_of_an_empty_school_teaches(enter, methodist):
    assert "Программы пока нет" in text_of(enter(methodist).get("/desk/progress/"))


def test_desk_drills_down_to_people_and_lessons(enter, methodist, anna, programme, lessons):
    browser = enter(methodist)

    assert "Лесная Анна Ивановна" in text_of(browser.get(f"/desk/progress/{programme.token}/people/"))
    assert "Занятие 3" in text_of(browser.get(f"/desk/progress/{programme.token}/lessons/"))
    assert "Зачтено 1 занятие из 4" in text_of(browser.get(f"/desk/progress/person/{anna.token}/"))
    assert "Лесная Анна Ивановна" in text_of(browser.get(f"/desk/lessons/{lessons[0].uid}/counted/"))


def test_methodist_changes_the_rule(enter, methodist, lessons):
    browser, address = enter(methodist), f"/desk/lessons/{lessons[0].uid}/rule/"
    assert "2 академических часа" in text_of(browser.get(address))

    changed = {"percent": "60", "hours": "3.5", "needs_quiz": "on", "version": "0"}
    response = browser.post(address, changed, follow=True)

    assert "3,5 академического часа" in text_of(response)
    assert LessonRule.objects.get().hours == Decimal("3.5")
    assert "изменил кто-то другой" in text_of(browser.post(address, changed))
    assert browser.get(address).context["form"]["hours"].value() == Decimal("3.5")


@pytest.mark.parametrize("wrong", [{"percent": "0"}, {"percent": "101"}, {"percent": "80", "hours": "0.3"}])
def test_rule_that_cannot_be_is_not_saved(enter, methodist, lessons, wrong):
    response = enter(methodist).post(f"/desk/lessons/{lessons[0].uid}/rule/", wrong)

    assert response.status_code == 200
    assert not LessonRule.objects.exists()


def test_methodist_notes_who_was_there_and_takes_it_back(enter, methodist, anna, lessons):
    browser, address = enter(methodist), f"/desk/lessons/{lessons[1].uid}/attended/"
    assert "Лесная Анна" in text_of(browser.post(address, {"find": "1", "words": "лесная"}))
    assert "Пока никто не выбран" in text_of(browser.post(address, {}))

    response = browser.post(address, {"user_ids": [anna.pk], "is_counted": "on"}, follow=True)
    assert "Отмечен 1 человек." in text_of(response)
    assert Attendance.objects.get().way == AttendanceWay.METHODIST
    assert "Снять отметку" in text_of(browser.get(address))

    browser.post(f"{address}take-back/", {"user_ids": [anna.pk, "x"]})
    assert not Attendance.objects.exists()


def test_draft_without_a_time_cannot_be_attended(enter, methodist, anna, cycle):
    draft = LessonFactory(cycle=cycle)

    response = enter(methodist).post(f"/desk/lessons/{draft.uid}/attended/", {"user_ids": [anna.pk]})

    assert "ещё нет времени" in text_of(response)


def test_survey_at_the_desk_is_shown_from_three_answers_on(enter, methodist, lessons):
    browser, address = enter(methodist), f"/desk/lessons/{lessons[0].uid}/survey/"
    assert "Ответов пока нет" in text_of(browser.get(address))
    SurveyAnswerFactory.create_batch(2, lesson=lessons[0], will_use="Тайное")
    assert "Тайное" not in text_of(browser.get(address))
    assert "Тайное" not in text_of(browser.get(f"{address}?export=xlsx"))

    SurveyAnswerFactory(lesson=lessons[0])

    assert "Тайное" in text_of(browser.get(address))
    assert len(sheet_of(browser.get(f"{address}?export=xlsx"))) == 4


def test_letter_is_chosen_looked_at_and_sent(enter, methodist, anna, programme):
    browser, address = enter(methodist), f"/desk/progress/{programme.token}/remind/"
    page = browser.get(address)
    assert "Письмо получит 1 человек." in text_of(page)
    letter = {
        "progress": "behind",
        "library": "",
        "user_ids": [anna.pk],
        "subject": "Как дела, {name}?",
        "text": "Зачтено {lessons}",
    }

    looked = browser.post(address, letter | {"preview": "1"})
    assert "Как дела, Анна Ивановна?" in text_of(looked)
    assert not Nudge.objects.exists()
    assert browser.post(address, letter | {"choose": "1"}).context["form"]["subject"].value() == "Как дела, {name}?"

    sent = browser.post(address, letter | {"send": "1"}, follow=True)
    assert "Письма отправляются" in text_of(sent)
    assert Nudge.objects.get().subject == "Как дела, {name}?"
    assert "Ещё 1 сегодня уже получил письмо" in text_of(browser.get(address))
    again = browser.post(address, {**letter, "user_ids": [], "send": "1"})
    assert "Писать некому" in text_of(again)


def test_letter_without_a_reader_has_no_preview(enter, methodist, anna, programme):
    letter = {"progress": "behind", "library": "", "subject": "А", "text": "Б", "preview": "1"}
    response = enter(methodist).post(f"/desk/progress/{programme.token}/remind/", letter)

    assert response.context["preview"] is None


def test_letter_to_more_than_can_be_ticked_goes_to_all(enter, methodist, anna, join, branch, programme, monkeypatch):
    monkeypatch.setattr(nudges, "MOST_TICKED", 1)
    join("Речная Вера", branch)
    letter = {"progress": "behind", "library": branch.token, "subject": "А", "text": "Б"}
    browser, address = enter(methodist), f"/desk/progress/{programme.token}/remind/"

    assert browser.post(address, letter | {"preview": "1"}).context["preview"]["subject"] == "А"
    browser.post(address, letter | {"send": "1"})

    assert Nudge.objects.get().people.count() == 2


def test_letter_that_is_empty_stays_in_its_form(enter, methodist, anna, programme):
    address = f"/desk/progress/{programme.token}/remind/"
    response = enter(methodist).post(address, {"progress": "behind", "subject": "", "text": "", "send": "1"})

    assert response.status_code == 200
    assert not Nudge.objects.exists()


@pytest.fixture
def grow(join, branch, lessons, cycle):
    """Add a person with something of everything, a lesson, and a check-in that names people."""
    count = iter(range(100))

    def more():
        number = next(count)
        user = join(f"Лесная Анна {number}", branch, 2, lessons)
        for lesson in lessons:
            AttendanceFactory(lesson=lesson, user=user)
            SurveyAnswerFactory.create_batch(3, lesson=lesson)
        screen = CheckInFactory(lesson=lessons[0], user=user)
        CheckInPersonFactory(check_in=screen, user=None, name=f"Гость {number}")
        extra = LessonFactory(cycle=cycle, held=True)
        CompletionFactory(lesson=extra, user=user)
        completion.recount(programme_id=cycle.programme_id, user_ids=[user.pk])

    return more


DESK_PAGES = [
    "/desk/progress/",
    "/desk/progress/{programme}/people/",
    "/desk/progress/{programme}/lessons/",
    "/desk/progress/{programme}/remind/",
    "/desk/progress/person/{person}/",
    "/desk/lessons/{lesson}/",
    "/desk/lessons/{lesson}/counted/",
    "/desk/lessons/{lesson}/survey/",
    "/desk/lessons/{lesson}/attended/",
]


@pytest.mark.parametrize("path", DESK_PAGES)
def test_pages_of_the_desk_ask_as_often_however_many_people_there_are(
    enter, methodist, anna, programme, lessons, grow, assert_flat, path
):
    address = path.format(programme=programme.token, person=anna.token, lesson=lessons[0].uid)
    browser = enter(methodist)

    assert_flat(lambda: browser.get(address), grow)


@pytest.mark.parametrize("path", ["/me/", "/me/learning/", "/me/library/", "/me/colleagues/{person}/"])
def test_pages_of_a_head_ask_as_often_however_many_people_there_are(enter, head, anna, grow, assert_flat, path):
    browser = enter(head)

    assert_flat(lambda: browser.get(path.format(person=anna.token)), grow)
