"""What can be done with a self-check or a question by one press, what is said then, and what takes it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.learning.services import quizzes as services


@dataclass(frozen=True, slots=True)
class Deed:
    """A service for one thing, the sentence said after it, and the deed that undoes it."""

    service: Callable[..., Any]
    said: Promise
    undo: str = ""


QUIZ_DEEDS = {
    "publish": Deed(services.publish_quiz, _("Learners see it now: %(title)s."), "take-off"),
    "take-off": Deed(
        services.unpublish_quiz, _("Learners see it no more; what they answered is kept: %(title)s."), "publish"
    ),
    "copy": Deed(services.duplicate_quiz, _("This is the copy: %(title)s."), "remove"),
    "remove": Deed(services.remove_quiz, _("The self-check is removed: %(title)s."), "bring-back"),
    "bring-back": Deed(services.restore_quiz, _("The self-check is back: %(title)s."), "remove"),
}

QUESTION_DEEDS = {
    "copy": Deed(services.duplicate_question, _("The question is copied to the end."), "remove"),
    "remove": Deed(services.remove_question, _("The question is removed."), "bring-back"),
    "bring-back": Deed(services.restore_question, _("The question is back."), "remove"),
}
