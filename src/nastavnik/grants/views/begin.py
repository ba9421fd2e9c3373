"""Beginning an application to a fund: the fund by who may apply, then who applies and when."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.forms.projects import ApplyForm
from nastavnik.grants.selectors.projects import begin as pages
from nastavnik.grants.selectors.projects.offers import offer_for
from nastavnik.grants.services import projects as services


@never_cache
@signed_in
@require_GET
def begin(request: SignedInRequest) -> HttpResponse:
    """Let the head of a library choose a fund for a new project, or for an entry of a contest."""
    library, entry = request.GET.get("library", ""), request.GET.get("from", "")
    page = pages.begin_page(request.user, request.school, library=library, entry=entry, now=clock.now())
    return redirect(page.grown_url) if page.grown_url else render(request, "grants/projects/begin.html", {"page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def begin_fund(request: SignedInRequest, fund: str) -> HttpResponse:
    """Begin a project with its first application."""
    library, entry = request.GET.get("library", ""), request.GET.get("from", "")
    start = pages.begin_start(request.user, request.school, library=library, entry=entry)
    if start is None:
        offer_for(request.school, fund)
        return redirect("grants:begin")
    return _apply(request, start, fund)


@never_cache
@signed_in
@require_GET
def funds(request: SignedInRequest, token: str) -> HttpResponse:
    """Let somebody choose one more fund for a project."""
    page = pages.funds_page(request.user, request.school, token, clock.now())
    return render(request, "grants/projects/begin.html", {"page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add_fund(request: SignedInRequest, token: str, fund: str) -> HttpResponse:
    """Begin one more application of a project."""
    return _apply(request, pages.project_start(request.user, request.school, token), fund)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def terms(request: SignedInRequest, token: str) -> HttpResponse:
    """Correct who applies and in which intake."""
    grant, page = pages.terms_page(request.user, request.school, token, clock.now())
    form = ApplyForm(request.POST if request.method == "POST" else None, page=page, grant=grant)
    if form.is_bound and form.is_valid():
        intended, now = _intended(form), clock.now()
        changed = attempt(
            form,
            lambda: services.change_terms(actor=request.user, grant_id=grant.pk, intended=intended, now=now),
        )
        if changed is not None:
            flash(request, _("Who applies and when is noted."))
            return redirect("grants:project", grant.project.token)
    return render(request, "grants/projects/apply.html", {"page": page, "form": form, "grant": grant})


def _apply(request: SignedInRequest, start: pages.Start, fund: str) -> HttpResponse:
    page = pages.apply_page(start, request.school, fund, clock.now())
    form = ApplyForm(request.POST if request.method == "POST" else None, page=page)
    if form.is_bound and form.is_valid():
        begun = attempt(form, lambda: _begin(request, page, form))
        if begun is not None:
            flash(request, _("The application is begun."))
            came_over = start.entry is not None or form.cleaned_data.get("like")
            return redirect("grants:carried" if came_over else "grants:grant", begun)
    return render(request, "grants/projects/apply.html", {"page": page, "form": form})


def _begin(request: SignedInRequest, page: pages.ApplyPage, form: ApplyForm) -> str:
    """Begin what the form says, by where it begins; return the token of the application."""
    actor, start, now = request.user, page.start, clock.now()
    said, intended = form.cleaned_data, _intended(form)
    if start.entry is not None:
        return services.promote(actor=actor, application_id=start.entry.pk, intended=intended, now=now).token
    if start.project is not None:
        like, project_id = said.get("like", ""), start.project.pk
        return services.add_fund(actor=actor, project_id=project_id, intended=intended, like=like, now=now).token
    assert start.library is not None  # a new project begins at a library
    begun = services.begin_project(
        actor=actor,
        school_id=request.school.pk,
        library_id=start.library.pk,
        title=said["title"],
        intended=intended,
        now=now,
    )
    return begun.token


def _intended(form: ApplyForm) -> services.Intended:
    """Return to which fund, by whom and when, as the form says."""
    intake, closes_at, results_on = form.chosen_intake
    return services.Intended(
        fund=form.page.facts.key,
        partner=form.partner_name,
        partner_form=form.cleaned_data.get("partner_form", ""),
        intake=intake,
        closes_at=closes_at,
        results_on=results_on,
    )
