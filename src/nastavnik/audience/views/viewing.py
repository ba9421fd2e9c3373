"""Viewings: the pass that a player asks for when it begins to play, and what came of them at the desk."""

from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from nastavnik.audience.selectors.viewing.page import lesson_at_desk, viewing_page
from nastavnik.audience.selectors.viewing.replayed import replayed_curve
from nastavnik.audience.services.viewing.ledger import record_own
from nastavnik.audience.services.viewing.opening import Visitor, open_viewing
from nastavnik.core import clock
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.views import is_foreign
from nastavnik.video.permissions import can_watch
from nastavnik.video.selectors import video_to_watch

WINDOW_SECONDS = 60
# whoever opens a film again soon sees the line of before
FRESH_SECONDS = 300
# a whole region may sit behind one address while a broadcast begins; nobody opens so many players herself
MOST_OPENED = 600


# Pages of guests carry no token, and in a frame of another site no cookie is kept. All that a form on another site could do is open a
# viewing that nobody plays; it is refused by what the browser says of it.
@csrf_exempt
@never_cache
@require_POST
def opened(request: Request, token: str) -> HttpResponse:
    """Give a player that begins to play its pass."""
    if is_foreign(request):
        return HttpResponseForbidden()
    address = str(request.META.get("REMOTE_ADDR", ""))
    if not _may_open(address):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(WINDOW_SECONDS)})
    is_embedded = "embedded" in request.POST
    actor = AnonymousUser() if is_embedded else request.user
    video = video_to_watch(actor, request.school, token)
    if not can_watch(actor, video, has_link=True):
        return HttpResponseForbidden()
    visitor = Visitor(address, request.headers.get("User-Agent", ""), request.headers.get("Accept-Language", ""))
    allowed = open_viewing(actor=actor, video=video, visitor=visitor, is_embedded=is_embedded, now=clock.now())
    return JsonResponse({"pass": allowed})


@require_GET
def replayed(request: Request, token: str) -> HttpResponse:
    """Give the player the line over its time bar: what is played again most. Asked when it begins to play, by no page before."""
    actor = AnonymousUser() if "embedded" in request.GET else request.user
    video = video_to_watch(actor, request.school, token)
    if not can_watch(actor, video, has_link=True):
        return HttpResponseForbidden()
    drawn = replayed_curve(video)
    response = JsonResponse({"box": drawn.box, "area": drawn.area} if drawn else {})
    patch_cache_control(response, private=True, max_age=FRESH_SECONDS)
    return response


def _may_open(address: str) -> bool:
    """Count a player of a network address; tell whether it gets a pass."""
    key = f"audience.opened.{address}"
    if cache.add(key, 1, WINDOW_SECONDS):
        return True
    try:
        return int(cache.incr(key)) <= MOST_OPENED
    except ValueError:  # its minute ended between the two
        return True


@never_cache
@signed_in
@require_GET
def lesson(request: SignedInRequest, uid: str) -> HttpResponse:
    """Show what the own page counted of a lesson, where people went away and what they played again."""
    page = viewing_page(request.user, request.school, uid, clock.now())
    crumbs = [
        {"label": _("Lessons"), "url": reverse("learning:lessons", args=[page.lesson.cycle.programme.token])},
        {"label": page.lesson.title, "url": reverse("learning:lesson", args=[uid])},
    ]
    return render(request, "audience/viewing/lesson.html", {"page": page, "crumbs": crumbs})


@signed_in
@require_POST
def record(request: SignedInRequest, uid: str) -> HttpResponse:
    """Write what was counted of a lesson into the ledger now."""
    found = lesson_at_desk(request.user, request.school, uid)
    count = record_own(actor=request.user, school=request.school, lesson_ids=[found.pk], now=clock.now())
    words = ngettext(
        "%(count)s number was written into the ledger.", "%(count)s numbers were written into the ledger.", count
    )
    flash(request, words % {"count": count} if count else _("The ledger has these numbers already. Nothing was added."))
    return redirect("audience:viewing", uid)
