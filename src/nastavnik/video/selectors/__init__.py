"""Every read of the films for pages. What other apps may call is named here."""

from nastavnik.video.selectors.chapters import ChapterRow, chapters_as_vtt, chapters_for, chapters_of
from nastavnik.video.selectors.library import FilmCard, Shelf, films_by_lesson, latest, library
from nastavnik.video.selectors.media import SignedMedia, signed_media
from nastavnik.video.selectors.player import (
    Player,
    Track,
    lesson_url_of,
    player_for,
    player_of,
    player_status,
    poster_address,
    resumed,
    video_to_watch,
)

__all__ = [
    "ChapterRow",
    "FilmCard",
    "Player",
    "Shelf",
    "SignedMedia",
    "Track",
    "chapters_as_vtt",
    "chapters_for",
    "chapters_of",
    "films_by_lesson",
    "latest",
    "lesson_url_of",
    "library",
    "player_for",
    "player_of",
    "player_status",
    "poster_address",
    "resumed",
    "signed_media",
    "video_to_watch",
]
