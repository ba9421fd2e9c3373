"""An application to be read and printed: as it would be submitted, as it was, its receipt, its files."""

from io import BytesIO
from typing import IO

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.contest.papers.bare import bare_copy
from nastavnik.contest.papers.receipt import receipt_pdf
from nastavnik.contest.selectors.applications.files import FileToSend, file_for
from nastavnik.contest.selectors.applications.lookup import application_for, submission_for
from nastavnik.contest.selectors.applications.reading import Reading, application_to_read
from nastavnik.contest.services.snapshots import as_it_stands
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in


@never_cache
@signed_in
@require_GET
def preview(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an application as it would be read if it were submitted now; to the jury, if the jury sees no names."""
    application = application_for(request.user, request.school, token)
    is_blind = "jury" in request.GET and application.contest.is_blind
    reading = application_to_read(as_it_stands(application, now=clock.now()), is_blind=is_blind)
    context = {"reading": reading, "application": application, "is_preview": True}
    return render(request, "contest/applications/read.html", context)


@never_cache
@signed_in
@require_GET
def submitted(request: SignedInRequest, token: str, turn: int) -> HttpResponse:
    """Show what was submitted."""
    submission = submission_for(request.user, request.school, token, turn)
    reading = application_to_read(submission, is_blind=False)
    context = {"reading": reading, "application": submission.application, "is_preview": False}
    return render(request, "contest/applications/read.html", context)


@never_cache
@signed_in
@require_GET
def receipt(request: SignedInRequest, token: str, turn: int) -> HttpResponse:
    """Send the receipt of what was submitted."""
    reading = application_to_read(submission_for(request.user, request.school, token, turn), is_blind=False)
    return receipt_answer(request, reading)


def receipt_answer(request: SignedInRequest, reading: Reading) -> HttpResponse:
    """Return a receipt as a file."""
    content = receipt_pdf(reading, school=request.school.title, zone=request.school.zone)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{reading.number}-{reading.turn}.pdf"'
    return response


@never_cache
@signed_in
@require_GET
def file(request: SignedInRequest, token: str, file: str) -> HttpResponseBase:
    """Send a file of an application; to a blind reader without its name and without what is written into it."""
    found = file_for(request.user, request.school, token, file, is_blind="blind" in request.GET)
    response = FileResponse(content_of(found), as_attachment=True, filename=found.name, content_type=found.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def content_of(found: FileToSend) -> IO[bytes]:
    """Return what is in a file; the answer closes it."""
    if not found.is_blind:
        return default_storage.open(found.file)
    with default_storage.open(found.file) as stored:
        return BytesIO(bare_copy(stored, found.kind))
