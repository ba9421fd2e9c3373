"""Several at one screen: a branch says that it is there and who, and each gets attendance by the screen's presence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.learning.models import CheckIn, CheckInPerson
from nastavnik.learning.models.completion import MOST_PEOPLE
from nastavnik.learning.permissions import can_check_in
from nastavnik.learning.selectors.check_ins import colleagues_of, is_open_for_check_in
from nastavnik.learning.services.attendance import count_again
from nastavnik.learning.services.refusals import CheckInClosed
from nastavnik.live.models import Room
from nastavnik.live.selectors import presence
from nastavnik.live.services import room
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School

# People without an account cannot ask to be forgotten: their names go by themselves.
NAME_LIVES = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class AtScreen:
    """Who sits before a screen: how many, whom of one's colleagues by their numbers, and names without an account."""

    people: int
    user_ids: Collection[int]
    names: Sequence[str]


@transaction.atomic
def check_in(*, actor: User, school: School, lesson_id: int, at_screen: AtScreen, now: datetime) -> CheckIn:
    """Say who sits before the actor's screen during a lesson; what she said before of it is replaced.

    Only her colleagues of the same library can be named by account. Who is named counts, also when fewer people were
    said. Raises `CheckInClosed`, `Lesson.DoesNotExist`.
    """
    lesson = Lesson.objects.select_related("school", "cycle__programme").get(pk=lesson_id, school=school)
    if not can_check_in(actor, lesson):
        raise Lesson.DoesNotExist
    if not is_open_for_check_in(lesson, is_aired=presence.airing_of(lesson.pk) is not None, now=now):
        raise CheckInClosed
    colleagues = sorted(colleagues_of(actor, school).filter(pk__in=at_screen.user_ids).values_list("pk", flat=True))
    people = min(max(at_screen.people, 1 + len(colleagues) + len(at_screen.names)), MOST_PEOPLE)
    row, _is_new = CheckIn.objects.update_or_create(
        lesson=lesson, user=actor, defaults={"people": people, "library_id": actor.library_id, "at": now}
    )
    _name(row, colleagues, at_screen.names)
    journal.record(actor=actor, verb="checked_in", subject=row, now=now, people=people, named=len(colleagues))
    _tell_room(actor, lesson.pk, people, now)
    return row


def _name(row: CheckIn, user_ids: Sequence[int], names: Sequence[str]) -> None:
    """Name who is there. Who said that she was not stays so, however often she is named."""
    people = CheckInPerson.objects.filter(check_in=row)
    people.filter(user__isnull=True).delete()
    people.filter(user__isnull=False, denied_at=None).exclude(user__in=user_ids).delete()
    named = [CheckInPerson(check_in=row, user_id=user_id) for user_id in user_ids]
    CheckInPerson.objects.bulk_create(named, ignore_conflicts=True)
    CheckInPerson.objects.bulk_create([CheckInPerson(check_in=row, name=name) for name in names])


def _tell_room(actor: User, lesson_id: int, people: int, now: datetime) -> None:
    """Let the room know how many sit there; a room that is not open, or not for her, learns nothing."""
    room_id = presence.room_of_lesson(lesson_id)
    if room_id is None:
        return
    try:
        room.enter(actor=actor, room_id=room_id, name="", people=people, now=now)
    except (Refusal, Room.DoesNotExist):
        return


def bring_screens_in(*, broadcast_id: int, now: datetime) -> int:
    """Tell the room of a broadcast that began who checked in before it opened; return at how many screens."""
    lesson_id = presence.lesson_of_broadcast(broadcast_id)
    rows = CheckIn.objects.filter(lesson=lesson_id).select_related("user__library")
    screens = [(row.user, row.people) for row in rows if row.user is not None]
    for user, people in screens:
        _tell_room(user, lesson_id, people, now)
    return len(screens)


@transaction.atomic
def deny_check_in(*, actor: User, token: str, now: datetime) -> CheckInPerson:
    """Say that one was not there, though somebody named one: the attendance and the hours from it go.

    Raises `CheckInPerson.DoesNotExist`.
    """
    return _say(actor, token, now, denied_at=now)


@transaction.atomic
def confirm_check_in(*, actor: User, token: str, now: datetime) -> CheckInPerson:
    """Take back that one was not there. Raises `CheckInPerson.DoesNotExist`."""
    return _say(actor, token, now, denied_at=None)


def _say(actor: User, token: str, now: datetime, *, denied_at: datetime | None) -> CheckInPerson:
    places = CheckInPerson.objects.select_for_update(of=("self",)).select_related("check_in__lesson__cycle")
    place = places.get(check_in__token=token, user=actor)
    if (place.denied_at is None) == (denied_at is None):
        return place
    place.denied_at = denied_at
    place.save(update_fields=["denied_at"])
    lesson = place.check_in.lesson
    verb = "check_in_denied" if denied_at else "check_in_confirmed"
    journal.record(actor=actor, verb=verb, subject=place.check_in, now=now)
    count_again(lesson=lesson, user_ids=[actor.pk], now=now)
    return place


def forget_names(*, now: datetime) -> int:
    """Delete the names of people without an account who sat at a screen long ago; how many they were stays."""
    gone, _by_model = CheckInPerson.objects.filter(user=None, check_in__at__lt=now - NAME_LIVES).delete()
    return gone
