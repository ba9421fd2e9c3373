"""Which words of a film somebody has read through: told by a mark, so that words that were changed since are read again."""

from hashlib import blake2b

from nastavnik.studio.models import ProductionCard
from nastavnik.video.models import Transcript, Video
from nastavnik.video.selectors.subtitles import transcripts_shown

# of the subtitles that a lesson needs
LANGUAGE = "ru"


def subtitles_of(card: ProductionCard) -> Transcript | None:
    """Return the words of the card's film, if there are any to be read."""
    if card.video_id is None:
        return None
    return transcripts_shown().filter(video=card.video_id, language=LANGUAGE).first()


def words_mark(video: Video, transcript: int, version: int) -> str:
    """Return what tells the words of a transcript, at their seconds of this very source of the film, from any others."""
    source = blake2b(video.source_mark.encode(), digest_size=6).hexdigest()
    return f"{transcript}.{version}.{source}"
