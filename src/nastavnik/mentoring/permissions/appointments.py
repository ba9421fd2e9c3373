"""Who may offer, book and see appointments, and read what was noted of them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.mentoring.enums import NoteAudience
from nastavnik.mentoring.models import Appointment, AppointmentNote, Slot
from nastavnik.mentoring.permissions.school import can_ask, is_mentor, is_mentor_in
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.people.permissions import Actor, can_run_place
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, place_of


def can_publish_slots(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may offer times for appointments in `school`: a mentor."""
    return is_mentor(actor, school)


def can_change_slot(actor: Actor, slot: Slot) -> bool:
    """Tell whether `actor` may move or withdraw the slot: the mentor whose it is."""
    return is_mentor_in(actor, Place(PlaceKind.SCHOOL, slot.school_id)) and actor.pk == slot.mentor_id


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
