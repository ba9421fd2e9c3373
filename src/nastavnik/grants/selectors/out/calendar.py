"""Deadlines as a subscription of a calendar (RFC 5545): a person's own, and the whole network's for its desk."""

from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vUri

from nastavnik.core.calendars import add_zones
from nastavnik.core.dates import exact_moment
from nastavnik.grants.selectors.out.dates import Entry, entries_for
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.selectors.calendar import PRODUCT, CalendarFile

SALT = "grants.calendar"
REFRESH = timedelta(hours=2)


def calendar_key(user: User) -> str:
    """Return the secret part of the address of a person's calendar of deadlines."""
    return signing.Signer(salt=SALT).sign(user.token)


def calendar_for(school: School, key: str) -> CalendarFile:
    """Return the calendar of the person of `key`. The address is the permission: calendars cannot sign in.

    Raises `User.DoesNotExist` for a key that is not ours.
    """
    try:
        token = signing.Signer(salt=SALT).unsign(key)
    except signing.BadSignature as error:
        raise User.DoesNotExist from error
    user = User.objects.get(token=token, is_active=True)
    return calendar_of(school, entries_for(user, school))


def calendar_of(school: School, entries: list[Entry]) -> CalendarFile:
    """Return entries as a calendar; the same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    title = " ".join((_("%(school)s: grants") % {"school": school.title}).split())
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", school.time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for entry in entries:
        calendar.add_component(_event(school, entry))
    add_zones(
        calendar,
        (moment for entry in entries for moment in (entry.begins, entry.ends) if isinstance(moment, datetime)),
    )
    return CalendarFile(name="grants.ics", body=calendar.to_ical(), method="PUBLISH")


def _event(school: School, entry: Entry) -> Event:
    url = f"{school.base_url}{reverse('grants:papers', args=[entry.grant.token])}"
    event = Event()
    event.add("uid", f"{entry.key}@nastavnik")
    event.add("dtstamp", entry.grant.changed_at)
    event.add("last-modified", entry.grant.changed_at)
    for name, moment in (("dtstart", entry.begins), ("dtend", entry.ends)):
        event.add(name, moment.astimezone(entry.zone) if isinstance(moment, datetime) else moment)
    event.add("summary", _summary(entry))
    event.add("description", "\n".join(part for part in (_told(entry), url) if part))
    event.add("url", vUri(url))
    event.add("class", "PRIVATE")
    # it is a day to know of, not hours that are taken
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    return event


def _summary(entry: Entry) -> str:
    told = {"title": entry.title, "fund": entry.fund}
    if entry.kind == "closes":
        return _("Submit: %(title)s → %(fund)s") % told
    if entry.kind == "results":
        return _("Results: %(title)s, %(fund)s") % told
    report = _("Report: %(title)s, %(fund)s") % told
    return f"✓ {report}" if entry.is_sent else report


def _told(entry: Entry) -> str:
    if entry.kind == "closes" and isinstance(entry.ends, datetime):
        told = {"moment": exact_moment(entry.ends, entry.zone)}
        return _("The intake closes: %(moment)s. The event begins when it is still safe to send it.") % told
    return entry.grant.project.title if entry.kind == "report" else ""
