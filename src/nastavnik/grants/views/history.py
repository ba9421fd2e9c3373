"""What changed in an application, by whom and when; a field and what stood in it; bringing back one text."""

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
from nastavnik.grants.selectors.writing.asides import open_asides
from nastavnik.grants.selectors.writing.history import history_page
from nastavnik.grants.selectors.writing.places import field_history_url
from nastavnik.grants.selectors.writing.revisions import field_history
from nastavnik.grants.selectors.writing.versions import versions_of
from nastavnik.grants.services import writing as services


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what changed in an application, the versions that were kept, and the texts that wait to be brought together."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:history", clock.now())
    context = {
        "head": head,
        "page": history_page(head, request.GET),
        "versions": versions_of(head),
        "asides": open_asides(request.user, grant, head.template.form),
        "version_form": VersionForm(),
    }
    return render(request, "grants/writing/history.html", context)


@never_cache
@signed_in
@require_GET
def field(request: SignedInRequest, token: str, key: str) -> HttpResponse:
    """Show a field with its revisions, two of them side by side."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:history", clock.now())
    context = {"head": head, "page": field_history(head, key, request.GET)}
    return render(request, "grants/writing/field_history.html", context)


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str, key: str, number: int) -> HttpResponse:
    """Put a revision into its field."""
    grant = grant_to_write(request.user, request.school, token)
    services.restore_revision(actor=request.user, grant_id=grant.pk, key=key, number=number, now=clock.now())
    flash(request, _("The text stands in its field again. What stood there is kept in the history."))
    return redirect(field_history_url(grant, key))


@signed_in
@require_POST
def leave(request: SignedInRequest, token: str, key: str, number: int) -> HttpResponse:
    """Leave aside a text that was written at the same time as another."""
    grant = grant_to_write(request.user, request.school, token)
    services.leave_aside(actor=request.user, grant_id=grant.pk, key=key, number=number, now=clock.now())
    flash(request, _("The text is left aside. It stays in the history of the field."))
    return redirect(field_history_url(grant, key))
