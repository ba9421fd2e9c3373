"""The desk: the sheet of numbers by lesson and channel, and how they come in."""

from datetime import date

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.audience.forms.counts import (
    CorrectionForm,
    SheetForm,
    TableForm,
    WithdrawalForm,
    moment_of,
    typed_in,
)
from nastavnik.audience.selectors.counts import history as histories
from nastavnik.audience.selectors.counts.pasted import Laid, lay
from nastavnik.audience.selectors.counts.sheet import Sheet, day_of, sheet_of
from nastavnik.audience.selectors.counts.travelling import travelling
from nastavnik.audience.services import channels as channel_services
from nastavnik.audience.services import counts as services
from nastavnik.audience.services.counts.bringing import rows_of
from nastavnik.audience.services.refusals import EvidenceUnfit, SmallerThanBefore
from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.tables import export


@never_cache
@signed_in
@require_GET
def sheet(request: SignedInRequest) -> HttpResponseBase:
    """Show all lessons of a programme by all channels; as a file when the address asks for one."""
    histories.check_can_see(request.user, request.school)
    channel_services.ensure_channels(school_id=request.school.pk)
    page = sheet_of(request.user, request.school, request.GET.dict(), clock.now())
    if request.GET.get("export") in {"xlsx", "csv"}:
        return export.answer(request, travelling(page, request.GET), "", {})
    return _page(request, page, SheetForm(today=_today(request)))


@never_cache
@signed_in
@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    """Write down what was typed into the sheet: all of it, or nothing, and then everything typed is still there."""
    histories.check_can_count(request.user, request.school)
    page = sheet_of(request.user, request.school, request.GET.dict(), clock.now())
    typed, values = typed_in(page, request.POST)
    form = SheetForm(request.POST, request.FILES, today=_today(request))
    if form.is_valid() and not typed.wrong:
        made = _write(request, page, form, values)
        if made is not None:
            words = ngettext("%(count)d number is written down.", "%(count)d numbers are written down.", made)
            flash(request, words % {"count": made} if made else _("There was nothing new to write down."))
            return HttpResponseRedirect(f"{reverse('audience:counts')}?{page.query}")
    if typed.wrong:
        form.tell_wrong(len(typed.wrong))
    marked = form.marked(typed, page)
    return _page(request, sheet_of(request.user, request.school, request.GET.dict(), clock.now(), marked), form)


def _write(request: SignedInRequest, page: Sheet, form: SheetForm, values: dict[str, int]) -> int | None:
    """Write the numbers down and return how many were new; None when the form says why not."""
    now = clock.now()
    as_of = moment_of(form.cleaned_data["as_of"], request.school, now)

    def record() -> int | None:
        try:
            with services.stored_evidence(form.cleaned_data["evidence"], now) as path:
                made = services.record_counts(
                    actor=request.user,
                    school=request.school,
                    rows=form.rows(page, values, as_of, path),
                    method=form.method,
                    is_less_meant=request.POST.get("is_less_meant") == "on",
                    now=now,
                )
        except SmallerThanBefore as refusal:
            form.tell_less(refusal)
            return None
        except EvidenceUnfit as refusal:
            form.tell_picture(refusal)
            return None
        return len(made)

    return attempt(form, record)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def paste(request: SignedInRequest) -> HttpResponse:
    """Take a table; it is laid into the sheet, where one looks at it before it is saved."""
    histories.check_can_count(request.user, request.school)
    page = sheet_of(request.user, request.school, request.GET.dict(), clock.now())
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        rows = attempt(form, lambda: rows_of(told["table"], told["file"]))
        if rows is not None:
            laid = lay(rows, page)
            shown = sheet_of(request.user, request.school, request.GET.dict(), clock.now(), laid.typed)
            return _page(request, shown, SheetForm(today=_today(request), initial={"way": form.way}), laid)
    context = {"form": form, "page": page, "crumbs": crumbs()}
    return render(request, "audience/counts/paste.html", context)


@never_cache
@signed_in
@require_GET
def count(request: SignedInRequest, lesson: str, channel: str, metric: str) -> HttpResponse:
    """Show all that the ledger holds of a cell."""
    page = histories.history_of(request.user, request.school, lesson, channel, metric)
    return render(request, "audience/counts/history.html", {"page": page, "crumbs": crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, count: int) -> HttpResponse:
    """Put another number in the place of a wrong one."""
    row = histories.count_to_mend(request.user, request.school, count)
    form = CorrectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _correct(request, count, form)):
        flash(request, _("The number is corrected; the earlier one stays to be read."))
        return redirect("audience:count", row.lesson.uid, row.channel.token, row.metric)
    context = {
        "row": row,
        "day": day_of(row, request.school),
        "form": form,
        "withdrawal": WithdrawalForm(auto_id="withdraw_%s"),
        "crumbs": crumbs(),
    }
    return render(request, "audience/counts/correct.html", context)


def _correct(request: SignedInRequest, count: int, form: CorrectionForm) -> bool:
    now = clock.now()
    with services.stored_evidence(form.cleaned_data["evidence"], now) as path:
        services.correct_count(actor=request.user, count_id=count, correction=form.correction(path), now=now)
    return True


@signed_in
@require_POST
def withdraw(request: SignedInRequest, count: int) -> HttpResponse:
    """Take a number back."""
    row = histories.count_to_mend(request.user, request.school, count)
    note = request.POST.get("note", "")[:300].replace("\x00", "")
    services.withdraw_count(actor=request.user, count_id=count, note=note, now=clock.now())
    flash(request, _("The number is taken back; it stays to be read."))
    return redirect("audience:count", row.lesson.uid, row.channel.token, row.metric)


@signed_in
@require_GET
def evidence(request: SignedInRequest, count: int) -> HttpResponseBase:
    """Send the screenshot of a number."""
    path = histories.evidence_path(request.user, request.school, count)
    media_type = "image/png" if path.endswith(".png") else "image/jpeg"
    return FileResponse(default_storage.open(path), filename=path.rpartition("/")[2], content_type=media_type)


def crumbs() -> list[dict[str, str]]:
    """Return the way to a page below the sheet."""
    return [{"label": _("Views by channel"), "url": reverse("audience:counts")}]


def _today(request: SignedInRequest) -> date:
    return clock.now().astimezone(request.school.zone).date()


def _page(request: SignedInRequest, page: Sheet, form: SheetForm, laid: Laid | None = None) -> HttpResponse:
    context = {"page": page, "form": form, "laid": laid}
    return render(request, "audience/counts/sheet.html", context)
