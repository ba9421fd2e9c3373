"""Pandoc's tree of a text, as JSON, and small makers of its nodes.

https://hackage.haskell.org/package/pandoc-types
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Node = dict[str, Any]
VERSION = [1, 23, 1, 1]
NO_ATTRIBUTES: list[Any] = ["", [], []]


def attributes(anchor: str = "", classes: Iterable[str] = (), **others: str) -> list[Any]:
    """Return the attributes of a node; a name's underscores are hyphens."""
    return [anchor, list(classes), [[name.replace("_", "-"), value] for name, value in others.items()]]


def text(words: str) -> Node:
    """Return words as a node."""
    return {"t": "Str", "c": words}


def para(*inlines: Node) -> Node:
    """Return a paragraph."""
    return {"t": "Para", "c": list(inlines)}


def link(inlines: list[Node], target: str, classes: Iterable[str] = ()) -> Node:
    """Return a link."""
    return {"t": "Link", "c": [attributes("", classes), inlines, [target, ""]]}


def header(level: int, anchor: str, inlines: list[Node], classes: Iterable[str] = ()) -> Node:
    """Return a heading."""
    return {"t": "Header", "c": [level, attributes(anchor, classes), inlines]}


def div(blocks: list[Node], classes: Iterable[str] = (), anchor: str = "", **others: str) -> Node:
    """Return blocks that belong together."""
    return {"t": "Div", "c": [attributes(anchor, classes, **others), blocks]}


def document(blocks: list[Node], meta: Mapping[str, Any]) -> Node:
    """Return a whole document; `meta` holds texts and lists of texts."""
    return {
        "pandoc-api-version": VERSION,
        "meta": {name: _meta(value) for name, value in meta.items()},
        "blocks": blocks,
    }


def _meta(value: Any) -> Node:
    if isinstance(value, str):
        return {"t": "MetaString", "c": value}
    if isinstance(value, Mapping):
        return {"t": "MetaMap", "c": {name: _meta(one) for name, one in value.items()}}
    return {"t": "MetaList", "c": [_meta(one) for one in value]}


def walk(tree: Any) -> Iterator[Node]:
    """Go through a tree and give every node of it, outer ones first, in their order. However deep it is."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            yield one
            waiting.append(one.get("c"))


def paragraphs(blocks: list[Node]) -> list[Node]:
    """Return the paragraphs within blocks, wherever they stand; of what is inside of a paragraph there is none."""
    found: list[Node] = []
    waiting: list[Any] = [blocks]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict) and one.get("t") in {"Para", "Plain"}:
            found.append(one)
        elif isinstance(one, dict):
            waiting.append(one.get("c"))
    return found


def plain(tree: Any) -> str:
    """Return the words of a tree without their marks; notes and pictures are not among them."""
    said: list[str] = []
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict) and one.get("t") in SPOKEN:
            said.append(SPOKEN[one["t"]](one.get("c")))
        elif isinstance(one, dict):
            waiting.append(one.get("c"))
    return "".join(said)


SPOKEN: Mapping[str, Callable[[Any], str]] = {
    "Str": str,
    "Space": lambda _content: " ",
    "SoftBreak": lambda _content: " ",
    "LineBreak": lambda _content: " ",
    "Code": lambda content: str(content[1]),
    "Note": lambda _content: "",
    "Image": lambda _content: "",
}
