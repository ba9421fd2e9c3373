"""A collection becomes everybody's, or the desk's alone again."""

from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.models import User
from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.events import CollectionHidden, CollectionPublished
from nastavnik.publishing.models import Collection
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.selectors.rights import files_of, has_open_rights, pressed_in
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
    if has_open_rights(collection):
        raise RightsOpen
    pressed = pressed_in(files_of(collection).newest.get(Form.WEB))
    if not any(row.is_shown for row in pressed.values()):  # type: ignore[attr-defined]  # of `rights.pressed_in`
        raise NotPressed
