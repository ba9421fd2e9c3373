"""Taking over what stands in another application of the project, field by field."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for, grant_to_write
from nastavnik.grants.selectors.projects.takeover import takeover_page
from nastavnik.grants.services import projects as services


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the differences, and take over those that were ticked."""
    if request.method == "POST":
        return _take(request, token)
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:takeover", clock.now())
    page = takeover_page(grant, request.GET.get("from", ""), may_write=head.may_write)
    return render(request, "grants/projects/takeover.html", {"head": head, "page": page})


def _take(request: SignedInRequest, token: str) -> HttpResponse:
    grant = grant_to_write(request.user, request.school, token)
    marks = {key: request.POST.get(f"mark-{key}", "") for key in request.POST.getlist("take")}
    source = request.POST.get("from", "")
    taken = services.take_over(actor=request.user, grant_id=grant.pk, source_token=source, marks=marks, now=clock.now())
    words = ngettext("%(count)d field is taken over.", "%(count)d fields are taken over.", len(taken))
    told = words % {"count": len(taken)} if taken else _("Nothing was ticked, so nothing was taken over.")
    flash(request, told)
    return redirect("grants:grant" if taken else "grants:takeover", token)
