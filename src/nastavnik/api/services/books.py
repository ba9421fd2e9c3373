"""Collections as programs make, change and press them, with the rights of the key's owner."""

from collections.abc import Collection as Some
from datetime import datetime

from nastavnik.api.selectors.shapes.staff import BookChanges, ImprintChanges, NewBook
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.selectors.lookup import collection_to_edit
from nastavnik.publishing.services import collections
from nastavnik.publishing.services.pressing.asking import ask_press

FACTS = ("title", "subtitle", "annotation", "design", "slug")


def make(*, actor: User, school: School, new: NewBook, now: datetime) -> str:
    """Begin a collection; return its token. Raises what `create_collection` does."""
    facts = collections.Facts(**new.model_dump())
    return collections.create_collection(actor=actor, school_id=school.pk, facts=facts, now=now).token


def change(*, actor: User, school: School, token: str, changes: BookChanges, now: datetime) -> None:
    """Change what is named. Raises `Collection.DoesNotExist` and what `edit_collection` does."""
    row = collection_to_edit(actor, school, token)
    facts = collections.Facts(**{**{name: getattr(row, name) for name in FACTS}, **changes.named()})
    collections.edit_collection(actor=actor, collection_id=row.pk, version=changes.version, facts=facts, now=now)


def change_imprint(*, actor: User, school: School, token: str, changes: ImprintChanges, now: datetime) -> None:
    """Change the fields that are named; an empty text takes one away. Raises as `change`."""
    row = collection_to_edit(actor, school, token)
    fields = {name: value for name, value in {**row.imprint, **changes.named()}.items() if value != ""}
    collections.save_imprint(actor=actor, collection_id=row.pk, version=changes.version, typed=fields, now=now)


def press(*, actor: User, school: School, token: str, forms: Some[str], now: datetime) -> None:
    """Have a collection pressed in the background. Raises `Collection.DoesNotExist` and what `ask_press` does."""
    ask_press(actor=actor, collection_id=collection_to_edit(actor, school, token).pk, forms=forms, now=now)


def show(*, actor: User, school: School, token: str, state: CollectionState, now: datetime) -> None:
    """Show a collection to everybody, or the desk alone. Raises `Collection.DoesNotExist` and what `set_state` does."""
    row = collection_to_edit(actor, school, token)
    collections.set_state(actor=actor, collection_id=row.pk, state=state, now=now)
