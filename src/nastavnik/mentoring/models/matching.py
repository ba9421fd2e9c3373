"""What the matching of a network reads, and what it suggests."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.mentoring.enums import Decision, MatchScope, MatchState
from nastavnik.mentoring.models.mentorships import LONGEST_WORDS, Mentorship
from nastavnik.mentoring.models.routing import Theme
from nastavnik.people.models import User
from nastavnik.programme.models import School

FIRST_YEAR = 1950
GOING = (MatchState.WAITING, MatchState.READING, MatchState.COMPARING, MatchState.CHOOSING, MatchState.WRITING)


class Wish(models.Model):
    """Somebody would like a mentor, for these themes. It ends when a mentorship begins, or when she takes it back."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    themes = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("themes"))
    goal = models.TextField(_("what you want to learn"), max_length=LONGEST_WORDS, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("wish for a mentor")
        constraints = (models.UniqueConstraint(fields=["school", "user"], name="wish_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.school_id}"


class Practice(models.Model):
    """Since which year somebody works in libraries; mentors and mentees say so themselves."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    since_year = models.PositiveSmallIntegerField(
        _("in libraries since the year"), validators=(MinValueValidator(FIRST_YEAR), MaxValueValidator(2100))
    )

    class Meta:
        verbose_name = _("years of practice")
        constraints = (models.UniqueConstraint(fields=["school", "user"], name="practice_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} since {self.since_year}"


class SettlementPoint(models.Model):
    """Where a settlement lies, in degrees, as the methodist says; without it a distance is told by the network alone."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    # as `Library.settlement_key`
    key = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        verbose_name = _("place of a settlement")
        ordering = ("key",)
        constraints = (
            models.UniqueConstraint(fields=["school", "key"], name="settlement_point_once"),
            models.CheckConstraint(
                condition=models.Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="settlement_point_on_earth",
            ),
        )

    def __str__(self) -> str:
        return self.name


class MatchRun(models.Model):
    """One matching of the network: started by a methodist, made by a task, its progress in the row."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    started_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    scope = models.CharField(
        _("for whom mentors are looked for"), max_length=10, choices=MatchScope.choices, default=MatchScope.WISHES
    )
    state = models.CharField(max_length=10, choices=MatchState.choices, default=MatchState.WAITING)
    # of the step that goes on
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    mentors = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)
    mentees = models.PositiveIntegerField(default=0)
    # found a mentor
    matched = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    progressed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("matching of the network")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["school"], condition=models.Q(state__in=GOING), name="match_run_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"matching {self.token}"

    @property
    def is_going(self) -> bool:
        """Whether it is still being made."""
        return self.state in GOING


class MatchProposal(models.Model):
    """A pair that the matching suggests, or a mentee for whom it found nobody."""

    token = TokenField()
    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="proposals")
    mentee = models.ForeignKey(User, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    # the lower, the better the two suit each other; see `matching.costs`
    cost = models.FloatField(default=0)
    # as `matching.reasons` writes it
    reasons = models.JSONField(default=list, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    mentorship = models.ForeignKey(Mentorship, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("suggested pair")
        ordering = ("-cost", "pk")
        constraints = (models.UniqueConstraint(fields=["run", "mentee"], name="match_proposal_once"),)
        indexes = (models.Index(fields=["run", "decision", "-cost"], name="match_proposals_of_run"),)

    def __str__(self) -> str:
        return f"{self.mentee_id} with {self.mentor_id}"
