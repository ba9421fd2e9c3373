"""To whom questions go: themes, mentors with their capacity, the days on which the school works, assignments."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.mentoring.enums import AssignmentEnd
from nastavnik.people.models import User
from nastavnik.programme.models import School

MOST_AT_ONCE = 50
LONGEST_NOTE = 1000
# Minutes of a working day: terms of working hours would be reckoned over years of shorter ones.
SHORTEST_DAY = 60


def minutes_of(field: str) -> CombinedExpression:
    """Return the minutes of the day at a time, read from its text, for which any program that opens the file has the functions."""
    text = Cast(field, models.CharField(max_length=15))
    hours, minutes = (Cast(Substr(text, begin, 2), models.IntegerField()) for begin in (1, 4))
    return hours * 60 + minutes


class Theme(models.Model):
    """What questions are about; mentors take some of them."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    position = models.PositiveIntegerField(default=0)
    # no new question is about it; the old ones keep it
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("theme of consultations")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["school", "title"], name="consultation_theme_once"),)

    def __str__(self) -> str:
        return self.title


class MentorProfile(models.Model):
    """What a mentor of a school takes on. Who has the role and no profile takes every theme, with the default capacity."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    about = models.TextField(_("about me"), max_length=2000, blank=True)
    themes = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("themes"))
    # questions at a time
    capacity = models.PositiveSmallIntegerField(
        _("questions at a time"), default=5, validators=(MinValueValidator(0), MaxValueValidator(MOST_AT_ONCE))
    )
    # pairs and groups at a time
    mentee_capacity = models.PositiveSmallIntegerField(
        _("mentees at a time"), default=2, validators=(MinValueValidator(0), MaxValueValidator(MOST_AT_ONCE))
    )
    # the last day on which she is away
    away_until = models.DateField(_("away until"), null=True, blank=True)
    # when she, or a methodist, said so: what she was given since is hers all the same
    away_said_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("mentor's profile")
        constraints = (models.UniqueConstraint(fields=["school", "user"], name="mentor_profile_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.school_id}"


class ConsultationSettings(models.Model):
    """By which term and at which hours a school answers; one that has none answers within three working days."""

    school = models.OneToOneField(School, models.CASCADE, related_name="+")
    term_days = models.PositiveSmallIntegerField(
        _("working days for an answer"), default=3, validators=(MinValueValidator(1), MaxValueValidator(30))
    )
    opens_at = models.TimeField(_("the working day begins"))
    closes_at = models.TimeField(_("the working day ends"))
    # the methodists are warned so many working hours before the term runs out
    warn_hours = models.PositiveSmallIntegerField(
        _("working hours of warning"), default=8, validators=(MinValueValidator(1), MaxValueValidator(80))
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("rules of consultations")
        constraints = (
            models.CheckConstraint(
                condition=GreaterThanOrEqual(minutes_of("closes_at"), minutes_of("opens_at") + SHORTEST_DAY),
                name="consultation_hours_an_hour_at_least",
            ),
        )

    def __str__(self) -> str:
        return f"rules of {self.school_id}"


class CalendarDay(models.Model):
    """A day on which a school works, or does not, other than the country's calendar says."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("the school works"))
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("day of the school's own")
        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=["school", "day"], name="calendar_day_once"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.is_working}"


class Assignment(models.Model):
    """A mentor has a consultation; several may have the same one."""

    consultation = models.ForeignKey("mentoring.Consultation", models.CASCADE, related_name="+")
    mentor = models.ForeignKey(User, models.CASCADE, related_name="+")
    # nobody: by the rule of the themes
    assigned_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=12, choices=AssignmentEnd.choices, blank=True)
    # to this mentor, from who gave it to her
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    # why she has it no more, in her own words or the methodist's
    end_note = models.CharField(_("why"), max_length=LONGEST_NOTE, blank=True)

    class Meta:
        verbose_name = _("assignment")
        constraints = (
            models.UniqueConstraint(
                fields=["consultation", "mentor"], condition=models.Q(ended_at__isnull=True), name="assignment_once"
            ),
        )
        indexes = (
            models.Index(fields=["mentor"], condition=models.Q(ended_at__isnull=True), name="assignments_of_mentor"),
            models.Index(fields=["mentor", "-assigned_at"], name="assignments_newest"),
            models.Index(fields=["consultation"], name="assignments_of_consultation"),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id} to {self.mentor_id}"
