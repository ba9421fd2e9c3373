"""Hits: a passage as people see it, with the words marked, the second at which it is heard, and the slide shown then."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import get_script_prefix

from nastavnik.search.enums import PassageKind
from nastavnik.search.selectors.films import Film, SlidePictures
from nastavnik.search.selectors.index import Found
from nastavnik.search.selectors.shown import Text
from nastavnik.search.text.marks import Piece, snippet_of
from nastavnik.search.text.passages import second_at
from nastavnik.search.text.questions import Question


@dataclass(frozen=True, slots=True)
class Hit:
    """A moment, or a text without one: what is said or written there, and where it is heard or read."""

    kind: PassageKind
    pieces: tuple[Piece, ...]
    url: str
    # None of what is read and not heard
    seconds: float | None
    page: int | None
    # of what it is a part: the title of the handout
    source: str
    # the slide that is shown then; empty where there is none
    slide_url: str
    # where it plays on the page of search itself; empty where it does not
    play_url: str
    # by which the film, or the handout, is known; empty where it is none
    film_token: str = ""
    handout_token: str = ""

    @property
    def label(self) -> str:
        """Return what it is, in a word; of what is said, its time says enough."""
        return "" if self.kind == PassageKind.CUE else str(self.kind.label)

    @property
    def text(self) -> str:
        """Return the words without their marks."""
        return "".join(piece.text for piece in self.pieces)


class HitMaker:
    """Makes hits of passages of films and lessons that may be shown."""

    def __init__(self, question: Question, films: Mapping[int, Film], pictures: SlidePictures) -> None:
        self._lemmas, self._films, self._pictures = question.lemmas, films, pictures
        self._heads = [clause.said for clause in question.clauses if clause.is_open]

    def hit(self, found: Found, text: Text, lesson_url: str) -> Hit:
        """Return a passage of a film or lesson that may be shown as it is shown."""
        snippet = snippet_of(text.text, found.lemmas.split(), self._lemmas, self._heads)
        seconds = found.seconds
        if seconds is not None and text.starts:
            seconds = second_at(snippet.begin, text.starts, seconds)
        film = self._films.get(found.video_id) if found.video_id else None
        return Hit(
            kind=text.kind,
            pieces=snippet.pieces,
            url=_url(text, film, seconds, lesson_url),
            seconds=seconds,
            page=text.page,
            source=text.handout.title if text.handout and text.kind == PassageKind.PAGE else "",
            slide_url=self._pictures.at(film.id, seconds) if film and seconds is not None else "",
            play_url=f"{film.embed_url}?t={int(seconds)}" if film and film.embed_url and seconds is not None else "",
            film_token=film.token if film else "",
            handout_token=text.handout.token if text.handout else "",
        )


def _url(text: Text, film: Film | None, seconds: float | None, lesson_url: str) -> str:
    handout = text.handout
    if handout is not None:
        page = f"#page={text.page}" if text.page else ""
        return handout.url or f"{get_script_prefix()}handouts/{handout.token}/{page}"
    if film is not None:
        return moment_url(film, seconds)
    return f"{get_script_prefix()}{text.url.lstrip('/')}" if text.url else lesson_url


def moment_url(film: Film, seconds: float | None) -> str:
    """Return the address that plays a film from a second."""
    return film.url if seconds is None else f"{film.url}?t={int(seconds)}"
