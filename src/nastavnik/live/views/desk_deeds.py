"""What is done at the desk of a broadcast by one press: begin, end, hand over, switch a channel on and off.

A page that sends from this browser must not be left, so scripts post and take the changed part of the page; without
a script the page comes anew.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.live.selectors.desk import broadcast_to_hold, broadcast_to_run
from nastavnik.live.selectors.desk_live import broadcast_live
from nastavnik.live.services import broadcasts as services
from nastavnik.live.services.channels import set_relay


@signed_in
@require_POST
def go_live(request: SignedInRequest, token: str) -> HttpResponse:
    """Go on air."""
    row = broadcast_to_hold(request.user, request.school, token)
    services.go_live(actor=request.user, broadcast_id=row.pk, now=clock.now())
    return answer(request, token)


@signed_in
@require_POST
def end(request: SignedInRequest, token: str) -> HttpResponse:
    """End the broadcast."""
    row = broadcast_to_hold(request.user, request.school, token)
    services.end_broadcast(actor=request.user, broadcast_id=row.pk, now=clock.now())
    return answer(request, token)


@signed_in
@require_POST
def hand_over(request: SignedInRequest, token: str, sender: str) -> HttpResponse:
    """Let another sender be shown."""
    row = broadcast_to_hold(request.user, request.school, token)
    services.hand_over(actor=request.user, broadcast_id=row.pk, sender_token=sender, now=clock.now())
    return answer(request, token)


@signed_in
@require_POST
def switch_relay(request: SignedInRequest, token: str, channel: str) -> HttpResponse:
    """Send the broadcast to a channel, or no longer."""
    row = broadcast_to_run(request.user, request.school, token)
    set_relay(
        actor=request.user,
        broadcast_id=row.pk,
        channel_token=channel,
        is_wanted=request.POST.get("is_wanted") == "1",
        key=None,
        page_url=None,
        now=clock.now(),
    )
    return answer(request, token)


def answer(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the desk as it is now: the part of it that lives, or all of it."""
    if not request.htmx:
        return redirect("live:broadcast", token)
    live = broadcast_live(request.user, request.school, token, clock.now())
    return render(request, "live/desk/parts/live.html", {"live": live, "is_part": True})
