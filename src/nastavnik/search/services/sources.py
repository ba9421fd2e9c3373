"""What of the school's rows can be found: films, lessons and handouts, read and written as passages."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from nastavnik.programme.models import Handout, Lesson, LessonSpeaker
from nastavnik.search.enums import PassageKind
from nastavnik.search.models import IndexedSource
from nastavnik.search.services.files import pieces_of_handout
from nastavnik.search.services.passages import NewPassage, Source, replace_passages
from nastavnik.search.text.passages import Phrase, pieces_of, sentences_of
from nastavnik.video.enums import TranscriptState
from nastavnik.video.models import Chapter, Cue, Deck, Slide, Transcript, Video
from nastavnik.video.selectors import chapters_of


def index_video(*, video_id: int, now: datetime, is_anew: bool = False) -> int:
    """Let everything of a film be found, or nothing of one that is gone; return how many passages changed.

    `is_anew`: also when nothing of it seems to have changed.
    """
    video = Video.objects.select_related("lesson").filter(pk=video_id).first()
    if video is None:  # its passages went with it
        IndexedSource.objects.filter(name=f"video/{video_id}").delete()
        return 0
    mark = mark_of_video(video)
    if not is_anew and is_known(f"video/{video.pk}", mark):
        return 0
    passages = [] if video.removed_at else list(passages_of_video(video))
    source = Source(video.school_id, video_id=video.pk)
    return _write(source, f"video/{video.pk}", mark, passages, now)


def is_known(name: str, mark: str) -> bool:
    """Tell whether the source was indexed as it is now."""
    return IndexedSource.objects.filter(name=name, mark=mark).exists()


@transaction.atomic
def _write(source: Source, name: str, mark: str, passages: list[NewPassage], now: datetime) -> int:
    """Write passages, and of what they were made. The mark is older than they: what changed meanwhile is seen by the sweep."""
    changed = replace_passages(source=source, passages=passages)
    IndexedSource.objects.update_or_create(
        name=name, defaults={"school_id": source.school_id, "mark": mark, "indexed_at": now}
    )
    return changed


def passages_of_video(video: Video) -> Iterator[NewPassage]:
    """Yield the title, chapters, slides and sentences of a film, whose lesson is joined."""
    said_at = said_at_of(video)
    if video.lesson is None or video.title != video.lesson.title:
        yield NewPassage(PassageKind.TITLE, video.title, said_at)
    for chapter in chapters_of(video):
        yield NewPassage(PassageKind.CHAPTER, chapter.title, said_at, chapter.seconds, chapter.until_seconds)
    yield from _slides(video, said_at)
    for transcript in Transcript.objects.filter(video=video, state=TranscriptState.READY).order_by("pk"):
        cues = Cue.objects.filter(transcript=transcript).order_by("seconds", "pk")
        rows = cues.values_list("seconds", "end_seconds", "text", "begins_paragraph")
        for one in sentences_of(Phrase(*row) for row in rows.iterator()):
            # a single phrase begins where its passage does
            starts = one.starts if len(one.starts) > 1 else ()
            yield NewPassage(PassageKind.CUE, one.text, said_at, one.seconds, one.end_seconds, starts=starts)


def _slides(video: Video, said_at: datetime) -> Iterator[NewPassage]:
    """Yield the text of each slide, once however often the speaker goes back to it."""
    slides = list(Slide.objects.filter(video=video).order_by("seconds", "pk"))
    ends = [slide.seconds for slide in slides[1:]] + [video.duration_seconds]
    for slide, end in zip(slides, ends, strict=False):
        is_titled = slide.text.strip().startswith(slide.title)
        text = slide.text if is_titled else f"{slide.title}. {slide.text}"
        if slide.repeats_id is None and text.strip(" ."):
            yield NewPassage(PassageKind.SLIDE, text, said_at, slide.seconds, end)


def said_at_of(video: Video) -> datetime:
    """Return when a film was said: at its lesson, else when it was brought."""
    return (video.lesson.starts_at if video.lesson else None) or video.created_at


def mark_of_video(video: Video) -> str:
    """Return what changes with everything that the passages of a film, whose lesson is joined, are made of."""
    return marks_of_videos([video])[video.pk]


def marks_of_videos(videos: Sequence[Video]) -> dict[int, str]:
    """Return the marks of films, in three queries however many there are."""
    ids = [video.pk for video in videos]
    parts: dict[int, list[object]] = {pk: [] for pk in ids}
    words = Transcript.objects.filter(video__in=ids).order_by("pk")
    for video_id, *rest in words.values_list("video", "pk", "version", "state"):
        parts[video_id].append(("words", *rest))
    for video_id, *rest in Deck.objects.filter(video__in=ids).values_list("video", "version", "found_at"):
        parts[video_id].append(("slides", *rest))
    chapters = Chapter.objects.filter(video__in=ids).order_by("seconds", "pk")
    for video_id, *rest in chapters.values_list("video", "seconds", "title"):
        parts[video_id].append(("chapter", *rest))
    return {video.pk: _mark(*_facts(video), *parts[video.pk]) for video in videos}


def _facts(video: Video) -> tuple[object, ...]:
    title = video.lesson.title if video.lesson else ""
    return (video.title, title, said_at_of(video), video.duration_seconds, video.removed_at is None)


def _mark(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=24).hexdigest()


def index_lesson(*, lesson_id: int, now: datetime, is_anew: bool = False) -> int:
    """Let the title of a lesson, its speakers and what is told of it be found; return how many passages changed."""
    lesson = Lesson.objects.filter(pk=lesson_id).first()
    if lesson is None:
        IndexedSource.objects.filter(name=f"lesson/{lesson_id}").delete()
        return 0
    mark = mark_of_lesson(lesson)
    if not is_anew and is_known(f"lesson/{lesson.pk}", mark):
        return 0
    passages = [] if lesson.removed_at else list(passages_of_lesson(lesson))
    source = Source(lesson.school_id, lesson_id=lesson.pk)
    return _write(source, f"lesson/{lesson.pk}", mark, passages, now)


def passages_of_lesson(lesson: Lesson) -> Iterator[NewPassage]:
    """Yield the title, the speakers, and the description in pieces."""
    said_at = lesson.starts_at or lesson.updated_at
    yield NewPassage(PassageKind.TITLE, lesson.title, said_at)
    places = LessonSpeaker.objects.filter(lesson=lesson).select_related("speaker").order_by("position", "pk")
    for place in places:
        words = filter(None, (place.speaker.name, place.speaker.position))
        yield NewPassage(PassageKind.ABOUT, ", ".join(words), said_at)
    for text in (lesson.summary, *pieces_of(lesson.description)):
        if text:
            yield NewPassage(PassageKind.ABOUT, text, said_at)


def mark_of_lesson(lesson: Lesson) -> str:
    """Return what changes with everything that a lesson's passages are made of."""
    return marks_of_lessons([lesson])[lesson.pk]


def marks_of_lessons(lessons: Sequence[Lesson]) -> dict[int, str]:
    """Return the marks of lessons, in one query however many there are."""
    speakers: dict[int, list[tuple[str, str]]] = {lesson.pk: [] for lesson in lessons}
    places = LessonSpeaker.objects.filter(lesson__in=list(speakers)).order_by("position", "pk")
    for lesson_id, name, position in places.values_list("lesson", "speaker__name", "speaker__position"):
        speakers[lesson_id].append((name, position))
    return {
        one.pk: _mark(one.title, one.summary, one.description, one.starts_at, one.removed_at is None, speakers[one.pk])
        for one in lessons
    }


def index_handout(*, handout_id: int, now: datetime, is_anew: bool = False) -> int:
    """Let a handout be found by its title and its words; return how many passages changed."""
    handout = Handout.objects.select_related("lesson").filter(pk=handout_id).first()
    if handout is None:
        IndexedSource.objects.filter(name=f"handout/{handout_id}").delete()
        return 0
    mark = mark_of_handout(handout)
    if not is_anew and is_known(f"handout/{handout.pk}", mark):
        return 0
    said_at = handout.lesson.starts_at or handout.lesson.updated_at
    passages = [NewPassage(PassageKind.HANDOUT, handout.title, said_at)]
    passages += [
        NewPassage(PassageKind.PAGE, piece.text, said_at, page=piece.page) for piece in pieces_of_handout(handout)
    ]
    source = Source(handout.lesson.school_id, lesson_id=handout.lesson_id, handout_id=handout.pk)
    return _write(source, f"handout/{handout.pk}", mark, passages, now)


def mark_of_handout(handout: Handout) -> str:
    """Return what changes with a handout, whose lesson is joined; its file never does."""
    return _mark(handout.title, handout.file.name, handout.lesson.starts_at)


def index_lesson_with_all(*, lesson_id: int, now: datetime) -> None:
    """Index a lesson, its films and its handouts: their titles and their freshness are its own."""
    index_lesson(lesson_id=lesson_id, now=now)
    for video_id in Video.objects.filter(lesson=lesson_id).order_by("pk").values_list("pk", flat=True):
        index_video(video_id=video_id, now=now)
    for handout_id in Handout.objects.filter(lesson=lesson_id).order_by("pk").values_list("pk", flat=True):
        index_handout(handout_id=handout_id, now=now)
