"""A platform connects itself: its administrator opens our link inside the platform, and presses one button."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import Request
from nastavnik.learning.selectors.lti import origin_of
from nastavnik.learning.services.lti import registration
from nastavnik.learning.views.lti_parts import framed


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: Request, secret: str) -> HttpResponse:
    """Ask whether the platform is to be connected, and connect it. The secret in the address is the right to."""
    url = request.GET.get("openid_configuration", "")
    site = origin_of(url)
    context: dict[str, Any] = {"site": site, "platform": None, "refusal": ""}
    try:
        registration.open_door(school=request.school, secret=secret)
        if request.method == "POST" and site:
            token = request.GET.get("registration_token", "")
            context["platform"] = registration.register(
                school=request.school, secret=secret, configuration_url=url, token=token, now=clock.now()
            )
    except Refusal as refusal:
        context["refusal"] = str(refusal.message)
    return framed(request, "learning/lti/register.html", context, sites=[site] if site else [])
