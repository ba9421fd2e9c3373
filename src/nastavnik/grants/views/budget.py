"""The budget of an application as a sheet: written, filled from Excel, given out as a workbook."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.contest.checking.numbers import write_money
from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.tables.export import XLSX_TYPE
from nastavnik.grants.forms.budget import PasteForm, asked_of, read_lines, text_of_file
from nastavnik.grants.selectors.check.answer import answer
from nastavnik.grants.selectors.check.preview import lines_of, preview_page
from nastavnik.grants.selectors.check.sheet import Typed, budget_field, budget_page
from nastavnik.grants.selectors.check.workbook import new_file, write_budget
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for, grant_to_write
from nastavnik.grants.services import budget as services
from nastavnik.grants.services.refusals import GrantClosedMeanwhile

if TYPE_CHECKING:
    from nastavnik.grants.models import GrantApplication

CONFLICT = 409
SHEET = "grants/check/budget.html"


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the sheet; whatever button was pressed, what was typed is kept first."""
    if request.method == "GET":
        page = budget_page(request.user, grant_for(request.user, request.school, token), clock.now())
        return render(request, SHEET, {"head": page.head, "page": page})
    grant = grant_to_write(request.user, request.school, token)
    lines = read_lines(budget_field(grant), request.POST)
    saved = services.save_lines(actor=request.user, grant_id=grant.pk, lines=lines, now=clock.now())
    _check_open(saved)
    if saved.theirs:
        page = budget_page(request.user, grant, clock.now(), Typed(saved.mine, saved.theirs))
        return render(request, SHEET, {"head": page.head, "page": page}, status=CONFLICT)
    if request.POST.get("then") == "contributions":
        _renew(request, grant)
    else:
        flash(request, _("The budget is saved."))
    return redirect("grants:budget", token)


def _check_open(saved: services.Saved) -> None:
    """Refuse once what was typed is kept: the transaction that set it aside is over."""
    if saved.is_closed:
        raise GrantClosedMeanwhile


def _renew(request: SignedInRequest, grant: "GrantApplication") -> None:
    try:
        due = services.renew_contributions(actor=request.user, grant_id=grant.pk, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        flash(request, _("Insurance contributions are %(sum)s ₽.") % {"sum": write_money(due)})


@signed_in
@require_POST
def save(request: SignedInRequest, token: str) -> JsonResponse:
    """Keep what a script sends while somebody types; say with which marks it goes on, and what others have done meanwhile."""
    grant = grant_to_write(request.user, request.school, token)
    lines = read_lines(budget_field(grant), request.POST)
    saved = services.save_lines(actor=request.user, grant_id=grant.pk, lines=lines, now=clock.now())
    _check_open(saved)
    return JsonResponse(answer(grant, lines, saved.rows, saved.theirs))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def paste(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a table of Excel: pasted or a file, shown before it is taken."""
    grant = grant_to_write(request.user, request.school, token)
    form = PasteForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        if "take" in request.POST:
            return _take(request, grant)
        text = _text(form)
        if text:
            page = preview_page(request.user, grant, asked_of(request.POST, text), clock.now())
            return render(request, "grants/check/preview.html", {"head": page.head, "page": page})
        form.add_error(None, _("There is no table yet: copy cells in Excel and paste them, or choose a file."))
    head = head_of(request.user, grant, "grants:budget", clock.now())
    return render(request, "grants/check/paste.html", {"head": head, "form": form})


def _text(form: PasteForm) -> str:
    """Return the table that was sent; why a file is none is told beside it."""
    file = form.cleaned_data["file"]
    if file is None:
        return str(form.cleaned_data["table"])
    try:
        return text_of_file(file, file.size)
    except Refusal as refusal:
        form.add_error("file", str(refusal.message))
        return ""


def _take(request: SignedInRequest, grant: "GrantApplication") -> HttpResponse:
    lines = lines_of(grant, asked_of(request.POST, request.POST.get("table", "")))
    is_replacing = request.POST["take"] == "instead"
    count = services.take_lines(
        actor=request.user, grant_id=grant.pk, lines=lines, is_replacing=is_replacing, now=clock.now()
    )
    flash(request, ngettext("%(count)d line was taken.", "%(count)d lines were taken.", count) % {"count": count})
    return redirect("grants:budget", grant.token)


@signed_in
@require_GET
def file(request: SignedInRequest, token: str) -> FileResponse:
    """Give the budget as a workbook."""
    grant = grant_for(request.user, request.school, token)
    book = new_file()
    write_budget(grant, book)
    book.seek(0)
    return FileResponse(book, as_attachment=True, filename=f"budget-{token}.xlsx", content_type=XLSX_TYPE)
