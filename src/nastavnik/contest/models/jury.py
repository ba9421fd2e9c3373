"""The jury: who is in it, what each judges, recusals, score sheets with their marks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models.applications import Application
from nastavnik.contest.models.contests import Contest, Criterion
from nastavnik.core.ids import TokenField
from nastavnik.people.models import Organisation, User


class Juror(models.Model):
    """A member of the jury of a contest, invited by a link; without an account her sheets are typed by the secretary."""

    NOT_OWN_DATA = frozenset({"invitation_digest"})

    token = TokenField()
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, related_name="+", null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # one of them
    is_chair = models.BooleanField(_("chair"), default=False)
    # keeps the minutes and types what others wrote on paper; judges only what is given to her
    is_secretary = models.BooleanField(_("secretary"), default=False)
    # SHA-256 of the secret in the link; empty once it was used or taken back
    invitation_digest = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("juror")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["contest", "user"], name="juror_once"),
            models.UniqueConstraint(fields=["contest"], condition=models.Q(is_chair=True), name="juror_one_chair"),
        )

    def __str__(self) -> str:
        return self.name


class Recusal(models.Model):
    """A juror does not judge an application. What she marked before counts no more, and is kept."""

    OWNER = "juror__user"

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="recusals")
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=1000)
    # she herself, or whoever runs the contest
    declared_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name = _("recusal")
        constraints = (models.UniqueConstraint(fields=["juror", "application"], name="recusal_once"),)

    def __str__(self) -> str:
        return f"{self.juror_id} of {self.application_id}"


class ScoreSheet(models.Model):
    """What a juror thinks of an application that was given to her. Made when it is given; counts when it is finished."""

    OWNER = "juror__user"

    token = TokenField()
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=SheetState.choices, default=SheetState.OPEN)
    # goes to the applicant, after a methodist has read it
    advice = models.TextField(_("advice to the authors"), max_length=4000, blank=True)
    # hers alone, for ever
    notes = models.TextField(_("my notes"), max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    # she looked how others had marked the same application: from then on she cannot take her own marks back
    saw_others_at = models.DateTimeField(null=True, blank=True)
    # from paper: who typed it, and who compared it with the paper
    typed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    compared_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    compared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("score sheet")
        constraints = (models.UniqueConstraint(fields=["juror", "application"], name="score_sheet_once"),)
        indexes = (models.Index(fields=["application"], name="sheets_of_application"),)

    def __str__(self) -> str:
        return f"{self.juror_id} on {self.application_id}"


class Mark(models.Model):
    """A mark of a sheet by one criterion."""

    OWNER = "sheet__juror__user"

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.SmallIntegerField(null=True, blank=True)
    comment = models.CharField(_("why"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("mark")
        constraints = (models.UniqueConstraint(fields=["sheet", "criterion"], name="mark_once"),)

    def __str__(self) -> str:
        return f"{self.value} by {self.criterion_id}"


class MarkEntry(models.Model):
    """Each mark that was ever given, in its order; nothing here is changed or deleted while the contest stands."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.SmallIntegerField(null=True, blank=True)
    entered_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry of a mark")
        ordering = ("pk",)
        indexes = (models.Index(fields=["sheet"], name="entries_of_sheet"),)

    def __str__(self) -> str:
        return f"{self.value} at {self.entered_at}"
