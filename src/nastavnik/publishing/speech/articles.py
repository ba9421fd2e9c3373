"""Articles that a lesson could become: its chapters with their paragraphs, and its slides as figures with captions."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf
from typing import TypeAlias

from nastavnik.publishing.speech.paragraphs import CHAPTER_TOLERANCE_SECONDS, Paragraph

# characters: a page of print; a chapter of less is a section of an article, not one of its own
SHORT_ARTICLE = 2500
# A slide that is seen for less time was turned over.
SHORTEST_SLIDE_SECONDS = 5.0
LONGEST_CAPTION = 160


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide from `seconds` on. `key` is the caller's; `is_repeated`: the speaker went back to it."""

    key: str
    seconds: float
    title: str = ""
    text: str = ""
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter from `seconds` on."""

    seconds: float
    title: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A slide in the text. `alt` is what is to be read on it, for who does not see it."""

    key: str
    caption: str
    alt: str
    seconds: float


Block: TypeAlias = Paragraph | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A topic; the title is empty for what comes before the first. `level`: that of its heading."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 2

    @property
    def length(self) -> int:
        """How many characters are to be read."""
        return sum(len(one.text) for one in self.blocks if isinstance(one, Paragraph))


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is proposed."""

    title: str
    sections: tuple[Section, ...]

    @property
    def length(self) -> int:
        """How many characters are to be read."""
        return sum(one.length for one in self.sections)


def articles_of(
    title: str, paragraphs: Iterable[Paragraph], *, chapters: Iterable[Chapter], slides: Iterable[Slide]
) -> tuple[Article, ...]:
    """Return what a lesson called `title` could become: short chapters are sections of the article before them.

    The titles of slides stand in for chapters where there are none.
    """
    shown = _shown(slides)
    topics = sorted(chapters, key=lambda one: one.seconds) or _topics(shown)
    sections = sections_of(paragraphs, chapters=topics, slides=shown)
    articles = list[list[Section]]()
    for section in sections:
        if not articles or sum(one.length for one in articles[-1]) >= SHORT_ARTICLE <= section.length:
            articles.append([])
        articles[-1].append(section)
    return tuple(_article(title, one, is_only=len(articles) == 1) for one in articles)


def _article(title: str, sections: Sequence[Section], *, is_only: bool) -> Article:
    """Return an article; called by its first topic when the lesson makes more than one."""
    if is_only or not sections[0].title:
        return Article(title, tuple(sections))
    return Article(sections[0].title, (Section("", sections[0].blocks), *sections[1:]))


def _topics(slides: Sequence[Slide]) -> list[Chapter]:
    """Return the slides that have a title other than that of the one before."""
    found = list[Chapter]()
    for slide in slides:
        if slide.title and (not found or slide.title != found[-1].title):
            found.append(Chapter(slide.seconds, slide.title))
    return found


def _shown(slides: Iterable[Slide]) -> list[Slide]:
    """Return the slides that are worth a figure: seen long enough, each once."""
    rows = sorted(slides, key=lambda one: one.seconds)
    ends = [*(one.seconds for one in rows[1:]), inf]
    return [
        slide
        for slide, end in zip(rows, ends, strict=False)
        if not slide.is_repeated and end - slide.seconds >= SHORTEST_SLIDE_SECONDS
    ]


def sections_of(
    paragraphs: Iterable[Paragraph], *, chapters: Sequence[Chapter], slides: Iterable[Slide]
) -> tuple[Section, ...]:
    """Return the paragraphs by chapters, which come in their order, with the slides as figures.

    A figure stands behind the paragraph that is spoken when it is shown first. A chapter in which nothing is said is left out.
    """
    begins = [one.seconds - CHAPTER_TOLERANCE_SECONDS for one in chapters]
    gathered = dict[int, list[Block]]()
    number = 0
    for block in _with_figures(list(paragraphs), list(slides)):
        if isinstance(block, Paragraph) and block.seconds is not None:
            number = bisect_right(begins, block.seconds)
        gathered.setdefault(number, []).append(block)
    return tuple(Section(chapters[at - 1].title if at else "", tuple(one)) for at, one in gathered.items())


def _with_figures(paragraphs: Sequence[Paragraph], slides: Sequence[Slide]) -> Iterator[Block]:
    """Yield paragraphs, and behind each the slides that came while it was spoken; the first one takes the earlier ones too."""
    waiting = sorted(slides, key=lambda one: one.seconds, reverse=True)
    following = [one.seconds for one in paragraphs[1:]]
    for paragraph, begin in zip(paragraphs, [*following, inf], strict=False):
        yield paragraph
        while waiting and begin is not None and waiting[-1].seconds < begin - CHAPTER_TOLERANCE_SECONDS:
            yield figure_of(waiting.pop())


def figure_of(slide: Slide) -> Figure:
    """Return a slide as a figure: its caption is its title or the first line of what stands on it. No line is read twice in a row."""
    lines = [" ".join(line.split()) for line in (slide.title, *slide.text.splitlines())]
    words = [line for line, _same in groupby(line for line in lines if line)]
    return Figure(slide.key, _caption(words[0]) if words else "", " ".join(words), slide.seconds)


def _caption(line: str) -> str:
    """Return a caption: no full stop stands behind it, and it is cut between words."""
    line = line.rstrip(" .,;:")
    if len(line) <= LONGEST_CAPTION:
        return line
    return line[:LONGEST_CAPTION].rpartition(" ")[0].rstrip(" .,;:–—-") + "…"
