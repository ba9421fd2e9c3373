"""The desk: lists, forms that lose nothing, deeds, answers that are read, files that are brought."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from PIL import Image as Drawing
from tests.learning.quizzes.factories import AnswerFactory, AttemptFactory, QuestionFactory, QuizFactory
from tests.people.factories import UserFactory, grant
from tests.programme.factories import LessonFactory, LessonSpeakerFactory

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.exchange.moodle_write import write_moodle
from nastavnik.learning.exchange.questions import Choice, Image, Item, Sheet
from nastavnik.learning.exchange.xml import MOST_BYTES
from nastavnik.learning.models import Answer, Attempt, Question, Quiz, QuizImport, UnsavedForm
from nastavnik.learning.selectors.quizzes import bringing, desk, reading
from nastavnik.learning.selectors.quizzes.items import item_of, sheet_of
from nastavnik.learning.services import quizzes as services
from nastavnik.learning.services.quizzes import travel
from nastavnik.learning.services.quizzes.refusals import (
    FileHasNothing,
    FileNotKnown,
    FileTooLarge,
    NotWaiting,
    TooManyFiles,
)
from nastavnik.people.enums import Role
from nastavnik.people.models import Notice
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.models import Lesson
from nastavnik.programme.permissions import place_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_of(methodist, enter):
    return enter(methodist)


@pytest.fixture
def mentor(school):
    user = UserFactory(full_name="Наставник")
    grant(user, Role.MENTOR, place_of(school))
    return user


@pytest.fixture
def speaker(lesson):
    user = UserFactory()
    LessonSpeakerFactory(lesson=lesson, speaker__user=user)
    return user


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
    assert "Настройки" not in page
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


# --- answers in own words ----------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(learner, quiz, questions, now):
    attempt = AttemptFactory(quiz=quiz, user=learner, finished_at=now, unread=1, most_points=1, pass_percent=50)
    return AnswerFactory(attempt=attempt, question=questions[QuestionKind.OPEN], given="Мои слова", is_waiting=True)


def test_queue_shows_whom_nobody_has_answered_longest_first(mentor, learner, school, waiting, quiz, questions, now):
    lines, total = reading.waiting_answers(mentor, school)
    assert (total, [line.question for line in lines]) == (1, [str(waiting.question)])
    with pytest.raises(PermissionDenied):
        reading.waiting_answers(learner, school)


def test_answer_is_marked_its_writer_told_and_the_next_one_comes(mentor, enter, learner, waiting, now):
    address = f"/desk/quizzes/answers/{waiting.token}/"
    browser = enter(mentor)
    assert "Мои слова" in browser.get(address).content.decode()
    assert browser.post(address, {"reply": "Слово"}).status_code == 200
    assert browser.post(address, {"percent": "75", "reply": "Слово"}).url == "/desk/quizzes/answers/"
    waiting.refresh_from_db()
    assert (waiting.share, waiting.reply, waiting.read_by, waiting.is_waiting) == (0.75, "Слово", mentor, False)
    assert waiting.attempt.percent == 75
    assert waiting.attempt.passed_at is not None
    notice = Notice.objects.get(user=learner)
    assert "проверен" in notice.title
    assert "Слово" in notice.text
    assert "Самопроверка пройдена" in notice.text
    assert "Проверять нечего" in browser.get("/desk/quizzes/answers/").content.decode()
    assert "Проверено: Наставник" in browser.get(address).content.decode()


def test_marking_leads_to_the_next_answer(mentor, enter, waiting, quiz, questions, now):
    attempt = AttemptFactory(quiz=quiz, user=UserFactory(), finished_at=now, unread=1)
    other = AnswerFactory(attempt=attempt, question=questions[QuestionKind.OPEN], given="Ещё", is_waiting=True)
    answer = enter(mentor).post(f"/desk/quizzes/answers/{waiting.token}/", {"percent": "0"})
    assert answer.url == f"/desk/quizzes/answers/{other.token}/"


def test_marking_again_changes_the_mark_and_what_was_passed_stays(mentor, waiting, now):
    services.mark_answer(actor=mentor, answer_id=waiting.pk, percent=100, reply="", now=now)
    services.mark_answer(actor=mentor, answer_id=waiting.pk, percent=100, reply="", now=now)
    assert Notice.objects.count() == 1
    again = services.mark_answer(actor=mentor, answer_id=waiting.pk, percent=0, reply="Ошибся", now=now)
    assert (again.attempt.percent, again.attempt.passed_at) == (0, now)


def test_readers_are_told_once_a_day_that_answers_wait(
    learner, mentor, methodist, director, speaker, quiz, questions, right, now
):
    for number, day in enumerate((0, 0, 1), start=1):
        moment = now + timedelta(days=day)
        attempt = services.begin_attempt(actor=learner, quiz_id=quiz.pk, now=moment)
        services.save_answers(actor=learner, attempt_id=attempt.pk, changes=right, now=moment)
        assert services.finish_attempt(actor=learner, attempt_id=attempt.pk, now=moment).number == number
    told = Notice.objects.filter(title__contains="ждут проверки")
    assert sorted(told.values_list("user", flat=True)) == sorted([mentor.pk, methodist.pk, speaker.pk] * 2)
    assert set(told.values_list("link", flat=True)) == {"/desk/quizzes/answers/"}


def test_marking_is_refused_to_strangers_and_before_it_is_handed_in(mentor, learner, waiting, now):
    for actor in (learner, SYSTEM):
        with pytest.raises(PermissionDenied):
            services.mark_answer(actor=actor, answer_id=waiting.pk, percent=100, reply="", now=now)
    Attempt.objects.update(finished_at=None)
    with pytest.raises(NotWaiting):
        services.mark_answer(actor=mentor, answer_id=waiting.pk, percent=100, reply="", now=now)
    with pytest.raises(Answer.DoesNotExist):
        reading.answer_page(mentor, waiting.question.quiz.lesson.school, waiting.token)


# --- files -------------------------------------------------------------------------------------------------------------

SHEET = Sheet(
    "Из Moodle",
    pass_percent=75,
    items=(
        Item("short", "Кто?", (Choice("мы", is_right=True),)),
        Item("match", "Пары", (Choice("а", "1"), Choice("б", "2"))),
    ),
)


def brought(desk_of, lesson, content, name="вопросы.xml"):
    return desk_of.post("/desk/quizzes/import/", {"lesson": lesson.uid, "file": SimpleUploadedFile(name, content)})


def test_file_is_looked_at_before_a_quiz_is_made_of_it(desk_of, lesson):
    assert desk_of.get("/desk/quizzes/import/").status_code == 200
    odd = write_moodle(SHEET).replace(
        b"</quiz>", b'<question type="calculated"><name><text>W</text></name></question></quiz>'
    )
    looked = brought(desk_of, lesson, odd)
    page = desk_of.get(looked.url).content.decode()
    assert "Взято 2 вопроса" in page
    assert "1 не взят" in page
    assert "calculated" in page
    assert not Quiz.objects.exists()
    made = desk_of.post(looked.url)
    quiz = Quiz.objects.get()
    assert made.url == f"/desk/quizzes/{quiz.token}/"
    assert sheet_of(quiz) == SHEET
    assert not quiz.is_published
    assert not QuizImport.objects.exists()
    taken = desk_of.get(f"/desk/quizzes/{quiz.token}/moodle.xml")
    assert taken.content == write_moodle(SHEET)
    assert "attachment" in taken.headers["Content-Disposition"]


def test_faults_of_a_file_are_said_in_words(desk_of, lesson):
    odd = write_moodle(SHEET).replace(
        b"</quiz>", b'<question type="multichoice"><name><text>W</text></name></question></quiz>'
    )
    page = desk_of.get(brought(desk_of, lesson, odd).url).content.decode()
    assert "Ответов мало" in page


@pytest.mark.parametrize("content", [b"no xml", b"<quiz/>"])
def test_file_with_nothing_to_take_is_refused_on_its_form(desk_of, lesson, content):
    assert brought(desk_of, lesson, content).status_code == 200
    assert not QuizImport.objects.exists()


def test_files_have_bounds(methodist, learner, lesson, now, monkeypatch):
    def bring(content, actor=methodist):
        return services.bring_file(actor=actor, lesson_id=lesson.pk, name="q.xml", content=content, now=now)

    with pytest.raises(FileTooLarge):
        bring(b" " * (MOST_BYTES + 1))
    with pytest.raises(FileNotKnown):
        bring(b"x")
    with pytest.raises(FileHasNothing):
        bring(b"<quiz/>")
    for actor in (learner, SYSTEM):
        with pytest.raises(PermissionDenied):
            bring(b"<quiz/>", actor)
    monkeypatch.setattr(travel, "MOST_FILES_AN_HOUR", 0)
    with pytest.raises(TooManyFiles):
        bring(write_moodle(SHEET))


def test_file_is_only_whose_it_is(methodist, speaker, enter, school, lesson, now):
    mine = services.bring_file(actor=methodist, lesson_id=lesson.pk, name="q", content=write_moodle(SHEET), now=now)
    with pytest.raises(ObjectDoesNotExist):
        bringing.import_of(speaker, school, mine.token)
    with pytest.raises(PermissionDenied):
        services.make_of_file(actor=speaker, import_id=mine.pk, now=now)
    assert services.preview_of(mine).sheet.title == "Из Moodle"


def test_picture_of_a_file_that_is_none_is_left_out_and_noted(methodist, lesson, now):
    target = io.BytesIO()
    Drawing.new("RGB", (30, 20)).save(target, "PNG")
    good, bad = (Image(content, "p.png", "Полка") for content in (target.getvalue(), b"none"))
    items = tuple(Item("open", f"Вопрос {number}", image=image) for number, image in enumerate((good, bad)))
    mine = services.bring_file(
        actor=methodist, lesson_id=lesson.pk, name="q.xml", content=write_moodle(Sheet("Т", items=items)), now=now
    )
    preview = services.preview_of(mine)
    assert [item.image is not None for item in preview.sheet.items] == [True, False]
    assert [note.number for note in preview.notes] == [2]
    page = bringing.import_page(mine, preview)
    assert [line.has_picture for line in page.items] == [True, False]
    quiz = services.make_of_file(actor=methodist, import_id=mine.pk, now=now)
    [first, second] = sheet_of(quiz).items
    assert first.image.content.startswith(b"RIFF")
    assert second.image is None
