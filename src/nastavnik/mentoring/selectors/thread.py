"""A consultation as its asker, her mentors and the methodists read it: the question, and all that was said, in its order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nastavnik.mentoring.enums import ConsultationState, RemarkKind
from nastavnik.mentoring.models import Assignment, Attachment, Consultation, Recommendation, Remark
from nastavnik.mentoring.permissions import (
    can_answer,
    can_bring_back,
    can_judge,
    can_publish,
    can_remark,
    can_withdraw,
    consultations_visible_to,
    is_asker,
)
from nastavnik.mentoring.selectors.asking import AskedMoment, moment_of
from nastavnik.mentoring.selectors.attachments import AttachmentRow, attachment_row
from nastavnik.mentoring.selectors.own_questions import BADGES, mark_of, title_of
from nastavnik.mentoring.selectors.recommendations import RecommendationCard, recommendation_cards
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# files of the question itself
QUESTION = None


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said: a remark, or a recommendation."""

    at: datetime
    remark: "RemarkRow | None" = None
    recommendation: RecommendationCard | None = None


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark, by whom and with which files. `is_of_mentor`: it is a question to the asker."""

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
    joined = ("school", "theme", "asker", "lesson", "video__school", "video__lesson__cycle__programme")
    return consultations_visible_to(actor, school).select_related(*joined).get(token=token)


def thread_page(actor: Actor, school: School, consultation: Consultation, now: datetime) -> ThreadPage:
    """Return the page of a consultation that `consultation_for` gave."""
    state = ConsultationState(consultation.state)
    files = _files_of(consultation)
    assignments = Assignment.objects.filter(consultation=consultation, ended_at=None).order_by("assigned_at", "pk")
    return ThreadPage(
        consultation=consultation,
        title=title_of(consultation),
        mark=mark_of(consultation),
        state_label=str(state.label),
        badge=BADGES[state],
        asker_name=consultation.asker.full_name if consultation.asker else "",
        is_own=is_asker(actor, consultation),
        moment=moment_of(actor, consultation.video, consultation.seconds) if consultation.video else None,
        attachments=files.get(QUESTION, ()),
        said=_said(actor, school, consultation, files, now),
        mentors=tuple(assignments.values_list("mentor__full_name", flat=True)),
        can_remark=can_remark(actor, consultation),
        can_judge=can_judge(actor, consultation),
        can_withdraw=can_withdraw(actor, consultation),
        can_bring_back=can_bring_back(actor, consultation),
        can_answer=can_answer(actor, consultation),
        can_publish=can_publish(actor, school) and consultation.answered_at is not None,
    )


def files_and_remarks(
    consultation: Consultation,
) -> tuple[tuple[AttachmentRow, ...], list[tuple[datetime, RemarkRow]]]:
    """Return the files of the question itself, and the remarks, the earliest first, for a page beside the thread. Two queries.

    The caller has asked whether the viewer may read the consultation.
    """
    files = _files_of(consultation)
    return files.get(QUESTION, ()), _remarks(consultation, files)


Files = Mapping[int | None, tuple[AttachmentRow, ...]]


def _files_of(consultation: Consultation) -> Files:
    """Return the files by the remark that they came with; those of recommendations are theirs."""
    found: dict[int | None, tuple[AttachmentRow, ...]] = {}
    for one in Attachment.objects.filter(consultation=consultation, recommendation=None).order_by("pk"):
        found[one.remark_id] = (*found.get(one.remark_id, ()), attachment_row(one))
    return found


def _said(actor: Actor, school: School, consultation: Consultation, files: Files, now: datetime) -> tuple[Said, ...]:
    sent = Recommendation.objects.filter(consultation=consultation, sent_at__isnull=False).select_related("mentor")
    cards = recommendation_cards(actor, school, sent.order_by("sent_at", "pk"), now)
    said = [Said(at, remark=row) for at, row in _remarks(consultation, files)]
    said += [Said(card.sent_at or now, recommendation=card) for card in cards]
    return tuple(sorted(said, key=lambda one: one.at))


def _remarks(consultation: Consultation, files: Files) -> list[tuple[datetime, RemarkRow]]:
    rows = Remark.objects.filter(consultation=consultation).select_related("author").order_by("created_at", "pk")
    return [
        (
            row.created_at,
            RemarkRow(
                label=str(RemarkKind(row.kind).label),
                author=row.author.full_name if row.author else "",
                text=row.text,
                is_of_mentor=row.kind == RemarkKind.ASK_BACK,
                attachments=files.get(row.pk, ()),
            ),
        )
        for row in rows
    ]
