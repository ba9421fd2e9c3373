"""Collections at the desk: what they are called, their imprints, the press."""

from typing import Any

from nastavnik.api.selectors.cursors import Asked, Piece, piece_of_rows
from nastavnik.api.selectors.shapes import staff as shapes
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.publishing.enums import CollectionState, RunState
from nastavnik.publishing.models import Collection, PressRun
from nastavnik.publishing.permissions import collections_visible_to
from nastavnik.publishing.selectors.collections.imprint import gaps_in
from nastavnik.publishing.selectors.lookup import check_desk, collection_at_desk


def book_rows(actor: User, asked: Asked) -> Piece[shapes.DeskBook]:
    """Return the collections of the school, also those that are not public. Raises `PermissionDenied`."""
    check_desk(actor, asked.school)
    piece = piece_of_rows(asked, collections_visible_to(actor, asked.school))
    return Piece([shapes.DeskBook(**_words(row)) for row in piece.rows], piece.following)


def book_row(actor: User, school: School, token: str) -> shapes.DeskBookFull:
    """Return a collection with the newest run of the press. Raises `Collection.DoesNotExist`."""
    row = collection_at_desk(actor, school, token)
    run = PressRun.objects.filter(collection=row).first()
    return shapes.DeskBookFull(**_words(row), run=_run(run) if run else None)


def imprint_row(actor: User, school: School, token: str) -> shapes.ImprintTyped:
    """Return the imprint of a collection, and what it lacks. Raises `Collection.DoesNotExist`."""
    row = collection_at_desk(actor, school, token)
    lacks = [
        shapes.Lack(field=one.field.replace(".", "_"), why=one.words, holds_up=one.holds_up) for one in gaps_in(row)
    ]
    return shapes.ImprintTyped(version=row.version, fields=row.imprint, lacks=lacks)


def _words(row: Collection) -> dict[str, Any]:
    names = ("token", "slug", "title", "subtitle", "annotation", "design", "version", "published_at")
    return {**{name: getattr(row, name) for name in names}, "state": CollectionState(row.state)}


def _run(row: PressRun) -> shapes.Run:
    names = ("token", "forms", "trouble", "asked_at", "ended_at")
    return shapes.Run(**{name: getattr(row, name) for name in names}, state=RunState(row.state))
