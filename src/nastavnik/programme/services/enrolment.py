"""Who takes part in a programme: by herself where it is open, else by the methodist."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, people_of
from nastavnik.people.services.notices import notify
from nastavnik.programme.events import PersonEnrolled, PersonLeft
from nastavnik.programme.models import Enrolment, Programme
from nastavnik.programme.permissions import can_enrol_herself, can_run_school, can_view_programme, place_of
from nastavnik.programme.services.plan import locked_programme
from nastavnik.programme.services.refusals import EnrolmentClosed

BATCH = 500


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What came of enrolling many: who is new, and how many were enrolled already."""

    new: list[User]
    known: int


@transaction.atomic
def enrol(*, actor: Actor, programme_id: int, user: User, now: datetime) -> Enrolment:
    """Give `user` a place: she herself in an open programme, anybody of the school by its methodist.

    Raises `EnrolmentClosed` when she must be invited.
    """
    programme = Programme.objects.select_related("school").get(pk=programme_id)
    if isinstance(actor, User) and actor.pk == user.pk:
        _check_may_enrol_herself(actor, programme)
    elif not can_run_school(actor, programme.school):
        raise PermissionDenied
    elif not people_of(place_of(programme.school)).filter(pk=user.pk).exists():
        raise User.DoesNotExist
    _give_places(actor, programme, [user], now)
    return Enrolment.objects.get(programme=programme, user=user)


def _check_may_enrol_herself(actor: User, programme: Programme) -> None:
    if can_enrol_herself(actor, programme) or can_run_school(actor, programme.school):
        return
    if not can_view_programme(actor, programme):
        raise Programme.DoesNotExist
    raise EnrolmentClosed


@transaction.atomic
def leave(*, actor: User, programme_id: int, now: datetime) -> None:
    """Give one's own place up; enrolling again brings it back. Not being enrolled is nothing to leave."""
    _take_places(actor, Enrolment.objects.filter(programme_id=programme_id, user=actor, left_at=None), now)


@transaction.atomic
def enrol_people(
    *,
    actor: Actor,
    programme_id: int,
    now: datetime,
    user_ids: Iterable[int] = (),
    library_ids: Iterable[int] = (),
) -> Enrolled:
    """Enrol people of the school, one by one and by whole libraries, and tell the new ones."""
    programme = locked_programme(actor, programme_id)
    people = people_of(place_of(programme.school)).filter(is_active=True)
    chosen = set(people.filter(pk__in=set(user_ids)).values_list("pk", flat=True))
    chosen |= set(people.filter(library__in=set(library_ids)).values_list("pk", flat=True))
    enrolled = Enrolment.objects.filter(programme=programme, left_at=None, user__in=chosen)
    known = set(enrolled.values_list("user_id", flat=True))
    new = list(User.objects.filter(pk__in=chosen - known).order_by("name_key", "pk"))
    _give_places(actor, programme, new, now)
    if programme.is_public:
        _tell_invited(programme, new, now)
    return Enrolled(new=new, known=len(known))


@transaction.atomic
def remove_enrolled(*, actor: Actor, programme_id: int, user_id: int, now: datetime) -> None:
    """Take a person's place back; `enrol` gives it again."""
    programme = locked_programme(actor, programme_id)
    _take_places(actor, Enrolment.objects.filter(programme=programme, user_id=user_id, left_at=None), now)


def _give_places(actor: Actor, programme: Programme, people: list[User], now: datetime) -> None:
    """Write the places; one that was given up comes back with the new day, one that is held stays as it is."""
    by = actor if isinstance(actor, User) else None
    ids = [user.pk for user in people]
    places = Enrolment.objects.select_for_update(of=("self",)).filter(programme=programme, user__in=ids)
    known = {place.user_id: place for place in places.order_by("user")}
    back = [place for place in known.values() if place.left_at is not None]
    for place in back:
        place.left_at, place.enrolled_at, place.enrolled_by = None, now, by
    Enrolment.objects.bulk_update(back, ["left_at", "enrolled_at", "enrolled_by"], batch_size=BATCH)
    fresh = [
        Enrolment(programme=programme, user=user, enrolled_at=now, enrolled_by=by)
        for user in people
        if user.pk not in known
    ]
    Enrolment.objects.bulk_create(fresh, batch_size=BATCH)
    given = sorted(place.user_id for place in [*back, *fresh])
    if given:
        journal.record(actor=actor, verb="enrolled", subject=programme, now=now, users=given)
    publish(*(PersonEnrolled(programme_id=programme.pk, user_id=user_id) for user_id in given))


def _take_places(actor: Actor, places: QuerySet[Enrolment], now: datetime) -> None:
    given_up = list(places.select_for_update(of=("self",)).select_related("programme"))
    for place in given_up:
        place.left_at = now
        place.save(update_fields=["left_at"])
        journal.record(actor=actor, verb="left", subject=place.programme, now=now, users=[place.user_id])
    publish(*(PersonLeft(programme_id=place.programme_id, user_id=place.user_id) for place in given_up))


def _tell_invited(programme: Programme, people: list[User], now: datetime) -> None:
    notify(
        user_ids=[user.pk for user in people],
        kind=NoticeKind.LESSONS,
        template="programme/notices/enrolled",
        now=now,
        context={"programme": programme, "school": programme.school},
        link=programme.school.address_of("/programme/"),
        place=place_of(programme.school),
    )
