"""Keys by which programs act for a person."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.programme.models import School


class ApiKey(models.Model):
    """A key of a program. It opens its scopes as far as its owner may do the same herself, and nothing after its time."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    token = TokenField()
    title = models.CharField(_("what it is for"), max_length=120)
    # the key itself is kept nowhere: this is made of it, and the other is how it begins, for people to tell it by
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=12)
    # words of `enums.Scope`
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # to the minute
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    # by which a key is found
    NOT_OWN_DATA: ClassVar = frozenset({"digest"})

    class Meta:
        verbose_name = _("key for programs")
        indexes = (models.Index(fields=["school", "-made_at"], name="api_keys_of_school"),)

    def __str__(self) -> str:
        return self.title
