"""Webhooks: addresses that are told news, and every message to them."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.api.enums import DeliveryState, Event, SilentBecause
from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.programme.models import School

MOST_SAID = 300


class Webhook(models.Model):
    """An address that is told news of a school, one message after the other. `try_at` is also the claim of who sends."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    token = TokenField()
    title = models.CharField(_("what it is for"), max_length=120)
    url = models.CharField(_("address"), max_length=500)
    sealed_secret = models.TextField()
    # words of `enums.Event`
    events = models.JSONField(default=list)
    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()
    is_on = models.BooleanField(default=True)
    silent_because = models.CharField(max_length=10, choices=SilentBecause.choices, blank=True)
    try_at = models.DateTimeField()
    # in a row that were not taken
    attempts = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    NOT_OWN_DATA: ClassVar = frozenset({"sealed_secret"})

    class Meta:
        verbose_name = _("webhook")
        indexes = (
            models.Index(
                fields=["try_at"], name="webhook_due", condition=models.Q(is_on=True, removed_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """A message to a webhook. Its number stays the same however often it is sent, so that it can be taken once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=30, choices=Event.choices)
    # letter by letter what is sent and signed
    body = models.TextField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    # of the last answer; none: nobody answered
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    said = models.CharField(max_length=MOST_SAID, blank=True)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message to a webhook")
        indexes = (
            models.Index(fields=["webhook", "-made_at"], name="delivery_of_webhook"),
            models.Index(
                fields=["webhook", "made_at"], name="delivery_waiting", condition=models.Q(state=DeliveryState.WAITING)
            ),
            models.Index(fields=["made_at"], name="delivery_old"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"
