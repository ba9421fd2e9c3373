"""Forms of the films, their chapters and their words: the shape of what is typed and of what a player says."""

from nastavnik.video.forms.chapters import ChapterForm, ChapterFormSet, chapters_form
from nastavnik.video.forms.films import BeginUploadForm, FilmForm, PlainUploadForm, PositionForm, UploadForm

__all__ = [
    "BeginUploadForm",
    "ChapterForm",
    "ChapterFormSet",
    "FilmForm",
    "PlainUploadForm",
    "PositionForm",
    "UploadForm",
    "chapters_form",
]
