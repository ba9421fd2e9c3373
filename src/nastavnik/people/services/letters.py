"""Letters are written here: rows of the outbox, in the transaction of what they tell about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from nastavnik.core import journal
from nastavnik.people import tasks
from nastavnik.people.enums import ALWAYS_MAILED, LetterState, NoticeKind, Place
from nastavnik.people.models import Letter, User
from nastavnik.people.permissions import Actor, can_run_place, letters_visible_to
from nastavnik.people.selectors.notices import UNSUBSCRIBE_SALT
from nastavnik.people.services.refusals import LetterNotFailed

BATCH = 500


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that goes with a letter: where it lies in the storage, and what it is called in the letter.

    One that is larger than `outbox.MOST_FILE_BYTES` or gone does not go along: the text of the letter should lead to it.
    """

    place: str
    name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a letter says, to whom; texts are rendered already, in the reader's language."""

    to_email: str
    # a kind of notices, or `enums.DIGEST`
    kind: str
    subject: str
    text: str
    html: str = ""
    user: User | None = None
    # not before: it comes after the reader's quiet hours
    send_at: datetime | None = None
    expires_at: datetime | None = None
    # an event for calendars (RFC 5545)
    calendar: str = ""
    file: LetterFile | None = None
    key: str = ""
    # where one click ends such letters; empty: made here, of the person and the kind
    unsubscribe_url: str = ""


def write_letters(*, drafts: list[Draft], now: datetime, place: Place | None = None) -> list[Letter]:
    """Put letters into the outbox and have them sent after the transaction commits.

    `place` is the school whose methodists see them in their outbox. A letter whose key the person has had is left out.
    """
    letters = Letter.objects.bulk_create(
        [
            Letter(
                place_kind=place.kind if place else "",
                place_id=place.id if place else None,
                user=draft.user,
                kind=draft.kind,
                key=draft.key,
                to_email=draft.to_email,
                subject=" ".join(draft.subject.split())[:250],
                text=draft.text,
                html=draft.html,
                calendar=draft.calendar,
                file=draft.file.place if draft.file else "",
                file_name=draft.file.name if draft.file else "",
                unsubscribe_url=draft.unsubscribe_url or _usual_unsubscribe_url(draft),
                created_at=now,
                try_at=draft.send_at or now,
                expires_at=draft.expires_at,
            )
            for draft in drafts
        ],
        batch_size=BATCH,
        ignore_conflicts=any(draft.key for draft in drafts),
    )
    if letters:
        tasks.send_letters.enqueue()
    return letters


@transaction.atomic
def write_account_letter(
    *, to_email: str, subject: str, text: str, now: datetime, expires_at: datetime | None = None
) -> Letter:
    """Put a letter about signing in (a code, a changed password) into the outbox; `expires_at`: useless later."""
    draft = Draft(
        to_email=to_email,
        kind=NoticeKind.ACCOUNT,
        subject=subject,
        text=text,
        user=User.objects.filter(email=to_email.lower()).first(),
        expires_at=expires_at,
    )
    return write_letters(drafts=[draft], now=now)[0]


@transaction.atomic
def retry_letter(*, actor: Actor, token: str, place: Place, now: datetime) -> Letter:
    """Put a failed letter back into the queue. Raises `LetterNotFailed`."""
    if not can_run_place(actor, place):
        raise PermissionDenied
    letter = letters_visible_to(actor, place).select_for_update(of=("self",)).get(token=token)
    if letter.state != LetterState.FAILED:
        raise LetterNotFailed
    letter.state, letter.attempts, letter.try_at = LetterState.WAITING, 0, now
    letter.fault = letter.error = ""
    letter.save(update_fields=["state", "attempts", "try_at", "fault", "error"])
    journal.record(actor=actor, verb="letter_retried", subject=letter, now=now)
    tasks.send_letters.enqueue()
    return letter


def absolute(path: str) -> str:
    """Return the full address of a page, for letters."""
    return path if path.startswith(("http://", "https://")) else f"{settings.BASE_URL}{path}"


def _usual_unsubscribe_url(draft: Draft) -> str:
    return unsubscribe_url(draft.user, [NoticeKind(draft.kind)]) if draft.user else ""


def unsubscribe_url(user: User, kinds: Iterable[NoticeKind]) -> str:
    """Return the address that ends letters of `kinds` with one click and no sign-in; empty where there is no choice."""
    ended = sorted(set(kinds) - ALWAYS_MAILED)
    if not ended:
        return ""
    signed = signing.dumps([user.token, *ended], salt=UNSUBSCRIBE_SALT)
    return absolute(reverse("people:unsubscribe", args=[signed]))


def preferences_url() -> str:
    """Return the address of the page on which people choose how notices come."""
    return absolute(reverse("people:preferences"))
