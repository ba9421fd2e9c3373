"""Pages that other sites may show in a frame: the sites of `EMBED_HOSTS`, and the school itself."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_exempt

from nastavnik.core.http.requests import Request

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]


def framed(view: View[P]) -> View[P]:
    """Let the page be shown in frames of the sites that the operator has named; every other page of the school refuses that."""

    @wraps(view)
    def shown(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        policy = csp_replace({"frame-ancestors": ["'self'", *settings.EMBED_HOSTS]})
        answer: HttpResponseBase = xframe_options_exempt(policy(view))(request, *args, **kwargs)
        return answer

    return shown
