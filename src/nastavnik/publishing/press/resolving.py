"""Links inside of a book: found when all of its places are known."""

from typing import Any

from nastavnik.publishing.press.book import Flaw, Remark
from nastavnik.publishing.press.cleaning import Place, Shelf
from nastavnik.publishing.press.tree import NO_ATTRIBUTES, text


def resolve(tree: Any, shelf: Shelf, articles: dict[str, Place]) -> Any:
    """Return a tree whose links into the book lead somewhere; those that led nowhere become plain words, and are told."""
    if isinstance(tree, list):
        resolved: list[Any] = []
        for one in tree:
            made = resolve(one, shelf, articles)
            resolved += made if _is_link(one) else [made]
        return resolved
    if not isinstance(tree, dict):
        return tree
    if _is_link(tree):
        return _link(tree["c"], shelf, articles)
    return {**tree, "c": resolve(tree["c"], shelf, articles)} if "c" in tree else tree


def _is_link(node: Any) -> bool:
    return isinstance(node, dict) and node.get("t") == "Link" and node["c"][2][0].startswith("#")


def _link(content: Any, shelf: Shelf, articles: dict[str, Place]) -> list[Any]:
    (_anchor, _classes, others), inlines, (target, _title) = content
    key, wished = dict(others)["article"], target[1:]
    place = shelf.places.get((key, wished)) or articles.get(wished)
    if place is None:
        shelf.remarks.append(Remark(key, Flaw.NO_PLACE, target))
        return list(inlines)
    return [{"t": "Link", "c": [NO_ATTRIBUTES, inlines or [text(place.shown)], [f"#{place.anchor}", ""]]}]
