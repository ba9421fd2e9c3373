"""The way of an application: it goes on, the fund answers, reports are due."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.forms.onward import AnswerForm, ReportForm
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_to_steer
from nastavnik.grants.selectors.out.page import out_page
from nastavnik.grants.selectors.out.steps import move_to
from nastavnik.grants.services import onward
from nastavnik.grants.services.onward.refusals import NoSuchStep


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, token: str, state: str) -> HttpResponse:
    """Let an application go on, or a step back, with what is noted on the way."""
    now, grant = clock.now(), grant_to_steer(request.user, request.school, token)
    step = move_to(grant, state)
    if step is None:
        raise NoSuchStep
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted, grant=grant, zone=request.school.zone, now=now, state=step.state)
    if step.needs_words and not form.is_valid():
        head = head_of(request.user, grant, "grants:papers", now)
        return render(request, "grants/out/move.html", {"head": head, "form": form, "step": step})
    if posted is not None:
        told = form.told if step.needs_words else None
        moved = onward.move_grant(actor=request.user, grant_id=grant.pk, state=step.state, now=now, answer=told)
        undo = reverse("grants:move", args=[token, grant.state]) if step.can_be_undone else ""
        flash(request, _("Now: %(state)s.") % {"state": moved.get_state_display()}, undo_url=undo)
    return redirect("grants:papers", token)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, token: str) -> HttpResponse:
    """Correct what was noted of the fund's answer."""
    now, grant = clock.now(), grant_to_steer(request.user, request.school, token)
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted, grant=grant, zone=request.school.zone, now=now)
    if form.is_valid():
        onward.note_answer(actor=request.user, grant_id=grant.pk, answer=form.told, now=now)
        flash(request, _("Noted."))
        return redirect("grants:papers", token)
    return render(
        request, "grants/out/move.html", {"head": head_of(request.user, grant, "grants:papers", now), "form": form}
    )


@signed_in
@require_POST
def add_report(request: SignedInRequest, token: str) -> HttpResponse:
    """Note a report that the fund expects."""
    now, grant = clock.now(), grant_to_steer(request.user, request.school, token)
    form = ReportForm(request.POST)

    def add() -> object:
        return onward.add_report(actor=request.user, grant_id=grant.pk, now=now, **form.cleaned_data)

    if form.is_valid() and attempt(form, add) is not None:
        flash(request, _("The report is noted. You will be reminded of it."))
        return redirect("grants:papers", token)
    page = out_page(request.user, grant, now)
    return render(request, "grants/out/papers.html", {"page": page, "head": page.head, "report_form": form})


@signed_in
@require_POST
def mark_report(request: SignedInRequest, token: str, report: str) -> HttpResponse:
    """Note that a report was sent today, or that it was not after all."""
    now, grant = clock.now(), grant_to_steer(request.user, request.school, token)
    today = now.astimezone(request.school.zone).date()
    sent_on = None if "not" in request.POST else today
    onward.mark_report(actor=request.user, grant_id=grant.pk, report=report, sent_on=sent_on, now=now)
    return redirect("grants:papers", token)


@signed_in
@require_POST
def remove_report(request: SignedInRequest, token: str, report: str) -> HttpResponse:
    """Take a report off the list."""
    grant = grant_to_steer(request.user, request.school, token)
    onward.remove_report(actor=request.user, grant_id=grant.pk, report=report, now=clock.now())
    flash(request, _("The report is off the list."))
    return redirect("grants:papers", token)
