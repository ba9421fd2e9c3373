"""An appointment as an event for calendars (RFC 5545): the same one for the two, by its UID, each with the other's name.

What it is about stands in no calendar: calendars are shared with colleagues and kept by strangers.
"""

from django.urls import reverse
from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress, vText, vUri

from nastavnik.core.calendars import add_zones
from nastavnik.mentoring.enums import SlotPlace
from nastavnik.mentoring.models import Appointment
from nastavnik.mentoring.permissions import appointments_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors.calendar import PRODUCT, CalendarFile


def appointment_file(actor: Actor, school: School, token: str) -> CalendarFile:
    """Return an appointment of the actor's own as a file; a cancelled one tells the calendar to cross it out.

    Raises `Appointment.DoesNotExist`.
    """
    found = appointments_of(actor, school).select_related("slot__school", "slot__mentor", "user").get(token=token)
    assert isinstance(actor, User)
    return calendar_of(found, reader=actor)


def letter_calendar(appointment: Appointment, *, reader: User) -> str:
    """Return the appointment as it goes with a letter to one of the two, in the language that is switched on."""
    return calendar_of(appointment, reader=reader).body.decode()


def calendar_of(appointment: Appointment, *, reader: User) -> CalendarFile:
    """Return the file for one of the two. Its METHOD is that of what became of the appointment."""
    method = "CANCEL" if appointment.cancelled_at else "PUBLISH"
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_event(appointment, reader))
    add_zones(calendar, (appointment.starts_at, appointment.ends_at))
    return CalendarFile(name="appointment.ics", body=calendar.to_ical(), method=method)


def _event(appointment: Appointment, reader: User) -> Event:
    school = appointment.slot.school
    url = f"{school.base_url}{reverse('mentoring:appointment', args=[appointment.token])}"
    event = Event()
    event.add("uid", f"{appointment.uid}@nastavnik")
    event.add("dtstamp", appointment.changed_at)
    event.add("last-modified", appointment.changed_at)
    event.add("sequence", appointment.sequence)
    event.add("dtstart", appointment.starts_at.astimezone(school.zone))
    event.add("dtend", appointment.ends_at.astimezone(school.zone))
    event.add("summary", _summary(appointment, reader))
    event.add("url", vUri(url))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if appointment.cancelled_at else "CONFIRMED")
    if not appointment.cancelled_at:
        event.add("location", appointment.slot.room)
        event.add("description", url)
    # an event that is cancelled must name who says so (RFC 5546)
    organizer = vCalAddress(school.base_url)
    organizer.params["CN"] = vText(school.title)
    event.add("organizer", organizer)
    return event


def _summary(appointment: Appointment, reader: User) -> str:
    """Return who meets whom; programs that do not know STATUS see the word."""
    words = {"name": other_name(appointment, reader)}
    if appointment.cancelled_at:
        return gettext("Cancelled: appointment with %(name)s") % words
    return gettext("Appointment with %(name)s") % words


def other_of(appointment: Appointment, reader: User) -> User | None:
    """Return the other of the two."""
    return appointment.slot.mentor if reader.pk == appointment.user_id else appointment.user


def other_name(appointment: Appointment, reader: User) -> str:
    """Return the name of the other of the two; one who was forgotten has none."""
    other = other_of(appointment, reader)
    return name_shown(str(other) if other else None)


def name_shown(name: str | None) -> str:
    """Return the name of one of the two as pages show it."""
    return name if name is not None else gettext("somebody who was forgotten")


def is_by_link(appointment: Appointment) -> bool:
    """Tell whether the two meet by a link, which can be opened."""
    return appointment.slot.place == SlotPlace.LINK and appointment.slot.room.startswith(("https://", "http://"))
