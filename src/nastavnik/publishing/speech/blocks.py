"""The blocks of an article in our Markdown, and which of them were said when.

A block is what stands between empty lines; a fence of code is one, whatever is in it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from nastavnik.publishing.speech.anchors import anchored
from nastavnik.publishing.speech.paragraphs import Paragraph
from nastavnik.publishing.speech.sentences import Sentence

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_PICTURE = re.compile(r"^!\[(?P<caption>(?:[^\]\\]|\\.)*)\]\((?P<key>[^()\s]+)\)(?:\{(?P<told>[^{}]*)\})?$", re.DOTALL)
_ALT = re.compile(r'(?<!\S)alt="([^"]*)"')
_HEADING = re.compile(r"#{1,6}\s")
_WORD = re.compile(r"[^\W_]")
_SPECIAL = re.compile(r"([\\`*_\[\]<>{}|~^])")
_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_LEADING = re.compile(r"^([#>+=-]|:::)|^(\d{1,9})([.)])(?=\s|$)")


class BlockKind(StrEnum):
    """What a block is to its reader."""

    READ = "read"
    HEADING = "heading"
    PICTURE = "picture"
    CODE = "code"
    TABLE = "table"
    BORDER = "border"  # a line of colons, with which a division begins or ends


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text, from one character of it to another."""

    kind: BlockKind
    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PictureWords:
    """A picture as a block names it; `alt` only where it differs from the caption."""

    key: str
    caption: str
    alt: str = ""


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in their order; line ends are those of files."""
    return tuple(Block(_kind(text[begin:end]), begin, end, text[begin:end]) for begin, end in _borders(text))


def _borders(text: str) -> Iterator[tuple[int, int]]:
    begin, end, at, fence = None, 0, 0, ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if fence or line.strip():
            begin = at if begin is None else begin
            end = at + len(line.rstrip("\r\n"))
        elif begin is not None:
            yield begin, end
            begin = None
        if mark and not fence:
            fence = mark[1]
        elif mark and fence and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        at += len(line)
    if begin is not None:
        yield begin, end


def _kind(text: str) -> BlockKind:
    first = text.lstrip()
    if _FENCE.match(text):
        return BlockKind.CODE
    if first.startswith(":::"):
        return BlockKind.BORDER
    if _HEADING.match(first) and "\n" not in first:
        return BlockKind.HEADING
    if _PICTURE.match(text.strip()):
        return BlockKind.PICTURE
    return BlockKind.TABLE if first.startswith("|") else BlockKind.READ


def heading_of(block: Block) -> str:
    """Return the words of a heading, without the signs around them and what stands in braces for the press.

    By hand, not by one pattern: a pattern that looks for the end from each space of a long line takes minutes.
    """
    line = block.text.strip()
    if not _HEADING.match(line):
        return block.text
    words = line.lstrip("#").strip()
    at = words.rfind("{")
    if at >= 0 and words.endswith("}") and "}" not in words[at:-1]:
        words = words[:at].rstrip()
    return words.rstrip("#").rstrip()


def picture_of(block: Block) -> PictureWords:
    """Return what a block of a picture names."""
    match = _PICTURE.match(block.text.strip())
    if match is None:
        return PictureWords("", "")
    told = _ALT.search(match["told"] or "")
    return PictureWords(match["key"], plain(match["caption"]), told[1] if told else "")


def said_blocks(text: str) -> list[Block]:
    """Return the blocks that could be said: what is read and has a word."""
    return [block for block in blocks_of(text) if block.kind is BlockKind.READ and _WORD.search(block.text)]


def anchored_text(text: str, kept: Iterable[Paragraph], source: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of `said_blocks(text)` with their seconds.

    `kept`: those of the text as it stood before; what has no seconds by them is looked for in `source`, the speech as it came: words that
    were taken out and put back. What was written in the place of others has none: nobody said it.
    """
    texts = [block.text for block in said_blocks(text)]
    found = anchored(kept, texts)
    if all(one.is_said for paragraph in found for one in paragraph.sentences):
        return found
    pairs = zip(found, anchored(source, texts, is_time_left=False), strict=True)
    return tuple(Paragraph(tuple(map(_better, one.sentences, other.sentences))) for one, other in pairs)


def _better(kept: Sentence, first: Sentence) -> Sentence:
    return kept if kept.is_said else first


def escaped(words: str) -> str:
    """Return words as Markdown that says just them."""
    text = _SPECIAL.sub(r"\\\1", " ".join(words.split()))
    return _LEADING.sub(lambda match: rf"{match[2]}\{match[3]}" if match[2] else rf"\{match[0]}", text)


def plain(words: str) -> str:
    """Return the words of Markdown that `escaped` made."""
    return _ESCAPED.sub(r"\1", words)
