"""The desk: who judges what, how far the jury is, and what came on paper."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.contest.forms.jury import SheetForm, read_directions, read_sheet
from nastavnik.contest.papers.sheets import sheets_pdf
from nastavnik.contest.selectors.jury import assignment, members, paper, printing
from nastavnik.contest.selectors.jury import progress as progresses
from nastavnik.contest.services import jury as services
from nastavnik.contest.views.jury_desk import paper_answer
from nastavnik.contest.views.jury_parts import jury_context
from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

# --- who judges what -------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_GET
def assign(request: SignedInRequest, contest: str) -> HttpResponseBase:
    """Show who judges what."""
    page = assignment.assignment_page(request.user, request.school, contest, request.GET)
    context = jury_context(request, page.contest, "assignment", page=page)
    return tables.answer(request, page.listing, "contest/desk/jury/assignment.html", context)


@signed_in
@require_POST
def spread(request: SignedInRequest, contest: str) -> HttpResponse:
    """Give each application the sheets that it lacks, evenly, or by the directions that were ticked."""
    page = assignment.assignment_page(request.user, request.school, contest, {})
    by_direction = None
    if "by_direction" in request.POST:
        by_direction = assignment.chosen_by_direction(page.contest, read_directions(request.POST, page.directions))
    done = services.spread_sheets(
        actor=request.user, contest_id=page.contest.pk, now=clock.now(), by_direction=by_direction
    )
    undo = reverse("contest:jury_take_back", args=[contest, (done.given_at - EPOCH) // MICROSECOND])
    flash(request, said_of(done), undo_url=undo)
    return redirect("contest:jury_assignment", contest)


def said_of(done: services.Spreading) -> str:
    """Return what came of a spread in words."""
    given = ngettext("%(count)d sheet is given.", "%(count)d sheets are given.", done.given) % {"count": done.given}
    if not done.lacking:
        return given
    numbers = ", ".join(str(number) for number in sorted(done.lacking))
    lacking = _("There are too few jurors for these applications: %(numbers)s. Give them by hand.")
    return f"{given} {lacking % {'numbers': numbers}}"


@signed_in
@require_POST
def take_back(request: SignedInRequest, contest: str, moment: str) -> HttpResponse:
    """Take the sheets of a spread back."""
    led = members.contest_led(request.user, request.school, contest)
    given_at = EPOCH + int(moment) * MICROSECOND
    taken = services.take_spread_back(actor=request.user, contest_id=led.pk, given_at=given_at, now=clock.now())
    said = ngettext("%(count)d untouched sheet is taken back.", "%(count)d untouched sheets are taken back.", taken)
    flash(request, said % {"count": taken})
    return redirect("contest:jury_assignment", contest)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def by_hand(request: SignedInRequest, contest: str, application: str) -> HttpResponse:
    """Show everybody who could judge an application; give, take, recuse and reopen by one press."""
    page = assignment.by_hand_page(request.user, request.school, contest, application)
    if request.method == "POST":
        press(request, page)
        return redirect("contest:jury_by_hand", contest, application)
    return render(
        request, "contest/desk/jury/by_hand.html", jury_context(request, page.contest, "assignment", page=page)
    )


def press(request: SignedInRequest, page: assignment.ByHandPage) -> None:
    """Do what was pressed beside a juror."""
    candidate = page.candidate(request.POST.get("juror", ""))
    act: dict[str, Any] = {"actor": request.user, "now": clock.now()}
    ids: dict[str, Any] = {"juror_id": candidate.juror.pk, "application_id": page.application.pk}
    reason = request.POST.get("reason", "")
    match request.POST.get("do"):
        case "give":
            services.give_sheet(**act, **ids, contest_id=page.contest.pk)
        case "take" if candidate.sheet:
            services.take_sheet(**act, contest_id=page.contest.pk, sheet_id=candidate.sheet.pk)
        case "recuse":
            services.declare_recusal(**act, **ids, reason=reason)
        case "judge" if candidate.recusal:
            services.take_recusal_back(**act, recusal_id=candidate.recusal.pk)
        case "reopen" if candidate.sheet:
            services.reopen_for_juror(**act, sheet_id=candidate.sheet.pk, why=reason)


# --- how far it is ---------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def progress(request: SignedInRequest, contest: str) -> HttpResponseBase:
    """Show how far the jury is, without marks; remind who has open sheets."""
    page = progresses.progress_page(request.user, request.school, contest, request.GET, clock.now())
    if request.method == "POST":
        told = services.remind_jurors(actor=request.user, contest_id=page.contest.pk, now=clock.now())
        flash(
            request, ngettext("%(count)d juror is reminded.", "%(count)d jurors are reminded.", told) % {"count": told}
        )
        return redirect("contest:jury_progress", contest)
    context = jury_context(request, page.contest, "progress", page=page)
    return tables.answer(request, page.listing, "contest/desk/jury/progress.html", context)


# --- paper -----------------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_GET
def papers(request: SignedInRequest, contest: str) -> HttpResponseBase:
    """Show which sheets wait for their paper, and which for a second look."""
    page = paper.paper_page(request.user, request.school, contest, request.GET)
    context = jury_context(request, page.contest, "paper", page=page)
    return tables.answer(request, page.listing, "contest/desk/jury/paper.html", context)


@never_cache
@signed_in
@require_GET
def printed(request: SignedInRequest, contest: str, juror: str, part: str) -> HttpResponse:
    """Send the open sheets of a juror to be printed."""
    told = printing.sheets_to_print(request.user, request.school, contest, juror, int(part))
    return paper_answer(sheets_pdf(told, made_at=clock.now()), f"sheets-{juror}-{part}.pdf")


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def typing(request: SignedInRequest, contest: str, sheet: str) -> HttpResponse:
    """Type a sheet from its paper, or say that it was compared with it."""
    page = paper.typing_page(request.user, request.school, contest, sheet, clock.now())
    form = SheetForm(request.POST if request.method == "POST" else None, initial={"version": page.sheet.version})
    if form.is_bound and form.is_valid() and attempt(form, lambda: keep_paper(request, page, form)) is not None:
        flash(
            request, _("The sheet counts.") if "same" in request.POST else _("Typed. Another person compares it now.")
        )
        return redirect("contest:jury_paper", contest)
    if form.is_bound:
        typed = read_sheet(request.POST, page.rows)
        page = paper.typing_again(request.user, request.school, page, typed, clock.now())
        form.data = {"version": page.sheet.version}
    context = jury_context(request, page.contest, "paper", page=page, form=form)
    return render(request, "contest/desk/jury/typing.html", context, status=409 if form.errors else 200)


def keep_paper(request: SignedInRequest, page: paper.TypingPage, form: SheetForm) -> object:
    """Keep what was typed, or that it is the same as on paper."""
    call: dict[str, Any] = {"actor": request.user, "sheet_id": page.sheet.pk, "version": form.cleaned_data["version"]}
    if "same" in request.POST:
        return services.compare_sheet(**call, now=clock.now())
    return services.type_sheet(**call, words=read_sheet(request.POST, page.rows), now=clock.now())
