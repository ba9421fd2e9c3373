"""Certificates: how they look, who gets one, those that were issued, and the keys that sign their badges."""

from datetime import datetime
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.learning.enums import CertificateKind, CertificateState, RunState
from nastavnik.people.models import User
from nastavnik.programme.models import Programme, School

MOST_SIGNATURES = 3
# Of an issue: a task has still something to do.
GOING = (RunState.WAITING, RunState.RUNNING, RunState.PRINTING)


class CertificateTemplate(models.Model):
    """How the certificates of one kind read in a school. What was issued keeps its own words (`Certificate.printed`)."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=CertificateKind.choices)
    heading = models.CharField(_("heading"), max_length=80)
    before = models.CharField(_("words before the name"), max_length=200, blank=True)
    # with `papers.words.PLACEHOLDERS` in braces
    after = models.CharField(_("words after the name"), max_length=400)
    place = models.CharField(_("place of issue"), max_length=80, blank=True)
    has_seal = models.BooleanField(_("space for a seal"), default=True)
    has_themes = models.BooleanField(_("list of lessons"), default=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("template of certificates")
        constraints = (models.UniqueConstraint(fields=["school", "kind"], name="certificate_template_once"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.school_id}"


class CertificateSignature(models.Model):
    """Who signs the certificates of a template; `picture` is her signature as a picture, else a line is printed."""

    template = models.ForeignKey(CertificateTemplate, models.CASCADE, related_name="signatures")
    # from 0: the order on the paper
    place = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=100)
    position = models.CharField(_("position"), max_length=150, blank=True)
    # never removed: certificates that were issued print it again
    picture = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["template", "place"], name="certificate_signature_once"),
            models.CheckConstraint(
                condition=models.Q(place__lt=MOST_SIGNATURES), name="certificate_signature_up_to_three"
            ),
        )

    def __str__(self) -> str:
        return self.name


class CertificateRule(models.Model):
    """What a participant of a programme must have for a certificate: at least so many hours, or lessons, or both."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="+")
    # academic hours
    hours = models.DecimalField(
        _("academic hours"), max_digits=5, decimal_places=1, null=True, blank=True, validators=(MinValueValidator(0),)
    )
    lessons = models.PositiveSmallIntegerField(_("lessons"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("rule of certificates")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(hours__gt=0) | models.Q(lessons__gt=0), name="certificate_rule_asks_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.hours} hours, {self.lessons} lessons of {self.programme_id}"

    def is_met_by(self, hours: Decimal, lessons: int) -> bool:
        """Tell whether so much is enough."""
        return hours >= (self.hours or 0) and lessons >= (self.lessons or 0)


class CertificateCount(models.Model):
    """The last number that a school gave in a year, and in all (`year` 0); moved by one statement, so nobody gets it twice."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["school", "year"], name="certificate_count_once"),)

    def __str__(self) -> str:
        return f"{self.last} in {self.year}"


class CertificateRun(models.Model):
    """An issue to everybody who qualifies: made by a task, and what it made as one file for printing."""

    token = TokenField()
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    started_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    # how many qualified when it began, for how many a row is made, for how many a sheet
    total = models.PositiveIntegerField(default=0)
    issued = models.PositiveIntegerField(default=0)
    printed = models.PositiveIntegerField(default=0)
    # in the school's storage, until `expires_at`: names of people lie no longer than printing takes
    file = models.CharField(max_length=100, blank=True)
    file_bytes = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    # of the last step
    progressed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("issue of certificates")
        constraints = (
            # two presses of the button are one issue
            models.UniqueConstraint(
                fields=["programme"],
                name="certificate_run_one_at_a_time",
                condition=models.Q(state__in=GOING),
            ),
        )
        indexes = (models.Index(fields=["programme", "-created_at"], name="certificate_run_newest"),)

    def __str__(self) -> str:
        return f"{self.issued} of {self.total}"

    @property
    def is_going(self) -> bool:
        """Tell whether the task has still to finish."""
        return self.state in GOING


class Certificate(models.Model):
    """A certificate of participation. What is printed on it is kept with it, and no later change of anything changes it."""

    # stands on the paper and in its square code; typed by hand at `/verify/`
    code = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, models.SET_NULL, related_name="+", null=True)
    run = models.ForeignKey(CertificateRun, models.SET_NULL, related_name="+", null=True)
    # `2026-0001`: unique in the school; that none is left out is not promised
    number = models.CharField(_("number"), max_length=20)
    # the place of its bit in the list of revoked badges: says nothing, and is never used again
    status_index = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=CertificateKind.choices)
    # whose it is, when she has an account
    user = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    # one of these has one certificate at a time: `user 12`, `speaker 3`, `name иванова мария`; empty: nobody any more
    holder = models.CharField(max_length=220, blank=True)
    # as printed; empty once its person asked to be forgotten
    name = models.CharField(_("name"), max_length=200, blank=True)
    # lower case, ё as е
    name_key = models.CharField(max_length=200, editable=False, blank=True)
    # academic hours; empty: not printed
    hours = models.DecimalField(_("academic hours"), max_digits=5, decimal_places=1, null=True)
    # everything else that is printed, see `papers.sheet.Sheet`
    printed = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(_("why it is revoked"), max_length=300, blank=True)
    # this one stands in place of an older one, which says so
    replaces = models.OneToOneField("self", models.SET_NULL, related_name="replaced_by", null=True)
    replaced_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("certificate")
        constraints = (
            models.UniqueConstraint(fields=["school", "number"], name="certificate_number_once"),
            models.UniqueConstraint(fields=["school", "status_index"], name="certificate_status_once"),
            # nobody gets two
            models.UniqueConstraint(
                fields=["programme", "kind", "holder"],
                name="certificate_once",
                condition=models.Q(revoked_at=None, replaced_at=None) & ~models.Q(holder=""),
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None) | ~models.Q(revoked_because=""), name="certificate_revoked_says_why"
            ),
        )
        indexes = (
            models.Index(fields=["school", "-issued_at"], name="certificate_newest"),
            models.Index(fields=["school", "name_key"], name="certificate_by_name"),
            models.Index(fields=["user"], name="certificate_of_person"),
            models.Index(fields=["run", "name_key"], name="certificate_of_run"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> CertificateState:
        """Return what became of it."""
        if self.revoked_at is not None:
            return CertificateState.REVOKED
        return CertificateState.VALID if self.replaced_at is None else CertificateState.REPLACED

    @property
    def ended_at(self) -> datetime | None:
        """Return since when it is no longer valid."""
        return self.revoked_at or self.replaced_at


class BadgeKey(models.Model):
    """A pair of keys (Ed25519) that signs the badges of a school. All of them verify, the newest that opens signs."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    # as a Multikey: `z6Mk…`
    public = models.CharField(max_length=80, unique=True)
    # sealed for `learning.badge-key`
    sealed = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("key of badges")
        indexes = (models.Index(fields=["school", "-created_at"], name="badge_key_newest"),)

    def __str__(self) -> str:
        return self.public
