"""Self-checks: answered by learners, made by methodists, looked at by the director, read by mentors."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.exchange.moodle_write import write_moodle
from nastavnik.learning.exchange.questions import Choice, Item, Sheet
from nastavnik.learning.models import QuizImport
from nastavnik.people.models import User
from nastavnik.programme.models import School
from tests.architecture.access.words import DESK, DESK_HIDDEN, OWN, RUN, RUN_HIDDEN, Answer, Row, get, post, who
from tests.learning.quizzes.factories import AnswerFactory, AttemptFactory, QuestionFactory, QuizFactory
from tests.programme.factories import LessonFactory

FORBIDDEN, MISSING = Answer.FORBIDDEN, Answer.MISSING

# the attempt is the learner's of the world
HERS = who("learner", others=MISSING)
# answers in own words: mentors read them too, the director does not
READERS = who("mentor", "methodist", others=FORBIDDEN)
READERS_HIDDEN = who("mentor", "methodist", others=MISSING)
# the file was brought by the methodist of the world
BROUGHT = who("methodist", others=MISSING)
NOT_OPEN = ("draft_lesson_slug", "cancelled_lesson_slug")

LEARNERS: tuple[Row, ...] = (
    get("learning:quiz", OWN, "quiz_lesson_slug"),
    *(get("learning:quiz", who(others=MISSING), slug, why="it has no self-check") for slug in NOT_OPEN),
    get("learning:quiz", who(others=MISSING), "quiz_draft_lesson_slug", why="learners and authors see it at the desk"),
    post("learning:quiz_begin", OWN, "quiz_lesson_slug"),
    post("learning:quiz_save", OWN, "quiz_lesson_slug"),
    get("learning:quiz_attempt", HERS, "quiz_lesson_slug", "attempt_number"),
    get("learning:quiz_stops", OWN, "quiz_lesson_slug", "second"),
    post("learning:quiz_stop_answer", OWN, "quiz_lesson_slug", "stop_question"),
    get("learning:quiz_picture", OWN, "picture_question"),
    get("learning:quiz_picture", DESK_HIDDEN, "draft_picture_question"),
)

QUIZ_DESK: tuple[Row, ...] = (
    get("learning:desk_quizzes", DESK),
    get("learning:add_quiz", RUN),
    get("learning:bring_quiz", RUN),
    get("learning:look_at_quiz", BROUGHT, "quiz_import"),
    get("learning:waiting_answers", READERS),
    get("learning:read_answer", READERS_HIDDEN, "own_words"),
    get("learning:edit_question", RUN_HIDDEN, "question_lineage"),
    *(
        post("learning:do_question", RUN_HIDDEN, "question_lineage", f"question_deed {deed}")
        for deed in ("copy", "remove", "bring-back")
    ),
    get("learning:desk_quiz", DESK_HIDDEN, "quiz"),
    post("learning:order_questions", RUN_HIDDEN, "quiz"),
    get("learning:preview_quiz", DESK_HIDDEN, "quiz"),
    get("learning:quiz_statistics", DESK_HIDDEN, "quiz"),
    get("learning:export_quiz", RUN_HIDDEN, "quiz"),
    get("learning:add_question", RUN_HIDDEN, "quiz", "question_kind"),
    post("learning:quiz_unsaved", RUN_HIDDEN, "quiz", "form_name"),
    *(
        post("learning:do_quiz", RUN_HIDDEN, "quiz", f"quiz_deed {deed}")
        for deed in ("publish", "take-off", "copy", "remove", "bring-back")
    ),
)

QUIZZES = (*LEARNERS, *QUIZ_DESK)


def things_of_quizzes(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a published self-check that the learner has handed in once, one in work, and a file that was brought."""
    now = timezone.now()
    lesson = LessonFactory(cycle__programme__school=school, held=True)
    quiz = QuizFactory(lesson=lesson)
    question = QuestionFactory(quiz=quiz, at_second=30)
    pictured = QuestionFactory(quiz=quiz, picture=f"quizzes/{quiz.token}.webp", picture_alt="Полка")
    keep_file(pictured.picture.name)
    own_words = QuestionFactory(quiz=quiz, kind=QuestionKind.OPEN)
    attempt = AttemptFactory(quiz=quiz, user=people["learner"], finished_at=now, unread=1)
    answer = AnswerFactory(attempt=attempt, question=own_words, given="Своими словами", is_waiting=True)
    for other in (question, pictured):
        AnswerFactory(attempt=attempt, question=other, share=0.0)
    draft = QuizFactory(lesson=LessonFactory(cycle=lesson.cycle, held=True), is_published=False)
    draft_picture = QuestionFactory(quiz=draft, picture=f"quizzes/{draft.token}.webp", picture_alt="Полка")
    keep_file(draft_picture.picture.name)
    sheet = Sheet("Вопросы", items=(Item("short", "Да?", (Choice("да", is_right=True),)),))
    brought = QuizImport.objects.create(
        user=people["methodist"], lesson=lesson, file_name="q.xml", content=write_moodle(sheet), created_at=now
    )
    return {
        "quiz": quiz.token,
        "quiz_lesson_slug": lesson.slug,
        "quiz_draft_lesson_slug": draft.lesson.slug,
        "attempt_number": 1,
        "second": 30,
        "stop_question": question.token,
        "picture_question": pictured.token,
        "draft_picture_question": draft_picture.token,
        "question_lineage": question.lineage,
        "own_words": answer.token,
        "quiz_import": brought.token,
        "question_kind": "single",
        "form_name": "settings",
        **{f"question_deed {deed}": deed for deed in ("copy", "remove", "bring-back")},
        **{f"quiz_deed {deed}": deed for deed in ("publish", "take-off", "copy", "remove", "bring-back")},
    }


def keep_file(name: str) -> None:
    """Put a file into the school's storage."""
    default_storage.save(name, ContentFile(b"RIFF"))
