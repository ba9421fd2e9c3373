"""Appointments as the two of them see them, and the methodist: one, those ahead, those that were."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.dates import other_zone_mark
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.mentoring.enums import NoteAudience
from nastavnik.mentoring.models import Appointment, AppointmentNote
from nastavnik.mentoring.permissions import (
    appointments_of,
    appointments_visible_to,
    can_route,
    is_one_of_two,
    notes_visible_to,
)
from nastavnik.mentoring.selectors.appointments.calendar import is_by_link, other_name
from nastavnik.mentoring.selectors.appointments.choosing import Day, days_of, free_slots
from nastavnik.people.models import User
from nastavnik.programme.models import School

AHEAD, PAST, CANCELLED = "ahead", "past", "cancelled"
STATES: dict[str, Promise] = {AHEAD: _("ahead"), PAST: _("took place"), CANCELLED: _("cancelled")}


@dataclass(frozen=True, slots=True)
class AppointmentCard:
    """An appointment in a list of one of the two."""

    other: str
    is_mentor: bool
    starts_at: datetime
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note that somebody may read."""

    author: str
    text: str
    audience: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class AppointmentPage:
    """An appointment on its own page; `other` is the other of the two, or both for the methodist."""

    appointment: Appointment
    title: str
    state: str
    state_label: str
    is_ours: bool
    is_mentor: bool
    # where the two meet, and that it can be opened
    room: str
    is_by_link: bool
    word_by: str
    can_cancel: bool
    can_note: bool
    move_url: str
    own_note: AppointmentNote | None
    notes: list[NoteView]


@dataclass(frozen=True, slots=True)
class MovePage:
    """Other free times of the same mentor."""

    appointment: Appointment
    mentor: str
    days: list[Day]


def state_of(appointment: Appointment, now: datetime) -> str:
    """Return where an appointment is."""
    if appointment.cancelled_at:
        return CANCELLED
    return AHEAD if appointment.starts_at > now else PAST


def coming(user: User, school: School, now: datetime, *, limit: int = 20) -> list[AppointmentCard]:
    """Return what is ahead of somebody, as either of the two; one that goes on stays until it ends. One query."""
    rows = _whole(appointments_of(user, school)).filter(cancelled_at=None, ends_at__gt=now)
    return [_card(row, user) for row in rows.order_by("starts_at", "pk")[:limit]]


def _card(appointment: Appointment, user: User) -> AppointmentCard:
    return AppointmentCard(
        other=other_name(appointment, user),
        is_mentor=user.pk == appointment.slot.mentor_id,
        starts_at=appointment.starts_at,
        place=place_shown(appointment),
        url=reverse("mentoring:appointment", args=[appointment.token]),
    )


def place_shown(appointment: Appointment) -> str:
    """Return where the two meet, as a list shows it: of a link only that it is one."""
    return appointment.slot.get_place_display() if is_by_link(appointment) else appointment.slot.room


def appointment_page(actor: User, school: School, token: str, now: datetime) -> AppointmentPage:
    """Return an appointment for one of the two or a methodist. Raises `Appointment.DoesNotExist`."""
    found = _whole(appointments_visible_to(actor, school)).select_related("word_by").get(token=token)
    is_ours, state = is_one_of_two(actor, found), state_of(found, now)
    notes = list(notes_visible_to(actor, found).select_related("owner").order_by("pk"))
    is_mentor = actor.pk == found.slot.mentor_id
    return AppointmentPage(
        appointment=found,
        title=_title(found, actor, is_ours=is_ours),
        state=state,
        state_label=str(STATES[state]),
        is_ours=is_ours,
        is_mentor=is_mentor,
        room=found.slot.room if is_ours and state != CANCELLED else "",
        is_by_link=is_by_link(found),
        word_by=str(found.word_by) if found.word_by else "",
        can_cancel=state == AHEAD,
        can_note=is_ours and state == PAST,
        move_url=_move_url(found, is_mentor=is_mentor) if is_ours and state == AHEAD else "",
        own_note=next((note for note in notes if note.owner_id == actor.pk), None),
        notes=[_note(note) for note in notes if note.owner_id != actor.pk and note.text],
    )


def _title(appointment: Appointment, actor: User, *, is_ours: bool) -> str:
    if is_ours:
        return gettext("Appointment with %(name)s") % {"name": other_name(appointment, actor)}
    nobody = gettext("somebody who was forgotten")
    people = [str(person) if person else nobody for person in (appointment.slot.mentor, appointment.user)]
    return gettext("%(mentor)s receives %(name)s") % {"mentor": people[0], "name": people[1]}


def _move_url(appointment: Appointment, *, is_mentor: bool) -> str:
    """Return where it is moved: the mentor changes the time itself, who comes chooses another one."""
    if is_mentor:
        return reverse("mentoring:slot", args=[appointment.slot.token])
    return reverse("mentoring:move_appointment", args=[appointment.token])


def _note(note: AppointmentNote) -> NoteView:
    return NoteView(str(note.owner), note.text, str(NoteAudience(note.audience).label), note.changed_at)


def move_page(actor: User, school: School, token: str, now: datetime) -> MovePage:
    """Return the times at which who comes could come instead. Raises `Appointment.DoesNotExist`."""
    own = appointments_of(actor, school).filter(user=actor, cancelled_at=None, starts_at__gt=now)
    found = _whole(own.filter(slot__mentor__isnull=False)).get(token=token)
    mentor = found.slot.mentor
    assert mentor is not None
    days = days_of(mentor.pk, free_slots(actor, school, now))
    return MovePage(appointment=found, mentor=str(mentor), days=days)


def own_appointment(actor: User, school: School, token: str) -> Appointment:
    """Return an appointment of which the actor is one of the two. Raises `Appointment.DoesNotExist`."""
    return _whole(appointments_of(actor, school)).get(token=token)


def _whole(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return appointments.select_related("slot__school", "slot__mentor", "user")


# --- tables ----------------------------------------------------------------------------------------------------------


def time_said(starts_at: datetime, ends_at: datetime, school: School) -> str:
    """Say day and hours by the viewer's clock; where the school's shows something else, that too."""
    zone = timezone.get_current_timezone()
    begin, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    mark = other_zone_mark(starts_at, zone=zone, school_zone=school.zone)
    return f"{begin:%d.%m.%Y, %H:%M}–{end:%H:%M}" + (f" ({mark})" if mark else "")


def _url(row: Appointment) -> str:
    return reverse("mentoring:appointment", args=[row.token])


def _when(row: Appointment) -> str:
    return time_said(row.starts_at, row.ends_at, row.slot.school)


WHEN: Column[Appointment] = Column(
    "when", _("When"), lambda row: row.starts_at, order=("starts_at",), link=_url, show=_when
)
MENTOR: Column[Appointment] = Column("mentor", _("Mentor"), lambda row: str(row.slot.mentor or ""))
WHO: Column[Appointment] = Column("who", _("Who comes"), lambda row: str(row.user or ""))


def _state(row: Appointment) -> str:
    return str(STATES[state_of(row, timezone.now())])


STATE: Column[Appointment] = Column("state", _("State"), _state)

PAST_ONES: Table[Appointment] = Table(
    name="appointments", caption=_("My earlier appointments"), columns=(WHEN, MENTOR, WHO, STATE), order="-when"
)


def _named(text: str) -> Q:
    key = search_key(text)
    return Q(slot__mentor__name_key__contains=key) | Q(user__name_key__contains=key)


def _in_state(value: str) -> Q:
    now = timezone.now()
    if value == CANCELLED:
        return Q(cancelled_at__isnull=False)
    return Q(cancelled_at=None) & (Q(starts_at__gt=now) if value == AHEAD else Q(starts_at__lte=now))


ALL_ONES: Table[Appointment] = Table(
    name="appointments",
    caption=_("Appointments"),
    columns=(WHEN, MENTOR, WHO, STATE),
    order="-when",
    filters=(
        Filter("name", _("Name"), query=_named),
        Filter("state", _("State"), query=_in_state, choices=tuple(STATES.items())),
    ),
)


def past_listing(actor: User, school: School, params: Mapping[str, str], now: datetime) -> Listing[Appointment]:
    """Return what was of somebody's appointments, as either of the two, and what was cancelled."""
    was = Q(ends_at__lte=now) | Q(cancelled_at__isnull=False)
    return PAST_ONES.listing(_whole(appointments_of(actor, school).filter(was)), params)


def all_listing(actor: User, school: School, params: Mapping[str, str]) -> Listing[Appointment]:
    """Return all appointments of the school for a methodist; not a word of what they are about.

    Raises `Appointment.DoesNotExist` for anybody else.
    """
    if not can_route(actor, school):
        raise Appointment.DoesNotExist
    return ALL_ONES.listing(_whole(appointments_visible_to(actor, school)), params)
