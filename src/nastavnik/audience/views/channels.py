"""The desk: places where people watch, what each counts, how its figures come in, and where lessons stand there."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.audience.enums import PlaceKind
from nastavnik.audience.forms.channels import CountedChannelForm, PlacementsForm
from nastavnik.audience.selectors.channels import desk as selectors
from nastavnik.audience.selectors.counts import history as histories
from nastavnik.audience.services import channels as services
from nastavnik.audience.services import pulls
from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@never_cache
@signed_in
@require_GET
def channels(request: SignedInRequest) -> HttpResponse:
    """Show the channels of the school."""
    histories.check_can_see(request.user, request.school)
    services.ensure_channels(school_id=request.school.pk)
    page = selectors.channels_page(request.user, request.school)
    return render(request, "audience/counts/channels.html", {"page": page, "crumbs": crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, kind: str) -> HttpResponse:
    """Add a channel of a kind."""
    selectors.check_can_edit(request.user, request.school)
    place = selectors.kind_to_add(kind)
    form = CountedChannelForm(request.POST or None, kind=place, initial=selectors.new_typed(place))
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.add_channel(
                actor=request.user, school_id=request.school.pk, kind=place, facts=form.facts(), now=clock.now()
            ),
        )
        if made is not None:
            flash(request, _("The channel is added: %(title)s.") % {"title": made.title})
            return redirect("audience:channels")
    context = {"form": form, "title": _("A new channel"), "crumbs": [*crumbs(), to_channels()]}
    return render(request, "audience/counts/channel.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def channel(request: SignedInRequest, token: str) -> HttpResponse:
    """Change a channel."""
    row = selectors.channel_to_edit(request.user, request.school, token)
    form = CountedChannelForm(
        request.POST or None,
        kind=PlaceKind(row.kind),
        has_key=bool(row.sealed_key),
        initial=selectors.channel_typed(row),
    )
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form,
            lambda: services.change_channel(
                actor=request.user, channel_token=token, facts=form.facts(), now=clock.now()
            ),
        )
        if changed is not None:
            flash(request, _("The channel is saved."))
            return redirect("audience:channels")
    context = {"form": form, "title": row.title, "crumbs": [*crumbs(), to_channels()]}
    return render(request, "audience/counts/channel.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def lessons(request: SignedInRequest, token: str) -> HttpResponse:
    """Say where lessons stand at a channel."""
    row = selectors.channel_to_edit(request.user, request.school, token)
    standings = selectors.standings_of(request.user, row)
    form = PlacementsForm(request.POST or None, lessons=standings)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form,
            lambda: services.place_lessons(actor=request.user, channel_token=token, urls=form.urls(), now=clock.now()),
        )
        if changed is not None:
            flash(request, _("The addresses are saved."))
            return redirect("audience:channels")
    context = {
        "form": form,
        "channel": row,
        "standings": standings,
        "crumbs": [*crumbs(), to_channels()],
    }
    return render(request, "audience/counts/lessons.html", context)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Take a channel off the sheet."""
    row = selectors.channel_to_edit(request.user, request.school, token)
    services.remove_channel(actor=request.user, channel_token=token, now=clock.now())
    undo = reverse("audience:restore_channel", args=[token])
    words = _("The channel is removed: %(title)s. Its numbers stay in the ledger.")
    flash(request, words % {"title": row.title}, undo_url=undo)
    return redirect("audience:channels")


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring a removed channel back."""
    row = selectors.channel_to_edit(request.user, request.school, token)
    services.restore_channel(actor=request.user, channel_token=token, now=clock.now())
    flash(request, _("The channel is back: %(title)s.") % {"title": row.title})
    return redirect("audience:channels")


@signed_in
@require_POST
def ask(request: SignedInRequest, token: str) -> HttpResponse:
    """Ask a place for its figures now."""
    row = selectors.channel_to_edit(request.user, request.school, token)
    pulls.ask_now(actor=request.user, channel_token=token, now=clock.now())
    words = _("%(title)s is being asked. What it tells appears here within a minute or two.")
    flash(request, words % {"title": row.title})
    return redirect("audience:channels")


def crumbs() -> list[dict[str, str]]:
    """Return the way to the channels."""
    return [{"label": _("Views by channel"), "url": reverse("audience:counts")}]


def to_channels() -> dict[str, str]:
    """Return the last step of the way to a channel."""
    return {"label": _("Channels of views"), "url": reverse("audience:channels")}
