"""Collections that have another address now."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponseBase
from django.shortcuts import redirect

from nastavnik.core.http import Request
from nastavnik.publishing.selectors.reading.addresses import address_now

View = Callable[..., HttpResponseBase]


def at_former_address(view: View) -> View:
    """Lead who asks for something of a collection at its former address to the same at the present one; all else is as it was."""

    @wraps(view)
    def led(request: Request, slug: str, **more: object) -> HttpResponseBase:
        try:
            return view(request, slug, **more)
        except ObjectDoesNotExist:
            there = address_now(request.user, request.school, slug)
            match = request.resolver_match
            if not there or match is None:
                raise
            answer: HttpResponseBase = redirect(match.view_name, permanent=True, **{**match.kwargs, "slug": there})
            # it may come back to this address: no browser keeps for ever that it has left
            answer.headers["Cache-Control"] = "private, no-cache"
            return answer

    return led
