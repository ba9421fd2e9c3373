"""Who was at a lesson, by which rule a lesson counts, and for whom it counted."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.learning.enums import AttendanceWay, CompletionWay
from nastavnik.people.models import Library, User
from nastavnik.programme.models import Lesson, Programme

PERCENT = (MinValueValidator(1), MaxValueValidator(100))
MOST_PEOPLE = 200  # at one screen: a hall


class LessonRule(models.Model):
    """When a lesson counts, and for how many hours; a lesson without a row of its own has the default rule."""

    lesson = models.OneToOneField(Lesson, models.CASCADE, related_name="+")
    # academic hours of 45 minutes; empty: from the length of the lesson
    hours = models.DecimalField(_("academic hours"), max_digits=4, decimal_places=1, null=True, blank=True)
    # of the recording watched, or of the broadcast attended
    percent = models.PositiveSmallIntegerField(_("how much of it, per cent"), default=80, validators=PERCENT)
    # only where the lesson has a self-check
    needs_quiz = models.BooleanField(_("the self-check must be passed"), default=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("rule of a lesson")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(percent__gte=1, percent__lte=100), name="lesson_rule_percent_1_to_100"
            ),
        )

    def __str__(self) -> str:
        return f"{self.percent} % of {self.lesson_id}"


class CheckIn(models.Model):
    """Several people at one screen: a branch says that it is there, and who."""

    token = TokenField()
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    library = models.ForeignKey(Library, models.SET_NULL, related_name="+", null=True, blank=True)
    # who sits at the keyboard
    user = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    people = models.PositiveSmallIntegerField(_("people at the screen"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("people at a screen")
        constraints = (
            models.UniqueConstraint(fields=["lesson", "user"], name="check_in_once"),
            models.CheckConstraint(
                condition=models.Q(people__gte=1, people__lte=MOST_PEOPLE), name="check_in_people_1_to_200"
            ),
        )
        indexes = (models.Index(fields=["lesson", "library"], name="check_in_of_lesson"),)

    def __str__(self) -> str:
        return f"{self.people} at {self.lesson_id}"


class CheckInPerson(models.Model):
    """Somebody at the screen: a person of the school, or a name without an account."""

    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="named")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", null=True, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    # she says that she was not there: it counts for nothing then
    denied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("person at a screen")
        constraints = (
            models.UniqueConstraint(fields=["check_in", "user"], name="check_in_person_once"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(name=""), name="check_in_person_is_somebody"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.user_id)


class Attendance(models.Model):
    """Somebody was at a lesson while it was held. Written when it is over, from her presence in the room and the check-ins."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=AttendanceWay.choices)
    check_in = models.ForeignKey(CheckIn, models.SET_NULL, related_name="+", null=True, blank=True)
    came_at = models.DateTimeField()
    left_at = models.DateTimeField()
    # between the two, without the gaps
    seconds = models.PositiveIntegerField()
    # of the lesson
    percent = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("attendance")
        constraints = (
            models.UniqueConstraint(fields=["lesson", "user"], name="attendance_once"),
            models.CheckConstraint(condition=models.Q(left_at__gte=models.F("came_at")), name="attendance_forwards"),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="attendance_percent_to_100"),
        )
        indexes = (
            models.Index(fields=["user", "lesson"], name="attendance_person_lesson"),
            models.Index(fields=["lesson", "came_at"], name="attendance_lesson_came"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} at {self.lesson_id}"


class RollCall(models.Model):
    """The attendance of a lesson was counted; taken anew when the broadcast ended later than the last one says."""

    lesson = models.OneToOneField(Lesson, models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    # one screen may have many people before it: the two are told apart
    screens = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("roll call")

    def __str__(self) -> str:
        return f"roll call of {self.lesson_id}"


class Completion(models.Model):
    """A lesson counted for a person. What was earned stays earned, whatever becomes of the rule or the film afterwards."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=CompletionWay.choices)
    # academic hours, as the rule had them
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    # how much was watched or attended
    percent = models.PositiveSmallIntegerField()
    completed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("counted lesson")
        constraints = (
            models.UniqueConstraint(fields=["user", "lesson"], name="completion_once"),
            models.CheckConstraint(condition=models.Q(hours__gte=0), name="completion_hours_not_negative"),
        )
        indexes = (models.Index(fields=["lesson", "completed_at", "hours"], name="completion_lesson_hours"),)

    def __str__(self) -> str:
        return f"{self.lesson_id} for {self.user_id}"


class Standing(models.Model):
    """How far a person is in a programme: the sum of her counted lessons, so that lists of thousands need not add them up.

    Written in the transaction of each completion, and counted anew by a sweep.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    lessons = models.PositiveSmallIntegerField(default=0)
    # academic hours
    hours = models.DecimalField(max_digits=6, decimal_places=1, default=0)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["programme", "user"], name="standing_once"),)
        indexes = (models.Index(fields=["user"], name="standing_of_person"),)

    def __str__(self) -> str:
        return f"{self.lessons} of {self.programme_id} by {self.user_id}"
