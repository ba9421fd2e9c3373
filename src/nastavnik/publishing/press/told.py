"""A clean tree → what the template of paper reads: values as JSON, of which nothing is ever markup."""

import math
from collections.abc import Callable
from typing import Any

from nastavnik.core.codes import square_code
from nastavnik.publishing.press.tree import Node, paragraphs, plain

TEXT_WIDTH_MM, HIGHEST_PICTURE_MM = 114.0, 128.0
MM_IN_INCH = 25.4
SHARPEST_DPI = 150.0  # a small picture is not drawn larger than this
# a table of so little is not parted by the end of a page; however narrow its columns are, one page holds it
ROWS_OF_WHOLE, LETTERS_OF_WHOLE = 10, 400
SHORT_CELL = 12  # letters; such a column is as wide as it needs to be
ALIGNED = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center", "AlignDefault": "left"}
MARKED = {
    "Emph": "em",
    "Strong": "strong",
    "Underline": "em",
    "SmallCaps": "strong",
    "Strikeout": "strike",
    "Superscript": "sup",
    "Subscript": "sub",
}
Told = dict[str, Any]


def told_blocks(blocks: list[Node]) -> list[Told]:
    """Return blocks as the template reads them."""
    return [BLOCKS[one["t"]](one.get("c")) for one in blocks]


def told_inlines(inlines: list[Node]) -> list[Any]:
    """Return words with their marks as the template reads them: plain ones are just strings."""
    return [one["c"] if one["t"] == "Str" else INLINES[one["t"]](one["t"], one.get("c")) for one in inlines]


def printed_width_mm(image: Node) -> float:
    """Return how wide a picture is drawn on a page."""
    known = dict(image["c"][0][2])
    wide, high = float(known["points-wide"]), float(known["points-high"])
    wished = TEXT_WIDTH_MM * int(known["width"].removesuffix("%")) / 100 if "width" in known else TEXT_WIDTH_MM
    natural = wide / SHARPEST_DPI * MM_IN_INCH
    return min(wished, max(natural, TEXT_WIDTH_MM / 3), HIGHEST_PICTURE_MM * wide / high)


def _printed_height_mm(image: Node) -> float:
    known = dict(image["c"][0][2])
    return round(printed_width_mm(image) * float(known["points-high"]) / float(known["points-wide"]), 1)


def dots_per_inch(image: Node) -> float:
    """Return how many points of a picture come on an inch of paper."""
    return float(dict(image["c"][0][2])["points-wide"]) / printed_width_mm(image) * MM_IN_INCH


def _paragraph(content: list[Node]) -> Told:
    return {"k": "p", "c": told_inlines(content)}


def _header(content: Any) -> Told:
    return {"k": "h", "level": content[0], "id": content[1][0], "c": told_inlines(content[2])}


def _ordered(content: Any) -> Told:
    return {"k": "ol", "start": content[0][0], "items": [told_blocks(one) for one in content[1]]}


def _figure(content: Any) -> Told:
    (anchor, _classes, _others), (_short, caption), blocks = content
    images = [one for block in blocks for one in block["c"]]
    return {
        "k": "fig",
        "id": anchor,
        "caption": [one for block in caption for one in told_inlines(block["c"])],
        "images": [_image(one) for one in images],
        "height": sum(_printed_height_mm(one) for one in images),
    }


def _image(node: Node) -> Told:
    _attributes, alt, (path, _title) = node["c"]
    return {"path": path, "alt": plain(alt), "width": round(printed_width_mm(node), 2)}


def _table(content: Any) -> Told:
    (anchor, _classes, _others), (_short, caption), columns, head, bodies, _foot = content
    rows = [row for body in bodies for row in body[3]]
    return {
        "k": "table",
        "id": anchor,
        "caption": [one for block in caption for one in told_inlines(block["c"])],
        "is_whole": len(rows) <= ROWS_OF_WHOLE and len(plain([head[1], rows])) <= LETTERS_OF_WHOLE,
        "widths": [_width(number, [*head[1], *rows]) for number in range(len(columns))],
        "align": [ALIGNED[column[0]["t"]] for column in columns],
        "head": _rows(head[1]),
        "rows": _rows(rows),
    }


def _rows(rows: list[Any]) -> list[Any]:
    return [[told_blocks(cell[4]) for cell in row[1]] for row in rows]


def _width(number: int, rows: list[Any]) -> float:
    """Return the share of a column by what is in it; 0 for one that is as wide as its words."""
    lengths = [len(plain(row[1][number][4])) for row in rows if number < len(row[1])]
    longest = max(lengths, default=0)
    return 0 if longest <= SHORT_CELL else round(math.sqrt(min(longest, 400)), 2)


def _div(content: Any) -> Told:
    (_anchor, classes, others), blocks = content
    if classes[0] != "moment":
        return {"k": "box", "kind": classes[0], "c": told_blocks(blocks)}
    known = dict(others)
    return {"k": "moment", **known, "qr": square_code(known["address"]), "c": told_blocks(blocks)}


def _link(_kind: str, content: Any) -> Told:
    _attributes, inlines, (target, _title) = content
    if target.startswith("#"):
        return {"k": "ref", "to": target[1:], "c": told_inlines(inlines)}
    return {"k": "link", "url": target, "is_bare": plain(inlines).strip() in target, "c": told_inlines(inlines)}


def _span(_kind: str, content: Any) -> Told:
    (_anchor, (kind,), others), inlines = content
    return {"k": "mark", "kind": kind, "entry": dict(others)["entry"], "c": told_inlines(inlines)}


BLOCKS: dict[str, Callable[[Any], Told]] = {
    "Para": _paragraph,
    "Plain": _paragraph,
    "Header": _header,
    "BlockQuote": lambda content: {"k": "quote", "c": told_blocks(content)},
    "BulletList": lambda content: {"k": "ul", "items": [told_blocks(one) for one in content]},
    "OrderedList": _ordered,
    "CodeBlock": lambda content: {"k": "code", "text": content[1]},
    "HorizontalRule": lambda _content: {"k": "hr"},
    "Figure": _figure,
    "Table": _table,
    "Div": _div,
}
INLINES: dict[str, Callable[[str, Any], Told]] = {
    **dict.fromkeys(MARKED, lambda kind, content: {"k": MARKED[kind], "c": told_inlines(content)}),
    "LineBreak": lambda _kind, _content: {"k": "br"},
    "Code": lambda _kind, content: {"k": "code", "text": content[1]},
    "Link": _link,
    "Image": lambda _kind, content: {"k": "img", **_image({"c": content})},
    "Note": lambda _kind, content: {"k": "note", "c": [told_inlines(one["c"]) for one in paragraphs(content)]},
    "Span": _span,
}
