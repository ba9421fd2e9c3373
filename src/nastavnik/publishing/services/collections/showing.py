"""A collection becomes everybody's, or the desk's alone again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.models import User
from nastavnik.publishing.enums import CollectionState, Licence
from nastavnik.publishing.events import CollectionHidden, CollectionPublished
from nastavnik.publishing.models import Article, ArticleAuthor, Collection, PressedFile
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.services.locking import locked_collection
from nastavnik.publishing.services.refusals import NotPressed, RightsOpen


@transaction.atomic
def set_state(*, actor: User, collection_id: int, state: CollectionState, now: datetime) -> Collection:
    """Show a collection to everybody, or take it off their page.

    Raises `NotPressed` and `RightsOpen` on the way to everybody, `PermissionDenied`.
    """
    collection = locked_collection(actor, collection_id)
    if collection.state == state:
        return collection
    if state == CollectionState.PUBLISHED:
        _check(collection)
    collection.state = state
    collection.published_at = now if state == CollectionState.PUBLISHED else None
    collection.changed_at = now
    collection.save(update_fields=["state", "published_at", "changed_at"])
    journal.record(actor=actor, verb=state.value, subject=collection, now=now)
    told = CollectionPublished if state == CollectionState.PUBLISHED else CollectionHidden
    publish(told(collection_id=collection.pk))
    return collection


def _check(collection: Collection) -> None:
    if not PressedFile.objects.filter(run__collection=collection, form=Form.WEB).exists():
        raise NotPressed
    check_rights(collection)


def check_rights(collection: Collection) -> None:
    """Raise `RightsOpen` as long as an article has no terms, or lacks the consent of an author."""
    waiting = ArticleAuthor.objects.filter(article=OuterRef("pk"), agreed_at=None)
    articles = Article.objects.filter(collection=collection, removed_at=None)
    if articles.filter(Q(Exists(waiting)) | Q(licence=Licence.NONE)).exists():
        raise RightsOpen
