"""What somebody who is shown answers by her link, and takes back. The secret is her right; there is no account and no other check."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.text import search_key
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.studio.models import ShownPerson
from nastavnik.studio.selectors.shooting.states import ShownState, state_of
from nastavnik.studio.services.shooting.locking import any_card_locked
from nastavnik.studio.services.shooting.people import account_of, kept_answers
from nastavnik.studio.services.shooting.refusals import ConsentGiven, ConsentOver, NameNotAsWritten, NothingToWithdraw
from nastavnik.studio.services.shooting.telling import tell_of_answer, tell_of_withdrawal


@dataclass(frozen=True, slots=True)
class Signed:
    """What was answered: the name typed under the document, where she can be reached, what she forbids."""

    has_agreed: bool
    signature: str = ""
    contact: str = ""
    conditions: str = ""


@transaction.atomic
def note_opened(*, secret: str, now: datetime) -> None:
    """Note that a link was opened for the first time."""
    ShownPerson.objects.filter(secret_hash=hash_secret(secret), opened_at=None).update(opened_at=now)


@transaction.atomic
def answer_consent(*, secret: str, signed: Signed, now: datetime) -> ShownPerson:
    """Take an agreement or a refusal; a refusal may become an agreement while the link takes answers.

    Raises `ConsentGiven`, `ConsentOver`, `NameNotAsWritten`, `ShownPerson.DoesNotExist`.
    """
    row = _locked(secret)
    if state_of(row) == ShownState.AGREED:
        raise ConsentGiven
    if row.expires_at is None or row.expires_at <= now or row.card.removed_at is not None:
        raise ConsentOver
    if signed.has_agreed and not is_same_name(signed.signature, row.guardian or row.name):
        raise NameNotAsWritten
    row.earlier = kept_answers(row)
    row.has_agreed, row.answered_at, row.withdrawn_at = signed.has_agreed, now, None
    row.signature = " ".join(signed.signature.split()) if signed.has_agreed else ""
    row.contact = signed.contact.strip() if signed.has_agreed else ""
    row.conditions = signed.conditions.strip() if signed.has_agreed else ""
    row.user = row.user or account_of(row.guardian or row.name, row.email)
    answer = ["has_agreed", "answered_at", "withdrawn_at", "signature", "contact", "conditions"]
    row.save(update_fields=["earlier", "user", *answer])
    verb = "shown_agreed" if signed.has_agreed else "shown_refused"
    # whoever has the link is she; that is not the same as having signed in
    journal.record(actor=None, verb=verb, subject=row.card, now=now, person=row.token, sha256=row.sha256)
    tell_of_answer(row, now=now)
    return row


@transaction.atomic
def withdraw_consent(*, secret: str, now: datetime) -> ShownPerson:
    """Take an agreement back; no reason is asked, and no term is over. Raises `NothingToWithdraw`, `ShownPerson.DoesNotExist`."""
    row = _locked(secret)
    if state_of(row) != ShownState.AGREED:
        raise NothingToWithdraw
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    journal.record(actor=None, verb="shown_withdrew", subject=row.card, now=now, person=row.token, sha256=row.sha256)
    tell_of_withdrawal(row, name=row.name, now=now)
    return row


def is_same_name(typed: str, written: str) -> bool:
    """Tell whether two names are the same for people: whatever the case, ё or е, and whether the surname comes first."""
    return sorted(search_key(typed).split()) == sorted(search_key(written).split())


def _locked(secret: str) -> ShownPerson:
    """Return who has the link, locked after her card."""
    known = ShownPerson.objects.get(secret_hash=hash_secret(secret))
    card = any_card_locked(known.card_id)
    row = ShownPerson.objects.select_for_update(no_key=True).get(pk=known.pk, secret_hash=known.secret_hash)
    row.card = card
    return row
