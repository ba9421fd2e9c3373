"""The pictures that other sites show beside a link to a page of the school, and beside its podcast; set by `core.press`."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from nastavnik.core.press import set_png

FOLDER = Path(__file__).parent
CARD, COVER = FOLDER / "card.typ", FOLDER / "cover.typ"
# of a card, as the Open Graph protocol is used; a point of a template is a dot of the picture
WIDTH, HEIGHT = 1200, 630
# of the cover of a podcast, whose catalogues want 1400 to 3000
COVER_SIDE = 1500
DOTS_PER_INCH = 72.0


def card_png(template: Path, told: Mapping[str, Any]) -> bytes:
    """Return the picture of a card; `told` has the words of `selectors.cards.ShareCard`."""
    return set_png(template, told, dots_per_inch=DOTS_PER_INCH)


def mark_of_card(template: Path, told: Mapping[str, Any]) -> str:
    """Return what changes when a card would be drawn otherwise: its words, or the template."""
    words = json.dumps(dict(told), ensure_ascii=False, sort_keys=True).encode()
    return hashlib.blake2b(words + _look(template), digest_size=9).hexdigest()


@lru_cache(maxsize=2)
def _look(template: Path) -> bytes:
    return hashlib.blake2b(template.read_bytes(), digest_size=16).digest()
