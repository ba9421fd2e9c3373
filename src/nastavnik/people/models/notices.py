"""Notices in the page, preferences about them, and the outbox of letters."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.enums import LetterFault, LetterState, NoticeKind, PlaceKind
from nastavnik.people.models.accounts import User


class Notice(models.Model):
    """Something a person should know, shown in the page."""

    user = models.ForeignKey(User, models.CASCADE)
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    # the same news, told again after a retry, is told once
    key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "key"], name="notice_key_once", condition=~models.Q(key="")),
        )
        indexes = (
            models.Index(fields=["user", "-created_at"], name="notice_of"),
            models.Index(fields=["user"], name="notice_unread", condition=models.Q(read_at=None)),
        )

    def __str__(self) -> str:
        return self.title


class NoticePreference(models.Model):
    """Whether notices of a kind come to a person by mail, where she said otherwise than the default."""

    user = models.ForeignKey(User, models.CASCADE)
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    is_mailed = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "kind"], name="notice_preference_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class Letter(models.Model):
    """A letter in the outbox: written in the transaction of what it tells about, sent once by a task.

    A letter that was being sent when the process died is not tried again by itself: it may have gone. Its text is
    wiped once it is sent, because letters carry links and codes.
    """

    token = TokenField()
    # the school whose methodists see it in their outbox; letters about the account alone belong to no school
    place_kind = models.CharField(max_length=20, choices=PlaceKind.choices, blank=True)
    place_id = models.BigIntegerField(null=True)
    user = models.ForeignKey(User, models.CASCADE, null=True)
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    to_email = models.EmailField(_("addressee"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    unsubscribe_url = models.CharField(max_length=400, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=LetterState.choices, default=LetterState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    try_at = models.DateTimeField()
    # a code or a link is useless later: the letter is dropped as failed instead of coming too late
    expires_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=20, choices=LetterFault.choices, blank=True)
    # what the mail server said, for the operator
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter")
        indexes = (
            models.Index(fields=["state", "try_at"], name="letter_due"),
            models.Index(fields=["place_kind", "place_id", "-created_at"], name="letter_place"),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_email}"
