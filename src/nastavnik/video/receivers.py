"""What films do with news of themselves: chapters and moments follow slides, words and sources; and of people."""

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.people.events import PersonErased
from nastavnik.video import services
from nastavnik.video.events import VideoPlayable, VideoSlidesChanged, VideoWordsChanged


@on(VideoSlidesChanged)
def follow_slides(event: VideoSlidesChanged) -> None:
    """Let the chapters follow the slides, unless a person has made them hers."""
    services.propose_chapters(video_id=event.video_id, now=clock.now())


@on(VideoWordsChanged)
def follow_words(event: VideoWordsChanged) -> None:
    """Let the chapters follow the pauses and the words."""
    services.propose_chapters(video_id=event.video_id, now=clock.now())


@on(VideoWordsChanged)
def follow_words_with_moments(event: VideoWordsChanged) -> None:
    """Let the moments stand where their words do now."""
    services.follow_film(video_id=event.video_id)


@on(VideoPlayable)
def follow_source_with_moments(event: VideoPlayable) -> None:
    """Look for the moments in the words of the film's new source, if there are any yet."""
    services.follow_film(video_id=event.video_id)


@on(PersonErased)
def forget_erased_person(event: PersonErased) -> None:
    """Delete the lists of moments of somebody who asked to be forgotten."""
    services.forget_person(user_id=event.user_id)
