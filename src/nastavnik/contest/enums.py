"""Words of contests."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Target(models.TextChoices):
    """For whom the projects of a direction are."""

    FAMILY = "family", pgettext_lazy("target group", "Families")
    YOUTH = "youth", pgettext_lazy("target group", "Youth")
    CHILDREN = "children", pgettext_lazy("target group", "Children and teenagers")
    SENIORS = "seniors", pgettext_lazy("target group", "People of pension age")
    OTHER = "other", pgettext_lazy("target group", "Others")


class Stage(models.TextChoices):
    """Where a contest is, told by its days and by what was done; never stored."""

    PREPARED = "prepared", pgettext_lazy("contest", "Being prepared")
    ANNOUNCED = "announced", pgettext_lazy("contest", "Announced")
    INTAKE = "intake", pgettext_lazy("contest", "Applications are taken")
    CHECK = "check", pgettext_lazy("contest", "Formal check")
    REVIEW = "review", pgettext_lazy("contest", "Expert review")
    DEFENCE = "defence", pgettext_lazy("contest", "Defence of projects")
    MINUTES = "minutes", pgettext_lazy("contest", "Minutes of the jury")
    RELEASED = "released", pgettext_lazy("contest", "Results are public")


class LatePolicy(models.TextChoices):
    """What becomes of an application after the deadline."""

    REFUSE = "refuse", pgettext_lazy("late applications", "are not taken")
    MARK = "mark", pgettext_lazy("late applications", "are taken for some days, and marked as late")


class Feedback(models.TextChoices):
    """What applicants see of the jury's work when the results are out."""

    NOTHING = "nothing", pgettext_lazy("feedback", "Only the result")
    ADVICE = "advice", pgettext_lazy("feedback", "The jury's advice, without names")
    MARKS = "marks", pgettext_lazy("feedback", "The advice and the mean mark of each criterion")


class FieldKind(models.TextChoices):
    """How a field of the application is filled in."""

    LINE = "line", pgettext_lazy("field", "A line")
    TEXT = "text", pgettext_lazy("field", "A text")
    NUMBER = "number", pgettext_lazy("field", "A number")
    MONEY = "money", pgettext_lazy("field", "A sum in roubles")
    DATE = "date", pgettext_lazy("field", "A day")
    CHOICE = "choice", pgettext_lazy("field", "One of a list")
    CHOICES = "choices", pgettext_lazy("field", "Several of a list")
    ROWS = "rows", pgettext_lazy("field", "A table of rows")
    FILES = "files", pgettext_lazy("field", "Files")


class ApplicationState(models.TextChoices):
    """Where an application is. A draft is its authors' alone."""

    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "Submitted")
    RETURNED = "returned", pgettext_lazy("application", "Returned for correction")
    ADMITTED = "admitted", pgettext_lazy("application", "Admitted")
    REJECTED = "rejected", pgettext_lazy("application", "Not admitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")


# Its authors may write in it.
OPEN_STATES = frozenset({ApplicationState.DRAFT, ApplicationState.RETURNED, ApplicationState.WITHDRAWN})


class FormalVerdict(models.TextChoices):
    """What the formal check says."""

    ADMIT = "admit", pgettext_lazy("formal check", "Admit")
    RETURN = "return", pgettext_lazy("formal check", "Return for correction")
    REJECT = "reject", pgettext_lazy("formal check", "Reject")


class SheetState(models.TextChoices):
    """Where a score sheet is. Only finished ones count."""

    OPEN = "open", pgettext_lazy("score sheet", "Being filled in")
    FINISHED = "finished", pgettext_lazy("score sheet", "Finished")


class TieRule(models.TextChoices):
    """What decides between equal totals; the regulation names some, in their order."""

    MAIN_CRITERION = "main_criterion", pgettext_lazy("tie", "the higher mean of the main criterion")
    NEXT_CRITERIA = "next_criteria", pgettext_lazy("tie", "the higher means of the other criteria, in their order")
    MEDIAN = "median", pgettext_lazy("tie", "the higher median of the jury's totals")
    CHAIR = "chair", pgettext_lazy("tie", "the vote of the chair, written into the minutes")
    SHARED = "shared", pgettext_lazy("tie", "the place is shared")


class Conflict(models.TextChoices):
    """What speaks against letting a juror judge an application."""

    AUTHOR = "author", pgettext_lazy("conflict of interest", "wrote it herself")
    LIBRARY = "library", pgettext_lazy("conflict of interest", "her own library")
    ORGANISATION = "organisation", pgettext_lazy("conflict of interest", "the same organisation")
    MENTORSHIP = "mentorship", pgettext_lazy("conflict of interest", "mentor and mentee")
