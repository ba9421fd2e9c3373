"""A report as files and as texts to be copied, of a live or a frozen one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.audience.papers.book import write_book
from nastavnik.audience.papers.kept import KeptRows
from nastavnik.audience.papers.naming import file_name
from nastavnik.audience.papers.news import news_of
from nastavnik.audience.papers.note import note_docx, note_pdf
from nastavnik.audience.papers.poster import poster_pdf, poster_svg
from nastavnik.audience.papers.told import ToldReport, report_from
from nastavnik.audience.selectors.figures import Scope
from nastavnik.audience.selectors.reports import frozen
from nastavnik.audience.selectors.reports.telling import tables_of, told_report
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.tables.export import MEMORY_BYTES, XLSX_TYPE

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Made:
    """What files are made of."""

    told: ToldReport
    tables: Iterable[KeptRows]
    made_at: datetime
    accent: str


@never_cache
@signed_in
@require_GET
def live_file(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """Send the live report as a file."""
    scope, now = _scope(request), clock.now()
    told = _told_live(scope, now)
    tables = tables_of(scope, [one.code for one in told.figures])
    return _file(Made(told, tables, now, request.school.accent_light), kind)


@never_cache
@signed_in
@require_GET
def frozen_file(request: SignedInRequest, token: str, kind: str) -> HttpResponseBase:
    """Send a frozen report as a file, made of what was kept."""
    report = frozen.report_for(request.user, request.school, token)
    tables = frozen.frozen_tables(report) if kind == "xlsx" else ()
    made = Made(report_from(report.figures), tables, report.frozen_at, request.school.accent_light)
    return _file(made, kind)


@never_cache
@signed_in
@require_GET
def live_news(request: SignedInRequest) -> HttpResponse:
    """Show short texts of the live report, to be copied."""
    told = _told_live(_scope(request), clock.now())
    return render(request, "audience/frozen/news.html", {"texts": news_of(told), "title": told.title})


@never_cache
@signed_in
@require_GET
def frozen_news(request: SignedInRequest, token: str) -> HttpResponse:
    """Show short texts of a frozen report, to be copied."""
    told = report_from(frozen.report_for(request.user, request.school, token).figures)
    return render(request, "audience/frozen/news.html", {"texts": news_of(told), "title": told.title})


def _scope(request: SignedInRequest) -> Scope:
    return frozen.live_scope(request.user, request.school, request.GET, clock.now())


def _told_live(scope: Scope, now: datetime) -> ToldReport:
    return told_report(scope, _("Report %(period)s") % {"period": scope.words}, now)


def _file(made: Made, kind: str) -> HttpResponseBase:
    title = made.told.title
    if kind == "xlsx":
        return _book(made)
    if kind == "docx":
        return _named(note_docx(made.told, made_at=made.made_at), DOCX_TYPE, title, kind)
    if kind == "pdf":
        content = note_pdf(made.told, accent=made.accent, made_at=made.made_at)
        return _named(content, "application/pdf", title, kind)
    poster = _("%(title)s, one page") % {"title": title}
    if kind == "poster-pdf":
        content = poster_pdf(made.told, accent=made.accent, made_at=made.made_at)
        return _named(content, "application/pdf", poster, "pdf")
    if kind == "poster-svg":
        return _named(poster_svg(made.told, accent=made.accent), "image/svg+xml", poster, "svg")
    raise Http404


def _book(made: Made) -> FileResponse:
    file = SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 -- the answer closes it when it was sent
    write_book(file, made.told, made.tables, made_at=made.made_at)
    file.seek(0)
    name = file_name(made.told.title, "xlsx")
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)


def _named(content: bytes, media_type: str, title: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    shown = content_disposition_header(as_attachment=True, filename=file_name(title, ending))
    response.headers["Content-Disposition"] = shown or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
