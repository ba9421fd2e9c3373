"""A consent goes to somebody who is shown: a link that needs no account, by mail or passed on by hand. Whoever has its secret is she."""

from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.people.services.letters import Draft, write_letters
from nastavnik.programme.permissions import place_of
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.studio.models import ProductionCard, ShownPerson
from nastavnik.studio.selectors.shooting.document import consent_text, digest_of, school_rules
from nastavnik.studio.selectors.shooting.states import ShownState, state_of
from nastavnik.studio.services.shooting.people import kept_answers, locked_shown
from nastavnik.studio.services.shooting.refusals import AgreedAlready, NoMailOfShown

LINK_LIVES = timedelta(days=30)
# 22 characters of 32 letters are 110 bits: nobody guesses a link.
SECRET_LENGTH = 22


@transaction.atomic
def send_consent(*, actor: User, card_id: int, person: str, now: datetime) -> ShownPerson:
    """Send somebody who is shown the consent as it reads now; a link that she had works no more.

    Raises `NoMailOfShown`, `AgreedAlready`, `PermissionDenied`, `ShownPerson.DoesNotExist`.
    """
    card, row = locked_shown(actor, card_id, person)
    if not row.email:
        raise NoMailOfShown
    secret = _new_link(card, row, now)
    write_letters(drafts=[_draft(row, secret, actor)], now=now, place=place_of(card.school))
    journal.record(actor=actor, verb="shown_asked", subject=card, now=now, person=row.token, sha256=row.sha256)
    return row


@transaction.atomic
def hand_out_consent(*, actor: User, card_id: int, person: str, now: datetime) -> str:
    """Make the link to be passed on in another way, and return its whole address, which nobody can be told again.

    Raises `AgreedAlready`, `PermissionDenied`, `ShownPerson.DoesNotExist`.
    """
    card, row = locked_shown(actor, card_id, person)
    secret = _new_link(card, row, now)
    journal.record(actor=actor, verb="shown_link_made", subject=card, now=now, person=row.token, sha256=row.sha256)
    return _address(row, secret)


def _new_link(card: ProductionCard, row: ShownPerson, now: datetime) -> str:
    """Put the document as it reads now behind a new secret; what was answered to one before is kept aside."""
    text = consent_text(card, name=row.name, guardian=row.guardian, rules=school_rules(card.school))
    if state_of(row) == ShownState.AGREED and digest_of(text) == row.sha256:
        raise AgreedAlready
    secret = new_token(SECRET_LENGTH)
    changed = {
        "earlier": kept_answers(row),
        "secret_hash": hash_secret(secret),
        "text": text,
        "sha256": digest_of(text),
        "sent_at": now,
        "expires_at": now + LINK_LIVES,
        "opened_at": None,
        "has_agreed": None,
        "answered_at": None,
        "withdrawn_at": None,
        "signature": "",
        "conditions": "",
        "paper": "",
        "noted_by": None,
    }
    for field, value in changed.items():
        setattr(row, field, value)
    row.save(update_fields=list(changed))
    return secret


def _address(row: ShownPerson, secret: str) -> str:
    return whole_address(row.card.school, reverse("studio:sign", args=[secret]))


def _draft(row: ShownPerson, secret: str, actor: User) -> Draft:
    """Return the letter with the link, in her language; who has no account reads Russian."""
    words = {
        "name": row.guardian or row.name,
        "child": row.name if row.guardian else "",
        "film": row.card.title,
        "school": row.card.school.title,
        "sender": str(actor),
        "link": _address(row, secret),
        "expires_at": row.expires_at,
    }
    with translation.override(row.user.language if row.user else "ru"):
        return Draft(
            to_email=row.email,
            kind=NoticeKind.ACCOUNT,
            subject=render_to_string("studio/letters/consent.subject.txt", words),
            text=render_to_string("studio/letters/consent.txt", words),
            html=render_to_string("studio/letters/consent.html", words),
            expires_at=row.expires_at,
        )
