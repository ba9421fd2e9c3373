"""PDF of a book by Typst: for the screen, for a printing house, and its cover; also the cover as a picture."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from nastavnik.publishing.press.book import Author, Form
from nastavnik.publishing.press.running import Steering, run_typst
from nastavnik.publishing.press.told import told_blocks
from nastavnik.publishing.press.tree import walk
from nastavnik.publishing.press.typography import tidy
from nastavnik.publishing.press.volume import Volume
from nastavnik.publishing.records.pages import Line

TEMPLATES = Path(__file__).parent / "paper"
# A printing house wants neither tags nor colours by an archive's rules, but the boxes of its sheet.
STANDARDS = {Form.SCREEN: ["a-2a", "ua-1"], Form.PRINT: ["1.7"], Form.COVER: ["1.7"]}
MAINS = {Form.SCREEN: "book.typ", Form.PRINT: "book.typ", Form.COVER: "cover.typ"}
SHEET_MM = 0.1  # half of a sheet of 80 g/m2: the thickness that a page adds to the spine
COVER_DPI = 190.0


@dataclass(frozen=True, slots=True)
class Set:
    """A PDF and the number of its pages."""

    content: bytes
    pages: int


def lay_templates(volume: Volume) -> None:
    """Put templates and words into the volume's folder, ready to be set."""
    shutil.copytree(TEMPLATES, volume.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    told = json.dumps(_told(volume), ensure_ascii=False)
    (volume.folder / "book.json").write_text(told, encoding="utf-8")


def set_paper(volume: Volume, form: Form, *, steering: Steering, block_pages: int = 0) -> Set:
    """Return a form of paper; the cover needs to know how many pages it goes around. Raises as `run_typst` does."""
    target = volume.folder / f"{form}.pdf"
    inputs = {"edition": str(form), "spine": str(round(block_pages * SHEET_MM / 2, 2))}
    run_typst([_job(volume, MAINS[form], target, inputs, STANDARDS[form])], folder=volume.folder, steering=steering)
    content = target.read_bytes()
    with pypdfium2.PdfDocument(content) as document:
        return Set(content, len(document))


def set_cover_picture(volume: Volume, *, steering: Steering) -> bytes:
    """Return the front of the cover as PNG, for electronic editions and shelves."""
    target = volume.folder / "front.png"
    inputs = {"edition": "picture", "spine": "0"}
    run_typst([_job(volume, "cover.typ", target, inputs, [])], folder=volume.folder, steering=steering)
    return target.read_bytes()


def _job(volume: Volume, main: str, target: Path, inputs: dict[str, str], standards: list[str]) -> dict[str, Any]:
    """Return what typst_child.py is asked for."""
    return {
        "main": main,
        "target": target.name,
        "format": target.suffix[1:],
        "inputs": inputs,
        "standards": standards,
        "made_at_seconds": int(volume.book.made_at.timestamp()),
        "dots_per_inch": COVER_DPI,
    }


def _told(volume: Volume) -> dict[str, Any]:
    book = volume.book
    return {
        "design": str(book.design),
        "language": book.language,
        "title": tidy(book.title),
        "subtitle": tidy(book.subtitle),
        "publisher": tidy(book.publisher),
        "annotation": tidy(book.annotation),
        "year": tidy(book.year),
        "words": volume.words,
        "level": volume.article_level,
        "title_page": _lines(book.imprint.title_page),
        "verso": _lines(book.imprint.verso),
        "end_page": _lines(book.imprint.end_page),
        "parts": _parts(volume),
        "indexes": _indexes(volume),
    }


def _lines(lines: tuple[Line, ...]) -> list[dict[str, str]]:
    return [{"kind": str(line.kind), "text": tidy(line.text)} for line in lines]


def _parts(volume: Volume) -> list[dict[str, Any]]:
    numbers = iter(range(1, len(volume.book.articles) + 1))
    return [
        {
            "title": tidy(part.title),
            "number": number,
            "articles": [
                {
                    "key": article.key,
                    "number": next(numbers),
                    "title": tidy(article.title),
                    "authors": [_author(one) for one in article.authors],
                    "annotation": tidy(article.annotation),
                    "blocks": told_blocks(volume.trees[article.key]),
                }
                for article in part.articles
            ],
        }
        for number, part in enumerate(volume.book.parts, 1)
    ]


def _author(author: Author) -> dict[str, str]:
    return {"name": tidy(author.name), "about": tidy(author.about)}


def _indexes(volume: Volume) -> dict[str, list[str]]:
    """Return the entries of both indexes as a reader seeks them: ё as е, capitals as small ones."""
    return {kind: sorted(entries_of(volume, kind), key=sort_key) for kind in ("person", "subject")}


def entries_of(volume: Volume, kind: str) -> set[str]:
    """Return the entries of an index."""
    nodes = (node for tree in volume.trees.values() for node in walk(tree))
    return {dict(node["c"][0][2])["entry"] for node in nodes if node.get("t") == "Span" and node["c"][0][1] == [kind]}


def sort_key(entry: str) -> tuple[str, str]:
    """Return by what entries are sorted."""
    return entry.casefold().replace("ё", "е"), entry
