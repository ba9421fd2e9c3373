"""Cards for links, drawn once for everybody and kept in the school's storage until their words change."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nastavnik.portal.press.cards import card_png
from nastavnik.portal.selectors.cards import ShareCard

LOCK = "cards.lock"


def card_picture(card: ShareCard) -> bytes:
    """Return the picture of a card (PNG, about 100 KB); it is drawn now if nobody has asked for it yet.

    The caller has checked that everybody may see the card.
    """
    if not default_storage.exists(card.file):
        with _alone():
            if not default_storage.exists(card.file):
                _draw(card)
    with default_storage.open(card.file) as file:
        picture: bytes = file.read()
    return picture


def _draw(card: ShareCard) -> None:
    """Draw a card, and delete those of the same page that said something else."""
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
