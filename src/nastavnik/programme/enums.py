"""Words of the programme: kinds and states of lessons, how people enrol."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LessonKind(models.TextChoices):
    """What a lesson is."""

    MASTER_CLASS = "master_class", _("Master class")
    SEMINAR = "seminar", _("Seminar")
    STRATEGIC_SESSION = "strategic_session", _("Strategic session")
    WEBINAR = "webinar", _("Webinar")
    ROUND_TABLE = "round_table", _("Round table")
    INTERNSHIP = "internship", _("Internship")


class LessonState(models.TextChoices):
    """Where a lesson is in its life."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    CANCELLED = "cancelled", _("Cancelled")
    HELD = "held", _("Held")


MOVES: dict[LessonState, frozenset[LessonState]] = {
    LessonState.DRAFT: frozenset({LessonState.ANNOUNCED}),
    LessonState.ANNOUNCED: frozenset({LessonState.DRAFT, LessonState.CANCELLED, LessonState.HELD}),
    LessonState.CANCELLED: frozenset({LessonState.ANNOUNCED}),
    LessonState.HELD: frozenset({LessonState.ANNOUNCED}),
}

# What the public sees: a cancelled lesson stays visible, crossed out, so that nobody waits in vain.
PUBLIC_STATES = (LessonState.ANNOUNCED, LessonState.CANCELLED, LessonState.HELD)


class EnrolmentPolicy(models.TextChoices):
    """Who may enrol in a programme."""

    OPEN = "open", _("Open to everybody with an account")
    INVITATION = "invitation", _("By invitation of the methodist")


class AgeRating(models.TextChoices):
    """The mark of information products (436-FZ)."""

    ZERO = "0+", "0+"
    SIX = "6+", "6+"
    TWELVE = "12+", "12+"
    SIXTEEN = "16+", "16+"
    EIGHTEEN = "18+", "18+"
