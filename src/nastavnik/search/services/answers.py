"""Texts of the apps above: a public answer of a mentor is handed over here and found among the moments."""

from collections.abc import Sequence
from datetime import datetime

from nastavnik.programme.models import Lesson, School
from nastavnik.search.enums import PassageKind
from nastavnik.search.services.passages import NewPassage, Source, replace_passages
from nastavnik.search.text.passages import pieces_of


def index_answer(
    *, school: School, origin: str, texts: Sequence[str], url: str, said_at: datetime, lesson: Lesson | None = None
) -> int:
    """Let an answer be found by everybody who may see `lesson`, or without one by everybody; return what changed.

    `origin` names it for ever (`mentoring.answer/15`); `url` is its path within the school. The caller hands over only what
    is public, and calls `forget_answer` when it no longer is.
    """
    source = Source(school.pk, lesson_id=lesson.pk if lesson else None, origin=origin)
    pieces = [piece for text in texts for piece in pieces_of(text)]
    passages = [NewPassage(PassageKind.ANSWER, piece, said_at, url=url) for piece in pieces]
    return replace_passages(source=source, passages=passages)


def forget_answer(*, school: School, origin: str) -> int:
    """Let an answer be found no more; return how many passages went."""
    return replace_passages(source=Source(school.pk, origin=origin), passages=[])
