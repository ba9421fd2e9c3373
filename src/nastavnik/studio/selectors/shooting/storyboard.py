"""The storyboard of a card as a file."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nastavnik.core.templatetags.ui import duration
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.papers import storyboard
from nastavnik.studio.papers.storyboard import Frame, Storyboard
from nastavnik.studio.selectors.shooting.shots import ShotRow, shot_rows

# A paper lies in memory while it is set: frames behind so many bytes of pictures are left empty.
MOST_PICTURE_BYTES = 12 * 2**20


def storyboard_pdf(card: ProductionCard, now: datetime) -> bytes:
    """Return the storyboard of a card as a PDF."""
    rows, left, frames = shot_rows(card), MOST_PICTURE_BYTES, list[Frame]()
    for row in rows:
        frame = _frame(row, left)
        left -= len(frame.picture)
        frames.append(frame)
    told = {"seconds": duration(sum(row.shot.seconds for row in rows)), "count": len(rows)}
    board = Storyboard(
        title=_("Storyboard: %(title)s") % {"title": card.title},
        school=card.school.title,
        lead=_("Shots: %(count)d. Together: %(seconds)s.") % told,
        language=(get_language() or "ru")[:2],
        frames=frames,
    )
    return storyboard.storyboard_pdf(board, made_at=now)


def _frame(row: ShotRow, most: int) -> Frame:
    shot = row.shot
    note = " · ".join(one for one in (shot.place, shot.things) if one)
    head = f"{row.number} · {row.size} · {duration(shot.seconds)}"
    return Frame(head, shot.what, shot.said, note, _picture(shot.picture, most))


def _picture(file: str, most: int) -> bytes:
    """Return a picture as it lies in the storage; nothing where it is not there any more, or too much."""
    if not file:
        return b""
    try:
        with default_storage.open(file) as opened:
            content: bytes = opened.read()
    except OSError:
        return b""
    return content if len(content) <= most else b""
