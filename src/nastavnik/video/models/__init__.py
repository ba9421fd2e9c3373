"""The rows of the app: films, their slides, their words, and moments of them."""

from nastavnik.video.models.films import (
    Chapter,
    ProcessingStep,
    Rendition,
    RetiredBuild,
    SourceShift,
    Upload,
    Video,
    WatchPosition,
)
from nastavnik.video.models.moments import Moment, MomentList
from nastavnik.video.models.slides import Deck, DeckVersion, Slide
from nastavnik.video.models.sounds import SoundFile
from nastavnik.video.models.takeaways import Takeaway
from nastavnik.video.models.words import Cue, GlossaryTerm, Transcript, TranscriptVersion

__all__ = [
    "Chapter",
    "Cue",
    "Deck",
    "DeckVersion",
    "GlossaryTerm",
    "Moment",
    "MomentList",
    "ProcessingStep",
    "Rendition",
    "RetiredBuild",
    "Slide",
    "SoundFile",
    "SourceShift",
    "Takeaway",
    "Transcript",
    "TranscriptVersion",
    "Upload",
    "Video",
    "WatchPosition",
]
