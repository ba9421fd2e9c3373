"""Cards for links, drawn once for everybody and kept in the school's storage until their words change.

The worker draws them when what they tell of has changed (`receivers.py`); what is asked for before is drawn while its asker waits.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nastavnik.core.turns import Turns
from nastavnik.portal.press.cards import card_png
from nastavnik.portal.selectors.cards import ShareCard, card_of_change

LOCK = "cards.lock"
# one that is drawn and one that waits for it: the other threads of a process are for pages
AT_ONCE = 2

_turns = Turns(AT_ONCE)


def card_picture(card: ShareCard) -> bytes:
    """Return the picture of a card (PNG, about 100 KB); it is drawn now if nobody has done it yet. Raises `Busy`.

    The caller has checked that everybody may see the card.
    """
    if not default_storage.exists(card.file):
        with _turns.taken():
            draw_card(card)
    with default_storage.open(card.file) as file:
        picture: bytes = file.read()
    return picture


def draw_changed(kind: str, row_id: int) -> bool:
    """Draw the card of a row before anybody asks for it; tell whether everybody may see it, so that it has one. For the worker."""
    try:
        draw_card(card_of_change(kind, row_id))
    except ObjectDoesNotExist:
        return False
    return True


def draw_card(card: ShareCard) -> None:
    """Draw a card that is not drawn yet, and delete those of the same page that said something else."""
    with _alone():
        if default_storage.exists(card.file):
            return
        default_storage.save(card.file, ContentFile(card_png(card.template, card.told)))
        for name in default_storage.listdir(card.folder)[1]:
            if f"{card.folder}/{name}" != card.file:
                default_storage.delete(f"{card.folder}/{name}")


@contextmanager
def _alone() -> Iterator[None]:
    """Let one card be drawn at a time on this machine: whoever asks for all of them takes one processor, and no card is drawn twice."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
