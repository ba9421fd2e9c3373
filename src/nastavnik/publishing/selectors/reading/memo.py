"""What stands on the memo of a lesson: what everybody who may open its page sees there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.timezone import localtime

from nastavnik.core.pictures import NoPicture, TooManyPoints
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors import LessonCard, lesson_for
from nastavnik.publishing.press.cleaning import spoken_time
from nastavnik.publishing.press.memo import MOST_POINTS, MOST_SLIDES, Memo, Point, Sheet, mark_of_memo
from nastavnik.publishing.press.pictures import prepared_picture
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.video.selectors.player import Player, player_for
from nastavnik.video.selectors.slides import LARGE

POINT = "-*•"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlannedMemo:
    """All that a memo says, before any picture is opened."""

    words: Memo
    # where each slide lies in the storage, and what stands on it
    slides: tuple[tuple[str, str], ...]

    @property
    def version(self) -> str:
        """Return what changes with the paper; a picture never changes under its name."""
        return mark_of_memo(self.words, repr(self.slides))


def planned_memo(actor: Actor, school: School, slug: str) -> PlannedMemo:
    """Return the memo of a lesson to who may open it; slides and chapters to who may watch its film. Raises `Lesson.DoesNotExist`."""
    page = lesson_for(actor, school, slug)
    player = player_for(actor, page.lesson, page.lesson.updated_at, is_resumed=False)
    film = player if player is not None and player.is_film and not player.is_live else None
    words = Memo(
        school=school.title,
        kind=str(page.card.kind.label),
        title=page.card.title,
        about=_about(page.card, school),
        address=whole_address(school, page.card.url),
        made_at=page.lesson.updated_at,
        points=tuple(_points(film, page.lesson.description)),
    )
    return PlannedMemo(words, tuple(_slides(film)) if film else ())


def whole_memo(planned: PlannedMemo) -> Memo:
    """Return a memo with its pictures; one that is not there or cannot be read is left out."""
    sheets = [(_picture(place), words) for place, words in planned.slides]
    return replace(
        planned.words,
        sheets=tuple(
            Sheet(content, "png" if content.startswith(b"\x89PNG") else "jpg", words)
            for content, words in sheets
            if content
        ),
    )


def _about(card: LessonCard, school: School) -> str:
    names = ", ".join(one.name for one in card.speakers)
    day = date_format(localtime(card.starts_at, school.zone), "j E Y") if card.starts_at else ""
    return " · ".join(one for one in (names, day) if one)


def _points(film: Player | None, description: str) -> Iterator[Point]:
    """Yield the chapters of the film; without any, what the description lists."""
    if film is not None and film.chapters:
        for chapter in spread(film.chapters, MOST_POINTS):
            yield Point(chapter.title, spoken_time(int(chapter.seconds)))
        return
    lines = [line.strip() for line in description.splitlines()]
    yield from (Point(line.lstrip(POINT).strip()) for line in lines if line[:2].rstrip() in POINT and line[:1])


def _slides(film: Player) -> Iterator[tuple[str, str]]:
    """Yield slides, each once."""
    rows = [card.row for card in film.slides if card.row.picture and card.row.repeats is None]
    for row in spread(rows, MOST_SLIDES):
        yield f"{film.token}/{film.build}/{row.picture}-{LARGE}.webp", row.label


def _picture(place: str) -> bytes:
    try:
        with default_storage.open(place) as stored:
            return prepared_picture(stored.read())
    except (OSError, NoPicture, TooManyPoints):
        return b""


def spread(rows: Sequence[T], most: int) -> list[T]:
    """Return no more than so many of the rows, from the first to the last at even distances."""
    if len(rows) <= most:
        return list(rows)
    return [rows[at * (len(rows) - 1) // (most - 1)] for at in range(most)]
