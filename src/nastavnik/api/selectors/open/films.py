"""Films with their chapters, and the search of moments."""

from datetime import datetime
from typing import Any

from nastavnik.api.selectors.cursors import Asked, Piece, piece_of
from nastavnik.api.selectors.open import GUEST
from nastavnik.api.selectors.shapes.open import Film, FilmChapter, FilmFull, Found, Hit, HitGroup
from nastavnik.programme.models import School
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.search import selectors as search
from nastavnik.search.selectors.hits import Hit as FoundHit
from nastavnik.video.models import Chapter, Video
from nastavnik.video.selectors import FilmCard, library
from nastavnik.video.selectors.chapters import ChapterRow, chapter_rows


def _cards(school: School, now: datetime) -> list[FilmCard]:
    return [film for shelf in library(GUEST, school, now) for film in shelf.films]


def film_shapes(asked: Asked, now: datetime) -> Piece[Film]:
    """Return the films that everybody may watch, in the order in which they came; a new file of a film comes anew."""
    piece = piece_of(asked, _cards(asked.school, now), _key_of)
    return Piece([Film(**_words(asked.school, film)) for film in piece.rows], piece.following)


def _key_of(film: FilmCard) -> str:
    at = film.playable_at
    return f"{at.timestamp() if at else 0:017.6f} {film.token}"


def film_shape(school: School, token: str, now: datetime) -> FilmFull:
    """Return a film that everybody may watch. Raises `Video.DoesNotExist`."""
    film = next((film for film in _cards(school, now) if film.token == token), None)
    if film is None:
        raise Video.DoesNotExist
    chapters = chapter_rows(Chapter.objects.filter(video__token=token).order_by("seconds", "pk"), film.duration_seconds)
    return FilmFull(**_words(school, film), chapters=[_chapter(school, film, one) for one in chapters])


def _chapter(school: School, film: FilmCard, row: ChapterRow) -> FilmChapter:
    url = f"{whole_address(school, film.url)}?t={row.moment}"
    return FilmChapter(title=row.title, seconds=row.seconds, until_seconds=row.until_seconds, url=url)


def _words(school: School, film: FilmCard) -> dict[str, Any]:
    return {
        "token": film.token,
        "title": film.title,
        "url": whole_address(school, film.url),
        "embed_url": whole_address(school, film.embed_path),
        "poster_url": whole_address(school, film.share_poster_path) if film.poster_url else None,
        "lesson": film.lesson.uid,
        "duration_seconds": film.duration_seconds,
        "playable_at": film.playable_at,
    }


def found_shape(school: School, text: str, now: datetime) -> Found:
    """Return what everybody may find for a text, about twenty moments."""
    results = search.search(GUEST, school, text, now)
    groups = [
        HitGroup(
            title=group.title,
            url=whole_address(school, group.url) if group.url else None,
            hits=[_hit(school, hit) for hit in group.hits],
            others=group.others,
        )
        for group in results.groups
    ]
    return Found(groups=groups, instead=results.instead, is_partial=results.is_partial)


def _hit(school: School, hit: FoundHit) -> Hit:
    return Hit(
        kind=hit.kind,
        text=hit.text,
        url=hit.url if "://" in hit.url else whole_address(school, hit.url),
        seconds=hit.seconds,
        film=hit.film_token or None,
        page=hit.page,
    )
