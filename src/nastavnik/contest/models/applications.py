"""Applications: what their authors write, what was submitted, what the formal check said."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import ApplicationState, FormalVerdict
from nastavnik.contest.models.contests import Contest, Direction
from nastavnik.core.ids import TokenField
from nastavnik.people.models import Library, User


class Application(models.Model):
    """A project that a library sends to a contest. What its authors write lies in sections; what counts is what was submitted."""

    token = TokenField()
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="+")
    direction = models.ForeignKey(Direction, models.PROTECT, related_name="+", null=True, blank=True)
    # the unit that applies; empty of a sample
    library = models.ForeignKey(Library, models.SET_NULL, related_name="+", null=True, blank=True)
    title = models.CharField(_("title of the project"), max_length=300, blank=True)
    # lower case, ё as е: SQLite cannot compare Cyrillic without case
    title_key = models.CharField(max_length=300, editable=False, default="")
    state = models.CharField(max_length=10, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    # within the contest, from 1, given when it is first submitted
    number = models.PositiveIntegerField(null=True, blank=True)
    # the jury tries its hand on it before the contest's own; it has no place
    is_sample = models.BooleanField(default=False)
    # of the secretary who typed it from paper
    typed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    # returned: it may be corrected until then, whatever the deadline
    return_until = models.DateTimeField(null=True, blank=True)
    # drafts are reminded of once before the deadline
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("application")
        constraints = (
            models.UniqueConstraint(fields=["contest", "number"], name="application_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=(ApplicationState.DRAFT, ApplicationState.WITHDRAWN))
                | Q(number__isnull=False)
                | Q(is_sample=True),
                name="application_submitted_has_a_number",
            ),
        )
        indexes = (models.Index(fields=["contest", "state"], name="applications_of_contest"),)

    def __str__(self) -> str:
        return self.title or f"application {self.number or self.token}"


class Author(models.Model):
    """Somebody who writes an application; the head of the unit is one of them."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # the head of the unit answers for it, and submits it
    is_head = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("author")
        constraints = (models.UniqueConstraint(fields=["application", "user"], name="author_once"),)
        indexes = (models.Index(fields=["user"], name="applications_of_author"),)

    def __str__(self) -> str:
        return f"{self.user_id} of {self.application_id}"


class SectionText(models.Model):
    """What stands in a section of an application: `values` by the keys of its fields. `version` grows with each change."""

    # what a person wrote last is hers, but not what a secretary typed from a paper of others
    OWNER = "changed_by"
    OWNED_IF = Q(application__typed_by=None)

    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("section of an application")
        constraints = (models.UniqueConstraint(fields=["application", "key"], name="section_text_once"),)

    def __str__(self) -> str:
        return f"{self.key} of {self.application_id}"


class ApplicationFile(models.Model):
    """A file of an application: a support letter, a picture. Those that were submitted stay, also when a draft drops them."""

    OWNER = "added_by"
    OWNED_IF = Q(application__typed_by=None)
    NOT_OWN_DATA = frozenset({"file"})

    token = TokenField()
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    field_key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    # a HandoutKind
    kind = models.CharField(max_length=10)
    file = models.CharField(max_length=200)
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file of an application")
        ordering = ("pk",)
        indexes = (models.Index(fields=["application"], name="files_of_application"),)

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """What was submitted, for ever: the whole application as JSON with its hash. The last one is what is checked and judged."""

    token = TokenField()
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    # of this application, from 1
    turn = models.PositiveIntegerField()
    # what `services.snapshots` writes; never changed
    taken = models.JSONField()
    # of `taken`, as `services.snapshots` writes it down
    sha256 = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    submitted_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("submission")
        ordering = ("turn",)
        constraints = (models.UniqueConstraint(fields=["application", "turn"], name="submission_turn_once"),)

    def __str__(self) -> str:
        return f"{self.application_id}, {self.turn}"


class FormalCheck(models.Model):
    """What the formal check said of a submission."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=FormalVerdict.choices)
    message = models.TextField(_("to the applicant"), max_length=4000, blank=True)
    # of a return: until when it may be corrected
    until = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("formal check")
        ordering = ("checked_at", "pk")
        indexes = (models.Index(fields=["application"], name="checks_of_application"),)

    def __str__(self) -> str:
        return f"{self.verdict} of {self.application_id}"
