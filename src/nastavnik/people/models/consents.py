"""Consents: documents with versions, and who agreed to which of them, when and how."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.people.enums import ConsentHow, ConsentKind, PlaceKind
from nastavnik.people.models.accounts import User


class ConsentText(models.Model):
    """A version of a document that people of a place are asked to agree to; never changed once published."""

    place_kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    place_id = models.BigIntegerField()
    kind = models.CharField(_("document"), max_length=20, choices=ConsentKind.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text (Markdown)"))
    sha256 = models.CharField(max_length=64, editable=False)
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("text of a consent")
        constraints = (
            models.UniqueConstraint(
                fields=["place_kind", "place_id", "kind", "version"], name="consent_text_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


class Consent(models.Model):
    """A person's agreement to one version of one document, and when she took it back."""

    user = models.ForeignKey(User, models.CASCADE)
    text = models.ForeignKey(ConsentText, models.PROTECT)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=20, choices=ConsentHow.choices)

    class Meta:
        verbose_name = _("consent")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "text"], name="consent_in_force_once", condition=models.Q(withdrawn_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.text_id}"


class ConsentRound(models.Model):
    """When a person last went through the documents of a place, whatever she agreed to; newer texts ask again."""

    user = models.ForeignKey(User, models.CASCADE)
    place_kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    place_id = models.BigIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "place_kind", "place_id"], name="consent_round_once_in_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} at {self.answered_at}"
