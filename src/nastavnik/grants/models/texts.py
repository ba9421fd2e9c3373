"""What stands in an application to a fund, what stood there before, and what is said of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.grants.enums import ProofKind
from nastavnik.grants.models.projects import GrantApplication, GrantProject
from nastavnik.people.models import User


class FieldText(models.Model):
    """What stands in a field now. `version` grows with each change."""

    OWNER = "changed_by"

    grant = models.ForeignKey(GrantApplication, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    # a `checking.values.Value`
    value = models.JSONField(default=str)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("field of an application to a fund")
        constraints = (models.UniqueConstraint(fields=["grant", "key"], name="field_text_once"),)

    def __str__(self) -> str:
        return f"{self.key} of {self.grant_id}"


class Revision(models.Model):
    """What stood in a field from one change to the next; or what was written there at the same time and did not take its place.

    Changes that one person makes within some minutes are one revision.
    """

    OWNER = "written_by"

    grant = models.ForeignKey(GrantApplication, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    # within the field, from 1
    number = models.PositiveIntegerField()
    value = models.JSONField(default=str)
    # two wrote at once, and this text is the one that does not stand in the field
    is_aside = models.BooleanField(default=False)
    # of such a text: when its author put hers in the place, or somebody left it aside
    settled_at = models.DateTimeField(null=True, blank=True)
    # where it came from, when nobody typed it: another fund, an older revision, a table of Excel
    note = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    began_at = models.DateTimeField()
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("revision of a field")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["grant", "key", "number"], name="revision_number_once"),)

    def __str__(self) -> str:
        return f"{self.key} {self.number} of {self.grant_id}"


class GrantFile(models.Model):
    """A file of a field, or of a proof (then `field_key` is empty and `grant` too: a proof is the project's)."""

    OWNER = "added_by"
    NOT_OWN_DATA = frozenset({"file"})

    token = TokenField()
    project = models.ForeignKey(GrantProject, models.CASCADE, related_name="+")
    grant = models.ForeignKey(GrantApplication, models.CASCADE, related_name="+", null=True, blank=True)
    field_key = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    # a HandoutKind
    kind = models.CharField(max_length=10)
    file = models.CharField(max_length=200)
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of a project")
        ordering = ("pk",)
        indexes = (
            models.Index(fields=["project"], name="files_of_grant_project"),
            models.Index(fields=["grant"], name="files_of_grant"),
        )

    def __str__(self) -> str:
        return self.name


class GrantRemark(models.Model):
    """What somebody says of a field, or of some words in it; answers hang on the first remark.

    The words are found anew in whatever stands in the field (`funds.anchors`); `begin` is where they stood when it was written.
    """

    OWNER = "author"

    token = TokenField()
    grant = models.ForeignKey(GrantApplication, models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", models.CASCADE, related_name="answers", null=True, blank=True)
    field_key = models.CharField(max_length=40)
    # of a table
    row_id = models.CharField(max_length=16, blank=True)
    # empty: of the whole field
    quote = models.CharField(max_length=1000, blank=True)
    begin = models.PositiveIntegerField(default=0)
    body = models.TextField(_("remark"), max_length=4000)
    author = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    resolved_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("remark")
        ordering = ("made_at", "pk")
        indexes = (models.Index(fields=["grant", "field_key"], name="remarks_of_grant"),)

    def __str__(self) -> str:
        return f"remark {self.token}"


class Proof(models.Model):
    """What proves something that a project claims: statistics, a letter, a poll. It lies in the project's drawer."""

    OWNER = "added_by"

    token = TokenField()
    project = models.ForeignKey(GrantProject, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=ProofKind.choices)
    title = models.CharField(_("what it is"), max_length=300)
    address = models.URLField(_("where it stands"), max_length=500, blank=True)
    file = models.ForeignKey(GrantFile, models.SET_NULL, related_name="+", null=True, blank=True)
    dated_on = models.DateField(_("of the day"), null=True, blank=True)
    note = models.CharField(_("what it says"), max_length=1000, blank=True)
    added_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("proof")
        ordering = ("pk",)
        indexes = (models.Index(fields=["project"], name="proofs_of_project"),)

    def __str__(self) -> str:
        return self.title


class Claim(models.Model):
    """Words of a project that need a proof. They are looked for in the field of each of its applications."""

    OWNER = "added_by"

    token = TokenField()
    project = models.ForeignKey(GrantProject, models.CASCADE, related_name="+")
    field_key = models.CharField(max_length=40)
    words = models.CharField(max_length=1000)
    # they only look like a claim: somebody has said that they need no proof
    is_dismissed = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("claim")
        ordering = ("pk",)
        indexes = (models.Index(fields=["project"], name="claims_of_project"),)

    def __str__(self) -> str:
        return self.words[:60]


class ClaimProof(models.Model):
    """A claim rests on a proof."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="+")
    proof = models.ForeignKey(Proof, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("proof of a claim")
        constraints = (models.UniqueConstraint(fields=["claim", "proof"], name="claim_proof_once"),)

    def __str__(self) -> str:
        return f"{self.claim_id} by {self.proof_id}"
