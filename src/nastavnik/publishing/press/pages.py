"""An article as HTML, to be read here: elements and attributes that we name, everything of people escaped."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from nastavnik.publishing.press.tree import Node, plain

TAGS = {
    "Emph": "em",
    "Strong": "strong",
    "Underline": "em",
    "SmallCaps": "strong",
    "Strikeout": "del",
    "Superscript": "sup",
    "Subscript": "sub",
}
SIDES = {"AlignRight": ' class="number"', "AlignCenter": ' class="is-centred"'}


class PageWriter:
    """Writes one article.

    `picture_address` tells where the picture of a file in the book's folder lies for browsers; headings are lifted by so many levels,
    because the title of the article is the first of its page whatever it is in the book.
    """

    def __init__(
        self,
        words: Mapping[str, str],
        *,
        picture_address: Callable[[str], str],
        place_address: Callable[[str], str],
        lifted: int = 0,
    ) -> None:
        self.words, self.picture_address, self.place_address = words, picture_address, place_address
        self.lifted = lifted
        self.notes: list[str] = []
        self.unnamed = 0
        self.makers: dict[str, Callable[[Any], str]] = {
            "Para": lambda content: f"<p>{self.inlines(content)}</p>\n",
            "Plain": self.inlines,
            "Header": self._header,
            "BlockQuote": lambda content: f"<blockquote>\n{self.blocks(content)}</blockquote>\n",
            "BulletList": lambda content: f"<ul>\n{self._items(content)}</ul>\n",
            "OrderedList": self._ordered,
            "CodeBlock": lambda content: f"<pre><code>{escape(content[1])}</code></pre>\n",
            "HorizontalRule": lambda _content: "<hr>\n",
            "Figure": self._figure,
            "Table": self._table,
            "Div": self._div,
            "Str": escape,
            "LineBreak": lambda _content: "<br>\n",
            "Code": lambda content: f"<code>{escape(content[1])}</code>",
            "Link": self._link,
            "Image": self._image,
            "Note": self._note,
            "Span": lambda content: self.inlines(content[1]),
        }

    def article(self, key: str, blocks: list[Node]) -> str:
        """Return the HTML of an article with its notes at the end."""
        self.notes, self.unnamed = [], 0
        self.key = key
        body = self.blocks(blocks)
        if not self.notes:
            return body
        heading = escape(self.words["notes"])
        return f'{body}<section class="notes" role="doc-endnotes" aria-label="{heading}">\n<ol>\n{"".join(self.notes)}</ol>\n</section>\n'

    def blocks(self, blocks: list[Node]) -> str:
        """Return blocks as HTML."""
        return "".join(self._node(one) for one in blocks)

    inlines = blocks

    def _node(self, node: Node) -> str:
        if node["t"] in TAGS:
            tag = TAGS[node["t"]]
            return f"<{tag}>{self.inlines(node['c'])}</{tag}>"
        return self.makers[node["t"]](node.get("c"))

    def _header(self, content: Any) -> str:
        level, (anchor, _classes, _others), inlines = content
        tag = f"h{level - self.lifted}"
        return f'<{tag} id="{escape(anchor)}">{self.inlines(inlines)}</{tag}>\n'

    def _items(self, items: list[list[Node]]) -> str:
        return "".join(f"<li>{self.blocks(one)}</li>\n" for one in items)

    def _ordered(self, content: Any) -> str:
        first = content[0][0]
        start = f' start="{first}"' if first != 1 else ""
        return f"<ol{start}>\n{self._items(content[1])}</ol>\n"

    def _figure(self, content: Any) -> str:
        (anchor, _classes, _others), (_short, caption), blocks = content
        words = "".join(self.inlines(block["c"]) for block in caption)
        told = f"<figcaption>{words}</figcaption>" if words else ""
        return f"<figure{_id(anchor)}>{self.blocks(blocks)}{told}</figure>\n"

    def _image(self, content: Any) -> str:
        (_anchor, _classes, others), alt, (path, _title) = content
        known = dict(others)
        size = f'width="{escape(known["points-wide"])}" height="{escape(known["points-high"])}"'
        return f'<img src="{escape(self.picture_address(path))}" alt="{escape(plain(alt))}" {size} loading="lazy">'

    def _table(self, content: Any) -> str:
        (anchor, _classes, _others), (_short, caption), columns, head, bodies, _foot = content
        sides = [SIDES.get(column[0]["t"], "") for column in columns]
        words = "".join(self.inlines(block["c"]) for block in caption)
        told = f"<caption>{words}</caption>" if words else ""
        name = "".join(plain(block["c"]) for block in caption) or self._next_name()
        frame = f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}">'
        first = self._rows(head[1], "th", [f' scope="col"{side}' for side in sides])
        rest = "".join(self._rows(body[3], "td", sides) for body in bodies)
        return f'{frame}<table class="table"{_id(anchor)}>{told}<thead>{first}</thead><tbody>{rest}</tbody></table></div>\n'

    def _next_name(self) -> str:
        """Name a table without a caption, apart from the others of its page."""
        self.unnamed += 1
        return f"{self.words['a_table']} ({self.unnamed})"

    def _rows(self, rows: list[Any], tag: str, sides: list[str]) -> str:
        made = []
        for row in rows:
            cells = zip(row[1], sides, strict=False)
            made.append("".join(_cell(tag, side, self.blocks(cell[4])) for cell, side in cells))
        return "".join(f"<tr>{row}</tr>" for row in made)

    def _div(self, content: Any) -> str:
        (_anchor, (kind,), others), blocks = content
        body, known = self.blocks(blocks), dict(others)
        if kind == "moment":
            said = f"{self.words['video']}: {known['film']}, {known['time']}"
            body += f'<p class="moment-link"><a href="{escape(known["address"])}">{escape(said)}</a></p>\n'
        return f'<div class="{kind}">\n{body}</div>\n'

    def _link(self, content: Any) -> str:
        (_anchor, classes, _others), inlines, (target, _title) = content
        if target.startswith("#"):
            return f'<a href="{escape(self.place_address(target[1:]))}">{self.inlines(inlines)}</a>'
        # a moment is a page of this site: it may know where its reader comes from
        rel = "" if "moment" in classes else ' rel="noopener noreferrer"'
        return f'<a href="{escape(target)}"{rel}>{self.inlines(inlines)}</a>'

    def _note(self, content: list[Node]) -> str:
        number = len(self.notes) + 1
        place, back = f"{self.key}--note-{number}", f"{self.key}--to-note-{number}"
        returning = f'<a href="#{back}" role="doc-backlink" aria-label="{escape(self.words["to_text"])}">↑</a>'
        self.notes.append("")
        self.notes[number - 1] = f'<li id="{place}">{self.blocks(content)}{returning}</li>\n'
        return f'<sup><a href="#{place}" id="{back}" role="doc-noteref">{number}</a></sup>'


def _cell(tag: str, side: str, words: str) -> str:
    # a head without words is no head to who only hears it
    return f"<{tag}{side}>{words}</{tag}>" if words else "<td></td>"


def _id(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""
