"""Frozen reports: their list, freezing, one of them, the rows behind its figures."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.audience.forms.reports import FreezeForm
from nastavnik.audience.selectors.reports import frozen
from nastavnik.audience.services import reports as services
from nastavnik.core import clock, tables
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@never_cache
@signed_in
@require_GET
def show_all(request: SignedInRequest) -> HttpResponseBase:
    """Show the frozen reports of the school."""
    listing = frozen.reports_page(request.user, request.school, request.GET)
    return tables.answer(request, listing, "audience/frozen/list.html", {})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def freeze(request: SignedInRequest) -> HttpResponse:
    """Ask for a title and a period, and freeze the report."""
    now, params = clock.now(), request.POST if request.method == "POST" else request.GET
    scope = frozen.scope_to_freeze(request.user, request.school, params, now)
    programmes = frozen.programmes_to_report(request.user, request.school)
    form = FreezeForm(request.POST if request.method == "POST" else None, scope=scope, programmes=programmes)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        report = services.freeze_report(actor=request.user, scope=scope, title=title, now=now)
        flash(request, _("The report is frozen: its figures and rows stay as they are now."))
        return redirect("audience:frozen_report", report.token)
    return render(request, "audience/frozen/freeze.html", {"form": form})


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a frozen report."""
    report = frozen.report_for(request.user, request.school, token)
    return render(request, "audience/frozen/show.html", {"page": frozen.frozen_page(request.user, report)})


@never_cache
@signed_in
@require_GET
def figure(request: SignedInRequest, token: str, code: str) -> HttpResponseBase:
    """Show a figure of a frozen report with the rows that were kept."""
    report = frozen.report_for(request.user, request.school, token)
    page = frozen.frozen_figure_page(report, code, request.GET)
    return tables.answer(request, page.listing, "audience/frozen/figure.html", {"page": page})


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a frozen report off the list."""
    report = frozen.report_for(request.user, request.school, token)
    services.remove_report(actor=request.user, report_id=report.pk, now=clock.now())
    undo = reverse("audience:restore_report", args=[token])
    flash(request, _("The report is removed from the list."), undo_url=undo)
    return redirect("audience:frozen_reports")


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a frozen report back."""
    report = frozen.removed_report(request.user, request.school, token)
    services.restore_report(actor=request.user, report_id=report.pk, now=clock.now())
    flash(request, _("The report is back."))
    return redirect("audience:frozen_report", token)
