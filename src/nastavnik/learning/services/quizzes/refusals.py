"""What self-checks refuse, in sentences for people."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.learning.enums import QuestionFault


class AttemptsUsed(Refusal):
    """All attempts that the author allows are used."""

    message = _("You have used all your attempts. The best of them counts.")


class AttemptOver(Refusal):
    """The attempt was handed in already."""

    message = _("This attempt was handed in already, perhaps on another device. Nothing was changed.")


class TooManyAttempts(Refusal):
    """So many attempts in a day are rather a program's than a person's."""

    message = _("That was very many attempts for one day. Your answers are kept: go on tomorrow.")


class QuizEmpty(Refusal):
    """There is nothing in it that could be asked."""

    message = _("There is no question in this self-check yet. Add one first.")


class AlreadyPublished(Refusal):
    """Another self-check of the lesson is published."""

    message = _("Another self-check of this lesson is published. Take that one off first: learners see one.")


class TooManyQuestions(Refusal):
    """A self-check has as many questions as it may."""

    message = _("A self-check has 60 questions at most. The question was not added.")


class QuestionUnclear(Refusal):
    """A question cannot be asked as it is; `faults` say why."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(QuestionFault(fault) for fault in faults)
        super().__init__(" ".join(str(fault.label) for fault in self.faults))


class ChangedMeanwhile(Refusal):
    """Somebody else saved the same form in between."""

    message = _(
        "Somebody else has saved this meanwhile. What you typed is still here: compare it, and save once more to replace theirs."
    )


class PictureNotKnown(Refusal):
    """The file is no picture that browsers show."""

    message = _("This is not a picture in PNG, JPEG, WebP or GIF. It was not taken; the question is as before.")


class PictureTooLarge(Refusal):
    """The file has too many bytes or points."""

    message = _("The picture is larger than 5 MB or 40 million points. It was not taken: make it smaller first.")


class NotWaiting(Refusal):
    """The answer is not handed in yet."""

    message = _("This answer is not handed in yet, so it cannot be marked.")


class FileNotKnown(Refusal):
    """The file is no Moodle XML."""

    message = _("This is not a file of questions in Moodle XML. Nothing was taken from it.")


class FileTooLarge(Refusal):
    """The file is larger than a file of questions may be."""

    message = _("The file is larger than 10 MB. Nothing was taken from it: export fewer questions at once.")


class FileHasNothing(Refusal):
    """None of its questions can be taken."""

    message = _("There is no question in this file that can be taken.")


class TooManyFiles(Refusal):
    """Too many files were brought."""

    message = _("You have brought very many files in the last hour. Wait a little and bring this one then.")
