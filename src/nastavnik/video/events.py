"""What happened to films."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VideoAccepted:
    """A whole source file has arrived and waits to be processed."""

    video_id: int


@dataclass(frozen=True, slots=True)
class VideoPlayable:
    """The film can be watched for the first time, or its new source file can."""

    video_id: int


@dataclass(frozen=True, slots=True)
class VideoReady:
    """All qualities, the poster and the preview strip are made."""

    video_id: int


@dataclass(frozen=True, slots=True)
class VideoRefused:
    """The source file cannot become a film; `video.refusal` says why."""

    video_id: int


@dataclass(frozen=True, slots=True)
class VideoFailed:
    """Processing stopped because of us, not because of the file; it can be tried once more."""

    video_id: int


@dataclass(frozen=True, slots=True)
class VideoRemoved:
    """The film was taken away from everybody's eyes; it can be brought back for some days."""

    video_id: int


@dataclass(frozen=True, slots=True)
class VideoRestored:
    """A removed film was brought back."""

    video_id: int


@dataclass(frozen=True, slots=True)
class VideoShifted:
    """What was at second s of the film is somewhere else now, for a new source of it begins earlier or later: see `SourceShift`."""

    video_id: int


@dataclass(frozen=True, slots=True)
class ChaptersChanged:
    """The film has other chapters than before."""

    video_id: int


@dataclass(frozen=True, slots=True)
class VideoWordsChanged:
    """What is said in the film, in any language, reads otherwise than before or stands at other seconds."""

    video_id: int


@dataclass(frozen=True, slots=True)
class VideoSlidesChanged:
    """The film has other slides than before, or they have other titles, texts or seconds."""

    video_id: int
