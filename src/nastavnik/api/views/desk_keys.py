"""The desk: keys of programs, each shown once when it is made."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.api.forms import KeyForm
from nastavnik.api.selectors import keys as selectors
from nastavnik.api.services import keys as services
from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def keys(request: SignedInRequest) -> HttpResponse:
    """Show the keys of the school, and make one."""
    now, told = clock.now(), ""
    selectors.check_can_keep(request.user, request.school)
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "school_id": request.school.pk, "now": now, **form.words()}
        if made := attempt(form, lambda: services.make_key(**words)):
            told, form = made[1], KeyForm()
    rows = selectors.keys_page(request.user, request.school, now)
    context = {"form": form, "rows": rows, "told": told, "guide_url": reverse("api:guide")}
    return render(request, "api/desk/keys.html", context)


@signed_in
@require_POST
def revoke_key(request: SignedInRequest, token: str) -> HttpResponse:
    """Withdraw a key."""
    school = request.school.pk
    services.revoke_key(actor=request.user, school_id=school, token=token, now=clock.now())
    flash(request, _("The key is withdrawn: it opens nothing any more."))
    return redirect("api:keys")
