"""Organisations, their libraries, and the networks of schools they belong to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.enums import LegalForm, LibraryKind, PlaceKind


class Organisation(models.Model):
    """A legal entity: the owner of a school, a partner, an employer."""

    token = TokenField()
    name = models.CharField(_("full name"), max_length=300)
    # lower case, ё as е: SQLite cannot compare Cyrillic without case
    name_key = models.CharField(max_length=300, editable=False, default="")
    short_name = models.CharField(_("name in short"), max_length=100)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices, default=LegalForm.OTHER)
    site = models.URLField(_("web site"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        constraints = (models.UniqueConstraint(fields=["name"], name="organisation_name_once"),)

    def __str__(self) -> str:
        return self.short_name or self.name


class NetworkMember(models.Model):
    """An organisation that a school works with: its owner, an employer of its people, a partner.

    Several schools may name the same organisation; only the one that keeps it may change it and its libraries.
    """

    place_kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    place_id = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    is_keeper = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["place_kind", "place_id", "organisation"], name="network_member_once"),
            models.UniqueConstraint(
                fields=["organisation"], name="organisation_has_one_keeper", condition=models.Q(is_keeper=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.place_kind} {self.place_id}"


class Library(models.Model):
    """A library of a network: a unit of an organisation, never a legal entity here."""

    token = TokenField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("organisation"))
    kind = models.CharField(_("kind"), max_length=20, choices=LibraryKind.choices, default=LibraryKind.BRANCH)
    number = models.PositiveSmallIntegerField(_("branch number"), null=True, blank=True)
    name = models.CharField(_("what it is called"), max_length=200)
    # lower case, ё as е: SQLite cannot compare Cyrillic without case
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    settlement = models.CharField(_("settlement"), max_length=120, blank=True)
    settlement_key = models.CharField(max_length=120, editable=False, default="")
    is_model = models.BooleanField(_("model library"), default=False)

    class Meta:
        verbose_name = _("library")
        constraints = (
            models.UniqueConstraint(fields=["organisation", "name_key"], name="library_name_once"),
            models.UniqueConstraint(
                fields=["organisation", "number"], name="library_number_once", condition=models.Q(number__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Return the name with the branch number, as people of the network call it."""
        return f"№ {self.number} · {self.name}" if self.number is not None else self.name
