"""What slides say: the page of the talk's file that each shows, else the letters that tesseract reads off its still."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nastavnik.video.enums import DeckFileKind
from nastavnik.video.ffmpeg import letters, pages
from nastavnik.video.ffmpeg.stills import still_names
from nastavnik.video.models import Deck
from nastavnik.video.services import store
from nastavnik.video.slides import deck as lists
from nastavnik.video.slides import matching
from nastavnik.video.slides.frames import Frames, frames_of

# Of a still: the smaller of its files is enough to compare, the larger is read.
SHARP, SMALL = 0, 1


def greys_path(deck: Deck) -> Path:
    """Return where the grey pictures of the pages of a deck's file lie."""
    path = store.data_path(deck.file_path)
    return path.with_name(f"{path.name}.grey")


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of stills are: `published` are those just taken, the others lie in the film's build."""

    token: str
    build: str
    published: Path
    scratch: Path


def with_words(deck: Deck, slides: lists.Slides, files: Files) -> lists.Slides:
    """Return the slides with their titles and texts, as far as they can be known; what a person wrote stays."""
    if deck.file_kind == DeckFileKind.PPTX:  # no pictures to compare: what is read off the stills is compared
        return with_pages(deck, _with_letters(deck, slides, files), files)
    return _with_letters(deck, with_pages(deck, slides, files), files)


def with_pages(deck: Deck, slides: lists.Slides, files: Files) -> lists.Slides:
    """Return the slides with the pages that they show, found for those that have none yet; what a person chose stays."""
    if not deck.pages or not slides or all(slide.page is not None for slide in slides):
        return slides
    numbers = _pages_of(deck, slides, files)
    return tuple(_told(deck, slide, number) for slide, number in zip(slides, numbers, strict=True))


def _told(deck: Deck, slide: lists.Slide, number: int | None) -> lists.Slide:
    if slide.page is not None or number is None:
        return slide
    page = deck.pages[number]
    return replace(slide, page=number + 1, title=slide.title or page["title"], text=page["text"])


def _pages_of(deck: Deck, slides: lists.Slides, files: Files) -> list[int | None]:
    """Match by pictures; where few of them are like any page, by texts, then by the order alone; else the few it is."""
    few: list[int | None] = [None] * len(slides)
    if deck.file_kind == DeckFileKind.PDF:
        few = _by_pictures(deck, slides, files)
    if _are_many(few):
        return few
    said = matching.match_texts([slide.text for slide in slides], [page["text"] for page in deck.pages])
    if _are_many(said):
        return said
    places = {slide.seconds: number for number, slide in enumerate(slides)}
    repeats = [places.get(slide.repeats) if slide.repeats is not None else None for slide in slides]
    ordered = matching.match_order(len(slides), len(deck.pages), repeats)
    return ordered if _are_many(ordered) else few


def _are_many(numbers: list[int | None]) -> bool:
    return sum(number is not None for number in numbers) * 2 >= len(numbers)


def _by_pictures(deck: Deck, slides: lists.Slides, files: Files) -> list[int | None]:
    stills = [_still_file(slide, files) for slide in slides]
    return matching.match_pictures(
        _greys_of(stills, files.scratch), _page_greys(deck), [page["box"] for page in deck.pages]
    )


def _still_file(slide: lists.Slide, files: Files) -> Path | None:
    """Return the file of a still: just taken, or published before; None for a slide that waits for its still."""
    if not slide.still:
        return None
    name = still_names(slide.still)[SMALL]
    fresh = files.published / name
    return fresh if fresh.exists() else store.local_file(files.token, files.build, name, files.scratch)


def _greys_of(paths: list[Path | None], scratch: Path) -> Frames:
    there = [path for path in paths if path is not None]
    greys = pages.grey_pictures(there, scratch) if there else frames_of(np.zeros(0, np.uint8))
    answers = iter(greys)
    empty = np.zeros(greys.shape[1:], np.uint8)
    return np.array([next(answers) if path is not None else empty for path in paths], np.uint8)


def _page_greys(deck: Deck) -> Frames:
    return frames_of(np.frombuffer(greys_path(deck).read_bytes(), np.uint8))


def _with_letters(deck: Deck, slides: lists.Slides, files: Files) -> lists.Slides:
    """Return the slides with what tesseract reads off the stills that were just taken; those with a page are read already."""
    if not letters.find_tesseract():
        return slides
    return tuple(_read(slide, files, is_titled=not deck.pages) for slide in slides)


def _read(slide: lists.Slide, files: Files, *, is_titled: bool) -> lists.Slide:
    picture = files.published / still_names(slide.still)[SHARP]
    if slide.page is not None or slide.text or not picture.exists():
        return slide
    text = letters.read_letters(picture, files.scratch)
    title = text.partition("\n")[0][: lists.MOST_TITLE] if is_titled else ""
    return replace(slide, text=text, title=slide.title or title)
