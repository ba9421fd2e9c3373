"""What is shown of passages that were found: their texts, handouts and lessons, and the slides of their films. One query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from nastavnik.core.connections import places_for, rows_of
from nastavnik.search.enums import PassageKind
from nastavnik.search.selectors.index import Found
from nastavnik.search.selectors.lessons import FIELDS, FIELDS_COUNT, LessonHeading, heading_of
from nastavnik.search.selectors.scope import LESSON_FACTS, Scope

# Of a passage its own, its handout, then the facts of `scope` and what `heading_of` takes of its lesson, in their orders.
TEXTS = """
    SELECT 'text' AS list, passage.id, passage.kind, passage.text, passage.starts, passage.page, passage.seconds,
        passage.url, handout.token, handout.title, handout.url,
        lesson.state, lesson.removed_at, cycle.programme_id, programme.is_public, {heading}
    FROM search_passage passage
    LEFT JOIN programme_handout handout ON handout.id = passage.handout_id
    LEFT JOIN programme_lesson lesson ON lesson.id = passage.lesson_id
        AND (handout.id IS NULL OR handout.lesson_id = passage.lesson_id)
    LEFT JOIN programme_cycle cycle ON cycle.id = lesson.cycle_id
    LEFT JOIN programme_programme programme ON programme.id = cycle.programme_id
    WHERE passage.id IN ({ids})
"""
NOTHING = ", ".join(["NULL"] * (4 + len(LESSON_FACTS) + FIELDS_COUNT))
# Their slides in the same columns, as `SlidePictures` takes them.
SLIDES = """
    UNION ALL
    SELECT 'slide', video_id, '', still, NULL, page, seconds, {nothing} FROM video_slide WHERE video_id IN ({ids})
    UNION ALL
    SELECT 'deck', deck.video_id, '', '', deck.pages, NULL, -1, {nothing} FROM video_deck deck
    WHERE deck.video_id IN ({ids})
        AND EXISTS (SELECT 1 FROM video_slide paged WHERE paged.video_id = deck.video_id AND paged.page IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class ShownHandout:
    """A handout of which a passage is a part."""

    token: str
    title: str
    # of one that lies elsewhere
    url: str


@dataclass(frozen=True, slots=True)
class Text:
    """What else is kept of a passage, to be shown."""

    kind: PassageKind
    text: str
    # of a sentence made of several phrases: where each begins in `text`, and at which second
    starts: Sequence[tuple[int, float]]
    page: int | None
    url: str
    handout: ShownHandout | None
    # of a passage without a film: its lesson, if it may be seen still
    lesson: LessonHeading | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The texts of passages by their numbers, and the slides of their films as `SlidePictures` takes them."""

    texts: dict[int, Text]
    slides: list[tuple[Any, ...]]


def shown_of(passages: Sequence[Found], scope: Scope) -> Shown:
    """Return what is shown of passages of `scope`.

    A lesson of which the database says something else by now than when the scope was read is not shown.
    """
    if not passages:
        return Shown({}, [])
    ids, films = [one.id for one in passages], sorted({one.video_id for one in passages if one.video_id})
    query = TEXTS.format(ids=places_for(ids), heading=FIELDS)
    if films:
        query += SLIDES.format(ids=places_for(films), nothing=NOTHING)
    rows = rows_of(query, [*ids, *films, *films])
    slides = [(pk, at, still, page, pages) for kind, pk, _kind, still, pages, page, at, *_no in rows if kind != "text"]
    return Shown(
        texts={row[1]: _text(row[2:], scope) for row in rows if row[0] == "text"},
        slides=sorted(slides, key=itemgetter(1)),
    )


def _text(row: tuple[Any, ...], scope: Scope) -> Text:
    kind, text, starts, page, _seconds, url, token, title, handout_url, *rest = row
    facts, lesson = tuple(rest[: len(LESSON_FACTS)]), rest[len(LESSON_FACTS) :]
    return Text(
        kind=PassageKind(kind),
        text=text,
        starts=json.loads(starts),
        page=page,
        url=url,
        handout=ShownHandout(token, title, handout_url) if token else None,
        lesson=heading_of(lesson) if lesson[0] is not None and scope.lessons.get(lesson[0]) == facts else None,
    )
