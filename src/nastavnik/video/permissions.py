"""Who may watch and change films. Closed by default."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Enrolment, School
from nastavnik.programme.permissions import (
    can_run_school,
    can_see_desk,
    can_view_lesson,
    lessons_visible_to,
    programmes_of,
)
from nastavnik.video.enums import Access
from nastavnik.video.models import Moment, MomentList, Video

# A cancelled lesson keeps its page, but nothing is shown there.
STATES_TO_WATCH = (LessonState.ANNOUNCED, LessonState.HELD)


def can_upload_video(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may bring films into `school`."""
    return can_run_school(actor, school)


def can_edit_video(actor: Actor, video: Video) -> bool:
    """Tell whether `actor` may rename, replace, remove and retry `video`."""
    return can_run_school(actor, video.school)


def can_watch(actor: Actor, video: Video, *, has_link: bool = False, is_enrolled: bool | None = None) -> bool:
    """Tell whether `actor` may watch `video`.

    `has_link` says that she came by the film's own address (its token), which is enough for films shared by link;
    `is_enrolled` that she has a place in the programme of its lesson, if the caller has asked already.
    The school's desk watches everything; a film on the shelf (without a lesson) is for the desk or by link.
    """
    if can_see_desk(actor, video.school):
        return True
    if video.removed_at is not None:
        return False
    if video.access == Access.LINK:
        return has_link
    if video.lesson is None or video.lesson.state not in STATES_TO_WATCH or not can_view_lesson(actor, video.lesson):
        return False
    if video.access == Access.OPEN:
        return True
    return video.lesson.cycle.programme_id in programmes_of(actor) if is_enrolled is None else is_enrolled


def watched_by(actor: Actor, videos: Iterable[Video]) -> list[Video]:
    """Return those that `actor` may watch of `videos`, which are of `videos_of_public_lessons` with lesson and cycle joined.

    Films that are shared by link are left out, as in `videos_visible_to`.
    """
    some = [video for video in videos if video.access != Access.LINK]
    is_for_all = all(video.access == Access.OPEN for video in some)
    places = frozenset() if is_for_all else programmes_of(actor)
    return [
        video
        for video in some
        if video.access == Access.OPEN or (video.lesson and video.lesson.cycle.programme_id in places)
    ]


def videos_visible_to(actor: Actor, school: School) -> QuerySet[Video]:
    """Return the films of `school` that `can_watch` admits without a link, to be listed."""
    videos = Video.objects.filter(school=school)
    if can_see_desk(actor, school):
        return videos
    watchable = Q(access=Access.OPEN)
    if isinstance(actor, User):
        enrolments = Enrolment.objects.filter(user=actor, left_at=None)
        watchable |= Q(access=Access.ENROLLED, lesson__cycle__programme__in=enrolments.values("programme"))
    return videos_of_public_lessons(school).filter(watchable)


def videos_of_public_lessons(school: School) -> QuerySet[Video]:
    """Return the films of those lessons of `school` that everybody sees; `watched_by` tells who may watch which."""
    lessons = lessons_visible_to(AnonymousUser(), school).filter(state__in=STATES_TO_WATCH)
    return Video.objects.filter(school=school, removed_at=None, lesson__in=lessons)


# --- moments -----------------------------------------------------------------------------------------------------------


def can_edit_list(actor: Actor, collection: MomentList) -> bool:
    """Tell whether `actor` may change a list of moments, and bring it back: it is hers."""
    return isinstance(actor, User) and collection.owner_id == actor.pk


def lists_edited_by(actor: Actor, school: School) -> QuerySet[MomentList]:
    """Return the lists of `school` that `can_edit_list` admits, the removed ones too."""
    lists = MomentList.objects.filter(school=school)
    return lists.filter(owner=actor) if isinstance(actor, User) else lists.none()


def can_open_list(actor: Actor, collection: MomentList) -> bool:
    """Tell whether `actor`, who has its address, may open a list. What of its films she sees is asked film by film."""
    return collection.removed_at is None and (collection.is_shared or can_edit_list(actor, collection))


def lists_open_to(actor: Actor, school: School) -> QuerySet[MomentList]:
    """Return the lists of `school` that `can_open_list` admits: to find one by its address, never to show them all."""
    lists = MomentList.objects.filter(school=school, removed_at=None)
    return lists.filter(Q(is_shared=True) | Q(pk__in=lists_edited_by(actor, school)))


def can_edit_moment(actor: Actor, moment: Moment) -> bool:
    """Tell whether `actor` may change a moment: the owner of its list, or who made it where it is in none."""
    if moment.collection is not None:
        return can_edit_list(actor, moment.collection)
    return isinstance(actor, User) and moment.made_by_id == actor.pk


def moments_edited_by(actor: Actor, school: School) -> QuerySet[Moment]:
    """Return the moments of the films of `school` that `can_edit_moment` admits, the removed ones too."""
    moments = Moment.objects.filter(video__school=school)
    if not isinstance(actor, User):
        return moments.none()
    return moments.filter(Q(collection__owner=actor) | Q(collection=None, made_by=actor))
