"""Public answers: what of a consultation everybody may read. Nothing in them leads back to who asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.mentoring.enums import PublicState
from nastavnik.mentoring.models.consultations import LONGEST_SUBJECT, LONGEST_TEXT, Consultation
from nastavnik.mentoring.models.routing import Theme
from nastavnik.people.models import User
from nastavnik.programme.models import Handout, School
from nastavnik.video.models import Moment


class PublicAnswer(models.Model):
    """A question and its answer as a methodist made them public: texts of their own, which later changes do not touch."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    # never shown: to prevent a second answer from the same one, and to ask the asker
    consultation = models.OneToOneField(Consultation, models.SET_NULL, related_name="+", null=True, blank=True)
    theme = models.ForeignKey(Theme, models.SET_NULL, related_name="+", null=True, blank=True)
    title = models.CharField(_("title"), max_length=LONGEST_SUBJECT)
    question = models.TextField(_("question"), max_length=LONGEST_TEXT)
    answer = models.TextField(_("answer"), max_length=LONGEST_TEXT)
    state = models.CharField(max_length=10, choices=PublicState.choices, default=PublicState.PREPARED)
    # somebody could be recognised by it: it waits for the asker's consent
    needs_consent = models.BooleanField(_("somebody can be recognised"), default=False)
    consented_at = models.DateTimeField(null=True, blank=True)
    # SHA-256 of the words that she consented to
    consented_hash = models.CharField(max_length=64, blank=True)
    # she has said no, or taken it back: nothing becomes public then but with her consent
    refused_at = models.DateTimeField(null=True, blank=True)
    prepared_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # readers for whom it was the answer
    helped = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("public answer")
        indexes = (models.Index(fields=["school", "state", "-published_at"], name="public_answers_of_school"),)

    def __str__(self) -> str:
        return self.title


class PublicMoment(models.Model):
    """A moment of a public answer: a copy of the recommended one, made for it alone."""

    answer = models.ForeignKey(PublicAnswer, models.CASCADE, related_name="+")
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    flagged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("moment of a public answer")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["moment"], name="public_moment_of_one"),)

    def __str__(self) -> str:
        return f"{self.moment_id} in {self.answer_id}"


class PublicHandout(models.Model):
    """A handout of a public answer."""

    answer = models.ForeignKey(PublicAnswer, models.CASCADE, related_name="+")
    handout = models.ForeignKey(Handout, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("handout of a public answer")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["answer", "handout"], name="public_handout_once"),)

    def __str__(self) -> str:
        return f"{self.handout_id} in {self.answer_id}"
