"""The teleprompter of a card and the remote in a phone: who may steer it, what was asked for."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.urls import reverse

from nastavnik.core.codes import square_code
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.studio.models import ProductionCard, Prompter
from nastavnik.studio.permissions import can_work_on_card
from nastavnik.studio.selectors.shooting.script import ReadPart, parts_to_read
from nastavnik.studio.selectors.shooting.words import WORDS_A_MINUTE, script_seconds

SALT = "studio.remote"
# a day of shooting
REMOTE_LIVES = timedelta(hours=14)
# a prompter that has said nothing for so long is not open any more
SILENCE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class PrompterPage:
    """A script as it is read from the teleprompter. `remote_url`: whoever opens it steers; empty for who only looks."""

    card: ProductionCard
    parts: list[ReadPart]
    seconds: int
    words_a_minute: int
    remote_url: str
    remote_code: str
    number: int


def prompter_page(actor: User, card: ProductionCard) -> PrompterPage:
    """Return the teleprompter of a card that `actor` may open."""
    remote = remote_address(card) if can_work_on_card(actor, card) else ""
    row = Prompter.objects.filter(card=card).first()
    return PrompterPage(
        card=card,
        parts=parts_to_read(card.script),
        seconds=script_seconds(card.script),
        words_a_minute=WORDS_A_MINUTE,
        remote_url=remote,
        remote_code=_picture_of(remote) if remote else "",
        number=row.number if row else 0,
    )


def _picture_of(address: str) -> str:
    """Return an address as a square code that a page can show."""
    return f"data:image/svg+xml;base64,{base64.b64encode(square_code(address).encode()).decode()}"


def remote_address(card: ProductionCard) -> str:
    """Return the whole address of the remote: who has it steers the teleprompter for a day, and sees nothing of the card but its title."""
    signed = signing.dumps(card.token, salt=SALT, compress=False)
    return whole_address(card.school, reverse("studio:remote", args=[signed]))


def steered_card(school: School, signed: str) -> ProductionCard:
    """Return the card whose teleprompter an address steers. Raises `ProductionCard.DoesNotExist`."""
    try:
        token = signing.loads(signed, salt=SALT, max_age=REMOTE_LIVES)
    except signing.BadSignature as error:
        raise ProductionCard.DoesNotExist from error
    return ProductionCard.objects.get(school=school, token=token, removed_at=None)


def asked_since(row: Prompter, number: int) -> dict[str, Any]:
    """Return what was asked of a teleprompter after the deed of this number."""
    return {"number": row.number, "deeds": [deed for asked, deed in row.deeds if asked > number]}


def told_to_remote(card: ProductionCard, now: datetime) -> dict[str, Any]:
    """Return what the remote shows: whether the teleprompter is open, and how far it is."""
    row = Prompter.objects.filter(card=card).first()
    if row is None or row.told_at is None or now - row.told_at > SILENCE:
        return {"is_open": False}
    return {"is_open": True, **row.told}
