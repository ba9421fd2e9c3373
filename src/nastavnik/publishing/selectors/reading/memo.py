"""What stands on the memo of a lesson: what everybody who may open its page sees there."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.timezone import localtime

from nastavnik.core.pictures import NoPicture, TooManyPoints
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors import LessonCard, lesson_for
from nastavnik.publishing.press.cleaning import spoken_time
from nastavnik.publishing.press.memo import MOST_POINTS, MOST_SLIDES, Memo, Point, Sheet
from nastavnik.publishing.press.pictures import prepared_picture
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.video.selectors.player import Player, player_for
from nastavnik.video.selectors.slides import LARGE, SlideRow

POINT = "-*•"
T = TypeVar("T")


def memo_of(actor: Actor, school: School, slug: str) -> Memo:
    """Return the memo of a lesson to who may open it; slides and chapters to who may watch its film. Raises `Lesson.DoesNotExist`."""
    page = lesson_for(actor, school, slug)
    player = player_for(actor, page.lesson, page.lesson.updated_at, is_resumed=False)
    film = player if player is not None and player.is_film and not player.is_live else None
    return Memo(
        school=school.title,
        kind=str(page.card.kind.label),
        title=page.card.title,
        about=_about(page.card, school),
        address=whole_address(school, page.card.url),
        made_at=page.lesson.updated_at,
        points=tuple(_points(film, page.lesson.description)),
        sheets=tuple(_sheets(film)) if film else (),
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


def _sheets(film: Player) -> Iterator[Sheet]:
    """Yield slides, each once; one whose picture is not there or cannot be read is left out."""
    rows = [card.row for card in film.slides if card.row.picture and card.row.repeats is None]
    for row in spread(rows, MOST_SLIDES):
        content = _picture(film, row)
        if content:
            yield Sheet(content, "png" if content.startswith(b"\x89PNG") else "jpg", row.label)


def _picture(film: Player, row: SlideRow) -> bytes:
    place = f"{film.token}/{film.build}/{row.picture}-{LARGE}.webp"
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
