"""What the catalogues of others were told of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.programme.models import School
from nastavnik.publishing.catalogues.kinds import Kind


class CatalogueEntry(models.Model):
    """A thing that was announced: it stays here when it is deleted, so that every catalogue hears of its end.

    What is said of it is read from its own row each time; `mark` tells whether that is what was said before.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    # the token of its row
    key = models.CharField(max_length=22)
    mark = models.CharField(max_length=64)
    # whole seconds, as catalogues ask for them
    changed_at = models.DateTimeField()
    is_deleted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("entry of the catalogue")
        constraints = (models.UniqueConstraint(fields=["school", "kind", "key"], name="catalogue_entry_once"),)
        indexes = (models.Index(fields=["school", "changed_at", "id"], name="catalogue_in_order"),)

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"
