"""Who may read and answer a question.

A private question is nobody's but the asker's, her mentors' and the methodists' of the school; the director sees figures.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.mentoring.enums import OPEN_STATES, SENT_STATES, ConsultationState
from nastavnik.mentoring.models import Assignment, Attachment, Consultation, Recommendation
from nastavnik.mentoring.permissions.school import can_route, is_mentor, is_mentor_in
from nastavnik.people.enums import Place, PlaceKind
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, can_run_place
from nastavnik.programme.models import School

# --- a consultation ---------------------------------------------------------------------------------------------------


def is_asker(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether `actor` asked the question."""
    return isinstance(actor, User) and actor.is_active and actor.pk == consultation.asker_id


def can_see_consultation(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether `actor` may read the consultation.

    The asker always; once it was sent, the methodists of the school, and its mentors: those who have it now, and those who
    have answered it. What is a draft, was taken back or has been forgotten is nobody else's.
    """
    if is_asker(actor, consultation):
        return True
    if consultation.asker_id is None or consultation.state not in SENT_STATES:
        return False
    place = _place_of(consultation)
    if can_run_place(actor, place):
        return True
    return is_mentor_in(actor, place) and _is_of_mentor(Consultation.objects.filter(pk=consultation.pk), actor).exists()


def consultations_visible_to(actor: Actor, school: School) -> QuerySet[Consultation]:
    """Return the consultations of `school` that `can_see_consultation` admits; never drafts of others."""
    own = consultations_of(actor, school)
    sent = Consultation.objects.filter(school=school, asker__isnull=False, state__in=SENT_STATES)
    if can_route(actor, school):
        return own | sent
    if is_mentor(actor, school):
        return own | _is_of_mentor(sent, actor)
    return own


def consultations_routed_by(actor: Actor, school: School) -> QuerySet[Consultation]:
    """Return the consultations of `school` that `can_route` lets `actor` see: whatever was sent, what she asked herself too.

    What is not sent is left out by name: so the rows are read in the order of their numbers, however many there are.
    """
    if not can_route(actor, school):
        return Consultation.objects.none()
    unsent = frozenset(ConsultationState) - SENT_STATES
    return Consultation.objects.filter(school=school, asker__isnull=False).exclude(state__in=sorted(unsent))


def consultations_of(actor: Actor, school: School) -> QuerySet[Consultation]:
    """Return what `actor` asked herself in `school`, her drafts too."""
    if not isinstance(actor, User) or not actor.is_active:
        return Consultation.objects.none()
    return Consultation.objects.filter(school=school, asker=actor)


def can_answer(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether `actor` may answer: a mentor who has the question now, or a methodist; nobody answers herself.

    Also once it was answered: the second of two mentors loses nothing.
    """
    if consultation.asker_id is None or consultation.state not in SENT_STATES or consultation.asker_id == actor.pk:
        return False
    place = _place_of(consultation)
    if can_run_place(actor, place):
        return True
    return (
        is_mentor_in(actor, place)
        and Assignment.objects.filter(consultation=consultation, mentor_id=actor.pk, ended_at=None).exists()
    )


def consultations_answered_by(actor: Actor, school: School) -> QuerySet[Consultation]:
    """Return the consultations of `school` that `can_answer` admits."""
    sent = Consultation.objects.filter(school=school, asker__isnull=False, state__in=SENT_STATES)
    if isinstance(actor, User):
        sent = sent.exclude(asker=actor)
    if can_route(actor, school):
        return sent
    if not is_mentor(actor, school):
        return sent.none()
    return sent.filter(Exists(_assignments_of(actor)))


def _place_of(consultation: Consultation) -> Place:
    return Place(PlaceKind.SCHOOL, consultation.school_id)


def _is_of_mentor(consultations: QuerySet[Consultation], actor: Actor) -> QuerySet[Consultation]:
    """Return those which the mentor has now, or has answered."""
    answers = Recommendation.objects.filter(consultation=OuterRef("pk"), mentor_id=actor.pk, sent_at__isnull=False)
    return consultations.filter(Exists(_assignments_of(actor)) | Exists(answers))


def _assignments_of(actor: Actor) -> QuerySet[Assignment]:
    return Assignment.objects.filter(consultation=OuterRef("pk"), mentor_id=actor.pk, ended_at=None)


# --- what the asker does ----------------------------------------------------------------------------------------------


def can_write_draft(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether `actor` may go on writing the question, send it or throw it away."""
    return is_asker(actor, consultation) and consultation.state == ConsultationState.DRAFT


def can_remark(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether `actor` may add to the question, reply to a mentor, or ask further: the asker, once it was sent."""
    return is_asker(actor, consultation) and consultation.state in SENT_STATES


def can_judge(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether `actor` may say whether an answer helped: the asker, once there is one."""
    return can_remark(actor, consultation) and consultation.answered_at is not None


def can_withdraw(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether `actor` may take the question back: the asker, before anybody has answered it."""
    is_open = consultation.state in OPEN_STATES and consultation.answered_at is None
    return is_open and is_asker(actor, consultation)


def can_bring_back(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether `actor` may ask again what she took back, or delete its words for good."""
    return is_asker(actor, consultation) and consultation.state == ConsultationState.WITHDRAWN


# --- attachments ------------------------------------------------------------------------------------------------------


def can_see_attachment(actor: Actor, attachment: Attachment) -> bool:
    """Tell whether `actor` may have the file: who may read the consultation; of an unsent answer its writer alone."""
    recommendation = attachment.recommendation
    if recommendation is not None and recommendation.sent_at is None:
        return recommendation.mentor_id == actor.pk and can_answer(actor, attachment.consultation)
    return can_see_consultation(actor, attachment.consultation)


def attachments_visible_to(actor: Actor, school: School) -> QuerySet[Attachment]:
    """Return the files of consultations of `school` that `can_see_attachment` admits."""
    is_said = Q(recommendation__isnull=True) | Q(recommendation__sent_at__isnull=False)
    visible = Attachment.objects.filter(is_said, consultation__in=consultations_visible_to(actor, school))
    if not isinstance(actor, User):
        return visible
    written = Q(recommendation__mentor=actor, recommendation__sent_at=None)
    return visible | Attachment.objects.filter(written, consultation__in=consultations_answered_by(actor, school))
