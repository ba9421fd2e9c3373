"""Films to be listened to: the sound of those that everybody may watch, as one file each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from nastavnik.programme.models import School
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Chapter, SoundFile, Video
from nastavnik.video.permissions import videos_visible_to
from nastavnik.video.selectors.media import signed_file
from nastavnik.video.selectors.subtitles import Subtitles, subtitles_in, transcripts_shown

FILE_NAME = "whole.m4a"
# as catalogues of podcasts name it
MEDIA_TYPE = "audio/x-m4a"


@dataclass(frozen=True, slots=True)
class SoundRow:
    """A film to be listened to. `path` leads to its sound and does not change."""

    token: str
    title: str
    lesson_id: int
    path: str
    bytes: int
    duration_seconds: float
    playable_at: datetime
    # what is said, in each language in which it was written down
    words: tuple[Subtitles, ...]
    # where its chapters are told; empty without any
    chapters_path: str


def open_sounds(school: School, most: int) -> list[SoundRow]:
    """Return what anybody may listen to, the newest first, at most `most`; two queries."""
    chapters = Exists(Chapter.objects.filter(video=OuterRef("video")))
    rows = (
        _open_files(school)
        .select_related("video")
        .annotate(has_chapters=chapters)
        .order_by(F("video__playable_at").desc(nulls_last=True), "-pk")
    )
    newest = list(rows[:most])
    languages: dict[int, list[str]] = {}
    shown = transcripts_shown().filter(video__in=[row.video_id for row in newest])
    for video_id, language in shown.values_list("video_id", "language"):
        languages.setdefault(video_id, []).append(language)
    return [_row(row, languages.get(row.video_id, []), has_chapters=row.has_chapters) for row in newest]


def _row(row: SoundFile, languages: Iterable[str], *, has_chapters: bool) -> SoundRow:
    video = row.video
    assert video.lesson_id is not None  # what everybody may watch belongs to a lesson
    return SoundRow(
        token=video.token,
        title=video.title,
        lesson_id=video.lesson_id,
        path=reverse("video:sound", args=[video.token]),
        bytes=row.bytes,
        duration_seconds=video.duration_seconds or 0.0,
        playable_at=video.playable_at or video.created_at,
        words=subtitles_in(video, languages),
        chapters_path=reverse("video:podcast_chapters", args=[video.token]) if has_chapters else "",
    )


def sound_address(school: School, token: str, now: datetime) -> str:
    """Return where the sound of a film lies now. Raises `SoundFile.DoesNotExist` when guests may not watch it, or there is none."""
    found = _open_files(school).select_related("video").get(video__token=token)
    return signed_file(found.video.token, found.build, FILE_NAME, now)


def _open_files(school: School) -> QuerySet[SoundFile]:
    films = videos_visible_to(AnonymousUser(), school)
    return SoundFile.objects.filter(video__in=films, build=F("video__build"), bytes__gt=0)


def films_without_sound_file(ids: Iterable[int] | None = None) -> QuerySet[Video]:
    """Return the films for everybody, of those with `ids` or of all, whose present build nobody has tried to make one file of."""
    films = Video.objects.filter(state=VideoState.READY, access=Access.OPEN, has_sound=True, removed_at=None)
    films = films.exclude(lesson=None).exclude(sound_file__build=F("build"))
    return films if ids is None else films.filter(pk__in=list(ids))
