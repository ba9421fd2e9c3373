"""Where e-readers find the collections: OPDS 1.2 and 2.0."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nastavnik.core.http import Request
from nastavnik.publishing.catalogues import atom, manifests
from nastavnik.publishing.catalogues.shelf import Shelf
from nastavnik.publishing.selectors.catalogues.shelf import addresses_of, door_of, shelf_of

LONGEST_QUERY = 200


@require_safe
def door(request: Request) -> HttpResponse:
    """Show the ways into the shelf."""
    return HttpResponse(atom.door(door_of(request.school)), content_type=atom.NAVIGATION)


@require_safe
def books(request: Request) -> HttpResponse:
    """Show books: all of them, or those that a query finds."""
    return HttpResponse(atom.books(_asked(request)), content_type=atom.ACQUISITION)


@require_safe
def description(request: Request) -> HttpResponse:
    """Tell readers how to search."""
    said = atom.description(request.school.title, addresses_of(request.school))
    return HttpResponse(said, content_type=atom.DESCRIPTION)


@require_safe
def door_as_manifest(request: Request) -> HttpResponse:
    """Show the ways into the shelf as JSON."""
    return HttpResponse(manifests.door(door_of(request.school)), content_type=atom.MANIFEST)


@require_safe
def books_as_manifest(request: Request) -> HttpResponse:
    """Show books as JSON."""
    return HttpResponse(manifests.books(_asked(request)), content_type=atom.MANIFEST)


def _asked(request: Request) -> Shelf:
    given = request.GET
    query = given.get("query", "")[:LONGEST_QUERY]
    return shelf_of(request.school, order=given.get("order", ""), query=query, number=given.get("page", "1"))
