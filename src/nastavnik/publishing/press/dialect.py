"""A tree of any document → one that our Markdown can say: flat cells, captions as we write them, no styles, nothing raw."""

from collections.abc import Callable, Mapping
from typing import Any

from nastavnik.publishing.press.book import Flaw, Remark
from nastavnik.publishing.press.cleaning import DASHED, KEPT_DIVS, MOST_DEEP
from nastavnik.publishing.press.tree import NO_ATTRIBUTES, Node, attributes, div, para, paragraphs, plain, text, walk

KEPT_CLASSES = (*KEPT_DIVS, "moment", "person", "subject")
SHOWN_SUBJECT = 80
# of all tables of a document: a cell that says that it spans thousands of others takes some bytes there, and thousands of rows here
MOST_CELLS = 100_000
MARKS = {
    "Emph": "Emph",
    "Underline": "Emph",
    "Strong": "Strong",
    "SmallCaps": "Strong",
    "Strikeout": "Strikeout",
    "Superscript": "Superscript",
    "Subscript": "Subscript",
}
SPACES = {"Space", "SoftBreak", "LineBreak"}


class Translator:
    """Translates one document; `pictures` gives the names by which pictures are kept, `key` is told in remarks."""

    def __init__(self, key: str, pictures: Mapping[str, str]) -> None:
        self.key, self.pictures = key, pictures
        self.remarks: list[Remark] = []
        self.linked: set[str] = set()
        self.depth = self.inner = self.cells = 0
        self.block_makers: dict[str, Callable[[Any], list[Node]]] = {
            "Para": lambda content: self._paragraph("Para", content),
            "Plain": lambda content: self._paragraph("Plain", content),
            "Header": self._header,
            "BlockQuote": lambda content: [{"t": "BlockQuote", "c": self.blocks(content)}],
            "BulletList": lambda content: [{"t": "BulletList", "c": [self.blocks(one) for one in content]}],
            "OrderedList": self._ordered,
            "DefinitionList": self._definitions,
            "CodeBlock": lambda content: [{"t": "CodeBlock", "c": [NO_ATTRIBUTES, content[1]]}],
            "HorizontalRule": lambda _content: [{"t": "HorizontalRule"}],
            "LineBlock": self._lines,
            "Figure": self._figure,
            "Table": self._table,
            "Div": self._division,
        }
        self.inline_makers: dict[str, Callable[[Any], list[Node]]] = {
            "Str": lambda content: [text(content.replace("\u00ad", ""))],
            "Code": lambda content: [{"t": "Code", "c": [NO_ATTRIBUTES, content[1]]}],
            "Math": lambda content: [{"t": "Code", "c": [NO_ATTRIBUTES, content[1]]}],
            "Cite": lambda content: self.inlines(content[1]),
            "Quoted": self._quoted,
            "Note": lambda content: [{"t": "Note", "c": self.blocks(content)}],
            "Link": self._link,
            "Image": lambda content: self._image(content, []),
            "Span": self._span,
        }

    def document(self, blocks: list[Node]) -> list[Node]:
        """Return the blocks of a whole document."""
        self.linked = {node["c"][2][0][1:] for node in walk(blocks) if node.get("t") == "Link"}
        return self.blocks(blocks)

    def blocks(self, blocks: list[Node]) -> list[Node]:
        """Return blocks; of what lies too deep only the words."""
        if self.depth >= MOST_DEEP:
            self._remark(Flaw.LARGE, plain(blocks))
            return [para(text(plain(blocks)))]
        self.depth += 1
        made = [one for block in blocks for one in self._made(self.block_makers, block)]
        self.depth -= 1
        return made

    def inlines(self, inlines: list[Node]) -> list[Node]:
        """Return inlines; of what lies too deep only the words."""
        if self.inner >= MOST_DEEP:
            return [text(plain(inlines))]
        self.inner += 1
        made = [one for node in inlines for one in self._inline(node)]
        self.inner -= 1
        return made

    def _inline(self, node: Node) -> list[Node]:
        if node["t"] in SPACES:
            return [{"t": node["t"]}]
        if node["t"] in MARKS:
            inner = self.inlines(node["c"])
            return [{"t": MARKS[node["t"]], "c": inner}] if plain(inner).strip() else inner
        return self._made(self.inline_makers, node)

    def _made(self, makers: Mapping[str, Callable[[Any], list[Node]]], node: Node) -> list[Node]:
        if node["t"] in makers:
            return makers[node["t"]](node.get("c"))
        self._remark(Flaw.MARKUP, str(node["t"]))
        return []

    def _remark(self, flaw: Flaw, subject: str) -> None:
        self.remarks.append(Remark(self.key, flaw, subject[:SHOWN_SUBJECT]))

    # --- blocks -------------------------------------------------------------------------------------------------------

    def _paragraph(self, kind: str, content: list[Node]) -> list[Node]:
        inlines = self.inlines(content)
        has_words = any(node["t"] not in SPACES for node in inlines)
        return [{"t": kind, "c": inlines}] if has_words else []

    def _header(self, content: Any) -> list[Node]:
        level, (anchor, _classes, _others), inlines = content
        made = self.inlines(inlines)
        kept = attributes(anchor) if anchor in self.linked else NO_ATTRIBUTES
        return [{"t": "Header", "c": [level, kept, made]}] if plain(made).strip() else []

    def _ordered(self, content: Any) -> list[Node]:
        numbering = [content[0][0], {"t": "Decimal"}, {"t": "Period"}]
        return [{"t": "OrderedList", "c": [numbering, [self.blocks(one) for one in content[1]]]}]

    def _definitions(self, content: Any) -> list[Node]:
        made: list[Node] = []
        for term, definitions in content:
            made.append(para({"t": "Strong", "c": self.inlines(term)}))
            made += [block for one in definitions for block in self.blocks(one)]
        return made

    def _lines(self, content: list[list[Node]]) -> list[Node]:
        return [para(*[one for line in content for one in (*self.inlines(line), {"t": "LineBreak"})][:-1])]

    def _figure(self, content: Any) -> list[Node]:
        (anchor, _classes, _others), (_short, caption), blocks = content
        words = self._flat(caption)
        images = [node for node in walk(blocks) if node.get("t") == "Image"]
        made = [one for node in images for one in self._image(node["c"], words, anchor)]
        return [para(one) for one in made] or ([para(*words)] if words else [])

    def _flat(self, blocks: list[Node]) -> list[Node]:
        """Return the words of blocks in one line: what a caption or a cell of a table can hold."""
        lines = [self.inlines(node["c"]) for node in paragraphs(blocks)]
        joined = [one for line in lines for one in (*line, {"t": "Space"})][:-1]
        return [{"t": "Space"} if one["t"] in SPACES else one for one in joined if one["t"] != "Note"]

    def _table(self, content: Any) -> list[Node]:
        _attributes, (_short, caption), columns, head, bodies, foot = content
        rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        self.cells += len(rows) * len(columns)
        if self.cells > MOST_CELLS:
            self._remark(Flaw.LARGE, plain(rows))
            return [made for row in rows for cell in row[1] for made in self.blocks(cell[4])]
        grid = _grid([row[1] for row in rows], len(columns))
        cells = [[[NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, self._cell(cell)] for cell in row] for row in grid]
        made = [[NO_ATTRIBUTES, row] for row in cells]
        sides = [[column[0], {"t": "ColWidthDefault"}] for column in columns]
        table = {
            "t": "Table",
            "c": [
                NO_ATTRIBUTES,
                [None, []],
                sides,
                [NO_ATTRIBUTES, made[:1]],
                [[NO_ATTRIBUTES, 0, [], made[1:]]],
                [NO_ATTRIBUTES, []],
            ],
        }
        words = self._flat(caption)
        return [div([para(*words), table], ["table"])] if words else [table]

    def _cell(self, blocks: list[Node]) -> list[Node]:
        words = self._flat(blocks)
        return [{"t": "Plain", "c": words}] if words else []

    def _division(self, content: Any) -> list[Node]:
        (anchor, classes, others), blocks = content
        made = self.blocks(blocks)
        if "table" in classes:
            return [div(made, ["table"], anchor)]
        kept = [one for one in classes if one in KEPT_CLASSES]
        return [{"t": "Div", "c": [[anchor, kept[:1], others], made]}] if kept else made

    # --- inlines ------------------------------------------------------------------------------------------------------

    def _quoted(self, content: Any) -> list[Node]:
        opening, closing = DASHED[content[0]["t"]]
        return [text(opening), *self.inlines(content[1]), text(closing)]

    def _link(self, content: Any) -> list[Node]:
        _attributes, inlines, (target, _title) = content
        made = self.inlines(inlines)
        return [{"t": "Link", "c": [NO_ATTRIBUTES, made, [target, ""]]}] if made else []

    def _image(self, content: Any, caption: list[Node], anchor: str = "") -> list[Node]:
        (_anchor, _classes, others), described, (source, _title) = content
        name = self.pictures.get(source)
        if name is None:
            self._remark(Flaw.NO_PICTURE, source)
            return []
        alt = dict(others).get("alt") or plain(described)
        known = attributes(anchor if anchor in self.linked else "", alt=alt) if alt else NO_ATTRIBUTES
        return [{"t": "Image", "c": [known, caption, [name, ""]]}]

    def _span(self, content: Any) -> list[Node]:
        (_anchor, classes, others), inlines = content
        made = self.inlines(inlines)
        kept = [one for one in classes if one in KEPT_CLASSES]
        return [{"t": "Span", "c": [["", kept[:1], others], made]}] if kept else made


def _grid(rows: list[list[Any]], width: int) -> list[list[list[Node]]]:
    """Return cells of which none spans others: the first place has what it says, the other places are empty."""
    taken: dict[tuple[int, int], list[Node]] = {}
    for y, row in enumerate(rows):
        x = 0
        for _attributes, _side, high, wide, blocks in row:
            while (y, x) in taken:
                x += 1
            places = [
                (y + down, x + right) for down in range(min(high, len(rows) - y)) for right in range(min(wide, width))
            ]
            taken.update({place: [] for place in places})
            taken[y, x] = blocks
    return [[taken.get((y, x), []) for x in range(width)] for y in range(len(rows))]
