"""Reports that are sent by themselves: to whom they may be sent, and the page of them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404

from nastavnik.audience.models import ReportSchedule
from nastavnik.audience.permissions import can_freeze
from nastavnik.people.enums import Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.people.permissions import Actor, people_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

DESK_ROLES = (Role.METHODIST, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A report that is sent by itself, and who gets it."""

    schedule: ReportSchedule
    every: str
    names: str


def people_of_desk(school: School) -> QuerySet[User]:
    """Return the people to whom the report may be sent: methodists and directors of the school."""
    place = place_of(school)
    roles = RoleAssignment.objects.filter(
        user=OuterRef("pk"), place_kind=place.kind, place_id=place.id, role__in=DESK_ROLES
    )
    return people_of(place).filter(Exists(roles), is_active=True).order_by("name_key", "pk")


def schedules_page(actor: Actor, school: School) -> list[Scheduled]:
    """Return the reports that are sent by themselves, to whoever says so. Raises `PermissionDenied`."""
    if not can_freeze(actor, school):
        raise PermissionDenied
    receivers = Prefetch("receivers", User.objects.order_by("name_key", "pk"))
    schedules = ReportSchedule.objects.filter(school=school).prefetch_related(receivers).order_by("-is_on", "pk")
    return [
        Scheduled(one, one.get_every_display(), ", ".join(person.full_name for person in one.receivers.all()))
        for one in schedules
    ]


def schedule_for(actor: Actor, school: School, token: str) -> ReportSchedule:
    """Return a schedule that `actor` may change. Raises `Http404`."""
    found = ReportSchedule.objects.filter(school=school, token=token).first()
    if found is None or not can_freeze(actor, school):
        raise Http404
    return found
