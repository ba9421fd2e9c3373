"""HTML of other programs as Markdown: cleaned first, and nothing but words and plain structure is kept.

Only what `core.markdown` allows survives: everything else is left out, its words stay. Pictures are told apart by the caller.
"""

import re
from html.parser import HTMLParser

import nh3

from nastavnik.core.markdown import ALLOWED_ATTRIBUTES, ALLOWED_TAGS

# What means the same in other words.
SAME = {"b": "strong", "i": "em", "div": "p", "h1": "h2", "h5": "h4", "h6": "h4"}
MARKS = {"strong": "**", "em": "*", "del": "~~", "code": "`"}
HEADS = {"h2": "## ", "h3": "### ", "h4": "#### "}
BLOCKS = frozenset({"p", "blockquote", "ul", "ol", "pre", "table", "tr", "hr", *HEADS})
SPECIAL = re.compile(r"([\\`*_\[\]<>#~|])")
# at the beginning of a line a number with a dot, a minus or a plus would begin a list
LIST_BEGIN = re.compile(r"^([^\S\n]*)(\d{1,9})([.)])(?=\s)|^([^\S\n]*)([-+=])(?=\s|=|$)", re.MULTILINE)
MANY_LINES = re.compile(r"\n{3,}")
DEEPEST_LIST = 6


def html_to_markdown(html: str) -> str:
    """Return cleaned HTML as Markdown of the same words."""
    tags = ALLOWED_TAGS | SAME.keys()
    clean = nh3.clean(
        html, tags=tags, attributes=ALLOWED_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None
    )
    writer = _Writer()
    writer.feed(clean)
    writer.close()
    return MANY_LINES.sub("\n\n", "".join(writer.pieces)).strip()


def plain_to_markdown(text: str) -> str:
    """Return plain text as Markdown that shows the same signs."""
    escaped = SPECIAL.sub(r"\\\1", text)
    return LIST_BEGIN.sub(_escape_list, escaped)


def _escape_list(match: re.Match[str]) -> str:
    if match[2] is not None:
        return f"{match[1]}{match[2]}\\{match[3]}"
    return f"{match[4]}\\{match[5]}"


class _Writer(HTMLParser):
    """Writes Markdown while it reads HTML that nh3 has cleaned, so every tag is known and closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._last = "\n"
        self.links: list[str] = []
        # of open lists: the number of the next item, or nothing for a list of points
        self.lists: list[int | None] = []
        self.is_pre = False

    @property
    def _is_at_line_begin(self) -> bool:
        return self._last == "\n"

    def _write(self, words: str) -> None:
        if words:
            self.pieces.append(words)
            self._last = words[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write what begins."""
        tag = SAME.get(tag, tag)
        if tag in BLOCKS:
            self._block(tag, dict(attrs))
        elif tag == "li":
            self._item()
        elif tag == "br":
            self._write("\n")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self._write("[")
        elif tag in {"td", "th"}:
            self._write("" if self._is_at_line_begin else " | ")
        else:
            self._write(MARKS.get(tag, ""))

    def _block(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in {"ul", "ol"}:
            start = attributes.get("start") or "1"
            self.lists.append(int(start) if tag == "ol" and start.isdigit() else 1 if tag == "ol" else None)
        self.is_pre = self.is_pre or tag == "pre"
        # the item that begins next writes its own line
        is_in_item = (bool(self.lists) and tag == "p") or (len(self.lists) > 1 and tag in {"ul", "ol"})
        self._write("" if is_in_item else "\n" if self.lists or tag == "tr" else "\n\n")
        self._write({"hr": "---", "blockquote": "> "}.get(tag, HEADS.get(tag, "")))

    def _item(self) -> None:
        number = self.lists[-1] if self.lists else None
        depth = min(len(self.lists), DEEPEST_LIST) - 1
        self._write(f"\n{'   ' * max(depth, 0)}{'- ' if number is None else f'{number}. '}")
        if number is not None:
            self.lists[-1] = number + 1

    def handle_endtag(self, tag: str) -> None:
        """Write what ends."""
        tag = SAME.get(tag, tag)
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        if tag == "pre":
            self.is_pre = False
        if tag in BLOCKS:
            self._write("" if self.lists and tag == "p" else "\n" if self.lists or tag == "tr" else "\n\n")
        elif tag == "a" and self.links:
            self._write(f"]({self.links.pop()})")
        else:
            self._write(MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        """Write words; white space of the page is one space."""
        words = data if self.is_pre else re.sub(r"\s+", " ", data)
        if not self.is_pre and self._is_at_line_begin:
            words = words.lstrip()
        self._write(plain_to_markdown(words))
