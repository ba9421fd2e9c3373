"""The desk: other systems, what they are told, and the record store."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.forms.exchange import StoreForm
from nastavnik.learning.selectors import lti, statements
from nastavnik.learning.services.statements import store as services


@never_cache
@signed_in
@require_GET
def systems(request: SignedInRequest) -> HttpResponse:
    """Show which other systems the school is connected with."""
    platforms = lti.platform_rows(request.user, request.school)
    context = {"platforms": platforms, "store": statements.store_page(request.user, request.school)}
    return render(request, "learning/desk/systems/systems.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def store(request: SignedInRequest) -> HttpResponse:
    """Show what is sent to the record store, and change where and whether."""
    page = statements.store_page(request.user, request.school)
    form = StoreForm(request.POST or None, has_secret=page.has_secret, initial=page.typed)
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "school_id": request.school.pk, "now": clock.now(), **form.store()}
        if attempt(form, lambda: services.set_store(**words)) is not None:
            flash(request, _("The record store is saved."))
            return redirect("learning:record_store")
    context = {"form": form, "page": page, "crumbs": crumbs()}
    return render(request, "learning/desk/systems/store.html", context)


@signed_in
@require_POST
def retry(request: SignedInRequest) -> HttpResponse:
    """Try the record store at once, with what it refused."""
    lti.check_can_run(request.user, request.school)
    count = services.retry_statements(actor=request.user, school_id=request.school.pk, now=clock.now())
    refused = ngettext("%(count)s refused statement goes again.", "%(count)s refused statements go again.", count)
    flash(request, _("The school tries within a minute.") + (f" {refused % {'count': count}}" if count else ""))
    return redirect("learning:record_store")


def crumbs() -> list[dict[str, str]]:
    """Return the way to a system."""
    return [{"label": _("Other systems"), "url": reverse("learning:systems")}]
