"""Browsers that show notices, and what waits to be shown in them."""

from django.db import models

from nastavnik.core.ids import TokenField
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models.accounts import User


class PushSubscription(models.Model):
    """A browser that shows a person's notices. Where it is reached, and with which keys, lies sealed."""

    user = models.ForeignKey(User, models.CASCADE)
    token = TokenField()
    # JSON of the browser: its address at the push service and its keys; sealed by core.sealing
    sealed = models.TextField()
    # of the address: one browser is one row, whoever signs in there
    digest = models.CharField(max_length=64, unique=True)
    # what the person knows it by: “Firefox, Windows”
    browser = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    # when the push service last took a notice for it
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["user", "-created_at"], name="push_of"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.browser}"


class PushMessage(models.Model):
    """A notice on its way to a browser; the row goes when it was taken, refused, or became useless.

    A process that dies while it sends leaves the row to be tried again: the browser shows the same notice once.
    """

    subscription = models.ForeignKey(PushSubscription, models.CASCADE)
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    key = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=250)
    text = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=400, blank=True)
    is_urgent = models.BooleanField()
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    try_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subscription", "key"], name="push_key_once", condition=~models.Q(key="")),
        )
        indexes = (models.Index(fields=["try_at"], name="push_due"),)

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.key}"
