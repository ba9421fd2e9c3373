"""Versions of a whole application: kept under a name, compared, brought back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.forms.writing import VersionForm
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for, grant_to_write
from nastavnik.grants.selectors.writing.versions import versions_compared
from nastavnik.grants.services import writing as services
from nastavnik.grants.services.refusals import VersionNeedsName


@signed_in
@require_POST
def keep(request: SignedInRequest, token: str) -> HttpResponse:
    """Keep an application as it stands under a name."""
    grant = grant_to_write(request.user, request.school, token)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise VersionNeedsName
    services.name_version(actor=request.user, grant_id=grant.pk, name=form.cleaned_data["name"], now=clock.now())
    flash(request, _("The version is kept. It can be compared with any other and brought back."))
    return redirect("grants:history", token)


@never_cache
@signed_in
@require_GET
def compare(request: SignedInRequest, token: str) -> HttpResponse:
    """Show two versions side by side."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:history", clock.now())
    context = {"head": head, "page": versions_compared(head, request.GET)}
    return render(request, "grants/writing/compare.html", context)


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str, version: str) -> HttpResponse:
    """Put a version in the place of what stands in the application."""
    grant = grant_to_write(request.user, request.school, token)
    services.restore_milestone(actor=request.user, grant_id=grant.pk, milestone_token=version, now=clock.now())
    flash(request, _("The version stands again. What stood there before is kept as a version too."))
    return redirect("grants:history", token)
