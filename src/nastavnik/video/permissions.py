"""Who may watch and change films. Closed by default."""

from django.db.models import Q, QuerySet

from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Enrolment, School
from nastavnik.programme.permissions import can_run_school, can_see_desk, can_view_lesson, lessons_visible_to
from nastavnik.video.enums import Access
from nastavnik.video.models import Video

# A cancelled lesson keeps its page, but nothing is shown there.
STATES_TO_WATCH = (LessonState.ANNOUNCED, LessonState.HELD)


def can_upload_video(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may bring films into `school`."""
    return can_run_school(actor, school)


def can_edit_video(actor: Actor, video: Video) -> bool:
    """Tell whether `actor` may rename, replace, remove and retry `video`."""
    return can_run_school(actor, video.school)


def can_watch(actor: Actor, video: Video, *, has_link: bool = False) -> bool:
    """Tell whether `actor` may watch `video`.

    `has_link` says that she came by the film's own address (its token), which is enough for films shared by link.
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
    return video.access == Access.OPEN or _is_enrolled(actor, video)


def _is_enrolled(actor: Actor, video: Video) -> bool:
    if not isinstance(actor, User) or video.lesson is None:
        return False
    programme_id = video.lesson.cycle.programme_id
    return Enrolment.objects.filter(user=actor, programme_id=programme_id, left_at=None).exists()


def videos_visible_to(actor: Actor, school: School) -> QuerySet[Video]:
    """Return the films of `school` that `can_watch` admits without a link, to be listed."""
    videos = Video.objects.filter(school=school)
    if can_see_desk(actor, school):
        return videos
    watchable = Q(access=Access.OPEN)
    if isinstance(actor, User):
        enrolments = Enrolment.objects.filter(user=actor, left_at=None)
        watchable |= Q(access=Access.ENROLLED, lesson__cycle__programme__in=enrolments.values("programme"))
    lessons = lessons_visible_to(actor, school).filter(state__in=STATES_TO_WATCH)
    return videos.filter(watchable, removed_at=None, lesson__in=lessons)
