"""Collections as everybody reads them, and their files."""

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.publishing.enums import COVER_PICTURE
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.selectors.pressing.files import file_of
from nastavnik.publishing.selectors.reading.article import article_page, picture_of
from nastavnik.publishing.selectors.reading.book import book_page
from nastavnik.publishing.selectors.reading.shelf import shelf_page
from nastavnik.publishing.views.moving import at_former_address

KEPT_SECONDS = 3600
PICTURE_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}


@require_safe
def shelf(request: Request) -> HttpResponse:
    """Show the collections of the school."""
    lead = _("The materials of the year as a book: to read here, to print, to quote.")
    page = shelf_page(request.user, request.school, lead)
    return render(request, "publishing/public/shelf.html", {"page": page})


@require_safe
@at_former_address
def book(request: Request, slug: str) -> HttpResponse:
    """Show a collection: cover, contents, files, how to cite."""
    page = book_page(request.user, request.school, slug)
    crumbs = [{"label": _("Collections"), "url": reverse("publishing:shelf")}]
    return render(request, "publishing/public/book.html", {"page": page, "crumbs": crumbs})


@require_safe
@at_former_address
def read(request: Request, slug: str, key: str) -> HttpResponse:
    """Show an article."""
    page = article_page(request.user, request.school, slug, key, clock.now())
    crumbs = [
        {"label": _("Collections"), "url": reverse("publishing:shelf")},
        {"label": page.collection.title, "url": reverse("publishing:book", args=[slug])},
    ]
    return render(request, "publishing/public/article.html", {"page": page, "crumbs": crumbs})


@require_safe
@at_former_address
def file(request: Request, slug: str, form: Form) -> HttpResponseBase:
    """Send a file of a collection, which is some megabytes, unless its reader has it already."""
    found = file_of(request.user, request.school, slug, form)
    etag = f'"{found.sha256}"'
    sent: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if sent is None:
        stored, is_saved = default_storage.open(found.file), form in {Form.EPUB, Form.DOCX}
        sent = FileResponse(stored, as_attachment=is_saved, filename=found.name, content_type=found.media_type)
    sent.headers["ETag"], sent.headers["Cache-Control"] = etag, "private, no-cache"
    return sent


@require_safe
@at_former_address
def cover(request: Request, slug: str) -> HttpResponseBase:
    """Send the picture of the cover."""
    found = file_of(request.user, request.school, slug, COVER_PICTURE)
    return picture_answer(found.file, found.media_type)


@require_safe
@at_former_address
def picture(request: Request, slug: str, article: str, key: str) -> HttpResponseBase:
    """Send a picture of an article."""
    found = picture_of(request.user, request.school, slug, article, key)
    return picture_answer(found.file, PICTURE_TYPES[found.kind])


def picture_answer(file: str, media_type: str) -> FileResponse:
    """Send a picture, which a browser may keep for an hour: its reader has been let in, and turns pages."""
    response = FileResponse(default_storage.open(file), content_type=media_type)
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response
