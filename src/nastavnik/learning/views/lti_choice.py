"""Choosing lessons for a course, inside the platform's own window. It is signed for with the ticket alone."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.learning.selectors import lti as selectors
from nastavnik.learning.services.lti import choices, entrances
from nastavnik.learning.views.lti_parts import framed, says_why

if TYPE_CHECKING:
    from nastavnik.learning.models import LtiLaunch
    from nastavnik.programme.models import Lesson

MOST_WORDS = 100


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@says_why
def choice(request: Request, ticket: str) -> HttpResponse:
    """Offer the lessons that everybody sees, and send back those that were chosen."""
    launch = entrances.choice(school=request.school, ticket=ticket, now=clock.now())
    sites = selectors.origins_of(launch.platform)
    chosen = selectors.chosen_lessons(request.school, request.POST.getlist("lesson")[: choices.MOST_LESSONS])
    if chosen:
        return answer(request, launch, chosen)
    words = request.GET.get("q", "")[:MOST_WORDS]
    context = {
        "lessons": selectors.lessons_to_choose(request.school, words),
        "words": words,
        "platform": launch.platform,
        "is_several": launch.wish["is_several"],
        "is_nothing_chosen": request.method == "POST",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return framed(request, "learning/lti/choice.html", context, sites=sites, status=status)


def answer(request: Request, launch: "LtiLaunch", chosen: list["Lesson"]) -> HttpResponse:
    """Send the chosen lessons back: the browser carries them, by itself or at a press of the button."""
    token = choices.answer_choice(school=request.school, launch=launch, lessons=chosen, now=clock.now())
    return_url = launch.wish["return_url"]
    context = {"token": token, "return_url": return_url, "platform": launch.platform, "lessons": chosen}
    sites, goes_to = selectors.origins_of(launch.platform), selectors.origin_of(return_url)
    return framed(request, "learning/lti/chosen.html", context, sites=sites, goes_to=[goes_to] if goes_to else [])
