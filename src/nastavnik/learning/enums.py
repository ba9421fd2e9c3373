"""Words of learning."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AttendanceWay(models.TextChoices):
    """How it is known that somebody was at a lesson while it was held."""

    ROOM = "room", pgettext_lazy("attendance", "in the room of the broadcast")
    SCREEN = "screen", pgettext_lazy("attendance", "at a common screen")
    METHODIST = "methodist", pgettext_lazy("attendance", "noted by a methodist")


class CompletionWay(models.TextChoices):
    """What a lesson was counted for."""

    WATCHED = "watched", pgettext_lazy("completion", "watched in the recording")
    ATTENDED = "attended", pgettext_lazy("completion", "attended while it was held")
    METHODIST = "methodist", pgettext_lazy("completion", "counted by a methodist")


class QuestionKind(models.TextChoices):
    """How a question is answered, in the order in which an author is offered them."""

    SINGLE = "single", pgettext_lazy("question", "One answer of several")
    MULTIPLE = "multiple", pgettext_lazy("question", "Several answers of several")
    ORDER = "order", pgettext_lazy("question", "Put in order")
    MATCH = "match", pgettext_lazy("question", "Find the pairs")
    SHORT = "short", pgettext_lazy("question", "A word or two")
    NUMBER = "number", pgettext_lazy("question", "A number")
    OPEN = "open", pgettext_lazy("question", "An answer in one's own words, read by a person")


# Their answers are options of the question; the others are typed.
CHOSEN_KINDS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER, QuestionKind.MATCH})
