"""Letters are written here: rows of the outbox, in the transaction of what they tell about."""

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
class Draft:
    """What a letter says, to whom; texts are rendered already, in the reader's language."""

    to_email: str
    kind: NoticeKind
    subject: str
    text: str
    html: str = ""
    user: User | None = None
    expires_at: datetime | None = None


def write_letters(*, drafts: list[Draft], now: datetime, place: Place | None = None) -> list[Letter]:
    """Put letters into the outbox and have them sent after the transaction commits.

    `place` is the school whose methodists see them in their outbox.
    """
    letters = Letter.objects.bulk_create(
        [
            Letter(
                place_kind=place.kind if place else "",
                place_id=place.id if place else None,
                user=draft.user,
                kind=draft.kind,
                to_email=draft.to_email,
                subject=" ".join(draft.subject.split())[:250],
                text=draft.text,
                html=draft.html,
                unsubscribe_url=unsubscribe_url(draft.user, draft.kind) if draft.user else "",
                created_at=now,
                try_at=now,
                expires_at=draft.expires_at,
            )
            for draft in drafts
        ],
        batch_size=BATCH,
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


def unsubscribe_url(user: User, kind: NoticeKind) -> str:
    """Return the address that ends letters of `kind` with one click and no sign-in; empty where there is no choice."""
    if kind in ALWAYS_MAILED:
        return ""
    signed = signing.dumps([user.token, kind], salt=UNSUBSCRIBE_SALT)
    return absolute(reverse("people:unsubscribe", args=[signed]))
