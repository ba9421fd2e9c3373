"""Pages that other sites may show in a frame: the sites of `EMBED_HOSTS`, and the school itself."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_exempt

from nastavnik.core.http.requests import Request

P = ParamSpec("P")


def framed(
    view: Callable[Concatenate[Request, P], HttpResponseBase],
) -> Callable[Concatenate[Request, P], HttpResponseBase]:
    """Let the page be shown in frames of the sites that the operator has named; every other page of the school refuses that."""

    @wraps(view)
    def shown(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        def answer(_asked: HttpRequest) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        policy = csp_replace({"frame-ancestors": ["'self'", *settings.EMBED_HOSTS]})
        return xframe_options_exempt(policy(answer))(request)

    return cast("Callable[Concatenate[Request, P], HttpResponseBase]", shown)
