"""A mentor's own times: what she offers, and who comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.dates import zone_name
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.mentoring.enums import SlotPlace
from nastavnik.mentoring.models import Appointment, Slot
from nastavnik.mentoring.permissions import can_publish_slots, slots_changed_by
from nastavnik.mentoring.selectors.appointments.pages import time_said
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

FREE, BOOKED = "free", "booked"
BOOKED_OF_SLOT = Appointment.objects.filter(slot=OuterRef("pk"), cancelled_at=None)


@dataclass(frozen=True, slots=True)
class SlotPage:
    """A time of a mentor, with what its form begins with and who comes."""

    slot: Slot
    initial: dict[str, object]
    appointment: Appointment | None
    is_over: bool
    zone: str
    # how many of its series are ahead and free, itself too
    free_of_series: int


def check_can_publish(actor: Actor, school: School) -> None:
    """Let mentors of the school through. Raises `PermissionDenied`."""
    if not can_publish_slots(actor, school):
        raise PermissionDenied


def slots_listing(actor: User, school: School, params: Mapping[str, str], now: datetime) -> Listing[Slot]:
    """Return what is ahead of a mentor's times. Raises `PermissionDenied`."""
    check_can_publish(actor, school)
    ahead = slots_changed_by(actor, school).filter(withdrawn_at=None, ends_at__gt=now)
    return SLOTS.listing(_with_who(ahead), params)


def slot_page(actor: Actor, school: School, token: str, now: datetime) -> SlotPage:
    """Return a time of the actor's own. Raises `Slot.DoesNotExist`."""
    slot = slots_changed_by(actor, school).select_related("school").get(token=token)
    zone = timezone.get_current_timezone()
    of_series = slots_changed_by(actor, school).filter(~Exists(BOOKED_OF_SLOT), withdrawn_at=None, starts_at__gt=now)
    booked = Appointment.objects.filter(slot=slot, cancelled_at=None).select_related("user")
    return SlotPage(
        slot=slot,
        initial={
            "version": slot.version,
            "starts_at": slot.starts_at.astimezone(zone).replace(tzinfo=None),
            "minutes": minutes_of(slot),
            "place": slot.place,
            "room": slot.room,
        },
        appointment=booked.first(),
        is_over=slot.ends_at <= now,
        zone=viewer_zone_name(now),
        free_of_series=of_series.filter(series=slot.series).count() if slot.series else 0,
    )


def minutes_of(slot: Slot) -> int:
    """Return how long a slot is."""
    return round((slot.ends_at - slot.starts_at).total_seconds() / 60)


def viewer_zone() -> ZoneInfo:
    """Return the zone by whose clock the viewer types hours."""
    zone = timezone.get_current_timezone()
    assert isinstance(zone, ZoneInfo)
    return zone


def viewer_zone_name(now: datetime) -> str:
    """Return what people call the zone by whose clock the viewer types hours."""
    return zone_name(now.astimezone(viewer_zone()))


def _with_who(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    """Let each slot know who has booked it."""
    return slots.select_related("school").annotate(
        who=Subquery(BOOKED_OF_SLOT.values("user__full_name")[:1]), is_booked=Exists(BOOKED_OF_SLOT)
    )


def _who(slot: Slot) -> str:
    is_booked: bool = slot.is_booked  # type: ignore[attr-defined]  # annotated above
    return (slot.who or gettext("somebody")) if is_booked else gettext("free")  # type: ignore[attr-defined]  # so too


def _when(slot: Slot) -> str:
    return time_said(slot.starts_at, slot.ends_at, slot.school)


def _where(slot: Slot) -> str:
    return f"{SlotPlace(slot.place).label}: {slot.room}"


SLOTS: Table[Slot] = Table(
    name="slots",
    caption=_("My times ahead"),
    columns=(
        Column(
            "when",
            _("When"),
            lambda slot: slot.starts_at,
            order=("starts_at",),
            link=lambda slot: reverse("mentoring:slot", args=[slot.token]),
            show=_when,
        ),
        Column("who", _("Who comes"), _who),
        Column("where", _("Where"), _where),
    ),
    order="when",
    filters=(
        Filter(
            "state",
            _("State"),
            query=lambda value: Q(is_booked=value == BOOKED),
            choices=((FREE, _("free")), (BOOKED, _("booked"))),
        ),
    ),
)
