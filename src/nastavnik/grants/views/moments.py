"""Moments of lessons to learn from: for who writes an application, and as methodists choose them."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.forms.moments import MomentForm
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.grants.selectors.talk.moments_desk import MomentsDesk, moment_to_keep, moments_desk
from nastavnik.grants.selectors.talk.study_page import study_page
from nastavnik.grants.services.talk import moments as services


@never_cache
@signed_in
@require_GET
def study(request: SignedInRequest, token: str) -> HttpResponse:
    """Show where to learn what a field or a criterion asks for."""
    grant, now = grant_for(request.user, request.school, token), clock.now()
    page = study_page(request.user, grant, request.GET.get("subject", ""), now)
    head = head_of(request.user, grant, "grants:reviews", now)
    return render(request, "grants/talk/study.html", {"head": head, "page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def desk(request: SignedInRequest) -> HttpResponse:
    """Show the moments that were chosen, and choose another."""
    key = request.POST.get("subject", request.GET.get("subject", ""))
    page = moments_desk(request.user, request.school, key, request.GET.get("q", ""), clock.now())
    form = _form(request, page)
    if form.is_bound and form.is_valid():
        chosen = attempt(
            form,
            lambda: services.choose_moment(
                actor=request.user, school=request.school, now=clock.now(), **form.cleaned_data
            ),
        )
        if chosen is not None:
            flash(request, _("The moment is offered from now on."))
            return HttpResponseRedirect(f"{reverse('grants:moments')}#subject-{chosen.subject}")
    return render(request, "grants/talk/moments.html", {"page": page, "form": form})


@signed_in
@require_POST
def remove(request: SignedInRequest, moment: str) -> HttpResponse:
    """Do not offer a moment any more; the message can take it back."""
    found = moment_to_keep(request.user, request.school, moment)
    services.remove_moment(actor=request.user, moment_id=found.pk, now=clock.now())
    flash(request, _("The moment is not offered any more."), undo_url=reverse("grants:restore_moment", args=[moment]))
    return redirect("grants:moments")


@signed_in
@require_POST
def restore(request: SignedInRequest, moment: str) -> HttpResponse:
    """Offer a removed moment again."""
    found = moment_to_keep(request.user, request.school, moment)
    services.restore_moment(actor=request.user, moment_id=found.pk, now=clock.now())
    return redirect("grants:moments")


def _form(request: SignedInRequest, page: MomentsDesk) -> MomentForm:
    criteria = [(one.subject.key, one.subject.title) for one in page.criteria]
    fields = [(one.subject.key, one.subject.title) for one in page.fields]
    return MomentForm(
        request.POST if request.method == "POST" else None,
        subjects=[(_("Criteria"), criteria), (_("Fields"), fields)],
        initial={"subject": page.subject.key if page.subject else ""},
    )
