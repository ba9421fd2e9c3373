"""Reviews by way of trial: all of an application, one as it is marked and saved, one as it is read."""

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.forms.reviews import ReviewForm
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.grants.selectors.talk import reviews as pages
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.talk import reviews as services
from nastavnik.grants.services.talk.refusals import MarksMissing, ReviewChangedMeanwhile

if TYPE_CHECKING:
    from nastavnik.grants.models import MockReview

CONFLICT = 409


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show all reviews of an application."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:reviews", clock.now())
    page = pages.reviews_page(request.user, grant)
    return render(request, "grants/talk/reviews.html", {"head": head, "page": page})


@signed_in
@require_POST
def begin(request: SignedInRequest, token: str) -> HttpResponse:
    """Begin to judge an application as it stands."""
    grant = grant_for(request.user, request.school, token)
    review = services.begin_review(actor=request.user, grant_id=grant.pk, now=clock.now())
    return redirect("grants:review", token, review.token)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, token: str, review: str) -> HttpResponse:
    """Show a review; whatever button was pressed, what was typed is kept first."""
    found = pages.review_for(request.user, request.school, token, review)
    if request.method == "GET":
        return _page(request, found, None)
    form = _form(request, found)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        _save(request, found, form)
        if "finish" in request.POST:
            services.finish_review(actor=request.user, review_id=found.pk, now=clock.now())
            flash(request, _("The review is finished: those who write the application are told."))
    except ReviewChangedMeanwhile as refusal:
        found.refresh_from_db(fields=["version", "advice"])
        return _page(request, found, form, refusal)
    except MarksMissing as refusal:
        found.refresh_from_db(fields=["version", "advice"])
        return _page(request, found, None, refusal)
    return redirect("grants:review", token, review)


@signed_in
@require_POST
def save(request: SignedInRequest, token: str, review: str) -> HttpResponse:
    """Keep a review as it is typed; tells its version."""
    found = pages.review_for(request.user, request.school, token, review)
    form = _form(request, found)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        saved = _save(request, found, form)
    except Refusal as refusal:
        return HttpResponse(str(refusal.message), status=CONFLICT, content_type="text/plain; charset=utf-8")
    return JsonResponse({"version": saved.version})


@signed_in
@require_POST
def reopen(request: SignedInRequest, token: str, review: str) -> HttpResponse:
    """Open one's own finished review anew."""
    found = pages.review_for(request.user, request.school, token, review)
    services.reopen_review(actor=request.user, review_id=found.pk, now=clock.now())
    return redirect("grants:review", token, review)


@signed_in
@require_POST
def drop(request: SignedInRequest, token: str, review: str) -> HttpResponse:
    """Remove one's own review that is not finished."""
    found = pages.review_for(request.user, request.school, token, review)
    services.drop_review(actor=request.user, review_id=found.pk, now=clock.now())
    flash(request, _("The review is removed."))
    return HttpResponseRedirect(reverse("grants:reviews", args=[token]))


def _form(request: SignedInRequest, found: "MockReview") -> ReviewForm:
    return ReviewForm(request.POST, template=template_of(found.grant.template))


def _save(request: SignedInRequest, found: "MockReview", form: ReviewForm) -> "MockReview":
    version = form.cleaned_data["version"] or 0
    return services.save_review(actor=request.user, review_id=found.pk, words=form.words(), version=version)


def _page(
    request: SignedInRequest, found: "MockReview", form: ReviewForm | None, refusal: Refusal | None = None
) -> HttpResponse:
    head = head_of(request.user, found.grant, "grants:reviews", clock.now())
    page = pages.review_page(request.user, found, form.typed() if form else None)
    context = {"head": head, "page": page, "refusal": refusal.message if refusal else ""}
    return render(request, "grants/talk/review.html", context, status=CONFLICT if refusal else 200)
