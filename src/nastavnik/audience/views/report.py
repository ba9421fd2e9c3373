"""The report, and the rows behind each of its figures."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nastavnik.audience.selectors.figures.page import figure_page, report_page
from nastavnik.core import clock, tables
from nastavnik.core.http import SignedInRequest, signed_in


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest) -> HttpResponseBase:
    """Show the report of a period."""
    page = report_page(request.user, request.school, request.GET, clock.now())
    return render(request, "audience/report/report.html", {"page": page})


@never_cache
@signed_in
@require_GET
def figure(request: SignedInRequest, code: str) -> HttpResponseBase:
    """Show a figure with the rows that it is made of."""
    page = figure_page(request.user, request.school, code, request.GET, clock.now())
    return tables.answer(request, page.listing, "audience/report/figure.html", {"page": page})
