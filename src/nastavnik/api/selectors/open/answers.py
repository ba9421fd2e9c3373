"""Public answers of the consultations."""

from datetime import datetime
from typing import Any

from nastavnik.api.selectors.cursors import Asked, Piece, piece_of_rows
from nastavnik.api.selectors.open import GUEST
from nastavnik.api.selectors.open.lessons import handout_shape
from nastavnik.api.selectors.shapes.open import Answer, AnswerFull, AnswerMoment
from nastavnik.mentoring.models import PublicAnswer
from nastavnik.mentoring.permissions import public_answers_visible_to
from nastavnik.mentoring.selectors.public.pages import public_page, public_url
from nastavnik.mentoring.selectors.recommendations import MomentCard
from nastavnik.programme.models import School
from nastavnik.publishing.selectors.reading.addresses import whole_address


def answer_shapes(asked: Asked) -> Piece[Answer]:
    """Return the public answers in the order in which they were made."""
    rows = public_answers_visible_to(GUEST, asked.school).select_related("theme")
    piece = piece_of_rows(asked, rows)
    return Piece([Answer(**_words(asked.school, row)) for row in piece.rows], piece.following)


def answer_shape(school: School, token: str, now: datetime) -> AnswerFull:
    """Return a public answer. Raises `PublicAnswer.DoesNotExist`."""
    page = public_page(GUEST, school, token, now)
    return AnswerFull(
        **_words(school, page.answer),
        answer=page.answer.answer,
        moments=[_moment(school, card) for card in page.moments if not card.row.is_closed],
        handouts=[handout_shape(school, row) for row in page.handouts],
    )


def _moment(school: School, card: MomentCard) -> AnswerMoment:
    row = card.row
    return AnswerMoment(
        title=row.title,
        quote=row.quote,
        seconds=row.seconds,
        end_seconds=row.end_seconds,
        url=whole_address(school, row.url),
    )


def _words(school: School, row: PublicAnswer) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("token", "title", "question", "helped", "published_at")},
        "url": whole_address(school, public_url(row.token)),
        "theme": row.theme.title if row.theme else None,
    }
