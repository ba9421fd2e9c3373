"""Mentorships: a mentor with one mentee or a small group, what they want to reach, and what both say of it.

Nothing here is labour mentoring under art. 351.8 of the Labour Code: the drafts of its papers are made of what is typed for
them and are not kept.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.mentoring.enums import MentorshipEnd, MentorshipOrigin, MentorshipState
from nastavnik.people.models import User
from nastavnik.programme.models import School

LONGEST_TITLE = 120
LONGEST_WORDS = 4000
MOST_IN_GROUP = 12
USUAL_RHYTHM = 14
LONGEST_RHYTHM = 90


class Mentorship(models.Model):
    """A mentor and those whom she leads.

    `due_on` is the day by which the next contact is expected, moved by each meeting; without one the pair falls asleep.
    """

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    # empty once she was forgotten: the methodist hands it over
    mentor = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    # of a group; a pair needs none
    title = models.CharField(_("what the group is called"), max_length=LONGEST_TITLE, blank=True)
    state = models.CharField(max_length=10, choices=MentorshipState.choices, default=MentorshipState.WAITING)
    origin = models.CharField(max_length=10, choices=MentorshipOrigin.choices)
    proposed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    # what is said to the mentor when it is proposed
    note = models.TextField(_("words to the mentor"), max_length=LONGEST_WORDS, blank=True)
    # why the two were put together, as `matching.reasons` writes it
    reasons = models.JSONField(default=list, blank=True)
    every_days = models.PositiveSmallIntegerField(
        _("a contact every so many days"),
        default=USUAL_RHYTHM,
        validators=(MinValueValidator(1), MaxValueValidator(LONGEST_RHYTHM)),
    )
    ends_on = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    # the last day before it counts as asleep: a whole rhythm after `due_on`
    asleep_on = models.DateField(null=True, blank=True)
    # both were reminded that nothing has happened
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(_("why it ends"), max_length=10, choices=MentorshipEnd.choices, blank=True)
    result = models.TextField(_("result"), max_length=LONGEST_WORDS, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("mentorship")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="active")
                | models.Q(began_at__isnull=False, due_on__isnull=False, asleep_on__isnull=False),
                name="mentorship_active_has_begun",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ended") | models.Q(ended_at__isnull=False), name="mentorship_ended_has_end"
            ),
        )
        indexes = (
            models.Index(fields=["school", "state", "due_on"], name="mentorships_of_school"),
            models.Index(fields=["mentor", "state"], name="mentorships_of_mentor"),
        )

    def __str__(self) -> str:
        return self.title or f"mentorship {self.token}"


class Mentee(models.Model):
    """Somebody who is led in a mentorship; her plan hangs on this row."""

    token = TokenField()
    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="mentees")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    # of her plan: grows with each change of its lines
    plan_version = models.PositiveIntegerField(default=0)
    # the two have agreed on the plan as it was at that version
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mentee")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["mentorship", "user"], name="mentee_once"),)
        indexes = (models.Index(fields=["user"], name="mentorships_of_mentee"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.mentorship_id}"


class MentorTurn(models.Model):
    """From when to when somebody was the mentor of a mentorship."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="turns")
    mentor = models.ForeignKey(User, models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # to the next mentor, from who handed it over
    why = models.CharField(_("words to the next mentor"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("turn of a mentor")
        ordering = ("began_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["mentorship"], condition=models.Q(ended_at__isnull=True), name="mentor_turn_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.mentor_id} of {self.mentorship_id}"


class Goal(models.Model):
    """What the people of a mentorship want to reach together."""

    OWNER = "mentorship__mentees__user"
    # what a group has written since she left is not hers
    OWNED_IF = models.Q(mentorship__mentees__left_at=None) | models.Q(
        created_at__lte=models.F("mentorship__mentees__left_at")
    )

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=500)
    created_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("goal of a mentorship")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class Feedback(models.Model):
    """What one side says of a mentorship, to the methodists alone."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="feedback")
    made_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    # 5 is best
    mark = models.PositiveSmallIntegerField(validators=(MinValueValidator(1), MaxValueValidator(5)))
    helped = models.TextField(_("what helped"), max_length=LONGEST_WORDS, blank=True)
    missing = models.TextField(_("what was missing"), max_length=LONGEST_WORDS, blank=True)
    again = models.BooleanField(_("would go on with each other"), null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("feedback on a mentorship")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["mentorship", "made_by"], name="mentorship_feedback_once"),
            models.CheckConstraint(condition=models.Q(mark__gte=1, mark__lte=5), name="mentorship_mark_of_five"),
        )

    def __str__(self) -> str:
        return f"{self.mark} by {self.made_by_id}"
