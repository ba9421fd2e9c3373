"""A list of slides and what a person does to it. A slide is called by its `seconds`; every change gives a new list.

Raises `NoSuchSlide` for a slide that is not in the list (somebody else took it away), `PlaceTaken` for a second at which another
slide begins already.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

MOST_TITLE = 250
# Two slides that begin so near each other are one.
NEAREST_SECONDS = 0.2


class NoSuchSlide(Exception):
    """No slide begins at this second."""


class PlaceTaken(Exception):
    """Another slide begins at this second."""


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: see `models.Slide`; `repeats` is the second at which the earlier one begins."""

    seconds: float
    origin: str = "found"
    still: str = ""
    title: str = ""
    text: str = ""
    page: int | None = None
    repeats: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON can keep it."""
        return asdict(self)


Slides = tuple[Slide, ...]


def tidy(slides: Iterable[Slide]) -> Slides:
    """Return the slides in their order; who repeats one that is not there or comes later repeats nothing."""
    ordered = sorted(slides, key=lambda slide: slide.seconds)
    begins = {slide.seconds for slide in ordered}
    return tuple(
        slide if slide.repeats in begins and slide.repeats < slide.seconds else replace(slide, repeats=None)
        for slide in ordered
    )


def slide_at(slides: Slides, seconds: float) -> Slide:
    """Return the slide that begins there."""
    for slide in slides:
        if abs(slide.seconds - seconds) < NEAREST_SECONDS / 2:
            return slide
    raise NoSuchSlide


def before(slides: Slides, seconds: float) -> Slide | None:
    """Return the last slide that begins before `seconds`."""
    earlier = [slide for slide in slides if slide.seconds < seconds]
    return earlier[-1] if earlier else None


def merge(slides: Slides, seconds: float) -> Slides:
    """Let the slide be a step of the one before it, which is shown as the later of them: with everything that was added.

    The first slide has none before it and stays.
    """
    slide = slide_at(slides, seconds)
    one = before(slides, slide.seconds)
    if one is None:
        return slides
    both = replace(
        one, still=slide.still, page=slide.page or one.page, title=one.title or slide.title, text=slide.text or one.text
    )
    kept = [both if other is one else other for other in slides if other is not slide]
    return tidy(_repeating(kept, slide.seconds, one.seconds))


def remove(slides: Slides, seconds: float) -> Slides:
    """Take the slide away; the one before it goes on until the next."""
    gone = slide_at(slides, seconds)
    return tidy(slide for slide in slides if slide is not gone)


def move(slides: Slides, seconds: float, to_seconds: float) -> Slides:
    """Let the slide begin at another second.

    The stills of the slide and of the one before it are taken anew: they might show each other.
    """
    slide = slide_at(slides, seconds)
    rest = [other for other in slides if other is not slide]
    _check_free(rest, to_seconds)
    moved = replace(slide, seconds=to_seconds, still="")
    fresh = {before(slides, slide.seconds), before(tidy(rest), to_seconds)}
    kept = [replace(other, still="") if other in fresh else other for other in rest]
    return tidy(_repeating([*kept, moved], slide.seconds, to_seconds))


def rename(slides: Slides, seconds: float, title: str) -> Slides:
    """Give the slide a title."""
    slide = slide_at(slides, seconds)
    words = " ".join(title.split())[:MOST_TITLE]
    return tuple(replace(other, title=words) if other is slide else other for other in slides)


def add(slides: Slides, seconds: float, title: str = "") -> Slides:
    """Add a slide; the one before it ends there, so its still is taken anew."""
    _check_free(slides, seconds)
    one = before(slides, seconds)
    kept = [replace(other, still="") if other is one else other for other in slides]
    return tidy([*kept, Slide(seconds, "hand", title=" ".join(title.split())[:MOST_TITLE])])


def set_page(slides: Slides, seconds: float, page: int | None, title: str, text: str) -> Slides:
    """Say which page of the talk's file the slide shows (None: none of them); the page's text becomes its own."""
    slide = slide_at(slides, seconds)
    told = replace(slide, page=page, title=" ".join((title or slide.title).split())[:MOST_TITLE], text=text)
    return tuple(told if other is slide else other for other in slides)


def _check_free(slides: Iterable[Slide], seconds: float) -> None:
    if any(abs(slide.seconds - seconds) < NEAREST_SECONDS for slide in slides):
        raise PlaceTaken


def _repeating(slides: Iterable[Slide], old: float, new: float) -> list[Slide]:
    """Let those that repeated the slide at `old` repeat the one at `new`."""
    return [replace(slide, repeats=new) if slide.repeats == old else slide for slide in slides]
