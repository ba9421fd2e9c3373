"""Who may see and do what with collections. Closed by default.

A collection that is being prepared is its methodists' and the director looks; a published one is everybody's. An author reads her proof by its link.
"""

from django.db.models import QuerySet

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk
from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.models import Collection


def can_edit_collection(actor: Actor, collection: Collection) -> bool:
    """Tell whether `actor` may make, order, edit, press and publish it: a methodist of the school."""
    return collection.removed_at is None and can_run_school(actor, collection.school)


def can_see_collection(actor: Actor, collection: Collection) -> bool:
    """Tell whether `actor` may read it: everybody once it is published, the desk before."""
    if collection.removed_at is not None:
        return False
    return collection.state == CollectionState.PUBLISHED or can_see_desk(actor, collection.school)


def collections_visible_to(actor: Actor, school: School) -> QuerySet[Collection]:
    """Return the collections of `school` that `can_see_collection` admits."""
    collections = Collection.objects.filter(school=school, removed_at=None)
    return collections if can_see_desk(actor, school) else collections.filter(state=CollectionState.PUBLISHED)


def collections_edited_by(actor: Actor, school: School) -> QuerySet[Collection]:
    """Return the collections of `school` that `can_edit_collection` admits."""
    collections = Collection.objects.filter(school=school, removed_at=None)
    return collections if can_run_school(actor, school) else collections.none()
