"""What goes to the fund: its page, the paper as a document, everything as an archive."""

from typing import TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.grants.forms.onward import ReportForm
from nastavnik.grants.funds.naming import safe_part
from nastavnik.grants.papers.archive import zip_pieces
from nastavnik.grants.papers.document import application_docx
from nastavnik.grants.papers.packing import entries
from nastavnik.grants.selectors.check.workbook import new_file, write_budget
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.grants.selectors.out.files import attachments_of
from nastavnik.grants.selectors.out.page import out_page
from nastavnik.grants.selectors.out.paper import paper_of

Answer = TypeVar("Answer", bound=HttpResponseBase)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what goes to the fund, how far it is on its way, and what the fund says."""
    page = out_page(request.user, grant_for(request.user, request.school, token), clock.now())
    return render(request, "grants/out/papers.html", {"page": page, "head": page.head, "report_form": ReportForm()})


@never_cache
@signed_in
@require_GET
def document(request: SignedInRequest, token: str) -> HttpResponse:
    """Send the application as a document of a word processor."""
    paper = paper_of(grant_for(request.user, request.school, token), clock.now())
    response = HttpResponse(application_docx(paper), content_type=DOCX)
    return named(response, paper.title, "docx")


@never_cache
@signed_in
@require_GET
def archive(request: SignedInRequest, token: str) -> StreamingHttpResponse:
    """Send the paper and all files as an archive, made while it is sent."""
    grant = grant_for(request.user, request.school, token)
    paper, attachments = paper_of(grant, clock.now()), attachments_of(grant)
    with new_file() as file:
        write_budget(grant, file)
        file.seek(0)
        budget = file.read()
    pieces = zip_pieces(entries(paper, attachments, budget))
    return named(StreamingHttpResponse(pieces, content_type="application/zip"), paper.title, "zip")


def named(response: Answer, title: str, ending: str) -> Answer:
    """Name a file after its project, in letters of any language."""
    name = f"{safe_part(title)}.{ending}"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response
