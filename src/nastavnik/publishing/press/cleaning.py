"""A tree of strangers → a tree of ours: only nodes, addresses and pictures that we know, anchored and numbered; the rest is told.

What is not named here does not come through. Afterwards a picture's address is a file in the book's folder, a link is a page, a letter
or a place in the book, a moment is a film of the book with its seconds, and every sign can be set.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nastavnik.publishing.press.book import Film, Flaw, Remark
from nastavnik.publishing.press.pictures import Shown
from nastavnik.publishing.press.tree import NO_ATTRIBUTES, Node, attributes, div, header, para, plain, text
from nastavnik.publishing.press.typography import set_spaces, without_strange_signs

MOST_DEEP = 16
DEEPEST_HEADING = 6
MOST_SECONDS = 48 * 3600
SHARE = re.compile(r"(\d{1,3})%")
ANCHOR = re.compile(r"[^\w-]+")
PAGES = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\"<>]+", re.IGNORECASE)
KEPT_DIVS = ("references", "aside", "epigraph")
INDEXES = ("person", "subject")
MARKS = ("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "Underline", "SmallCaps")
DASHED = {"SingleQuote": ("„", "“"), "DoubleQuote": ("«", "»")}
SHOWN_SUBJECT = 80


@dataclass(frozen=True, slots=True)
class Place:
    """Something that can be linked to."""

    anchor: str
    shown: str  # the words of a link that has none of its own


@dataclass(slots=True)
class Shelf:
    """What the whole book has, and what has been counted in it."""

    pictures: Mapping[str, Shown]
    films: Mapping[str, Film]
    words: Mapping[str, str]
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    figures: int = 0
    tables: int = 0


class Cleaner:
    """Cleans one article; its headings begin at `first_level`."""

    def __init__(self, shelf: Shelf, key: str, first_level: int) -> None:
        self.shelf, self.key, self.first_level = shelf, key, first_level
        self.last_level = first_level - 1
        self.top_level = 1
        self.depth = self.inner = 0
        self.in_note = False
        self.headings = 0
        self.block_makers: dict[str, Callable[[Any], list[Node]]] = {
            "Para": lambda content: self._paragraph("Para", content),
            "Plain": lambda content: self._paragraph("Plain", content),
            "Header": self._header,
            "BlockQuote": lambda content: self._wrapped("BlockQuote", content),
            "BulletList": lambda content: [{"t": "BulletList", "c": [self.blocks(one) for one in content]}],
            "OrderedList": lambda content: [
                {"t": "OrderedList", "c": [content[0], [self.blocks(one) for one in content[1]]]}
            ],
            "CodeBlock": self._code,
            "HorizontalRule": lambda _content: [{"t": "HorizontalRule"}],
            "Figure": self._figure,
            "Table": lambda content: self._table(content, "", []),
            "Div": self._div,
            "LineBlock": lambda content: self._paragraph("Para", _joined(content)),
        }
        self.inline_makers: dict[str, Callable[[Any], list[Node]]] = {
            "LineBreak": lambda _content: [{"t": "LineBreak"}],
            "Code": lambda content: [{"t": "Code", "c": [NO_ATTRIBUTES, self.signs(content[1])]}],
            "Link": self._link,
            "Image": self._inline_image,
            "Note": self._note,
            "Span": self._span,
            "Quoted": self._quoted,
            "Cite": lambda content: self.inlines(content[1]),
            "Math": lambda content: [{"t": "Code", "c": [NO_ATTRIBUTES, self.signs(content[1])]}],
        }

    def article(self, blocks: list[Node]) -> list[Node]:
        """Return the clean blocks of the article."""
        self.top_level = min((one["c"][0] for one in blocks if one["t"] == "Header"), default=1)
        clean = self.blocks(blocks)
        for number, one in enumerate(clean, 1):
            if one["t"] == "Header" and _ends(one["c"][0], clean[number : number + 1]):
                self.remark(Flaw.ORPHAN, plain(one["c"][2]))
        return clean

    def remark(self, flaw: Flaw, subject: str) -> None:
        """Note what is not as it should be."""
        self.shelf.remarks.append(Remark(self.key, flaw, subject.strip()[:SHOWN_SUBJECT]))

    def blocks(self, blocks: list[Node]) -> list[Node]:
        """Return clean blocks; what lies too deep is left out."""
        if self.depth >= MOST_DEEP:
            self.remark(Flaw.LARGE, plain(blocks))
            return []
        self.depth += 1
        clean = [made for one in blocks for made in self._block(one)]
        self.depth -= 1
        return clean

    def _block(self, node: Node) -> list[Node]:
        if node["t"] in self.block_makers:
            return self.block_makers[node["t"]](node.get("c"))
        self.remark(Flaw.MARKUP, _raw(node))
        return []

    def _paragraph(self, kind: str, content: list[Node]) -> list[Node]:
        inlines = self.inlines(content)
        if inlines and not self.in_note and all(one["t"] == "Image" for one in inlines):
            return [{"t": "Figure", "c": [NO_ATTRIBUTES, [None, []], [{"t": "Plain", "c": inlines}]]}]
        return [{"t": kind, "c": inlines}] if inlines else []

    def _code(self, content: Any) -> list[Node]:
        code = [NO_ATTRIBUTES, self.signs(content[1])]
        return [para({"t": "Code", "c": code})] if self.in_note else [{"t": "CodeBlock", "c": code}]

    def _wrapped(self, kind: str, content: list[Node]) -> list[Node]:
        blocks = self.blocks(content)
        return [{"t": kind, "c": blocks}] if blocks else []

    def _header(self, content: Any) -> list[Node]:
        level, (anchor, _classes, _others), inlines = content
        clean = self.inlines(inlines)
        if not clean:
            return []
        if self.depth > 1 or self.in_note:
            return [para({"t": "Strong", "c": clean})]
        wished = min(self.first_level + level - self.top_level, DEEPEST_HEADING)
        level = min(wished, max(self.last_level, self.first_level - 1) + 1)
        if level != wished:
            self.remark(Flaw.LEVEL, plain(clean))
        self.last_level, self.headings = level, self.headings + 1
        place = self.anchored(anchor, plain(clean)) if anchor else f"{self.key}--h{self.headings}"
        return [header(level, place, clean)]

    def anchored(self, anchor: str, shown: str) -> str:
        """Remember a place that can be linked to; return its name in the book. The first of two of the same name is kept."""
        if not anchor or (self.key, anchor) in self.shelf.places:
            return ""
        name = f"{self.key}--{ANCHOR.sub('_', anchor)}"
        self.shelf.places[self.key, anchor] = Place(name, shown)
        return name

    # --- pictures and tables --------------------------------------------------------------------------------------

    def _figure(self, content: Any) -> list[Node]:
        (anchor, _classes, _others), (_short, caption), blocks = content
        images = [one for block in blocks for one in block["c"] if one["t"] == "Image"]
        words = self.inlines(_joined([block["c"] for block in caption]))
        shown = [made for one in images for made in self._image(one["c"], words)]
        if not shown:
            return [para(*words)] if words else []
        if words:
            self.shelf.figures += 1
            words = self._numbered("figure", self.shelf.figures, words)
        see = self.shelf.words["see_figure"] % {"number": self.shelf.figures} if words else ""
        place = self.anchored(anchor, see)
        return [
            {
                "t": "Figure",
                "c": [attributes(place), [None, [para(*words)] if words else []], [{"t": "Plain", "c": shown}]],
            }
        ]

    def _numbered(self, kind: str, number: int, words: list[Node]) -> list[Node]:
        label = self.shelf.words[kind] % {"number": number}
        return [{"t": "Strong", "c": [text(label.replace(" ", "\u00a0"))]}, text(" "), *words]

    def _image(self, content: Any, caption: list[Node]) -> list[Node]:
        (_anchor, _classes, others), described, (source, _title) = content
        shown = self.shelf.pictures.get(source)
        if shown is None:
            self.remark(Flaw.NO_PICTURE, source)
            return []
        alt = self.signs(dict(others).get("alt", "")).strip() or plain(caption) or self.signs(plain(described)).strip()
        if not alt:
            self.remark(Flaw.NO_ALT, source)
            alt = self.shelf.words["picture"]
        share = SHARE.fullmatch(dict(others).get("width", ""))
        width = f"{min(max(int(share[1]), 5), 100)}%" if share else ""
        known = attributes(points_wide=str(shown.width), points_high=str(shown.height), name=source)
        if width:
            known[2].append(["width", width])
        return [{"t": "Image", "c": [known, [text(alt)], [shown.path, ""]]}]

    def _inline_image(self, content: Any) -> list[Node]:
        return self._image(content, [])

    def _table(self, content: Any, anchor: str, caption: list[Node]) -> list[Node]:
        _attributes, (_short, own), columns, head, bodies, foot = content
        words = caption or self.inlines(_joined([block["c"] for block in own if block["t"] in {"Plain", "Para"}]))
        place = ""
        if words:
            self.shelf.tables += 1
            place = self.anchored(anchor, self.shelf.words["see_table"] % {"number": self.shelf.tables})
            words = self._numbered("table", self.shelf.tables, words)
        rows = [row for body in bodies for row in (*body[2], *body[3])] + foot[1]
        clean = [
            attributes(place),
            [None, [{"t": "Plain", "c": words}] if words else []],
            [[column[0], column[1]] for column in columns],
            [NO_ATTRIBUTES, self._rows(head[1])],
            [[NO_ATTRIBUTES, 0, [], self._rows(rows)]],
            [NO_ATTRIBUTES, []],
        ]
        return [{"t": "Table", "c": clean}]

    def _rows(self, rows: list[Any]) -> list[Any]:
        return [
            [NO_ATTRIBUTES, [[NO_ATTRIBUTES, cell[1], 1, 1, self.blocks(cell[4])] for cell in row[1]]] for row in rows
        ]

    # --- divisions ------------------------------------------------------------------------------------------------

    def _div(self, content: Any) -> list[Node]:
        (anchor, classes, others), blocks = content
        if "moment" in classes:
            return self._moment(dict(others), blocks)
        if "table" in classes:
            return self._captioned(anchor, blocks)
        kept = [one for one in KEPT_DIVS if one in classes]
        clean = self.blocks(blocks)
        return [div(clean, kept[:1])] if kept and clean else clean

    def _captioned(self, anchor: str, blocks: list[Node]) -> list[Node]:
        """Return the table of a division whose paragraph is its caption."""
        tables = [one for one in blocks if one["t"] == "Table"]
        words = [one for one in blocks if one["t"] in {"Para", "Plain"}]
        if len(tables) != 1 or len(words) > 1 or len(blocks) != len(words) + 1:
            return self.blocks(blocks)
        return self._table(tables[0]["c"], anchor, self.inlines(words[0]["c"]) if words else [])

    def _moment(self, others: Mapping[str, str], blocks: list[Node]) -> list[Node]:
        clean = self.blocks(blocks)
        told = self._told_moment(others)
        return [div(clean, ["moment"], **told)] if told else clean

    def _told_moment(self, others: Mapping[str, str]) -> dict[str, str]:
        """Return address, title and time of a moment; nothing when it is of no film of ours."""
        film, seconds = self.shelf.films.get(others.get("video", "")), others.get("t", "")
        if film is None or not seconds.isascii() or not seconds.isdigit() or int(seconds[:9]) > MOST_SECONDS:
            self.remark(Flaw.NO_FILM, f"{others.get('video', '')} {seconds}")
            return {}
        return {
            "address": film.address_at(int(seconds)),
            "film": self.signs(film.title),
            "time": spoken_time(int(seconds)),
        }

    # --- inlines --------------------------------------------------------------------------------------------------

    def signs(self, words: str) -> str:
        """Return words of which every sign can be set."""
        kept, strange = without_strange_signs(words)
        if strange:
            self.remark(Flaw.SIGN, strange)
        return kept

    def inlines(self, inlines: list[Node]) -> list[Node]:
        """Return clean inlines; words that follow one another become one."""
        clean: list[Node] = []
        words: list[str] = []
        if self.inner >= MOST_DEEP:
            self.remark(Flaw.LARGE, plain(inlines))
            inlines = [text(plain(inlines))]
        self.inner += 1
        for node in inlines:
            if node["t"] in {"Str", "Space", "SoftBreak"}:
                words.append(node["c"] if node["t"] == "Str" else " ")
                continue
            self._say(clean, words)
            clean += self._inline(node)
        self._say(clean, words)
        self.inner -= 1
        return clean

    def _say(self, clean: list[Node], words: list[str]) -> None:
        said = set_spaces(self.signs("".join(words)))
        words.clear()
        if said:
            clean.append(text(said))

    def _inline(self, node: Node) -> list[Node]:
        kind = node["t"]
        if kind in MARKS:
            inner = self.inlines(node["c"])
            return [{"t": kind, "c": inner}] if inner else []
        if kind in self.inline_makers:
            return self.inline_makers[kind](node.get("c"))
        self.remark(Flaw.MARKUP, _raw(node))
        return []

    def _link(self, content: Any) -> list[Node]:
        _attributes, inlines, (target, _title) = content
        clean = [one for one in self.inlines(inlines) if one["t"] != "Note"]
        if target.startswith("#"):
            return [{"t": "Link", "c": [attributes(article=self.key), clean, [target, ""]]}]
        if not PAGES.fullmatch(target):
            self.remark(Flaw.ADDRESS, target)
            return clean
        return [{"t": "Link", "c": [NO_ATTRIBUTES, clean or [text(self.signs(target))], [target, ""]]}]

    def _note(self, content: Any) -> list[Node]:
        if self.in_note:
            return []
        self.in_note = True
        blocks = self.blocks(content)
        self.in_note = False
        return [{"t": "Note", "c": blocks}] if blocks else []

    def _span(self, content: Any) -> list[Node]:
        (_anchor, classes, others), inlines = content
        clean, known = self.inlines(inlines), dict(others)
        if "moment" in classes:
            told = self._told_moment(known)
            return [{"t": "Link", "c": [attributes("", ["moment"]), clean, [told["address"], ""]]}] if told else clean
        kind = next((one for one in INDEXES if one in classes), None)
        entry = self.signs(known.get("key", "")).strip() or plain(clean)
        return [{"t": "Span", "c": [attributes("", [kind], entry=entry), clean]}] if kind and entry else clean

    def _quoted(self, content: Any) -> list[Node]:
        opening, closing = DASHED[content[0]["t"]]
        return [text(opening), *self.inlines(content[1]), text(closing)]


def _ends(level: int, following: list[Node]) -> bool:
    """Tell whether what follows a heading of this level does not belong to it."""
    return not following or (following[0]["t"] == "Header" and following[0]["c"][0] <= level)


def spoken_time(seconds: int) -> str:
    """Return a moment as a player shows it: `3:40`, `1:02:09`."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _joined(lines: list[list[Node]]) -> list[Node]:
    """Return inlines of several lines as those of one."""
    return [one for line in lines for one in (*line, {"t": "Space"})][:-1]


def _raw(node: Node) -> str:
    """Return what a node that is left out says."""
    content = node.get("c")
    words = content[1] if isinstance(content, list) and len(content) > 1 else None
    return words if isinstance(words, str) else str(node["t"])
