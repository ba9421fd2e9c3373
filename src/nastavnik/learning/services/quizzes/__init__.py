"""Every write about self-checks."""

from nastavnik.learning.services.quizzes.attempts import (
    answer_in_film,
    begin_attempt,
    finish_attempt,
    forget_person,
    save_answers,
)
from nastavnik.learning.services.quizzes.authoring import (
    create_quiz,
    duplicate_quiz,
    edit_quiz,
    publish_quiz,
    remove_quiz,
    restore_quiz,
    unpublish_quiz,
)
from nastavnik.learning.services.quizzes.marking import mark_answer
from nastavnik.learning.services.quizzes.questions import (
    add_question,
    duplicate_question,
    edit_question,
    order_questions,
    remove_question,
    restore_question,
)

__all__ = [
    "add_question",
    "answer_in_film",
    "begin_attempt",
    "create_quiz",
    "duplicate_question",
    "duplicate_quiz",
    "edit_question",
    "edit_quiz",
    "finish_attempt",
    "forget_person",
    "mark_answer",
    "order_questions",
    "publish_quiz",
    "remove_question",
    "remove_quiz",
    "restore_question",
    "restore_quiz",
    "save_answers",
    "unpublish_quiz",
]
