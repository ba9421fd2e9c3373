"""The order of a collection: its parts, and the articles in them and before them."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.ordering import Order
from nastavnik.people.models import User
from nastavnik.publishing.models import Article, Collection, CollectionPart
from nastavnik.publishing.selectors.collections.page import NO_PART
from nastavnik.publishing.services.locking import locked_collection, locked_order, touch
from nastavnik.publishing.services.refusals import PartGone


@transaction.atomic
def reorder(*, actor: User, collection_id: int, rearrange: Callable[[Order], Order], now: datetime) -> Collection:
    """Put articles into another order: within parts and between them.

    `rearrange` is given the order as it lies now (tokens of parts, `NO_PART` first, with tokens of articles) and returns the wanted one, of
    the same items. Raises `PermissionDenied`, and what `rearrange` raises.
    """
    collection, rows = locked_order(actor, collection_id)
    parts = {part.token: part for part in CollectionPart.objects.filter(collection=collection)}
    articles = {one.token: one for one in rows}
    moved, position = list[Article](), 0
    for group, tokens in rearrange(order_of(list(parts.values()), list(articles.values()))).items():
        for token in tokens:
            position += 1
            article, part = articles[token], parts.get(group)
            if (article.position, article.part_id) != (position, part.pk if part else None):
                article.position, article.part = position, part
                moved.append(article)
    if moved:
        Article.objects.bulk_update(moved, ["position", "part"])
        journal.record(actor=actor, verb="reordered", subject=collection, now=now, moved=[one.token for one in moved])
        touch(collection, now)
    return collection


def order_of(parts: list[CollectionPart], articles: list[Article]) -> Order:
    """Return the order as it lies; both lists come in theirs."""
    order: Order = {NO_PART: [one.token for one in articles if one.part_id is None]}
    for part in parts:
        order[part.token] = [one.token for one in articles if one.part_id == part.pk]
    return order


@transaction.atomic
def add_part(*, actor: User, collection_id: int, title: str, now: datetime) -> CollectionPart:
    """Add a part behind the others. Raises `PermissionDenied`."""
    collection = locked_collection(actor, collection_id)
    last = CollectionPart.objects.filter(collection=collection).last()
    position = last.position + 1 if last else 1
    part = CollectionPart.objects.create(collection=collection, title=title, position=position)
    journal.record(actor=actor, verb="part_added", subject=collection, now=now, title=title)
    touch(collection, now)
    return part


@transaction.atomic
def rename_part(*, actor: User, collection_id: int, part: str, title: str, now: datetime) -> CollectionPart:
    """Call a part otherwise. Raises `PartGone`, `PermissionDenied`."""
    collection = locked_collection(actor, collection_id)
    row = _part(collection, part)
    row.title = title
    row.save(update_fields=["title"])
    touch(collection, now)
    return row


@transaction.atomic
def move_part(*, actor: User, collection_id: int, part: str, is_up: bool, now: datetime) -> None:
    """Let a part and its neighbour change places. Raises `PartGone`, `PermissionDenied`."""
    collection, articles = locked_order(actor, collection_id)
    rows = list(CollectionPart.objects.filter(collection=collection))
    at = rows.index(_part(collection, part))
    other = at - 1 if is_up else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    _number(rows, articles)
    touch(collection, now)


@transaction.atomic
def remove_part(*, actor: User, collection_id: int, part: str, now: datetime) -> None:
    """Take a title of a part away; its articles go over to the part before, or to the beginning. Raises `PartGone`, `PermissionDenied`."""
    collection, articles = locked_order(actor, collection_id)
    rows = list(CollectionPart.objects.filter(collection=collection))
    row = _part(collection, part)
    at = rows.index(row)
    before = rows[at - 1] if at else None
    Article.objects.filter(part=row).update(part=before)
    for article in (one for one in articles if one.part_id == row.pk):
        article.part = before
    row.delete()
    _number([one for one in rows if one.token != part], articles)
    journal.record(actor=actor, verb="part_removed", subject=collection, now=now, title=row.title)
    touch(collection, now)


def _number(parts: list[CollectionPart], articles: list[Article]) -> None:
    """Number the parts in this order, and all articles as they stand in them."""
    for number, part in enumerate(parts, start=1):
        part.position = number
    CollectionPart.objects.bulk_update(parts, ["position"])
    places = {part.pk: part.position for part in parts}
    articles.sort(key=lambda one: places.get(one.part_id or 0, 0))
    for number, article in enumerate(articles, start=1):
        article.position = number
    Article.objects.bulk_update(articles, ["position"])


def _part(collection: Collection, token: str) -> CollectionPart:
    part = CollectionPart.objects.filter(collection=collection, token=token).first()
    if part is None:
        raise PartGone
    return part
