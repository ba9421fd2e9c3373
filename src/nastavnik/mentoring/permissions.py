"""Who may see and do what in mentoring. Closed by default.

A private question is nobody's but the asker's, her mentors' and the methodists' of the school; the director sees figures.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.mentoring.enums import OPEN_STATES, SENT_STATES, ConsultationState, NoteAudience
from nastavnik.mentoring.models import (
    Appointment,
    AppointmentNote,
    Assignment,
    Attachment,
    Consultation,
    Recommendation,
    Slot,
)
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.people.permissions import Actor, can_run_place, has_role, roles_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, place_of

# --- the school ------------------------------------------------------------------------------------------------------


def is_mentor(actor: Actor, school: School) -> bool:
    """Tell whether `actor` answers questions of `school`."""
    return _is_mentor_in(actor, place_of(school))


def _is_mentor_in(actor: Actor, place: Place) -> bool:
    return isinstance(actor, User) and actor.is_active and has_role(actor, place, Role.MENTOR)


def can_ask(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may ask the mentors of `school`: whoever belongs to it."""
    if not isinstance(actor, User) or not actor.is_active:
        return False
    return any(place == place_of(school) for _role, place in roles_of(actor))


def can_route(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may see all questions of `school` and say who answers them: a methodist."""
    return can_run_school(actor, school)


# --- a consultation --------------------------------------------------------------------------------------------------


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
    return (
        _is_mentor_in(actor, place) and _is_of_mentor(Consultation.objects.filter(pk=consultation.pk), actor).exists()
    )


def consultations_visible_to(actor: Actor, school: School) -> QuerySet[Consultation]:
    """Return the consultations of `school` that `can_see_consultation` admits; never drafts of others."""
    own = consultations_of(actor, school)
    sent = Consultation.objects.filter(school=school, asker__isnull=False, state__in=SENT_STATES)
    if can_route(actor, school):
        return own | sent
    if is_mentor(actor, school):
        return own | _is_of_mentor(sent, actor)
    return own


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
        _is_mentor_in(actor, place)
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


# --- what the asker does ---------------------------------------------------------------------------------------------


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


# --- attachments -----------------------------------------------------------------------------------------------------


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


# --- appointments ----------------------------------------------------------------------------------------------------


def can_publish_slots(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may offer times for appointments in `school`: a mentor."""
    return is_mentor(actor, school)


def can_change_slot(actor: Actor, slot: Slot) -> bool:
    """Tell whether `actor` may move or withdraw the slot: the mentor whose it is."""
    return _is_mentor_in(actor, Place(PlaceKind.SCHOOL, slot.school_id)) and actor.pk == slot.mentor_id


def slots_changed_by(actor: Actor, school: School) -> QuerySet[Slot]:
    """Return the slots of `school` that `can_change_slot` admits."""
    return Slot.objects.filter(school=school, mentor_id=actor.pk) if is_mentor(actor, school) else Slot.objects.none()


def slots_offered_to(actor: Actor, school: School) -> QuerySet[Slot]:
    """Return the slots of `school` that `actor` may book as far as rights go: those that nobody has, never her own.

    Of a mentor who is a mentor no longer nothing is offered.
    """
    if not can_ask(actor, school):
        return Slot.objects.none()
    place = place_of(school)
    mentors = RoleAssignment.objects.filter(
        user=OuterRef("mentor"), role=Role.MENTOR, place_kind=place.kind, place_id=place.id, user__is_active=True
    )
    taken = Appointment.objects.filter(slot=OuterRef("pk"), cancelled_at=None)
    slots = Slot.objects.filter(Exists(mentors), ~Exists(taken), school=school, withdrawn_at=None)
    return slots.exclude(mentor_id=actor.pk)


def is_one_of_two(actor: Actor, appointment: Appointment) -> bool:
    """Tell whether `actor` comes to the appointment, or receives there."""
    is_known = isinstance(actor, User) and actor.is_active
    return is_known and actor.pk in {appointment.user_id, appointment.slot.mentor_id}


def can_see_appointment(actor: Actor, appointment: Appointment) -> bool:
    """Tell whether `actor` may know of the appointment: the two of it, and the methodists of the school."""
    return is_one_of_two(actor, appointment) or can_run_place(
        actor, Place(PlaceKind.SCHOOL, appointment.slot.school_id)
    )


def appointments_visible_to(actor: Actor, school: School) -> QuerySet[Appointment]:
    """Return the appointments of `school` that `can_see_appointment` admits."""
    appointments = Appointment.objects.filter(slot__school=school)
    return appointments if can_run_school(actor, school) else _of_one_of_two(appointments, actor)


def appointments_of(actor: Actor, school: School) -> QuerySet[Appointment]:
    """Return the appointments of `school` that `is_one_of_two` admits."""
    return _of_one_of_two(Appointment.objects.filter(slot__school=school), actor)


def _of_one_of_two(appointments: QuerySet[Appointment], actor: Actor) -> QuerySet[Appointment]:
    if not isinstance(actor, User) or not actor.is_active:
        return appointments.none()
    return appointments.filter(Q(user=actor) | Q(slot__mentor=actor))


def can_see_note(actor: Actor, note: AppointmentNote) -> bool:
    """Tell whether `actor` may read the note: its owner; the other and the methodists as she says."""
    if isinstance(actor, User) and actor.pk == note.owner_id:
        return True
    if note.audience != NoteAudience.OWN and is_one_of_two(actor, note.appointment):
        return True
    school_place = Place(PlaceKind.SCHOOL, note.appointment.slot.school_id)
    return note.audience == NoteAudience.METHODISTS and can_run_place(actor, school_place)


def notes_visible_to(actor: Actor, appointment: Appointment) -> QuerySet[AppointmentNote]:
    """Return the notes of the appointment that `can_see_note` admits."""
    read = Q(owner_id=actor.pk)
    if is_one_of_two(actor, appointment):
        read |= ~Q(audience=NoteAudience.OWN)
    if can_run_place(actor, Place(PlaceKind.SCHOOL, appointment.slot.school_id)):
        read |= Q(audience=NoteAudience.METHODISTS)
    return AppointmentNote.objects.filter(read, appointment=appointment)
