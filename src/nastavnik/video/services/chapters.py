"""Chapters: places of a film that have a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.video.enums import ChapterKind
from nastavnik.video.models import Chapter, Video

LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class NewChapter:
    """A place of a film, in seconds from its beginning, and its name."""

    seconds: float
    title: str


@transaction.atomic
def set_chapters(*, video_id: int, kind: ChapterKind, chapters: Sequence[NewChapter], now: datetime) -> None:
    """Let the film have these chapters of a kind and no others of it; the caller has asked for the right.

    Places before the film's beginning are brought to it. Nothing is written when they are there already.
    """
    video = Video.objects.select_for_update().get(pk=video_id)
    wanted = [(max(chapter.seconds, 0.0), _one_line(chapter.title)) for chapter in chapters]
    kept = Chapter.objects.filter(video=video, kind=kind)
    if sorted(wanted) == sorted(kept.values_list("seconds", "title")):
        return
    kept.delete()
    Chapter.objects.bulk_create(
        Chapter(video=video, kind=kind, seconds=seconds, title=title) for seconds, title in sorted(wanted)
    )
    journal.record(actor=None, verb="chapters set", subject=video, now=now, kind=kind.value, count=len(wanted))


def _one_line(title: str) -> str:
    words = " ".join(title.split())
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"
