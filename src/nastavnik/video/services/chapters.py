"""Chapters: places of a film that have a name. Programs propose them; what a person changed is hers from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.events import publish
from nastavnik.people.permissions import Actor
from nastavnik.video.enums import ChapterKind, TranscriptState
from nastavnik.video.events import ChaptersChanged
from nastavnik.video.models import Chapter, Cue, Slide, Transcript, Video
from nastavnik.video.permissions import can_edit_video
from nastavnik.video.services.proposals import Proposal, Said, Shown, propose

LONGEST_TITLE = 250
MOST_CHAPTERS = 500
# Two chapters nearer than this are one place.
SAME_PLACE_SECONDS = 1.0


class TooManyChapters(Refusal):
    """More chapters than anybody reads."""

    message = _("A film can have 500 chapters at most. Remove some of them first.")


@dataclass(frozen=True, slots=True)
class NewChapter:
    """A place of a film, in seconds from its beginning, and its name."""

    seconds: float
    title: str


@dataclass(frozen=True, slots=True)
class ChapterEdit:
    """What a person says of a chapter: a new one (`id` is None), another time or title, or that it goes.

    `changed` names what she changed: the other is as her page showed it, and what somebody else made of it since stays.
    """

    id: int | None
    seconds: float
    title: str
    is_removed: bool = False
    changed: frozenset[str] = frozenset({"seconds", "title"})


# --- by programs -----------------------------------------------------------------------------------------------------


@transaction.atomic
def set_chapters(*, video_id: int, kind: ChapterKind, chapters: Sequence[NewChapter], now: datetime) -> None:
    """Let the film have these chapters of a kind and no others of it; the caller has asked for the right.

    Places before the film's beginning are brought to it; one that a person has named keeps her name. Nothing is written
    when they are there already.
    """
    video = Video.objects.select_for_update().get(pk=video_id)
    by_hand = list(Chapter.objects.filter(video=video, kind=ChapterKind.HAND).values_list("seconds", flat=True))
    wanted = [(max(chapter.seconds, 0.0), _one_line(chapter.title)) for chapter in chapters]
    wanted = sorted(place for place in wanted if not _is_near(place[0], by_hand))
    kept = Chapter.objects.filter(video=video, kind=kind)
    if wanted == sorted(kept.values_list("seconds", "title")):
        return
    kept.delete()
    Chapter.objects.bulk_create(
        Chapter(video=video, kind=kind, seconds=seconds, title=title) for seconds, title in wanted
    )
    journal.record(actor=None, verb="chapters set", subject=video, now=now, kind=kind.value, count=len(wanted))
    publish(ChaptersChanged(video_id=video.pk))


def _is_near(seconds: float, places: Sequence[float]) -> bool:
    return any(abs(seconds - place) < SAME_PLACE_SECONDS for place in places)


def _one_line(title: str) -> str:
    words = " ".join(title.split())
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"


@transaction.atomic
def propose_chapters(*, video_id: int, now: datetime) -> None:
    """Let the film have the chapters that its slides and pauses give, unless a person has changed its chapters. Safe to repeat."""
    video = Video.objects.select_for_update().filter(pk=video_id, has_edited_chapters=False).first()
    if video is None or video.is_on_air:
        return
    found = propose(_slides_of(video), _phrases_of(video), video.duration_seconds or 0.0)
    chapters = [NewChapter(one.seconds, title) for one, title in zip(found, _titles(found), strict=True)]
    set_chapters(video_id=video_id, kind=ChapterKind.SLIDE, chapters=chapters, now=now)


def _slides_of(video: Video) -> list[Shown]:
    slides = Slide.objects.filter(video=video, repeats=None).order_by("seconds")
    return [Shown(seconds, " ".join(title.split())) for seconds, title in slides.values_list("seconds", "title")]


def _phrases_of(video: Video) -> list[Said]:
    """Return what is said, in the language in which the film got its words first."""
    transcript = (
        Transcript.objects.filter(video=video, state=TranscriptState.READY).order_by("created_at", "pk").first()
    )
    cues = Cue.objects.filter(transcript=transcript).order_by("seconds", "pk") if transcript else Cue.objects.none()
    return [Said(*row) for row in cues.values_list("seconds", "end_seconds", "text")]


def _titles(found: Sequence[Proposal]) -> list[str]:
    """Return their titles in the language of the schools; those without one are counted."""
    with translation.override(settings.LANGUAGE_CODE):
        return [one.title or gettext("Part %(number)d") % {"number": number} for number, one in enumerate(found, 1)]


# --- by people -------------------------------------------------------------------------------------------------------


@transaction.atomic
def edit_chapters(*, actor: Actor, video_id: int, edits: Sequence[ChapterEdit], now: datetime) -> int:
    """Do to the chapters what a person says; return how many changed.

    From then on the proposed ones are hers too, and no others are proposed. One that is there no more is made anew: what she
    typed is not lost. Raises `TooManyChapters`.
    """
    video = _locked(actor, video_id)
    known = {chapter.pk: chapter for chapter in Chapter.objects.filter(video=video)}
    changed = sum(_apply(video, known.get(edit.id or 0), edit) for edit in edits)
    if not changed:
        return 0
    if Chapter.objects.filter(video=video).count() > MOST_CHAPTERS:
        raise TooManyChapters
    Chapter.objects.filter(video=video, kind=ChapterKind.SLIDE).update(kind=ChapterKind.HAND)
    _mark(video, is_edited=True)
    journal.record(actor=actor, verb="chapters edited", subject=video, now=now, count=changed)
    publish(ChaptersChanged(video_id=video.pk))
    return changed


def _locked(actor: Actor, video_id: int) -> Video:
    videos = Video.objects.select_for_update(of=("self",)).select_related("school", "lesson__cycle__programme")
    video = videos.get(pk=video_id)
    if not can_edit_video(actor, video):
        raise PermissionDenied
    return video


def _apply(video: Video, chapter: Chapter | None, edit: ChapterEdit) -> bool:
    """Do one edit; tell whether anything changed."""
    seconds = max(0.0, min(edit.seconds, video.duration_seconds or edit.seconds))
    title = _one_line(edit.title)
    if edit.is_removed:
        return chapter is not None and chapter.delete()[0] > 0
    if chapter is None:
        Chapter.objects.create(video=video, seconds=seconds, title=title, kind=ChapterKind.HAND)
        return True
    seconds = seconds if "seconds" in edit.changed else chapter.seconds
    title = title if "title" in edit.changed else chapter.title
    if (chapter.seconds, chapter.title) == (seconds, title):
        return False
    chapter.seconds, chapter.title, chapter.kind = seconds, title, ChapterKind.HAND
    chapter.save(update_fields=["seconds", "title", "kind"])
    return True


def _mark(video: Video, *, is_edited: bool) -> None:
    video.has_edited_chapters = is_edited
    video.save(update_fields=["has_edited_chapters"])


@transaction.atomic
def propose_anew(*, actor: Actor, video_id: int, now: datetime) -> None:
    """Put the proposed chapters in place of those that people changed; answered questions stay as they are."""
    video = _locked(actor, video_id)
    Chapter.objects.filter(video=video, kind=ChapterKind.HAND).delete()
    _mark(video, is_edited=False)
    journal.record(actor=actor, verb="chapters proposed anew", subject=video, now=now)
    publish(ChaptersChanged(video_id=video.pk))
    propose_chapters(video_id=video_id, now=now)
