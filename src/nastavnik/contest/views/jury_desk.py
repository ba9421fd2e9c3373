"""A juror's desk: what she judges, and one application beside its sheet."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.contest.forms.jury import ReasonForm, SheetForm, read_sheet
from nastavnik.contest.papers.sheets import sheets_pdf
from nastavnik.contest.selectors.jury import calibration, desk, printing
from nastavnik.contest.selectors.jury import sheet as sheets
from nastavnik.contest.services import jury as services
from nastavnik.contest.services.jury.refusals import SheetChangedMeanwhile
from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@never_cache
@signed_in
@require_GET
def contests(request: SignedInRequest) -> HttpResponse:
    """Show the contests that a person judges; with one there is nothing to choose."""
    found = desk.judged_contests(request.user, request.school, clock.now())
    if len(found) == 1:
        return redirect(found[0].url)
    return render(request, "contest/jury/contests.html", {"contests": found})


@never_cache
@signed_in
@require_GET
def contest(request: SignedInRequest, contest: str) -> HttpResponseBase:
    """Show what a juror judges in a contest."""
    page = desk.desk_page(request.user, request.school, contest, request.GET, clock.now())
    return tables.answer(request, page.listing, "contest/jury/contest.html", {"page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def sheet(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an application beside its sheet; whatever button was pressed, all that stands on the page is kept first."""
    page = sheets.sheet_page(request.user, request.school, token, clock.now())
    if request.method == "GET":
        return answer(request, page, SheetForm(initial={"version": page.sheet.version}))
    form = SheetForm(request.POST)
    if form.is_valid() and attempt(form, lambda: keep(request, page, form)) is not None:
        return redirect(after(request, page))
    return answer(request, page, form)


def keep(request: SignedInRequest, page: sheets.SheetPage, form: SheetForm) -> object:
    """Keep what stands on the page, and finish the sheet if that is asked; a refusal leaves what was typed."""
    words, version = read_sheet(request.POST, page.rows), form.cleaned_data["version"]
    call: dict[str, Any] = {"actor": request.user, "sheet_id": page.sheet.pk, "now": clock.now()}
    saved = services.save_sheet(**call, words=words, version=version)
    return services.finish_sheet(**call) if "finish" in request.POST else saved


def after(request: SignedInRequest, page: sheets.SheetPage) -> str:
    """Return where it goes on: a finished sheet leads to the next."""
    if "finish" not in request.POST:
        flash(request, _("Everything is saved."))
        return f"{reverse('contest:jury_sheet', args=[page.sheet.token])}#sheet"
    flash(request, _("The sheet is finished."), undo_url=reverse("contest:jury_reopen", args=[page.sheet.token]))
    return page.next_url or page.desk_url


def answer(request: SignedInRequest, page: sheets.SheetPage, form: SheetForm) -> HttpResponse:
    """Return the page; after a refusal with what was typed, beside what was saved elsewhere meanwhile."""
    if form.is_bound:
        now = clock.now()
        stored = sheets.sheet_page(request.user, request.school, page.sheet.token, now)
        page = sheets.with_typed(stored, read_sheet(request.POST, page.rows))
        # whoever has compared the two saves over what was there
        form.data = {"version": stored.sheet.version}
    context: dict[str, Any] = {"page": page, "form": form, "reason": ReasonForm()}
    return render(request, "contest/jury/sheet.html", context, status=409 if form.errors else 200)


@signed_in
@require_POST
def save(request: SignedInRequest, token: str) -> JsonResponse:
    """Keep a sheet as a script sends it; say with which version the page goes on."""
    found = sheets.sheet_of(request.user, request.school, token)
    form = SheetForm(request.POST)
    if not form.is_valid():
        raise SheetChangedMeanwhile
    words = read_sheet(request.POST, sheets.rows_of(found))
    saved = services.save_sheet(
        actor=request.user, sheet_id=found.pk, words=words, version=form.cleaned_data["version"], now=clock.now()
    )
    return JsonResponse({"version": saved.version})


@signed_in
@require_POST
def reopen(request: SignedInRequest, token: str) -> HttpResponse:
    """Reopen one's own finished sheet."""
    found = sheets.sheet_of(request.user, request.school, token)
    services.reopen_sheet(actor=request.user, sheet_id=found.pk, now=clock.now())
    flash(request, _("The sheet is open again. It counts when you finish it."))
    return redirect(f"{reverse('contest:jury_sheet', args=[token])}#sheet")


@signed_in
@require_POST
def look(request: SignedInRequest, token: str) -> HttpResponse:
    """Look how others have marked the same application."""
    found = sheets.sheet_of(request.user, request.school, token)
    services.look_at_others(actor=request.user, sheet_id=found.pk, now=clock.now())
    return redirect(f"{reverse('contest:jury_sheet', args=[token])}#others")


@signed_in
@require_POST
def recuse(request: SignedInRequest, token: str) -> HttpResponse:
    """Declare that one does not judge an application."""
    found = sheets.sheet_of(request.user, request.school, token)
    services.declare_recusal(
        actor=request.user,
        juror_id=found.juror_id,
        application_id=found.application_id,
        reason=request.POST.get("reason", ""),
        now=clock.now(),
    )
    flash(request, _("You do not judge this application. The organisers are told and give it to somebody else."))
    return redirect("contest:jury_contest", found.juror.contest.token)


@signed_in
@require_POST
def take_recusal_back(request: SignedInRequest, contest: str, application: str) -> HttpResponse:
    """Judge an application after all."""
    recusal = desk.own_recusal(request.user, request.school, contest, application)
    services.take_recusal_back(actor=request.user, recusal_id=recusal.pk, now=clock.now())
    flash(request, _("The recusal is taken back."))
    return redirect("contest:jury_contest", contest)


@never_cache
@signed_in
@require_GET
def own_calibration(request: SignedInRequest, contest: str) -> HttpResponse:
    """Show how far apart the jury is on the samples, once everybody has finished them."""
    page = calibration.calibration_of_juror(request.user, request.school, contest)
    return render(request, "contest/jury/calibration.html", {"page": page})


@never_cache
@signed_in
@require_GET
def own_papers(request: SignedInRequest, contest: str, part: str) -> HttpResponse:
    """Send one's open sheets to be printed."""
    told = printing.own_to_print(request.user, request.school, contest, int(part))
    return paper_answer(sheets_pdf(told, made_at=clock.now()), f"sheets-{part}.pdf")


def paper_answer(content: bytes, name: str) -> HttpResponse:
    """Return printed sheets as a file."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
