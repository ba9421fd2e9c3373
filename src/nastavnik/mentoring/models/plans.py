"""Individual development plans, and the meetings of a mentorship with their notes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.mentoring.enums import Level, MeetingWay
from nastavnik.mentoring.models.mentorships import LONGEST_WORDS, Mentee, Mentorship
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson
from nastavnik.video.models import Moment

MOST_LINES = 30
MOST_ACTIONS = 20


class PlanLine(models.Model):
    """A competence in a mentee's plan: how well she masters it now, how well she wants to, by when, and what came of it."""

    OWNER = "mentee__user"

    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="lines")
    competence = models.CharField(_("competence"), max_length=200)
    now_level = models.PositiveSmallIntegerField(_("now"), choices=Level.choices, default=Level.NONE)
    wanted_level = models.PositiveSmallIntegerField(_("wanted"), choices=Level.choices, default=Level.ALONE)
    due_on = models.DateField(_("term"), null=True, blank=True)
    result = models.TextField(_("result"), max_length=LONGEST_WORDS, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("line of a development plan")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(wanted_level__gt=models.F("now_level")), name="plan_line_wants_more"
            ),
        )

    def __str__(self) -> str:
        return self.competence


class PlanAction(models.Model):
    """Something that a mentee does for a line of her plan; it may lead to a lesson or a moment of a film."""

    OWNER = "line__mentee__user"

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="actions")
    text = models.CharField(_("action"), max_length=500)
    lesson = models.ForeignKey(Lesson, models.SET_NULL, related_name="+", null=True, blank=True)
    # made for this action alone; it follows its film
    moment = models.ForeignKey(Moment, models.SET_NULL, related_name="+", null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("action of a development plan")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class Meeting(models.Model):
    """A meeting, planned or held. Its note belongs to those who were there, unless it is shared.

    Shared, the whole mentorship reads it, a later mentor and the methodists too. `mentor` is who held it: a note does not go
    to the next mentor by itself.
    """

    OWNER = "attendees__user"

    token = TokenField()
    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="meetings")
    mentor = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    attendees = models.ManyToManyField(Mentee, related_name="+", blank=True)
    at = models.DateTimeField(_("when"))
    way = models.CharField(_("how"), max_length=10, choices=MeetingWay.choices, default=MeetingWay.IN_PERSON)
    theme = models.CharField(_("about"), max_length=200, blank=True)
    is_held = models.BooleanField(_("it took place"), default=False)
    note = models.TextField(_("note"), max_length=LONGEST_WORDS, blank=True)
    next_steps = models.TextField(_("what is to be done until the next one"), max_length=LONGEST_WORDS, blank=True)
    is_shared = models.BooleanField(_("the methodist may read the note"), default=False)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("meeting of a mentorship")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["mentorship", "-at"], name="meetings_of_mentorship"),)

    def __str__(self) -> str:
        return f"meeting of {self.mentorship_id} at {self.at:%Y-%m-%d}"


class MeetingDraft(models.Model):
    """What somebody is writing of a meeting and has not saved, so that a session that ends loses nothing. Nobody else sees it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="+")
    # empty: of a meeting that is not saved yet
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+", null=True, blank=True)
    # as an address has it
    posted = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("unsaved note of a meeting")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "mentorship"], condition=models.Q(meeting=None), name="meeting_draft_of_new_once"
            ),
            models.UniqueConstraint(
                fields=["user", "meeting"], condition=models.Q(meeting__isnull=False), name="meeting_draft_once"
            ),
        )

    def __str__(self) -> str:
        return f"draft of {self.user_id}"
