"""A contest as it was set up: its days, directions, criteria, and the form of its applications."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import Feedback, FieldKind, LatePolicy, Target
from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.programme.models import School

FEWEST_JURORS = 3


class Contest(models.Model):
    """A contest of a school. Which stage it is in is told by its days and by what was done (`selectors.stages`), never stored.

    All moments are in UTC; a deadline is meant by the school's clock.
    """

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    slug = models.SlugField(_("address"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    short = models.CharField(_("in a sentence"), max_length=300, blank=True)
    # Markdown
    regulation = models.TextField(_("regulation"), max_length=60_000, blank=True)
    # jurors see no names of people, branches and places
    is_blind = models.BooleanField(_("the jury sees no names"), default=False)
    jury_size = models.PositiveSmallIntegerField(
        _("members of the jury"), default=FEWEST_JURORS, validators=(MinValueValidator(FEWEST_JURORS),)
    )
    sheets_each = models.PositiveSmallIntegerField(
        _("score sheets for each application"), default=FEWEST_JURORS, validators=(MinValueValidator(1),)
    )
    most_of_a_library = models.PositiveSmallIntegerField(
        _("applications of one library at most"), default=1, validators=(MinValueValidator(1),)
    )
    late_policy = models.CharField(
        _("late applications"), max_length=10, choices=LatePolicy.choices, default=LatePolicy.REFUSE
    )
    feedback = models.CharField(
        _("what applicants see of the jury's work"), max_length=10, choices=Feedback.choices, default=Feedback.ADVICE
    )
    # of TieRule, in the order in which they are asked
    tie_rules = models.JSONField(default=list)
    has_public_vote = models.BooleanField(_("readers vote, apart from the jury"), default=False)
    announced_at = models.DateTimeField(_("announcement"), null=True, blank=True)
    intake_at = models.DateTimeField(_("applications from"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("applications until"), null=True, blank=True)
    # late ones are taken until then, where they are taken
    late_until = models.DateTimeField(_("late applications until"), null=True, blank=True)
    check_until = models.DateTimeField(_("formal check until"), null=True, blank=True)
    review_until = models.DateTimeField(_("expert review until"), null=True, blank=True)
    defence_at = models.DateTimeField(_("defence of projects"), null=True, blank=True)
    minutes_at = models.DateTimeField(_("minutes of the jury"), null=True, blank=True)
    awarding_at = models.DateTimeField(_("awarding"), null=True, blank=True)
    cloned_from = models.ForeignKey("self", models.SET_NULL, related_name="+", null=True, blank=True)
    # it is seen by everybody from `announced_at` on
    opened_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    # of the last application; the next gets one more, under a lock
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("contest")
        constraints = (
            models.UniqueConstraint(fields=["school", "slug"], name="contest_address_once"),
            models.CheckConstraint(condition=Q(jury_size__gte=FEWEST_JURORS), name="contest_jury_of_three"),
            models.CheckConstraint(condition=Q(sheets_each__gte=1), name="contest_sheets_one"),
            models.CheckConstraint(
                condition=Q(intake_at__isnull=True) | Q(deadline_at__isnull=True) | Q(deadline_at__gt=F("intake_at")),
                name="contest_intake_forwards",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Direction(models.Model):
    """A direction of a contest: for whom its projects are."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    target = models.CharField(_("target group"), max_length=10, choices=Target.choices)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("direction")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["contest", "title"], name="direction_title_once"),)

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """By what projects are judged. The first is the main one. `levels` says in words what a mark means: `{"5": "…"}`."""

    token = TokenField()
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    help = models.TextField(_("what is looked at"), max_length=2000, blank=True)
    weight = models.DecimalField(
        _("weight"), max_digits=5, decimal_places=2, default=1, validators=(MinValueValidator(Decimal("0.01")),)
    )
    lowest = models.SmallIntegerField(_("lowest mark"), default=0)
    highest = models.SmallIntegerField(_("highest mark"), default=10)
    levels = models.JSONField(default=dict, blank=True)
    # the lowest and the highest mark want a word why
    needs_comment = models.BooleanField(_("extreme marks need a comment"), default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("criterion")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(highest__gt=F("lowest")), name="criterion_scale_upwards"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weighs_something"),
        )

    def __str__(self) -> str:
        return self.title


class FormSection(models.Model):
    """A part of the application that is kept as a whole: what one person writes at a time."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=120)
    help = models.TextField(_("help"), max_length=2000, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("section of the form")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["contest", "key"], name="form_section_once"),)

    def __str__(self) -> str:
        return self.title


class FormField(models.Model):
    """A field of the application. Its `key` is the one that funds use, so that an application can grow into theirs."""

    section = models.ForeignKey(FormSection, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    label = models.CharField(_("label"), max_length=200)
    help = models.TextField(_("help"), max_length=2000, blank=True)
    example = models.TextField(_("example"), max_length=4000, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=FieldKind.choices)
    is_required = models.BooleanField(_("must be filled in"), default=True)
    # of a text: characters as people count them; of rows and files: how many
    most = models.PositiveIntegerField(_("at most"), default=0)
    # of choices: a list of texts; of rows: columns, each {"key", "label", "kind", "most", "options", "of", "is_required"};
    # `of` names another field of rows, a row of which is chosen: a budget line of an activity
    options = models.JSONField(default=list, blank=True)
    # asked only when another field of the application has one of some values: {"key": …, "values": […]}
    condition = models.JSONField(default=dict, blank=True)
    # tells who applies: hidden from a jury that sees no names
    tells_who = models.BooleanField(_("tells who applies"), default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("field of the form")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["section", "key"], name="form_field_once"),)

    def __str__(self) -> str:
        return self.label
