"""Collections and articles at the desk by their addresses; a forbidden one answers as a missing one."""

from django.core.exceptions import PermissionDenied

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk
from nastavnik.publishing.models import Article, Collection
from nastavnik.publishing.permissions import can_edit_collection


def check_desk(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` to who may not look at the desk of collections."""
    if not can_see_desk(actor, school):
        raise PermissionDenied


def check_run(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` to who may not make collections."""
    if not can_run_school(actor, school):
        raise PermissionDenied


def collection_at_desk(actor: Actor, school: School, token: str) -> Collection:
    """Return a collection to who looks at the desk. Raises `Collection.DoesNotExist`."""
    if not can_see_desk(actor, school):
        raise Collection.DoesNotExist
    collection = Collection.objects.get(school=school, token=token, removed_at=None)
    collection.school = school
    return collection


def collection_to_edit(actor: Actor, school: School, token: str) -> Collection:
    """Return a collection to who makes it. Raises `PermissionDenied` to who only looks, `Collection.DoesNotExist`."""
    collection = collection_at_desk(actor, school, token)
    if not can_edit_collection(actor, collection):
        raise PermissionDenied
    return collection


def removed_collection(actor: Actor, school: School, token: str) -> Collection:
    """Return a collection that was removed to who may bring it back. Raises `Collection.DoesNotExist`."""
    if not can_run_school(actor, school):
        raise Collection.DoesNotExist
    return Collection.objects.get(school=school, token=token, removed_at__isnull=False)


def article_at_desk(actor: Actor, school: School, token: str) -> Article:
    """Return an article to who looks at the desk. Raises `Article.DoesNotExist`."""
    if not can_see_desk(actor, school):
        raise Article.DoesNotExist
    joined = (
        "collection",
        "lesson",
        "video__school",
        "video__lesson__cycle__programme",
        "video__lesson__school",
        "changed_by",
    )
    rows = Article.objects.select_related(*joined)
    article = rows.get(collection__school=school, collection__removed_at=None, token=token, removed_at=None)
    article.collection.school = school
    return article


def article_to_edit(actor: Actor, school: School, token: str) -> Article:
    """Return an article to who edits it. Raises `PermissionDenied` to who only looks, `Article.DoesNotExist`."""
    article = article_at_desk(actor, school, token)
    if not can_edit_collection(actor, article.collection):
        raise PermissionDenied
    return article


def removed_article(actor: Actor, school: School, token: str) -> Article:
    """Return an article that was taken out to who may bring it back. Raises `Article.DoesNotExist`."""
    if not can_run_school(actor, school):
        raise Article.DoesNotExist
    rows = Article.objects.filter(collection__school=school, collection__removed_at=None)
    return rows.select_related("collection").get(token=token, removed_at__isnull=False)
