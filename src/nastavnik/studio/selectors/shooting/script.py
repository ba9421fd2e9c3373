"""The script of a card as it is written, and as it is read from the teleprompter."""

import zlib
from dataclasses import dataclass
from datetime import datetime

from nastavnik.people.models import User
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ProductionCard, ScriptRevision
from nastavnik.studio.selectors.shooting.head import ShootingHead, shooting_head
from nastavnik.studio.selectors.shooting.words import ASIDE, WORDS_A_MINUTE, ScriptPart, parts_of, script_seconds

MOST_SHOWN_REVISIONS = 20


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A script as it once stood."""

    pk: int
    who: str
    written_at: datetime
    words: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ScriptPage:
    """A script with its parts. `revisions`: those before the one that stands there."""

    head: ShootingHead
    script: str
    parts: list[ScriptPart]
    seconds: int
    words_a_minute: int
    revisions: list[RevisionRow]
    can_write: bool


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part of a script as it is read; `paragraphs`: pieces, each said or (`is_aside`) for who films."""

    title: str
    paragraphs: list[list[tuple[str, bool]]]


def script_page(actor: User, card: ProductionCard) -> ScriptPage:
    """Return the script of a card that `actor` may open."""
    revisions = ScriptRevision.objects.filter(card=card).select_related("written_by")[1 : MOST_SHOWN_REVISIONS + 1]
    head = shooting_head(actor, card, "studio:script")
    return ScriptPage(
        head=head,
        script=card.script,
        parts=parts_of(card.script),
        seconds=script_seconds(card.script),
        words_a_minute=WORDS_A_MINUTE,
        revisions=[
            RevisionRow(one.pk, str(one.written_by or ""), one.written_at, one.text, script_seconds(one.text))
            for one in revisions
        ],
        can_write=head.can_work and card.state != CardState.PUBLISHED,
    )


def parts_to_read(script: str) -> list[ReadPart]:
    """Return a script as it is read aloud: what stands in brackets told apart."""
    return [ReadPart(part.title, [_pieces(one) for one in part.paragraphs]) for part in parts_of(script)]


def mark_of(script: str) -> int:
    """Return a number that tells a script from another: who saves one says by it which text she has read."""
    return zlib.crc32(script.encode())


def _pieces(paragraph: str) -> list[tuple[str, bool]]:
    pieces, end = list[tuple[str, bool]](), 0
    for aside in ASIDE.finditer(paragraph):
        pieces += [(paragraph[end : aside.start()], False), (aside[0], True)]
        end = aside.end()
    pieces.append((paragraph[end:], False))
    return [(text, is_aside) for text, is_aside in pieces if text.strip()]
