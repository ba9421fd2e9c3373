"""An article as it reads at its editor: block by block, with what the press will make of it — captions, numbers, footnotes, boxes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.core.markdown import render_markdown
from nastavnik.publishing.models import Article, ArticlePicture
from nastavnik.publishing.press.words import words_of_book
from nastavnik.publishing.selectors.proofs.words import BRACES, SPAN, plain_words
from nastavnik.publishing.speech.blocks import Block, BlockKind, blocks_of, heading_of, picture_of, plain, said_blocks
from nastavnik.publishing.speech.keeping import unpacked
from nastavnik.publishing.speech.marks import MarkKind, marks_in
from nastavnik.publishing.speech.paragraphs import Paragraph

_NOTE = re.compile(r"\[\^(\w{1,20})\]", re.ASCII)
# in finished HTML, in which < and > stand for themselves only within the quotes of an attribute
_NOTE_OR_TAG = re.compile(rf'<(?:[^<>"]|"[^"]*")*>|{_NOTE.pattern}', re.ASCII)
# of all footnotes together, as often as their signs repeat them; what is behind them stays as it was typed
MOST_NOTED = 400_000
_DEFINITION = re.compile(r"^\[\^(\w{1,20})\]:[ \t]*", re.ASCII | re.MULTILINE)
_DIVISION = re.compile(r":{3,}\s*\{?\s*\.?(\w*)")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# divisions that a reader sees; the others are for the press alone
SEEN = ("references", "aside", "epigraph")
KINDS = {
    MarkKind.FILLER: gettext_lazy("a filler"),
    MarkKind.REPEAT: gettext_lazy("said twice"),
    MarkKind.FALSE_START: gettext_lazy("begun anew"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph; with a `kind` they may be taken out. Places are those of the whole text."""

    text: str
    kind: str = ""
    begin: int = 0
    end: int = 0

    @property
    def label(self) -> str:
        """Return why it may go."""
        return str(KINDS[MarkKind(self.kind)]) if self.kind else ""


@dataclass(frozen=True, slots=True)
class BlockShown:
    """A block of an article as it reads.

    `moment`: «95-102» of its film; `pieces` only where something may be taken out; `label`: the number of a figure; `division`: what box
    it stands in.
    """

    kind: str
    begin: int
    html: SafeString | str
    pieces: tuple[Piece, ...] = ()
    seconds: float | None = None
    moment: str = ""
    picture_url: str = ""
    caption: str = ""
    alt: str = ""
    label: str = ""
    division: str = ""

    @property
    def marks(self) -> int:
        """Return how much may be taken out."""
        return sum(bool(one.kind) for one in self.pieces)


@dataclass(frozen=True, slots=True)
class Reads:
    """How an article reads. `notes`: the words of its footnotes, in the order of their signs; `has_numbers`: figures or tables are counted."""

    blocks: list[BlockShown]
    notes: list[SafeString]
    has_numbers: bool


def reads(article: Article, pictures: Mapping[str, ArticlePicture]) -> Reads:
    """Return how an article reads; `pictures` by the names that its text uses."""
    return _Reader(article, pictures).read()


class _Reader:
    """Goes through one text; counts what the press counts."""

    def __init__(self, article: Article, pictures: Mapping[str, ArticlePicture]) -> None:
        self.article, self.pictures = article, pictures
        self.said = dict(zip((one.begin for one in said_blocks(article.text)), unpacked(article.anchors), strict=False))
        self.words = words_of_book()
        self.figures = self.tables = self.unnamed = 0
        self.divisions: list[str] = []
        self.definitions: dict[str, str] = {}
        self.rendered: dict[str, SafeString] = {}
        self.notes: list[SafeString] = []
        self.noted = 0
        self.shown: list[BlockShown] = []
        # a paragraph that may be the caption of the table behind it, and its words
        self.caption: BlockShown | None = None
        self.caption_words = ""

    def read(self) -> Reads:
        blocks = self._without_definitions(blocks_of(self.article.text))
        for block in blocks:
            self._read(block)
        self._settle_caption()
        return Reads(self.shown, self.notes, bool(self.figures or self.tables))

    def _without_definitions(self, blocks: tuple[Block, ...]) -> list[Block]:
        """Keep the words of footnotes apart: they stand at the end. What is indented behind them belongs to the last."""
        found, last = list[Block](), ""
        for block in blocks:
            if last and block.text.startswith("    "):
                self.definitions[last] += f"\n\n{block.text.strip()}"
                continue
            parts = _DEFINITION.split(block.text) if block.kind is BlockKind.READ else [block.text]
            if len(parts) == 1 or parts[0].strip():
                found.append(block)
                last = ""
                continue
            for label, words in zip(parts[1::2], parts[2::2], strict=True):
                self.definitions.setdefault(label, words.strip())
                last = label
        return found

    def _read(self, block: Block) -> None:
        lines = block.text.splitlines()
        is_code = block.kind is BlockKind.CODE
        borders = [] if is_code else [line for line in lines if _is_border(line)]
        opening = [one for one in borders if _DIVISION.match(one.strip()) and _name(one)]
        self.divisions += [_name(one) for one in opening]
        words = "\n".join(line for line in lines if not _is_border(line)) if borders else block.text
        if words.strip():
            self._show(block, words)
        for _one in range(len(borders) - len(opening)):
            self._close()

    def _close(self) -> None:
        if self.divisions and self.divisions.pop() == "table":
            self._settle_caption()

    def _show(self, block: Block, words: str) -> None:
        kind = block.kind
        if kind is BlockKind.BORDER:  # words within a division that stand on the very next line
            kind = next(iter(blocks_of(words))).kind
        shown = replace(self._shown(block, kind, words), division=self._box())
        is_caption = kind is BlockKind.READ and self.divisions[-1:] == ["table"] and self.caption is None
        if is_caption:
            self.caption, self.caption_words = shown, plain_words(_bare(words))
            return
        if kind is not BlockKind.TABLE:
            self._settle_caption()
        self.shown.append(shown)

    def _settle_caption(self) -> None:
        """Show a paragraph that is no caption after all."""
        if self.caption is not None:
            self.shown.append(self.caption)
            self.caption = None

    def _box(self) -> str:
        return next((one for one in reversed(self.divisions) if one in SEEN), "")

    def _shown(self, block: Block, kind: BlockKind, words: str) -> BlockShown:
        if kind is BlockKind.HEADING:
            return BlockShown(kind, block.begin, plain(heading_of(replace(block, text=words))))
        if kind is BlockKind.PICTURE:
            return self._picture(block, words)
        if kind is BlockKind.TABLE:
            return BlockShown(kind, block.begin, self._table(words))
        if kind is BlockKind.CODE:
            return BlockShown(kind, block.begin, render_markdown(words))
        return self._paragraph(block, words)

    def _picture(self, block: Block, words: str) -> BlockShown:
        named = picture_of(replace(block, text=words))
        picture = self.pictures.get(named.key)
        if picture is None:
            return BlockShown(BlockKind.PICTURE, block.begin, named.key, caption=named.caption)
        url = reverse("publishing:article_picture", args=[self.article.token, named.key])
        if named.caption:
            self.figures += 1
        label = self.words["figure"] % {"number": self.figures} if named.caption else ""
        shown = BlockShown(BlockKind.PICTURE, block.begin, named.key, picture_url=url, caption=named.caption)
        return replace(shown, alt=named.alt or named.caption or picture.alt, label=label)

    def _table(self, words: str) -> SafeString:
        html = render_markdown(_bare(words))
        before, sign, behind = str(html).partition("<table>")
        if not sign or before:
            return self._noted(html)
        # a head without words is no head to who only hears it
        behind = behind.replace("<th></th>", "<td></td>")
        if self.caption is None:
            self.unnamed += 1
            caption, name = "", f"{_('Table')} ({self.unnamed})"
        else:
            self.tables += 1
            label = self.words["table"] % {"number": self.tables}
            caption = format_html("<caption><strong>{}</strong> {}</caption>", label, self.caption_words)
            name, self.caption = f"{label} {self.caption_words}", None
        opening = format_html('<div class="scroll" tabindex="0" role="region" aria-label="{}">', name)
        return self._noted(f'{opening}<table class="table">{caption}{behind}</div>')

    def _paragraph(self, block: Block, words: str) -> BlockShown:
        pieces = tuple(replace(one, text=self._raised(one.text)) for one in _pieces(block, words))
        html = SafeString("") if pieces else self._noted(render_markdown(_bare(words)))
        said: Paragraph | None = self.said.get(block.begin)
        if said is None or said.seconds is None:
            return BlockShown(BlockKind.READ, block.begin, html, pieces)
        moment = f"{int(said.seconds)}-{int(said.end_seconds or said.seconds) + 1}"
        return BlockShown(BlockKind.READ, block.begin, html, pieces, said.seconds, moment)

    # --- footnotes ----------------------------------------------------------------------------------------------------

    def _noted(self, html: str) -> SafeString:
        """Return HTML in which signs of footnotes lead to their words; a sign without words stays as it was typed."""
        return mark_safe(_NOTE_OR_TAG.sub(self._link, html))  # noqa: S308 -- of rendered Markdown, with numbers put in

    def _link(self, found: re.Match[str]) -> str:
        number = self._number(found) if found[1] else 0
        return f'<sup><a href="#note-{number}" id="to-note-{number}">{number}</a></sup>' if number else found[0]

    def _raised(self, words: str) -> str:
        return _NOTE.sub(lambda found: str(self._number(found) or found[0]).translate(RAISED), words)

    def _number(self, found: re.Match[str]) -> int:
        label = found[1]
        if label not in self.definitions or self.noted > MOST_NOTED:
            return 0
        if label not in self.rendered:
            self.rendered[label] = render_markdown(_bare(self.definitions[label]))
        self.notes.append(self.rendered[label])
        self.noted += len(self.rendered[label])
        return len(self.notes)


def _is_border(line: str) -> bool:
    return line.lstrip().startswith(":::")


def _name(border: str) -> str:
    match = _DIVISION.match(border.strip())
    return match[1] if match else ""


def _bare(words: str) -> str:
    """Return Markdown without what it says to the press alone."""
    return BRACES.sub("", SPAN.sub(r"\1", words))


def _pieces(block: Block, words: str) -> tuple[Piece, ...]:
    """Return a paragraph cut at what may be taken out of it; nothing where that is nothing, or where a division ends in it."""
    if words != block.text:
        return ()
    found, at = list[Piece](), 0
    for mark in marks_in(block.text):
        if mark.begin > at:
            found.append(Piece(plain(block.text[at : mark.begin])))
        place = (block.begin + mark.begin, block.begin + mark.end)
        found.append(Piece(plain(block.text[mark.begin : mark.end]), mark.kind, *place))
        at = mark.end
    return (*found, Piece(plain(block.text[at:]))) if found else ()
