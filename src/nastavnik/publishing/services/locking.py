"""A collection or an article that is being changed: locked, for who may change it.

Everybody locks in one order, or two would wait for each other: articles by their numbers, then a proof, then its author; the collection last.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from nastavnik.people.permissions import Actor
from nastavnik.programme.permissions import can_run_school
from nastavnik.publishing.models import Article, Collection
from nastavnik.publishing.permissions import can_edit_collection


def locked_collection(actor: Actor, collection_id: int) -> Collection:
    """Return a collection, locked, to who may change it. Raises `PermissionDenied`."""
    rows = Collection.objects.select_for_update(of=("self",), no_key=True).select_related("school")
    collection = rows.get(pk=collection_id)
    if not can_edit_collection(actor, collection):
        raise PermissionDenied
    return collection


def removed_locked(actor: Actor, collection_id: int) -> Collection:
    """Return a collection that was removed, locked, to who may bring it back. Raises `PermissionDenied`."""
    rows = Collection.objects.select_for_update(of=("self",), no_key=True).select_related("school")
    collection = rows.get(pk=collection_id)
    if collection.removed_at is None or not can_run_school(actor, collection.school):
        raise PermissionDenied
    return collection


def locked_article(actor: Actor, article_id: int) -> Article:
    """Return an article, locked, to who may change it. Raises `PermissionDenied`, `Article.DoesNotExist`."""
    rows = Article.objects.select_for_update(of=("self",), no_key=True)
    article = rows.select_related("collection__school", "video").get(pk=article_id, removed_at=None)
    if not can_edit_collection(actor, article.collection):
        raise PermissionDenied
    return article


def locked_order(actor: Actor, collection_id: int) -> tuple[Collection, list[Article]]:
    """Return a collection and its articles in their order, all locked, to who may change it. Raises `PermissionDenied`.

    Articles come before their collection: whoever writes in one has locked it when she touches the collection.
    """
    rows = Article.objects.select_for_update(no_key=True).filter(collection=collection_id, removed_at=None)
    articles = sorted(rows.order_by("pk"), key=lambda one: (one.position, one.pk))
    return locked_collection(actor, collection_id), articles


def touch(collection: Collection, now: datetime) -> None:
    """Note that something in a collection changed; what its form says did not."""
    collection.changed_at = now
    collection.save(update_fields=["changed_at"])
