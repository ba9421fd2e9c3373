"""What films do with news of themselves: chapters are proposed anew when slides or words change."""

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.video import services
from nastavnik.video.events import VideoSlidesChanged, VideoWordsChanged


@on(VideoSlidesChanged)
def follow_slides(event: VideoSlidesChanged) -> None:
    """Let the chapters follow the slides, unless a person has made them hers."""
    services.propose_chapters(video_id=event.video_id, now=clock.now())


@on(VideoWordsChanged)
def follow_words(event: VideoWordsChanged) -> None:
    """Let the chapters follow the pauses and the words."""
    services.propose_chapters(video_id=event.video_id, now=clock.now())
