"""Making self-checks: settings, publishing, questions and their versions, order, copies, what is not saved."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from PIL import Image as Drawing
from tests.learning.quizzes.factories import AnswerFactory, AttemptFactory, QuestionFactory, QuizFactory
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.core import journal
from nastavnik.core import pictures as core_pictures
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.exchange.questions import Choice, Image, Item
from nastavnik.learning.models import Option, Question, Quiz, QuizImport, UnsavedForm
from nastavnik.learning.selectors.quizzes.items import item_of, sheet_of
from nastavnik.learning.services import quizzes
from nastavnik.learning.services.quizzes import authoring, pictures, unsaved
from nastavnik.learning.services.quizzes.refusals import (
    AlreadyPublished,
    ChangedMeanwhile,
    PictureNotKnown,
    PictureTooLarge,
    QuestionUnclear,
    QuizEmpty,
    TooManyQuestions,
)
from nastavnik.learning.services.quizzes.unsaved import FormTooLong
from nastavnik.people.permissions import SYSTEM

pytestmark = pytest.mark.django_db

ITEM = Item("single", "С чего начать?", (Choice("с проблемы", is_right=True), Choice("с гранта", feedback="Рано.")))


def drawing(size=(40, 30), form="PNG", **options) -> bytes:
    target = io.BytesIO()
    Drawing.new("RGB", size, "#1f5a4b").save(target, form, **options)
    return target.getvalue()


def current(question) -> Question:
    return Question.objects.get(lineage=question.lineage, replaced_at=None)


# --- settings ----------------------------------------------------------------------------------------------------------


def test_create_quiz_makes_one_that_nobody_sees(methodist, lesson, now):
    quiz = quizzes.create_quiz(actor=methodist, lesson_id=lesson.pk, title="Вопросы", now=now)
    assert (quiz.is_published, quiz.pass_percent, quiz.attempts_allowed) == (False, 60, None)
    assert [entry.verb for entry in journal.history_of(quiz)] == ["quiz made"]


def test_create_quiz_by_a_learner_is_refused(learner, lesson, now):
    with pytest.raises(PermissionDenied):
        quizzes.create_quiz(actor=learner, lesson_id=lesson.pk, title="Вопросы", now=now)


def test_edit_quiz_changes_what_differs_and_refuses_an_older_form(methodist, quiz, now):
    edited = quizzes.edit_quiz(actor=methodist, quiz_id=quiz.pk, version=0, title="Новое", pass_percent=60, now=now)
    assert (edited.title, edited.version) == ("Новое", 1)
    same = quizzes.edit_quiz(actor=methodist, quiz_id=quiz.pk, version=0, title="Новое", now=now)
    assert same.version == 1
    with pytest.raises(ChangedMeanwhile):
        quizzes.edit_quiz(actor=methodist, quiz_id=quiz.pk, version=0, title="Другое", now=now)


def test_edit_quiz_by_the_director_is_refused(director, quiz, now):
    with pytest.raises(PermissionDenied):
        quizzes.edit_quiz(actor=director, quiz_id=quiz.pk, version=0, title="Новое", now=now)


def test_publish_quiz_shows_it_and_settles_the_lesson(methodist, lesson, now, monkeypatch):
    settled = []
    monkeypatch.setattr(authoring.completion, "settle_lesson_soon", lambda **words: settled.append(words))
    quiz = QuestionFactory(quiz=QuizFactory(lesson=lesson, is_published=False)).quiz
    assert quizzes.publish_quiz(actor=methodist, quiz_id=quiz.pk, now=now).is_published
    quizzes.publish_quiz(actor=methodist, quiz_id=quiz.pk, now=now)
    quizzes.unpublish_quiz(actor=methodist, quiz_id=quiz.pk, now=now)
    assert settled == [{"lesson_id": lesson.pk}] * 2
    assert not Quiz.objects.get().is_published


def test_publish_quiz_beside_another_or_without_questions_is_refused(methodist, quiz, now):
    other = QuizFactory(lesson=quiz.lesson, is_published=False)
    with pytest.raises(AlreadyPublished):
        quizzes.publish_quiz(actor=methodist, quiz_id=other.pk, now=now)
    quizzes.remove_quiz(actor=methodist, quiz_id=quiz.pk, now=now)
    with pytest.raises(QuizEmpty):
        quizzes.publish_quiz(actor=methodist, quiz_id=other.pk, now=now)


def test_remove_quiz_takes_it_off_and_restore_brings_it_back_unpublished(methodist, quiz, now):
    for _ in range(2):
        removed = quizzes.remove_quiz(actor=methodist, quiz_id=quiz.pk, now=now)
    assert (removed.is_published, removed.removed_at) == (False, now)
    for _ in range(2):
        back = quizzes.restore_quiz(actor=methodist, quiz_id=quiz.pk, now=now)
    assert (back.is_published, back.removed_at) == (False, None)


def test_duplicate_quiz_copies_questions_without_answers(methodist, quiz, questions, now):
    questions[QuestionKind.OPEN].removed_at = now
    questions[QuestionKind.OPEN].save()
    copy = quizzes.duplicate_quiz(actor=methodist, quiz_id=quiz.pk, now=now)
    assert not copy.is_published
    assert [item.text for item in sheet_of(copy).items] == [item.text for item in sheet_of(quiz).items]
    assert sheet_of(copy).items == sheet_of(quiz).items
    assert len(sheet_of(copy).items) == 6


# --- questions ---------------------------------------------------------------------------------------------------------


def test_add_question_stands_at_the_end(methodist, quiz, now):
    QuestionFactory(quiz=quiz, position=4)
    question = quizzes.add_question(actor=methodist, quiz_id=quiz.pk, item=ITEM, now=now)
    assert question.position == 5
    assert item_of(question, question.options.all()) == ITEM


def test_add_question_that_cannot_be_asked_is_refused(methodist, quiz, now):
    with pytest.raises(QuestionUnclear) as refusal:
        quizzes.add_question(actor=methodist, quiz_id=quiz.pk, item=Item("single", " "), now=now)
    assert "Напишите вопрос." in str(refusal.value)
    assert not Question.objects.exists()


def test_add_question_beyond_the_most_is_refused(methodist, quiz, now, monkeypatch):
    monkeypatch.setattr("nastavnik.learning.services.quizzes.questions.MOST_QUESTIONS", 1)
    question = quizzes.add_question(actor=methodist, quiz_id=quiz.pk, item=ITEM, now=now)
    for call in (
        lambda: quizzes.add_question(actor=methodist, quiz_id=quiz.pk, item=ITEM, now=now),
        lambda: quizzes.duplicate_question(actor=methodist, lineage=question.lineage, now=now),
    ):
        with pytest.raises(TooManyQuestions):
            call()


def test_add_question_mixes_the_numbers_of_what_is_put_in_order(methodist, quiz, now):
    item = Item("order", "По порядку", tuple(Choice(str(number)) for number in range(1, 11)))
    orders = {
        tuple(
            quizzes.add_question(actor=methodist, quiz_id=quiz.pk, item=item, now=now)
            .options.order_by("pk")
            .values_list("position", flat=True)
        )
        for _ in range(3)
    }
    assert tuple(range(1, 11)) not in orders


def test_edit_question_before_it_was_asked_changes_it(methodist, quiz, now):
    question = QuestionFactory(quiz=quiz)
    quizzes.edit_question(actor=methodist, lineage=question.lineage, version=0, item=ITEM, now=now)
    assert Question.objects.count() == 1
    assert current(question).version == 1
    assert item_of(current(question), Option.objects.filter(question=question)) == ITEM


def test_edit_question_after_it_was_asked_makes_its_next_version(methodist, learner, quiz, now):
    question = QuestionFactory(quiz=quiz)
    attempt = quizzes.begin_attempt(actor=learner, quiz_id=quiz.pk, now=now)
    before = item_of(question, question.options.all())

    quizzes.edit_question(actor=methodist, lineage=question.lineage, version=0, item=ITEM, now=now)

    question.refresh_from_db()
    assert question.replaced_at == now
    assert item_of(question, question.options.all()) == before
    assert current(question) != question
    assert not current(question).is_asked
    assert attempt.question_ids == [question.pk]
    # what was never asked is changed in place again
    other = Item("single", "Иначе?", ITEM.choices)
    quizzes.edit_question(actor=methodist, lineage=question.lineage, version=1, item=other, now=now)
    assert Question.objects.count() == 2


def test_edit_question_into_what_it_is_makes_no_version(methodist, quiz, now):
    question = QuestionFactory(quiz=quiz, is_asked=True)
    same = item_of(question, question.options.all())
    quizzes.edit_question(actor=methodist, lineage=question.lineage, version=7, item=same, now=now)
    assert Question.objects.count() == 1


def test_edit_question_by_an_older_form_is_refused(methodist, quiz, now):
    question = QuestionFactory(quiz=quiz, version=3)
    with pytest.raises(ChangedMeanwhile):
        quizzes.edit_question(actor=methodist, lineage=question.lineage, version=2, item=ITEM, now=now)


def test_order_questions_moves_those_it_names(methodist, quiz, questions, now):
    wanted = [one.lineage for one in reversed(questions.values())]
    quizzes.order_questions(actor=methodist, quiz_id=quiz.pk, lineages=[*wanted, "stranger"], now=now)
    order = Question.objects.filter(quiz=quiz).order_by("position").values_list("lineage", flat=True)
    assert list(order) == wanted


def test_remove_and_restore_question_are_safe_to_repeat(methodist, quiz, now):
    question = QuestionFactory(quiz=quiz)
    for _ in range(2):
        quizzes.remove_question(actor=methodist, lineage=question.lineage, now=now)
    assert current(question).removed_at == now
    for _ in range(2):
        quizzes.restore_question(actor=methodist, lineage=question.lineage, now=now)
    assert current(question).removed_at is None
    verbs = [entry.verb for entry in journal.history_of(quiz)]
    assert verbs == ["question restored", "question removed"]


def test_duplicate_question_copies_its_answers(methodist, quiz, now):
    question = QuestionFactory(quiz=quiz, position=1)
    copy = quizzes.duplicate_question(actor=methodist, lineage=question.lineage, now=now)
    assert copy.position == 2
    assert item_of(copy, copy.options.all()) == item_of(question, question.options.all())


def test_move_moments_follows_the_film_of_the_lesson(quiz, now):
    video = VideoFactory(lesson=quiz.lesson, ready=True)
    moved = QuestionFactory(quiz=quiz, moment_seconds=20, moment_end_seconds=30, at_second=30, replaced_at=now)
    cut_off = QuestionFactory(quiz=quiz, moment_seconds=2, moment_end_seconds=6)
    without_end = QuestionFactory(quiz=quiz, at_second=50)
    strange = QuestionFactory(moment_seconds=20)

    assert quizzes.move_moments(video_id=video.pk, by_seconds=-9.6) == 3

    def seconds(question):
        question.refresh_from_db()
        return question.moment_seconds, question.moment_end_seconds, question.at_second

    assert seconds(moved) == (10, 20, 20)
    assert seconds(cut_off) == (0, None, None)
    assert seconds(without_end) == (None, None, 40)
    assert seconds(strange) == (20, None, None)


# --- pictures ----------------------------------------------------------------------------------------------------------


def with_picture(content, alt="Полка"):
    return Item("single", "Что это?", ITEM.choices, image=Image(content, "p.png", alt))


def test_picture_is_made_small_and_kept_without_what_a_camera_writes(methodist, quiz, now):
    exif = Drawing.Exif()
    exif[0x010E] = "secret place"
    content = drawing((2000, 1000), "JPEG", exif=exif)
    question = quizzes.add_question(actor=methodist, quiz_id=quiz.pk, item=with_picture(content), now=now)
    with default_storage.open(question.picture.name) as file:
        kept = file.read()
    assert (question.picture_width, question.picture_height, question.picture_alt) == (1280, 640, "Полка")
    assert kept.startswith(b"RIFF")
    assert b"secret" not in kept
    # what is ours already is not made anew: it would get worse each time
    assert pictures.read_picture(kept).content == kept


def test_picture_with_a_clear_ground_keeps_it():
    target = io.BytesIO()
    Drawing.new("RGBA", (10, 10), (0, 0, 0, 0)).save(target, "PNG")
    made = pictures.read_picture(target.getvalue())
    assert Drawing.open(io.BytesIO(made.content)).mode == "RGBA"


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", drawing()[:60]]
)
def test_picture_that_is_none_is_refused(content):
    with pytest.raises(PictureNotKnown):
        pictures.read_picture(content)


def test_picture_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(core_pictures, "MOST_POINTS", 1000)
    with pytest.raises(PictureTooLarge):
        pictures.read_picture(drawing((40, 30)))
    monkeypatch.setattr(Drawing, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(PictureTooLarge):
        pictures.read_picture(drawing((40, 30)))
    monkeypatch.setattr(pictures, "MOST_BYTES", 10)
    with pytest.raises(PictureTooLarge):
        pictures.read_picture(drawing())


def test_picture_may_change_its_words_alone_be_replaced_and_taken_away(
    methodist, quiz, now, django_capture_on_commit_callbacks
):
    question = quizzes.add_question(actor=methodist, quiz_id=quiz.pk, item=with_picture(drawing()), now=now)
    first = question.picture.name

    def edit(image, version):
        item = Item("single", "Что это?", ITEM.choices, image=image)
        with django_capture_on_commit_callbacks(execute=True):
            quizzes.edit_question(actor=methodist, lineage=question.lineage, version=version, item=item, now=now)
        return current(question)

    assert edit(Image(b"", "", "Книжная полка"), 0).picture_alt == "Книжная полка"
    assert current(question).picture.name == first
    assert edit(Image(drawing((50, 50)), "q.png", "Другая"), 1).picture.name != first
    assert not default_storage.exists(first)
    second = current(question).picture.name
    assert not edit(None, 2).picture
    assert not default_storage.exists(second)
    assert edit(Image(drawing(), "r.png", "Снова"), 3).picture
    assert not edit(None, 4).picture
    # words without a picture are nothing
    assert not edit(Image(b"", "", "Слова"), 5).picture


def test_picture_of_an_asked_version_stays(methodist, quiz, now, django_capture_on_commit_callbacks):
    question = quizzes.add_question(actor=methodist, quiz_id=quiz.pk, item=with_picture(drawing()), now=now)
    Question.objects.update(is_asked=True)
    with django_capture_on_commit_callbacks(execute=True):
        quizzes.edit_question(actor=methodist, lineage=question.lineage, version=0, item=ITEM, now=now)
    assert default_storage.exists(question.picture.name)


# --- what is not saved -------------------------------------------------------------------------------------------------


def test_keep_unsaved_keeps_the_newest_and_drop_forgets_it(methodist, quiz, now):
    for posted in ("title=a", "title=b"):
        quizzes.keep_unsaved(actor=methodist, quiz_id=quiz.pk, form="settings", posted=posted, now=now)
    assert UnsavedForm.objects.get().posted == "title=b"
    quizzes.drop_unsaved(actor=methodist, quiz_id=quiz.pk, form="settings")
    assert not UnsavedForm.objects.exists()


def test_keep_unsaved_refuses_strangers_and_what_is_too_long(methodist, director, quiz, now):
    for actor in (director, SYSTEM):
        with pytest.raises(PermissionDenied):
            quizzes.keep_unsaved(actor=actor, quiz_id=quiz.pk, form="settings", posted="", now=now)
    long = "a" * (unsaved.LONGEST_FORM + 1)
    with pytest.raises(FormTooLong):
        quizzes.keep_unsaved(actor=methodist, quiz_id=quiz.pk, form="settings", posted=long, now=now)


def test_sweep_leftovers_forgets_what_is_old(methodist, quiz, now):
    for age, form in ((61, "settings"), (1, "new-single")):
        UnsavedForm.objects.create(user=methodist, quiz=quiz, form=form, posted="", saved_at=now - timedelta(days=age))
    for age in (2, 0):
        QuizImport.objects.create(
            user=methodist,
            lesson=LessonFactory(),
            file_name="q.xml",
            content=b"",
            created_at=now - timedelta(days=age),
        )
    assert quizzes.sweep_leftovers(now=now) == 2
    assert UnsavedForm.objects.get().form == "new-single"


def test_answers_keep_their_question_whatever_becomes_of_it(methodist, learner, quiz, now):
    question = QuestionFactory(quiz=quiz, is_asked=True)
    attempt = AttemptFactory(quiz=quiz, user=learner)
    answer = AnswerFactory(attempt=attempt, question=question, given=[1])
    quizzes.edit_question(actor=methodist, lineage=question.lineage, version=0, item=ITEM, now=now)
    quizzes.remove_question(actor=methodist, lineage=question.lineage, now=now)
    answer.refresh_from_db()
    assert answer.question == question
