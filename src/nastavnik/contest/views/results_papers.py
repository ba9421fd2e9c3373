"""Minutes of the jury and diplomas as files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.contest.papers.diplomas import diplomas_pdf
from nastavnik.contest.papers.minutes import minutes_docx, minutes_pdf
from nastavnik.contest.papers.minutes_words import paper_of
from nastavnik.contest.ranking.told import file_of
from nastavnik.contest.selectors.results import diplomas as sheets
from nastavnik.contest.selectors.results import minutes as pages
from nastavnik.contest.selectors.results.lookup import contest_led
from nastavnik.contest.services import results as services
from nastavnik.contest.views.results_parts import results_context, sent_file
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash

TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def minutes(request: SignedInRequest, contest: str) -> HttpResponse:
    """Show the minutes of a contest, and make them."""
    if request.method == "POST":
        led = contest_led(request.user, request.school, contest)
        made = services.make_minutes(actor=request.user, contest_id=led.pk, now=clock.now())
        flash(request, _("Minutes № %(number)d tell what is so now.") % {"number": made.number})
        return redirect("contest:minutes", contest)
    page = pages.minutes_page(request.user, request.school, contest, clock.now())
    return render(request, "contest/desk/results/minutes.html", results_context(page.contest, "minutes", page=page))


@never_cache
@signed_in
@require_GET
def minutes_file(request: SignedInRequest, contest: str, number: str, kind: str) -> HttpResponse:
    """Send minutes as JSON, PDF or DOCX."""
    found = pages.minutes_for(request.user, request.school, contest, int(number))
    return sent_file(_content(found, kind), f"minutes-{number}.{kind}", TYPES[kind])


def _content(minutes: Any, kind: str) -> bytes:
    if kind == "json":
        return file_of(minutes.told)
    zone = minutes.contest.school.zone
    paper = paper_of(minutes.told, number=minutes.number, sha256=minutes.sha256, zone=zone)
    return minutes_docx(paper) if kind == "docx" else minutes_pdf(paper, made_at=minutes.made_at)


@never_cache
@signed_in
@require_GET
def diplomas(request: SignedInRequest, contest: str, kind: str, part: str) -> HttpResponse:
    """Send diplomas or certificates of a contest for printing."""
    found = sheets.diplomas_at_desk(request.user, request.school, contest, kind, int(part))
    return _sheets(found, f"{kind}-{part}.pdf")


@never_cache
@signed_in
@require_GET
def own_diploma(request: SignedInRequest, token: str) -> HttpResponse:
    """Send the diploma or certificate of an application to its authors."""
    return _sheets(sheets.own_diploma(request.user, request.school, token), "diploma.pdf")


@never_cache
@signed_in
@require_GET
def own_certificate(request: SignedInRequest, contest: str) -> HttpResponse:
    """Send a juror her certificate."""
    return _sheets(sheets.own_certificate(request.user, request.school, contest), "certificate.pdf")


def _sheets(found: sheets.Diplomas, name: str) -> HttpResponse:
    contest = found.contest
    assert contest.released_at is not None
    content = diplomas_pdf(
        found.sheets, school=contest.school.title, contest=contest.title, made_at=contest.released_at
    )
    return sent_file(content, name, "application/pdf")
