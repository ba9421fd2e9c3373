"""Collections of the desk by a key: made, changed, pressed, published."""

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from nastavnik.api.enums import Scope
from nastavnik.api.selectors.shapes import staff as shapes
from nastavnik.api.selectors.shapes.base import Page
from nastavnik.api.selectors.staff import books as reads
from nastavnik.api.services import books as services
from nastavnik.api.views.rest.asked import ListQuery, Token, asked_of, page_of
from nastavnik.api.views.rest.keys import opened_by
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest
from nastavnik.publishing.enums import CollectionState

READ, WRITE = (opened_by(scope, "desk: collections") for scope in (Scope.READ_COLLECTIONS, Scope.WRITE_COLLECTIONS))
ONE = "/collections/{token}"

router = Router()


@router.get(
    "/collections",
    response=Page[shapes.DeskBook],
    url_name="v1_desk_collections",
    summary=_("All collections, prepared ones too"),
    **READ,
)
def books(request: SignedInRequest, query: Query[ListQuery]) -> Any:
    """Collections in the order in which they were begun."""
    return page_of(request, reads.book_rows(request.user, asked_of(request, query, "desk collections")))


@router.post(
    "/collections",
    response={201: shapes.DeskBookFull},
    url_name="v1_desk_collections",
    summary=_("Begin a collection"),
    **WRITE,
)
def make(request: SignedInRequest, new: shapes.NewBook) -> Any:
    """Begin a collection, which only the desk sees until it is published."""
    token = services.make(actor=request.user, school=request.school, new=new, now=clock.now())
    return reads.book_row(request.user, request.school, token)


@router.get(
    ONE,
    response=shapes.DeskBookFull,
    url_name="v1_desk_collection",
    summary=_("A collection at the desk"),
    **READ,
)
def book(request: SignedInRequest, token: Path[Token]) -> Any:
    """A collection with its version and the newest run of the press."""
    return reads.book_row(request.user, request.school, token)


@router.patch(
    ONE,
    response=shapes.DeskBookFull,
    url_name="v1_desk_collection",
    summary=_("Change a collection"),
    **WRITE,
)
def change(request: SignedInRequest, token: Path[Token], changes: shapes.BookChanges) -> Any:
    """Change what is named. If somebody has changed it since that version, the change is refused with 409."""
    services.change(actor=request.user, school=request.school, token=token, changes=changes, now=clock.now())
    return reads.book_row(request.user, request.school, token)


@router.get(
    f"{ONE}/imprint",
    response=shapes.ImprintTyped,
    url_name="v1_desk_collection_imprint",
    summary=_("The imprint of a collection"),
    **READ,
)
def imprint(request: SignedInRequest, token: Path[Token]) -> Any:
    """What was typed, and what it lacks by ГОСТ Р 7.0.4-2020."""
    return reads.imprint_row(request.user, request.school, token)


@router.patch(
    f"{ONE}/imprint",
    response=shapes.ImprintTyped,
    url_name="v1_desk_collection_imprint",
    summary=_("Change an imprint"),
    **WRITE,
)
def change_imprint(request: SignedInRequest, token: Path[Token], changes: shapes.ImprintChanges) -> Any:
    """Change the fields that are named; the others stay."""
    services.change_imprint(actor=request.user, school=request.school, token=token, changes=changes, now=clock.now())
    return reads.imprint_row(request.user, request.school, token)


@router.post(
    f"{ONE}/press",
    response={202: shapes.DeskBookFull},
    url_name="v1_desk_collection_press",
    summary=_("Press a collection"),
    **WRITE,
)
def press(request: SignedInRequest, token: Path[Token], wish: shapes.PressWish) -> Any:
    """Have it pressed in the background; how far it is stands in `run`. While a run goes on, it is answered with that one."""
    services.press(actor=request.user, school=request.school, token=token, forms=wish.forms, now=clock.now())
    return reads.book_row(request.user, request.school, token)


@router.post(
    f"{ONE}/publish",
    response=shapes.DeskBookFull,
    url_name="v1_desk_collection_publish",
    summary=_("Publish a collection"),
    **WRITE,
)
def publish(request: SignedInRequest, token: Path[Token]) -> Any:
    """Let everybody read it; it must have been pressed, and its authors must have consented."""
    return _shown(request, token, CollectionState.PUBLISHED)


@router.post(
    f"{ONE}/hide",
    response=shapes.DeskBookFull,
    url_name="v1_desk_collection_hide",
    summary=_("Take a collection back to the desk"),
    **WRITE,
)
def hide(request: SignedInRequest, token: Path[Token]) -> Any:
    """Nothing of it is lost, and nobody else reads it."""
    return _shown(request, token, CollectionState.PREPARED)


def _shown(request: SignedInRequest, token: str, state: CollectionState) -> shapes.DeskBookFull:
    services.show(actor=request.user, school=request.school, token=token, state=state, now=clock.now())
    return reads.book_row(request.user, request.school, token)
