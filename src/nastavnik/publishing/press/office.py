"""EPUB 3 and DOCX of a book by pandoc: one document of clean trees, whose looks are styles and never marks at the words."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from nastavnik.publishing.press.book import Article, Form
from nastavnik.publishing.press.paper import entries_of, sort_key
from nastavnik.publishing.press.reference import reference_document
from nastavnik.publishing.press.running import WRITING, Steering, run_pandoc
from nastavnik.publishing.press.tree import Node, attributes, div, document, header, link, para, plain, text
from nastavnik.publishing.press.typography import tidy
from nastavnik.publishing.press.volume import Volume
from nastavnik.publishing.press.zips import packed_anew
from nastavnik.publishing.records.pages import Line, LineKind

STYLES = Path(__file__).parent / "office" / "epub.css"
FORMATS = {Form.EPUB: "epub3", Form.DOCX: "docx"}
CORE = "docProps/core.xml"
CORE_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{lines}'
    '<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>'
)
# what stands over the title on its page
OVER_TITLE = (LineKind.ABOVE_TITLE, LineKind.SERIES, LineKind.AUTHOR)
# a picture of so many points takes the whole width
WIDE_POINTS = 600
# what a column needs besides its letters, and how many of these count
WEIGHT_OF_NOTHING, LETTERS_OF_LINE = 7, 40
# the names of paragraph styles in DOCX, and of classes in EPUB
STYLE_NAMES = {
    "moment": "Moment",
    "aside": "Aside",
    "epigraph": "Epigraph",
    "references": "References",
    "byline": "Byline",
    "about": "About Author",
    "annotation": "Annotation",
    "imprint": "Imprint",
    "contents": "Contents Line",
    "index": "Index Line",
    "title-page": "Title Page",
    "book-title": "Book Title",
}


def write_office(volume: Volume, form: Form, *, cover: bytes, steering: Steering) -> bytes:
    """Return the book as EPUB or DOCX. Raises `PressFailed`, `TooLarge`, `Stopped`."""
    source, target = volume.folder / f"{form}.json", volume.folder / f"book.{form}"
    # the title page is ours: of a title in its head pandoc would make another one
    meta = _meta(volume) if form is Form.EPUB else {"lang": volume.book.language}
    made = document(list(_blocks(volume, form)), meta)
    source.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    words = ["--from", "json", "--to", FORMATS[form], "--output", target.name]
    words += _epub_words(volume, cover) if form is Form.EPUB else _docx_words(volume)
    made_at = int(volume.book.made_at.timestamp())
    run_pandoc([*words, source.name], folder=volume.folder, made_at_seconds=made_at, steering=steering, limits=WRITING)
    return packed_anew(target.read_bytes(), {CORE: _core(volume)} if form is Form.DOCX else {})


def _epub_words(volume: Volume, cover: bytes) -> list[str]:
    (volume.folder / "cover.png").write_bytes(cover)
    shutil.copy(STYLES, volume.folder / "epub.css")
    level = str(volume.article_level)
    return [
        *("--css=epub.css", "--epub-cover-image=cover.png", "--epub-title-page=false"),
        *("--toc", f"--toc-depth={level}", f"--split-level={level}"),
    ]


def _docx_words(volume: Volume) -> list[str]:
    styles = reference_document(str(volume.book.design), volume.article_level)
    (volume.folder / "reference.docx").write_bytes(styles)
    return ["--reference-doc=reference.docx"]


def _core(volume: Volume) -> bytes:
    """Return what a DOCX tells of itself."""
    at = volume.book.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = {"title": volume.book.title, "creator": volume.book.publisher, "language": volume.book.language}
    lines = "".join(f"<dc:{name}>{escape(tidy(value))}</dc:{name}>" for name, value in told.items())
    return CORE_XML.format(lines=lines, at=at).encode()


def _meta(volume: Volume) -> dict[str, Any]:
    book = volume.book
    return {
        "lang": book.language,
        "pagetitle": tidy(book.title),
        "title": tidy(book.title),
        "subtitle": tidy(book.subtitle),
        "identifier": [{"text": f"urn:nastavnik:{book.key}"}],
        "publisher": tidy(book.publisher),
        "date": book.made_at.date().isoformat(),
        "description": tidy(book.annotation),
        "rights": "".join(tidy(line.text) for line in book.imprint.verso if line.kind is LineKind.COPYRIGHT),
        "accessModes": ["textual", "visual"],
        "accessModeSufficient": ["textual"],
        "accessibilityFeatures": ["alternativeText", "readingOrder", "structuralNavigation", "tableOfContents"],
        "accessibilityHazards": ["none"],
    }


# --- the whole book as one document --------------------------------------------------------------------------------------


def _blocks(volume: Volume, form: Form) -> Iterator[Node]:
    """Give the blocks of the book: title, imprint, contents where no program makes them, articles, indexes, the end."""
    writer = _Writer(volume, form)
    yield from writer.title_page()
    if form is Form.DOCX:
        yield from writer.contents()
    for part in volume.book.parts:
        if part.title:
            yield header(1, writer.next_part(), [text(tidy(part.title))])
        for article in part.articles:
            yield from writer.article(article)
    for kind, words in (("person", volume.words["people"]), ("subject", volume.words["subjects"])):
        yield from writer.index(kind, words)
    yield from writer.end_page()


class _Writer:
    """Makes the parts of a document; which style something has is told in the way of its form."""

    def __init__(self, volume: Volume, form: Form) -> None:
        self.volume, self.form = volume, form
        self.parts = 0
        self.marks: dict[tuple[str, str], list[str]] = {}

    def styled(self, name: str, blocks: list[Node]) -> Node:
        """Return blocks in a style of ours."""
        if self.form is Form.DOCX:
            return div(blocks, custom_style=STYLE_NAMES[name])
        return div(blocks, [name])

    def next_part(self) -> str:
        """Return the anchor of the next part."""
        self.parts += 1
        return f"part-{self.parts}"

    def title_page(self) -> Iterator[Node]:
        """Give the title page and its verso; in EPUB under a heading, by which its contents find it."""
        imprint = self.volume.book.imprint
        above = [line for line in imprint.title_page if line.kind in OVER_TITLE]
        below = [line for line in imprint.title_page if line.kind not in {*OVER_TITLE, LineKind.TITLE}]
        title = tidy(self.volume.book.title)
        if self.form is Form.EPUB:
            yield header(1, "title-page", [text(title)], ["unnumbered", "title"])
        yield from self._lines("title-page", above)
        if self.form is Form.DOCX:
            yield self.styled("book-title", [para(text(title))])
        yield from self._lines("title-page", below)
        if imprint.verso:
            yield header(1, "imprint", [text(self.volume.words["imprint"])], ["unnumbered"])
        yield from self._lines("imprint", list(imprint.verso))

    def end_page(self) -> Iterator[Node]:
        """Give what stands at the end of a book."""
        if self.volume.book.imprint.end_page:
            yield {"t": "HorizontalRule"}
        yield from self._lines("imprint", list(self.volume.book.imprint.end_page))

    def _lines(self, style: str, lines: list[Line]) -> Iterator[Node]:
        if lines:
            yield self.styled(style, [para(text(tidy(line.text))) for line in lines])

    def contents(self) -> Iterator[Node]:
        """Give the contents as links: a field that Word fills in stays empty in other programs."""
        yield header(1, "contents", [text(self.volume.words["contents"])], ["unnumbered"])
        for number, part in enumerate(self.volume.book.parts, 1):
            lines = (
                [para({"t": "Strong", "c": [link([text(tidy(part.title))], f"#part-{number}")]})] if part.title else []
            )
            for article in part.articles:
                names = ", ".join(tidy(one.name) for one in article.authors)
                said: list[Node] = [{"t": "Emph", "c": [text(names)]}, {"t": "LineBreak"}] if names else []
                lines.append(para(*said, link([text(tidy(article.title))], f"#{article.key}")))
            yield self.styled("contents", lines)

    def article(self, article: Article) -> Iterator[Node]:
        """Give an article with its title, authors and annotation."""
        yield header(self.volume.article_level, article.key, [text(tidy(article.title))])
        for one in article.authors:
            yield self.styled("byline", [para(text(tidy(one.name)))])
            if one.about:
                yield self.styled("about", [para(text(tidy(one.about)))])
        if article.annotation:
            yield self.styled("annotation", [para(text(tidy(article.annotation)))])
        for block in self.volume.trees[article.key]:
            yield self._rewritten(block, article)

    def _rewritten(self, node: Any, article: Article) -> Any:
        """Return a tree as pandoc writes it: moments with their links, marks of indexes as places, styles by their names."""
        if isinstance(node, list):
            return [self._rewritten(one, article) for one in node]
        if not isinstance(node, dict) or "c" not in node:
            return node
        if node["t"] == "Image":
            return self._image(node)
        if node["t"] == "Table" and self.form is Form.DOCX:
            node = {**node, "c": with_widths(node["c"])}
        inner = {**node, "c": self._rewritten(node["c"], article)}
        if node["t"] == "Div":
            return self._division(inner["c"])
        return self._mark(inner, article) if node["t"] == "Span" else inner

    def _division(self, content: Any) -> Node:
        (_anchor, (kind,), others), blocks = content
        known = dict(others)
        if kind == "moment":
            said = f"{self.volume.words['video']}: {known['film']}, {known['time']}"
            blocks = [*blocks, para(link([text(said)], known["address"]))]
        return self.styled(kind, blocks)

    def _image(self, node: Node) -> Node:
        (_anchor, _classes, others), alt, (path, _title) = node["c"]
        share = dict(others).get("width", "100%" if int(dict(others)["points-wide"]) > WIDE_POINTS else "")
        return {"t": "Image", "c": [attributes(**({"width": share} if share else {})), alt, [path, ""]]}

    def _mark(self, node: Node, article: Article) -> Node:
        (_anchor, (kind,), others), inlines = node["c"]
        marks = self.marks.setdefault((kind, dict(others)["entry"]), [])
        marks.append(f"{article.key}--{kind}-{sum(len(one) for one in self.marks.values())}")
        return {"t": "Span", "c": [attributes(marks[-1]), inlines]}

    def index(self, kind: str, title: str) -> Iterator[Node]:
        """Give an index; there are no pages, so each place has its number in the row."""
        entries = sorted(entries_of(self.volume, kind), key=sort_key)
        if not entries:
            return
        yield header(1, f"index-{kind}", [text(title)], ["unnumbered"])
        yield self.styled("index", [para(*self._entry(kind, entry)) for entry in entries])

    def _entry(self, kind: str, entry: str) -> list[Node]:
        said = [text(entry)]
        for number, anchor in enumerate(self.marks.get((kind, entry), ()), 1):
            said += [text(", " if number > 1 else ": "), link([text(str(number))], f"#{anchor}")]
        return said


def with_widths(table: list[Any]) -> list[Any]:
    """Return a table whose columns have shares of the width by their longest cells: office programs would make them equal."""
    about, caption, columns, head, bodies, foot = table
    rows = [*head[1], *(row for body in bodies for row in body[3])]
    weights = [WEIGHT_OF_NOTHING + max(_lengths(rows, number), default=0) for number in range(len(columns))]
    shares = [{"t": "ColWidth", "c": round(weight / sum(weights), 3)} for weight in weights]
    return [
        about,
        caption,
        [[column[0], share] for column, share in zip(columns, shares, strict=True)],
        head,
        bodies,
        foot,
    ]


def _lengths(rows: list[Any], number: int) -> list[int]:
    """Return how many letters there are in the cells of a column; beyond a line more make no difference."""
    return [min(len(plain(row[1][number][4])), LETTERS_OF_LINE) for row in rows]
