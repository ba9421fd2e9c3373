"""Making a collection, its title and design, its imprint; removing it, and bringing it back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.models import User
from nastavnik.programme.services.schools import locked_school
from nastavnik.programme.services.slugs import slug_of
from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.events import CollectionHidden, CollectionPublished
from nastavnik.publishing.models import Collection, FormerAddress
from nastavnik.publishing.press.book import Design
from nastavnik.publishing.services.locking import locked_collection, removed_locked
from nastavnik.publishing.services.refusals import AddressTaken, CollectionChanged


@dataclass(frozen=True, slots=True)
class Facts:
    """What a collection is called and how it looks. Without a `slug` the address is made of the title."""

    title: str
    subtitle: str = ""
    annotation: str = ""
    design: str = Design.CARD
    slug: str = ""


@transaction.atomic
def create_collection(*, actor: User, school_id: int, facts: Facts, now: datetime) -> Collection:
    """Begin a collection; only the desk sees it. Raises `AddressTaken`, `PermissionDenied`."""
    school = locked_school(actor, school_id)
    slug = facts.slug or _free_slug(school.pk, facts.title)
    collection = Collection(school=school, created_at=now, changed_at=now, **{**asdict(facts), "slug": slug})
    _write(collection)
    _take_over(collection)
    journal.record(actor=actor, verb="created", subject=collection, now=now, title=collection.title)
    return collection


@transaction.atomic
def edit_collection(*, actor: User, collection_id: int, version: int, facts: Facts, now: datetime) -> Collection:
    """Change what a collection is called and how it looks; its former address leads to the new one.

    Raises `AddressTaken`, `CollectionChanged`, `PermissionDenied`.
    """
    collection = _of_version(actor, collection_id, version)
    former = collection.slug
    for name, value in asdict(facts).items():
        setattr(collection, name, value)
    collection.slug = collection.slug or _free_slug(collection.school_id, facts.title, own=collection.pk)
    collection.version += 1
    collection.changed_at = now
    _write(collection)
    if collection.slug != former:
        _take_over(collection)
        FormerAddress.objects.create(collection=collection, school=collection.school, slug=former, left_at=now)
    journal.record(actor=actor, verb="edited", subject=collection, now=now)
    return collection


@transaction.atomic
def save_imprint(
    *, actor: User, collection_id: int, version: int, typed: Mapping[str, Any], now: datetime
) -> Collection:
    """Keep the fields of an imprint as they were typed (`records.typed`). Raises `CollectionChanged`, `PermissionDenied`."""
    collection = _of_version(actor, collection_id, version)
    collection.imprint = dict(typed)
    collection.version += 1
    collection.changed_at = now
    collection.save(update_fields=["imprint", "version", "changed_at"])
    journal.record(actor=actor, verb="imprint_saved", subject=collection, now=now)
    return collection


@transaction.atomic
def remove_collection(*, actor: User, collection_id: int, now: datetime) -> Collection:
    """Take a collection off all lists, a published one off its page too."""
    collection = locked_collection(actor, collection_id)
    collection.removed_at = now
    collection.save(update_fields=["removed_at"])
    journal.record(actor=actor, verb="removed", subject=collection, now=now, title=collection.title)
    if collection.state == CollectionState.PUBLISHED:
        publish(CollectionHidden(collection_id=collection.pk))
    return collection


@transaction.atomic
def restore_collection(*, actor: User, collection_id: int, now: datetime) -> Collection:
    """Bring a collection back as it was."""
    collection = removed_locked(actor, collection_id)
    collection.removed_at = None
    collection.save(update_fields=["removed_at"])
    journal.record(actor=actor, verb="restored", subject=collection, now=now)
    if collection.state == CollectionState.PUBLISHED:
        publish(CollectionPublished(collection_id=collection.pk))
    return collection


def _of_version(actor: User, collection_id: int, version: int) -> Collection:
    collection = locked_collection(actor, collection_id)
    if collection.version != version:
        raise CollectionChanged
    return collection


def _free_slug(school_id: int, title: str, own: int = 0) -> str:
    """Return an address that no collection but its `own` has, nor had: links to the former one are not led elsewhere by chance."""
    slug = slug_of(title)[:50].rstrip("-")
    others = Collection.objects.filter(school=school_id, slug__startswith=slug).exclude(pk=own)
    former = FormerAddress.objects.filter(school=school_id, slug__startswith=slug).exclude(collection=own)
    taken = {*others.values_list("slug", flat=True), *former.values_list("slug", flat=True)}
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(one for one in numbered if one not in taken)


def _take_over(collection: Collection) -> None:
    """Let an address that was typed lead to its collection alone, whoever had it before."""
    FormerAddress.objects.filter(school=collection.school_id, slug=collection.slug).delete()


def _write(collection: Collection) -> None:
    try:
        with transaction.atomic():
            collection.save()
    except IntegrityError as error:
        raise AddressTaken from error
