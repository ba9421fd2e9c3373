"""Applications at the desk: the register, the formal check, and those that came on paper."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.contest.forms.application import CheckForm, PaperForm
from nastavnik.contest.selectors.applications import check_page, paper_page
from nastavnik.contest.selectors.applications import register as registers
from nastavnik.contest.services import applications as services
from nastavnik.contest.views.application_papers import receipt_answer
from nastavnik.contest.views.jury_parts import way_to
from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@never_cache
@signed_in
@require_GET
def register(request: SignedInRequest, contest: str) -> HttpResponseBase:
    """Show the register of a contest, or send it as a table."""
    page = registers.register(request.user, request.school, contest, request.GET)
    crumbs = way_to(page.contest, has_desk=page.has_desk)
    return tables.answer(request, page.listing, "contest/desk/register.html", {"page": page, "crumbs": crumbs})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest, contest: str, token: str) -> HttpResponse:
    """Show an application and what the formal check says of it."""
    page = check_page.check_page(request.user, request.school, contest, token, clock.now())
    posted = request.POST if request.method == "POST" else None
    form = CheckForm(posted, initial=page.initial, zone=request.school.zone)
    if form.is_bound and form.is_valid() and attempt(form, lambda: decide(request, page, form)) is not None:
        flash(request, _("The decision is kept, and the authors are told of it."))
        return redirect("contest:register", contest)
    return render(request, "contest/desk/check.html", {"page": page, "form": form})


def decide(request: SignedInRequest, page: check_page.CheckPage, form: CheckForm) -> object:
    """Keep what the formal check says."""
    said = form.cleaned_data
    return services.check_application(
        actor=request.user,
        application_id=page.application.pk,
        verdict=said["verdict"],
        message=said["message"].strip(),
        until=said["until"],
        turn=said["turn"],
        now=clock.now(),
    )


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def paper(request: SignedInRequest, contest: str) -> HttpResponse:
    """Begin to type an application that came on paper."""
    page = paper_page.paper_page(request.user, request.school, contest, clock.now())
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        libraries=page.libraries,
        directions=page.directions,
        initial={"received_at": page.received_at},
        zone=request.school.zone,
    )
    begun = attempt(form, lambda: begin(request, page, form)) if form.is_bound and form.is_valid() else None
    if begun is not None:
        return redirect("contest:application", begun.token)
    return render(request, "contest/desk/paper.html", {"page": page, "form": form})


def begin(request: SignedInRequest, page: paper_page.PaperPage, form: PaperForm) -> services.Begun:
    """Begin the application that the paper tells of."""
    said = form.cleaned_data
    return services.begin_application(
        actor=request.user,
        contest_id=page.contest.pk,
        library_id=said["library"],
        direction_id=said.get("direction"),
        received_at=said["received_at"],
        now=clock.now(),
    )


@never_cache
@signed_in
@require_GET
def receipt(request: SignedInRequest, contest: str, token: str) -> HttpResponse:
    """Send the receipt of the submission that counts."""
    page = check_page.check_page(request.user, request.school, contest, token, clock.now())
    return receipt_answer(request, page.reading)
