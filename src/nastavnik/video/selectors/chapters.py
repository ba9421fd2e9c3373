"""Chapters of a film: for the list under the player, and as WebVTT for its time bar."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from nastavnik.people.permissions import Actor
from nastavnik.video.models import Chapter, Video
from nastavnik.video.permissions import can_watch

# Of the last chapter of a film whose length is not known.
HOUR_SECONDS = 3600.0
# of chapters for programs of podcasts
CHAPTERS_TYPE = "application/json+chapters"


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter from `seconds` on, until the next begins or the film ends."""

    seconds: float
    until_seconds: float
    title: str
    kind: str

    @property
    def moment(self) -> str:
        """Return its beginning as addresses write it: `?t=95`."""
        return str(int(self.seconds))


def chapters_of(video: Video) -> tuple[ChapterRow, ...]:
    """Return the chapters in their order; of those that begin at the same moment only the last has a length."""
    return chapter_rows(Chapter.objects.filter(video=video).order_by("seconds", "pk"), video.duration_seconds)


def chapter_rows(chapters: Iterable[Chapter], duration_seconds: float | None) -> tuple[ChapterRow, ...]:
    """Return chapters, which come in their order, each with its end; `duration_seconds` of the film, if it is known."""
    rows = list(chapters)
    if not rows:
        return ()
    end = duration_seconds or rows[-1].seconds + HOUR_SECONDS
    ends = [following.seconds for _row, following in pairwise(rows)] + [max(end, rows[-1].seconds)]
    return tuple(ChapterRow(row.seconds, until, row.title, row.kind) for row, until in zip(rows, ends, strict=True))


def chapters_for(actor: Actor, video: Video) -> tuple[ChapterRow, ...]:
    """Return the chapters of a film found by its own address. Raises `Video.DoesNotExist` for who may not watch it."""
    if not can_watch(actor, video, has_link=True):
        raise Video.DoesNotExist
    return chapters_of(video)


def chapters_as_vtt(chapters: tuple[ChapterRow, ...]) -> str:
    """Return the chapters as WebVTT; one without any length cannot be shown on a time bar and is left out."""
    cues = [
        f"{_clock(one.seconds)} --> {_clock(one.until_seconds)}\n{escape(one.title, quote=False)}\n"
        for one in chapters
        if _clock(one.until_seconds) != _clock(one.seconds)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def chapters_of_podcast(chapters: tuple[ChapterRow, ...]) -> dict[str, Any]:
    """Return the chapters in the words of podcastindex.org/namespace/1.0 (JSON chapters 1.2), to be written as JSON."""
    told = [{"startTime": one.seconds, "endTime": one.until_seconds, "title": one.title} for one in chapters]
    return {"version": "1.2.0", "chapters": told}


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
