"""Reviews by way of trial, and the moments of lessons by which one learns what experts ask for."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.grants.models.projects import GrantApplication, Milestone
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School

LONGEST_LESSON = 24 * 3600


class MockReview(models.Model):
    """A mentor judges an application as an expert of the fund would: by the fund's criteria and weights."""

    OWNER = "reviewer"

    token = TokenField()
    grant = models.ForeignKey(GrantApplication, models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    # what was read
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="+")
    advice = models.TextField(_("in all"), max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("trial review")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["grant"], name="mock_reviews_of_grant"),)

    def __str__(self) -> str:
        return f"review {self.token}"


class MockMark(models.Model):
    """A mark of a trial review."""

    OWNER = "review__reviewer"

    review = models.ForeignKey(MockReview, models.CASCADE, related_name="marks")
    # the key of a criterion of the template
    criterion = models.CharField(max_length=40)
    mark = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(max_length=2000, blank=True)

    class Meta:
        verbose_name = _("mark of a trial review")
        constraints = (models.UniqueConstraint(fields=["review", "criterion"], name="mock_mark_once"),)

    def __str__(self) -> str:
        return f"{self.criterion}: {self.mark}"


class StudyMoment(models.Model):
    """A moment of a lesson that teaches how to write a field, or what a criterion asks for.

    `subject` is the key of either; funds share them, so a moment serves all.
    """

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=40)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    # seconds from the beginning of its film
    begins = models.PositiveIntegerField(_("from"), validators=(MaxValueValidator(LONGEST_LESSON),))
    words = models.CharField(_("what is told there"), max_length=200)
    added_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("moment to learn from")
        ordering = ("subject", "pk")
        indexes = (models.Index(fields=["school", "subject"], name="study_moments_of_school"),)

    def __str__(self) -> str:
        return self.words
