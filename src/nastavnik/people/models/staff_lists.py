"""Imported staff lists: a file, its rows, what each row means, and what is needed to take it back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.enums import ImportState, KeptBecause, PlaceKind, RowOutcome
from nastavnik.people.models.accounts import User
from nastavnik.people.models.places import Library


class StaffImport(models.Model):
    """A staff list that a methodist uploaded: previewed, applied, undone."""

    token = TokenField()
    place_kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    place_id = models.BigIntegerField()
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(_("file"), max_length=255)
    # headings of the file that were understood, by our names of columns: {"email": "Эл. почта"}
    columns = models.JSONField(default=dict)
    ignored_columns = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEW)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("staff list")
        indexes = (models.Index(fields=["place_kind", "place_id", "-created_at"], name="staff_import_place"),)

    def __str__(self) -> str:
        return self.file_name


class StaffImportRow(models.Model):
    """A row of a staff list as it stood in the file, and what it means for the school.

    `before` and `after` hold the person's fields by name; `library` is a number of a row there.
    """

    staff_import = models.ForeignKey(StaffImport, models.CASCADE)
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField()
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    faults = models.JSONField(default=list)
    repeats_row = models.PositiveIntegerField(null=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    library = models.ForeignKey(Library, models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # after an undo: why the person was left as she is
    kept_because = models.CharField(max_length=20, choices=KeptBecause.choices, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["staff_import", "number"], name="staff_row_once"),)
        indexes = (models.Index(fields=["staff_import", "outcome", "number"], name="staff_row_outcome"),)

    def __str__(self) -> str:
        return f"{self.staff_import_id}:{self.number}"
