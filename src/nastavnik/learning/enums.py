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
