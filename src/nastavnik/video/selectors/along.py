"""What runs along with a film under its player: chapters, slides, subtitles, read together in one query."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import FloatField, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from nastavnik.core.memory import remembered
from nastavnik.video.models import Chapter, Deck, Slide, Video
from nastavnik.video.selectors.chapters import ChapterRow, chapter_rows
from nastavnik.video.selectors.slides import NO_SLIDES, ShownSlides, shown_slides
from nastavnik.video.selectors.subtitles import Subtitles, languages_shown, subtitles_in


@dataclass(frozen=True, slots=True)
class Along:
    """What a player shows beside the picture; each is empty while there is none."""

    chapters: tuple[ChapterRow, ...] = ()
    slides: ShownSlides = NO_SLIDES
    subtitles: tuple[Subtitles, ...] = ()


NOTHING_ALONG = Along()


class _Row(NamedTuple):
    """A row of any of the four tables; what a table has not is nought or empty. `kind`: of a chapter, or a slide's origin."""

    table: str
    id: int
    seconds: float
    title: str
    text: str
    kind: str
    # the still of a slide, the thin sound of a deck
    file: str
    page: int | None
    repeats: int | None


def along_of(video: Video) -> Along:
    """Return what runs along with a film; the caller has asked for the right to watch it."""
    parts = (_chapters(video), _slides(video), _deck(video), _languages(video))
    rows = [_Row(*row) for row in parts[0].union(*parts[1:], all=True)]
    duration = video.duration_seconds
    return Along(
        chapters=chapter_rows(
            (Chapter(seconds=row.seconds, title=row.title, kind=row.kind) for row in _in_order(rows, "chapter")),
            duration,
        ),
        slides=_slides_in(rows, duration or 0.0),
        subtitles=subtitles_in(video, [row.title for row in rows if row.table == "language"]),
    )


known_along_of = remembered(along_of)


def _in_order(rows: list[_Row], table: str) -> Iterator[_Row]:
    return iter(sorted((row for row in rows if row.table == table), key=lambda row: (row.seconds, row.id)))


def _slides_in(rows: list[_Row], duration_seconds: float) -> ShownSlides:
    slides = [
        Slide(
            pk=row.id,
            seconds=row.seconds,
            title=row.title,
            text=row.text,
            origin=row.kind,
            still=row.file,
            page=row.page,
            repeats_id=row.repeats,
        )
        for row in _in_order(rows, "slide")
    ]
    deck = next(_in_order(rows, "deck"), None)
    if deck is None:
        return NO_SLIDES
    return shown_slides(slides, json.loads(deck.text), deck.file, duration_seconds)


def _text(value: str = "") -> Value:
    return Value(value, output_field=TextField())


def _number() -> Cast:
    return Cast(Value(None), IntegerField())


def _chapters(video: Video) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Chapter.objects.filter(video=video).order_by()
    return rows.values_list(_text("chapter"), "pk", "seconds", "title", _text(), "kind", _text(), _number(), _number())


def _slides(video: Video) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Slide.objects.filter(video=video).order_by()
    return rows.values_list(
        _text("slide"), "pk", "seconds", "title", "text", "origin", "still", Cast("page", IntegerField()), "repeats_id"
    )


def _deck(video: Video) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Deck.objects.filter(video=video).order_by()
    nought = Value(0.0, output_field=FloatField())
    return rows.values_list(
        _text("deck"), "pk", nought, _text(), Cast("pages", TextField()), _text(), "thin", _number(), _number()
    )


def _languages(video: Video) -> QuerySet[Any, tuple[Any, ...]]:
    nought = Value(0.0, output_field=FloatField())
    return languages_shown(video).values_list(
        _text("language"), "pk", nought, "language", _text(), _text(), _text(), _number(), _number()
    )
