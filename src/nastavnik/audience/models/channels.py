"""Places where people watch, where each lesson stands there, and the ledger of what was counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind, PlacementState, PullState
from nastavnik.core.ids import TokenField
from nastavnik.live.models import Channel
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School


class CountedChannel(models.Model):
    """A place where a school's lessons are watched and counted: its own page, or one outside.

    A channel that broadcasts are relayed to (`live.Channel`) has one of these; a place that only holds recordings has no relay.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    token = TokenField()
    kind = models.CharField(_("kind"), max_length=10, choices=PlaceKind.choices)
    title = models.CharField(_("title"), max_length=80)
    relayed_to = models.OneToOneField(Channel, models.SET_NULL, related_name="+", null=True, blank=True)
    # `Metric`s that it tells
    metrics = models.JSONField(default=list)
    # in the words of the place, printed under its numbers; empty where nobody has found them
    rule = models.TextField(_("how it counts, in words"), max_length=600, blank=True)
    method = models.CharField(
        _("how the figures come in"), max_length=10, choices=CountMethod.choices, default=CountMethod.HAND
    )
    # key of the connector, sealed by core.sealing
    sealed_key = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    # how the last call of its connector ended
    pull_state = models.CharField(max_length=10, choices=PullState.choices, default=PullState.NEVER)
    # in the words of the other side, without keys
    pull_said = models.CharField(max_length=300, blank=True)
    pull_tried_at = models.DateTimeField(null=True, blank=True)
    pull_succeeded_at = models.DateTimeField(null=True, blank=True)
    pull_next_at = models.DateTimeField(null=True, blank=True)
    pull_failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("channel that is counted")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["school"], condition=models.Q(kind=PlaceKind.OWN), name="own_channel_once_in_school"
            ),
        )
        indexes = (
            models.Index(fields=["pull_next_at"], name="channel_due", condition=models.Q(pull_next_at__isnull=False)),
        )

    def __str__(self) -> str:
        return self.title


class Placement(models.Model):
    """Where a lesson is watched at a channel outside."""

    channel = models.ForeignKey(CountedChannel, models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    url = models.URLField(_("address of the lesson there"), max_length=500)
    # what the connector asks for: `-123_456` at VK, 32 letters at Rutube, a number at PRO.Культура.РФ
    outer_id = models.CharField(max_length=80, blank=True)
    # what a connector last found there; nothing: it was not asked
    state = models.CharField(max_length=10, choices=PlacementState.choices, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lesson at a channel")
        constraints = (models.UniqueConstraint(fields=["channel", "lesson"], name="placement_once"),)
        indexes = (models.Index(fields=["lesson"], name="placements_of_lesson"),)

    def __str__(self) -> str:
        return self.url


class ViewCount(models.Model):
    """A number that a channel told of a lesson on a day. Rows are only added: a correction is a row that names the one it corrects."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+", db_index=False)
    channel = models.ForeignKey(CountedChannel, models.PROTECT, related_name="+", db_index=False)
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+")
    metric = models.CharField(_("what is counted"), max_length=16, choices=Metric.choices)
    value = models.PositiveBigIntegerField(_("number"))
    as_of = models.DateTimeField(_("as of"))
    method = models.CharField(_("how it came in"), max_length=10, choices=CountMethod.choices)
    entered_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    evidence_url = models.URLField(_("link to where it stands"), max_length=500, blank=True)
    # a screenshot, in the storage
    evidence_file = models.CharField(max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, related_name="+", null=True, blank=True)
    # a correction that takes the number back: nothing stands in its place
    is_withdrawal = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("count of views")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(is_withdrawal=False) | models.Q(corrects__isnull=False),
                name="withdrawal_names_a_count",
            ),
        )
        indexes = (
            models.Index(fields=["channel", "lesson", "metric", "as_of"], name="counts_in_order"),
            models.Index(fields=["school", "as_of"], name="counts_of_school"),
        )

    def __str__(self) -> str:
        return f"{self.metric} {self.value} of {self.lesson_id} at {self.channel_id}"
