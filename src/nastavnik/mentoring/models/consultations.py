"""Consultations: a question, what is said about it, and the recommendations that answer it with moments."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.mentoring.enums import Audience, ConsultationState, RemarkKind
from nastavnik.mentoring.models.routing import Theme
from nastavnik.people.models import User
from nastavnik.programme.models import Handout, Lesson, School
from nastavnik.video.models import Moment, Video

LONGEST_SUBJECT = 200
LONGEST_TEXT = 10_000
SENT = (ConsultationState.WAITING, ConsultationState.ASKED_BACK, ConsultationState.ANSWERED, ConsultationState.CLOSED)


class Consultation(models.Model):
    """A question to the mentors of a school. A draft is a row too, so that nothing typed is lost.

    `video` and `seconds` are the moment that it was asked from, `moment` the words around it, which follow the film through
    its edits; there is none of a film on the air. `version` grows with each change of its words: who writes
    with an old one is told. `due_at` stands still while the asker is asked back.
    """

    # by what it is somebody's own (people/selectors/own_data.py)
    OWNER: ClassVar = "asker"

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    # empty once she was forgotten; then only what became public without her name is left
    asker = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    theme = models.ForeignKey(Theme, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("theme"))
    subject = models.CharField(_("in short"), max_length=LONGEST_SUBJECT, blank=True)
    text = models.TextField(_("your question"), max_length=LONGEST_TEXT, blank=True)
    audience = models.CharField(_("who may read it"), max_length=20, choices=Audience.choices, default=Audience.PRIVATE)
    state = models.CharField(max_length=12, choices=ConsultationState.choices, default=ConsultationState.DRAFT)
    # of the school, from 1, given when it is sent; the call number on its card
    number = models.PositiveIntegerField(null=True, blank=True)
    lesson = models.ForeignKey(Lesson, models.SET_NULL, related_name="+", null=True, blank=True)
    video = models.ForeignKey(Video, models.SET_NULL, related_name="+", null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    # made for this question alone
    moment = models.ForeignKey(Moment, models.SET_NULL, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    # by the school's working hours and the production calendar
    due_at = models.DateTimeField(null=True, blank=True)
    # since when the asker is asked back: what of the term is left then goes on when she replies
    paused_at = models.DateTimeField(null=True, blank=True)
    # the methodists were warned that the term runs out
    warned_at = models.DateTimeField(null=True, blank=True)
    # of the last recommendation
    answered_at = models.DateTimeField(null=True, blank=True)
    # the first recommendation came within the term
    was_in_time = models.BooleanField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # said by the asker, of the last recommendation
    has_helped = models.BooleanField(null=True, blank=True)
    # what the asker is writing to her mentors and has not sent yet; nobody else reads it
    unsent_remark = models.TextField(max_length=LONGEST_TEXT, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("consultation")
        constraints = (
            models.UniqueConstraint(fields=["school", "number"], name="consultation_number_once"),
            models.CheckConstraint(
                condition=~models.Q(state__in=SENT) | models.Q(asked_at__isnull=False, number__isnull=False),
                name="consultation_sent_has_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(seconds__isnull=True) | models.Q(seconds__gte=0),
                name="consultation_seconds_forwards",
            ),
        )
        indexes = (
            models.Index(fields=["asker", "-changed_at"], name="consultations_of_asker"),
            models.Index(fields=["school", "state", "due_at"], name="consultations_waiting"),
            models.Index(fields=["school", "-asked_at"], name="consultations_newest"),
        )

    def __str__(self) -> str:
        return f"consultation {self.number or self.token}"


class Remark(models.Model):
    """Something said in a consultation: a follow-up question, a question of the mentor, a reply to it."""

    # whoever wrote it, it is about the asker
    OWNER: ClassVar = "consultation__asker"

    token = TokenField()
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=RemarkKind.choices)
    author = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("remark")
        indexes = (models.Index(fields=["consultation", "created_at"], name="remarks_of_consultation"),)

    def __str__(self) -> str:
        return f"{self.kind} in {self.consultation_id}"


class Recommendation(models.Model):
    """An answer of a mentor: a text with moments and handouts. Unsent it is the mentor's own draft, one for each mentor."""

    # the asker's own as soon as she can read it
    OWNER: ClassVar = "consultation__asker"
    OWNED_IF: ClassVar = models.Q(sent_at__isnull=False)
    NOT_OWN_DATA: ClassVar = frozenset({"question", "correction"})

    token = TokenField()
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    text = models.TextField(_("recommendation"), max_length=LONGEST_TEXT, blank=True)
    # what is being written and nobody else sees: a question to the asker, and another text in place of the one that was sent
    question = models.TextField(_("question to the asker"), max_length=LONGEST_TEXT, blank=True)
    correction = models.TextField(_("recommendation"), max_length=LONGEST_TEXT, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    # the mentor has put something right after it was sent
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recommendation")
        constraints = (
            models.UniqueConstraint(
                fields=["consultation", "mentor"],
                condition=models.Q(sent_at__isnull=True),
                name="recommendation_one_draft_each",
            ),
        )
        indexes = (models.Index(fields=["consultation", "sent_at"], name="recommendations_of"),)

    def __str__(self) -> str:
        return f"recommendation to {self.consultation_id}"


class RecommendedMoment(models.Model):
    """A moment in a recommendation. How it follows its film is told in `video.services.refinding`."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    # made for this recommendation alone; its note says what to look at
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    # the mentor was told that it may play something else now
    flagged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recommended moment")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["moment"], name="recommended_moment_of_one"),)

    def __str__(self) -> str:
        return f"{self.moment_id} in {self.recommendation_id}"


class RecommendedHandout(models.Model):
    """A handout of a lesson in a recommendation."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    handout = models.ForeignKey(Handout, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("recommended handout")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["recommendation", "handout"], name="recommended_handout_once"),)

    def __str__(self) -> str:
        return f"{self.handout_id} in {self.recommendation_id}"


class Attachment(models.Model):
    """A file that somebody added to a consultation; of a picture nothing is kept that tells where it was taken.

    It belongs to the question itself, or to a remark, or to a recommendation.
    """

    # as of `Remark`, without files of answers that were not sent
    OWNER: ClassVar = "consultation__asker"
    OWNED_IF: ClassVar = models.Q(recommendation=None) | models.Q(recommendation__sent_at__isnull=False)

    token = TokenField()
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="+")
    remark = models.ForeignKey(Remark, models.CASCADE, related_name="+", null=True, blank=True)
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="+", null=True, blank=True)
    author = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    # as people call it
    name = models.CharField(max_length=200)
    # a HandoutKind
    kind = models.CharField(max_length=10)
    # its name in the storage
    file = models.CharField(max_length=200)
    bytes = models.PositiveIntegerField()
    # of a picture, in pixels
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("attachment")
        ordering = ("pk",)
        indexes = (models.Index(fields=["consultation"], name="attachments_of_consultation"),)

    def __str__(self) -> str:
        return self.name


class HelpedBefore(models.Model):
    """How often a moment or a public answer, shown while somebody typed, ended the question. Nobody is named."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    day = models.DateField()
    # the path that was opened: of a film with its second, of a public answer
    path = models.CharField(max_length=300)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("question answered before it was asked")
        constraints = (models.UniqueConstraint(fields=["school", "day", "path"], name="helped_before_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.path}: {self.count}"
