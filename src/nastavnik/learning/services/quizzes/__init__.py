"""Every write about self-checks."""

from nastavnik.learning.exchange.questions import Choice, Item, Sheet
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
    move_moments,
    order_questions,
    remove_question,
    restore_question,
)
from nastavnik.learning.services.quizzes.travel import bring_file, make_of_file, make_of_sheet, preview_of
from nastavnik.learning.services.quizzes.unsaved import drop_unsaved, keep_unsaved, sweep_leftovers

__all__ = [
    "Choice",
    "Item",
    "Sheet",
    "add_question",
    "answer_in_film",
    "begin_attempt",
    "bring_file",
    "create_quiz",
    "drop_unsaved",
    "duplicate_question",
    "duplicate_quiz",
    "edit_question",
    "edit_quiz",
    "finish_attempt",
    "forget_person",
    "keep_unsaved",
    "make_of_file",
    "make_of_sheet",
    "mark_answer",
    "move_moments",
    "order_questions",
    "preview_of",
    "publish_quiz",
    "remove_question",
    "remove_quiz",
    "restore_question",
    "restore_quiz",
    "save_answers",
    "sweep_leftovers",
    "unpublish_quiz",
]
