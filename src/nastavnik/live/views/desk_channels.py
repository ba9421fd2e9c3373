"""The desk: channels of the school, where broadcasts go besides its own page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.live.enums import ChannelKind
from nastavnik.live.forms.desk_channels import PRESETS, ChannelForm
from nastavnik.live.selectors import desk_channels as selectors
from nastavnik.live.services import channels as services


@never_cache
@signed_in
@require_GET
def channels(request: SignedInRequest) -> HttpResponse:
    """Show where the school's broadcasts go."""
    page = selectors.channels_page(request.user, request.school)
    return render(request, "live/desk/channels.html", {"page": page, "presets": PRESETS.values()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, kind: str) -> HttpResponse:
    """Add a channel of a kind, with what is known of such channels."""
    selectors.check_can_edit(request.user, request.school)
    preset = PRESETS[ChannelKind(kind)]
    initial = {"title": preset.title, "address": preset.address}
    form = ChannelForm(request.POST or None, preset=preset, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.add_channel(
            actor=request.user, school_id=request.school.pk, kind=preset.kind, now=clock.now(), **form.channel()
        )
        flash(request, _("The channel is added: %(title)s.") % {"title": made.title})
        return redirect("live:channels")
    return render(request, "live/desk/channel.html", {"form": form, "title": _("A new channel"), "crumbs": crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def channel(request: SignedInRequest, token: str) -> HttpResponse:
    """Change a channel."""
    row = selectors.channel_to_edit(request.user, request.school, token)
    typed = {"title": row.title, "address": row.address, "page_url": row.page_url}
    preset = PRESETS[ChannelKind(row.kind)]
    form = ChannelForm(request.POST or None, preset=preset, has_key=bool(row.sealed_key), initial=typed)
    if request.method == "POST" and form.is_valid():
        services.change_channel(actor=request.user, channel_token=token, now=clock.now(), **form.channel())
        flash(request, _("The channel is saved."))
        return redirect("live:channels")
    context = {"form": form, "title": row.title, "crumbs": crumbs(), "token": token}
    return render(request, "live/desk/channel.html", context)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Remove a channel."""
    row = selectors.channel_to_edit(request.user, request.school, token)
    services.remove_channel(actor=request.user, channel_token=row.token, now=clock.now())
    undo = reverse("live:restore_channel", args=[token])
    flash(request, _("The channel is removed: %(title)s.") % {"title": row.title}, undo_url=undo)
    return redirect("live:channels")


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a removed channel back."""
    row = selectors.channel_to_edit(request.user, request.school, token)
    services.restore_channel(actor=request.user, channel_token=row.token, now=clock.now())
    flash(request, _("The channel is back: %(title)s.") % {"title": row.title})
    return redirect("live:channels")


def crumbs() -> list[dict[str, str]]:
    """Return the way to a channel."""
    return [
        {"label": _("Broadcasts"), "url": reverse("live:broadcasts")},
        {"label": _("Channels"), "url": reverse("live:channels")},
    ]
