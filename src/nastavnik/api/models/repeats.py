"""Answers that are kept for a day, so that a request that came twice is done once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.api.models.keys import ApiKey

LONGEST_WORD = 64


class Repeat(models.Model):
    """What a program was answered when it made a request under a word of its own; the same word is answered alike."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    # the header Idempotency-Key
    word = models.CharField(max_length=LONGEST_WORD)
    # of the method, the address and the body: the same word with another request is a mistake
    asked = models.CharField(max_length=64)
    # 0 as long as it is being done, which nobody else sees
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("request of a program")
        constraints = (models.UniqueConstraint(fields=["key", "word"], name="repeat_once"),)
        indexes = (models.Index(fields=["made_at"], name="repeats_old"),)

    def __str__(self) -> str:
        return f"{self.word} of {self.key_id}"
