"""What everybody may read: no key is needed, and none changes what is answered."""

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from nastavnik.api.selectors.open import answers, books, contests, films, lessons
from nastavnik.api.selectors.shapes import open as shapes
from nastavnik.api.selectors.shapes.base import Page
from nastavnik.api.services.pace import MOST_SEARCHES
from nastavnik.api.views.rest.asked import LessonQuery, ListQuery, SearchQuery, Slug, Token, asked_of, page_of
from nastavnik.api.views.rest.keys import Pace
from nastavnik.core import clock
from nastavnik.core.http import Request

PROGRAMME, FILMS, ANSWERS, CONTESTS, BOOKS = "programme", "films", "answers", "contests", "collections"

router = Router(throttle=Pace())


@router.get("/school", response=shapes.School, url_name="v1_school", summary=_("The school"), tags=[PROGRAMME])
def school(request: Request) -> Any:
    """Who answers, and the school in figures."""
    return lessons.school_shape(request.school)


@router.get(
    "/programmes", response=Page[shapes.Programme], url_name="v1_programmes", summary=_("Programmes"), tags=[PROGRAMME]
)
def programmes(request: Request, query: Query[ListQuery]) -> Any:
    """The public years of the school."""
    return page_of(request, lessons.programme_shapes(asked_of(request, query, "programmes")))


@router.get(
    "/programmes/{token}",
    response=shapes.ProgrammeFull,
    url_name="v1_programme",
    summary=_("A programme with its cycles"),
    tags=[PROGRAMME],
)
def programme(request: Request, token: Path[Token]) -> Any:
    """A year with its cycles, in their order."""
    return lessons.programme_shape(request.school, token)


@router.get("/lessons", response=Page[shapes.Lesson], url_name="v1_lessons", summary=_("Lessons"), tags=[PROGRAMME])
def lesson_list(request: Request, query: Query[LessonQuery]) -> Any:
    """Announced, held and cancelled lessons of the public programmes, in the order in which they were made."""
    asked, now = asked_of(request, query, "lessons"), clock.now()
    piece = lessons.lesson_shapes(asked, now, token=query.programme, state=query.state, kind=query.kind)
    return page_of(request, piece)


@router.get("/lessons/{uid}", response=shapes.LessonFull, url_name="v1_lesson", summary=_("A lesson"), tags=[PROGRAMME])
def lesson(request: Request, uid: Path[Token]) -> Any:
    """A lesson with its description, partners and handouts."""
    return lessons.lesson_shape(request.school, uid, clock.now())


@router.get("/films", response=Page[shapes.Film], url_name="v1_films", summary=_("Films"), tags=[FILMS])
def film_list(request: Request, query: Query[ListQuery]) -> Any:
    """The films that everybody may watch, in the order in which they came."""
    return page_of(request, films.film_shapes(asked_of(request, query, "films"), clock.now()))


@router.get(
    "/films/{token}", response=shapes.FilmFull, url_name="v1_film", summary=_("A film with its chapters"), tags=[FILMS]
)
def film(request: Request, token: Path[Token]) -> Any:
    """A film with its chapters."""
    return films.film_shape(request.school, token, clock.now())


@router.get(
    "/search",
    response=shapes.Found,
    url_name="v1_search",
    summary=_("Search of moments"),
    tags=[FILMS],
    throttle=Pace("search", MOST_SEARCHES),
)
def search(request: Request, query: Query[SearchQuery]) -> Any:
    """Moments of films, slides, handouts and public answers in which something is said."""
    return films.found_shape(request.school, query.q, clock.now())


@router.get(
    "/answers", response=Page[shapes.Answer], url_name="v1_answers", summary=_("Public answers"), tags=[ANSWERS]
)
def answer_list(request: Request, query: Query[ListQuery]) -> Any:
    """Questions to the mentors whose answers are public."""
    return page_of(request, answers.answer_shapes(asked_of(request, query, "answers")))


@router.get(
    "/answers/{token}", response=shapes.AnswerFull, url_name="v1_answer", summary=_("A public answer"), tags=[ANSWERS]
)
def answer(request: Request, token: Path[Token]) -> Any:
    """A public answer with the moments and handouts that it recommends."""
    return answers.answer_shape(request.school, token, clock.now())


@router.get("/contests", response=Page[shapes.Contest], url_name="v1_contests", summary=_("Contests"), tags=[CONTESTS])
def contest_list(request: Request, query: Query[ListQuery]) -> Any:
    """The contests that were announced."""
    return page_of(request, contests.contest_shapes(asked_of(request, query, "contests"), clock.now()))


@router.get(
    "/contests/{slug}", response=shapes.ContestFull, url_name="v1_contest", summary=_("A contest"), tags=[CONTESTS]
)
def contest(request: Request, slug: Path[Slug]) -> Any:
    """A contest with its regulation, directions and criteria."""
    return contests.contest_shape(request.school, slug, clock.now())


@router.get(
    "/contests/{slug}/results",
    response=shapes.Results,
    url_name="v1_results",
    summary=_("The results of a contest"),
    tags=[CONTESTS],
)
def results(request: Request, slug: Path[Slug]) -> Any:
    """The awards of a contest; nothing before they are released."""
    return contests.results_shape(request.school, slug, clock.now())


@router.get(
    "/collections", response=Page[shapes.Book], url_name="v1_collections", summary=_("Collections"), tags=[BOOKS]
)
def book_list(request: Request, query: Query[ListQuery]) -> Any:
    """The collections that were published."""
    return page_of(request, books.book_shapes(asked_of(request, query, "collections")))


@router.get(
    "/collections/{slug}", response=shapes.BookFull, url_name="v1_collection", summary=_("A collection"), tags=[BOOKS]
)
def book(request: Request, slug: Path[Slug]) -> Any:
    """A collection with its contents, files and bibliographic record."""
    return books.book_shape(request.school, slug)
