"""Notices in the page, preferences about them, and the outbox of letters."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.enums import LETTER_KINDS, LetterFault, LetterState, MailManner, NoticeKind, PlaceKind
from nastavnik.people.models.accounts import User

QUIET_FROM, QUIET_UNTIL, DIGEST_HOUR = 22, 7, 9


class Notice(models.Model):
    """Something a person should know, shown in the page."""

    user = models.ForeignKey(User, models.CASCADE)
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    # the same news, told again after a retry, is told once
    key = models.CharField(max_length=120, blank=True)
    # the school whose news it is, if it is a school's
    place_kind = models.CharField(max_length=20, choices=PlaceKind.choices, blank=True)
    place_id = models.BigIntegerField(null=True)
    # when it is to come by mail together with others; empty once it has, or when it need not
    digest_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "key"], name="notice_key_once", condition=~models.Q(key="")),
        )
        indexes = (
            models.Index(fields=["user", "-created_at"], name="notice_of"),
            models.Index(fields=["user"], name="notice_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["digest_at"], name="notice_digest", condition=~models.Q(digest_at=None)),
            models.Index(fields=["created_at"], name="notice_age"),
        )

    def __str__(self) -> str:
        return self.title


class NoticePreference(models.Model):
    """How notices of a kind reach a person besides the page, where she said otherwise than the default."""

    user = models.ForeignKey(User, models.CASCADE)
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    mail = models.CharField(max_length=10, choices=MailManner.choices)
    is_pushed = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "kind"], name="notice_preference_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class NoticeHours(models.Model):
    """When a person wants to be left alone, and when the summary of the day comes: hours of her own clock, 0 to 23.

    Without a row the defaults of the fields hold; without quiet hours both are empty.
    """

    user = models.OneToOneField(User, models.CASCADE)
    quiet_from = models.PositiveSmallIntegerField(null=True, default=QUIET_FROM)
    quiet_until = models.PositiveSmallIntegerField(null=True, default=QUIET_UNTIL)
    digest_hour = models.PositiveSmallIntegerField(default=DIGEST_HOUR)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__lte=23, quiet_until__lte=23) & ~models.Q(quiet_from=models.F("quiet_until")),
                name="quiet_hours_are_hours",
            ),
            models.CheckConstraint(condition=models.Q(digest_hour__lte=23), name="digest_hour_is_an_hour"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.quiet_from}-{self.quiet_until}"


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
    kind = models.CharField(max_length=20, choices=LETTER_KINDS)
    # the same letter to the same person is written once, whoever writes it at the same time
    key = models.CharField(max_length=120, blank=True)
    to_email = models.EmailField(_("addressee"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    # an event for calendars (RFC 5545) that comes with the letter
    calendar = models.TextField(blank=True)
    # a file of the storage that comes with the letter, and what it is called there; whoever had the letter written keeps it
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
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
        constraints = (
            models.UniqueConstraint(fields=["user", "key"], name="letter_key_once", condition=~models.Q(key="")),
        )
        indexes = (
            models.Index(fields=["state", "try_at"], name="letter_due"),
            models.Index(fields=["place_kind", "place_id", "-created_at"], name="letter_place"),
            models.Index(fields=["user", "created_at"], name="letter_to_person"),
        )

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_email}"
