"""What came of a contest: awards, decisions, minutes, letters, the readers' vote."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.models.applications import Application
from nastavnik.contest.models.contests import Contest
from nastavnik.contest.models.jury import Juror
from nastavnik.core.ids import TokenField
from nastavnik.people.models import User


class Award(models.Model):
    """What can be won."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    prize = models.CharField(_("prize"), max_length=300, blank=True)
    # the place that it is for; empty: a special award
    place = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("award")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """What the jury decided of an application. Nobody outside knows of it before the contest is released."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="decision")
    # within its contest; several may share one
    place = models.PositiveIntegerField(null=True, blank=True)
    award = models.ForeignKey(Award, models.SET_NULL, related_name="+", null=True, blank=True)
    # where the regulation leaves it to a vote: what was decided, in words
    note = models.CharField(_("note"), max_length=1000, blank=True)
    # the letter to the applicant, as a methodist left it
    letter = models.TextField(_("letter"), max_length=10_000, blank=True)
    letter_edited_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("decision")

    def __str__(self) -> str:
        return f"{self.place} for {self.application_id}"


class ChairVote(models.Model):
    """How the chair decided between applications that every other rule left equal: the earlier `rank`, the better."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    application = models.OneToOneField(Application, models.CASCADE, related_name="chair_vote")
    rank = models.PositiveIntegerField()
    reason = models.CharField(_("reason"), max_length=1000)
    voted_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    voted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("vote of the chair")

    def __str__(self) -> str:
        return f"{self.rank} for {self.application_id}"


class Minutes(models.Model):
    """Minutes of the jury: all marks, the formula and the ranking as JSON that anybody can compute anew, and its hash."""

    token = TokenField()
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    # of this contest, from 1; a later one stands in place of the earlier
    number = models.PositiveIntegerField()
    told = models.JSONField()
    sha256 = models.CharField(max_length=64)
    # of what they tell without the moment at which they were made: the same result has the same
    result_sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("minutes")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["contest", "number"], name="minutes_number_once"),)

    def __str__(self) -> str:
        return f"minutes {self.number} of {self.contest_id}"


class Diploma(models.Model):
    """A diploma or certificate that was given out with the release. Who has its code may ask whether it is genuine.

    What stands on it is not kept: nothing that it tells is changed after the release, and names go with their people.
    """

    # stands on the paper and in its square code; typed by hand at `/verify/`
    code = TokenField()
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    # whose it is: an application's or a juror's
    application = models.OneToOneField(Application, models.CASCADE, related_name="diploma", null=True, blank=True)
    juror = models.OneToOneField(Juror, models.CASCADE, related_name="diploma", null=True, blank=True)
    issued_at = models.DateTimeField()

    class Meta:
        verbose_name = _("diploma")
        constraints = (
            models.CheckConstraint(
                condition=Q(application__isnull=False, juror__isnull=True)
                | Q(application__isnull=True, juror__isnull=False),
                name="diploma_of_one",
            ),
        )

    def __str__(self) -> str:
        return self.code


class GalleryEntry(models.Model):
    """An idea in the gallery: what of an application its authors let everybody read."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="+")
    summary = models.TextField(_("the idea in short"), max_length=2000)
    is_public = models.BooleanField(default=False)
    names_authors = models.BooleanField(_("with the names of the authors"), default=False)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("idea in the gallery")

    def __str__(self) -> str:
        return f"idea of {self.application_id}"


class ReaderVote(models.Model):
    """A reader's vote, apart from the jury's: one of a person, or of a browser."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", null=True, blank=True)
    # of somebody without an account: a digest that names nobody
    guest = models.CharField(max_length=64, blank=True)
    voted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("vote of a reader")
        constraints = (
            models.UniqueConstraint(
                fields=["application", "user"], condition=Q(user__isnull=False), name="reader_vote_of_person_once"
            ),
            models.UniqueConstraint(
                fields=["application", "guest"], condition=~Q(guest=""), name="reader_vote_of_guest_once"
            ),
        )

    def __str__(self) -> str:
        return f"vote for {self.application_id}"
