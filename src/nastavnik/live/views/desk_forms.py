"""The forms that hang on the desk of a broadcast: keys, settings, a relay's key.

Scripts take them into the desk, which must not be left while this browser sends; without a script each is a page.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.live.forms.desk import KeyForm, SettingsForm
from nastavnik.live.forms.desk_channels import RelayForm
from nastavnik.live.selectors import desk_page as selectors
from nastavnik.live.selectors.desk import broadcast_to_run
from nastavnik.live.services.broadcasts import change_broadcast
from nastavnik.live.services.channels import set_relay
from nastavnik.live.services.keys import make_key, revoke_key
from nastavnik.live.views.desk import crumbs


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest, token: str) -> HttpResponse:
    """Change how a broadcast is shown and when it ends by itself."""
    row = broadcast_to_run(request.user, request.school, token)
    form = SettingsForm(request.POST or None, initial=selectors.settings_typed(row))
    if request.method == "POST" and form.is_valid():
        change_broadcast(actor=request.user, broadcast_id=row.pk, now=clock.now(), **form.cleaned_data)
        return done(request, token)
    return show(request, "settings", token, row.lesson.title, {"form": form})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def keys(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the stream keys; make one, which is told this one time."""
    row = broadcast_to_run(request.user, request.school, token)
    form, told = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        label = form.cleaned_data["label"]
        _made, told = make_key(actor=request.user, broadcast_id=row.pk, label=label, now=clock.now())
        form = KeyForm()
    page = selectors.keys_page(request.user, request.school, token)
    return show(request, "keys", token, page.title, {"form": form, "page": page, "told": told})


@signed_in
@require_POST
def revoke(request: SignedInRequest, token: str, key: str) -> HttpResponse:
    """Withdraw a stream key."""
    row = selectors.key_of(broadcast_to_run(request.user, request.school, token), key)
    revoke_key(actor=request.user, key_token=row.token, now=clock.now())
    if not request.htmx:
        return redirect("live:keys", token)
    page = selectors.keys_page(request.user, request.school, token)
    return show(request, "keys", token, page.title, {"form": KeyForm(), "page": page, "told": ""})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def relay(request: SignedInRequest, token: str, channel: str) -> HttpResponse:
    """Give a channel the key of this broadcast and switch it on."""
    row = broadcast_to_run(request.user, request.school, token)
    page = selectors.relay_page(request.user, request.school, token, channel)
    form = RelayForm(request.POST or None, has_key=page.has_key, initial=page.typed)
    if request.method == "POST" and form.is_valid():
        words = {"channel_token": channel, "is_wanted": True, **form.relay()}
        set_relay(actor=request.user, broadcast_id=row.pk, now=clock.now(), **words)
        return done(request, token)
    return show(request, "relay", token, page.title, {"form": form, "page": page})


HEADINGS = {"settings": _("Settings"), "keys": _("OBS and stream keys"), "relay": _("Stream key")}


def show(request: SignedInRequest, name: str, token: str, title: str, context: dict[str, Any]) -> HttpResponse:
    """Show a form: the part of the desk that a script asked for, or a page."""
    part = f"live/desk/parts/{name}.html"
    if request.htmx:
        return render(request, part, {**context, "token": token})
    desk_url = reverse("live:broadcast", args=[token])
    around = {"part": part, "token": token, "title": title, "here": HEADINGS[name], "crumbs": crumbs((title, desk_url))}
    return render(request, "live/desk/form.html", {**context, **around})


def done(request: SignedInRequest, token: str) -> HttpResponse:
    """Go back to the desk; a script closes the form and looks at the desk anew."""
    if request.htmx:
        return HttpResponse(headers={"HX-Trigger": "broadcast-changed"})
    return redirect("live:broadcast", token)
