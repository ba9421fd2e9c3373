"""Questions to the mentors with their texts, and the public answers that are made of them."""

from nastavnik.api.selectors.cursors import Asked, Piece, piece_of_rows
from nastavnik.api.selectors.shapes import staff as shapes
from nastavnik.mentoring.enums import ConsultationState, PublicState
from nastavnik.mentoring.models import Consultation, PublicAnswer, Recommendation
from nastavnik.mentoring.permissions import can_publish, consultations_routed_by
from nastavnik.mentoring.selectors.public.desk import answer_to_edit
from nastavnik.people.models import User
from nastavnik.programme.models import School


def question_at_desk(actor: User, school: School, token: str) -> Consultation:
    """Return a question that was sent. Raises `Consultation.DoesNotExist`, also for who is no methodist."""
    return consultations_routed_by(actor, school).select_related("theme").get(token=token)


def question_row(actor: User, school: School, token: str) -> shapes.DeskQuestion:
    """Return a question with its answers; the asker is not among it. Raises `Consultation.DoesNotExist`."""
    row = question_at_desk(actor, school, token)
    sent = Recommendation.objects.filter(consultation=row, sent_at__isnull=False).select_related("mentor")
    names = ("token", "number", "subject", "text", "asked_at", "due_at")
    return shapes.DeskQuestion(
        **{name: getattr(row, name) for name in names},
        theme=row.theme.title if row.theme else "",
        state=ConsultationState(row.state),
        answers=[_recommended(one) for one in sent.order_by("sent_at", "pk")],
        public_answer=PublicAnswer.objects.filter(consultation=row).values_list("token", flat=True).first(),
    )


def _recommended(row: Recommendation) -> shapes.Recommended:
    assert row.sent_at is not None  # it was asked for as one that was sent
    mentor = row.mentor.full_name if row.mentor else ""
    return shapes.Recommended(token=row.token, mentor=mentor, text=row.text, sent_at=row.sent_at)


def answer_rows(actor: User, asked: Asked) -> Piece[shapes.DeskAnswer]:
    """Return all public answers, also those that are not public. Raises `School.DoesNotExist` for who is no methodist."""
    if not can_publish(actor, asked.school):
        raise School.DoesNotExist
    piece = piece_of_rows(asked, PublicAnswer.objects.filter(school=asked.school).select_related("theme"))
    return Piece([_answer(row) for row in piece.rows], piece.following)


def answer_row(actor: User, school: School, token: str) -> shapes.DeskAnswer:
    """Return a public answer. Raises `PublicAnswer.DoesNotExist`."""
    return _answer(answer_to_edit(actor, school, token))


def _answer(row: PublicAnswer) -> shapes.DeskAnswer:
    names = ("token", "title", "question", "answer", "needs_consent", "helped", "version", "published_at")
    return shapes.DeskAnswer(
        **{name: getattr(row, name) for name in names},
        theme=row.theme.title if row.theme else "",
        state=PublicState(row.state),
    )
