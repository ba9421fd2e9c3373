"""Where e-readers find the collections: OPDS 1.2 and 2.0."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nastavnik.core.http import Request
from nastavnik.core.http.machines import paced, told
from nastavnik.core.memory import Memory
from nastavnik.publishing.catalogues import atom, manifests
from nastavnik.publishing.catalogues.shelf import Shelf
from nastavnik.publishing.selectors.catalogues.shelf import addresses_of, door_of, shelf_of

LONGEST_QUERY = 200
# an order and a number of a page
USUAL_LETTERS = 9
# of one network in a minute: a reader opens some pages, and asks for each cover elsewhere
MOST = 300
# Pages of the shelf are made at most once a minute in each process; what a query finds is made anew.
SHELVES: Memory[bytes] = Memory(most=64, seconds=60.0)


@require_safe
@paced("opds", MOST)
def door(request: Request) -> HttpResponse:
    """Show the ways into the shelf."""
    return told(request, atom.door(door_of(request.school)), atom.NAVIGATION)


@require_safe
@paced("opds", MOST)
def books(request: Request) -> HttpResponse:
    """Show books: all of them, or those that a query finds."""
    return told(request, _shelf(request, atom.books), atom.ACQUISITION)


@require_safe
@paced("opds", MOST)
def description(request: Request) -> HttpResponse:
    """Tell readers how to search."""
    said = atom.description(request.school.title, addresses_of(request.school))
    return told(request, said, atom.DESCRIPTION)


@require_safe
@paced("opds", MOST)
def door_as_manifest(request: Request) -> HttpResponse:
    """Show the ways into the shelf as JSON."""
    return told(request, manifests.door(door_of(request.school)), atom.MANIFEST)


@require_safe
@paced("opds", MOST)
def books_as_manifest(request: Request) -> HttpResponse:
    """Show books as JSON."""
    return told(request, _shelf(request, manifests.books), atom.MANIFEST)


def _shelf(request: Request, write: Callable[[Shelf], bytes]) -> bytes:
    """Return a page of the shelf."""
    school, given = request.school, request.GET
    order, number, query = given.get("order", ""), given.get("page", "1"), given.get("query", "")[:LONGEST_QUERY]

    def made() -> bytes:
        return write(shelf_of(school, order=order, query=query, number=number))

    is_usual = not query and len(order) + len(number) <= USUAL_LETTERS
    return SHELVES.answer((school.pk, write, order, number), made) if is_usual else made()
