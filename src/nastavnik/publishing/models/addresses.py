"""Addresses that collections had before: they are printed, quoted and linked to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.programme.models import School
from nastavnik.publishing.models.collections import Collection


class FormerAddress(models.Model):
    """An address that leads to its collection as long as no other takes it."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="+")
    # that of the collection: an address is one of its school
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    left_at = models.DateTimeField()

    class Meta:
        verbose_name = _("former address of a collection")
        constraints = (models.UniqueConstraint(fields=["school", "slug"], name="former_address_once"),)

    def __str__(self) -> str:
        return self.slug
