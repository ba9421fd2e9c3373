"""The shot list of a card: written, put in order, ticked while it is shot, proposed from the script."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.ordering import Order
from nastavnik.people.models import User
from nastavnik.studio.enums import ShotSize
from nastavnik.studio.models import ProductionCard, Shot
from nastavnik.studio.selectors.shooting.words import parts_of, seconds_of
from nastavnik.studio.services.shooting.locking import open_card
from nastavnik.studio.services.shooting.refusals import NoScript, NothingToPropose, ShotChanged, TooManyShots

MOST_SHOTS = 300
GROUP = "shots"
LONGEST_WHAT, LONGEST_SAID = 500, 2000
# one that is proposed for less than this is hard to cut
SHORTEST_PROPOSED = 3


@dataclass(frozen=True, slots=True)
class ShotWords:
    """What a line of the list says."""

    what: str
    said: str = ""
    size: str = ShotSize.MEDIUM
    place: str = ""
    things: str = ""
    seconds: int = 10


@transaction.atomic
def add_shot(*, actor: User, card_id: int, words: ShotWords, now: datetime) -> Shot:
    """Add a shot behind the others. Raises `TooManyShots`, `PermissionDenied`."""
    card = open_card(actor, card_id)
    shots = _shots(card)
    if len(shots) >= MOST_SHOTS:
        raise TooManyShots
    shot = Shot.objects.create(card=card, position=_next(shots), **asdict(words))
    journal.record(actor=actor, verb="shot_added", subject=card, now=now, shot=shot.token)
    return shot


@transaction.atomic
def change_shot(*, actor: User, card_id: int, shot: str, words: ShotWords, version: int, now: datetime) -> Shot:
    """Write a shot anew that was read in `version`. Raises `ShotChanged`, `PermissionDenied`, `Shot.DoesNotExist`."""
    card, row = _locked(actor, card_id, shot)
    if row.version != version:
        raise ShotChanged
    changed = asdict(words)
    for field, value in changed.items():
        setattr(row, field, value)
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    journal.record(actor=actor, verb="shot_changed", subject=card, now=now, shot=row.token)
    return row


@transaction.atomic
def tick_shot(*, actor: User, card_id: int, shot: str, is_taken: bool, now: datetime) -> Shot:
    """Tick a shot as taken, or take the tick back; ticked twice it keeps its first moment.

    Raises `PermissionDenied`, `Shot.DoesNotExist`.
    """
    _card, row = _locked(actor, card_id, shot)
    row.taken_at = (row.taken_at or now) if is_taken else None
    row.save(update_fields=["taken_at"])
    return row


@transaction.atomic
def reorder_shots(*, actor: User, card_id: int, rearrange: Callable[[Order], Order], now: datetime) -> None:
    """Put the shots into another order: `rearrange` is given the order as it lies and returns the wanted one. Raises what it raises."""
    card = open_card(actor, card_id)
    shots = {one.token: one for one in _shots(card)}
    wanted = rearrange({GROUP: list(shots)})[GROUP]
    moved = list[Shot]()
    for position, token in enumerate(wanted, 1):
        if shots[token].position != position:
            shots[token].position = position
            moved.append(shots[token])
    if moved:
        Shot.objects.bulk_update(moved, ["position"])
        journal.record(actor=actor, verb="shots_reordered", subject=card, now=now)


@transaction.atomic
def remove_shot(*, actor: User, card_id: int, shot: str, now: datetime) -> None:
    """Take a shot off the list, and its picture out of the storage. Raises `PermissionDenied`, `Shot.DoesNotExist`."""
    card, row = _locked(actor, card_id, shot)
    journal.record(actor=actor, verb="shot_removed", subject=card, now=now, shot=row.token, what=row.what)
    row.delete()
    forget_file(row.picture)


@transaction.atomic
def propose_shots(*, actor: User, card_id: int, now: datetime) -> int:
    """Add a shot for each paragraph of the script that has none yet, as long as it takes to be read; return how many.

    Raises `NoScript`, `NothingToPropose`, `TooManyShots`, `PermissionDenied`.
    """
    card = open_card(actor, card_id)
    parts = parts_of(card.script)
    if not any(part.paragraphs for part in parts):
        raise NoScript
    shots = _shots(card)
    known, position = {one.said for one in shots}, _next(shots)
    made = list[Shot]()
    for part in parts:
        for paragraph in part.paragraphs:
            said = paragraph[:LONGEST_SAID]
            if said not in known:
                made.append(_proposed(card, part.title, paragraph, position + len(made)))
                known.add(said)
    if not made:
        raise NothingToPropose
    if len(shots) + len(made) > MOST_SHOTS:
        raise TooManyShots
    Shot.objects.bulk_create(made)
    journal.record(actor=actor, verb="shots_proposed", subject=card, now=now, shots=len(made))
    return len(made)


def forget_file(file: str) -> None:
    """Delete a stored picture once the transaction holds."""
    if file:
        transaction.on_commit(partial(default_storage.delete, file))


def _proposed(card: ProductionCard, title: str, paragraph: str, position: int) -> Shot:
    begin = " ".join(paragraph.split()[:8])
    what = f"{title}: {begin}…" if title else f"{begin}…"
    seconds = max(seconds_of(paragraph), SHORTEST_PROPOSED)
    return Shot(card=card, position=position, what=what[:LONGEST_WHAT], said=paragraph[:LONGEST_SAID], seconds=seconds)


def _locked(actor: User, card_id: int, shot: str) -> tuple[ProductionCard, Shot]:
    card = open_card(actor, card_id)
    return card, Shot.objects.select_for_update(no_key=True).get(card=card, token=shot)


def _shots(card: ProductionCard) -> list[Shot]:
    return list(Shot.objects.filter(card=card))


def _next(shots: list[Shot]) -> int:
    return shots[-1].position + 1 if shots else 1
