"""A consultation as its asker, her mentors and the methodists read it: the question, and all that was said, in its order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nastavnik.core.connections import moment_of as moment_of_row
from nastavnik.core.connections import rows_of
from nastavnik.mentoring.enums import ConsultationState, RemarkKind
from nastavnik.mentoring.models import Assignment, Attachment, Consultation, Recommendation
from nastavnik.mentoring.permissions import (
    can_answer,
    can_bring_back,
    can_judge,
    can_publish,
    can_remark,
    can_withdraw,
    consultations_visible_to,
    is_asker,
    may_correct_in,
    recommendations_mended_by,
)
from nastavnik.mentoring.selectors.asking import AskedMoment, asked_moment, with_asked_moments
from nastavnik.mentoring.selectors.attachments import AttachmentRow, attachment_row
from nastavnik.mentoring.selectors.own_questions import BADGES, mark_of, title_of
from nastavnik.mentoring.selectors.recommendations import RecommendationCard, recommendation_cards
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# files of the question itself
QUESTION = None
# of `Attachment`, in the order of what `SAID` finds
FILE = ("id", "token", "name", "kind", "bytes", "width", "height")
# a remark stands there once for each of its files, or once without any
SAID = """
    SELECT remark.id, remark.created_at, remark.kind, author.full_name, remark.text,
        file.id, file.token, file.name, file.kind, file.bytes, file.width, file.height
    FROM mentoring_remark remark
    LEFT JOIN people_user author ON author.id = remark.author_id
    LEFT JOIN mentoring_attachment file ON file.remark_id = remark.id AND file.recommendation_id IS NULL
    WHERE remark.consultation_id = %s
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, NULL,
        file.id, file.token, file.name, file.kind, file.bytes, file.width, file.height
    FROM mentoring_attachment file
    WHERE file.consultation_id = %s AND file.remark_id IS NULL AND file.recommendation_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said: a remark, or a recommendation."""

    at: datetime
    remark: "RemarkRow | None" = None
    recommendation: RecommendationCard | None = None


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark, by whom and with which files. `is_of_mentor`: it is a question to the asker."""

    pk: int
    label: str
    author: str
    text: str
    is_of_mentor: bool
    attachments: tuple[AttachmentRow, ...]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A consultation with all that was said in it."""

    consultation: Consultation
    title: str
    mark: list[str]
    state_label: str
    badge: str
    asker_name: str
    is_own: bool
    moment: AskedMoment | None
    attachments: tuple[AttachmentRow, ...]
    said: tuple[Said, ...]
    # who has it now
    mentors: tuple[str, ...]
    can_remark: bool
    can_judge: bool
    can_withdraw: bool
    can_bring_back: bool
    can_answer: bool
    # a methodist may make a public answer of it
    can_publish: bool
    # she may put right what she has sent
    can_correct: bool
    # recommendations, by their tokens, whose moments a methodist chooses anew because nobody else can
    mended: frozenset[str]

    @property
    def is_waiting(self) -> bool:
        """Tell whether a mentor is to answer."""
        return self.consultation.state == ConsultationState.WAITING

    @property
    def is_asked_back(self) -> bool:
        """Tell whether the asker is to reply."""
        return self.consultation.state == ConsultationState.ASKED_BACK

    @property
    def is_unjudged(self) -> bool:
        """Tell whether it is time to ask her whether the answer helped."""
        return self.can_judge and self.consultation.has_helped is None

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether she took it back."""
        return self.consultation.state == ConsultationState.WITHDRAWN


def consultation_for(actor: Actor, school: School, token: str) -> Consultation:
    """Return a consultation that `actor` may read, with what its page needs. Raises `Consultation.DoesNotExist`."""
    rows = with_asked_moments(actor, consultations_visible_to(actor, school))
    return rows.select_related("school", "theme", "asker", "lesson").get(token=token)


def thread_page(actor: Actor, school: School, consultation: Consultation, now: datetime) -> ThreadPage:
    """Return the page of a consultation that `consultation_for` gave."""
    state = ConsultationState(consultation.state)
    files, remarks = files_and_remarks(consultation)
    said = _said(actor, school, consultation, remarks, now)
    assignments = Assignment.objects.filter(consultation=consultation, ended_at=None).order_by("assigned_at", "pk")
    return ThreadPage(
        consultation=consultation,
        title=title_of(consultation),
        mark=mark_of(consultation),
        state_label=str(state.label),
        badge=BADGES[state],
        asker_name=consultation.asker.full_name if consultation.asker else "",
        is_own=is_asker(actor, consultation),
        moment=asked_moment(actor, consultation),
        attachments=files,
        said=said,
        mentors=tuple(assignments.values_list("mentor__full_name", flat=True)),
        can_remark=can_remark(actor, consultation),
        can_judge=can_judge(actor, consultation),
        can_withdraw=can_withdraw(actor, consultation),
        can_bring_back=can_bring_back(actor, consultation),
        can_answer=can_answer(actor, consultation),
        can_publish=can_publish(actor, school) and consultation.answered_at is not None,
        can_correct=may_correct_in(actor, school),
        mended=_mended_by(actor, school, said),
    )


def _mended_by(actor: Actor, school: School, said: tuple[Said, ...]) -> frozenset[str]:
    """Return which of the recommendations a methodist puts right for who cannot. One query, where a moment is doubtful."""
    answers = [one.recommendation for one in said if one.recommendation is not None]
    doubtful = [one.pk for one in answers if one.is_doubtful]
    if not doubtful:
        return frozenset()
    return frozenset(recommendations_mended_by(actor, school).filter(pk__in=doubtful).values_list("token", flat=True))


def files_and_remarks(
    consultation: Consultation,
) -> tuple[tuple[AttachmentRow, ...], list[tuple[datetime, RemarkRow]]]:
    """Return the files of the question itself, and the remarks, the earliest first. One query.

    The caller has asked whether the viewer may read the consultation. Files of recommendations are theirs, and left out.
    """
    remarks: dict[int, tuple[datetime, RemarkRow]] = {}
    files: dict[int | None, list[AttachmentRow]] = {}
    for pk, at, kind, author, text, *file in _in_order(rows_of(SAID, [consultation.pk, consultation.pk])):
        if file[0] is not None:
            files.setdefault(pk, []).append(attachment_row(Attachment(**dict(zip(FILE, file, strict=True)))))
        if pk is not None:
            said = RemarkRow(
                pk=pk,
                label=str(RemarkKind(kind).label),
                author=author or "",
                text=text,
                is_of_mentor=kind == RemarkKind.ASK_BACK,
                attachments=tuple(files.get(pk, ())),
            )
            remarks[pk] = (at, said)
    return tuple(files.get(QUESTION, ())), list(remarks.values())


def _in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return what was said in its order: what the question itself has first, of each remark its files as they came."""
    known = [(pk, moment_of_row(at), *others) for pk, at, *others in rows]
    return sorted(known, key=lambda row: (row[1] is not None, row[1], row[0], row[5] or 0))


def _said(
    actor: Actor, school: School, consultation: Consultation, remarks: list[tuple[datetime, RemarkRow]], now: datetime
) -> tuple[Said, ...]:
    sent = Recommendation.objects.filter(consultation=consultation, sent_at__isnull=False).select_related("mentor")
    cards = recommendation_cards(actor, school, sent.order_by("sent_at", "pk"), now)
    said = [Said(at, remark=row) for at, row in remarks]
    said += [Said(card.sent_at or now, recommendation=card) for card in cards]
    return tuple(sorted(said, key=lambda one: one.at))
