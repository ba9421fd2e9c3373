"""Who is shown in a film: written down by those who make it; a signed paper instead of a link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.text import search_key
from nastavnik.people.models import User
from nastavnik.studio.models import ProductionCard, ShownPerson
from nastavnik.studio.selectors.shooting.states import ShownState, state_of
from nastavnik.studio.services.shooting.locking import locked_card
from nastavnik.studio.services.shooting.refusals import (
    AlreadyShown,
    AnsweredAlready,
    NothingToWithdraw,
    TooManyShown,
)
from nastavnik.studio.services.shooting.telling import tell_of_withdrawal

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is shown; `guardian` signs for a child."""

    name: str
    email: str = ""
    guardian: str = ""


@transaction.atomic
def add_shown(*, actor: User, card_id: int, named: Named, now: datetime) -> ShownPerson:
    """Write down somebody who is shown. Raises `AlreadyShown`, `TooManyShown`, `PermissionDenied`."""
    card = locked_card(actor, card_id)
    known = _names_of(card)
    if len(known) >= MOST_SHOWN:
        raise TooManyShown
    if search_key(named.name) in known.values():
        raise AlreadyShown
    person = ShownPerson.objects.create(card=card, added_by=actor, added_at=now, **_words(named))
    if card.shows_nobody:
        card.shows_nobody = False
        card.save(update_fields=["shows_nobody"])
    journal.record(actor=actor, verb="shown_added", subject=card, now=now, person=person.token)
    return person


@transaction.atomic
def correct_shown(*, actor: User, card_id: int, person: str, named: Named, now: datetime) -> ShownPerson:
    """Write a name or a mail anew. A link with a document under the old name works no more.

    Raises `AnsweredAlready` for another name than the one that has answered, `AlreadyShown`, `PermissionDenied`,
    `ShownPerson.DoesNotExist`.
    """
    card, row = locked_shown(actor, card_id, person)
    words = _words(named)
    if any(words[field] != getattr(row, field) for field in ("name", "guardian")):
        _check_new_name(card, row, named)
        words |= {"secret_hash": None, "text": "", "sha256": "", "sent_at": None, "expires_at": None}
    for field, value in words.items():
        setattr(row, field, value)
    row.save(update_fields=list(words))
    journal.record(actor=actor, verb="shown_corrected", subject=card, now=now, person=row.token)
    return row


@transaction.atomic
def note_paper(*, actor: User, card_id: int, person: str, where: str, now: datetime) -> ShownPerson:
    """Note that somebody has signed on paper, and where it lies. Raises `PermissionDenied`, `ShownPerson.DoesNotExist`."""
    card, row = locked_shown(actor, card_id, person)
    changed = {
        "earlier": kept_answers(row),
        "has_agreed": True,
        "answered_at": now,
        "withdrawn_at": None,
        "signature": "",
        "paper": where.strip(),
        "noted_by": actor,
    }
    for field, value in changed.items():
        setattr(row, field, value)
    row.save(update_fields=list(changed))
    journal.record(actor=actor, verb="shown_signed_on_paper", subject=card, now=now, person=row.token)
    return row


@transaction.atomic
def note_withdrawal(*, actor: User, card_id: int, person: str, now: datetime) -> ShownPerson:
    """Note that somebody took her consent back in another way than by the link: a letter, a call.

    Raises `NothingToWithdraw`, `PermissionDenied`, `ShownPerson.DoesNotExist`.
    """
    card, row = locked_shown(actor, card_id, person)
    if state_of(row) != ShownState.AGREED:
        raise NothingToWithdraw
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    journal.record(actor=actor, verb="shown_withdrawal_noted", subject=card, now=now, person=row.token)
    tell_of_withdrawal(row, name=row.name, now=now)
    return row


@transaction.atomic
def remove_shown(*, actor: User, card_id: int, person: str, now: datetime) -> None:
    """Take somebody off the list: she is not shown after all. Raises `PermissionDenied`, `ShownPerson.DoesNotExist`."""
    card, row = locked_shown(actor, card_id, person)
    told = {"person": row.token, "state": state_of(row), "sha256": row.sha256}
    journal.record(actor=actor, verb="shown_removed", subject=card, now=now, **told)
    row.delete()


def locked_shown(actor: User, card_id: int, person: str) -> tuple[ProductionCard, ShownPerson]:
    """Return a card and somebody who is shown, locked, to who works on it."""
    card = locked_card(actor, card_id)
    row = ShownPerson.objects.select_for_update(no_key=True).get(card=card, token=person, forgotten_at=None)
    row.card = card
    return card, row


def kept_answers(row: ShownPerson) -> list[dict[str, Any]]:
    """Return what somebody has answered so far, her answer to the text that stands there with it: another one comes in its place."""
    if row.has_agreed is None or row.answered_at is None:
        return list(row.earlier)
    answer = {
        "text": row.text,
        "sha256": row.sha256,
        "has_agreed": row.has_agreed,
        "answered_at": row.answered_at.isoformat(),
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else "",
        "signature": row.signature,
        "conditions": row.conditions,
        "paper": row.paper,
    }
    return [*row.earlier, answer]


def account_of(name: str, email: str) -> User | None:
    """Return whose account a name with a mail is: what is known of her is told to her, and forgotten with it. A mail of many is nobody's."""
    user = User.objects.filter(email=email, is_active=True).first() if email else None
    return user if user is not None and _surname(user.full_name) == _surname(name) else None


def _surname(name: str) -> str:
    return search_key(name).partition(" ")[0]


def _words(named: Named) -> dict[str, Any]:
    name, guardian = (" ".join(one.split()) for one in (named.name, named.guardian))
    email = named.email.strip().lower()
    return {"name": name, "guardian": guardian, "email": email, "user": account_of(guardian or name, email)}


def _names_of(card: ProductionCard) -> dict[int, str]:
    rows = ShownPerson.objects.filter(card=card).values_list("pk", "name")
    return {pk: search_key(name) for pk, name in rows}


def _check_new_name(card: ProductionCard, row: ShownPerson, named: Named) -> None:
    if row.has_agreed is not None:
        raise AnsweredAlready
    if search_key(named.name) in {name for pk, name in _names_of(card).items() if pk != row.pk}:
        raise AlreadyShown
