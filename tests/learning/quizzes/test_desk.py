"""The desk: lists, forms that lose nothing, deeds."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from PIL import Image as Drawing
from tests.learning.quizzes.factories import AnswerFactory, AttemptFactory, QuestionFactory, QuizFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.exchange.questions import Choice, Image
from nastavnik.learning.models import Attempt, Question, Quiz, UnsavedForm
from nastavnik.learning.selectors.quizzes import desk
from nastavnik.learning.selectors.quizzes.items import item_of
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.models import Lesson

pytestmark = pytest.mark.django_db


def rows_of(*rows, **fields):
    """Return the form of a question with rows for answers."""
    typed = {"text": "Что?", "points": "1", "version": "0", **fields}
    typed |= {"option-TOTAL_FORMS": str(len(rows)), "option-INITIAL_FORMS": "0", "option-MAX_NUM_FORMS": "12"}
    for number, row in enumerate(rows):
        typed |= {f"option-{number}-{name}": value for name, value in row.items()}
    return typed


TWO = ({"text": "да", "is_right": "on", "feedback": "Верно"}, {"text": "нет"}, {"text": ""})


# --- lists and settings ------------------------------------------------------------------------------------------------


def test_list_counts_people_and_waiting_answers(methodist, mentor, school, quiz, questions, lesson, now):
    for passed in (now, None):
        attempt = AttemptFactory(quiz=quiz, user=UserFactory(), finished_at=now, passed_at=passed)
    AttemptFactory(quiz=quiz, user=attempt.user, number=2, finished_at=now)
    AnswerFactory(attempt=attempt, question=questions[QuestionKind.OPEN], given="слова", is_waiting=True)
    QuizFactory(lesson=lesson, removed_at=now, is_published=False)
    page = desk.quizzes_page(methodist, school, QueryDict())
    [row] = page.listing.rows
    assert [cell.text for cell in row[2:7]] == ["опубликована", "7", "2", "1", "1"]
    assert (page.can_add, page.waiting) == (True, 1)
    [removed] = desk.quizzes_page(methodist, school, QueryDict("state=removed")).listing.rows
    assert removed[2].text == "удалена"
    assert desk.quizzes_page(methodist, school, QueryDict("q=нет такого")).listing.rows == []


def test_list_is_for_authors_and_the_director(learner, director, speaker, school, quiz):
    assert desk.quizzes_page(speaker, school, QueryDict()).can_add
    looked = desk.quizzes_page(director, school, QueryDict())
    assert (looked.can_add, looked.waiting, looked.listing.total) == (False, None, 1)
    for actor in (learner, SYSTEM):
        if actor is SYSTEM:
            assert desk.quizzes_page(actor, school, QueryDict()).can_add
        else:
            with pytest.raises(PermissionDenied):
                desk.quizzes_page(actor, school, QueryDict())


def test_list_asks_as_often_however_long_it_is(desk_of, lesson, assert_flat):
    def grow():
        QuestionFactory(quiz=QuizFactory(lesson=LessonFactory(cycle=lesson.cycle, held=True)))

    assert_flat(lambda: desk_of.get("/desk/quizzes/"), grow)


def test_page_of_a_quiz_asks_as_often_however_many_questions_it_has(desk_of, quiz, assert_flat):
    assert_flat(lambda: desk_of.get(f"/desk/quizzes/{quiz.token}/"), lambda: QuestionFactory(quiz=quiz))


def test_lessons_for_quizzes_are_those_that_may_have_one(methodist, speaker, learner, school, lesson):
    other = LessonFactory(cycle=lesson.cycle, held=True)
    both = {card.id for card in desk.lessons_for_quizzes(methodist, school)}
    assert both == {lesson.pk, other.pk}
    assert [card.id for card in desk.lessons_for_quizzes(speaker, school)] == [lesson.pk]
    with pytest.raises(PermissionDenied):
        desk.lessons_for_quizzes(learner, school)
    with pytest.raises(Lesson.DoesNotExist):
        desk.lesson_chosen([], "no-such")


def test_new_quiz_is_made_of_a_lesson(desk_of, lesson):
    assert desk_of.get("/desk/quizzes/new/").status_code == 200
    answer = desk_of.post("/desk/quizzes/new/", {"lesson": lesson.uid, "title": "Вопросы"})
    assert answer.url == f"/desk/quizzes/{Quiz.objects.get(title='Вопросы').token}/"
    assert desk_of.post("/desk/quizzes/new/", {"lesson": "strange", "title": "Вопросы"}).status_code == 200


def settings(quiz, **fields):
    return {"title": quiz.title, "pass_percent": "60", "version": str(quiz.version), **fields}


def test_settings_are_saved_and_an_older_form_at_its_second_try(desk_of, quiz):
    address = f"/desk/quizzes/{quiz.token}/"
    assert desk_of.post(address, settings(quiz, attempts_allowed="3")).status_code == 302
    refused = desk_of.post(address, settings(quiz, title="Иначе"))
    page = refused.content.decode()
    assert "сохранил кто-то другой" in page
    assert 'name="version" value="1"' in page
    assert desk_of.post(address, settings(quiz, title="Иначе", version="1")).status_code == 302
    quiz.refresh_from_db()
    assert (quiz.title, quiz.attempts_allowed) == ("Иначе", None)
    assert desk_of.post(address, settings(quiz, pass_percent="300")).status_code == 200


def test_director_looks_and_changes_nothing(director, enter, quiz, questions):
    browser = enter(director)
    page = browser.get(f"/desk/quizzes/{quiz.token}/").content.decode()
    assert "/unsaved/settings/" not in page
    assert browser.post(f"/desk/quizzes/{quiz.token}/", settings(quiz)).status_code == 403


def test_what_is_typed_comes_back_until_it_is_saved_or_forgotten(desk_of, methodist, quiz):
    address, unsaved = f"/desk/quizzes/{quiz.token}/", f"/desk/quizzes/{quiz.token}/unsaved/settings/"
    assert desk_of.post(unsaved, settings(quiz, title="Набранное")).status_code == 204
    assert "csrfmiddlewaretoken" not in UnsavedForm.objects.get().posted
    page = desk_of.get(address).content.decode()
    assert "Набранное" in page
    assert "вернулось" in page
    assert desk_of.post(unsaved, {"forget": "1"}).url == address
    assert "Набранное" not in desk_of.get(address).content.decode()
    desk_of.post(unsaved, settings(quiz, title="Набранное"))
    desk_of.post(address, settings(quiz, title="Набранное"))
    assert not UnsavedForm.objects.exists()


@pytest.mark.parametrize(
    ("form", "leads_to"),
    [
        ("settings", "/desk/quizzes/{token}/"),
        ("new-single", "/desk/quizzes/{token}/add/single/"),
        ("question-abc", "/desk/quizzes/questions/abc/"),
    ],
)
def test_forgetting_leads_back_to_the_form(quiz, form, leads_to):
    QuestionFactory(quiz=quiz, lineage="abc")
    assert desk.form_url(quiz, form) == leads_to.format(token=quiz.token)


def test_nothing_is_kept_for_a_form_that_is_not_there(desk_of, quiz):
    strange = QuestionFactory()
    for form in ("no-such", f"question-{strange.lineage}"):
        assert desk_of.post(f"/desk/quizzes/{quiz.token}/unsaved/{form}/", {"text": "а"}).status_code == 404
    assert not UnsavedForm.objects.exists()


# --- deeds and order ---------------------------------------------------------------------------------------------------


def test_deeds_lead_back_and_can_be_undone(desk_of, quiz, questions):
    address = f"/desk/quizzes/{quiz.token}/"
    page = desk_of.post(f"{address}take-off/", follow=True).content.decode()
    assert f"{address}publish/" in page
    copied = desk_of.post(f"{address}copy/", follow=True)
    assert copied.request["PATH_INFO"] != address
    desk_of.post(f"{address}remove/")
    assert "Вернуть" in desk_of.get(address).content.decode()


def test_questions_are_put_in_order_copied_removed_and_brought_back(desk_of, quiz):
    first, second = QuestionFactory(quiz=quiz), QuestionFactory(quiz=quiz)
    desk_of.post(f"/desk/quizzes/{quiz.token}/order/", {"move": f"{second.lineage}:up"})
    assert desk.current_order(quiz) == {"questions": [second.lineage, first.lineage]}
    one = f"/desk/quizzes/questions/{first.lineage}/"
    desk_of.post(f"{one}copy/")
    desk_of.post(f"{one}remove/")
    page = desk.quiz_desk(SYSTEM, quiz.lesson.school, quiz.token)
    assert (len(page.questions), len(page.removed), page.points) == (2, 1, 2)
    assert "1 убранный вопрос" in desk_of.get(f"/desk/quizzes/{quiz.token}/").content.decode()
    desk_of.post(f"{one}bring-back/")
    assert len(desk.quiz_desk(SYSTEM, quiz.lesson.school, quiz.token).questions) == 3


def test_preview_shows_questions_and_keeps_nothing(desk_of, quiz, questions):
    assert desk_of.get(f"/desk/quizzes/{quiz.token}/preview/").content.decode().count('<fieldset class="question"') == 7
    assert not Attempt.objects.exists()
    assert Question.objects.filter(is_asked=True).count() == 0


def test_statistics_are_a_page_and_a_file(desk_of, quiz, questions, now):
    address = f"/desk/quizzes/{quiz.token}/statistics/"
    assert "Её ещё никто не сдал" in desk_of.get(address).content.decode()
    AttemptFactory(quiz=quiz, finished_at=now)
    assert "Ответы по вопросам" in desk_of.get(address).content.decode()
    file = desk_of.get(f"{address}?export=xlsx")
    assert file.headers["Content-Type"].startswith("application/vnd.openxml")
    file.close()


# --- questions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", QuestionKind.values)
def test_form_of_every_kind_opens(desk_of, quiz, kind):
    assert desk_of.get(f"/desk/quizzes/{quiz.token}/add/{kind}/").status_code == 200


def add(desk_of, quiz, kind, form):
    return desk_of.post(f"/desk/quizzes/{quiz.token}/add/{kind}/", form)


def newest():
    question = Question.objects.order_by("-pk").first()
    return item_of(question, question.options.all())


def test_question_is_added_with_its_moment_and_its_picture(desk_of, quiz):
    target = io.BytesIO()
    Drawing.new("RGB", (30, 20)).save(target, "PNG")
    picture = SimpleUploadedFile("p.png", target.getvalue())
    times = {"moment_seconds": "12:40", "moment_end_seconds": "13:20", "at_second": "1:02:03"}
    form = rows_of(*TWO, **times, picture=picture, picture_alt="Полка")
    assert add(desk_of, quiz, "single", form).url == f"/desk/quizzes/{quiz.token}/#questions"
    item = newest()
    assert item.choices == (Choice("да", is_right=True, feedback="Верно"), Choice("нет"))
    assert (item.moment_seconds, item.moment_end_seconds, item.at_second) == (760, 800, 3723)
    assert item.image == Image(b"", "", "Полка")
    edit = f"/desk/quizzes/questions/{Question.objects.get().lineage}/"
    page = desk_of.get(edit).content.decode()
    assert "12:40" in page
    assert "Убрать картинку" in page
    desk_of.post(edit, rows_of(*TWO, has_no_picture="on"))
    assert newest().image is None


@pytest.mark.parametrize(
    ("kind", "rows", "choices"),
    [
        ("order", [{"place": "2", "text": "б"}, {"place": "1", "text": "а"}, {"text": "в"}], ["а", "б", "в"]),
        ("match", [{"text": "а", "match": "1"}, {"text": "б", "match": "2"}, {"match": "3"}], ["а", "б", ""]),
        ("short", [{"text": "цель", "is_right": "on"}], ["цель"]),
        ("number", [{"text": "1 000,5", "is_right": "on", "tolerance": "0,5"}], ["1000.5"]),
        ("open", [], []),
    ],
)
def test_question_of_each_kind_is_read(desk_of, quiz, kind, rows, choices):
    add(desk_of, quiz, kind, rows_of(*rows))
    assert [one.text for one in newest().choices] == choices


@pytest.mark.parametrize(
    ("kind", "form", "says"),
    [
        ("single", rows_of({"text": "да"}, {"text": "нет"}), "Верным должен быть ровно один ответ"),
        ("single", rows_of(*TWO, text=""), "Обязательное поле"),
        ("single", rows_of(*TWO, moment_seconds="скоро"), "Напишите время минутами"),
        ("single", rows_of(*TWO, moment_seconds="99:99:99"), "Напишите время минутами"),
        ("single", rows_of(*TWO, moment_seconds="2:00", moment_end_seconds="1:00"), "раньше, чем кончается"),
        ("number", rows_of({"text": "5", "is_right": "on", "tolerance": "много"}), "Пишите числа цифрами"),
        ("number", rows_of({"text": "5", "is_right": "on", "tolerance": "-1"}), "Пишите числа цифрами"),
        ("single", {"text": "Что?"}, "Что?"),
    ],
)
def test_question_that_is_not_right_keeps_what_was_typed(desk_of, quiz, kind, form, says):
    answer = add(desk_of, quiz, kind, form)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Question.objects.exists()


def test_file_that_is_no_picture_is_refused_and_the_words_stay(desk_of, quiz):
    form = rows_of(*TWO, picture=SimpleUploadedFile("p.png", b"no picture"), picture_alt="Полка")
    page = add(desk_of, quiz, "single", form).content.decode()
    assert "не картинка" in page
    assert "Полка" in page


def test_more_rows_come_without_a_script_and_not_too_many(desk_of, quiz):
    address = f"/desk/quizzes/{quiz.token}/add/single/"
    page = desk_of.post(address, rows_of(*TWO) | {"more": "1"}).content.decode()
    assert 'name="option-5-text"' in page
    assert 'value="да"' in page
    odd = desk_of.post(address, rows_of(*TWO) | {"more": "1", "option-TOTAL_FORMS": "999999"})
    assert odd.status_code == 200
    most = desk_of.post(address, rows_of(*TWO) | {"more": "1", "option-TOTAL_FORMS": "11"}).content.decode()
    assert 'name="option-11-text"' in most
    assert 'name="option-12-text"' not in most


def test_question_that_somebody_else_saved_is_saved_at_the_second_try(desk_of, quiz):
    question = QuestionFactory(quiz=quiz, version=4)
    address = f"/desk/quizzes/questions/{question.lineage}/"
    page = desk_of.post(address, rows_of(*TWO, version="")).content.decode()
    assert "сохранил кто-то другой" in page
    assert 'name="version" value="4"' in page
    assert desk_of.post(address, rows_of(*TWO, version="4")).status_code == 302


def test_draft_of_a_question_comes_back(desk_of, quiz):
    address = f"/desk/quizzes/{quiz.token}/add/single/"
    desk_of.post(f"/desk/quizzes/{quiz.token}/unsaved/new-single/", rows_of(*TWO, text="Черновик?"))
    page = desk_of.get(address).content.decode()
    assert "Черновик?" in page
    assert "вернулось" in page
