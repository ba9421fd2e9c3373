"""The desk: webhooks, what was sent to them, and a trial."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.api.forms import KeptWebhookForm, WebhookForm
from nastavnik.api.selectors import hooks as selectors
from nastavnik.api.services import hooks as services
from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def webhooks(request: SignedInRequest) -> HttpResponse:
    """Show the webhooks of the school, and add one: then its secret is shown, this once."""
    selectors.check_can_keep(request.user, request.school)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = {"actor": request.user, "school_id": request.school.pk, "now": clock.now(), **form.words()}
        if made := attempt(form, lambda: services.add_webhook(**words)):
            return _page(request, made[0].token, told=made[1])
    rows = selectors.hooks_page(request.user, request.school)
    return render(request, "api/desk/webhooks.html", {"form": form, "rows": rows})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def webhook(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a webhook with its messages, and change it."""
    page = selectors.hook_page(request.user, request.school, token)
    form = KeptWebhookForm(request.POST or None, initial=page.typed)
    if request.method == "POST" and form.is_valid():
        words = {**_words(request, token), **form.words()}
        if attempt(form, lambda: services.change_webhook(**words)):
            flash(request, _("The webhook is saved."))
            return redirect("api:webhook", token)
    return _page(request, token, form=form)


@never_cache
@signed_in
@require_POST
def renew_secret(request: SignedInRequest, token: str) -> HttpResponse:
    """Give a webhook a new secret, and show it this once."""
    selectors.hook_page(request.user, request.school, token)
    _hook, secret = services.renew_secret(**_words(request, token))
    return _page(request, token, told=secret)


@signed_in
@require_POST
def send_trial(request: SignedInRequest, token: str) -> HttpResponse:
    """Send a message about nothing."""
    selectors.hook_page(request.user, request.school, token)
    services.send_trial(**_words(request, token))
    flash(request, _("A trial is on its way: load this page anew in a few seconds."))
    return redirect("api:webhook", token)


@signed_in
@require_POST
def remove_webhook(request: SignedInRequest, token: str) -> HttpResponse:
    """Tell an address nothing any more."""
    selectors.hook_page(request.user, request.school, token)
    services.remove_webhook(**_words(request, token))
    flash(request, _("The webhook is removed: nothing more is sent there."))
    return redirect("api:webhooks")


def _words(request: SignedInRequest, token: str) -> dict[str, Any]:
    return {"actor": request.user, "school_id": request.school.pk, "token": token, "now": clock.now()}


def _page(request: SignedInRequest, token: str, *, form: KeptWebhookForm | None = None, told: str = "") -> HttpResponse:
    page = selectors.hook_page(request.user, request.school, token)
    crumbs = [{"label": _("Webhooks"), "url": reverse("api:webhooks")}]
    context = {"form": form or KeptWebhookForm(initial=page.typed), "page": page, "told": told, "crumbs": crumbs}
    return render(request, "api/desk/webhook.html", context)
