"""Notices, preferences and the outbox as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.people.enums import ALWAYS_MAILED, MAILED_BY_DEFAULT, LetterFault, LetterState, NoticeKind, Place
from nastavnik.people.models import Letter, Notice, NoticePreference, User
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
        Filter("kind", _("What about"), query=lambda kind: Q(kind=kind), choices=tuple(NoticeKind.choices)),
    ),
    order="-created",
)


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of notices on the page of preferences."""

    kind: NoticeKind
    is_mailed: bool
    is_fixed: bool


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


def notices_of(user: User) -> list[Notice]:
    """Return a person's newest notices."""
    return list(Notice.objects.filter(user=user).order_by("-created_at", "-pk")[:SHOWN])


def notice_choices(user: User) -> list[KindChoice]:
    """Return for each kind whether it comes to the person by mail."""
    said = dict(NoticePreference.objects.filter(user=user).values_list("kind", "is_mailed"))
    return [
        KindChoice(
            kind=kind,
            is_mailed=kind in ALWAYS_MAILED or said.get(kind, kind in MAILED_BY_DEFAULT),
            is_fixed=kind in ALWAYS_MAILED,
        )
        for kind in NoticeKind
    ]


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


def subscription(*, signed: str) -> tuple[User, NoticeKind]:
    """Return whose letters, and of which kind, a signed address ends. Raises `User.DoesNotExist` when it is not ours."""
    try:
        token, kind = signing.loads(signed, salt=UNSUBSCRIBE_SALT)
    except signing.BadSignature as error:
        raise User.DoesNotExist from error
    return User.objects.get(token=token, erased_at=None), NoticeKind(kind)
