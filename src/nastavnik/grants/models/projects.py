"""Projects that seek a grant, who writes them, and their applications to funds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.models import Application
from nastavnik.core.ids import TokenField
from nastavnik.grants.enums import GrantState, MemberRole, MilestoneKind
from nastavnik.people.enums import LegalForm
from nastavnik.people.models import Library, User
from nastavnik.programme.models import School


class TemplateText(models.Model):
    """A version of a fund's template as text. It is never changed: what applications were begun by stays what it was.

    `funds.reading.read_template` reads it; `selectors.templates.template_of` is the only way to what it says.
    """

    token = TokenField()
    # empty of one that comes with the program
    school = models.ForeignKey(School, models.CASCADE, related_name="+", null=True, blank=True)
    # of the fund's form, within the school
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    fund = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    text = models.TextField()
    # of `text`
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()
    # not offered any more
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("template of a fund")
        constraints = (
            models.UniqueConstraint(fields=["school", "key", "version"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["sha256"], condition=models.Q(school=None), name="template_of_the_program_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class GrantProject(models.Model):
    """A project that goes to one or several funds. Its people and its proofs are the same for all of them."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    # the unit whose project it is
    library = models.ForeignKey(Library, models.SET_NULL, related_name="+", null=True, blank=True)
    # of the contest from which it grew
    application = models.OneToOneField(Application, models.SET_NULL, related_name="+", null=True, blank=True)
    title = models.CharField(_("title of the project"), max_length=300)
    # lower case, ё as е: SQLite cannot compare Cyrillic without case
    title_key = models.CharField(max_length=300, editable=False, default="")
    created_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("project for a grant")
        indexes = (models.Index(fields=["school", "removed_at"], name="grant_projects_of_school"),)

    def __str__(self) -> str:
        return self.title


class GrantMember(models.Model):
    """Somebody who writes a project, or leads those who do."""

    project = models.ForeignKey(GrantProject, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.AUTHOR)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("member of a project")
        constraints = (models.UniqueConstraint(fields=["project", "user"], name="grant_member_once"),)
        indexes = (models.Index(fields=["user"], name="grant_projects_of_member"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.project_id}"


class GrantApplication(models.Model):
    """An application of a project to a named fund, by the version of the fund's template with which it was begun."""

    token = TokenField()
    project = models.ForeignKey(GrantProject, models.CASCADE, related_name="+")
    template = models.ForeignKey(TemplateText, models.PROTECT, related_name="+")
    # who applies: the library's organisation, or a partner where that one may not
    applicant = models.CharField(_("who applies"), max_length=300)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices)
    is_partner = models.BooleanField(_("a partner applies"), default=False)
    intake = models.CharField(_("intake"), max_length=200, blank=True)
    # by the fund's calendar, or as somebody has typed it
    closes_at = models.DateTimeField(_("the intake closes"), null=True, blank=True)
    results_on = models.DateField(_("results on"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=GrantState.choices, default=GrantState.DRAFT)
    # told by what is written, at each change of it: `services.reckoning`
    requested = models.BigIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    red = models.PositiveIntegerField(default=0)
    amber = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    # under which the fund has it
    fund_number = models.CharField(_("number at the fund"), max_length=100, blank=True)
    answer = models.TextField(_("the fund’s answer"), max_length=10_000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    # kopecks
    granted = models.BigIntegerField(_("granted"), null=True, blank=True)
    # the nearest of the days before the end of which its people were reminded
    reminded_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # taken off its project; it can be brought back
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("application to a fund")
        indexes = (
            models.Index(fields=["project"], name="grants_of_project"),
            models.Index(fields=["state", "closes_at"], name="grants_by_deadline"),
        )

    def __str__(self) -> str:
        return f"grant {self.token}"


class ReportDue(models.Model):
    """A report that the fund expects after a win."""

    token = TokenField()
    grant = models.ForeignKey(GrantApplication, models.CASCADE, related_name="+")
    title = models.CharField(_("what is reported"), max_length=200)
    due_on = models.DateField(_("until"))
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    reminded_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("report to a fund")
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["grant"], name="reports_of_grant"),)

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A version of a whole application that was kept: by hand with a name, or where something happened to it."""

    OWNER = "made_by"

    token = TokenField()
    grant = models.ForeignKey(GrantApplication, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=MilestoneKind.choices)
    name = models.CharField(_("name"), max_length=120, blank=True)
    # by the keys of fields
    values = models.JSONField()
    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of an application")
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=["grant"], name="milestones_of_grant"),)

    def __str__(self) -> str:
        return self.name or self.kind
