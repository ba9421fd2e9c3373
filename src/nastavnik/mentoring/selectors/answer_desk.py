"""The answer desk of a mentor: the question, all that was said of it, and the recommendation that is being written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Consultation, Recommendation
from nastavnik.mentoring.permissions import can_route, consultations_answered_by, recommendations_corrected_by
from nastavnik.mentoring.selectors.asking import AskedMoment, asked_moment, with_asked_moments
from nastavnik.mentoring.selectors.attachments import AttachmentRow
from nastavnik.mentoring.selectors.beside import Beside, beside
from nastavnik.mentoring.selectors.meanwhile import newest_of_asker, newest_of_others
from nastavnik.mentoring.selectors.own_questions import mark_of, title_of
from nastavnik.mentoring.selectors.recommendations import (
    MomentCard,
    RecommendationCard,
    recommendation_cards,
)
from nastavnik.mentoring.selectors.term_words import TermWords
from nastavnik.mentoring.selectors.thread import RemarkRow, files_and_remarks
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors import HandoutRow
from nastavnik.video.models import Video
from nastavnik.video.permissions import can_watch

ANSWERABLE = frozenset({ConsultationState.WAITING, ConsultationState.ASKED_BACK, ConsultationState.ANSWERED})
JOINED = ("school", "theme", "asker__library", "lesson")


@dataclass(frozen=True, slots=True)
class Place:
    """A mentor at the desk of a question that she may answer, and what she writes there (None: not begun)."""

    actor: User
    school: School
    consultation: Consultation
    # the token of a sent recommendation that is put right; empty for the draft
    answer: str
    row: Recommendation | None
    # what was sent, by whomever, the earliest first
    sent: tuple[Recommendation, ...]

    @property
    def is_of_another(self) -> bool:
        """Tell whether a methodist chooses moments anew in what nobody else can put right any more."""
        return self.row is not None and self.row.mentor_id != self.actor.pk

    @property
    def url(self) -> str:
        """Return the address of the desk; of another's answer, whose words are not hers, that of the conversation."""
        if self.is_of_another:
            return reverse("mentoring:consultation", args=[self.consultation.token]) + f"#answer-{self.answer}"
        query = f"?answer={self.answer}" if self.answer else ""
        return reverse("mentoring:answer", args=[self.consultation.token]) + query


@dataclass(frozen=True, slots=True)
class Writing:
    """The recommendation that is written: a draft, perhaps not begun, or one that was sent and is put right."""

    # None: not begun
    pk: int | None
    # of a sent one; addresses of the desk carry it
    token: str
    text: str
    question: str
    version: int
    moments: tuple[MomentCard, ...]
    handouts: tuple[HandoutRow, ...]
    changed_at: datetime | None
    # films (their titles) that the asker may not watch
    closed_to_asker: tuple[str, ...]

    @property
    def is_sent(self) -> bool:
        """Tell whether it was sent, and is put right."""
        return bool(self.token)

    @property
    def query(self) -> str:
        """Return what the addresses of the desk end with, so that they are about this one."""
        return f"?answer={self.token}" if self.token else ""


NOT_BEGUN = Writing(None, "", "", "", 0, (), (), None, ())


@dataclass(frozen=True, slots=True)
class AnswerDesk:
    """Everything the mentor has before her."""

    consultation: Consultation
    title: str
    mark: list[str]
    asker_name: str
    asker_place: str
    term: TermWords
    moment: AskedMoment | None
    files: tuple[AttachmentRow, ...]
    remarks: tuple[tuple[datetime, RemarkRow], ...]
    # what was sent, by whomever
    answers: tuple[RecommendationCard, ...]
    # who else has the question now
    others: tuple[str, ...]
    # she has it herself, and may hand it over; a methodist answers without
    is_assigned: bool
    # she may answer it still: what she has sent is put right also after it was handed on
    is_hers: bool
    writing: Writing
    # the newest answer of another mentor, and what the asker has said last: 0 for none
    seen_id: int
    heard_id: int

    @property
    def url(self) -> str:
        """Return the address of the desk on which the draft is written."""
        return reverse("mentoring:answer", args=[self.consultation.token])

    @property
    def save_url(self) -> str:
        """Return where what is typed is kept by script."""
        return reverse("mentoring:save_answer", args=[self.consultation.token]) + self.writing.query

    @property
    def can_send(self) -> bool:
        """Tell whether an answer is still wanted."""
        return self.consultation.state in ANSWERABLE

    @property
    def can_ask_back(self) -> bool:
        """Tell whether the asker may be asked something."""
        return self.consultation.state in ANSWERABLE - {ConsultationState.ANSWERED}


def consultation_to_answer(actor: Actor, school: School, token: str, answer: str = "") -> Consultation:
    """Return a consultation that `actor` may answer; with `answer`, one where she may put right what she has sent by that token.

    Raises `Consultation.DoesNotExist`.
    """
    asked = consultations_answered_by(actor, school)
    if answer:
        sent = recommendations_corrected_by(actor, school).filter(token=answer)
        asked = Consultation.objects.filter(pk__in=sent.values("consultation"))
    rows = with_asked_moments(actor, asked)
    return rows.select_related(*JOINED).get(token=token)


def place_at(actor: User, school: School, token: str, answer: str = "") -> Place:
    """Return where a mentor writes: her draft, or her sent recommendation called `answer`. Two queries.

    Raises `Consultation.DoesNotExist`.
    """
    consultation = consultation_to_answer(actor, school, token, answer)
    known = Recommendation.objects.filter(Q(sent_at__isnull=False) | Q(mentor=actor), consultation=consultation)
    rows = list(known.select_related("mentor").order_by("sent_at", "pk"))
    sent = tuple(one for one in rows if one.sent_at is not None)
    if not answer:
        return Place(
            actor, school, consultation, answer, next((one for one in rows if one.sent_at is None), None), sent
        )
    row = next(one for one in sent if one.token == answer)
    return Place(actor, school, consultation, answer, row, sent)


def place_to_search(actor: User, school: School, token: str, answer: str) -> Place:
    """Return where a mentor looks for moments: as `place_at`, but what she writes, which the search does not need, is not read.

    Raises `Consultation.DoesNotExist`.
    """
    return Place(actor, school, consultation_to_answer(actor, school, token, answer), answer, None, ())


def answer_desk(place: Place, now: datetime) -> AnswerDesk:
    """Return the desk for a question."""
    actor, school, consultation, row = place.actor, place.school, place.consultation, place.row
    # what is written is read together with what was sent: as many questions to the database as for either
    written = [row] if row is not None and row not in place.sent else []
    cards = {one.pk: one for one in recommendation_cards(actor, school, [*place.sent, *written], now)}
    answers = tuple(cards[one.pk] for one in place.sent)
    files, remarks = files_and_remarks(consultation)
    known = beside(school, consultation)
    asker = consultation.asker
    return AnswerDesk(
        consultation=consultation,
        title=title_of(consultation),
        mark=mark_of(consultation),
        asker_name=asker.full_name if asker else "",
        asker_place=str(asker.library) if asker and asker.library else "",
        term=known.reckoner.words(consultation, now),
        moment=asked_moment(actor, consultation),
        files=files,
        remarks=tuple(remarks),
        answers=answers,
        others=tuple(name for pk, name in known.mentors if pk != actor.pk),
        is_assigned=any(pk == actor.pk for pk, _name in known.mentors),
        is_hers=can_route(actor, school) or any(pk == actor.pk for pk, _name in known.mentors),
        writing=_writing(place, row, cards[row.pk], known) if row is not None else NOT_BEGUN,
        seen_id=newest_of_others(actor, place.sent),
        heard_id=newest_of_asker(row for _at, row in remarks),
    )


def writing_at(place: Place, now: datetime) -> Writing:
    """Return what is being written, with its moments and handouts; a correction in place of what was sent."""
    if place.row is None:
        return NOT_BEGUN
    (card,) = recommendation_cards(place.actor, place.school, [place.row], now)
    return _writing(place, place.row, card, beside(place.school, place.consultation))


def _writing(place: Place, row: Recommendation, card: RecommendationCard, known: Beside) -> Writing:
    is_sent = row.sent_at is not None
    return Writing(
        pk=row.pk,
        token=row.token if is_sent else "",
        text=(row.correction or row.text) if is_sent else row.text,
        question=row.question,
        version=row.version,
        moments=card.moments,
        handouts=card.handouts,
        changed_at=row.changed_at,
        closed_to_asker=_closed_to(place.consultation, card.films, known.asker_programmes),
    )


def _closed_to(consultation: Consultation, films: Iterable[Video], programmes: frozenset[int]) -> tuple[str, ...]:
    """Return the titles of the films that the asker, who has places in some programmes, would see as closed."""
    asker = consultation.asker
    assert asker is not None  # as `consultations_answered_by` asks for
    closed = [film for film in films if not _is_open_to(asker, film, consultation, programmes)]
    return tuple(sorted(film.title for film in closed))


def _is_open_to(asker: User, film: Video, consultation: Consultation, programmes: frozenset[int]) -> bool:
    is_enrolled = film.lesson is not None and film.lesson.cycle.programme_id in programmes
    return can_watch(asker, film, has_link=film.pk == consultation.video_id, is_enrolled=is_enrolled)
