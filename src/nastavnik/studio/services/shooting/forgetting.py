"""Somebody who is shown asked to be forgotten: her names go, and her consent with them; that there was one, and until when, stays."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from nastavnik.people.models import User
from nastavnik.studio.models import ProductionCard, ShownPerson
from nastavnik.studio.selectors.shooting.states import ShownState, state_of
from nastavnik.studio.services.shooting.telling import tell_of_withdrawal

MAIL_LIVES = timedelta(days=90)
# what names her, or was written by her
NAMING = ("name", "email", "guardian", "text", "signature", "contact", "conditions", "paper")


@transaction.atomic
def forget_person(*, user_id: int, now: datetime) -> None:
    """Forget those who are shown and have this account. Safe to repeat."""
    cards = ProductionCard.objects.filter(pk__in=ShownPerson.objects.filter(user=user_id).values("card"))
    # in the order in which everybody locks: cards before their lines
    list(cards.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    rows = ShownPerson.objects.select_for_update(of=("self",), no_key=True).filter(user=user_id).order_by("pk")
    for row in rows.select_related("card__school"):
        _forget(row, now)


def forget_who_was_missed(*, now: datetime) -> int:
    """Forget whose erasure was not heard of; return how many."""
    shown = ShownPerson.objects.filter(user__isnull=False).values("user")
    ids = list(User.objects.filter(pk__in=shown, erased_at__isnull=False).order_by("pk").values_list("pk", flat=True))
    for user_id in ids:
        forget_person(user_id=user_id, now=now)
    return len(ids)


def delete_old_mails(*, now: datetime) -> int:
    """Delete the mails of those who never agreed, long after they could have; return how many."""
    rows = ShownPerson.objects.filter(Q(has_agreed=None) | Q(has_agreed=False), expires_at__lt=now - MAIL_LIVES)
    return rows.exclude(email="").update(email="")


def _forget(row: ShownPerson, now: datetime) -> None:
    was_agreed = state_of(row) == ShownState.AGREED
    changed: dict[str, Any] = dict.fromkeys(NAMING, "")
    changed |= {"user": None, "secret_hash": None, "forgotten_at": now, "earlier": [_bare(one) for one in row.earlier]}
    if was_agreed:
        changed["withdrawn_at"] = now
    for field, value in changed.items():
        setattr(row, field, value)
    row.save(update_fields=list(changed))
    if was_agreed:
        tell_of_withdrawal(row, name="", now=now)


def _bare(answer: dict[str, Any]) -> dict[str, Any]:
    """Return of an earlier answer what names nobody."""
    return {
        key: value for key, value in answer.items() if key in {"sha256", "has_agreed", "answered_at", "withdrawn_at"}
    }
