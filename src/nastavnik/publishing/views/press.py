"""The press of a collection at the desk."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.publishing.forms.press import PressForm
from nastavnik.publishing.selectors.lookup import collection_to_edit
from nastavnik.publishing.selectors.pressing.page import press_page, run_view
from nastavnik.publishing.services import pressing


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the check, the run that goes on, and what was made."""
    return _page(request, token, PressForm())


def _page(request: SignedInRequest, token: str, form: PressForm) -> HttpResponse:
    page = press_page(request.user, request.school, token)
    crumbs = [
        {"label": _("Collections"), "url": reverse("publishing:collections")},
        {"label": page.collection.title, "url": reverse("publishing:collection", args=[token])},
    ]
    return render(request, "publishing/press/show.html", {"page": page, "crumbs": crumbs, "form": form})


@never_cache
@signed_in
@require_GET
def state(request: SignedInRequest, token: str) -> HttpResponse:
    """Show how the run stands, to a page that is open; when it is over, the page is loaded anew."""
    collection, run = run_view(request.user, request.school, token)
    response = render(request, "publishing/press/run.html", {"collection": collection, "run": run})
    if run is None or not run.is_in_work:
        response.headers["HX-Refresh"] = "true"
    return response


@signed_in
@require_POST
def ask(request: SignedInRequest, token: str) -> HttpResponse:
    """Have the collection pressed, or (`check`) only its texts checked."""
    collection = collection_to_edit(request.user, request.school, token)
    form, is_check = PressForm(request.POST), "check" in request.POST
    if not is_check and not form.is_valid():
        return _page(request, token, form)
    forms = () if is_check else form.cleaned_data["wanted"]
    pressing.ask_press(actor=request.user, collection_id=collection.pk, forms=forms, now=clock.now())
    return redirect("publishing:press", token)


@signed_in
@require_POST
def stop(request: SignedInRequest, token: str, run: str) -> HttpResponse:
    """Stop a run."""
    collection = collection_to_edit(request.user, request.school, token)
    pressing.stop_press(actor=request.user, collection_id=collection.pk, run=run, now=clock.now())
    flash(request, _("The press is being stopped. What was made before stays."))
    return redirect("publishing:press", token)
