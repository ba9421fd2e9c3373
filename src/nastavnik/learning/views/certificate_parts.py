"""What the pages of certificates share."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from nastavnik.learning.selectors.certificates.templates import Paper

JSON_LD = "application/vc+ld+json"


def desk_crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of the desk, from the register down: (words, address) of each step."""
    first = (_("Certificates"), reverse("learning:certificates"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


def as_pdf(paper: Paper) -> HttpResponse:
    """Show a sheet, to be saved under its own name."""
    response = HttpResponse(paper.content, content_type="application/pdf")
    shown = content_disposition_header(as_attachment=False, filename=paper.name)
    assert shown is not None  # only a file that is neither attached nor named has none
    response.headers["Content-Disposition"] = shown
    return unlisted(response)


def as_document(document: dict[str, Any], content_type: str = JSON_LD, status: int = HTTPStatus.OK) -> HttpResponse:
    """Answer a program: any page of the world may read what everybody may."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type=content_type, status=status)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return unlisted(response)


def unlisted(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of the indexes of search engines."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
