"""Notices, preferences and the outbox as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.people.enums import (
    ALWAYS_MAILED,
    LETTER_KINDS,
    MAIL_BY_DEFAULT,
    MAY_WAIT,
    PUSHED_BY_DEFAULT,
    LetterFault,
    LetterState,
    MailManner,
    NoticeKind,
    Place,
)
from nastavnik.people.models import Letter, Notice, NoticeHours, NoticePreference, PushSubscription, User
from nastavnik.people.permissions import Actor, can_run_place, letters_visible_to

SHOWN = 100
UNSUBSCRIBE_SALT = "people.unsubscribe"

OUTBOX: Table[Letter] = Table(
    name="outbox",
    caption=_("Letters"),
    columns=(
        Column("subject", _("What is written"), lambda letter: letter.subject, order=("subject",)),
        Column("to", _("To whom"), lambda letter: letter.to_email, order=("to_email",)),
        Column("state", _("State"), lambda letter: LetterState(letter.state).label, order=("state", "-created_at")),
        Column("created", _("Written"), lambda letter: letter.created_at, order=("created_at",)),
        Column("sent", _("When sent"), lambda letter: letter.sent_at, order=("sent_at",)),
        Column("attempts", _("Tries"), lambda letter: letter.attempts, order=("attempts",), is_number=True),
    ),
    filters=(
        Filter("q", _("Address"), query=lambda text: Q(to_email__contains=text.lower())),
        Filter("state", _("State"), query=lambda state: Q(state=state), choices=tuple(LetterState.choices)),
        Filter("kind", _("What about"), query=lambda kind: Q(kind=kind), choices=LETTER_KINDS),
    ),
    order="-created",
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How notices of a kind reach a person besides the page."""

    mail: MailManner
    is_pushed: bool


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of notices on the page of preferences: how it comes, and the manners of mail to choose from."""

    kind: NoticeKind
    mail: MailManner
    is_pushed: bool
    manners: tuple[MailManner, ...]

    @property
    def is_fixed(self) -> bool:
        """Whether there is no choice of mail."""
        return len(self.manners) == 1


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice with whether its kind also comes in other ways, so that this can be ended beside it."""

    notice: Notice
    comes_elsewhere: bool


@dataclass(frozen=True, slots=True)
class FailedLetter:
    """A letter that a person must look at, with what happened and what to do."""

    letter: Letter
    reason: str | Promise
    can_retry: bool


@dataclass(frozen=True, slots=True)
class Outbox:
    """The outbox of a school: all letters as a table, how many stand where, and those that need a hand."""

    listing: Listing[Letter]
    waiting: int
    sent: int
    failed: int
    failures: list[FailedLetter]


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """How notices reach a person: by kind, in which hours, and in which browsers. `initial` fills the form."""

    choices: list[KindChoice]
    initial: dict[str, int | bool | None]
    browsers: list[PushSubscription]


def notices_of(user: User) -> list[ShownNotice]:
    """Return a person's newest notices."""
    notices = list(Notice.objects.filter(user=user).order_by("-created_at", "-pk")[:SHOWN])
    manners = manners_of(user)
    elsewhere = {kind for kind, manner in manners.items() if manner.mail is not MailManner.OFF or manner.is_pushed}
    return [ShownNotice(notice, notice.kind in elsewhere - ALWAYS_MAILED) for notice in notices]


def manners_of(user: User) -> dict[NoticeKind, Manner]:
    """Return for each kind how it reaches the person, by what she said or by default."""
    said = {row.kind: Manner(MailManner(row.mail), row.is_pushed) for row in NoticePreference.objects.filter(user=user)}
    return {kind: said.get(kind, default_manner(kind)) for kind in NoticeKind}


def default_manner(kind: NoticeKind) -> Manner:
    """Return how a kind reaches people who have said nothing."""
    return Manner(MAIL_BY_DEFAULT[kind], kind in PUSHED_BY_DEFAULT)


def notice_choices(user: User) -> list[KindChoice]:
    """Return for each kind how it reaches the person, and how it could."""
    manners = manners_of(user)
    return [KindChoice(kind, manners[kind].mail, manners[kind].is_pushed, manners_of_mail(kind)) for kind in NoticeKind]


def manners_of_mail(kind: NoticeKind) -> tuple[MailManner, ...]:
    """Return in which manners a kind may come by mail."""
    if kind in ALWAYS_MAILED:
        return (MailManner.AT_ONCE,)
    return tuple(manner for manner in MailManner if manner is not MailManner.DIGEST or kind in MAY_WAIT)


def notice_settings(user: User) -> NoticeSettings:
    """Return the page on which a person chooses how notices reach her."""
    hours = NoticeHours.objects.filter(user=user).first() or NoticeHours(user=user)
    usual = NoticeHours()
    is_quiet = hours.quiet_from is not None
    return NoticeSettings(
        choices=notice_choices(user),
        initial={
            "digest_hour": hours.digest_hour,
            "is_quiet": is_quiet,
            "quiet_from": hours.quiet_from if is_quiet else usual.quiet_from,
            "quiet_until": hours.quiet_until if is_quiet else usual.quiet_until,
        },
        browsers=list(PushSubscription.objects.filter(user=user).order_by("-created_at", "-pk")),
    )


def outbox(actor: Actor, place: Place, params: Mapping[str, str]) -> Outbox:
    """Return the outbox of the place for its methodists."""
    if not can_run_place(actor, place):
        raise PermissionDenied
    letters = letters_visible_to(actor, place)
    counts = dict(letters.order_by().values_list("state").annotate(count=Count("pk")))
    failed = letters.filter(state=LetterState.FAILED).order_by("-created_at", "-pk")[:SHOWN]
    return Outbox(
        listing=OUTBOX.listing(letters, params),
        waiting=counts.get(LetterState.WAITING, 0) + counts.get(LetterState.SENDING, 0),
        sent=counts.get(LetterState.SENT, 0),
        failed=counts.get(LetterState.FAILED, 0),
        failures=[failed_letter(letter) for letter in failed],
    )


def failed_letter(letter: Letter) -> FailedLetter:
    """Return why a letter failed; one whose code is too old cannot be sent again."""
    fault = LetterFault(letter.fault)
    return FailedLetter(letter=letter, reason=fault.label, can_retry=fault is not LetterFault.EXPIRED)


def subscription(*, signed: str) -> tuple[User, list[NoticeKind]]:
    """Return whose letters, and of which kinds, a signed address ends. Raises `User.DoesNotExist` when it is not ours."""
    try:
        token, *kinds = signing.loads(signed, salt=UNSUBSCRIBE_SALT)
    except signing.BadSignature as error:
        raise User.DoesNotExist from error
    return User.objects.get(token=token, erased_at=None), [NoticeKind(kind) for kind in kinds]
