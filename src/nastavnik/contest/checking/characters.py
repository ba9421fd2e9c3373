"""Characters as people count them, the same here and in the browser (`frontend/islands/application/characters.ts`).

A line break is one character, an accent belongs to its letter (NFC), what cannot be seen or typed is not kept. Both sides are held to
`tests/contest/applications/characters.json`.
"""

import re
import unicodedata

# all but tab and line break; SQLite and PostgreSQL do not agree about some of them
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def normal(text: str) -> str:
    """Return a text as it is kept and counted."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNSEEN.sub("", lines))


def count(text: str) -> int:
    """Return how many characters a text has."""
    return len(normal(text))
