"""A book that has been read: clean trees of its articles in its folder, and what is to be looked at."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nastavnik.publishing.press.book import Article, Book, Flaw, Remark
from nastavnik.publishing.press.cleaning import Cleaner, Place, Shelf
from nastavnik.publishing.press.pictures import laid_out
from nastavnik.publishing.press.reading import read_markdown
from nastavnik.publishing.press.resolving import resolve
from nastavnik.publishing.press.running import Steering
from nastavnik.publishing.press.told import dots_per_inch
from nastavnik.publishing.press.tree import Node, walk
from nastavnik.publishing.press.words import words_of_book

LEAST_DPI = 200


@dataclass(frozen=True, slots=True)
class Volume:
    """A book, its trees by the keys of its articles, its words, and the folder in which its pictures lie."""

    book: Book
    folder: Path
    trees: dict[str, list[Node]]
    words: dict[str, str]
    remarks: tuple[Remark, ...]
    picture_names: dict[str, str]  # of the files in the folder, as the book has them

    @property
    def article_level(self) -> int:
        """Return the level of the titles of articles."""
        return article_level(self.book)


def article_level(book: Book) -> int:
    """Return the level of the titles of articles: under titles of parts it is the second."""
    return 2 if book.has_titled_parts else 1


def read_book(book: Book, folder: Path, *, steering: Steering, after_each: Callable[[], None]) -> Volume:
    """Read all articles of a book into an empty folder. Raises `PressFailed`, `TooLarge`, `Stopped`."""
    words = words_of_book()
    shelf = Shelf(laid_out(book.pictures, folder), book.films, words)
    raw = {}
    for article in book.articles:
        raw[article.key] = _read(article, folder, steering)
        after_each()
    first = article_level(book) + 1
    clean = {key: Cleaner(shelf, key, first).article(blocks) for key, blocks in raw.items()}
    places = {article.key: Place(article.key, article.title) for article in book.articles}
    trees = {key: resolve(blocks, shelf, places) for key, blocks in clean.items()}
    coarse = [remark for key, blocks in trees.items() for remark in _coarse(key, blocks)]
    names = {shown.path: name for name, shown in shelf.pictures.items()}
    return Volume(book, folder, trees, words, (*shelf.remarks, *coarse), names)


def _read(article: Article, folder: Path, steering: Steering) -> list[Node]:
    """Read an article in a folder of its own: it cannot look even at its book's pictures."""
    desk = folder / "reading"
    desk.mkdir()
    try:
        return read_markdown(article.text, folder=desk, steering=steering)
    finally:
        shutil.rmtree(desk)


def _coarse(key: str, blocks: list[Node]) -> list[Remark]:
    """Tell of pictures that are not sharp enough for print."""
    images = [node for node in walk(blocks) if node.get("t") == "Image"]
    return [
        Remark(key, Flaw.COARSE, f"{dict(image['c'][0][2])['name']}: {dots_per_inch(image):.0f} dpi")
        for image in images
        if dots_per_inch(image) < LEAST_DPI
    ]
