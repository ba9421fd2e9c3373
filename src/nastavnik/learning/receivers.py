"""What learning does with news of the apps below. Each area forgets what names a person in a `forget_person` of its own."""

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.learning import tasks
from nastavnik.learning.events import AttemptFinished, LessonCompleted
from nastavnik.learning.services import (
    attendance,
    completion,
    coverage_sweeps,
    forgetting,
)
from nastavnik.learning.services.lti import grades
from nastavnik.live.events import BroadcastEnded, BroadcastStarted
from nastavnik.live.selectors.presence import lesson_of_broadcast
from nastavnik.people.events import PersonErased
from nastavnik.programme.events import LessonHeld, PersonEnrolled
from nastavnik.video.events import VideoPlayable, VideoShifted


@on(PersonErased)
def forget_erased_person(event: PersonErased) -> None:
    """Take away what names somebody who asked to be forgotten."""
    forgetting.forget_person(user_id=event.user_id, now=clock.now())


@on(VideoShifted)
def follow_shifts(_event: VideoShifted) -> None:
    """Let what people have played, and the questions about it, follow the film."""
    coverage_sweeps.follow_shifts(now=clock.now())


@on(VideoPlayable)
def fit_coverage(event: VideoPlayable) -> None:
    """Count anew how much of a film people have played: a broadcast has its end now, another source its own."""
    coverage_sweeps.fit_coverage(video_id=event.video_id, now=clock.now())


@on(BroadcastStarted)
def bring_screens_in(event: BroadcastStarted) -> None:
    """Tell the room who checked in before it opened."""
    tasks.bring_screens_in.enqueue(event.broadcast_id)


@on(BroadcastEnded)
def count_attendance(event: BroadcastEnded) -> None:
    """Count who was at the lesson."""
    attendance.count_attendance_soon(lesson_id=lesson_of_broadcast(event.broadcast_id))


@on(LessonHeld)
def count_attendance_elsewhere(event: LessonHeld) -> None:
    """Count who was at a lesson that was not broadcast; of one that was, count it again."""
    attendance.count_attendance_soon(lesson_id=event.lesson_id)


@on(PersonEnrolled)
def begin_standing(event: PersonEnrolled) -> None:
    """Let somebody who takes part stand in the lists from now on."""
    completion.make_standings_soon(programme_id=event.programme_id)


@on(LessonCompleted)
def grade_lesson(event: LessonCompleted) -> None:
    """Tell the courses from which somebody came that their lesson counts for her."""
    grades.note_grades(user_id=event.user_id, lesson_id=event.lesson_id, now=clock.now())


@on(AttemptFinished)
def grade_attempt(event: AttemptFinished) -> None:
    """Tell them what she reached in a self-check."""
    grades.note_attempt(user_id=event.user_id, quiz_id=event.quiz_id, now=clock.now())
