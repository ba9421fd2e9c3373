"""What learning does with news of the apps below. Each area forgets what names a person in a `forget_person` of its own."""

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.learning.services import coverage, coverage_sweeps, surveys
from nastavnik.people.events import PersonErased
from nastavnik.video.events import VideoPlayable, VideoShifted


@on(PersonErased)
def forget_erased_person(event: PersonErased) -> None:
    """Take away what names somebody who asked to be forgotten."""
    coverage.forget_person(user_id=event.user_id)
    surveys.forget_person(user_id=event.user_id)


@on(VideoShifted)
def move_coverage(event: VideoShifted) -> None:
    """Let what people have played follow the film."""
    coverage_sweeps.move_coverage(video_id=event.video_id, by_seconds=event.by_seconds, now=clock.now())


@on(VideoPlayable)
def fit_coverage(event: VideoPlayable) -> None:
    """Count anew how much of a film people have played: a broadcast has its end now, another source its own."""
    coverage_sweeps.fit_coverage(video_id=event.video_id, now=clock.now())
