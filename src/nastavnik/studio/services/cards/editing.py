"""What is written in a card. What two people change at the same time is joined field by field; only what both have changed is disputed."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.text import search_key
from nastavnik.people.models import User
from nastavnik.programme.enums import AgeRating, LessonKind
from nastavnik.programme.services.joining import own_changes
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.permissions import can_run_studio
from nastavnik.studio.selectors.cards.choices import check_cycle, check_film, check_owner, check_speakers
from nastavnik.studio.services.cards import telling
from nastavnik.studio.services.cards.locking import open_locked
from nastavnik.studio.services.cards.refusals import CardNeedsTitle

EDITED = "card_edited"
# kept in rows of their own, not in a column of the card
SPEAKERS = "speaker_ids"
# who makes it and which film it becomes is said by methodists
OF_METHODISTS = frozenset({"owner_id", "video_id"})


class CardFields(TypedDict, total=False):
    """What people write in a card; what is not named stays."""

    title: str
    owner_id: int | None
    due_on: date | None
    brief: str
    kind: LessonKind
    summary: str
    cycle_id: int | None
    speaker_ids: list[int]
    age_rating: AgeRating | str
    rights: str
    has_rights: bool
    shows_nobody: bool
    video_id: int | None


@transaction.atomic
def edit_card(
    *, actor: User, card_id: int, version: int, now: datetime, **fields: Unpack[CardFields]
) -> ProductionCard:
    """Change what is written in a card; `version` is the card's when the form was opened.

    Raises `CardIsPublished`, `CardNeedsTitle`, and `ChangedMeanwhile` for fields that somebody else has changed since, too;
    `PermissionDenied` where somebody who is no methodist says who makes it or which film it becomes.
    """
    card = open_locked(actor, card_id)
    wanted: dict[str, Any] = {**fields}
    if SPEAKERS in wanted:
        wanted[SPEAKERS] = sorted(set(wanted[SPEAKERS]))
    if "title" in wanted:
        wanted["title"] = " ".join(wanted["title"].split())
        if not wanted["title"]:
            raise CardNeedsTitle
    if card.version != version:
        wanted = own_changes(
            card, wanted, version=version, verbs=(EDITED,), current=partial(current, card), written=_written
        )
    before = {name: current(card, name) for name in wanted}
    changed = [name for name in wanted if before[name] != wanted[name]]
    if changed:
        _check(actor, card, {name: wanted[name] for name in changed})
        _write(actor, card, {name: wanted[name] for name in changed}, before, now)
    return card


def current(card: ProductionCard, name: str) -> Any:
    """Return what stands in a field of a card."""
    if name == SPEAKERS:
        return sorted(card.speakers.values_list("pk", flat=True))
    return getattr(card, name)


def _check(actor: User, card: ProductionCard, changed: dict[str, Any]) -> None:
    """Raise `PermissionDenied`, or `DoesNotExist` for what is not of the school."""
    if OF_METHODISTS & changed.keys() and not can_run_studio(actor, card.school):
        raise PermissionDenied
    if changed.get("owner_id") is not None:
        check_owner(card.school, User.objects.get(pk=changed["owner_id"]))
    if changed.get("cycle_id") is not None:
        check_cycle(card.school, changed["cycle_id"])
    if changed.get("video_id") is not None:
        check_film(card.school, changed["video_id"])
    if SPEAKERS in changed:
        check_speakers(card.school, changed[SPEAKERS])


def _write(actor: User, card: ProductionCard, changed: dict[str, Any], before: dict[str, Any], now: datetime) -> None:
    for name, value in changed.items():
        if name == SPEAKERS:
            card.speakers.set(value)
        else:
            setattr(card, name, value)
    saved = {name for name in changed if name != SPEAKERS} | {"version"}
    if "title" in changed:
        card.title_key = search_key(card.title)
        saved.add("title_key")
    if "video_id" in changed:
        card.checked_words = ""
        saved.add("checked_words")
    if changed.keys() & {"owner_id", "due_on"}:
        card.reminded_days = None
        saved.add("reminded_days")
    card.version += 1
    card.save(update_fields=_columns(saved))
    journal.record(
        actor=actor,
        verb=EDITED,
        subject=card,
        now=now,
        version=card.version,
        before={name: _written(before[name]) for name in changed},
        after={name: _written(changed[name]) for name in changed},
    )
    if "owner_id" in changed:
        telling.tell_new_owner(card, actor=actor, now=now)


def _columns(names: Iterable[str]) -> list[str]:
    """Return the fields that the names of the columns belong to."""
    return sorted(name.removesuffix("_id") for name in names)


def _written(value: Any) -> Any:
    """Return a value as the journal keeps it (JSON)."""
    return value.isoformat() if isinstance(value, date) else value
