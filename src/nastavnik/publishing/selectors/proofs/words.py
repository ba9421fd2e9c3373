"""Our Markdown as an author reads it in a proof: block by block, without the marks that are for the press."""

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString

from nastavnik.core.markdown import render_markdown
from nastavnik.publishing.speech.blocks import Block, BlockKind, blocks_of, picture_of

# Each goes over a text once, whatever is in it: none begins again in the middle of what it has gone over already.
HEADING = re.compile(r"^#{1,6}\s+")
# what stands in braces is for the press: places, indexes, widths
BRACES = re.compile(r"(?:(?<!\s)\s+)?\{[.#][^{}]*\}|\{\w+=[^{}]*\}")
SPAN = re.compile(r"\[([^\[\]]*)\](?=\{)")
IMAGE = re.compile(r"!\[((?:[^\]\\!]|\\.|!(?!\[))*)\]\([^)\[\n]*\)", re.DOTALL)
LINK = re.compile(r"(?<!\\)\[([^\[\]]*)\]\([^)\[\n]*\)")
NOTE = re.compile(r"\[\^([\w-]+)\]")
LEADING = re.compile(r"^[^\S\n]*(?:[-+*>]|\d+[.)])\s+", re.MULTILINE)
MARKS = re.compile(r"(?<!\\)[*_~`^]+")
ESCAPES = re.compile(r"\\([^\w\s]|_)")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as it is read: its HTML and its bare words; of a picture its key and caption."""

    block: Block
    html: SafeString
    plain: str
    picture: str = ""


def shown_blocks(text: str) -> list[Shown]:
    """Return the blocks of a text as they are read; of divisions what is in them."""
    shown = [_shown(block) for block in blocks_of(text)]
    return [one for one in shown if one.plain or one.picture]


def _shown(block: Block) -> Shown:
    if block.kind is BlockKind.PICTURE:
        words = picture_of(block)
        return Shown(block, render_markdown(words.caption), words.caption, words.key)
    if block.kind is BlockKind.CODE:
        return Shown(block, render_markdown(block.text), one_line(block.text))
    lines = [line for line in block.text.splitlines() if not line.lstrip().startswith(":::")]
    clean = SPAN.sub(r"\1", IMAGE.sub(r"\1", "\n".join(lines)))
    clean = NOTE.sub(r"\\[\1\\]", BRACES.sub("", clean))
    return Shown(block, render_markdown(clean), plain_words(clean))


def plain_words(markdown: str) -> str:
    """Return the words of Markdown on one line."""
    words = LEADING.sub("", LINK.sub(r"\1", HEADING.sub("", markdown)))
    return one_line(ESCAPES.sub(r"\1", MARKS.sub("", words)))


def one_line(words: str) -> str:
    """Return words with single spaces between them."""
    return SPACES.sub(" ", words).strip()


def plain_text(text: str) -> str:
    """Return the words of a whole text on one line, as they are quoted."""
    return " ".join(shown.plain for shown in shown_blocks(text))


def found_in(text: str, quote: str) -> int | None:
    """Return where words stand in `plain_text`; None where they do not."""
    at = plain_text(text).find(one_line(quote))
    return at if at >= 0 else None
