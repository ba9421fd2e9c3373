"""The page of search: moments by lesson, and where they lie in its film."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.search.selectors.films import Film, SlidePictures, films_by_id
from nastavnik.search.selectors.finding import CANDIDATES, Finding, find
from nastavnik.search.selectors.hits import Hit, HitMaker
from nastavnik.search.selectors.index import Found
from nastavnik.search.selectors.lessons import LessonHeading
from nastavnik.search.selectors.misses import search_url
from nastavnik.search.selectors.nearness import find_related
from nastavnik.search.selectors.scope import Scope, scope_of
from nastavnik.search.selectors.shown import Text, shown_of

MOST_HITS = 20
HITS_OF_A_GROUP = 4
SUGGESTIONS = 6
# thousandths
TIME_LINE = 1000


@dataclass(frozen=True, slots=True)
class Tick:
    """A hit on the time line of a film; `place` is counted in thousandths of its length."""

    place: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one lesson, of a film without one, or (without a title) of neither.

    `others` is how many hits of it are not shown; all that have a second are on the time line.
    """

    title: str
    url: str
    mark: tuple[str, ...]
    starts_at: datetime | None
    hits: tuple[Hit, ...]
    others: int
    ticks: tuple[Tick, ...]
    duration_seconds: float


@dataclass(frozen=True, slots=True)
class Results:
    """The page of search. `text` is what was typed; nothing was looked for while it is empty."""

    text: str = ""
    groups: list[Group] = field(default_factory=list)
    # the words that stand for mistyped ones
    instead: str = ""
    # no passage has all the words: these have all but one
    is_partial: bool = False
    hits: int = 0
    # there are more than were looked at
    is_more: bool = False

    @property
    def is_missed(self) -> bool:
        """Tell whether something was looked for in vain: nothing answers all of it."""
        return bool(self.text) and (self.is_partial or not self.groups)

    @property
    def instead_url(self) -> str:
        """Return the address that looks for the words set right."""
        return search_url(self.instead) if self.instead else ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A moment to go to while one is still typing, and of what it is."""

    hit: Hit
    title: str


@dataclass(slots=True)
class _Place:
    """What was found of one lesson, film or text, the best first, before it is read."""

    lesson_id: int | None
    found: list[Found] = field(default_factory=list)

    @property
    def film_id(self) -> int | None:
        """Return the film of the best hit that has one; its time line is drawn."""
        return next((one.video_id for one in self.found if one.video_id is not None), None)

    @property
    def shown(self) -> list[Found]:
        """Return what may be shown of it: twice as many as fit, for some say the same."""
        return self.found[: 2 * HITS_OF_A_GROUP]


def search(actor: Actor, school: School, text: str, now: datetime) -> Results:
    """Return what `actor` may see of what `text` asks for, about `MOST_HITS` moments."""
    scope = scope_of(actor, school)
    finding = find(school, text, scope)
    groups, hits = _groups(school, finding, scope, now)
    return Results(
        text=finding.typed,
        groups=groups,
        instead=finding.instead if groups else "",
        is_partial=finding.is_partial,
        hits=hits,
        is_more=len(finding.found) >= CANDIDATES,
    )


def suggestions(actor: Actor, school: School, text: str, now: datetime) -> list[Suggestion]:
    """Return a few moments for a text that somebody is still typing."""
    scope = scope_of(actor, school)
    return _suggested(school, find(school, text, scope, is_typing=True), scope, now)


def related(actor: Actor, school: School, subject: str, text: str, now: datetime) -> list[Suggestion]:
    """Return a few moments, answers and texts that are near to a whole question: its subject, and what more is told of it."""
    scope = scope_of(actor, school)
    return _suggested(school, find_related(school, subject, text, scope), scope, now)


def _suggested(school: School, finding: Finding, scope: Scope, now: datetime) -> list[Suggestion]:
    groups, _hits = _groups(school, finding, scope, now)
    return [Suggestion(hit, group.title) for group in groups for hit in group.hits][:SUGGESTIONS]


def _groups(school: School, finding: Finding, scope: Scope, now: datetime) -> tuple[list[Group], int]:
    """Return as much of what was found as makes up a page, and how many moments there are in all."""
    every = _places(finding.found, scope)
    places = _first(every)
    shown = [one for place in places for one in place.shown]
    films = films_by_id(school, scope, (one.video_id for one in shown if one.video_id))
    told = shown_of(shown, scope)
    maker = HitMaker(finding.question, films, SlidePictures(films.values(), now, rows=told.slides))
    texts, lessons = told.texts, _lessons(told.texts.values(), films.values())
    groups = [_group(place, texts, films, lessons, maker) for place in places]
    return [group for group in groups if group.hits], sum(len(place.found) for place in every)


def _places(found: Sequence[Found], scope: Scope) -> list[_Place]:
    """Return what was found by lesson or film, the best first; of what stands at one second (a chapter and its slide) the best."""
    places: dict[tuple[str, int], _Place] = {}
    moments = set[tuple[int, int]]()
    for one in found:
        if one.video_id is not None and one.seconds is not None:
            moment = (one.video_id, int(one.seconds))
            if moment in moments:
                continue
            moments.add(moment)
        lesson_id = scope.lesson_of(one)
        key = ("lesson", lesson_id) if lesson_id else ("film", one.video_id) if one.video_id else ("text", one.id)
        places.setdefault(key, _Place(lesson_id)).found.append(one)
    return list(places.values())


def _first(places: Sequence[_Place]) -> list[_Place]:
    """Return as many of the places as make up a page."""
    chosen, hits = list[_Place](), 0
    for place in places:
        if hits >= MOST_HITS:
            break
        chosen.append(place)
        hits += min(len(place.found), HITS_OF_A_GROUP)
    return chosen


def _lessons(texts: Iterable[Text], films: Iterable[Film]) -> dict[int, LessonHeading]:
    """Return the lessons of what may be shown, as the database knows them now."""
    lessons = chain((text.lesson for text in texts), (film.lesson for film in films))
    return {lesson.id: lesson for lesson in lessons if lesson is not None}


def _may_be_shown(one: Found, films: Mapping[int, Film], lessons: Mapping[int, LessonHeading]) -> bool:
    """Tell whether a passage may be shown after all: its film or lesson was not closed a moment ago."""
    if one.video_id:
        return one.video_id in films
    return one.lesson_id is None or one.lesson_id in lessons


def _group(
    place: _Place,
    texts: Mapping[int, Text],
    films: Mapping[int, Film],
    lessons: Mapping[int, LessonHeading],
    maker: HitMaker,
) -> Group:
    lesson = lessons.get(place.lesson_id) if place.lesson_id else None
    film = films.get(place.film_id) if place.film_id else None
    url = lesson.url if lesson else film.url if film else ""
    rows = [(one, texts[one.id]) for one in place.shown if one.id in texts and _may_be_shown(one, films, lessons)]
    different = {text.text: one for one, text in reversed(rows)}  # a chapter may be called like its lesson
    made = (maker.hit(one, text, url) for one, text in rows if different[text.text] is one)
    hits = islice(made, HITS_OF_A_GROUP)
    return Group(
        title=lesson.title if lesson else film.title if film else "",
        url=url,
        mark=lesson.mark if lesson else (),
        starts_at=lesson.starts_at if lesson else None,
        hits=tuple(hits),
        others=max(len(place.found) - HITS_OF_A_GROUP, 0),
        ticks=_ticks(film, place.found),
        duration_seconds=film.duration_seconds if film else 0.0,
    )


def _ticks(film: Film | None, found: Sequence[Found]) -> tuple[Tick, ...]:
    """Return where the hits lie in the film, from its beginning."""
    if film is None or not film.duration_seconds:
        return ()
    seconds = sorted({one.seconds for one in found if one.video_id == film.id and one.seconds is not None})
    return tuple(Tick(round(min(one / film.duration_seconds, 1.0) * TIME_LINE), one) for one in seconds)
