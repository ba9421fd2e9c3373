"""Reports that are frozen, sent, and tables that people have made for themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.enums import Every
from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.programme.models import School


class Report(models.Model):
    """A report as it was on a day: its figures never change, whatever comes later."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    # of the period: lessons held from … to …, both included; nothing: from the beginning
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    as_of = models.DateTimeField(_("as of"))
    # `selectors.figures`: code, title, value, unit, rule, and the footnote with the query
    figures = models.JSONField()
    # the rows behind each figure, gzipped JSON in the storage
    rows_file = models.CharField(max_length=200)
    # the note that was sent with a letter, as it was sent
    paper_file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    # what the rows say of people with accounts, apart from them: it is written anew when somebody is forgotten
    names_file = models.CharField(max_length=200, blank=True)
    names_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        ordering = ("-frozen_at", "-pk")
        indexes = (models.Index(fields=["school", "frozen_at"], name="reports_of_school"),)

    def __str__(self) -> str:
        return self.title


class ReportSchedule(models.Model):
    """A report that is frozen and sent by itself to people of the desk."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    every = models.CharField(_("how often"), max_length=10, choices=Every.choices)
    receivers = models.ManyToManyField(User, related_name="+")
    next_on = models.DateField()
    is_on = models.BooleanField(default=True)
    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("report that is sent by itself")
        indexes = (models.Index(fields=["next_on"], name="schedules_due", condition=models.Q(is_on=True)),)

    def __str__(self) -> str:
        return self.token


class SavedTable(models.Model):
    """A table that somebody has put together: rows of a set, its columns, and what is left out."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    # `selectors.tables.sets`
    rows = models.CharField(max_length=20)
    columns = models.JSONField(default=list)
    filters = models.JSONField(default=dict)
    is_shared = models.BooleanField(_("the whole desk sees it"), default=False)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("own table")
        ordering = ("title", "pk")
        indexes = (models.Index(fields=["school"], name="tables_of_school"),)

    def __str__(self) -> str:
        return self.title
