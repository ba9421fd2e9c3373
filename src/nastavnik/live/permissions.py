"""Who may watch, hold and run broadcasts. Closed by default."""

from django.db.models import Q, QuerySet

from nastavnik.live.models import Broadcast, Channel, Room
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Enrolment, Lesson, LessonSpeaker, School
from nastavnik.programme.permissions import can_run_school, can_see_desk, can_view_lesson, lessons_visible_to
from nastavnik.video.enums import Access
from nastavnik.video.permissions import STATES_TO_WATCH


def can_run_broadcast(actor: Actor, lesson: Lesson) -> bool:
    """Tell whether `actor` may plan, begin and end the broadcast of `lesson` and see its keys: a methodist."""
    return can_run_school(actor, lesson.school)


def can_hold_broadcast(actor: Actor, broadcast: Broadcast, *, is_speaker: bool | None = None) -> bool:
    """Tell whether `actor` may send a picture and lead the room: a methodist, or a speaker of the lesson.

    `is_speaker`: she is one (`places_of_speaker`), if the caller has asked already.
    """
    return can_run_school(actor, broadcast.school) or _is_speaker(actor, broadcast, is_speaker=is_speaker)


def can_see_broadcast_desk(actor: Actor, broadcast: Broadcast, *, is_speaker: bool | None = None) -> bool:
    """Tell whether `actor` may look at the desk of the broadcast; `is_speaker`: see `can_hold_broadcast`."""
    return can_see_desk(actor, broadcast.school) or _is_speaker(actor, broadcast, is_speaker=is_speaker)


def _is_speaker(actor: Actor, broadcast: Broadcast, *, is_speaker: bool | None) -> bool:
    if is_speaker is not None:
        return is_speaker
    return places_of_speaker(actor).filter(lesson=broadcast.lesson_id).exists()


def places_of_speaker(actor: Actor) -> QuerySet[LessonSpeaker]:
    """Return where `actor` speaks; nowhere while her account is barred."""
    if not isinstance(actor, User) or not actor.is_active:
        return LessonSpeaker.objects.none()
    return LessonSpeaker.objects.filter(speaker__user=actor.pk)


def broadcasts_at_desk_of(actor: Actor, school: School) -> QuerySet[Broadcast]:
    """Return the broadcasts of `school` that `can_see_broadcast_desk` admits."""
    broadcasts = Broadcast.objects.filter(school=school)
    if can_see_desk(actor, school):
        return broadcasts
    return broadcasts.filter(lesson__in=places_of_speaker(actor).values("lesson"))


def can_watch_broadcast(actor: Actor, broadcast: Broadcast) -> bool:
    """Tell whether `actor` may watch the broadcast and be in its room."""
    return can_see_broadcast_desk(actor, broadcast) or may_be_viewer(actor, broadcast)


def may_be_viewer(actor: Actor, broadcast: Broadcast, *, is_enrolled: bool | None = None) -> bool:
    """Tell whether `actor`, who is not of its desk, may watch the broadcast.

    `is_enrolled`: she has a place in the programme of its lesson, if the caller has asked already.
    """
    lesson = broadcast.lesson
    if lesson.state not in STATES_TO_WATCH or not can_view_lesson(actor, lesson):
        return False
    if broadcast.access == Access.ENROLLED:
        return _is_enrolled(actor, lesson) if is_enrolled is None else is_enrolled
    return broadcast.access == Access.OPEN


def _is_enrolled(actor: Actor, lesson: Lesson) -> bool:
    if not isinstance(actor, User):
        return False
    return Enrolment.objects.filter(user=actor, programme=lesson.cycle.programme_id, left_at=None).exists()


def broadcasts_visible_to(actor: Actor, school: School) -> QuerySet[Broadcast]:
    """Return the broadcasts of `school` that `can_watch_broadcast` admits."""
    if can_see_desk(actor, school):
        return Broadcast.objects.filter(school=school)
    watchable = Q(access=Access.OPEN)
    if isinstance(actor, User):
        enrolments = Enrolment.objects.filter(user=actor, left_at=None)
        watchable |= Q(access=Access.ENROLLED, lesson__cycle__programme__in=enrolments.values("programme"))
    lessons = lessons_visible_to(actor, school).filter(state__in=STATES_TO_WATCH)
    seen = Q(watchable, lesson__in=lessons)
    own = Q(pk__in=broadcasts_at_desk_of(actor, school).values("pk"))
    return Broadcast.objects.filter(seen | own, school=school)


def can_edit_channels(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may change where broadcasts of `school` go."""
    return can_run_school(actor, school)


def channels_visible_to(actor: Actor, school: School) -> QuerySet[Channel]:
    """Return the channels of `school` for those of its desk."""
    channels = Channel.objects.filter(school=school, removed_at=None)
    return channels if can_see_desk(actor, school) else channels.none()


# --- rooms -----------------------------------------------------------------------------------------------------------


def can_enter_room(actor: Actor, room: Room) -> bool:
    """Tell whether `actor` may see what is said in the room: whoever may watch the broadcast.

    Most may because everybody may: that is asked first, since it asks the database for nothing but roles.
    """
    broadcast = room.broadcast
    is_for_all = broadcast.access == Access.OPEN and broadcast.lesson.state in STATES_TO_WATCH
    return (is_for_all and can_view_lesson(actor, broadcast.lesson)) or can_watch_broadcast(actor, broadcast)


def can_lead_room(actor: Actor, room: Room, *, is_speaker: bool | None = None) -> bool:
    """Tell whether `actor` may moderate the room and answer in it: whoever may hold the broadcast.

    `is_speaker`: see `can_hold_broadcast`.
    """
    return can_hold_broadcast(actor, room.broadcast, is_speaker=is_speaker)


def rooms_visible_to(actor: Actor, school: School) -> QuerySet[Room]:
    """Return the rooms of `school` that `can_enter_room` admits."""
    return Room.objects.filter(broadcast__in=broadcasts_visible_to(actor, school))
