"""Files of a card: told by their content, kept under a name of ours, sent to be saved."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum

from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.people.models import User
from nastavnik.programme.services.files import clean_name, recognise
from nastavnik.programme.services.refusals import HandoutTooLarge
from nastavnik.studio.models import CardFile
from nastavnik.studio.services.cards.locking import open_locked
from nastavnik.studio.services.cards.refusals import TooManyFiles

MOST_BYTES = 50 * 2**20
MOST_FILES, MOST_BYTES_IN_ALL = 40, 300 * 2**20


def add_file(*, actor: User, card_id: int, file: File[bytes], now: datetime) -> CardFile:
    """Add a file to a card.

    Raises `CardIsPublished`, `TooManyFiles`, and of the programme `HandoutTooLarge`, `HandoutNotKnown`.
    """
    if file.size > MOST_BYTES:
        raise HandoutTooLarge
    kind = recognise(file, file.name or "")
    added = CardFile(
        card_id=card_id,
        name=clean_name(file.name or "", kind),
        kind=kind,
        file=default_storage.save(f"studio/{now:%Y}/{new_token()}.{kind}", file),
        bytes=file.size,
        added_by=actor,
        added_at=now,
    )
    try:
        _note(actor, added, now)
    except BaseException:
        default_storage.delete(added.file)
        raise
    return added


@transaction.atomic
def _note(actor: User, added: CardFile, now: datetime) -> None:
    card = open_locked(actor, added.card_id)
    files = CardFile.objects.filter(card=card)
    in_all = files.aggregate(bytes=Sum("bytes"))["bytes"] or 0
    if files.count() >= MOST_FILES or in_all + added.bytes > MOST_BYTES_IN_ALL:
        raise TooManyFiles
    added.save(force_insert=True)
    journal.record(actor=actor, verb="file_added", subject=card, now=now, text=added.name)


@transaction.atomic
def remove_file(*, actor: User, card_id: int, file: str, now: datetime) -> None:
    """Take a file off a card. Raises `CardIsPublished`, `CardFile.DoesNotExist`."""
    card = open_locked(actor, card_id)
    row = CardFile.objects.get(card=card, token=file)
    _forget([row])
    journal.record(actor=actor, verb="file_removed", subject=card, now=now, text=row.name)


def _forget(files: Iterable[CardFile]) -> None:
    """Remove files: their rows now, what is in the storage once this is committed."""
    for row in files:
        row.delete()
        transaction.on_commit(partial(default_storage.delete, row.file), robust=True)
